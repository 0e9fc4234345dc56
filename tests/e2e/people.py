"""The other side of the chat: simulated users, what they do and what they see.

Nothing here sleeps or polls: each wait is for a ``Signal`` that the emulator gives when something has happened.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

from tests.e2e.rules import Json

PATIENCE_SECONDS = 60.0


class Signal:
    """Wakes everybody who waits, each time something has happened."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def give(self) -> None:
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)
        self._waiting.clear()

    async def until(self, is_so: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
        """Return once ``is_so()`` holds. Raises TimeoutError after ``seconds``."""
        async with asyncio.timeout(seconds):
            while not is_so():
                waiting = asyncio.get_running_loop().create_future()
                self._waiting.add(waiting)
                await waiting


@dataclass(frozen=True)
class Button:
    """A button as the user sees it. message_id: the message it hangs under."""

    label: str
    data: str
    message_id: int
    url: str = ""


@dataclass(frozen=True)
class Shown:
    """A message of the bot, at the moment it came or was edited. kind: text, photo or document."""

    message_id: int
    text: str
    buttons: tuple[Button, ...]
    edited: bool
    entities: tuple[Json, ...] = ()
    kind: str = "text"

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]


class Telegram(Protocol):
    """What a chat needs of the emulator."""

    me: Json
    happened: Signal

    def deliver(self, kind: str, payload: Json) -> int: ...

    def has_confirmed(self, update_id: int) -> bool: ...

    def start_query(self, person: "Person") -> str: ...


@dataclass
class Chat:
    """A chat and its messages. shown: every message and edit of the bot, in the order they came."""

    about: Json
    messages: dict[int, Json] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    may_write: bool = False
    is_blocked: bool = False
    message_ids: Iterator[int] = field(default_factory=lambda: count(1))

    def keep(self, sender: Json, content: Json) -> Json:
        number = next(self.message_ids)
        message = {"message_id": number, "date": 1_790_000_000, "chat": self.about, "from": sender, **content}
        self.messages[number] = message
        return message

    def show(self, message: Json, *, edited: bool = False) -> None:
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        number = message["message_id"]
        buttons = [Button(b["text"], b.get("callback_data", ""), number, b.get("url", "")) for row in rows for b in row]
        kind = next((kind for kind in ("photo", "document") if kind in message), "text")
        text, entities = message.get("text") or message.get("caption") or "", message.get("entities", ())
        self.shown.append(Shown(number, text, tuple(buttons), edited, tuple(entities), kind))


class Person:
    """A user in the private chat with the bot. Made by ``BotApi.person``.

    said: all that was typed, for the check that none of it reaches a log.
    notices: the short words that the bot put on taps; an empty one is a tap that was only taken note of.
    """

    def __init__(self, api: Telegram, user_id: int, name: str) -> None:
        self.api, self.name = api, name
        self.about: Json = {"id": user_id, "is_bot": False, "first_name": name, "language_code": "en"}
        self.chat = Chat({"id": user_id, "type": "private", "first_name": name})
        self.said: list[str] = []
        self.notices: list[str] = []
        self._read = 0

    # What the user does

    def send(self, text: str, chat: Chat | None = None) -> int:
        """Type a text, here or in another chat; return the id of the update."""
        self.said.append(text)
        command = len(text.split()[0]) if text.startswith("/") else 0
        entities = [{"type": "bot_command", "offset": 0, "length": command}]
        return self._post({"text": text} | ({"entities": entities} if command else {}), chat)

    def send_other(self, kind: str) -> int:
        """Send a photo, voice or sticker."""
        about: Json = {"file_id": "f1", "file_unique_id": "u1", "file_size": 9}
        sizes: dict[str, Json] = {
            "photo": {"width": 90, "height": 90},
            "voice": {"duration": 2},
            "sticker": {"type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False},
        }
        file = about | sizes[kind]
        return self._post({kind: [file] if kind == "photo" else file})

    def edit(self, text: str) -> int:
        """Change the message that the user sent last."""
        self.said.append(text)
        mine = [message for message in self.chat.messages.values() if message["from"] == self.about]
        mine[-1] |= {"text": text, "edit_date": 1_790_000_001}
        return self.api.deliver("edited_message", mine[-1])

    def tap(self, button: Button | str) -> int:
        """Tap a button: one seen before, or one under the newest message, by its label or data."""
        found = button if isinstance(button, Button) else self.button(button)
        message = self.chat.messages[found.message_id]
        query = {"id": self.api.start_query(self), "from": self.about, "message": message, "chat_instance": "1"}
        return self.api.deliver("callback_query", query | {"data": found.data})

    def block(self) -> int:
        self.chat.is_blocked = True
        return self._membership("member", "kicked")

    def unblock(self) -> int:
        self.chat.is_blocked = False
        return self._membership("kicked", "member")

    def _post(self, content: Json, chat: Chat | None = None) -> int:
        place = chat or self.chat
        place.may_write = True
        return self.api.deliver("message", place.keep(self.about, content))

    def _membership(self, old: str, new: str) -> int:
        member: dict[str, Json] = {"kicked": {"user": self.api.me, "status": "kicked", "until_date": 0}}
        member["member"] = {"user": self.api.me, "status": "member"}
        change = {"chat": self.chat.about, "from": self.about, "date": 1_790_000_000}
        change |= {"old_chat_member": member[old], "new_chat_member": member[new]}
        return self.api.deliver("my_chat_member", change)

    # What the user sees

    @property
    def last(self) -> Shown:
        """The message that came or changed last."""
        return self.chat.shown[-1]

    def button(self, name: str) -> Button:
        """The button of the newest message with this label or data."""
        for button in self.last.buttons:
            if name in (button.label, button.data):
                return button
        raise LookupError(f"no button {name!r} under {self.last.text!r}, only {self.last.labels}")

    async def next_reply(self, seconds: float = PATIENCE_SECONDS) -> Shown:
        """Wait for the next message or edit that was not yet returned."""
        await self.api.happened.until(lambda: len(self.chat.shown) > self._read, seconds)
        self._read += 1
        return self.chat.shown[self._read - 1]

    async def answered(self, update_id: int) -> list[Shown]:
        """Wait until the bot confirmed this update, that is until all replies are out; return those not yet read."""
        await self.api.happened.until(lambda: self.api.has_confirmed(update_id))
        new = self.chat.shown[self._read :]
        self._read = len(self.chat.shown)
        return new

    async def say(self, text: str) -> Shown:
        """Type a text and return the last message of the answer. Silence is a failure."""
        new = await self.answered(self.send(text))
        assert new, f"no answer to {text!r}"
        return new[-1]

    async def press(self, button: Button | str) -> Shown:
        """Tap a button and return the last message of the answer. Silence is a failure."""
        new = await self.answered(self.tap(button))
        assert new, f"no answer to a tap on {button!r}"
        return new[-1]
