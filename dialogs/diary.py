"""What a user keeps from day to day: routines, runs, pain, shoes, notes. Read only by a turn that needs it.

A diary grows for years while most turns never look at it. So it is no part of the stored state: a turn that only adds
to it reads nothing, and one that looks into it before it was read raises ``DiaryUnread``, upon which whoever keeps it
reads it and lets the turn begin anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter


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


Entry = RoutineDone


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
        return _by_time(one for one in (*self.read, *self.added) if one.number not in self.removed)

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


_ENTRIES: TypeAdapter[Entry] = TypeAdapter(Entry)
