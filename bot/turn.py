"""One turn: the transaction around ``respond``. Shared by every channel and by the alarms.

Nothing is kept of a user who has not agreed to it. An update that was applied before changes nothing: if it was the
last one its answer is given again, because nobody knows whether it arrived; an earlier one was answered before the next
was taken, so it gets silence. Ids are compared for equality, because Telegram's ids jump after a quiet week.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from bot.store import Alarm, Change, Page, Store, Stored
from dialogs.diary import Diary, DiaryUnread, diary_of, entry_to_json
from dialogs.events import CameDue, Event
from dialogs.replies import Reply, Say, Turn
from dialogs.state import UserState, from_json, to_json
from dialogs.wording import Message, message, words
from knowledge.load import Knowledge

Respond = Callable[[UserState, Event, Knowledge, datetime], Turn]

# Telegram gives at most 100 unconfirmed updates at a time, so a restart repeats no more than these.
_REMEMBERED = 100
_FAR_APART = 1000

LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a turn says, as it is kept to be said again."""

    replies: tuple[Reply, ...] = ()
    notice: Say | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished answer.

    notice: a short word on the pressed button itself, empty if there is none.
    node:   where the talk now stands, for the log; empty if nothing was decided.
    """

    messages: tuple[Message, ...] = ()
    notice: str = ""
    node: str = ""


_ANSWERS = TypeAdapter(Answer)


async def take_turn(
    store: Store,
    knowledge: Knowledge,
    user_id: int,
    event: Event,
    update_id: int | None,
    now: datetime,
    respond: Respond,
) -> Outcome:
    """Let the dialogue answer the event, save what it leads to, and return what to show.

    update_id: of the update that carried the event; None in a channel that never repeats one.
    Raises StoreError if the store cannot work now, and whatever ``respond`` raises; then nothing has changed.
    """

    node, said = "", None

    def decide(stored: Stored | None) -> Change:
        nonlocal node, said
        node, said = "", None  # it may be called again
        if stored is not None and update_id is not None and update_id in stored.applied:
            return Change(answer=stored.answer if update_id == stored.applied[-1] else b"")
        try:
            turn = respond(_state(stored), event, knowledge, now)
        except DiaryUnread:
            return Change(wants_diary=True)
        node, said = turn.state.node, Answer(turn.replies, turn.notice)
        answer = _ANSWERS.dump_json(said)
        if turn.forget:
            return Change(forget=True, answer=answer)
        if turn.state.agreed_at is None:
            return Change(answer=answer)
        applied = _with(stored.applied if stored else (), update_id)
        suspended = turn.state.away_since is not None
        return _change(Stored(to_json(turn.state), applied, answer, suspended), turn, answer)

    change = await store.change(user_id, decide)
    return outcome(change.answer, knowledge, node) if said is None else _in_words(said, knowledge, node)


async def suspend(store: Store, user_id: int, now: datetime) -> None:
    """Let the user's alarms wait, because no message reaches them (they blocked the bot), and drop what is unsent.

    It lasts until their next event; what becomes of their reminders then, ``dialogs.coming_back`` decides.
    """

    def decide(stored: Stored | None) -> Change:
        if stored is None or stored.suspended:
            return Change()
        away = replace(from_json(stored.state), away_since=now)
        return Change(replace(stored, state=to_json(away), suspended=True))

    await store.change(user_id, decide)


async def take_alarm(
    store: Store, knowledge: Knowledge, alarm: Alarm, now: datetime, respond: Respond
) -> Outcome | None:
    """Let the dialogue answer an alarm; its answer stays in the outbox until ``Store.sent``. None if it is gone."""

    node = ""

    def decide(stored: Stored | None) -> Change:
        nonlocal node
        if stored is None:
            return Change()
        try:
            turn = respond(_state(stored), CameDue(alarm.key, alarm.due), knowledge, now)
        except DiaryUnread:
            return Change(wants_diary=True)
        node = turn.state.node
        if turn.forget:
            return Change(forget=True)
        answer = _ANSWERS.dump_json(Answer(turn.replies)) if turn.replies else b""
        return replace(_change(replace(stored, state=to_json(turn.state)), turn, answer), send=answer)

    change = await store.fire(alarm, decide, now + LEASE)
    return None if change is None else outcome(change.answer, knowledge, node)


def outcome(answer: bytes, knowledge: Knowledge, node: str = "") -> Outcome:
    """Put a kept answer into words."""
    if not answer:
        return Outcome(node=node)
    return _in_words(_ANSWERS.validate_json(answer), knowledge, node)


def _in_words(said: Answer, knowledge: Knowledge, node: str) -> Outcome:
    return Outcome(
        messages=tuple(message(reply, knowledge) for reply in said.replies),
        notice=words(said.notice, knowledge) if said.notice else "",
        node=node,
    )


def _state(stored: Stored | None) -> UserState:
    if stored is None:
        return UserState(diary=Diary(()))
    state = from_json(stored.state)
    if stored.diary is None:
        return state
    return replace(state, diary=diary_of((page.number, page.text) for page in stored.diary))


def _change(keep: Stored, turn: Turn, answer: bytes) -> Change:
    diary = turn.state.diary
    pages = [Page(one.number, entry_to_json(one.entry)) for one in diary.added]
    return Change(keep, turn.alarms, answer=answer, counts=turn.counts, pages=pages, torn=diary.removed)


def _with(applied: Sequence[int], update_id: int | None) -> tuple[int, ...]:
    if update_id is None:
        return tuple(applied)
    near = [earlier for earlier in applied if abs(earlier - update_id) < _FAR_APART]
    return (*near[1 - _REMEMBERED :], update_id)
