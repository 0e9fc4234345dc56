"""What is kept between two turns, and the one way to change it.

A turn reaches the store as a plain function ``decide(stored) -> Change`` that the store calls inside a transaction: it
reads the user's row, decides, and writes, all or nothing. So a turn is one hop to the database, a cancelled turn
cannot leave half of itself behind, and several users' turns may share one commit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from dialogs.replies import DropAlarm, SetAlarm


class StoreError(Exception):
    """The store cannot work right now (locked, full, gone); nothing was changed and it may be tried again."""


class UnusableStoreError(Exception):
    """The database cannot be used by this version at all; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The row of one user.

    state:     ``UserState`` as JSON.
    applied:   ids of the updates that were applied last, oldest first.
    answer:    what the last of them was answered, as JSON, to say it again if the same update comes again.
    suspended: the user cannot be reached (blocked the bot), so alarms wait; with the change that says so first, what is
               in the outbox for them is dropped.
    diary:     the user's diary pages, where a Change wanted them; else None. Not part of what ``keep`` keeps.
    """

    state: bytes
    applied: tuple[int, ...] = ()
    answer: bytes = b""
    suspended: bool = False
    diary: "tuple[Page, ...] | None" = None


@dataclass(frozen=True, slots=True)
class Page:
    """One diary entry as it is stored. number: unique for the user; text: the entry as JSON, not read here."""

    number: int
    text: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """What a turn does to the store.

    keep:   the user's row from now on; None leaves it as it is.
    alarms: changes of the user's alarms, in order; only together with ``keep``.
    send:   for the turn of an alarm: its answer, kept in the outbox until it is out; empty if there is nothing to send.
    forget: remove everything about the user; ``keep`` and ``alarms`` are then ignored.
    answer: what this event is answered, as JSON. The store does not read it.
    counts: counters to raise by one; they belong to nobody and outlive the user.
    pages:  diary entries to keep from now on; only together with ``keep``, as ``torn``.
    torn:   numbers of diary entries to drop, after ``pages`` were kept.
    wants_diary: decide again, with ``Stored.diary``; everything else here counts for nothing.
    """

    keep: Stored | None = None
    alarms: Sequence[SetAlarm | DropAlarm] = ()
    send: bytes = b""
    forget: bool = False
    answer: bytes = b""
    counts: Sequence[str] = ()
    pages: Sequence[Page] = ()
    torn: Sequence[int] = ()
    wants_diary: bool = False


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm as it is stored. ``due`` is aware, in UTC."""

    user_id: int
    key: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Unsent:
    """The answer of an alarm that went off and whose message is not known to be out."""

    user_id: int
    key: str
    due: datetime
    answer: bytes


Decide = Callable[[Stored | None], Change]

HALF_HOUR = timedelta(minutes=30)


def with_diary(stored: Stored | None, pages: Sequence[Page]) -> Stored:
    """Return the row with the user's diary, to decide again. Raises ValueError if there is no row."""
    if stored is None:
        raise ValueError("somebody unknown has no diary")
    return replace(stored, diary=tuple(pages))


class Store(Protocol):
    """Keeps users, alarms and the outbox. Every method may raise StoreError."""

    async def change(self, user_id: int, decide: Decide) -> Change:
        """Read the user's row, call ``decide`` with it (None: no row) and save what it returns: one transaction.

        ``decide`` must be pure; whatever it raises comes out here, with nothing changed. Returns its Change.
        """

    async def fire(self, alarm: Alarm, decide: Decide, lease_until: datetime) -> Change | None:
        """Like ``change``, and takes the alarm away and puts ``Change.send`` into the outbox in the same transaction.

        The outbox row is leased: ``unsent`` does not show it before ``lease_until``. Returns None, and changes
        nothing, if that alarm is not there any more, or not for that instant.
        """

    async def due(self, now: datetime, limit: int, since: datetime | None = None) -> Sequence[Alarm]:
        """Return alarms of reachable users that are due at ``now``, earliest first.

        since: leave out what was due before it.
        Several processes may share the database: what one of them was given, the others do not get for a minute.
        """

    async def unsent(self, now: datetime, limit: int, lease_until: datetime) -> Sequence[Unsent]:
        """Return outbox rows whose lease is over at ``now``, earliest first, and lease them anew."""

    async def sent(self, user_id: int, key: str, due: datetime) -> None:
        """Take a row out of the outbox; nothing happens if it is gone."""

    async def lead(self) -> bool:
        """Whether this process is the one, of all that share the database, that sends in bulk; tries to become it."""

    async def load(self, since: datetime, until: datetime) -> Mapping[datetime, int]:
        """Return how many alarms of reachable users are due in each half hour, by its beginning, earliest first.

        since, until: aware; ``until`` itself is left out. A half hour without an alarm is left out too.
        """

    async def counts(self) -> Mapping[str, int]:
        """Return all counters, the highest first."""

    async def forget(self, user_id: int) -> None:
        """Remove everything about the user."""

    async def close(self) -> None:
        """Finish what was begun and let go of the database."""
