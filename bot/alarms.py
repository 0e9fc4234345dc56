"""One loop over what is due: alarms of users, and answers of alarms that are not known to be out.

A due alarm's turn takes the alarm away, sets the next one and puts the answer into the outbox, in one transaction; the
outbox row goes when the message is out. So nothing is lost when the process dies, and a message comes twice only if it
died between sending and taking the row out. A message that cannot go out is tried until its lease is nearly over, and
then taken up anew by whichever process leads.

What to say of a late alarm is the dialogue's matter; here, those go first that can still come in time. What is too late
already can wait until there is room, so a crowd that cannot be served in time does not make everybody after it late.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.failures import Unreachable, pause_seconds, persist
from bot.limits import Lane, Leased, LeaseOver
from bot.order import UserOrder
from bot.store import Alarm, Change, Store, StoreError, Unsent
from bot.turn import LEASE, Outcome, Respond, outcome, suspend, take_alarm
from dialogs.reminders.reminding import TOO_LATE
from dialogs.replies import SetAlarm
from knowledge.load import Knowledge

_AT_A_TIME = 50
_EVERY_SECONDS = 1.0
_AFTER_A_BROKEN_TURN = timedelta(hours=1)
_TRYING = LEASE - timedelta(seconds=30)  # the last attempt needs time to come to its end


class Shows(Protocol):
    """A channel, as far as alarms need it."""

    async def show(self, user_id: int, outcome: Outcome, /, *, lane: Lane) -> None:
        """Return when everything is out. Raises Unreachable."""


class AlarmLoop:
    """Lets alarms go off while the bot runs."""

    def __init__(
        self,
        store: Store,
        knowledge: Knowledge,
        respond: Respond,
        messenger: Shows,
        order: UserOrder,
        lane: Lane,
        clock: Clock,
    ) -> None:
        self._store = store
        self._knowledge = knowledge
        self._respond = respond
        self._messenger = messenger
        self._order = order
        self._lane = lane
        self._clock = clock
        self._under_way: dict[tuple[int, str], asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Look for what is due, at once and then every second, until cancelled."""
        failures = 0
        while True:
            try:
                await self.look()
                failures = 0
            except StoreError as error:
                failures += 1
                _log.error("store_cannot_read", cause=str(error), failures=failures)
            await self._clock.sleep(max(_EVERY_SECONDS, pause_seconds(failures) if failures else 0.0))

    async def look(self) -> None:
        """Begin everything that is due now, as far as there is room for it and no other process sees to it."""
        if self._room <= 0 or not await self._store.lead():
            return
        now = self._clock.now()
        # What was under way before the rows were read may be out by the time they are here.
        busy = set(self._under_way)
        for unsent in await self._store.unsent(now, self._room, now + LEASE):
            if (unsent.user_id, unsent.key) not in busy:
                self._begin(unsent.user_id, unsent.key, lambda unsent=unsent: self._send_again(unsent, now))  # type: ignore[misc]
        for since in (now - TOO_LATE, None):
            if self._room > 0:
                for alarm in await self._store.due(now, _AT_A_TIME, since):
                    self._begin(alarm.user_id, alarm.key, lambda alarm=alarm: self._go_off(alarm))  # type: ignore[misc]

    async def finish(self, seconds: float) -> None:
        """Let what is under way come to its end; what does not is taken up after the next start."""
        left = list(self._under_way.values())
        if left:
            await self._clock.wait(left, seconds)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    @property
    def _room(self) -> int:
        return _AT_A_TIME - len(self._under_way)

    def _begin(self, user_id: int, key: str, work: Callable[[], Awaitable[None]]) -> None:
        name = (user_id, key)
        if name not in self._under_way and self._room > 0:
            self._under_way[name] = asyncio.create_task(self._guard(name, work))

    async def _guard(self, name: tuple[int, str], work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except StoreError as error:
            _log.error("store_cannot_write", cause=str(error))  # the rows are as they were: the next look finds them
        finally:
            del self._under_way[name]

    async def _go_off(self, alarm: Alarm) -> None:
        # The wait for a slot comes first: who writes meanwhile must not wait for other people's reminders.
        await self._lane.slot()
        async with self._order.turn(alarm.user_id):
            now = self._clock.now()
            try:
                answer = await take_alarm(self._store, self._knowledge, alarm, now, self._respond)
            except StoreError:
                self._lane.give_back()
                raise
            except Exception as error:  # one broken turn must not stop the others
                self._lane.give_back()
                _log.error("alarm_failed", cause=type(error).__name__)
                await self._postpone(alarm)
                return
            if answer is None or not answer.messages:
                self._lane.give_back()
            elif await self._send(alarm.user_id, alarm.key, alarm.due, answer, now):
                late = now - alarm.due
                _log.info("alarm", node=answer.node, late_ms=late // timedelta(milliseconds=1))

    async def _send_again(self, unsent: Unsent, leased: datetime) -> None:
        await self._lane.slot()
        async with self._order.turn(unsent.user_id):
            answer = outcome(unsent.answer, self._knowledge)
            if await self._send(unsent.user_id, unsent.key, unsent.due, answer, leased):
                _log.info("alarm_sent_again")

    async def _send(self, user_id: int, key: str, due: datetime, answer: Outcome, leased: datetime) -> bool:
        """Send what was leased at that time, and return whether it is out; if it is not, its row is still there."""
        try:
            await self._messenger.show(user_id, answer, lane=Leased(self._lane, self._clock, leased + _TRYING))
        except LeaseOver:
            _log.warning("alarm_put_back")
            return False
        except Unreachable:
            await persist(lambda: suspend(self._store, user_id, self._clock.now()), self._clock)
            _log.info("user_not_reachable")
        await persist(lambda: self._store.sent(user_id, key, due), self._clock)
        return True

    async def _postpone(self, alarm: Alarm) -> None:
        later = SetAlarm(alarm.key, self._clock.now() + _AFTER_A_BROKEN_TURN)
        await self._store.change(alarm.user_id, lambda stored: Change(stored, (later,)))


_log = structlog.get_logger()
