"""Copies all rows of one database into another, and proves that they have arrived.

Values are copied as they are, sealed ones too, so the same keys open them on the other side.
"""

from dataclasses import dataclass

from bot.store import UnusableStoreError, tables
from bot.store.canary import UNFINISHED_COPY, known_keys
from bot.store.database import Database
from bot.store.tables import NOTES, TABLES, Table


@dataclass(frozen=True, slots=True)
class Copied:
    """A table that is the same on both sides. checksum: SHA-256 of all its rows in the order of their keys."""

    table: str
    rows: int
    checksum: str


async def copy(source: Database, target: Database) -> list[Copied]:
    """Copy everything. Nobody else may use either of them meanwhile.

    A copy that was stopped halfway is begun anew; until it is finished, no bot starts on the target. Raises
    UnusableStoreError if the target holds rows of its own, or if the two differ in the end.
    """
    await known_keys(source)  # refuses a source that is half a copy itself
    if UNFINISHED_COPY not in await tables.notes(target):
        for table in TABLES:
            if (await tables.checksum(target, table))[0]:
                raise UnusableStoreError(f"the target holds {table.name} already; copy into an empty database")
    await tables.begin_again(target, UNFINISHED_COPY)
    for table in TABLES:
        async for found in tables.batches(source, table):
            await tables.put(target, table, found)
    copied = [await _proved(source, target, table) for table in TABLES]
    await tables.put_notes(target, await tables.notes(source))
    return [*copied, await _proved(source, target, NOTES)]


async def _proved(source: Database, target: Database, table: Table) -> Copied:
    here, there = await tables.checksum(source, table), await tables.checksum(target, table)
    if here != there:
        raise UnusableStoreError(f"{table.name}: {here[0]} rows here and {there[0]} there, or they differ; copy again")
    return Copied(table.name, *here)
