import asyncio
from typing import Self

import pytest

from bot.botapi import RawUpdate
from bot.failures import NoAnswer, TakenOver, TokenRefused, TooFast
from bot.polling import Polling
from tests.bot.talks import numbers, text_update, until
from tests.fakes import FakeBotApi, FakeClock


def no_need(update_id: int) -> None:
    """Set nothing aside."""


class Answers:
    """Answers updates at once, or when told to. ``begun``: ids in the order in which they came."""

    def __init__(self, *held: int) -> None:
        self.begun: list[int] = []
        self.done: list[int] = []
        self.gates = {number: asyncio.Event() for number in held}

    async def __call__(self, update: RawUpdate) -> None:
        number: int = update["update_id"]
        self.begun.append(number)
        if number in self.gates:
            await self.gates[number].wait()
        self.done.append(number)


class Started:
    """A polling that runs until the end of the block."""

    def __init__(self, api: FakeBotApi, answers: Answers) -> None:
        self.polling = Polling(api, answers, no_need, FakeClock(), 30)
        self.task = asyncio.create_task(self.polling.run())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def test_an_update_is_confirmed_only_when_it_is_answered() -> None:
    api, answers = FakeBotApi(), Answers(10)
    api.arrive(text_update(10, "a"))
    async with Started(api, answers):
        await until(lambda: len(api.offsets) >= 3)
        held = max(api.offsets)

        answers.gates[10].set()
        await until(lambda: api.offsets[-1:] == [11])

    assert held == 10
    assert api.waiting == []
    assert answers.begun == [10]


async def test_a_slow_user_stops_nobody_and_nothing_is_answered_twice() -> None:
    api, answers = FakeBotApi(), Answers(10)
    api.arrive(text_update(10, "slow"), text_update(11, "b", 2))
    async with Started(api, answers):
        await until(lambda: answers.done == [11])
        api.arrive(text_update(12, "c", 3))
        await until(lambda: answers.done == [11, 12])
        confirmed = max(api.offsets)
        answers.gates[10].set()
        await until(lambda: api.offsets[-1:] == [13])

    assert confirmed == 10
    assert answers.begun == [10, 11, 12]


async def test_ids_may_jump_down() -> None:
    api, answers = FakeBotApi(), Answers()
    api.arrive(text_update(900, "a"))
    async with Started(api, answers):
        await until(lambda: api.offsets[-1:] == [901])
        api.offsets.clear()
        # Telegram passes over an offset that lies far ahead; the fake does so when it is told what comes.
        jumped = text_update(5, "b")
        original = api.updates

        async def updates(offset: int, timeout_seconds: int) -> list[RawUpdate]:
            if offset > 800 and 5 not in answers.done:
                return [jumped]
            return list(await original(offset, timeout_seconds))

        api.updates = updates  # type: ignore[method-assign]  # this test's own Telegram
        api.arrive(text_update(902, "wakes the poll"))
        await until(lambda: 5 in answers.done)

    assert answers.begun.count(5) == 1


async def test_an_answer_that_fails_unexpectedly_does_not_hold_up_the_rest() -> None:
    api, seen = FakeBotApi(), list[int]()

    async def answer(update: RawUpdate) -> None:
        seen.append(update["update_id"])
        if update["update_id"] == 10:
            raise RuntimeError("broken")

    api.arrive(text_update(10, "a"), text_update(11, "b"))
    polling = Polling(api, answer, no_need, FakeClock(), 30)
    task = asyncio.create_task(polling.run())
    await until(lambda: api.offsets[-1:] == [12])
    task.cancel()

    assert seen == [10, 11]


async def test_without_a_network_the_pauses_grow_and_the_polling_goes_on() -> None:
    failures = [NoAnswer(), NoAnswer(), NoAnswer(), TooFast(30), NoAnswer()]
    api, answers, clock = FakeBotApi(failures={"updates": list(failures)}), Answers(), FakeClock()
    api.arrive(text_update(10, "a"))
    task = asyncio.create_task(Polling(api, answers, no_need, clock, 30).run())
    await until(lambda: answers.done)
    task.cancel()

    assert clock.slept == [0.5, 1, 2, 30, 8]


@pytest.mark.parametrize(
    ("failures", "tries", "raised"),
    [
        ([TokenRefused()], 1, TokenRefused),
        ([TakenOver(), TakenOver(), TakenOver()], 3, TakenOver),
    ],
)
async def test_a_wrong_token_ends_the_polling_at_once_and_a_lasting_conflict_soon(
    failures: list[TokenRefused | TakenOver | None], tries: int, raised: type[Exception]
) -> None:
    api = FakeBotApi(failures={"updates": list(failures)})

    with pytest.raises(raised):
        await Polling(api, Answers(), no_need, FakeClock(), 30).run()

    assert len(api.offsets) == tries


async def test_a_stop_lets_answers_end_and_confirms_them() -> None:
    api, answers = FakeBotApi(), Answers(10)
    api.arrive(text_update(10, "a"), text_update(11, "b", 2))
    async with Started(api, answers) as started:
        await until(lambda: answers.done == [11])
    asyncio.get_running_loop().call_soon(answers.gates[10].set)

    await started.polling.finish(5)

    assert answers.done == [11, 10]
    assert api.offsets[-1] == 12
    assert api.waiting == []


async def test_a_stop_leaves_what_cannot_be_answered_to_the_next_start() -> None:
    api, answers = FakeBotApi(), Answers(11)
    api.arrive(text_update(10, "a"), text_update(11, "b", 2), text_update(12, "c", 3))
    async with Started(api, answers) as started:
        await until(lambda: answers.done == [10, 12])

    await started.polling.finish(0)

    assert numbers(api.waiting) == [11, 12]


async def test_who_was_taken_over_says_no_last_word_that_would_end_the_other_poll() -> None:
    api = FakeBotApi(failures={"updates": [None, TakenOver(), TakenOver(), TakenOver()]})
    api.arrive(text_update(10, "a"))
    polling = Polling(api, Answers(), no_need, FakeClock(), 30)
    with pytest.raises(TakenOver):
        await polling.run()
    asked = len(api.offsets)

    await polling.finish(5)

    assert len(api.offsets) == asked


async def test_an_answer_that_is_stuck_is_set_aside_before_it_holds_up_the_hundredth() -> None:
    api, answers, aside = FakeBotApi(), Answers(10), list[int]()
    clock = FakeClock()

    def set_aside(update_id: int) -> None:
        aside.append(update_id)
        answers.gates[update_id].set()

    task = asyncio.create_task(Polling(api, answers, set_aside, clock, 30).run())
    api.arrive(*(text_update(number, "a", number) for number in range(10, 110)))
    await until(lambda: len(answers.done) == 99)
    api.arrive(*(text_update(number, "a", number) for number in range(110, 160)))
    await until(lambda: len(answers.done) == 150)
    task.cancel()

    assert set(aside) == {10}
    assert clock.seconds() >= 5, "it had time to get through by itself"
    assert sorted(answers.done) == list(range(10, 160))


async def test_a_stuck_answer_that_holds_up_few_is_left_alone() -> None:
    api, answers, aside = FakeBotApi(), Answers(10), list[int]()
    api.arrive(*(text_update(number, "a", number) for number in range(10, 30)))
    clock = FakeClock()
    task = asyncio.create_task(Polling(api, answers, aside.append, clock, 30).run())
    await until(lambda: clock.seconds() > 60)
    task.cancel()

    assert aside == []
