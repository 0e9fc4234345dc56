"""The SQL of every store, written once: generators that yield a query and are sent its rows.

SQLite takes their steps within its thread, PostgreSQL between two awaits; whoever takes them holds a transaction open.
The text is PostgreSQL's. ``sqlite.py`` puts in its own marks, and leaves out the row locks that it does not need.

Times are stored as microseconds since 1970, UTC: whole numbers compare and index well, and come back exactly.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias, TypeVar

from bot.store import HALF_HOUR, Alarm, Change, Decide, Page, Stored, Unsent, with_diary
from dialogs.replies import DropAlarm, SetAlarm

Result = TypeVar("Result")
Query: TypeAlias = tuple[str, tuple[object, ...]]
Rows: TypeAlias = Sequence[Any]  # each a sequence of its columns
Steps: TypeAlias = Generator[Query, Rows, Result]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class UndecidedError(Exception):
    """``decide`` raised ``reason``; nothing was written for it."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(type(reason).__name__)
        self.reason = reason


def to_micros(instant: datetime) -> int:
    """Return an aware time as microseconds since 1970."""
    return (instant - _EPOCH) // _MICROSECOND


def to_instant(micros: int) -> datetime:
    """Return the time that ``to_micros`` was given, in UTC."""
    return _EPOCH + timedelta(microseconds=micros)


def turn(user_id: int, decide: Decide, now: datetime) -> Steps[Change]:
    """Read, decide, write."""
    stored = yield from _read_user(user_id)
    change = yield from _decided(user_id, decide, stored)
    yield from _write(user_id, stored, change, now)
    return change


def fire(alarm: Alarm, decide: Decide, lease_until: datetime, now: datetime) -> Steps[Change | None]:
    """Take the alarm away, then as ``turn``, then put the answer into the outbox. None if the alarm is gone."""
    row = (alarm.user_id, alarm.key, to_micros(alarm.due))
    if not (yield "SELECT 1 FROM alarms WHERE user_id = $1 AND key = $2 AND due = $3", row):
        return None
    stored = yield from _read_user(alarm.user_id)
    change = yield from _decided(alarm.user_id, decide, stored)
    yield "DELETE FROM alarms WHERE user_id = $1 AND key = $2", (alarm.user_id, alarm.key)
    yield from _write(alarm.user_id, stored, change, now)
    if change.send and not change.forget:
        yield (
            "INSERT INTO outbox (user_id, key, due, answer, lease_until) VALUES ($1, $2, $3, $4, $5) "
            "ON CONFLICT (user_id, key, due) "
            "DO UPDATE SET answer = excluded.answer, lease_until = excluded.lease_until",
            (*row, change.send, to_micros(lease_until)),
        )
    return change


def due_alarms(now: datetime, limit: int, since: datetime | None = None) -> Steps[Sequence[Alarm]]:
    """Return what is due, earliest first."""
    rows = yield (
        "SELECT user_id, key, due FROM alarms WHERE suspended = 0 AND due <= $1 AND due >= $3 "
        "ORDER BY due, user_id, key LIMIT $2",
        (to_micros(now), limit, to_micros(since or _EPOCH)),
    )
    return _alarms(rows)


def lease_due(
    now: datetime, limit: int, process: str, lease_until: datetime, since: datetime | None = None
) -> Steps[Sequence[Alarm]]:
    """As ``due_alarms``, for one of several processes: leaves out what another has leased, and leases the rest."""
    rows = yield (
        "WITH picked AS MATERIALIZED ("
        "SELECT user_id, key FROM alarms WHERE suspended = 0 AND due <= $1 AND due >= $5 "
        "AND (leased_until <= $1 OR leased_by = $3) ORDER BY due, user_id, key LIMIT $2 FOR UPDATE SKIP LOCKED) "
        "UPDATE alarms SET leased_by = $3, leased_until = $4 WHERE (user_id, key) IN (SELECT user_id, key FROM picked) "
        "RETURNING user_id, key, due",
        (to_micros(now), limit, process, to_micros(lease_until), to_micros(since or _EPOCH)),
    )
    return sorted(_alarms(rows), key=lambda alarm: (alarm.due, alarm.user_id, alarm.key))


def claim_unsent(now: datetime, limit: int, lease_until: datetime) -> Steps[Sequence[Unsent]]:
    """Return outbox rows whose lease is over, earliest first, and lease them anew."""
    rows = yield (
        "WITH picked AS MATERIALIZED (SELECT user_id, key, due FROM outbox "
        "WHERE lease_until <= $1 ORDER BY lease_until LIMIT $2 FOR UPDATE SKIP LOCKED) "
        "UPDATE outbox SET lease_until = $3 WHERE (user_id, key, due) IN (SELECT user_id, key, due FROM picked) "
        "RETURNING user_id, key, due, answer",
        (to_micros(now), limit, to_micros(lease_until)),
    )
    found = [Unsent(user_id, key, to_instant(due), answer) for user_id, key, due, answer in rows]
    return sorted(found, key=lambda unsent: unsent.due)


def drop_sent(user_id: int, key: str, due: datetime) -> Steps[None]:
    """Take a row out of the outbox."""
    yield "DELETE FROM outbox WHERE user_id = $1 AND key = $2 AND due = $3", (user_id, key, to_micros(due))


def suspend(user_id: int, suspended: bool) -> Steps[None]:
    """Let the user's alarms wait, or go off again. Messages that cannot arrive are dropped."""
    yield "UPDATE users SET suspended = $2 WHERE user_id = $1", (user_id, int(suspended))
    yield "UPDATE alarms SET suspended = $2 WHERE user_id = $1", (user_id, int(suspended))
    if suspended:
        yield "DELETE FROM outbox WHERE user_id = $1", (user_id,)


def forget(user_id: int) -> Steps[None]:
    """Remove the user; alarms, outbox and diary go along by their foreign keys."""
    yield "DELETE FROM users WHERE user_id = $1", (user_id,)


def load(since: datetime, until: datetime) -> Steps[Mapping[datetime, int]]:
    """Count the alarms in each half hour, by its beginning."""
    half_hour = HALF_HOUR // _MICROSECOND
    rows = yield (
        "SELECT due / $3, count(*) FROM alarms WHERE suspended = 0 AND due >= $1 AND due < $2 GROUP BY 1 ORDER BY 1",
        (to_micros(since), to_micros(until), half_hour),
    )
    return {to_instant(number * half_hour): count for number, count in rows}


def counts() -> Steps[Mapping[str, int]]:
    """Return all counters, the highest first."""
    rows = yield "SELECT name, count FROM counts ORDER BY count DESC, name", ()
    return dict(rows)


def _alarms(rows: Rows) -> list[Alarm]:
    return [Alarm(user_id, key, to_instant(due)) for user_id, key, due in rows]


def _read_user(user_id: int) -> Steps[Stored | None]:
    rows = yield "SELECT state, applied, answer, suspended FROM users WHERE user_id = $1", (user_id,)
    for state, applied, answer, suspended in rows:
        return Stored(state, tuple(map(int, applied.split())), answer, bool(suspended))
    return None


def _decided(user_id: int, decide: Decide, stored: Stored | None) -> Steps[Change]:
    change = _called(lambda: decide(stored))
    if not change.wants_diary:
        return change
    rows = yield "SELECT number, entry FROM diary WHERE user_id = $1 ORDER BY number", (user_id,)
    pages = [Page(number, entry) for number, entry in rows]
    return _called(lambda: decide(with_diary(stored, pages)))


def _called(decide: Callable[[], Change]) -> Change:
    try:
        return decide()
    except Exception as error:
        raise UndecidedError(error) from error


def _write(user_id: int, stored: Stored | None, change: Change, now: datetime) -> Steps[None]:
    if change.forget:
        yield from forget(user_id)
    elif change.keep is not None:
        yield from _keep(user_id, stored, change.keep, now)
        yield from _note(user_id, change)
        for alarm in change.alarms:
            yield _alarm(user_id, alarm, change.keep.suspended)
    # Last, because everybody raises the same counters, and sorted, so that no two wait for each other.
    for name in sorted(change.counts):
        yield (
            "INSERT INTO counts (name, count) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET count = counts.count + 1",
            (name,),
        )


def _keep(user_id: int, stored: Stored | None, keep: Stored, now: datetime) -> Steps[None]:
    yield (
        "INSERT INTO users (user_id, state, applied, answer, suspended, updated_at) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (user_id) DO UPDATE SET state = excluded.state, applied = excluded.applied, "
        "answer = excluded.answer, suspended = excluded.suspended, updated_at = excluded.updated_at",
        (user_id, keep.state, " ".join(map(str, keep.applied)), keep.answer, int(keep.suspended), to_micros(now)),
    )
    if stored is not None and stored.suspended != keep.suspended:
        yield from suspend(user_id, keep.suspended)


def _note(user_id: int, change: Change) -> Steps[None]:
    for page in change.pages:
        yield (
            "INSERT INTO diary (user_id, number, entry) VALUES ($1, $2, $3) "
            "ON CONFLICT (user_id, number) DO UPDATE SET entry = excluded.entry",
            (user_id, page.number, page.text),
        )
    for number in change.torn:
        yield "DELETE FROM diary WHERE user_id = $1 AND number = $2", (user_id, number)


def _alarm(user_id: int, alarm: SetAlarm | DropAlarm, suspended: bool) -> Query:
    if isinstance(alarm, DropAlarm):
        return "DELETE FROM alarms WHERE user_id = $1 AND key = $2", (user_id, alarm.key)
    return (
        "INSERT INTO alarms (user_id, key, due, wall, zone, suspended) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (user_id, key) DO UPDATE SET due = excluded.due, wall = excluded.wall, zone = excluded.zone, "
        "suspended = excluded.suspended",
        (user_id, alarm.key, to_micros(alarm.due), alarm.wall, alarm.zone, int(suspended)),
    )
