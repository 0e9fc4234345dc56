import asyncio
import itertools
from datetime import timedelta

import pytest

from bot.limits import BulkLane, InteractiveLane, Leased, LeaseOver
from tests.fakes import FakeClock


async def test_a_hundred_thousand_messages_leave_at_an_even_pace() -> None:
    clock = FakeClock()
    lane = BulkLane(clock, per_second=20)
    times = []

    for _ in range(100_000):
        await lane.slot()
        times.append(clock.seconds())

    gaps = {round(later - earlier, 6) for earlier, later in itertools.pairwise(times)}
    assert gaps == {0.05}


async def test_callers_get_their_slots_in_the_order_in_which_they_came() -> None:
    lane = BulkLane(FakeClock(), per_second=20)
    served: list[int] = []

    async def wait(number: int) -> None:
        await lane.slot()
        served.append(number)

    await asyncio.gather(*(wait(number) for number in range(100)))

    assert served == list(range(100))


async def test_a_reply_waits_for_no_reminder() -> None:
    clock = FakeClock()
    bulk, interactive = BulkLane(clock, per_second=20), InteractiveLane()
    crowd = [asyncio.create_task(bulk.slot()) for _ in range(1000)]
    await asyncio.sleep(0)
    before = clock.seconds()

    await interactive.slot()

    assert clock.seconds() == before
    assert sum(task.done() for task in crowd) <= 1
    await asyncio.gather(*crowd)


async def test_after_a_quiet_time_nothing_is_caught_up_with() -> None:
    clock = FakeClock()
    lane = BulkLane(clock, per_second=20)
    await lane.slot()
    clock.pass_by(timedelta(hours=1))
    began = clock.seconds()

    for _ in range(21):
        await lane.slot()

    assert clock.seconds() - began == pytest.approx(1)


async def test_slots_that_are_given_back_never_add_up_to_a_burst() -> None:
    clock = FakeClock()
    lane = BulkLane(clock, per_second=20)
    for _ in range(50):
        lane.give_back()
    began = clock.seconds()

    for _ in range(22):
        await lane.slot()

    assert clock.seconds() - began == pytest.approx(1)


async def test_a_slot_that_was_given_back_does_not_pass_a_pause() -> None:
    clock = FakeClock()
    lane = BulkLane(clock, per_second=20)
    lane.give_back()
    lane.pause(30)

    await lane.slot()

    assert clock.seconds() == pytest.approx(30)


async def test_a_message_is_not_tried_again_when_its_lease_is_over() -> None:
    clock = FakeClock()
    leased = Leased(BulkLane(clock, per_second=20), clock, clock.now() + timedelta(minutes=1))

    await leased.slot()
    clock.pass_by(timedelta(minutes=1))

    with pytest.raises(LeaseOver):
        await leased.slot()


async def test_each_further_attempt_waits_for_a_slot_of_its_own() -> None:
    clock = FakeClock()
    leased = Leased(BulkLane(clock, per_second=20), clock, clock.now() + timedelta(minutes=1))
    began = clock.seconds()

    for _ in range(4):
        await leased.slot()

    assert clock.seconds() - began == pytest.approx(2 / 20)
