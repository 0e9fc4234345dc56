"""The contract of every store."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import Alarm, Change, Decide, Page, Store, Stored
from bot.store.sealed import SealedStore
from bot.store.sealing import Sealer
from bot.store.sqlite import open_sqlite
from dialogs.replies import DropAlarm, SetAlarm
from dialogs.state import UserState, from_json, to_json
from tests.bot.stores import KEY, opened_postgres, postgres_schema
from tests.fakes import MONDAY_7AM, FakeStore

MINUTE = timedelta(minutes=1)
LATER = MONDAY_7AM + 10 * MINUTE
STATE = to_json(UserState(node="home.heard", agreed_at=MONDAY_7AM))
ROW = Stored(STATE, (5, 6), b'{"replies":[]}')
AWAY = replace(ROW, suspended=True)
RING = SetAlarm("ring", MONDAY_7AM, "07:00", "UTC")


@pytest.fixture(params=["memory", "sqlite", "postgres", "sealed"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    async with AsyncExitStack() as places:
        opened: Store
        if request.param == "memory":
            opened = FakeStore()
        elif request.param == "postgres":
            opened = await opened_postgres(await places.enter_async_context(postgres_schema()))
        else:
            opened = await open_sqlite(tmp_path / "test.db", lambda: MONDAY_7AM)
        if request.param == "sealed":
            opened = SealedStore(opened, Sealer([KEY]))
        yield opened
        await opened.close()


def keeping(row: Stored = ROW, *alarms: SetAlarm | DropAlarm, send: bytes = b"") -> Decide:
    return lambda _: Change(row, alarms, send=send)


async def row_of(store: Store, user_id: int) -> Stored | None:
    seen: list[Stored | None] = []

    def look(stored: Stored | None) -> Change:
        seen.append(stored)
        return Change()

    await store.change(user_id, look)
    return seen[0]


async def test_an_unknown_user_has_no_row_and_gets_none_by_being_looked_at(store: Store) -> None:
    assert await row_of(store, 1) is None
    assert await row_of(store, 1) is None


async def test_a_row_comes_back_as_it_was_kept(store: Store) -> None:
    await store.change(1, keeping())

    kept = await row_of(store, 1)

    assert kept is not None
    assert from_json(kept.state) == from_json(STATE)
    assert (kept.applied, kept.answer, kept.suspended) == ((5, 6), ROW.answer, False)
    assert await row_of(store, 2) is None


async def test_a_failing_decision_comes_out_and_changes_nothing(store: Store) -> None:
    await store.change(1, keeping(ROW, RING))

    def fail(stored: Stored | None) -> Change:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        await store.change(1, fail)
    with pytest.raises(RuntimeError):
        await store.fire(Alarm(1, "ring", MONDAY_7AM), fail, LATER)

    assert (await store.due(MONDAY_7AM, 10)) == [Alarm(1, "ring", MONDAY_7AM)]
    kept = await row_of(store, 1)
    assert kept is not None
    assert kept.applied == (5, 6)


async def test_changes_at_the_same_time_all_arrive_and_a_failing_one_fails_alone(store: Store) -> None:
    def fail(stored: Stored | None) -> Change:
        raise RuntimeError("no")

    results = await asyncio.gather(
        *(store.change(user, fail if user == 7 else keeping()) for user in range(100)), return_exceptions=True
    )

    assert [user for user, result in enumerate(results) if isinstance(result, RuntimeError)] == [7]
    assert [user for user in range(100) if await row_of(store, user) is None] == [7]


async def test_changes_of_one_user_see_each_other_in_order(store: Store) -> None:
    def count(stored: Stored | None) -> Change:
        return Change(Stored(STATE, (*(stored.applied if stored else ()), len(stored.applied) if stored else 0)))

    await asyncio.gather(*(store.change(1, count) for _ in range(20)))

    kept = await row_of(store, 1)
    assert kept is not None
    assert kept.applied == tuple(range(20))


async def test_alarms_are_due_from_their_instant_on_earliest_first(store: Store) -> None:
    await store.change(1, keeping(ROW, SetAlarm("late", LATER), RING))
    await store.change(2, keeping(ROW, SetAlarm("ring", MONDAY_7AM - MINUTE)))

    early = await store.due(MONDAY_7AM - timedelta(microseconds=1), 10)
    due = await store.due(LATER, 10)
    first = await store.due(LATER, 1)

    assert early == [Alarm(2, "ring", MONDAY_7AM - MINUTE)]
    assert due == [
        Alarm(2, "ring", MONDAY_7AM - MINUTE),
        Alarm(1, "ring", MONDAY_7AM),
        Alarm(1, "late", LATER),
    ]
    assert first == due[:1]


async def test_an_alarm_with_the_same_key_is_replaced_and_a_dropped_one_is_gone(store: Store) -> None:
    await store.change(1, keeping(ROW, RING))

    await store.change(1, keeping(ROW, SetAlarm("ring", LATER)))
    replaced = await store.due(LATER, 10)
    await store.change(1, keeping(ROW, DropAlarm("ring"), DropAlarm("never_there")))

    assert replaced == [Alarm(1, "ring", LATER)]
    assert await store.due(LATER, 10) == []


async def test_firing_takes_the_alarm_away_sets_the_next_and_fills_the_outbox_at_once(store: Store) -> None:
    await store.change(1, keeping(ROW, RING))

    change = await store.fire(Alarm(1, "ring", MONDAY_7AM), keeping(ROW, SetAlarm("ring", LATER), send=b"ring!"), LATER)

    assert change is not None
    assert await store.due(LATER, 10) == [Alarm(1, "ring", LATER)]
    assert await store.unsent(MONDAY_7AM, 10, LATER) == []
    assert [row.answer for row in await store.unsent(LATER, 10, LATER + MINUTE)] == [b"ring!"]


async def test_an_alarm_that_is_gone_or_was_moved_does_not_fire(store: Store) -> None:
    await store.change(1, keeping(ROW, RING))
    await store.change(1, keeping(ROW, SetAlarm("ring", LATER)))

    moved = await store.fire(Alarm(1, "ring", MONDAY_7AM), keeping(send=b"ring!"), LATER)
    gone = await store.fire(Alarm(9, "ring", MONDAY_7AM), keeping(send=b"ring!"), LATER)

    assert moved is None
    assert gone is None
    assert await store.unsent(LATER, 10, LATER) == []


async def test_an_unsent_message_is_leased_to_one_and_gone_when_sent(store: Store) -> None:
    await store.change(1, keeping(ROW, RING))
    await store.fire(Alarm(1, "ring", MONDAY_7AM), keeping(send=b"ring!"), LATER)

    first = await store.unsent(LATER, 10, LATER + MINUTE)
    meanwhile = await store.unsent(LATER, 10, LATER + MINUTE)
    await store.sent(1, "ring", MONDAY_7AM)

    assert [(row.user_id, row.key, row.due) for row in first] == [(1, "ring", MONDAY_7AM)]
    assert meanwhile == []
    assert await store.unsent(LATER + MINUTE, 10, LATER) == []


async def test_a_suspended_user_gets_no_alarms_until_resumed(store: Store) -> None:
    await store.change(1, keeping(ROW, RING, SetAlarm("other", MONDAY_7AM)))
    await store.fire(Alarm(1, "other", MONDAY_7AM), keeping(send=b"other!"), MONDAY_7AM)

    await store.change(1, keeping(AWAY))
    suspended = (await store.due(LATER, 10), await store.unsent(LATER, 10, LATER))
    kept = await row_of(store, 1)
    await store.change(1, keeping(ROW))

    assert suspended == ([], [])
    assert kept is not None
    assert kept.suspended
    assert await store.due(LATER, 10) == [Alarm(1, "ring", MONDAY_7AM)]


@pytest.mark.parametrize("by_a_turn", [True, False])
async def test_forgetting_leaves_nothing_of_the_user_and_all_of_the_others(store: Store, by_a_turn: bool) -> None:
    for user in (1, 2):
        await store.change(user, keeping(ROW, RING, SetAlarm("other", MONDAY_7AM)))
        await store.fire(Alarm(user, "other", MONDAY_7AM), keeping(send=b"other!"), MONDAY_7AM)

    if by_a_turn:
        await store.change(1, lambda _: Change(forget=True))
    else:
        await store.forget(1)

    assert await row_of(store, 1) is None
    assert await store.due(LATER, 10) == [Alarm(2, "ring", MONDAY_7AM)]
    assert [row.user_id for row in await store.unsent(LATER, 10, LATER)] == [2]


async def test_a_cancelled_turn_leaves_no_half_behind(tmp_path: Path) -> None:
    store = await open_sqlite(tmp_path / "test.db", lambda: MONDAY_7AM)
    turn = asyncio.ensure_future(store.change(1, keeping(ROW, RING)))

    turn.cancel()
    await asyncio.gather(turn, return_exceptions=True)
    row, alarms = await row_of(store, 1), await store.due(LATER, 10)
    await store.close()

    assert (row is None) == (alarms == [])


async def test_what_was_kept_is_on_the_disk_when_the_call_returns(tmp_path: Path) -> None:
    store = await open_sqlite(tmp_path / "test.db", lambda: MONDAY_7AM)
    await store.change(1, keeping())

    other = sqlite3.connect(tmp_path / "test.db")
    rows = other.execute("SELECT user_id FROM users").fetchall()
    other.close()
    await store.close()

    assert rows == [(1,)]


async def test_the_load_is_the_number_of_alarms_that_can_go_off_in_each_half_hour(store: Store) -> None:
    alarms = [SetAlarm(f"at_{minutes}", MONDAY_7AM + minutes * MINUTE) for minutes in (-1, 0, 29, 30, 95, 120)]
    await store.change(1, keeping(ROW, *alarms))
    await store.change(2, keeping(ROW, SetAlarm("ring", MONDAY_7AM + 31 * MINUTE)))
    await store.change(3, keeping(ROW, SetAlarm("ring", MONDAY_7AM + 5 * MINUTE)))
    await store.change(3, keeping(AWAY))

    load = await store.load(MONDAY_7AM, MONDAY_7AM + 120 * MINUTE)

    assert load == {
        MONDAY_7AM: 2,
        MONDAY_7AM + 30 * MINUTE: 2,
        MONDAY_7AM + 90 * MINUTE: 1,
    }


async def test_a_store_of_one_process_is_led_by_it(store: Store) -> None:
    assert await store.lead()
    assert await store.lead()


async def test_counters_are_raised_and_outlive_the_user(store: Store) -> None:
    await store.change(1, lambda _: Change(ROW, counts=("helpful.shoes", "answered.shoes")))
    await store.change(2, lambda _: Change(ROW, counts=("helpful.shoes",)))
    await store.forget(1)

    assert dict(await store.counts()) == {"helpful.shoes": 2, "answered.shoes": 1}


async def test_a_turn_that_fails_raises_no_counter(store: Store) -> None:
    def broken(_: Stored | None) -> Change:
        raise LookupError

    with pytest.raises(LookupError):
        await store.change(1, broken)

    assert dict(await store.counts()) == {}


# The diary


def noting(*pages: Page, torn: tuple[int, ...] = ()) -> Decide:
    return lambda _: Change(ROW, pages=pages, torn=torn)


async def diary_of(store: Store, user_id: int) -> tuple[Page, ...]:
    seen: list[tuple[Page, ...] | None] = []

    def look(stored: Stored | None) -> Change:
        if stored is None:
            return Change()
        seen.append(stored.diary)
        return Change(wants_diary=stored.diary is None)

    await store.change(user_id, look)
    assert seen[0] is None  # not read before it is wanted
    return seen[1] or ()


async def test_diary_entries_are_kept_in_order_and_only_for_their_user(store: Store) -> None:
    await store.change(1, noting(Page(1, b"one"), Page(2, b"two")))
    await store.change(1, noting(Page(3, b"three")))
    await store.change(2, noting(Page(1, b"of another")))

    assert await diary_of(store, 1) == (Page(1, b"one"), Page(2, b"two"), Page(3, b"three"))
    assert await diary_of(store, 2) == (Page(1, b"of another"),)


async def test_a_diary_entry_can_be_changed_and_torn_out(store: Store) -> None:
    await store.change(1, noting(Page(1, b"one"), Page(2, b"two")))

    await store.change(1, noting(Page(2, b"second"), torn=(1, 77)))

    assert await diary_of(store, 1) == (Page(2, b"second"),)


async def test_a_turn_without_news_leaves_the_diary_alone(store: Store) -> None:
    await store.change(1, noting(Page(1, b"one")))
    await store.change(1, keeping())

    assert await diary_of(store, 1) == (Page(1, b"one"),)


async def test_who_is_forgotten_has_no_diary_left(store: Store) -> None:
    await store.change(1, noting(Page(1, b"one")))
    await store.forget(1)
    await store.change(1, keeping())

    assert await diary_of(store, 1) == ()


async def test_an_alarm_can_look_into_the_diary(store: Store) -> None:
    await store.change(1, lambda _: Change(ROW, (RING,), pages=(Page(1, b"one"),)))

    def look(stored: Stored | None) -> Change:
        assert stored is not None
        if stored.diary is None:
            return Change(wants_diary=True)
        return Change(ROW, pages=(Page(2, stored.diary[0].text * 2),))

    await store.fire(Alarm(1, "ring", MONDAY_7AM), look, LATER)

    assert await diary_of(store, 1) == (Page(1, b"one"), Page(2, b"oneone"))
    assert await store.due(LATER, 10) == []
