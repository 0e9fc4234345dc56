"""The store in a PostgreSQL database that any number of processes may share.

Whatever touches a user first takes an advisory lock on the user's id, and keeps it until the commit. So the turns of
one user come one after another over all processes, also of somebody who has no row yet, and READ COMMITTED is enough.

If the connection breaks during the commit itself, nobody knows whether it was done. It is told as a StoreError, and
doing the same once more is safe: an update that was applied, or an alarm that went off, changes nothing again.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]  # has no types

from bot.store import Alarm, Change, Decide, StoreError, Unsent, UnusableStoreError, rows
from bot.store.leading import Leadership
from bot.store.migrate import MIGRATIONS, Migrations, missing, numbered
from bot.store.rows import Steps

Result = TypeVar("Result")

_MOST_CONNECTIONS = 10
_CONNECT_SECONDS = 10.0
_STATEMENT_SECONDS = 30.0
_CLOSE_SECONDS = 5.0
_LEASE = timedelta(minutes=1)

_SERVER_SETTINGS = {
    "application_name": "backstride",
    # A stricter one, should the server have it as its default, would read what was there before the lock was got.
    "default_transaction_isolation": "read committed",
    # What a process that hangs or was cut off would hold for ever is ended: milliseconds, then seconds.
    "lock_timeout": "15000",
    "idle_in_transaction_session_timeout": "30000",
    "tcp_keepalives_idle": "20",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "4",
}

_TOLD = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)

# What another try may find mended: cut off, restarted, shut down, too busy, full, deadlocked, a replica for reading.
_PASSING = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.PostgresSystemError,
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InvalidCachedStatementError,
)


class PostgresStore:
    """Implements ``Store`` and ``Database``. Made by ``open_postgres``."""

    def __init__(self, pool: asyncpg.Pool, leadership: Leadership, now: Callable[[], datetime]) -> None:
        self._pool = pool
        self._leadership = leadership
        self._now = now
        self._process = secrets.token_hex(8)

    async def change(self, user_id: int, decide: Decide) -> Change:
        """See ``Store.change``."""
        return await self._run(rows.turn(user_id, decide, self._now()), user_id)

    async def fire(self, alarm: Alarm, decide: Decide, lease_until: datetime) -> Change | None:
        """See ``Store.fire``."""
        return await self._run(rows.fire(alarm, decide, lease_until, self._now()), alarm.user_id)

    async def due(self, now: datetime, limit: int, since: datetime | None = None) -> Sequence[Alarm]:
        """See ``Store.due``."""
        return await self.run(rows.lease_due(now, limit, self._process, now + _LEASE, since))

    async def unsent(self, now: datetime, limit: int, lease_until: datetime) -> Sequence[Unsent]:
        """See ``Store.unsent``."""
        return await self.run(rows.claim_unsent(now, limit, lease_until))

    async def sent(self, user_id: int, key: str, due: datetime) -> None:
        """See ``Store.sent``."""
        await self._run(rows.drop_sent(user_id, key, due), user_id)

    async def lead(self) -> bool:
        """See ``Store.lead``."""
        with _named_errors():
            return await self._leadership.held()

    async def load(self, since: datetime, until: datetime) -> Mapping[datetime, int]:
        """See ``Store.load``."""
        return await self.run(rows.load(since, until))

    async def counts(self) -> Mapping[str, int]:
        """See ``Store.counts``."""
        return await self.run(rows.counts())

    async def forget(self, user_id: int) -> None:
        """See ``Store.forget``."""
        await self._run(rows.forget(user_id), user_id)

    async def run(self, steps: Steps[Result]) -> Result:
        """See ``Database.run``."""
        return await self._run(steps)

    async def schema(self) -> int:
        """See ``Database.schema``."""
        with _named_errors():
            async with self._pool.acquire(timeout=_CONNECT_SECONDS) as connection:
                return await _schema(connection)

    async def close(self) -> None:
        """See ``Store.close``."""
        await self._leadership.close()
        with suppress(TimeoutError):  # then it has cut what did not come to its end
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._pool.close()

    async def _run(self, steps: Steps[Result], user_id: int | None = None) -> Result:
        """Take the steps in one transaction; with the user's lock if one is named."""
        try:
            with _named_errors():
                async with self._pool.acquire(timeout=_CONNECT_SECONDS) as connection, connection.transaction():
                    if user_id is not None:
                        await connection.execute("SELECT pg_advisory_xact_lock($1)", user_id)
                    return await _take(connection, steps)
        except rows.UndecidedError as error:
            raise error.reason from None


async def open_postgres(url: str, now: Callable[[], datetime], *, alone: bool = False) -> PostgresStore:
    """Connect, and bring the database to this version's schema.

    alone: only if no process leads; and until it is closed, none can.
    Raises UnusableStoreError, with the reason and without the password, if it cannot be used, and StoreError if nobody
    answers.
    """
    options = {"timeout": _CONNECT_SECONDS, "command_timeout": _STATEMENT_SECONDS, "server_settings": _SERVER_SETTINGS}
    leadership = Leadership(partial(asyncpg.connect, url, **options))
    # With nothing to keep ready, a pool connects only when it is asked to, and says so to who asked.
    pool = await asyncpg.create_pool(
        url, min_size=0, max_size=_MOST_CONNECTIONS, reset=_leave_session_as_it_is, **options
    )
    store = PostgresStore(pool, leadership, now)
    try:
        async with pool.acquire() as connection:
            await _migrate(connection, numbered(MIGRATIONS / "postgres"))
        if alone:
            await _be_alone(leadership)
    except BaseException as error:
        await store.close()
        if isinstance(error, (*_TOLD, ValueError, StoreError, UnusableStoreError)):
            raise _at(url, error) from None
        raise
    return store


def place(url: str) -> str:
    """Return where a database is, without the name and the password that lead to it."""
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}"


async def _take(connection: asyncpg.Connection, steps: Steps[Result]) -> Result:
    try:
        text, values = next(steps)
        while True:
            text, values = steps.send(await connection.fetch(text, *values))
    except StopIteration as end:
        result: Result = end.value
        return result


async def _migrate(connection: asyncpg.Connection, migrations: Migrations) -> None:
    async with connection.transaction():
        # Several processes may start at once; the number means nothing.
        await connection.execute("SELECT pg_advisory_xact_lock(8251, 1)")
        version = await _schema(connection)
        steps = missing(version, migrations)
        if version == 0:
            if await connection.fetchval("SELECT to_regclass(current_schema() || '.users') IS NOT NULL"):
                raise UnusableStoreError("holds the tables of another program; choose another DATABASE_URL")
            await connection.execute("CREATE TABLE schema_version (version INTEGER NOT NULL)")
            await connection.execute("INSERT INTO schema_version VALUES (0)")
        for number, text in steps:
            await connection.execute(text)
            await connection.execute("UPDATE schema_version SET version = $1", number)


async def _be_alone(leadership: Leadership) -> None:
    if not await leadership.held():
        raise StoreError("a bot is running on this database; stop it first")


async def _schema(connection: asyncpg.Connection) -> int:
    if not await connection.fetchval("SELECT to_regclass(current_schema() || '.schema_version') IS NOT NULL"):
        return 0
    return int(await connection.fetchval("SELECT version FROM schema_version"))


async def _leave_session_as_it_is(connection: asyncpg.Connection) -> None:
    """Spare each turn a round trip: no turn leaves anything behind in its session."""


def is_passing(error: BaseException) -> bool:
    """Whether the database or the way to it is in trouble, so that the same may work later."""
    # A value that cannot be sent is an InterfaceError too, and is no better the next time.
    return isinstance(error, _PASSING) and not isinstance(error, ValueError)


def _reason(error: BaseException) -> str:
    """What the server said, without its details, which might quote a row."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(error.args[0]) if isinstance(error, asyncpg.PostgresError) else str(error)


def _at(url: str, error: Exception) -> Exception:
    if isinstance(error, ValueError):
        return UnusableStoreError("DATABASE_URL: is not an address of a PostgreSQL database")  # its text may quote it
    kind = StoreError if is_passing(error) or isinstance(error, StoreError) else UnusableStoreError
    return kind(f"{place(url)}: {_reason(error)}")


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except _TOLD as error:
        if is_passing(error):
            raise StoreError(_reason(error)) from error
        raise
