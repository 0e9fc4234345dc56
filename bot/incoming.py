"""Telegram update -> what it means for the dialogue. Whatever has no meaning becomes None."""

from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, ChatMember, ChatMemberUpdated, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.botapi import RawUpdate
from bot.buttons import to_choice
from dialogs.events import Commanded, Edited, Event, Said, Shared

# Asked for in this order: an animation is a document as well, a venue a location.
_KINDS = (
    "animation", "audio", "photo", "sticker", "story", "video", "video_note", "voice", "document",
    "venue", "location", "contact", "dice", "game", "poll", "checklist", "paid_media",
)  # fmt: skip
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


@dataclass(frozen=True, slots=True)
class Tap:
    """The pressed button: the query to answer, and the message to edit; None if it is too old to be edited."""

    query_id: str
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that a user did in the private chat with the bot."""

    user_id: int
    chat_id: int
    event: Event
    tap: Tap | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody called the bot in a group."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Reached:
    """The user blocked the bot, or took that back."""

    user_id: int
    is_reachable: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody typed something after the bot's name in some chat (inline mode)."""

    query_id: str
    text: str


Meaning = Arrival | Called | Reached | Looked | None


def read(raw: RawUpdate, own_name: str) -> Meaning:
    """Return what an update means to the bot with that user name; None if nothing, or if it is no update at all."""
    try:
        update = Update.de_json(dict(raw), None)
    except (TelegramError, TypeError, ValueError, KeyError, AttributeError):
        return None
    if update.callback_query is not None:
        return _tap(update.callback_query)
    if update.message is not None:
        return _message(update.message, own_name)
    if update.edited_message is not None:
        return _edited(update.edited_message)
    if update.inline_query is not None:
        return Looked(update.inline_query.id, update.inline_query.query)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    return None


def _tap(query: CallbackQuery) -> Meaning:
    message = query.message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return None
    message_id = message.message_id if message.is_accessible else None
    return Arrival(query.from_user.id, message.chat.id, to_choice(query.data), Tap(query.id, message_id))


def _message(message: Message, own_name: str) -> Meaning:
    sender = message.from_user
    if sender is None or sender.is_bot:
        return None
    if message.chat.type in _GROUPS:
        return Called(message.chat.id) if _calls(message.text or "", own_name) else None
    if message.chat.type != ChatType.PRIVATE:
        return None
    event = _event(message)
    return None if event is None else Arrival(sender.id, message.chat.id, event)


def _event(message: Message) -> Event | None:
    # Words under a picture are words as well: they may tell of a danger.
    text = message.text if message.text is not None else message.caption
    if text:
        return _command(text) if text.startswith("/") and len(text) > 1 and text[1].isalpha() else Said(text)
    kind = next((kind for kind in _KINDS if _has(message, kind)), None)
    return None if kind is None else Shared(kind)


def _command(text: str) -> Commanded:
    first, _, argument = text[1:].replace("\n", " ").partition(" ")
    return Commanded(first.partition("@")[0].lower(), argument.strip())


def _edited(message: Message) -> Meaning:
    if message.chat.type != ChatType.PRIVATE or message.from_user is None or message.from_user.is_bot:
        return None
    return Arrival(message.from_user.id, message.chat.id, Edited(message.text or message.caption or ""))


def _membership(change: ChatMemberUpdated) -> Meaning:
    if change.chat.type != ChatType.PRIVATE:
        return None
    return Reached(change.from_user.id, change.new_chat_member.status == ChatMember.MEMBER)


def _calls(text: str, own_name: str) -> bool:
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    named = f"@{own_name}".lower()
    if first.startswith("/"):
        return "@" not in first or first.lower().endswith(named)
    return named in text.lower().split()


def _has(message: Message, kind: str) -> bool:
    value: Any = getattr(message, kind, None)
    return bool(value)
