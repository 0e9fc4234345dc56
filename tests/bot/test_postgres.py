"""What only the PostgreSQL store promises: several processes on one database, and a server that comes and goes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import asyncpg  # type: ignore[import-untyped]  # has no types
import pytest

from bot.store import Alarm, Change, Decide, Stored, StoreError, UnusableStoreError
from bot.store.postgres import PostgresStore, is_passing, open_postgres, place
from dialogs.replies import SetAlarm
from dialogs.state import UserState, to_json
from tests.bot.proxy import Proxy
from tests.bot.stores import opened_postgres, postgres_schema
from tests.fakes import MONDAY_7AM

STATE = to_json(UserState(agreed_at=MONDAY_7AM))
ROW = Stored(STATE)
LATER = MONDAY_7AM + timedelta(minutes=10)
USER = 4_211_007_903_118  # a user whose lock no other test of this server asks for


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with postgres_schema() as address:
        yield address


@pytest.fixture
async def store(url: str) -> AsyncIterator[PostgresStore]:
    opened = await opened_postgres(url)
    yield opened
    await opened.close()


@pytest.fixture
async def other(url: str, store: PostgresStore) -> AsyncIterator[PostgresStore]:
    """A second process on the same database."""
    opened = await opened_postgres(url)
    yield opened
    await opened.close()


@pytest.fixture
async def server(url: str) -> AsyncIterator[asyncpg.Connection]:
    """The way in for whoever looks after the server."""
    connection = await asyncpg.connect(url)
    yield connection
    await connection.close()


def ringing(*alarms: SetAlarm, send: bytes = b"") -> Decide:
    return lambda _: Change(ROW, alarms, send=send)


def counting(stored: Stored | None) -> Change:
    applied = stored.applied if stored else ()
    return Change(Stored(STATE, (*applied, len(applied))))


async def applied_of(store: PostgresStore, user_id: int) -> tuple[int, ...] | None:
    seen: list[Stored | None] = []

    def look(stored: Stored | None) -> Change:
        seen.append(stored)
        return Change()

    await store.change(user_id, look)
    return seen[0].applied if seen[0] else None


# Several processes


async def test_turns_of_a_new_user_in_two_processes_see_each_other_in_order(
    store: PostgresStore, other: PostgresStore
) -> None:
    await asyncio.gather(*(process.change(USER, counting) for _ in range(15) for process in (store, other)))

    assert await applied_of(store, USER) == tuple(range(30))


async def test_a_turn_and_a_suspension_in_another_process_do_not_undo_each_other(
    store: PostgresStore, other: PostgresStore
) -> None:
    await store.change(USER, ringing(SetAlarm("ring", MONDAY_7AM)))

    def suspend(stored: Stored | None) -> Change:
        assert stored is not None
        return Change(replace(stored, suspended=True))

    await asyncio.gather(*(store.change(USER, Change) for _ in range(10)), other.change(USER, suspend))

    assert await store.due(LATER, 10) == []


async def test_an_alarm_is_given_to_one_process_until_its_lease_is_over(
    store: PostgresStore, other: PostgresStore
) -> None:
    await store.change(USER, ringing(*(SetAlarm(f"ring_{number}", MONDAY_7AM) for number in range(20))))

    mine, theirs = await asyncio.gather(store.due(MONDAY_7AM, 10), other.due(MONDAY_7AM, 10))
    # The one that came second may have passed over rows that were locked just then.
    theirs = [*theirs, *await other.due(MONDAY_7AM, 20)]
    again = await store.due(MONDAY_7AM, 20)
    afterwards = await other.due(MONDAY_7AM + timedelta(minutes=1), 20)

    assert {alarm.key for alarm in mine}.isdisjoint(alarm.key for alarm in theirs)
    assert len({alarm.key for alarm in (*mine, *theirs)}) == 20
    assert again == mine
    assert len(afterwards) == 20


async def test_an_alarm_that_two_processes_fire_goes_off_once(store: PostgresStore, other: PostgresStore) -> None:
    await store.change(USER, ringing(SetAlarm("ring", MONDAY_7AM)))
    alarm = Alarm(USER, "ring", MONDAY_7AM)

    results = await asyncio.gather(
        *(process.fire(alarm, ringing(send=b"ring!"), LATER) for process in (store, other) * 3)
    )

    assert sum(result is not None for result in results) == 1
    assert [row.answer for row in await store.unsent(LATER, 10, LATER)] == [b"ring!"]


async def test_an_unsent_message_is_claimed_by_one_process(store: PostgresStore, other: PostgresStore) -> None:
    for number in range(8):
        await store.change(USER + number, ringing(SetAlarm("ring", MONDAY_7AM)))
        await store.fire(Alarm(USER + number, "ring", MONDAY_7AM), ringing(send=b"ring!"), MONDAY_7AM)

    claimed = await asyncio.gather(*(process.unsent(MONDAY_7AM, 8, LATER) for process in (store, other)))

    assert sorted(row.user_id for rows in claimed for row in rows) == [USER + number for number in range(8)]


async def test_counters_raised_in_any_order_by_two_processes_all_count(
    store: PostgresStore, other: PostgresStore
) -> None:
    names = ("a", "b", "c")
    turns = [
        process.change(USER + number, lambda _, counts=counts: Change(counts=counts))  # type: ignore[misc]
        for number in range(10)
        for process, counts in ((store, names), (other, names[::-1]))
    ]

    await asyncio.gather(*turns)

    assert await store.counts() == {"a": 20, "b": 20, "c": 20}


async def test_one_process_leads_until_it_ends(store: PostgresStore, other: PostgresStore) -> None:
    assert await store.lead()
    assert not await other.lead()

    await store.close()

    assert await other.lead()


async def test_a_leader_that_was_cut_off_makes_room_and_knows_it(
    store: PostgresStore, other: PostgresStore, server: asyncpg.Connection
) -> None:
    assert await store.lead()
    leader = await server.fetchval(
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 'users'::regclass::oid AND granted"
    )

    await server.execute("SELECT pg_terminate_backend($1, 5000)", leader)

    assert await other.lead()
    try:
        assert not await store.lead()
    except StoreError:  # how it first hears of it
        assert not await store.lead()


async def test_work_on_the_whole_database_is_refused_while_a_process_leads(url: str, store: PostgresStore) -> None:
    await store.lead()

    with pytest.raises(StoreError, match="a bot is running"):
        await open_postgres(url, lambda: MONDAY_7AM, alone=True)


async def test_processes_that_start_at_once_make_the_tables_once(url: str) -> None:
    stores = await asyncio.gather(*(opened_postgres(url) for _ in range(3)))

    assert [await store.schema() for store in stores] == [1, 1, 1]
    for store in stores:
        await store.close()


# A server that comes and goes


async def waiting_for(server: asyncpg.Connection, blocker: asyncpg.Connection) -> int:
    """The process of the server that waits until ``blocker`` is done."""
    while True:
        pids = await server.fetchval(
            "SELECT array_agg(pid) FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))",
            blocker.get_server_pid(),
        )
        if pids:
            return int(pids[0])


async def test_a_turn_whose_connection_is_ended_in_the_middle_leaves_nothing_and_works_again(
    url: str, store: PostgresStore, server: asyncpg.Connection
) -> None:
    # A counter that somebody else is about to raise lets the turn wait when its row is written, but not committed.
    blocker = await asyncpg.connect(url)
    await blocker.execute("BEGIN; INSERT INTO counts VALUES ('busy', 1)")
    turn = asyncio.create_task(store.change(USER, lambda _: Change(ROW, counts=("busy",))))

    await server.execute("SELECT pg_terminate_backend($1)", await waiting_for(server, blocker))
    with pytest.raises(StoreError):
        await turn
    await blocker.close()

    assert await applied_of(store, USER) is None
    await store.change(USER, counting)
    assert await applied_of(store, USER) == (0,)


async def test_a_cancelled_turn_leaves_nothing_and_its_connection_works_on(
    url: str, store: PostgresStore, server: asyncpg.Connection
) -> None:
    blocker = await asyncpg.connect(url)
    await blocker.execute("BEGIN; INSERT INTO counts VALUES ('busy', 1)")
    turn = asyncio.create_task(store.change(USER, lambda _: Change(ROW, counts=("busy",))))
    await waiting_for(server, blocker)

    turn.cancel()
    await asyncio.gather(turn, return_exceptions=True)
    await blocker.close()

    assert turn.cancelled()
    assert await applied_of(store, USER) is None


async def test_a_server_that_is_gone_may_come_back(url: str) -> None:
    proxy = Proxy()
    store = await opened_postgres(await proxy.open(url))
    await store.change(USER, counting)

    await proxy.close()
    for _ in range(2):
        with pytest.raises(StoreError):
            await store.change(USER, counting)
    await proxy.open(url)

    assert await applied_of(store, USER) == (0,)
    await store.close()
    await proxy.close()


async def test_nobody_at_the_address_may_pass_and_is_told_without_the_password() -> None:
    with pytest.raises(StoreError, match=r"^127\.0\.0\.1:1/bot: ") as caught:
        await open_postgres("postgresql://ann:secretive@127.0.0.1:1/bot", lambda: MONDAY_7AM)

    assert "secretive" not in str(caught.value)


async def test_a_closed_store_says_so(store: PostgresStore) -> None:
    await store.close()

    with pytest.raises(StoreError, match="clos"):
        await store.due(MONDAY_7AM, 1)


# A database that cannot be used


@pytest.mark.parametrize("wrong", ["postgresql://no_such_role:secretive@", "postgresql://postgres:secretive@"])
async def test_a_role_or_database_that_is_not_there_is_refused_in_one_line_without_the_password(
    wrong: str, url: str
) -> None:
    server = place(url).partition("/")[0]

    with pytest.raises(UnusableStoreError, match=r"no_such_|password") as caught:
        await opened_postgres(f"{wrong}{server}/no_such_database")

    assert str(caught.value).startswith(f"{server}/no_such_database: ")
    assert "secretive" not in str(caught.value)
    assert "\n" not in str(caught.value)


async def test_an_address_that_cannot_be_read_is_refused_without_being_quoted() -> None:
    with pytest.raises(UnusableStoreError, match=r"^DATABASE_URL: ") as caught:
        await opened_postgres("postgresql://ann:secretive@host:port/bot")

    assert "secretive" not in str(caught.value)


async def test_a_database_from_a_newer_version_is_refused_and_left_as_it_is(
    url: str, store: PostgresStore, server: asyncpg.Connection
) -> None:
    await server.execute("UPDATE schema_version SET version = 99")

    with pytest.raises(UnusableStoreError, match=r"schema 99.*start the newer version"):
        await opened_postgres(url)

    assert await store.schema() == 99


async def test_the_tables_of_another_program_are_left_alone(url: str, server: asyncpg.Connection) -> None:
    await server.execute("CREATE TABLE users (name TEXT)")

    with pytest.raises(UnusableStoreError, match="another program"):
        await opened_postgres(url)

    assert await server.fetchval("SELECT to_regclass('schema_version')") is None


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.ConnectionDoesNotExistError(),
        asyncpg.AdminShutdownError(),
        asyncpg.CannotConnectNowError(),
        asyncpg.DeadlockDetectedError(),
        asyncpg.SerializationError(),
        asyncpg.TooManyConnectionsError(),
        asyncpg.DiskFullError(),
        asyncpg.LockNotAvailableError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_trouble_of_the_server_or_the_way_to_it_may_pass(error: Exception) -> None:
    assert is_passing(error)


@pytest.mark.parametrize(
    "error",
    [asyncpg.NotNullViolationError(), asyncpg.InvalidPasswordError(), asyncpg.DataError("a value"), RuntimeError()],
    ids=lambda error: type(error).__name__,
)
def test_a_mistake_does_not_pass(error: Exception) -> None:
    assert not is_passing(error)
