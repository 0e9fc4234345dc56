"""All that is remembered of one user between two turns, as plain values that pass through JSON unharmed."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated

from pydantic import Field, TypeAdapter

from dialogs.diary import Diary, Entry
from knowledge.levels import Level

HOME = "home.idle"


@dataclass(frozen=True, slots=True)
class Correction:
    """An answer that the user took back, and when. Both answers stay on record."""

    question: str
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """One self-check, running or ended.

    answers:     question id -> answer, as ``Question.answers`` lists them.
    path:        the questions that were shown, oldest first; the last one is current while the check runs.
    fired:       rule id -> level, for every triage rule that ever held; taken out only by a correction.
    carried:     the same, from earlier checks that nobody has looked at since; they count for the result.
    finishing:   the user asked for the result; only the five core danger questions are still asked.
    deeper:      the user asked to look for more causes after the first four habits.
    ended_at:    when the result was shown; None while it runs.
    follows:     when the check began that this one follows up; None for a check of its own.
    """

    started_at: datetime
    answers: dict[str, str] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    fired: dict[str, Level] = field(default_factory=dict)
    carried: dict[str, Level] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    finishing: bool = False
    deeper: bool = False
    ended_at: datetime | None = None
    follows: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A repeated wake-up. days: 0 is Monday; wall: "HH:MM" on the user's clock; zone: an IANA name."""

    id: str
    routine: str
    days: tuple[int, ...]
    wall: str
    zone: str
    paused: bool = False


@dataclass(frozen=True, slots=True)
class ReminderDraft:
    """A reminder being set up. ``changes`` is the id of the reminder it will take the place of."""

    days: tuple[int, ...] = ()
    wall: str = ""
    changes: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A danger question that a typed message raised.

    back: the node to go back to once it is settled.
    then: further questions that the same message raised, to be put after this one.
    """

    question: str
    back: str
    then: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UserState:
    """What is known of a user and where the talk stands.

    node:       where the talk is, as ``flow.name``.
    mark:       counts the talks; a button of an earlier talk carries an older mark.
    agreed_at:  when the user agreed to what is kept; None means that nothing may be kept.
    misses:     texts in a row that were not understood at this node.
    doubt:      a danger question that has to be settled before anything else goes on.
    safe_at:    when the user last said that no danger sign applies, before a routine.
    seen_at:    the last event of the user.
    noted:      how many diary entries the user ever made; the number of the last one.
    diary:      see ``diary``; kept apart, so not in the JSON.
    """

    node: str = HOME
    mark: int = 0
    agreed_at: datetime | None = None
    region: str | None = None
    zone: str | None = None
    check: Check | None = None
    draft: ReminderDraft | None = None
    reminders: tuple[Reminder, ...] = ()
    reminders_made: int = 0
    misses: int = 0
    doubt: Doubt | None = None
    safe_at: datetime | None = None
    seen_at: datetime | None = None
    noted: int = 0
    diary: Annotated[Diary, Field(exclude=True)] = field(default=Diary(), compare=False)


def note(state: UserState, entry: Entry) -> UserState:
    """Return the state with one more entry in the diary; its number is then ``state.noted``."""
    number = state.noted + 1
    return replace(state, noted=number, diary=state.diary.with_entry(number, entry))


_STATES = TypeAdapter(UserState)


def to_json(state: UserState) -> bytes:
    """Return the state as JSON."""
    return _STATES.dump_json(state)


def from_json(text: bytes | str) -> UserState:
    """Return the state that ``to_json`` wrote; fields it does not know are passed over, missing ones get defaults."""
    return _STATES.validate_json(text)
