"""Telegram update -> what it means for the dialogue. Whatever has no meaning becomes None.

Reads the plain JSON: making the library's objects of it took a fifth of a turn, and nobody looked at most of them.
Over a webhook anything may come that knows the secret, so nothing is trusted to be there or to be of its type.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tzfpy import get_tz

from bot.botapi import RawUpdate
from bot.buttons import to_choice
from dialogs.events import CameBack, Commanded, Edited, Event, Located, Said, Shared

# Asked for in this order: an animation is a document as well, a venue a location.
_KINDS = (
    "animation", "audio", "photo", "sticker", "story", "video", "video_note", "voice", "document",
    "venue", "location", "contact", "dice", "game", "poll", "checklist", "paid_media",
)  # fmt: skip
_PRIVATE = "private"
_GROUPS = ("group", "supergroup")
_MOST_BITS = 63  # of an id that a database can keep
_MOST_LETTERS = 4096  # https://core.telegram.org/bots/api#message

Json = Mapping[str, Any]


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
class Blocked:
    """The user blocked the bot."""

    user_id: int


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody typed something after the bot's name in some chat (inline mode)."""

    user_id: int
    query_id: str
    text: str


Meaning = Arrival | Called | Blocked | Looked | None


def read(raw: RawUpdate, own_name: str) -> Meaning:
    """Return what an update means to the bot with that user name; None if nothing, or if it is no update at all."""
    for kind, meaning_of in _READERS.items():
        content = raw.get(kind)
        if content is not None:
            try:
                return meaning_of(content, own_name)
            except (AttributeError, KeyError, TypeError, ValueError):
                return None
    return None


def _tap(query: Json, _: str) -> Meaning:
    message = query["message"]
    if message["chat"]["type"] != _PRIVATE:
        return None
    is_accessible = message["date"] != 0  # https://core.telegram.org/bots/api#inaccessiblemessage
    tap = Tap(_words(query["id"]), _number(message["message_id"]) if is_accessible else None)
    data = query.get("data")
    user_id = _of_one_person(query["from"], message["chat"])
    return Arrival(user_id, user_id, to_choice(data if isinstance(data, str) else None), tap)


def _message(message: Json, own_name: str) -> Meaning:
    sender, chat = message["from"], message["chat"]
    if sender.get("is_bot"):
        return None
    if chat["type"] in _GROUPS:
        return Called(_id(chat)) if _calls(_text(message), own_name) else None
    if chat["type"] != _PRIVATE:
        return None
    event, user_id = _event(message), _of_one_person(sender, chat)
    return None if event is None else Arrival(user_id, user_id, event)


def _event(message: Json) -> Event | None:
    text = _text(message)
    if text:
        return _command(text) if text.startswith("/") and len(text) > 1 and text[1].isalpha() else Said(text)
    kind = next((kind for kind in _KINDS if message.get(kind)), None)
    if kind == "location" and (zone := _zone_at(message["location"])):
        return Located(zone)
    return None if kind is None else Shared(kind)


def _zone_at(place: Json) -> str:
    """The time zone of a place, looked up offline; empty at sea. The place itself goes no further than here."""
    zone = get_tz(place["longitude"], place["latitude"])
    return "" if zone.startswith("Etc/") else zone


def _command(text: str) -> Commanded:
    first, _, argument = text[1:].replace("\n", " ").partition(" ")
    return Commanded(first.partition("@")[0].lower(), argument.strip())


def _edited(message: Json, _: str) -> Meaning:
    sender, chat = message["from"], message["chat"]
    if chat["type"] != _PRIVATE or sender.get("is_bot"):
        return None
    user_id = _of_one_person(sender, chat)
    return Arrival(user_id, user_id, Edited(_text(message)))


def _inline_query(query: Json, _: str) -> Meaning:
    return Looked(_id(query["from"]), _words(query["id"]), _words(query["query"]))


def _membership(change: Json, _: str) -> Meaning:
    if change["chat"]["type"] != _PRIVATE:
        return None
    user_id = _id(change["from"])
    is_member = change["new_chat_member"]["status"] == "member"
    return Arrival(user_id, _id(change["chat"]), CameBack()) if is_member else Blocked(user_id)


def _calls(text: str, own_name: str) -> bool:
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    named = f"@{own_name}".lower()
    if first.startswith("/"):
        return "@" not in first or first.lower().endswith(named)
    return named in text.lower().split()


def _text(message: Json) -> str:
    # Words under a picture are words as well: they may tell of a danger.
    text = message.get("text")
    return _words(message.get("caption", "") if text is None else text)


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    # JSON can carry half a character, which no database and no message can.
    return value[:_MOST_LETTERS].encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _of_one_person(sender: Json, chat: Json) -> int:
    """The id of the user and of the private chat, which is the same: nobody is answered in somebody else's chat."""
    if _id(sender) != _id(chat):
        raise ValueError("somebody else's chat")
    return _id(sender)


def _id(of: Json) -> int:
    return _number(of["id"])


def _number(value: object) -> int:
    if type(value) is not int or value.bit_length() > _MOST_BITS:
        raise TypeError("not an id")
    return value


_READERS: Mapping[str, Callable[[Json, str], Meaning]] = {
    "callback_query": _tap,
    "message": _message,
    "edited_message": _edited,
    "inline_query": _inline_query,
    "my_chat_member": _membership,
}
