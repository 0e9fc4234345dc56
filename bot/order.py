"""One user in order, users side by side."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class UserOrder:
    """Lets one task at a time work for a user, in the order in which the tasks asked.

    Holds something only for users somebody is working for, so its memory is that of the work under way.
    """

    def __init__(self) -> None:
        self._lines: dict[int, _Line] = {}

    @asynccontextmanager
    async def turn(self, user_id: int) -> AsyncIterator[None]:
        """Wait until it is this task's turn to work for the user, and hold the turn."""
        line = self._lines.get(user_id)
        if line is None:
            line = self._lines[user_id] = _Line()
        line.length += 1
        try:
            async with line.lock:  # asyncio's lock is fair: first come, first served
                yield
        finally:
            line.length -= 1
            if line.length == 0:
                del self._lines[user_id]

    def waiting(self, user_id: int) -> int:
        """How many tasks work for the user or wait to."""
        line = self._lines.get(user_id)
        return 0 if line is None else line.length

    def first_turned_away(self, user_id: int) -> bool:
        """Whether this is the first task that finds the user's line too long, since the line began."""
        line = self._lines[user_id]
        was_told, line.is_told = line.is_told, True
        return not was_told

    def __len__(self) -> int:
        """How many users are being worked for."""
        return len(self._lines)


class _Line:
    __slots__ = ("is_told", "length", "lock")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.length = 0
        self.is_told = False
