"""The few calls of Telegram's Bot API that are needed, and their form in python-telegram-bot.

Only this module and ``incoming`` know that library. Updates are fetched as plain JSON: its own ``get_updates`` fails
for the whole batch, and logs it, when one update of it cannot be read.
"""

import os
import urllib.parse
from collections.abc import Awaitable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.failures import CallFailure, NoAnswer, Refused, TakenOver, TokenRefused, TooFast, Unreachable

Result = TypeVar("Result")
RawUpdate = Mapping[str, Any]
Rows = Sequence[Sequence[tuple[str, str]]]  # label and data of each button

_WANTED_UPDATES = '["message","edited_message","callback_query","inline_query","my_chat_member"]'
_CONNECTIONS = 128
_ANSWER_SECONDS = 15.0
_CONNECT_SECONDS = 5.0
_POOL_SECONDS = 60.0
_CARDS_KEEP_SECONDS = 300  # they are the same for everybody


class BotApi(Protocol):
    """Every method raises a CallFailure when it does not succeed. Texts are HTML."""

    async def own_name(self) -> str:
        """Return the bot's user name, without the @."""

    async def delete_webhook(self) -> None:
        """Make sure that polling is possible. Keeps waiting updates."""

    async def updates(self, offset: int, timeout_seconds: int) -> Sequence[RawUpdate]:
        """Confirm every update before ``offset`` and return at most 100 from it on, waiting for the first."""

    async def send(self, chat_id: int, text: str, rows: Rows = ()) -> None:
        """Send a message."""

    async def edit(self, chat_id: int, message_id: int, text: str, rows: Rows = ()) -> None:
        """Change a message of the bot."""

    async def answer_tap(self, query_id: str, notice: str) -> None:
        """End the waiting sign on the pressed button and show the notice, if it is not empty."""

    async def answer_inline(self, query_id: str, cards: Sequence[tuple[str, str, str]]) -> None:
        """Answer what was typed after the bot's name in any chat: id, title and HTML text of each card."""

    async def commands(self) -> Mapping[str, str]:
        """Return the commands menu: name to description."""

    async def set_commands(self, commands: Mapping[str, str]) -> None:
        """Replace the commands menu."""

    async def close(self) -> None:
        """Close all connections."""


class TelegramBotApi:
    """Implements ``BotApi`` over HTTP.

    base_url: up to and including "/bot", as in "https://api.telegram.org/bot".
    """

    def __init__(self, token: str, base_url: str) -> None:
        # Else the library warns about its own attribute each time Telegram asks to wait.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        self._calls = _http(_CONNECTIONS)
        self._polls = _http(1)
        self._bot = Bot(token, base_url=base_url, request=self._calls, get_updates_request=self._polls)
        self._updates_url = f"{base_url}{token}/getUpdates"

    async def own_name(self) -> str:
        """See ``BotApi``."""
        return (await _call(self._bot.get_me())).username or ""

    async def delete_webhook(self) -> None:
        """See ``BotApi``."""
        await _call(self._bot.delete_webhook(drop_pending_updates=False))

    async def updates(self, offset: int, timeout_seconds: int) -> Sequence[RawUpdate]:
        """See ``BotApi``."""
        query = urllib.parse.urlencode(
            {"offset": offset, "limit": 100, "timeout": timeout_seconds, "allowed_updates": _WANTED_UPDATES}
        )
        found = await _call(
            self._polls.post(f"{self._updates_url}?{query}", read_timeout=timeout_seconds + _ANSWER_SECONDS)
        )
        if not isinstance(found, list):
            raise NoAnswer("not a list")
        return [update for update in found if isinstance(update, dict) and isinstance(update.get("update_id"), int)]

    async def send(self, chat_id: int, text: str, rows: Rows = ()) -> None:
        """See ``BotApi``."""
        await _call(
            self._bot.send_message(
                chat_id,
                text,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(rows),
                link_preview_options=_NO_PREVIEW,
            )
        )

    async def edit(self, chat_id: int, message_id: int, text: str, rows: Rows = ()) -> None:
        """See ``BotApi``."""
        await _call(
            self._bot.edit_message_text(
                text,
                chat_id=chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(rows),
                link_preview_options=_NO_PREVIEW,
            )
        )

    async def answer_tap(self, query_id: str, notice: str) -> None:
        """See ``BotApi``."""
        await _call(self._bot.answer_callback_query(query_id, text=notice or None))

    async def answer_inline(self, query_id: str, cards: Sequence[tuple[str, str, str]]) -> None:
        """See ``BotApi``."""
        results = [
            InlineQueryResultArticle(
                name,
                title,
                InputTextMessageContent(text, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW),
            )
            for name, title, text in cards
        ]
        await _call(self._bot.answer_inline_query(query_id, results, cache_time=_CARDS_KEEP_SECONDS))

    async def commands(self) -> Mapping[str, str]:
        """See ``BotApi``."""
        return {command.command: command.description for command in await _call(self._bot.get_my_commands())}

    async def set_commands(self, commands: Mapping[str, str]) -> None:
        """See ``BotApi``."""
        await _call(self._bot.set_my_commands([BotCommand(name, text) for name, text in commands.items()]))

    async def close(self) -> None:
        """See ``BotApi``."""
        await self._calls.shutdown()
        await self._polls.shutdown()


def to_failure(error: TelegramError) -> CallFailure:
    """Name the failure in our own words. Drops the library's text, which may hold the token or what was sent."""
    match error:
        case BadRequest():  # a NetworkError in the library, and so asked for first
            return Refused(is_same="message is not modified" in error.message.lower())
        case Forbidden():
            return Unreachable("forbidden")
        case RetryAfter():
            wait = error.retry_after
            return TooFast(wait.total_seconds() if isinstance(wait, timedelta) else float(wait))
        case InvalidToken():
            return TokenRefused("invalid token")
        case Conflict():
            return TakenOver("conflict")
        case _:
            return NoAnswer(type(error.__cause__ or error).__name__)


async def _call(call: Awaitable[Result]) -> Result:
    try:
        return await call
    except TelegramError as error:
        raise to_failure(error) from None


def _http(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_ANSWER_SECONDS,
        write_timeout=_ANSWER_SECONDS,
        pool_timeout=_POOL_SECONDS,
    )


def _keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )


_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
