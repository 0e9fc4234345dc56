import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.answering import Answering
from bot.botapi import Rows
from bot.failures import Unreachable
from bot.order import UserOrder
from bot.outgoing import Messenger
from dialogs.state import from_json
from knowledge.load import load
from tests.bot.talks import USER, WORDS, message, person, small_knowledge, small_talk, tap_update, text_update, until
from tests.fakes import FakeBotApi, FakeClock, FakeStore

SLOWLY = WORDS["text.too_many_at_once"]
OTHER = 42


class Gate(FakeBotApi):
    """Telegram in memory, which lets messages to some chats, and cards, through only when it is opened."""

    def __init__(self, *shut: int) -> None:
        super().__init__()
        self.shut, self.opened = shut, asyncio.Event()

    async def send(self, chat_id: int, text: str, rows: Rows = ()) -> None:
        if chat_id in self.shut and text != SLOWLY:
            await self.opened.wait()
        await super().send(chat_id, text, rows)

    async def answer_inline(self, query_id: str, cards: Sequence[tuple[str, str, str]]) -> None:
        await self.opened.wait()
        await super().answer_inline(query_id, cards)


class Bot:
    """An Answering with everything around it in memory."""

    def __init__(self, api: FakeBotApi | None = None) -> None:
        self.store, self.api, self.clock = FakeStore(), api or FakeBotApi(), FakeClock()
        self.answering = Answering(
            self.store,
            small_knowledge(),
            small_talk,
            Messenger(self.api, self.clock),
            UserOrder(),
            self.clock,
            "backstride_bot",
        )

    async def says(self, number: int, text: str) -> str:
        await self.answering.answer(text_update(number, text))
        return self.api.texts[-1] if self.api.texts else ""


async def test_a_text_is_answered_and_remembered() -> None:
    bot = Bot()

    assert await bot.says(1, "/start") == "Hello."
    assert await bot.says(2, "my back hurts") == "Heard my back hurts, number 1."
    assert from_json(bot.store.users[USER].state).misses == 1


async def test_a_tap_is_answered_in_place_with_a_note_on_the_button() -> None:
    bot = Bot()

    await bot.answering.answer(tap_update(1, "home.idle~go~1"))

    assert [(shown.text, shown.message_id) for shown in bot.api.shown] == [("Picked go.", 7)]
    assert bot.api.notices == ["Noted."]


async def test_a_broken_turn_says_sorry_and_the_talk_goes_on() -> None:
    bot = Bot()
    await bot.says(1, "/start")

    with capture_logs() as logs:
        sorry = await bot.says(2, "fail")

    assert sorry == "Sorry, that went wrong."
    assert await bot.says(3, "hi") == "Heard hi, number 1."
    assert [(line["turn"], line["cause"]) for line in logs if line["event"] == "turn_failed"] == [(2, "RuntimeError")]
    assert not any("quoting" in str(line) for line in logs)


async def test_while_the_store_cannot_write_the_update_waits_and_is_then_answered_once() -> None:
    bot = Bot()
    await bot.says(1, "/start")
    bot.store.failing = 3

    answer = await bot.says(2, "hi")

    assert answer == "Heard hi, number 1."
    assert bot.api.texts == ["Hello.", answer]
    assert bot.clock.slept == [0.5, 1, 2]


async def test_no_line_of_the_log_holds_what_a_user_wrote_or_is_called() -> None:
    bot = Bot()

    with capture_logs() as logs:
        await bot.says(1, "/start")
        await bot.says(2, "secretive")
        await bot.answering.answer(tap_update(3, "secretive"))

    assert [line["event"] for line in logs] == ["turn", "turn", "turn"]
    assert not any("secretive" in str(line) or "Ann" in str(line) for line in logs)


async def test_who_blocked_the_bot_gets_no_alarms_until_writing_again() -> None:
    bot = Bot()
    await bot.says(1, "/start")
    await bot.says(2, "/remind")
    bot.api.failures["send"] = [Unreachable()]

    await bot.says(3, "hi")
    bot.clock.pass_by(timedelta(minutes=10))
    while_blocked = await bot.store.due(bot.clock.now(), 10)
    await bot.says(4, "hi")

    assert while_blocked == []
    assert len(await bot.store.due(bot.clock.now(), 10)) == 1


@pytest.mark.parametrize(("status", "suspended"), [("kicked", True), ("member", False)])
async def test_blocking_and_unblocking_are_noticed_when_they_happen(status: str, suspended: bool) -> None:
    bot = Bot()
    await bot.says(1, "/start")
    about = {"user": {"id": 1, "is_bot": True, "first_name": "B"}}
    change = {
        "chat": {"id": USER, "type": "private"},
        "from": person(),
        "date": 0,
        "old_chat_member": about | {"status": "left"},
        "new_chat_member": about | {"status": status, "until_date": 0},
    }

    await bot.answering.answer({"update_id": 2, "my_chat_member": change})

    assert bot.store.users[USER].suspended == suspended


async def test_a_group_gets_one_line_with_a_link() -> None:
    bot = Bot()
    group = {"id": -5, "type": "group", "title": "Runners"}

    await bot.answering.answer({"update_id": 1, "message": message("/check", chat=group)})

    assert [(shown.chat_id, shown.text) for shown in bot.api.shown] == [
        (-5, "Write to me: https://t.me/backstride_bot")
    ]
    assert bot.store.users == {}


async def test_inline_mode_deals_public_answers_and_touches_nobodys_row() -> None:
    store, api, clock = FakeStore(), FakeBotApi(), FakeClock()
    answering = Answering(store, load(), small_talk, Messenger(api, clock), UserOrder(), clock, "backstride_bot")
    query = {"id": "77", "from": person(), "query": "when should i see a doctor", "offset": ""}

    await answering.answer({"update_id": 1, "inline_query": query})

    (query_id, cards), *others = api.cards
    assert (query_id, others, store.users) == ("77", [], {})
    assert cards[0][0] == "when_to_see_doctor"
    assert "https://t.me/backstride_bot?start=topic-when_to_see_doctor" in cards[0][2]


async def test_a_flood_gets_one_polite_line_few_places_and_harms_nobody() -> None:
    api = Gate(USER)
    bot = Bot(api)
    flood = [asyncio.create_task(bot.answering.answer(text_update(number, "hi"))) for number in range(1, 1001)]
    await until(lambda: SLOWLY in api.texts)
    await bot.answering.answer(text_update(2000, "/start", OTHER))
    in_line = sum(not task.done() for task in flood)
    others = [shown.text for shown in api.shown if shown.chat_id == OTHER]

    api.opened.set()
    await asyncio.gather(*flood)

    assert in_line == 20
    assert others == ["Hello."]
    assert api.texts.count(SLOWLY) == 1
    assert len(api.texts) == 20 + 1 + 1


async def test_words_of_danger_are_heard_even_in_a_flood_and_are_no_way_to_make_one() -> None:
    api = Gate(USER)
    bot = Bot(api)
    flood = [asyncio.create_task(bot.answering.answer(text_update(number, "hi"))) for number in range(1, 101)]
    cries = [
        asyncio.create_task(bot.answering.answer(text_update(number, "I can't feel my legs and I wet myself")))
        for number in range(101, 201)
    ]
    await until(lambda: SLOWLY in api.texts)

    api.opened.set()
    await asyncio.gather(*flood, *cries)

    heard = [text for text in api.texts if "feel my legs" in text]
    assert len(heard) == 20


async def test_an_inline_flood_is_answered_two_at_a_time() -> None:
    store, api, clock = FakeStore(), Gate(), FakeClock()
    answering = Answering(store, load(), small_talk, Messenger(api, clock), UserOrder(), clock, "backstride_bot")
    query = {"id": "77", "from": person(), "query": "shoes", "offset": ""}
    updates = [{"update_id": number, "inline_query": query} for number in range(100)]
    flood = [asyncio.create_task(answering.answer(update)) for update in updates]
    await until(lambda: sum(task.done() for task in flood) == 98)

    api.opened.set()
    await asyncio.gather(*flood)

    assert len(api.cards) == 2


async def test_an_answer_that_is_set_aside_waits_in_the_outbox_and_the_next_one_is_free() -> None:
    api = Gate(USER)
    bot = Bot(api)
    api.opened.set()
    await bot.says(1, "/start")
    api.opened.clear()
    stuck = asyncio.create_task(bot.answering.answer(text_update(2, "hi")))
    await until(lambda: bot.store.users[USER].applied == (1, 2))

    bot.answering.set_aside(2)
    await stuck

    bot.clock.pass_by(timedelta(minutes=5))
    (unsent,) = await bot.store.unsent(bot.clock.now(), 10, bot.clock.now())
    assert (unsent.user_id, unsent.answer) == (USER, bot.store.users[USER].answer)
    assert bot.store.alarms == {}
    api.opened.set()
    assert await bot.says(3, "hi") == "Heard hi, number 2."


async def test_what_is_not_being_shown_cannot_be_set_aside() -> None:
    bot = Bot()

    bot.answering.set_aside(1)

    assert await bot.says(1, "/start") == "Hello."


async def test_a_stop_while_an_answer_is_being_shown_is_a_stop() -> None:
    api = Gate(USER)
    bot = Bot(api)
    stuck = asyncio.create_task(bot.answering.answer(text_update(1, "/start")))
    await until(lambda: bot.store.users)

    stuck.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stuck

    assert bot.store.outbox == {}
