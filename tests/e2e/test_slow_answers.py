"""Telegram takes longer to answer than the bot waits: what may have arrived is sent again, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.answering import Answering
from bot.botapi import RawUpdate, TelegramBotApi
from bot.order import UserOrder
from bot.outgoing import Messenger
from bot.polling import Polling
from tests.bot.talks import WORDS, small_knowledge, small_talk, tap_update, text_update
from tests.e2e.botapi import BotApi
from tests.e2e.people import Person
from tests.fakes import FakeClock, FakeStore

ANSWER_SECONDS = 1.0  # so long that a slow machine does not make an answer late that is not


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[BotApi]:
    async with BotApi() as telegram:
        yield telegram


@pytest_asyncio.fixture
async def calls(telegram: BotApi) -> AsyncIterator[TelegramBotApi]:
    calls = TelegramBotApi(telegram.token, telegram.url, answer_seconds=ANSWER_SECONDS)
    yield calls
    await calls.close()


@pytest.fixture
def ann(telegram: BotApi) -> Person:
    ann = telegram.person()
    ann.send("/start")
    return ann


@pytest.fixture
def answering(calls: TelegramBotApi) -> Answering:
    clock = FakeClock()
    messenger = Messenger(calls, clock)
    return Answering(FakeStore(), small_knowledge(), small_talk, messenger, UserOrder(), clock, "backstride_bot")


@pytest.mark.parametrize(("slow", "copies"), [("hang", 1), ("hang_after", 2)])
async def test_a_message_whose_answer_comes_too_late_is_sent_again_and_doubled_only_if_it_had_arrived(
    answering: Answering, telegram: BotApi, ann: Person, slow: str, copies: int
) -> None:
    late = telegram.fault(slow, "sendMessage")

    await answering.answer(text_update(1, "hello", ann.about["id"]))

    assert late.struck == 1
    assert [shown.text for shown in ann.chat.shown] == ["Heard hello, number 1."] * copies


async def test_a_question_that_is_changed_in_place_shows_once_though_the_answer_came_too_late(
    answering: Answering, calls: TelegramBotApi, telegram: BotApi, ann: Person
) -> None:
    await calls.send(ann.about["id"], "question")
    tap = tap_update(1, "home.idle~yes~1", ann.about["id"])
    tap["callback_query"]["message"]["message_id"] = ann.last.message_id
    late = telegram.fault("hang_after", "editMessageText")

    await answering.answer(tap)

    assert late.struck == 1
    assert [shown.text for shown in ann.chat.shown] == ["question", "Picked yes."]


async def test_a_poll_whose_answer_comes_too_late_loses_no_update_and_brings_none_twice(
    answering: Answering, calls: TelegramBotApi, telegram: BotApi, ann: Person
) -> None:
    answered: list[int] = []

    async def answer(update: RawUpdate) -> None:
        await answering.answer(update)
        answered.append(update["update_id"])

    late = telegram.fault("hang_after", "getUpdates", times=2)
    waiting = [ann.send("one"), ann.send("two")]
    task = asyncio.create_task(Polling(calls, answer, answering.set_aside, FakeClock(), 0).run())

    await ann.answered(waiting[-1])
    task.cancel()

    assert late.struck == 2
    assert [number for number in answered if number in waiting] == waiting
    assert [shown.text for shown in ann.chat.shown] == [WORDS["hello"], "Heard one, number 1.", "Heard two, number 2."]
