import asyncio

import pytest

from bot.order import UserOrder


async def work(order: UserOrder, user: int, name: str, log: list[str]) -> None:
    async with order.turn(user):
        log.append(f"{name} begins")
        await asyncio.sleep(0)
        log.append(f"{name} ends")


async def test_turns_of_one_user_follow_each_other_in_the_order_of_asking() -> None:
    order, log = UserOrder(), list[str]()

    await asyncio.gather(*(work(order, 1, name, log) for name in "abc"))

    assert log == ["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]


async def test_turns_of_several_users_go_side_by_side() -> None:
    order, log = UserOrder(), list[str]()

    await asyncio.gather(work(order, 1, "a", log), work(order, 2, "b", log))

    assert log == ["a begins", "b begins", "a ends", "b ends"]


async def test_nothing_is_held_for_users_nobody_works_for_even_after_failures() -> None:
    order = UserOrder()

    async def fail() -> None:
        async with order.turn(1):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with order.turn(2):
        waiting = asyncio.create_task(work(order, 2, "a", []))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        held = len(order)

    assert (held, len(order)) == (1, 0)


async def test_the_first_one_turned_away_is_told_once_for_each_line() -> None:
    order = UserOrder()

    async with order.turn(1):
        told = [order.first_turned_away(1) for _ in range(3)]
        length = order.waiting(1)
    async with order.turn(1):
        told_again = order.first_turned_away(1)

    assert told == [True, False, False]
    assert told_again
    assert (length, order.waiting(1)) == (1, 0)
