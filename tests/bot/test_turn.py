from datetime import timedelta

import pytest

from bot.store import Alarm
from bot.turn import Outcome, outcome, take_alarm, take_turn
from dialogs.events import Commanded, Event, Said
from dialogs.state import UserState, from_json
from tests.bot.talks import USER, small_knowledge, small_talk
from tests.fakes import MONDAY_7AM, FakeStore

KNOWLEDGE = small_knowledge()
DUE = MONDAY_7AM + timedelta(minutes=10)


async def take(store: FakeStore, event: Event, number: int | None) -> Outcome:
    return await take_turn(store, KNOWLEDGE, USER, event, number, MONDAY_7AM, small_talk)


def texts(answer: Outcome | None) -> list[str]:
    return [message.text for message in answer.messages] if answer else []


def state_of(store: FakeStore) -> UserState:
    return from_json(store.users[USER].state)


async def test_nothing_is_kept_of_a_user_who_has_not_agreed() -> None:
    store = FakeStore()

    answer = await take(store, Said("hi"), 1)

    assert texts(answer) == ["Heard hi, number 1."]
    assert (store.users, store.alarms, store.outbox) == ({}, {}, {})


async def test_the_state_is_kept_once_the_user_agreed() -> None:
    store = FakeStore()

    await take(store, Commanded("start"), 1)
    answer = await take(store, Said("hi"), 2)

    assert answer.node == "home.heard"
    assert state_of(store).misses == 1


async def test_the_same_update_again_changes_nothing_and_is_answered_the_same() -> None:
    store = FakeStore()
    await take(store, Commanded("start"), 1)

    first = await take(store, Said("hi"), 2)
    again = await take(store, Said("hi"), 2)

    assert texts(again) == texts(first) == ["Heard hi, number 1."]
    assert state_of(store).misses == 1


async def test_an_earlier_update_again_changes_nothing_and_is_answered_with_silence() -> None:
    store = FakeStore()
    await take(store, Commanded("start"), 1)
    await take(store, Said("one"), 2)
    await take(store, Said("two"), 3)

    again = await take(store, Said("one"), 2)

    assert texts(again) == []
    assert state_of(store).misses == 2


async def test_ids_may_jump_down_after_a_quiet_week() -> None:
    store = FakeStore()
    await take(store, Commanded("start"), 900_000_000)

    answer = await take(store, Said("hi"), 17)

    assert texts(answer) == ["Heard hi, number 1."]


async def test_no_more_ids_are_remembered_than_telegram_can_repeat() -> None:
    store = FakeStore()
    await take(store, Commanded("start"), 1)

    for number in range(2, 300):
        await take(store, Said("hi"), number)

    assert store.users[USER].applied == tuple(range(200, 300))


async def test_without_update_ids_nothing_counts_as_repeated() -> None:
    store = FakeStore()
    await take(store, Commanded("start"), None)

    answers = [texts(await take(store, Said("hi"), None)) for _ in range(2)]

    assert answers == [["Heard hi, number 1."], ["Heard hi, number 2."]]


async def test_forgetting_removes_the_row_and_still_answers() -> None:
    store = FakeStore()
    await take(store, Commanded("start"), 1)
    await take(store, Commanded("remind"), 2)

    answer = await take(store, Commanded("forget"), 3)

    assert texts(answer) == ["Noted."]
    assert (store.users, store.alarms) == ({}, {})


async def test_a_turn_that_fails_leaves_everything_as_it_was() -> None:
    store = FakeStore()
    await take(store, Commanded("start"), 1)
    before = dict(store.users)

    with pytest.raises(RuntimeError):
        await take(store, Said("fail"), 2)

    assert store.users == before


async def test_an_alarm_is_answered_set_anew_and_kept_until_it_is_sent() -> None:
    store = FakeStore()
    await take(store, Commanded("start"), 1)
    await take(store, Commanded("remind"), 2)

    answer = await take_alarm(store, KNOWLEDGE, Alarm(USER, "r", DUE), DUE, small_talk)

    assert texts(answer) == ["Ring!"]
    assert state_of(store).misses == 100
    assert store.alarms == {(USER, "r"): DUE + timedelta(days=1)}
    [(kept, _)] = store.outbox.values()
    assert texts(outcome(kept, KNOWLEDGE)) == ["Ring!"]


async def test_an_alarm_does_not_touch_what_the_last_update_was_answered() -> None:
    store = FakeStore()
    await take(store, Commanded("start"), 1)
    await take(store, Commanded("remind"), 2)
    said = await take(store, Said("hi"), 3)
    await take_alarm(store, KNOWLEDGE, Alarm(USER, "r", DUE), DUE, small_talk)

    again = await take(store, Said("hi"), 3)

    assert texts(again) == texts(said)


async def test_an_alarm_that_was_removed_meanwhile_says_nothing() -> None:
    store = FakeStore()
    await take(store, Commanded("start"), 1)
    await take(store, Commanded("remind"), 2)
    await take(store, Commanded("unremind"), 3)

    assert await take_alarm(store, KNOWLEDGE, Alarm(USER, "r", DUE), DUE, small_talk) is None
