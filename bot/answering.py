"""From an update to its answer on the screen: the same for polling and a webhook.

Who sends more than can be answered is asked once to wait, and what comes on top is passed over; only words of danger
still get their place in the line, up to a limit. So one user's flood takes little memory and nobody else's time.
"""

import asyncio
from datetime import timedelta

import structlog

from bot.botapi import RawUpdate
from bot.clock import Clock
from bot.failures import CallFailure, Unreachable, persist
from bot.incoming import Arrival, Blocked, Called, Looked, read
from bot.order import UserOrder
from bot.outgoing import Messenger
from bot.store import Alarm, Change, Store, Stored
from bot.turn import LEASE, Outcome, Respond, suspend, take_turn
from dialogs.cards import cards
from dialogs.check.listening import first_aid
from dialogs.events import Commanded, Edited, Event, Said
from dialogs.replies import Reply, Say, SetAlarm
from dialogs.wording import message
from knowledge.load import Knowledge

SORRY = Reply((Say("text.something_went_wrong"),))
SLOWLY = Reply((Say("text.too_many_at_once"),))

_MOST_WAITING = 20
_MOST_WAITING_IN_DANGER = 40
_MOST_LOOKING = 2
_SOON = timedelta(minutes=1)


class Answering:
    """Answers one update after another for each user, and users side by side."""

    def __init__(
        self,
        store: Store,
        knowledge: Knowledge,
        respond: Respond,
        messenger: Messenger,
        order: UserOrder,
        clock: Clock,
        own_name: str,
    ) -> None:
        self._store = store
        self._knowledge = knowledge
        self._respond = respond
        self._messenger = messenger
        self._order = order
        self._clock = clock
        self._own_name = own_name
        self._link = f"https://t.me/{own_name}"
        self._showing: dict[int, asyncio.Task[None]] = {}
        self._to_set_aside: set[int] = set()

    async def answer(self, update: RawUpdate) -> None:
        """Return when the update is answered and may be confirmed."""
        meaning = read(update, self._own_name)
        match meaning:
            case Arrival() if self._is_too_much(meaning):
                await self._ask_to_slow_down(meaning)
            case Arrival():
                async with self._order.turn(meaning.user_id):
                    await self._answer(meaning, update["update_id"])
            case Blocked():
                async with self._order.turn(meaning.user_id):
                    await self._suspend(meaning.user_id)
            case Called() if not self._order.waiting(meaning.chat_id):
                async with self._order.turn(meaning.chat_id):
                    await self._point_to_private_chat(meaning)
            case Looked() if self._order.waiting(meaning.user_id) < _MOST_LOOKING:
                async with self._order.turn(meaning.user_id):
                    await self._deal_cards(meaning)
            case _:
                pass  # it means nothing, or comes faster than anybody can read

    def set_aside(self, update_id: int) -> None:
        """Let the answer of this update, if it is being shown, go to the outbox and be sent from there."""
        showing = self._showing.get(update_id)
        if showing is not None and update_id not in self._to_set_aside:
            self._to_set_aside.add(update_id)
            showing.cancel()

    def _is_too_much(self, arrival: Arrival) -> bool:
        waiting = self._order.waiting(arrival.user_id)
        if waiting < _MOST_WAITING:
            return False
        heard = first_aid(_typed(arrival.event), self._knowledge, self._clock.now())
        return heard is None or waiting >= _MOST_WAITING_IN_DANGER

    async def _ask_to_slow_down(self, arrival: Arrival) -> None:
        if not self._order.first_turned_away(arrival.user_id):
            return
        _log.warning("too_many_at_once")
        try:
            await self._messenger.show(arrival.chat_id, Outcome((message(SLOWLY, self._knowledge),)))
        except Unreachable:
            _log.info("user_not_reachable")

    async def _answer(self, arrival: Arrival, update_id: int) -> None:
        kind = type(arrival.event).__name__
        began = self._clock.seconds()
        outcome = await self._take(arrival, update_id)
        decided = self._clock.seconds()
        try:
            await self._show(arrival, outcome, update_id)
        except Unreachable:
            await self._suspend(arrival.user_id)
            _log.info("user_not_reachable", turn=update_id)
            return
        shown = self._clock.seconds()
        turn_ms, show_ms = _ms(decided - began), _ms(shown - decided)
        _log.info("turn", turn=update_id, kind=kind, node=outcome.node, turn_ms=turn_ms, show_ms=show_ms)

    async def _suspend(self, user_id: int) -> None:
        await persist(lambda: suspend(self._store, user_id, self._clock.now()), self._clock)

    async def _show(self, arrival: Arrival, outcome: Outcome, update_id: int) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._showing[update_id] = task
        try:
            await self._messenger.show(arrival.chat_id, outcome, arrival.tap)
        except asyncio.CancelledError:
            if task is None or update_id not in self._to_set_aside:
                raise
            task.uncancel()
            await persist(lambda: self._put_into_outbox(arrival.user_id, update_id), self._clock)
        finally:
            self._showing.pop(update_id, None)
            self._to_set_aside.discard(update_id)

    async def _put_into_outbox(self, user_id: int, update_id: int) -> None:
        """Keep the answer for later. Only an alarm leads to the outbox, so the answer is made that of one."""
        now = self._clock.now()
        late = Alarm(user_id, f"late.{update_id}", now + _SOON)

        def set_alarm(stored: Stored | None) -> Change:
            return Change(stored, (SetAlarm(late.key, late.due),)) if stored else Change()

        def go_off(stored: Stored | None) -> Change:
            return Change(stored, send=stored.answer) if stored else Change()

        if (await self._store.change(user_id, set_alarm)).keep is None:
            _log.warning("answer_given_up", turn=update_id)  # nothing is kept of somebody unknown
            return
        await self._store.fire(late, go_off, now + LEASE)
        _log.info("answer_set_aside", turn=update_id)

    async def _take(self, arrival: Arrival, update_id: int) -> Outcome:
        async def turn() -> Outcome:
            now = self._clock.now()
            return await take_turn(
                self._store, self._knowledge, arrival.user_id, arrival.event, update_id, now, self._respond
            )

        try:
            return await persist(turn, self._clock)
        except Exception as error:  # one broken turn must not end the talk, nor stop the others
            # The text of an error may quote what the user wrote: only its class is logged.
            _log.error("turn_failed", turn=update_id, cause=type(error).__name__, at=_place(error))
            return Outcome((message(SORRY, self._knowledge),))

    async def _deal_cards(self, looked: Looked) -> None:
        found = cards(looked.text, self._link, self._knowledge, self._clock.now())
        try:
            # Once only: the user types on, and each letter asks anew.
            await self._messenger.deal(looked.query_id, found)
        except CallFailure as failure:
            _log.info("cards_not_shown", cause=type(failure).__name__)

    async def _point_to_private_chat(self, called: Called) -> None:
        reply = Reply((Say("text.group_hint", {"link": self._link}),))
        try:
            await self._messenger.show(called.chat_id, Outcome((message(reply, self._knowledge),)))
        except Unreachable:
            _log.info("group_not_reachable")


def _typed(event: Event) -> str:
    match event:
        case Said(text) | Edited(text):
            return text
        case Commanded():
            return event.argument
        case _:
            return ""


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


def _place(error: BaseException) -> str:
    """File and line where the error was raised; never its text."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""


_log = structlog.get_logger()
