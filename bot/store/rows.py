"""The SQL of the SQLite store: plain functions on an open connection, called inside its thread.

Times are stored as microseconds since 1970, UTC: whole numbers compare and index well, and come back exactly.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.store import Alarm, Change, Decide, Page, Stored, Unsent, decided
from dialogs.replies import SetAlarm

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


def read_user(connection: sqlite3.Connection, user_id: int) -> Stored | None:
    """Return the user's row."""
    row = connection.execute(
        "SELECT state, applied, answer, suspended FROM users WHERE user_id = ?", (user_id,)
    ).fetchone()
    if row is None:
        return None
    state, applied, answer, suspended = row
    return Stored(state, tuple(map(int, applied.split())), answer, bool(suspended))


def turn(connection: sqlite3.Connection, user_id: int, decide: Decide, now: datetime) -> Change:
    """Read, decide, write. The caller holds a transaction open."""
    stored = read_user(connection, user_id)
    change = _decided(connection, user_id, decide, stored)
    _write(connection, user_id, stored, change, now)
    return change


def fire(
    connection: sqlite3.Connection, alarm: Alarm, decide: Decide, lease_until: datetime, now: datetime
) -> Change | None:
    """Take the alarm away, then as ``turn``, then put the answer into the outbox. None if the alarm is gone."""
    due = to_micros(alarm.due)
    row = (alarm.user_id, alarm.key, due)
    if not connection.execute("SELECT 1 FROM alarms WHERE user_id = ? AND key = ? AND due = ?", row).fetchone():
        return None
    stored = read_user(connection, alarm.user_id)
    change = _decided(connection, alarm.user_id, decide, stored)
    connection.execute("DELETE FROM alarms WHERE user_id = ? AND key = ?", (alarm.user_id, alarm.key))
    _write(connection, alarm.user_id, stored, change, now)
    if change.send and not change.forget:
        connection.execute(
            "INSERT OR REPLACE INTO outbox (user_id, key, due, answer, lease_until) VALUES (?, ?, ?, ?, ?)",
            (*row, change.send, to_micros(lease_until)),
        )
    return change


def due_alarms(connection: sqlite3.Connection, now: datetime, limit: int) -> Sequence[Alarm]:
    """Return what is due, earliest first."""
    rows = connection.execute(
        "SELECT user_id, key, due FROM alarms WHERE suspended = 0 AND due <= ? ORDER BY due LIMIT ?",
        (to_micros(now), limit),
    )
    return [Alarm(user_id, key, to_instant(due)) for user_id, key, due in rows]


def claim_unsent(connection: sqlite3.Connection, now: datetime, limit: int, lease_until: datetime) -> Sequence[Unsent]:
    """Return outbox rows whose lease is over and lease them anew. The caller holds a transaction open."""
    rows = connection.execute(
        "SELECT user_id, key, due, answer FROM outbox WHERE lease_until <= ? ORDER BY lease_until LIMIT ?",
        (to_micros(now), limit),
    ).fetchall()
    connection.executemany(
        "UPDATE outbox SET lease_until = ? WHERE user_id = ? AND key = ? AND due = ?",
        [(to_micros(lease_until), user_id, key, due) for user_id, key, due, _ in rows],
    )
    return [Unsent(user_id, key, to_instant(due), answer) for user_id, key, due, answer in rows]


def drop_sent(connection: sqlite3.Connection, user_id: int, key: str, due: datetime) -> None:
    """Take a row out of the outbox."""
    connection.execute("DELETE FROM outbox WHERE user_id = ? AND key = ? AND due = ?", (user_id, key, to_micros(due)))


def suspend(connection: sqlite3.Connection, user_id: int, suspended: bool) -> None:
    """Let the user's alarms wait, or go off again. Messages that cannot arrive are dropped."""
    connection.execute("UPDATE users SET suspended = ? WHERE user_id = ?", (suspended, user_id))
    connection.execute("UPDATE alarms SET suspended = ? WHERE user_id = ?", (suspended, user_id))
    if suspended:
        connection.execute("DELETE FROM outbox WHERE user_id = ?", (user_id,))


def forget(connection: sqlite3.Connection, user_id: int) -> None:
    """Remove the user; alarms and outbox go along by their foreign keys."""
    connection.execute("DELETE FROM users WHERE user_id = ?", (user_id,))


def _decided(connection: sqlite3.Connection, user_id: int, decide: Decide, stored: Stored | None) -> Change:
    try:
        return decided(decide, stored, lambda: _read_diary(connection, user_id))
    except sqlite3.Error:
        raise
    except Exception as error:
        raise UndecidedError(error) from error


def _read_diary(connection: sqlite3.Connection, user_id: int) -> Sequence[Page]:
    rows = connection.execute("SELECT number, entry FROM diary WHERE user_id = ? ORDER BY number", (user_id,))
    return [Page(number, entry) for number, entry in rows]


def counts(connection: sqlite3.Connection) -> Mapping[str, int]:
    """Return all counters, the highest first."""
    return dict(connection.execute("SELECT name, count FROM counts ORDER BY count DESC, name"))


def _write(connection: sqlite3.Connection, user_id: int, stored: Stored | None, change: Change, now: datetime) -> None:
    connection.executemany(
        "INSERT INTO counts (name, count) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET count = count + 1",
        [(name,) for name in change.counts],
    )
    if change.forget:
        forget(connection, user_id)
        return
    keep = change.keep
    if keep is None:
        return
    connection.execute(
        "INSERT INTO users (user_id, state, applied, answer, suspended, updated_at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (user_id) DO UPDATE SET state = excluded.state, applied = excluded.applied, "
        "answer = excluded.answer, suspended = excluded.suspended, updated_at = excluded.updated_at",
        (user_id, keep.state, " ".join(map(str, keep.applied)), keep.answer, keep.suspended, to_micros(now)),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO diary (user_id, number, entry) VALUES (?, ?, ?)",
        [(user_id, page.number, page.text) for page in change.pages],
    )
    connection.executemany(
        "DELETE FROM diary WHERE user_id = ? AND number = ?", [(user_id, number) for number in change.torn]
    )
    if stored is not None and stored.suspended != keep.suspended:
        suspend(connection, user_id, keep.suspended)
    for alarm in change.alarms:
        if isinstance(alarm, SetAlarm):
            connection.execute(
                "INSERT OR REPLACE INTO alarms (user_id, key, due, wall, zone, suspended) VALUES (?, ?, ?, ?, ?, ?)",
                (user_id, alarm.key, to_micros(alarm.due), alarm.wall, alarm.zone, keep.suspended),
            )
        else:
            connection.execute("DELETE FROM alarms WHERE user_id = ? AND key = ?", (user_id, alarm.key))
