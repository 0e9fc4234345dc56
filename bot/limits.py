"""How fast messages go out: replies to a person at once, bulk messages evenly spaced.

Telegram allows about 30 messages a second over all chats. Bulk stays below 25, so that replies find room.
Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import asyncio
from datetime import datetime
from typing import Protocol

from bot.clock import Clock


class LeaseOver(Exception):  # noqa: N818  # nobody's mistake
    """The message may be another process's by now: it must not be tried again from here."""


class Lane(Protocol):
    """A way out for messages."""

    async def slot(self) -> None:
        """Return when the next message may go out."""

    def give_back(self) -> None:
        """The slot that was waited for is not needed."""

    def pause(self, seconds: float) -> None:
        """Telegram asked to wait: give no slot before that many seconds have passed."""


class InteractiveLane:
    """Replies never wait in a queue; only the chat that was told to wait does."""

    async def slot(self) -> None:
        """Return at once."""

    def give_back(self) -> None:
        """Nothing to do: there are enough."""

    def pause(self, seconds: float) -> None:
        """Nothing to do: whoever was told to wait does so by itself."""


class BulkLane:
    """One message every ``1 / per_second`` seconds over all users, without catching up after a quiet time."""

    def __init__(self, clock: Clock, per_second: float) -> None:
        self._clock = clock
        self._spacing_seconds = 1 / per_second
        self._free_at = 0.0
        self._has_spare = False
        self._line = asyncio.Lock()

    async def slot(self) -> None:
        """Return when it is this caller's time; callers go in the order in which they came."""
        async with self._line:
            if self._has_spare:
                self._has_spare = False
                return
            while (wait := self._free_at - self._clock.seconds()) > 0:
                await self._clock.sleep(wait)
            self._free_at = self._clock.seconds() + self._spacing_seconds

    def give_back(self) -> None:
        """Let the next caller have the slot at once. Only one is kept, so that they never add up to a burst."""
        self._has_spare = True

    def pause(self, seconds: float) -> None:
        """Let everything in this lane wait."""
        self._free_at = max(self._free_at, self._clock.seconds() + seconds)
        self._has_spare = False


class Leased:
    """The lane for a message whose slot the caller has waited for already, and which is leased until some time.

    Each further part or attempt waits for a slot of its own, and none begins when the lease is over.
    """

    def __init__(self, lane: Lane, clock: Clock, until: datetime) -> None:
        self._lane = lane
        self._clock = clock
        self._until = until
        self._is_first = True

    async def slot(self) -> None:
        """Return when the message, or its next part or attempt, may go out. Raises LeaseOver."""
        if self._is_first:
            self._is_first = False
        else:
            await self._lane.slot()
        if self._clock.now() >= self._until:
            self.give_back()
            raise LeaseOver

    def give_back(self) -> None:
        """Give it back to the lane."""
        self._lane.give_back()

    def pause(self, seconds: float) -> None:
        """Let everything in the lane wait."""
        self._lane.pause(seconds)
