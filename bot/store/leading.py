"""Which of several processes sends in bulk: the one that holds an advisory lock.

The lock belongs to a connection that does nothing else. It goes with the connection, so a process that dies, or is cut
off, makes room for the next.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

_CLOSE_SECONDS = 5.0

# Named after the table, so that bots with schemas of their own in one database have a leader each.
_TRY = "SELECT pg_try_advisory_lock('users'::regclass::oid::int4, 1)"


class Leadership:
    """Tried for by ``held``, given back by ``close``. ``connect`` makes a connection."""

    def __init__(self, connect: Callable[[], Awaitable[Any]]) -> None:
        self._connect = connect
        self._connection: Any = None
        self._is_held = False

    async def held(self) -> bool:
        """Return whether this process leads; raises the errors of the connection, and can be asked again."""
        if self._connection is None or self._connection.is_closed():
            self._is_held = False
            self._connection = await self._connect()
        if self._is_held:
            await self._connection.execute("SELECT 1")  # a connection that is lost has lost the lock
        else:
            self._is_held = await self._connection.fetchval(_TRY)
        return self._is_held

    async def close(self) -> None:
        """Make room for the next."""
        if self._connection is not None:
            with suppress(OSError):  # of a connection that is gone already
                await self._connection.close(timeout=_CLOSE_SECONDS)
