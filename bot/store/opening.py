"""Which store the settings ask for."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.store import UnusableStoreError
from bot.store.sqlite import SqliteStore, open_sqlite


async def open_store(path: Path, now: Callable[[], datetime]) -> SqliteStore:
    """Open the database at the path, and make its folder, for this user's eyes only, if it is not there.

    Raises UnusableStoreError with the reason, and StoreError if another process holds it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UnusableStoreError(f"{path.parent}: {error.strerror}") from error
    return await open_sqlite(path, now)
