"""The clock of the machine is set back, as by a time server after a drift: nothing comes twice, nothing is lost."""

from collections import Counter
from datetime import timedelta

from bot.alarms import AlarmLoop
from bot.answering import Answering
from bot.limits import BulkLane
from bot.order import UserOrder
from bot.outgoing import Messenger
from bot.turn import take_alarm, take_turn
from dialogs.check.vignettes import calm_answer
from dialogs.events import Commanded, Said
from tests.bot.talks import USER, small_knowledge, small_talk, text_update
from tests.dialogs.walking import agreed_player
from tests.fakes import FakeBotApi, FakeClock, FakeStore

AN_HOUR = timedelta(hours=1)
TEN_MINUTES = timedelta(minutes=10)


class ClockOfAWall(FakeClock):
    """A clock whose hands can be turned back; ``seconds`` goes on all the same, as that of a machine does."""

    def set_back(self, span: timedelta) -> None:
        self._start -= span


class Bot:
    """Answers and alarms over one store and one clock."""

    def __init__(self) -> None:
        self.clock, self.store, self.api = ClockOfAWall(), FakeStore(), FakeBotApi()
        content, order, messenger = small_knowledge(), UserOrder(), Messenger(self.api, self.clock)
        lane = BulkLane(self.clock, 20.0)
        self.alarms = AlarmLoop(self.store, content, small_talk, messenger, order, lane, self.clock)
        self.answering = Answering(self.store, content, small_talk, messenger, order, self.clock, "bot")

    async def remind(self, user: int) -> None:
        for name in ("start", "remind"):
            await take_turn(self.store, small_knowledge(), user, Commanded(name), None, self.clock.now(), small_talk)

    async def look_for(self, span: timedelta) -> None:
        """Let the time pass, minute by minute."""
        for _ in range(span // timedelta(minutes=1)):
            self.clock.pass_by(timedelta(minutes=1))
            await self.alarms.look()
            await self.alarms.finish(5)


async def test_alarms_that_went_off_stay_gone_and_those_that_are_still_due_come_once() -> None:
    bot = Bot()
    users = range(1, 21)
    for user in users[:10]:
        await bot.remind(user)
    await bot.look_for(TEN_MINUTES)
    for user in users[10:]:
        await bot.remind(user)

    bot.clock.set_back(AN_HOUR)
    await bot.look_for(2 * AN_HOUR)

    assert Counter(shown.chat_id for shown in bot.api.shown) == dict.fromkeys(users, 1)
    assert bot.store.outbox == {}
    assert len(bot.store.alarms) == len(users), "each has its next one"


async def test_a_message_that_was_being_sent_waits_for_its_lease_and_comes_once() -> None:
    bot = Bot()
    await bot.remind(USER)
    bot.clock.pass_by(TEN_MINUTES)
    [alarm] = await bot.store.due(bot.clock.now(), 1)
    await take_alarm(bot.store, small_knowledge(), alarm, bot.clock.now(), small_talk)  # and the process dies

    bot.clock.set_back(AN_HOUR)
    await bot.look_for(AN_HOUR)
    within_the_hour = len(bot.api.shown)
    await bot.look_for(AN_HOUR)

    assert (within_the_hour, bot.api.texts) == (0, ["Ring!"])


async def test_updates_are_known_again_by_their_id_whatever_the_clock_shows() -> None:
    bot = Bot()
    await take_turn(bot.store, small_knowledge(), USER, Commanded("start"), None, bot.clock.now(), small_talk)

    for number in (1, 1, 2, 1, 3, 3):
        await bot.answering.answer(text_update(number, f"text {number}"))
        bot.clock.set_back(AN_HOUR)

    heard = ["Heard text 1, number 1.", "Heard text 2, number 2.", "Heard text 3, number 3."]
    assert bot.api.texts == [heard[0], heard[0], heard[1], heard[2], heard[2]], "the last answer is shown again"


def questions_of_a_check(turned_back: timedelta) -> list[str]:
    """Go through a check to its result, the clock turned back after each answer; return what was asked."""
    player, asked = agreed_player(), []
    player.play(Commanded("check"))
    player.choose("uk")
    while player.state.node != "check.result":
        asked.append(player.state.node)
        player.choose(calm_answer(player.buttons))
        player.now -= turned_back
    return asked


def test_a_whole_check_with_the_clock_going_back_after_each_answer_asks_each_question_once() -> None:
    steady, unsteady = questions_of_a_check(timedelta()), questions_of_a_check(AN_HOUR)

    assert unsteady == steady
    assert len(set(steady)) == len(steady) > 20


def test_a_reminder_that_went_out_comes_again_the_next_day_only() -> None:
    player = agreed_player()
    player.play(Said("remind me to warm up every day at 9:15 am"))
    player.play(Said("London"))
    player.choose("save")
    [due] = player.alarms.values()

    shown = player.move_clock(due)
    player.now -= AN_HOUR
    again = player.move_clock(due + AN_HOUR)
    the_next_day = player.move_clock(due + timedelta(days=1))

    assert (len(shown), len(again), len(the_next_day)) == (1, 0, 1)
