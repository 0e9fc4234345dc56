"""Lets the dialogue know how full the coming day is, from a count that is made anew every ten minutes."""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.store import Store, StoreError
from bot.turn import Respond
from dialogs.events import Event
from dialogs.reminders.crowd import HALF_HOUR, Crowd, crowd_of
from dialogs.replies import Turn
from dialogs.state import UserState
from knowledge.load import Knowledge

_EVERY_SECONDS = 600.0
_AHEAD = timedelta(days=1)


class CrowdWatch:
    """Counts the alarms of the coming day. Wraps ``respond``: the state that it is given knows the crowd."""

    def __init__(self, store: Store, respond: Respond, messages_per_second: float, clock: Clock) -> None:
        self._store = store
        self._respond = respond
        self._messages_per_second = messages_per_second
        self._clock = clock
        self._crowd = Crowd()

    async def run(self) -> None:
        """Count, at once and then every ten minutes, until cancelled."""
        while True:
            await self.look()
            await self._clock.sleep(_EVERY_SECONDS)

    async def look(self) -> None:
        """Count once; what was known before stands if that cannot be done."""
        now = self._clock.now()
        try:
            load = await self._store.load(now - HALF_HOUR, now + _AHEAD)
        except StoreError as error:
            _log.error("store_cannot_read", cause=str(error))
        else:
            self._crowd = crowd_of(load, self._messages_per_second)

    def respond(self, state: UserState, event: Event, knowledge: Knowledge, now: datetime) -> Turn:
        """Let the dialogue respond, with the crowd in its state."""
        return self._respond(replace(state, crowd=self._crowd), event, knowledge, now)


_log = structlog.get_logger()
