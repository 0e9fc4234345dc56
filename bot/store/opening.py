"""Which store the settings ask for, and with which keys."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.config import Settings
from bot.store import Store, UnusableStoreError
from bot.store.canary import check_keys, known_keys
from bot.store.database import Database
from bot.store.keys import make_key_file, parse_keys, read_key_file
from bot.store.sealed import SealedStore
from bot.store.sealing import Sealer


async def open_store(settings: Settings, now: Callable[[], datetime]) -> Store:
    """Open the database and see that its keys are there.

    Raises UnusableStoreError with the reason, and StoreError if another process holds it or nobody answers.
    """
    database = await open_database(settings, now)
    try:
        return SealedStore(database, await open_keys(settings, database))
    except BaseException:
        await database.close()
        raise


async def open_database(settings: Settings, now: Callable[[], datetime], *, alone: bool = False) -> Database:
    """Open the database without its keys. The folder of a file is made, for this user's eyes only.

    alone: only if no bot is running on it. Raises as ``open_store``.
    """
    if settings.postgres_url is not None:
        from bot.store.postgres import open_postgres  # asyncpg takes its time, and most have no use for it

        return await open_postgres(settings.postgres_url, now, alone=alone)
    from bot.store.sqlite import open_sqlite

    _make_folder(settings.database_path.parent)
    return await open_sqlite(settings.database_path, now, alone=alone)


async def open_keys(settings: Settings, database: Database) -> Sealer:
    """Return what seals with the keys of the settings, or of the key file, which is made for a new database.

    Raises UnusableStoreError, and nothing has changed, if a key is missing.
    """
    if settings.data_keys is not None:
        sealer, origin = Sealer(parse_keys(settings.data_keys.get_secret_value())), "DATA_KEYS"
    else:
        sealer, origin = Sealer(await _keys_of_file(settings.key_file, database)), str(settings.key_file)
    await check_keys(database, sealer, origin)
    return sealer


async def _keys_of_file(path: Path, database: Database) -> tuple[bytes, ...]:
    try:
        keys = read_key_file(path)
        if keys is None:
            if await known_keys(database):
                raise UnusableStoreError(f"{path}: is missing, and what is kept was sealed with it; put it back")
            _make_folder(path.parent)
            keys = make_key_file(path)
    except ValueError as error:
        raise UnusableStoreError(f"{path}: {error}") from None
    except OSError as error:
        raise UnusableStoreError(f"{path}: {error.strerror}") from error
    return keys


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UnusableStoreError(f"{folder}: {error.strerror}") from error
