"""From an update to its answer on the screen: the same for polling and, later, a webhook."""

import structlog

from bot.botapi import RawUpdate
from bot.clock import Clock
from bot.failures import CallFailure, Unreachable, persist
from bot.incoming import Arrival, Called, Looked, Reached, read
from bot.order import UserOrder
from bot.outgoing import Messenger
from bot.store import Store
from bot.turn import Outcome, Respond, take_turn
from dialogs.cards import cards
from dialogs.replies import Reply, Say
from dialogs.wording import message
from knowledge.load import Knowledge

SORRY = Reply((Say("text.something_went_wrong"),))


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

    async def answer(self, update: RawUpdate) -> None:
        """Return when the update is answered and may be confirmed."""
        meaning = read(update, self._own_name)
        match meaning:
            case Arrival():
                async with self._order.turn(meaning.user_id):
                    await self._answer(meaning, update["update_id"])
            case Reached():
                async with self._order.turn(meaning.user_id):
                    change = self._store.resume if meaning.is_reachable else self._store.suspend
                    await persist(lambda: change(meaning.user_id), self._clock)
            case Called():
                await self._point_to_private_chat(meaning)
            case Looked():
                await self._deal_cards(meaning)
            case None:
                pass

    async def _answer(self, arrival: Arrival, update_id: int) -> None:
        log = _log.bind(turn=update_id, kind=type(arrival.event).__name__)
        began = self._clock.seconds()
        outcome = await self._take(arrival, update_id)
        decided = self._clock.seconds()
        try:
            await self._messenger.show(arrival.chat_id, outcome, arrival.tap)
        except Unreachable:
            await persist(lambda: self._store.suspend(arrival.user_id), self._clock)
            log.info("user_not_reachable")
            return
        shown = self._clock.seconds()
        log.info("turn", node=outcome.node, turn_ms=_ms(decided - began), show_ms=_ms(shown - decided))

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


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


def _place(error: BaseException) -> str:
    """File and line where the error was raised; never its text."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""


_log = structlog.get_logger()
