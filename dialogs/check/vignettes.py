"""Written cases: a story, its findings, and the level it must end at; read, and played through the real self-check.

A case names only what is out of the ordinary; every other question gets the calm answer. The cases are split in two by
their ids: those to work on, and those that only measure. ``measures.py`` counts what came out.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pydantic import Field, ValidationError

from dialogs.check.contributors import likely_contributors
from dialogs.check.safety import level_of, reasons
from dialogs.engine import respond
from dialogs.errors import DialogueError, WrongVignettes
from dialogs.events import Chose, Commanded, Event, Said
from dialogs.flows.self_check import RESULTS
from dialogs.replies import Button, Turn
from dialogs.state import Check, UserState
from knowledge.levels import Level
from knowledge.load import Knowledge
from knowledge.schema import SKIPPED, Entry, Id, Text
from knowledge.strict_yaml import read

Half = Literal["work", "measure"]

# The least worrying answer to each question: the first of these that the question offers, else its first answer.
CALM = ("no", "uk", "age_18_50", "few_days", "better", "2", "ok", "low_middle", "gradual", "during")
ENDS = frozenset(f"check.{result}" for result in RESULTS)
MOST_TURNS = 150  # about twice the number of questions; a talk that is longer runs in a circle
PLAYED_AT = datetime(2026, 11, 22, 8, tzinfo=UTC)  # any time will do: no case lasts longer than an instant


class Saying(Entry):
    """Something typed when this question is first on the screen, before it is answered.

    then: question -> answer, for a question that the message leads to; the calm answer if not given.
    """

    at: Id
    text: Text
    then: dict[Id, str] = Field(default_factory=dict)


class Vignette(Entry):
    """One written case.

    text:    the story, for people; the dialogue never sees it.
    answers: question -> answer, where it is not the calm one; "skipped" presses Skip.
    says:    what is typed on the way; at most one message a question.
    expects: the level by the safety model, whatever the triage table says.
    causes:  contributors that must be among those named;  never: those that must not.
    """

    id: Id
    text: Text
    answers: dict[Id, str] = Field(default_factory=dict)
    says: tuple[Saying, ...] = ()
    expects: Level
    causes: tuple[Id, ...] = ()
    never: tuple[Id, ...] = ()

    @property
    def half(self) -> Half:
        """Whether this case may be worked on, or only measured with. Depends on the id alone."""
        return "measure" if hashlib.sha256(self.id.encode()).digest()[0] % 2 else "work"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the dialogue made of a case.

    causes:  the contributors that were named, the likeliest first.
    because: the triage rules that made the level; none if it comes from what was left out.
    unasked: questions that the case has an answer to or a message for, but that were never put.
    """

    vignette: Vignette
    level: Level
    causes: tuple[str, ...]
    because: tuple[str, ...]
    unasked: tuple[str, ...]

    @property
    def too_low_by(self) -> int:
        """How many levels below the expected one; negative if above."""
        return self.vignette.expects.rank - self.level.rank

    @property
    def missing(self) -> tuple[str, ...]:
        """The contributors that should have been named and were not."""
        return tuple(cause for cause in self.vignette.causes if cause not in self.causes)

    @property
    def unwanted(self) -> tuple[str, ...]:
        """The contributors that were named and should not have been."""
        return tuple(cause for cause in self.vignette.never if cause in self.causes)

    @property
    def is_as_written(self) -> bool:
        """Whether level and contributors are what the case expects."""
        return not (self.too_low_by or self.missing or self.unwanted)


# Reading


def read_vignettes(files: Mapping[str, bytes], knowledge: Knowledge) -> tuple[Vignette, ...]:
    """Return the cases of the files, in order; ``files`` maps a name to what the file holds.

    Raises WrongVignettes with all faults of all files: bad YAML, unknown ids, an id that is used twice.
    """
    found: list[Vignette] = []
    problems: list[str] = []
    for name, content in files.items():
        document = read(content)
        problems += [f"{name}:{line}: {what}" for line, what in document.problems]
        entries = document.value if isinstance(document.value, list) else []
        if not entries and not document.problems:
            problems.append(f"{name}: holds no list of cases")
        for position, entry in enumerate(entries):
            where = f"{name}:{document.line((position,))}"
            try:
                case = Vignette.model_validate(entry)
            except ValidationError as error:
                problems += [f"{where}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
                continue
            faults = [*_faults(case, knowledge), *(["id used twice"] if case.id in {one.id for one in found} else [])]
            problems += [f"{where}: {case.id}: {fault}" for fault in faults]
            found.append(case)
    if problems:
        raise WrongVignettes(tuple(problems))
    return tuple(found)


def _faults(case: Vignette, knowledge: Knowledge) -> Iterator[str]:
    given_answers = [*case.answers.items(), *(one for saying in case.says for one in saying.then.items())]
    for name, given in given_answers:
        question = knowledge.questions.get(name)
        if question is None:
            yield f'unknown question "{name}"'
        elif given not in question.answers:
            yield f'"{given}" is no answer to {name}'
    for name in (saying.at for saying in case.says):
        if name not in knowledge.questions:
            yield f'unknown question "{name}"'
    for cause in (*case.causes, *case.never):
        if cause not in knowledge.causes:
            yield f'unknown cause "{cause}"'


# Playing


def play_all(cases: Iterable[Vignette], knowledge: Knowledge) -> tuple[Outcome, ...]:
    """Play every case and return what came of each."""
    return tuple(play(case, knowledge) for case in cases)


def play(case: Vignette, knowledge: Knowledge) -> Outcome:
    """Play one case from the first question to a result: by buttons, but for what it types.

    Raises DialogueError if the talk never comes to a result.
    """
    check, asked = _walked(case, knowledge)
    level = level_of(check, knowledge)
    named = () if level.at_least(Level.URGENT) else likely_contributors(check.answers, knowledge)
    return Outcome(
        vignette=case,
        level=level,
        causes=tuple(contributor.cause.id for contributor in named),
        because=tuple(rule.id for rule in reasons(check, level, knowledge)),
        unasked=tuple(name for name in (*case.answers, *(one.at for one in case.says)) if name not in asked),
    )


def calm_answer(options: Iterable[str]) -> str:
    """Return the least worrying of the options; there must be at least one."""
    offered = list(options)
    return next((option for option in CALM if option in offered), offered[0])


def _walked(case: Vignette, knowledge: Knowledge) -> tuple[Check, set[str]]:
    """Return the ended check, and the questions that were put on the way."""
    state = UserState(agreed_at=PLAYED_AT, seen_at=PLAYED_AT)
    event: Event = Commanded("check")
    asked: set[str] = set()
    unsaid = {saying.at: saying for saying in case.says}
    then: Mapping[str, str] = {}
    for _ in range(MOST_TURNS):
        turn = respond(state, event, knowledge, PLAYED_AT)
        state = turn.state
        if state.node in ENDS and state.check is not None:
            return state.check, asked
        if state.doubt is not None:
            event = _pressed(turn, state.doubt.question, then.get(state.doubt.question))
            continue
        question = state.node.partition(".")[2]
        asked.add(question)
        saying = unsaid.pop(question, None)
        if saying is not None:
            event, then = Said(saying.text), saying.then
        else:
            event = _pressed(turn, question, case.answers.get(question))
    raise DialogueError(f"{case.id}: comes to no result, stands at {state.node}")


def _pressed(turn: Turn, question: str, given: str | None) -> Chose:
    """Return the press of the given answer, or of the calm one."""
    # A question that a message led to names itself in its options: "toilet.yes".
    buttons: dict[str, Button] = {
        button.option.removeprefix(f"{question}."): button
        for reply in turn.replies
        for row in reply.rows
        for button in row
    }
    button = buttons["skip" if given == SKIPPED and "skip" in buttons else given or calm_answer(buttons)]
    return Chose(button.option, button.node, button.mark)
