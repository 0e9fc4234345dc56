"""The store in one SQLite file: WAL, ``synchronous=FULL``, one connection in one thread, group commit.

Changes that arrive while a transaction is being written wait together and share the next one, so the wait for the disk,
which is most of the cost of a durable turn, is paid once for all of them. A change whose ``decide`` raises writes
nothing and leaves the others alone; an error of the database undoes the whole transaction for all of them.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

import aiosqlite

from bot.store import Alarm, Change, Decide, StoreError, Unsent, UnusableStoreError, rows
from bot.store.migrate import MIGRATIONS, migrate, numbered, schema
from bot.store.rows import Steps

Result = TypeVar("Result")

_BUSY_MILLISECONDS = 5000
_MOST_IN_ONE_COMMIT = 64
_CACHE_KIB = 16 * 1024  # holds the upper pages of the tables of a million users


class _Connection(aiosqlite.Connection):
    """aiosqlite's thread, with a whole transaction as one hop to it."""

    async def run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        try:
            result: Result = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]  # has no types
        except ValueError as error:
            if self._connection is None:  # aiosqlite's word for a closed connection
                raise StoreError("the database is closed") from error
            raise
        return result


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A change that waits for its transaction."""

    begin: Callable[[], Steps[Change | None]]
    done: "asyncio.Future[Change | None]"

    def fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class SqliteStore:
    """Implements ``Store``. Made by ``open_sqlite``."""

    def __init__(self, connection: _Connection, now: Callable[[], datetime]) -> None:
        self._connection = connection
        self._now = now
        self._wanted: list[_Wanted] = []
        self._writer: asyncio.Task[None] | None = None

    async def change(self, user_id: int, decide: Decide) -> Change:
        """See ``Store.change``."""
        change = await self._enqueue(lambda: rows.turn(user_id, decide, self._now()))
        if change is None:
            raise StoreError("a turn always has a change")
        return change

    async def fire(self, alarm: Alarm, decide: Decide, lease_until: datetime) -> Change | None:
        """See ``Store.fire``."""
        return await self._enqueue(lambda: rows.fire(alarm, decide, lease_until, self._now()))

    async def due(self, now: datetime, limit: int, since: datetime | None = None) -> Sequence[Alarm]:
        """See ``Store.due``; one process alone needs no leases."""
        return await self.run(rows.due_alarms(now, limit, since))

    async def unsent(self, now: datetime, limit: int, lease_until: datetime) -> Sequence[Unsent]:
        """See ``Store.unsent``."""
        return await self.run(rows.claim_unsent(now, limit, lease_until))

    async def sent(self, user_id: int, key: str, due: datetime) -> None:
        """See ``Store.sent``."""
        await self.run(rows.drop_sent(user_id, key, due))

    async def lead(self) -> bool:
        """See ``Store.lead``; the file has one process."""
        return True

    async def load(self, since: datetime, until: datetime) -> Mapping[datetime, int]:
        """See ``Store.load``."""
        return await self.run(rows.load(since, until))

    async def counts(self) -> Mapping[str, int]:
        """See ``Store.counts``."""
        return await self.run(rows.counts())

    async def forget(self, user_id: int) -> None:
        """See ``Store.forget``."""
        await self.run(rows.forget(user_id))

    async def run(self, steps: Steps[Result]) -> Result:
        """See ``Database.run``."""
        return await self._run(lambda connection: _take(connection, steps))

    async def schema(self) -> int:
        """See ``Database.schema``."""
        return await self._run(schema)

    async def close(self) -> None:
        """See ``Store.close``."""
        if self._writer is not None:
            await self._writer
        await self._connection.close()

    async def _run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        def in_transaction(connection: sqlite3.Connection) -> Result:
            with _transaction(connection):
                return work(connection)

        with _named_errors():
            return await self._connection.run(in_transaction)

    async def _enqueue(self, begin: Callable[[], Steps[Change | None]]) -> Change | None:
        wanted = _Wanted(begin, asyncio.get_running_loop().create_future())
        self._wanted.append(wanted)
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())
        with _named_errors():
            return await wanted.done

    async def _write(self) -> None:
        """Write what is wanted, batch after batch, until nothing is."""
        try:
            while self._wanted:
                batch, self._wanted = self._wanted[:_MOST_IN_ONE_COMMIT], self._wanted[_MOST_IN_ONE_COMMIT:]
                for wanted, result in zip(batch, await self._write_batch(batch), strict=True):
                    if isinstance(result, Exception):
                        wanted.fail(result)
                    elif not wanted.done.done():
                        wanted.done.set_result(result)
        finally:
            self._writer = None

    async def _write_batch(self, batch: Sequence[_Wanted]) -> Sequence[Change | Exception | None]:
        try:
            return await self._connection.run(partial(_commit, batch))
        except Exception as error:
            if len(batch) == 1 or is_passing(error):
                return [error] * len(batch)
        # One of them cannot be written, and nobody knows which: each gets a transaction of its own.
        return [(await self._write_batch([wanted]))[0] for wanted in batch]


async def open_sqlite(path: Path, now: Callable[[], datetime], *, alone: bool = False) -> SqliteStore:
    """Open the database, make it if it is not there, and bring it to this version's schema.

    alone: only if no other process has it open; and until it is closed, no other can open it.
    Raises UnusableStoreError, with the reason, if it cannot be used, and StoreError if another process holds it.
    """
    try:
        # aiosqlite leaves its thread running for a moment when it cannot connect, so this is tried without it.
        sqlite3.connect(path).close()
    except sqlite3.Error as error:
        raise UnusableStoreError(f"{path}: {error}") from error
    connection = _Connection(lambda: sqlite3.connect(path, isolation_level=None), iter_chunk_size=1)
    await connection
    try:
        await connection.run(partial(_prepare, alone=alone))
    except BaseException as error:
        await connection.close()
        if isinstance(error, UnusableStoreError):
            raise UnusableStoreError(f"{path}: {error}") from error
        if isinstance(error, sqlite3.OperationalError) and "lock" in str(error):
            raise StoreError(f"{path}: another process holds the database") from error
        if isinstance(error, sqlite3.Error):
            raise UnusableStoreError(f"{path}: {error}") from error
        raise
    return SqliteStore(connection, now)


def _prepare(connection: sqlite3.Connection, *, alone: bool) -> None:
    if alone:
        # Whoever has a WAL database open holds a shared lock on it, and this mode cannot begin beside one.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute(f"PRAGMA busy_timeout = {0 if alone else _BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")
    migrate(connection, numbered(MIGRATIONS / "sqlite"))


def _take(connection: sqlite3.Connection, steps: Steps[Result]) -> Result:
    """Take all steps; the caller holds a transaction open."""
    try:
        text, values = next(steps)
        while True:
            text, values = steps.send(connection.execute(_in_sqlite(text), values).fetchall())
    except StopIteration as end:
        result: Result = end.value
        return result


@lru_cache
def _in_sqlite(text: str) -> str:
    """Put PostgreSQL's words into SQLite's, which locks the whole file and has no word for a row."""
    return text.replace(" FOR UPDATE SKIP LOCKED", "").replace(" FOR UPDATE", "").replace("$", "?")


def _commit(batch: Sequence[_Wanted], connection: sqlite3.Connection) -> Sequence[Change | Exception | None]:
    """Apply the changes in one transaction; where the dialogue failed, the place of the change holds the error."""
    with _transaction(connection):
        return [None if wanted.done.cancelled() else _attempt(connection, wanted) for wanted in batch]


def _attempt(connection: sqlite3.Connection, wanted: _Wanted) -> Change | Exception | None:
    try:
        return _take(connection, wanted.begin())
    except rows.UndecidedError as error:
        return error.reason


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After a full disk or an I/O error SQLite may have rolled back by itself.
        with suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        raise


def is_passing(error: BaseException) -> bool:
    """Whether the database itself is in trouble (locked, full, unreadable), so that the same may work later."""
    return isinstance(error, sqlite3.OperationalError) or type(error) is sqlite3.DatabaseError


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if is_passing(error):
            raise StoreError(str(error)) from error
        raise
