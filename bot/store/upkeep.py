"""Work on a whole database from the command line: its schema, its keys, a copy of it. Returns the lines to print.

Each raises UnusableStoreError and StoreError with one line that says why it cannot be done.
"""

from bot.clock import SystemClock
from bot.config import Settings
from bot.store import tables
from bot.store.canary import retire_keys
from bot.store.copying import copy
from bot.store.opening import open_database, open_keys

_now = SystemClock().now


async def migrate(settings: Settings) -> list[str]:
    """Bring the database to this version's schema."""
    database = await open_database(settings, _now)
    try:
        return [f"schema {await database.schema()}"]
    finally:
        await database.close()


async def rotate_keys(settings: Settings) -> list[str]:
    """Seal everything with the newest key, also what never was sealed. Can be stopped and begun again."""
    database = await open_database(settings, _now, alone=True)
    try:
        sealer = await open_keys(settings, database)
        lines = []
        for table in tables.TABLES:
            if table.sealed:
                changed = await tables.reseal(database, table, sealer)
                lines.append(f"{table.name}: {changed} rows sealed anew")
        await retire_keys(database, sealer)
        return [*lines, f"Everything is sealed with key {sealer.newest}; no other key is needed any more."]
    finally:
        await database.close()


async def copy_data(settings: Settings, target: Settings) -> list[str]:
    """Copy everything from the database of the settings into that of ``target``, which must be empty."""
    source = await open_database(settings, _now, alone=True)
    try:
        into = await open_database(target, _now, alone=True)
        try:
            copied = await copy(source, into)
        finally:
            await into.close()
    finally:
        await source.close()
    origin = "of DATA_KEYS" if settings.data_keys else f"in {settings.key_file}"
    return [
        *(f"{one.table}: {one.rows} rows, sha256 {one.checksum}" for one in copied),
        f"All rows have arrived. They open with the keys {origin}: set DATABASE_URL and DATA_KEYS, then start.",
    ]
