"""The Bot API of the tests is as strict as Telegram, so that the bot cannot pass here and fail there."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from tests.e2e.botapi import BotApi
from tests.e2e.people import Person
from tests.e2e.rules import Refused, read_text


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


def client(api: BotApi) -> Bot:
    without_tls = {"verify": False}  # reading all certificates takes longer than a test
    calls, polls = HTTPXRequest(httpx_kwargs=without_tls), HTTPXRequest(httpx_kwargs=without_tls)
    return Bot(api.token, base_url=api.url, request=calls, get_updates_request=polls)


@pytest.fixture
async def bot(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else reading retry_after warns, and warnings are errors here
    async with client(api) as bot:
        yield bot


@pytest.fixture
def ann(api: BotApi) -> Person:
    ann = api.person("Ann")
    ann.chat.may_write = True
    return ann


def keyboard(data: str, label: str = "Yes") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.message.text for update in updates if update.message]


async def test_updates_come_again_until_an_offset_beyond_them_confirms_them(bot: Bot, ann: Person) -> None:
    first, second = ann.send("one"), ann.send("two")

    assert texts(await bot.get_updates(timeout=0)) == ["one", "two"]
    assert texts(await bot.get_updates(timeout=0)) == ["one", "two"]
    assert texts(await bot.get_updates(timeout=0, limit=1)) == ["one"]
    assert texts(await bot.get_updates(offset=second, timeout=0)) == ["two"]
    assert ann.api.has_confirmed(first)
    assert not ann.api.has_confirmed(second)
    assert await bot.get_updates(offset=second + 1, timeout=0) == ()


async def test_a_negative_offset_keeps_the_newest_and_forgets_the_others(bot: Bot, ann: Person) -> None:
    for number in range(5):
        ann.send(str(number))

    assert texts(await bot.get_updates(offset=-2, timeout=0)) == ["3", "4"]
    assert texts(await bot.get_updates(timeout=0)) == ["3", "4"]


async def test_a_long_poll_is_answered_when_something_comes(api: BotApi, bot: Bot, ann: Person) -> None:
    poll = asyncio.ensure_future(bot.get_updates(timeout=20))
    await api.next_poll()

    ann.send("hello")

    assert texts(await poll) == ["hello"]


async def test_a_second_poller_ends_the_first(api: BotApi, bot: Bot) -> None:
    first = asyncio.ensure_future(bot.get_updates(timeout=20))
    await api.next_poll()

    async with client(api) as second:
        await second.get_updates(timeout=0)

    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_a_confirmed_update_can_come_again_as_after_a_lost_confirmation(
    api: BotApi, bot: Bot, ann: Person
) -> None:
    number = ann.send("one")
    api.updates.skip_ids(500)
    later = ann.send("two")
    await bot.get_updates(offset=later, timeout=0)

    api.updates.bring_back(number)

    assert texts(await bot.get_updates(timeout=0)) == ["one", "two"]


async def test_a_wrong_token_is_unauthorized(api: BotApi) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{api.url}1:wrong/getMe")

    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("a <script>b</script>", 'Unsupported start tag "script" at byte offset 2'),
        ("é < 3", 'Unsupported start tag "" at byte offset 3'),
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ("<b> </b>", "text must be non-empty"),
        ("x" * 4097, "message is too long"),
        ("🏃" * 2049, "message is too long"),
    ],
)
def test_a_bad_text_is_refused_in_telegrams_words(html: str, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_text({"text": html, "parse_mode": "HTML"})

    assert refusal.value.code == 400
    assert refusal.value.description.endswith(says)


async def test_a_refused_text_does_not_arrive(bot: Bot, ann: Person) -> None:
    with pytest.raises(BadRequest, match="unsupported start tag"):
        await bot.send_message(ann.about["id"], "<script>", parse_mode="HTML")

    assert ann.chat.shown == []


async def test_what_telegram_accepts_arrives_as_the_user_sees_it(bot: Bot, ann: Person) -> None:
    html = '<b>Stop</b> &amp; <a href="https://example.org">read</a> &lt;this&gt; &nbsp;' + "x" * 4000

    await bot.send_message(ann.about["id"], html, parse_mode="HTML", reply_markup=keyboard("d" * 64))

    assert ann.last.text.startswith("Stop & read <this> &nbsp;xxx")
    assert [entity["type"] for entity in ann.last.entities] == ["bold", "text_link"]
    assert ann.last.labels == ["Yes"]


async def test_button_data_longer_than_64_bytes_is_refused(bot: Bot, ann: Person) -> None:
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(ann.about["id"], "Hi", reply_markup=keyboard("é" * 32 + "d"))


async def test_an_edit_must_change_something_that_is_there(bot: Bot, ann: Person) -> None:
    sent = await bot.send_message(ann.about["id"], "Hi", reply_markup=keyboard("a"))

    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("Hi", ann.about["id"], sent.message_id, reply_markup=keyboard("a"))
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("Ho", ann.about["id"], sent.message_id + 1)
    await bot.edit_message_text("Ho", ann.about["id"], sent.message_id)

    assert (ann.last.text, ann.last.buttons, ann.last.edited) == ("Ho", (), True)


async def test_the_bot_writes_only_to_those_who_wrote_and_did_not_block_it(api: BotApi, bot: Bot, ann: Person) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(5, "Hi")
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(api.person().about["id"], "Hi")
    ann.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ann.about["id"], "Hi")
    ann.unblock()
    await bot.send_message(ann.about["id"], "Hi again")


async def test_a_tap_is_answered_once(bot: Bot, ann: Person) -> None:
    await bot.send_message(ann.about["id"], "Hi", reply_markup=keyboard("a"))
    ann.tap("Yes")
    query = (await bot.get_updates(timeout=0))[0].callback_query
    assert query is not None
    assert query.data == "a"

    await bot.answer_callback_query(query.id, "Noted")

    assert ann.notices == ["Noted"]
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query.id)


@pytest.mark.parametrize(
    ("kind", "error", "arrives"),
    [
        ("429", RetryAfter, False),
        ("500", NetworkError, False),
        ("502", TelegramError, False),
        ("close", NetworkError, False),
        ("close_after", NetworkError, True),
    ],
)
async def test_a_fault_strikes_as_often_as_asked(
    api: BotApi, bot: Bot, ann: Person, kind: str, error: type[Exception], arrives: bool
) -> None:
    api.fault(kind, "sendMessage", times=2)

    for _ in range(2):
        with pytest.raises(error):
            await bot.send_message(ann.about["id"], "Hi")
    await bot.send_message(ann.about["id"], "Ho")

    assert [shown.text for shown in ann.chat.shown] == (["Hi", "Hi", "Ho"] if arrives else ["Ho"])


async def test_a_file_arrives_with_its_caption(bot: Bot, ann: Person) -> None:
    await bot.send_document(ann.about["id"], b"all of it", caption="Yours")

    assert (ann.last.kind, ann.last.text) == ("document", "Yours")


async def test_after_a_stop_nobody_answers_and_after_a_start_nothing_is_forgotten(
    api: BotApi, bot: Bot, ann: Person
) -> None:
    ann.send("hello")
    await api.stop()
    with pytest.raises(NetworkError):
        await bot.get_updates(timeout=0)

    await api.start()

    assert texts(await bot.get_updates(timeout=0)) == ["hello"]
