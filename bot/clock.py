"""The clock, as a part that a test can replace."""

import asyncio
import time
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Two times: ``now`` is the calendar's (aware, UTC) and may jump; ``seconds`` only ever grows."""

    def now(self) -> datetime:
        """Return the time of the calendar."""

    def seconds(self) -> float:
        """Return seconds from an unknown beginning, for measuring spans."""

    async def sleep(self, seconds: float) -> None:
        """Return after that many seconds."""

    async def wait(self, tasks: Collection["asyncio.Task[None]"], seconds: float) -> None:
        """Return when all of these tasks (at least one) are done, or after that many seconds."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the time of the calendar."""
        return datetime.now(UTC)

    def seconds(self) -> float:
        """Return the monotonic clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Sleep without holding up anything else."""
        await asyncio.sleep(seconds)

    async def wait(self, tasks: Collection["asyncio.Task[None]"], seconds: float) -> None:
        """Wait without cancelling anything."""
        await asyncio.wait(tasks, timeout=seconds)
