"""What a content file may hold: one model for each kind of entry, unknown fields refused.

Words for users stand in the YAML, never here. Every id is lower_snake_case and never changes once released,
because stored answers refer to it. ``sources`` are ids of ``sources.yaml``; ``own`` names the fields whose numbers or
details are the project's own choice; ``facts`` are ids of ``facts.yaml``; ``reviewed`` is a clinician's name and date,
or null.
"""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from knowledge.levels import Level
from knowledge.targets import Target

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]{0,31}$")]
SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]{0,31}$")]
FactId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]{0,47}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=3000, strip_whitespace=True)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=64, strip_whitespace=True)]

YES_NO = ("yes", "no", "not_sure")
SKIPPED = "skipped"
SCORES = tuple(str(number) for number in range(11))
HIGHEST_SCORE = 10


class Entry(BaseModel):
    """Anything in a content file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sourced(Entry):
    """An entry that gives advice or makes a claim, and so names where it comes from."""

    id: Id
    sources: tuple[SourceId, ...] = Field(min_length=1)
    own: tuple[str, ...] = ()
    facts: tuple[FactId, ...] = ()
    reviewed: str | None = None


class Source(Entry):
    """An article or a guideline. ``evidence`` is one plain line on how far it can be trusted."""

    id: SourceId
    kind: Literal["article", "guidance", "own"]
    title: Text
    author: Text
    experts: tuple[Text, ...] = ()
    evidence: Text


class Fact(Entry):
    """One thing that the articles say. ``left_out`` tells why no entry says it; else at least one does."""

    id: FactId
    kind: Id
    sources: tuple[SourceId, ...] = Field(min_length=1)
    left_out: Text | None = None


class Region(Entry):
    """Where to get help in one part of the world.

    advice: the line for medical advice without an emergency.
    zones:  IANA time zones to offer there, the commonest first.
    means:  other names that people type.
    """

    id: Id
    label: Label
    emergency: Text
    advice: Text
    crisis: Text
    zones: tuple[str, ...] = ()
    means: tuple[Text, ...] = ()


class AtLeast(Entry):
    """Holds when at least ``count`` of the answers were given."""

    count: int = Field(ge=1)
    of: dict[Id, tuple[str, ...]]


class Condition(Entry):
    """What must be true of the answers. Every part that is given must hold; an empty condition always holds.

    ``all`` and ``any`` and ``none`` map a question to the answers that count for it. A question nobody answered
    counts for nothing.
    """

    all: dict[Id, tuple[str, ...]] = {}
    any: dict[Id, tuple[str, ...]] = {}
    none: dict[Id, tuple[str, ...]] = {}
    at_least: AtLeast | None = None

    def questions(self) -> dict[str, tuple[str, ...]]:
        """Every question and answer that the condition speaks of."""
        of = self.at_least.of if self.at_least else {}
        found: dict[str, tuple[str, ...]] = {}
        for part in (self.all, self.any, self.none, of):
            for question, answers in part.items():
                found[question] = found.get(question, ()) + answers
        return found


class Option(Entry):
    """One answer to a question.

    short: the words of the answer in "You said: ...", if not the label.
    means: further ways to type it.
    up_to: the largest number that this answer still covers, in the question's ``unit``, so that "10 days" finds it.
    """

    id: Id
    label: Label
    short: Label | None = None
    means: tuple[Text, ...] = ()
    up_to: int | None = Field(default=None, ge=0)


class Question(Sourced):
    """One question of the self-check.

    kind:      ``yes_no`` (yes, no, not sure), ``choice`` (one of ``options``) or ``score`` (0 to 10).
    group:     ``about`` (who), ``danger`` (danger signs), ``pain`` (the ache itself) or ``habits`` (likely causes).
    first:     one of the four habits that are asked before the others.
    core:      one of the first five danger questions: asked even of those who want to skip.
    topic:     the finding in a few words, as in "You said: {topic}"; lower case.
    ask_if:    asked only when the earlier answers fulfil this.
    follow_up: asked anew when the bot comes back after days; the other answers stand.
    unsure:    whether "Not sure" is offered.
    unit:      what a typed number counts where the options divide a scale: ``days`` (a span) or ``years`` (an age).
    """

    group: Literal["about", "danger", "pain", "habits"]
    kind: Literal["yes_no", "choice", "score"]
    text: Text
    topic: Label
    options: tuple[Option, ...] = ()
    ask_if: Condition = Condition()
    core: bool = False
    first: bool = False
    follow_up: bool = False
    unsure: bool = True
    unit: Literal["days", "years"] | None = None

    @model_validator(mode="after")
    def _options_fit_the_kind(self) -> "Question":
        if (self.kind == "choice") != bool(self.options):
            raise ValueError("options: a choice needs them, the other kinds have none")
        if (self.unit is not None) != any(option.up_to is not None for option in self.options):
            raise ValueError("unit: needed if, and only if, options have up_to")
        ids = [option.id for option in self.options]
        if len(set(ids)) != len(ids):
            raise ValueError("options: the same id twice")
        return self

    @cached_property
    def answers(self) -> tuple[str, ...]:
        """Every answer that can be stored for this question; the last is always that it was passed over."""
        if self.kind == "yes_no":
            given: tuple[str, ...] = ("yes", "no")
        elif self.kind == "score":
            given = SCORES
        else:
            given = tuple(option.id for option in self.options)
        unsure = ("not_sure",) if self.unsure and "not_sure" not in given else ()
        return (*given, *unsure, SKIPPED)


class Rule(Sourced):
    """One row of the triage table: when these answers come together, at least this level.

    why:    said to the user.
    crisis: the finding is about not wanting to go on, so the crisis line comes first.
    """

    level: Level
    when: Condition
    why: Text
    crisis: bool = False


class Suggestion(Entry):
    """The answers to one question that suggest a cause, and how strongly (1 to 5)."""

    question: Id
    answers: tuple[str, ...] = Field(min_length=1)
    weight: int = Field(default=3, ge=1, le=5)


class Cause(Sourced):
    """A likely contributor to the ache: how it may add to it, and what to do about it."""

    title: Label
    explains: Text
    fix: Text
    suggested_by: tuple[Suggestion, ...] = ()
    expert: Text | None = None
    routine: Id | None = None


class Care(Sourced):
    """A piece of advice that is not about a cause.

    kind: ``first_care`` (what to do now), ``get_help`` (when to see someone) or ``watch`` (signs to look out for).
    """

    kind: Literal["first_care", "get_help", "watch"]
    text: Text
    when: Condition = Condition()
    expert: Text | None = None


class Topic(Sourced):
    """One answer of the FAQ.

    examples: questions in runners' own words that must find it.
    way_in:   where the button below the answer leads (``targets``).
    """

    theme: Id
    title: Label
    answer: Text
    more: Text | None = None
    related: tuple[Id, ...] = ()
    keywords: tuple[Text, ...] = ()
    examples: tuple[Text, ...] = Field(min_length=6)
    expert: Text | None = None
    way_in: Target | None = None


class Exercise(Sourced):
    """One thing to do, as it is told wherever a routine has it.

    feel, stop: what it should feel like, and when to leave it.
    sides:      it is done on the left, then on the right.
    caution:    to be known before it is done.
    """

    title: Label
    text: Text
    feel: Text
    stop: Text
    sides: bool = False
    caution: Text | None = None


class Step(Entry):
    """One step of a routine. Exactly one of ``count`` (times) and ``seconds`` says how long, for each side.

    id: that of the exercise, unless the routine has it more than once.
    """

    exercise: Id
    id: Id = Field(default_factory=lambda step: step.get("exercise", ""))
    count: Text | None = None
    seconds: int | None = Field(default=None, ge=5, le=600)

    @model_validator(mode="after")
    def _has_one_measure(self) -> "Step":
        if (self.count is None) == (self.seconds is None):
            raise ValueError("needs exactly one of count and seconds")
        return self


class Routine(Sourced):
    """Something to do step by step.

    group:   what it is for; the menu of routines has a place for each.
    level:   how demanding it is, where the group has the same routine for beginners and others.
    caution: to be known before it begins.
    after:   the guide that opens when the last step is done.
    means:   other names that people type.
    """

    title: Label
    intro: Text
    done: Text
    minutes: int = Field(ge=1, le=60)
    group: Literal[
        "warm_up",
        "cool_down",
        "relief",
        "stretch",
        "core",
        "glutes",
        "hips",
        "rolling",
        "breathing",
        "posture",
        "form",
    ]
    level: Literal["easy", "steady", "strong"] | None = None
    caution: Text | None = None
    after: Id | None = None
    means: tuple[Text, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=1)
