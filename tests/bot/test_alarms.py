import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.alarms import AlarmLoop
from bot.failures import NoAnswer, TooFast, Unreachable
from bot.limits import BulkLane
from bot.order import UserOrder
from bot.outgoing import Messenger
from bot.store import Alarm, Unsent
from bot.turn import LEASE, take_alarm, take_turn
from dialogs.events import CameDue, Commanded, Event
from dialogs.replies import Turn
from dialogs.state import UserState, from_json
from knowledge.load import Knowledge
from tests.bot.talks import USER, small_knowledge, small_talk, until
from tests.fakes import MONDAY_7AM, FakeBotApi, FakeClock, FakeStore

TEN_MINUTES = timedelta(minutes=10)
DUE = MONDAY_7AM + TEN_MINUTES


class Bot:
    """Alarms over a store in which every user has one, due in ten minutes."""

    def __init__(self, per_second: float = 20.0) -> None:
        self.store, self.api, self.clock = FakeStore(), FakeBotApi(), FakeClock()
        self.respond = small_talk
        self.loop = self.new_loop(per_second)

    def new_loop(self, per_second: float = 20.0) -> AlarmLoop:
        def respond(state: UserState, event: Event, knowledge: Knowledge, now: object) -> Turn:
            return self.respond(state, event, knowledge, self.clock.now())

        lane = BulkLane(self.clock, per_second)
        messenger = Messenger(self.api, self.clock)
        return AlarmLoop(self.store, small_knowledge(), respond, messenger, UserOrder(), lane, self.clock)

    async def remind(self, *users: int) -> None:
        for user in users:
            for name in ("start", "remind"):
                await take_turn(
                    self.store, small_knowledge(), user, Commanded(name), None, self.clock.now(), small_talk
                )

    async def look(self) -> None:
        await self.loop.look()
        await self.loop.finish(5)


async def test_an_alarm_goes_off_when_it_is_due_and_not_before() -> None:
    bot = Bot()
    await bot.remind(USER)

    await bot.look()
    before = list(bot.api.texts)
    bot.clock.pass_by(TEN_MINUTES)
    await bot.look()
    await bot.look()

    assert before == []
    assert [(shown.chat_id, shown.text) for shown in bot.api.shown] == [(USER, "Ring!")]
    assert bot.store.outbox == {}
    assert bot.store.alarms == {(USER, "r"): DUE + timedelta(days=1)}


async def test_what_was_decided_but_not_sent_before_a_crash_is_sent_once_after_it() -> None:
    bot = Bot()
    await bot.remind(USER)
    bot.clock.pass_by(TEN_MINUTES)
    await take_alarm(bot.store, small_knowledge(), Alarm(USER, "r", DUE), DUE, small_talk)

    await bot.look()
    leased = list(bot.api.texts)
    bot.clock.pass_by(LEASE)
    await bot.look()
    await bot.look()

    assert leased == []
    assert bot.api.texts == ["Ring!"]
    assert bot.store.outbox == {}


async def test_a_message_waits_for_the_network_and_is_not_doubled_by_a_look_meanwhile() -> None:
    bot = Bot()
    await bot.remind(USER)
    bot.clock.pass_by(TEN_MINUTES)
    bot.api.failures["send"] = [NoAnswer() for _ in range(20)]  # more than two leases last

    for _ in range(900):
        await bot.loop.look()
        bot.clock.pass_by(timedelta(seconds=1))
        await asyncio.sleep(0)
    await bot.loop.finish(5)
    await bot.look()

    assert bot.api.texts == ["Ring!"]
    assert bot.store.outbox == {}


async def test_bulk_goes_out_evenly() -> None:
    bot = Bot(per_second=20)
    await bot.remind(*range(1, 41))
    bot.clock.pass_by(TEN_MINUTES)
    began = bot.clock.seconds()

    await bot.look()

    assert sorted(shown.chat_id for shown in bot.api.shown) == list(range(1, 41))
    assert bot.clock.seconds() - began == pytest.approx(39 / 20)


async def test_a_429_pauses_bulk_for_everyone() -> None:
    bot = Bot()
    await bot.remind(1, 2, 3)
    bot.clock.pass_by(TEN_MINUTES)
    bot.api.failures["send"] = [TooFast(30)]
    began = bot.clock.seconds()

    await bot.look()

    assert len(bot.api.shown) == 3
    assert bot.clock.seconds() - began >= 30


async def test_a_user_who_cannot_be_reached_is_not_tried_again() -> None:
    bot = Bot()
    await bot.remind(1, 2)
    bot.clock.pass_by(TEN_MINUTES)
    bot.api.failures["send"] = [Unreachable()]

    await bot.look()
    bot.clock.pass_by(timedelta(days=1))
    await bot.look()

    assert [shown.chat_id for shown in bot.api.shown] == [2, 2]
    assert bot.store.outbox == {}
    assert from_json(bot.store.users[1].state).away_since == DUE


async def test_what_can_still_come_in_time_goes_before_what_is_too_late_already() -> None:
    bot = Bot()
    late = range(1, 101)
    await bot.remind(*late)
    bot.clock.pass_by(timedelta(hours=2))
    await bot.remind(200, 201)
    bot.clock.pass_by(TEN_MINUTES)

    while len(bot.api.shown) < 102:
        await bot.look()

    assert [shown.chat_id for shown in bot.api.shown[:2]] == [200, 201]
    assert sorted(shown.chat_id for shown in bot.api.shown[2:]) == list(late)


async def test_an_alarm_that_has_nothing_to_say_takes_nobodys_slot() -> None:
    bot = Bot(per_second=1)
    await bot.remind(*range(1, 41))
    bot.clock.pass_by(TEN_MINUTES)
    bot.respond = lambda state, event, knowledge, now: Turn(state)
    began = bot.clock.seconds()

    await bot.look()

    assert bot.store.alarms == {}
    assert bot.clock.seconds() - began <= 2


async def test_of_several_processes_only_the_one_that_leads_lets_alarms_go_off() -> None:
    bot = Bot()
    await bot.remind(USER)
    bot.clock.pass_by(TEN_MINUTES)

    bot.store.leads = False
    await bot.look()
    before = list(bot.api.texts)
    bot.store.leads = True
    await bot.look()

    assert before == []
    assert bot.api.texts == ["Ring!"]


async def test_a_message_that_went_out_while_the_loop_read_its_row_is_not_sent_again() -> None:
    bot = Bot()
    await bot.remind(USER)
    bot.clock.pass_by(TEN_MINUTES)
    bot.api.failures["send"] = [NoAnswer() for _ in range(7)]
    rows: list[Sequence[Unsent]] = []

    class SlowStore(FakeStore):
        async def unsent(self, now: datetime, limit: int, lease_until: datetime) -> Sequence[Unsent]:
            found = await super().unsent(now, limit, lease_until)
            if found:
                await until(lambda: bot.api.texts and not self.outbox)
                rows.append(found)
            return found

    slow = SlowStore()
    slow.__dict__.update(bot.store.__dict__)
    bot.store = slow
    bot.loop = bot.new_loop()
    await bot.loop.look()
    bot.clock.pass_by(LEASE - timedelta(seconds=40))
    await bot.loop.look()
    bot.clock.pass_by(timedelta(seconds=40))
    await bot.look()

    assert bot.api.texts == ["Ring!"]


async def test_a_broken_turn_is_put_off_and_stops_nobody() -> None:
    bot = Bot()
    await bot.remind(1)
    await bot.remind(2)
    bot.clock.pass_by(TEN_MINUTES)
    working = bot.respond
    broken = [1]

    def respond(state: UserState, event: Event, knowledge: Knowledge, now: object) -> Turn:
        if isinstance(event, CameDue) and broken:
            broken.pop()
            raise RuntimeError("broken")
        return working(state, event, knowledge, bot.clock.now())

    bot.respond = respond
    await bot.look()
    after_one = len(bot.api.shown)
    bot.clock.pass_by(timedelta(hours=1, minutes=1))
    await bot.look()

    assert after_one == 1
    assert sorted(shown.chat_id for shown in bot.api.shown) == [1, 2]


async def test_the_loop_goes_on_when_the_store_cannot_read_for_a_while() -> None:
    bot = Bot()
    await bot.remind(USER)
    bot.clock.pass_by(TEN_MINUTES)
    bot.store.failing = 3

    running = asyncio.create_task(bot.loop.run())
    await until(lambda: bot.api.shown)
    running.cancel()
    await bot.loop.finish(5)

    assert bot.api.texts[0] == "Ring!"
