"""What a user keeps from day to day: routines, runs, pain, shoes, notes. Read only by a turn that needs it.

A diary grows for years while most turns never look at it. So it is no part of the stored state: a turn that only adds
to it reads nothing, and one that looks into it before it was read raises ``DiaryUnread``, upon which whoever keeps it
reads it and lets the turn begin anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from knowledge.levels import Level


class DiaryUnread(Exception):  # noqa: N818  # a request, not a fault
    """The turn needs the diary; begin it anew with a diary that has been read."""


@dataclass(frozen=True, slots=True)
class RoutineDone:
    """A guided routine that came to its end, or was left after ``steps_done`` of its ``steps``."""

    at: datetime
    routine: str
    steps_done: int
    steps: int
    kind: Literal["routine_done"] = "routine_done"

    @property
    def finished(self) -> bool:
        """Whether every step was done."""
        return self.steps_done == self.steps


Surface = Literal["road", "trail", "grass", "track", "treadmill", "mixed"]


@dataclass(frozen=True, slots=True)
class RunLogged:
    """One run, or walk-run.

    at:     when it began, as far as the user told; else when it was logged.
    metres: distance.  minutes: time taken.  effort: 1 (very easy) to 10.
    shoes:  id of a ``state.Shoe``.
    pain_before, pain_during, pain_after: 0 (none) to 10.
    ache_from_metres: how far into the run the ache began.
    What the user did not tell is None.
    """

    at: datetime
    metres: int
    minutes: int | None = None
    surface: Surface | None = None
    shoes: str | None = None
    effort: int | None = None
    pain_before: int | None = None
    pain_during: int | None = None
    pain_after: int | None = None
    ache_from_metres: int | None = None
    kind: Literal["run"] = "run"


@dataclass(frozen=True, slots=True)
class PainNoted:
    """How the back was, apart from a run or after it: 0 (none) to 10; posture and energy from 1 (poor) to 5 (good)."""

    at: datetime
    score: int
    posture: int | None = None
    energy: int | None = None
    text: str = ""
    kind: Literal["pain"] = "pain"


@dataclass(frozen=True, slots=True)
class Written:
    """A note of the user's own: in the journal, or of something to be grateful for."""

    at: datetime
    text: str
    about: Literal["journal", "gratitude"] = "journal"
    kind: Literal["written"] = "written"


@dataclass(frozen=True, slots=True)
class HabitNoted:
    """A habit of a day. amount: hours of sleep, minutes of core work or of other activity, glasses of water; else 1."""

    at: datetime
    habit: Literal["sleep", "core", "activity", "water", "recovery_food", "rest_day"]
    amount: float = 1.0
    kind: Literal["habit"] = "habit"


@dataclass(frozen=True, slots=True)
class CheckEnded:
    """A self-check that reached its result: the level, and the ids of the likely contributors, strongest first."""

    at: datetime
    level: Level
    causes: tuple[str, ...] = ()
    kind: Literal["check"] = "check"


@dataclass(frozen=True, slots=True)
class StageDone:
    """A session of the return to running: its stage, counted from 1, and the worst pain of it, 0 to 10."""

    at: datetime
    stage: int
    pain: int
    kind: Literal["stage"] = "stage"


Entry = RoutineDone | RunLogged | PainNoted | Written | HabitNoted | CheckEnded | StageDone


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry with the number under which it is kept: counted up for each user, never used again."""

    number: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Diary:
    """The diary as a turn sees it, with the changes that the turn makes.

    read:    what is kept, by time; None if it has not been read.
    added:   entries to keep from now on.
    removed: numbers of entries to drop.
    """

    read: tuple[Kept, ...] | None = None
    added: tuple[Kept, ...] = ()
    removed: tuple[int, ...] = ()

    @property
    def kept(self) -> tuple[Kept, ...]:
        """All that will be kept after this turn, oldest first. Raises DiaryUnread."""
        if self.read is None:
            raise DiaryUnread
        if not self.added and not self.removed:
            return self.read
        gone = frozenset(self.removed)
        return _by_time(one for one in (*self.read, *self.added) if one.number not in gone)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The same without their numbers. Raises DiaryUnread."""
        return tuple(one.entry for one in self.kept)

    def with_entry(self, number: int, entry: Entry) -> "Diary":
        """Return the diary with one more entry; needs no reading. ``state.note`` gives the number."""
        return replace(self, added=(*self.added, Kept(number, entry)))

    def without(self, number: int) -> "Diary":
        """Return the diary without the entry of this number; nothing happens if there is none."""
        added = tuple(one for one in self.added if one.number != number)
        return replace(self, added=added, removed=(*self.removed, number))


def diary_of(rows: Iterable[tuple[int, bytes]]) -> Diary:
    """Return a diary that has been read: numbers and entries as ``entry_to_json`` wrote them, in any order."""
    return Diary(_by_time(Kept(number, _ENTRIES.validate_json(text)) for number, text in rows))


def entry_to_json(entry: Entry) -> bytes:
    """Return the entry as JSON."""
    return _ENTRIES.dump_json(entry)


def _by_time(kept: Iterable[Kept]) -> tuple[Kept, ...]:
    return tuple(sorted(kept, key=lambda one: (one.entry.at, one.number)))


_ENTRIES: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="kind")])
