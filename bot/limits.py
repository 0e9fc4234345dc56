"""How fast messages go out: replies to a person at once, bulk messages evenly spaced.

Telegram allows about 30 messages a second over all chats. Bulk stays below 25, so that replies find room.
Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import asyncio
from typing import Protocol

from bot.clock import Clock


class Lane(Protocol):
    """A way out for messages."""

    async def slot(self) -> None:
        """Return when the next message may go out."""

    def pause(self, seconds: float) -> None:
        """Telegram asked to wait: give no slot before that many seconds have passed."""


class InteractiveLane:
    """Replies never wait in a queue; only the chat that was told to wait does."""

    async def slot(self) -> None:
        """Return at once."""

    def pause(self, seconds: float) -> None:
        """Nothing to do: whoever was told to wait does so by itself."""


class BulkLane:
    """One message every ``1 / per_second`` seconds over all users, without catching up after a quiet time."""

    def __init__(self, clock: Clock, per_second: float) -> None:
        self._clock = clock
        self._spacing_seconds = 1 / per_second
        self._free_at = 0.0
        self._line = asyncio.Lock()

    async def slot(self) -> None:
        """Return when it is this caller's time; callers go in the order in which they came."""
        async with self._line:
            while (wait := self._free_at - self._clock.seconds()) > 0:
                await self._clock.sleep(wait)
            self._free_at = self._clock.seconds() + self._spacing_seconds

    def pause(self, seconds: float) -> None:
        """Let everything in this lane wait."""
        self._free_at = max(self._free_at, self._clock.seconds() + seconds)


class Taken:
    """A lane whose slot the caller has waited for already; what Telegram asks for still reaches the lane."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane

    async def slot(self) -> None:
        """Return at once."""

    def pause(self, seconds: float) -> None:
        """Let everything in the lane wait."""
        self._lane.pause(seconds)
