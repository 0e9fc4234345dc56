"""A dialogue of a few lines, so that the bot's own parts are tested without the content of the real one."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from bot.botapi import RawUpdate
from dialogs.events import CameDue, Chose, Commanded, Event, Said
from dialogs.replies import Button, DropAlarm, Reply, Say, SetAlarm, Turn
from dialogs.state import UserState
from knowledge.load import Knowledge, load
from tests.fakes import MONDAY_7AM

USER = 41
WORDS = MappingProxyType(
    {
        "hello": "Hello.",
        "heard": "Heard {what}, number {number}.",
        "picked": "Picked {what}.",
        "noted": "Noted.",
        "ring": "Ring!",
        "go": "Go",
        "text.something_went_wrong": "Sorry, that went wrong.",
        "text.too_many_at_once": "One at a time, please.",
        "text.group_hint": "Write to me: {link}",
    }
)


@cache
def small_knowledge() -> Knowledge:
    """Return the real content with other words."""
    return replace(load(), words=WORDS)


def small_talk(state: UserState, event: Event, knowledge: Knowledge, now: datetime) -> Turn:
    """Agree with /start; count texts in ``misses``; /remind rings in ten minutes; /forget forgets; "fail" fails."""
    if not isinstance(event, CameDue):
        state = replace(state, away_since=None)
    match event:
        case Said("fail"):
            raise RuntimeError("quoting what the user wrote: fail")
        case Said(text):
            heard = replace(state, misses=state.misses + 1, node="home.heard")
            return Turn(heard, (Reply((Say("heard", {"what": text, "number": heard.misses}),)),))
        case Chose(option):
            reply = Reply((Say("picked", {"what": option}),), ((Button(Say("go"), "go", "home.idle", "1"),),), True)
            return Turn(state, (reply,), notice=Say("noted"))
        case Commanded("start"):
            return Turn(replace(state, agreed_at=now), (Reply((Say("hello"),)),))
        case Commanded("remind"):
            return Turn(state, (), (SetAlarm("r", now + timedelta(minutes=10), "07:10", "UTC"),))
        case Commanded("unremind"):
            return Turn(state, (), (DropAlarm("r"),))
        case Commanded("forget"):
            return Turn(UserState(), (Reply((Say("noted"),)),), forget=True)
        case CameDue(key, due):
            again = (SetAlarm(key, due + timedelta(days=1), "07:10", "UTC"),)
            return Turn(replace(state, misses=state.misses + 100), (Reply((Say("ring"),)),), again)
        case _:
            return Turn(state, (Reply((Say("hello"),)),))


def person(user_id: int = USER) -> dict[str, Any]:
    return {"id": user_id, "is_bot": False, "first_name": "Ann"}


def message(text: str | None, user_id: int = USER, **more: object) -> dict[str, Any]:
    words = {} if text is None else {"text": text}
    chat = {"id": user_id, "type": "private"}
    stamp = int(MONDAY_7AM.timestamp())
    return {"message_id": 7, "date": stamp, "chat": chat, "from": person(user_id), **words, **more}


def text_update(number: int, text: str, user_id: int = USER) -> RawUpdate:
    return {"update_id": number, "message": message(text, user_id)}


def tap_update(number: int, data: str | None, user_id: int = USER, **more: object) -> RawUpdate:
    query = {"id": "q", "from": person(user_id), "chat_instance": "c", "message": message("?", user_id), **more}
    return {"update_id": number, "callback_query": query | ({} if data is None else {"data": data})}


async def until(is_so: Callable[[], object]) -> None:
    """Let everything else run until something is so; fail if that takes seconds."""
    async with asyncio.timeout(5):
        while not is_so():  # noqa: ASYNC110  # nobody tells when it is so
            await asyncio.sleep(0)


def numbers(updates: Iterable[RawUpdate]) -> list[int]:
    return [update["update_id"] for update in updates]
