"""The bot's own calls over real HTTP: what goes out arrives, and each way to fail has its name."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.botapi import TelegramBotApi
from bot.failures import CallFailure, NoAnswer, Refused, TokenRefused, TooFast, Unreachable
from tests.e2e.botapi import BotApi
from tests.e2e.people import Person


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[BotApi]:
    async with BotApi() as telegram:
        yield telegram


@pytest_asyncio.fixture
async def calls(telegram: BotApi) -> AsyncIterator[TelegramBotApi]:
    calls = TelegramBotApi(telegram.token, telegram.url)
    yield calls
    await calls.close()


@pytest.fixture
def ann(telegram: BotApi) -> Person:
    ann = telegram.person()
    ann.send("/start")
    return ann


async def test_a_message_arrives_with_its_buttons_and_is_changed_in_place(calls: TelegramBotApi, ann: Person) -> None:
    await calls.send(ann.about["id"], "<b>Ünder</b> &amp; over 🏃", [[("Yes", "~yes"), ("No", "~no")]])
    sent = ann.last
    await calls.edit(ann.about["id"], sent.message_id, "Done")

    assert (sent.text, sent.labels) == ("Ünder & over 🏃", ["Yes", "No"])
    assert (ann.last.text, ann.last.labels, ann.last.edited) == ("Done", [], True)


async def test_a_file_arrives_byte_for_byte(calls: TelegramBotApi, telegram: BotApi, ann: Person) -> None:
    content = bytes(range(256)) * 40

    await calls.send_document(ann.about["id"], "summary.pdf", content, "For your doctor")

    method, values = telegram.calls[-1]
    assert method == "senddocument"
    assert content in values.values()
    assert (ann.last.kind, ann.last.text) == ("document", "For your doctor")


@pytest.mark.parametrize(
    ("kind", "failure"),
    [("429", TooFast), ("500", NoAnswer), ("502", NoAnswer), ("close", NoAnswer), ("close_after", NoAnswer)],
)
async def test_each_fault_has_its_name_and_the_next_call_gets_through(
    calls: TelegramBotApi, telegram: BotApi, ann: Person, kind: str, failure: type[CallFailure]
) -> None:
    telegram.fault(kind, "sendMessage", retry_after=7)

    with pytest.raises(failure) as caught:
        await calls.send(ann.about["id"], "hello")
    await calls.send(ann.about["id"], "hello again")

    assert ann.last.text == "hello again"
    assert telegram.token not in str(caught.value)
    if isinstance(caught.value, TooFast):
        assert caught.value.wait_seconds == 7


async def test_a_user_who_blocked_the_bot_is_unreachable(calls: TelegramBotApi, ann: Person) -> None:
    ann.block()

    with pytest.raises(Unreachable):
        await calls.send(ann.about["id"], "hello")


async def test_an_edit_that_changes_nothing_is_told_apart(calls: TelegramBotApi, ann: Person) -> None:
    await calls.send(ann.about["id"], "hello")

    with pytest.raises(Refused) as caught:
        await calls.edit(ann.about["id"], ann.last.message_id, "hello")

    assert caught.value.is_same


async def test_a_wrong_token_is_refused_and_a_server_that_is_away_does_not_answer(telegram: BotApi) -> None:
    wrong = TelegramBotApi("123456789:another", telegram.url)
    with pytest.raises(TokenRefused):
        await wrong.own_name()
    await wrong.close()

    away = TelegramBotApi(telegram.token, "http://127.0.0.1:9/bot")
    with pytest.raises(NoAnswer):
        await away.own_name()
    await away.close()


async def test_each_call_is_counted_with_its_outcome(telegram: BotApi, ann: Person) -> None:
    counted: list[tuple[str, str]] = []
    calls = TelegramBotApi(telegram.token, telegram.url, counted=lambda *call: counted.append(call))
    telegram.fault("500", "sendMessage")

    with pytest.raises(NoAnswer):
        await calls.send(ann.about["id"], "hello")
    await calls.send(ann.about["id"], "hello")
    await calls.close()

    assert counted == [("sendMessage", "NoAnswer"), ("sendMessage", "ok")]
