"""The few calls of Telegram's Bot API that are needed, and their form in python-telegram-bot.

Only this module and ``incoming`` know that library. Updates are fetched as plain JSON: its own ``get_updates`` fails
for the whole batch, and logs it, when one update of it cannot be read.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

from telegram import Bot, InputFile
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.failures import CallFailure, NoAnswer, Refused, TakenOver, TokenRefused, TooFast, Unreachable
from bot.http import Http

RawUpdate = Mapping[str, Any]
Rows = Sequence[Sequence[tuple[str, str]]]  # label and data of each button

_WANTED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
_CONNECTIONS = 128
_MOST_POSTS = 100  # at a time; the most that Telegram takes
_FILE_SECONDS = 25.0  # more: it has to be taken in first
_CARDS_KEEP_SECONDS = 300  # they are the same for everybody


class BotApi(Protocol):
    """Every method raises a CallFailure when it does not succeed. Texts are HTML."""

    async def own_name(self) -> str:
        """Return the bot's user name, without the @."""

    async def delete_webhook(self) -> None:
        """Make sure that polling is possible. Keeps waiting updates."""

    async def set_webhook(self, url: str, secret: str) -> None:
        """Let Telegram post the updates to this address, with the secret."""

    async def updates(self, offset: int, timeout_seconds: int) -> Sequence[RawUpdate]:
        """Confirm every update before ``offset`` and return at most 100 from it on, waiting for the first."""

    async def send(self, chat_id: int, text: str, rows: Rows = ()) -> None:
        """Send a message."""

    async def send_picture(self, chat_id: int, picture: bytes, caption: str, rows: Rows = ()) -> None:
        """Send a PNG with a caption, which may be empty."""

    async def send_document(self, chat_id: int, name: str, content: bytes, caption: str, rows: Rows = ()) -> None:
        """Send a file under this name with a caption, which may be empty."""

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
    proxy:    on the way there, as in "http://proxy.example:3128".
    counted:  is told the method and outcome of each call: "ok" or the name of the failure.
    answer_seconds: how long an answer may take; one to a poll or a file, as much longer as these take.
    """

    def __init__(
        self,
        token: str,
        base_url: str,
        proxy: str | None = None,
        counted: Callable[[str, str], None] | None = None,
        answer_seconds: float = 15.0,
    ) -> None:
        # Else the library warns about its own attribute each time Telegram asks to wait.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        self._answer_seconds = answer_seconds
        self._calls = Http(_CONNECTIONS, answer_seconds, proxy)
        self._polls = Http(1, answer_seconds, proxy)
        self._client = _Client(token, base_url=base_url, request=self._calls, get_updates_request=self._polls)
        self._counted = counted or (lambda method, outcome: None)

    async def own_name(self) -> str:
        """See ``BotApi``."""
        me = await self._call("getMe", {})
        return str(me.get("username", "")) if isinstance(me, dict) else ""

    async def delete_webhook(self) -> None:
        """See ``BotApi``."""
        await self._call("deleteWebhook", {"drop_pending_updates": False})

    async def set_webhook(self, url: str, secret: str) -> None:
        """See ``BotApi``."""
        how = {"max_connections": _MOST_POSTS, "allowed_updates": _WANTED_UPDATES, "drop_pending_updates": False}
        await self._call("setWebhook", {"url": url, "secret_token": secret, **how})

    async def updates(self, offset: int, timeout_seconds: int) -> Sequence[RawUpdate]:
        """See ``BotApi``."""
        wanted = {"offset": offset, "limit": 100, "timeout": timeout_seconds, "allowed_updates": _WANTED_UPDATES}
        found = await self._call("getUpdates", wanted, timeout_seconds)
        if not isinstance(found, list):
            raise NoAnswer("not a list")
        return [update for update in found if isinstance(update, dict) and isinstance(update.get("update_id"), int)]

    async def send(self, chat_id: int, text: str, rows: Rows = ()) -> None:
        """See ``BotApi``."""
        await self._call("sendMessage", {"chat_id": chat_id, **_content(text, rows)})

    async def send_picture(self, chat_id: int, picture: bytes, caption: str, rows: Rows = ()) -> None:
        """See ``BotApi``."""
        values = {"chat_id": chat_id, "photo": InputFile(picture, "chart.png"), **_caption(caption, rows)}
        await self._call("sendPhoto", values, _FILE_SECONDS)

    async def send_document(self, chat_id: int, name: str, content: bytes, caption: str, rows: Rows = ()) -> None:
        """See ``BotApi``."""
        values = {"chat_id": chat_id, "document": InputFile(content, name), **_caption(caption, rows)}
        await self._call("sendDocument", values, _FILE_SECONDS)

    async def edit(self, chat_id: int, message_id: int, text: str, rows: Rows = ()) -> None:
        """See ``BotApi``."""
        await self._call("editMessageText", {"chat_id": chat_id, "message_id": message_id, **_content(text, rows)})

    async def answer_tap(self, query_id: str, notice: str) -> None:
        """See ``BotApi``."""
        await self._call("answerCallbackQuery", {"callback_query_id": query_id, "text": notice or None})

    async def answer_inline(self, query_id: str, cards: Sequence[tuple[str, str, str]]) -> None:
        """See ``BotApi``."""
        results = [
            {"type": "article", "id": name, "title": title, "input_message_content": {"message_text": text, **_FORM}}
            for name, title, text in cards
        ]
        answer = {"inline_query_id": query_id, "results": results, "cache_time": _CARDS_KEEP_SECONDS}
        await self._call("answerInlineQuery", answer)

    async def commands(self) -> Mapping[str, str]:
        """See ``BotApi``."""
        menu = await self._call("getMyCommands", {})
        return {entry["command"]: entry["description"] for entry in menu} if isinstance(menu, list) else {}

    async def set_commands(self, commands: Mapping[str, str]) -> None:
        """See ``BotApi``."""
        menu = [{"command": name, "description": text} for name, text in commands.items()]
        await self._call("setMyCommands", {"commands": menu})

    async def close(self) -> None:
        """See ``BotApi``."""
        await self._calls.shutdown()
        await self._polls.shutdown()

    async def _call(self, method: str, values: dict[str, Any], more_seconds: float = 0.0) -> object:
        """Call a method; values that are None are left out. Raises CallFailure."""
        outcome = "ok"
        try:
            return await self._client.call(method, values, self._answer_seconds + more_seconds)
        except TelegramError as error:
            failure = to_failure(error)
            outcome = type(failure).__name__
            raise failure from None
        finally:
            self._counted(method, outcome)


class _Client(Bot):
    """The library's client with its answers left as JSON: nobody reads the objects that it would make of them."""

    async def call(self, method: str, values: dict[str, Any], answer_seconds: float) -> object:
        return await self._post(method, values, read_timeout=answer_seconds)


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


def _content(text: str, rows: Rows) -> dict[str, object]:
    return {"text": text, "reply_markup": _keyboard(rows), **_FORM}


def _caption(text: str, rows: Rows) -> dict[str, object]:
    return {"caption": text or None, "reply_markup": _keyboard(rows), "parse_mode": "HTML"}


def _keyboard(rows: Rows) -> dict[str, object] | None:
    keyboard = [[{"text": label, "callback_data": data} for label, data in row] for row in rows]
    return {"inline_keyboard": keyboard} if rows else None


_FORM = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
