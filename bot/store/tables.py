"""All rows of a store, table by table in the order of their keys: for sealing everything anew, and for copying.

Every step reads or writes a few hundred rows, so that neither memory nor a transaction grows with the database.
"""

import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.store.database import Database
from bot.store.rows import Steps
from bot.store.sealing import Sealer

Row: TypeAlias = tuple[Any, ...]

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Table:
    """columns: the first ``keys`` of them are the primary key; ``sealed`` are those that a ``Sealer`` seals."""

    name: str
    columns: tuple[str, ...]
    keys: int
    sealed: tuple[str, ...] = ()


# In an order in which each row comes after those that it refers to.
TABLES = (
    Table("users", ("user_id", "state", "applied", "answer", "suspended", "updated_at"), 1, ("state", "answer")),
    Table("alarms", ("user_id", "key", "due", "wall", "zone", "suspended"), 2),
    Table("outbox", ("user_id", "key", "due", "answer", "lease_until"), 3, ("answer",)),
    Table("diary", ("user_id", "number", "entry"), 2, ("entry",)),
    Table("counts", ("name", "count"), 1),
)
# What the database has noted about itself is no part of what it keeps.
NOTES = Table("notes", ("name", "value"), 1)


async def batches(database: Database, table: Table) -> AsyncIterator[Sequence[Row]]:
    """Yield all rows of the table."""
    after: Row | None = None
    while found := await database.run(_read(table, after)):
        yield found
        after = found[-1][: table.keys]


async def checksum(database: Database, table: Table) -> tuple[int, str]:
    """Return the number of rows, and the SHA-256 of all of them in the order of their keys."""
    count, digest = 0, hashlib.sha256()
    async for found in batches(database, table):
        count += len(found)
        digest.update("".join(f"{row!r}\n" for row in found).encode())
    return count, digest.hexdigest()


async def put(database: Database, table: Table, found: Sequence[Row]) -> None:
    """Write rows that are not there yet; at most as many as a batch has."""

    def steps() -> Steps[None]:
        width = len(table.columns)
        places = (", ".join(f"${row * width + column + 1}" for column in range(width)) for row in range(len(found)))
        listed = ", ".join(f"({row})" for row in places)
        text = f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES {listed}"  # noqa: S608  # names of ours
        yield text, tuple(value for row in found for value in row)

    await database.run(steps())


async def reseal(database: Database, table: Table, sealer: Sealer) -> int:
    """Seal every value of the table with the newest key; return how many rows are different now.

    What was written stays written if it is stopped halfway.
    """
    after: Row | None = None
    total = 0
    while True:
        after, changed = await database.run(_reseal(table, after, sealer))
        total += changed
        if after is None:
            return total


async def notes(database: Database) -> Mapping[str, bytes]:
    """Return what the store has noted about itself."""

    def steps() -> Steps[Mapping[str, bytes]]:
        found = yield "SELECT name, value FROM notes", ()
        return dict(found)

    return await database.run(steps())


async def note(database: Database, name: str, value: bytes) -> None:
    """Note something under that name."""

    def steps() -> Steps[None]:
        yield _NOTE, (name, value)

    await database.run(steps())


async def unnote(database: Database, name: str) -> None:
    """Drop what was noted under that name."""

    def steps() -> Steps[None]:
        yield "DELETE FROM notes WHERE name = $1", (name,)

    await database.run(steps())


async def begin_again(database: Database, name: str) -> None:
    """Delete everything, and note only that name."""

    def steps() -> Steps[None]:
        for table in (*reversed(TABLES), NOTES):
            yield f"DELETE FROM {table.name}", ()  # noqa: S608  # names of ours
        yield _NOTE, (name, b"")

    await database.run(steps())


async def put_notes(database: Database, noted: Mapping[str, bytes]) -> None:
    """Let these be all that is noted."""

    def steps() -> Steps[None]:
        yield "DELETE FROM notes", ()
        for name, value in noted.items():
            yield _NOTE, (name, value)

    await database.run(steps())


def _read(table: Table, after: Row | None, lock: str = "") -> Steps[list[Row]]:
    key = ", ".join(table.columns[: table.keys])
    places = ", ".join(f"${number + 1}" for number in range(table.keys))
    beyond = f"WHERE ({key}) > ({places})" if after else ""
    text = f"SELECT {', '.join(table.columns)} FROM {table.name} {beyond} ORDER BY {key} LIMIT {_AT_A_TIME}{lock}"  # noqa: S608  # names of ours
    return [tuple(row) for row in (yield text, after or ())]


def _reseal(table: Table, after: Row | None, sealer: Sealer) -> Steps[tuple[Row | None, int]]:
    """Seal the next rows; return the key of the last one (None at the end) and how many are different now."""
    found = yield from _read(table, after, " FOR UPDATE")
    changed = 0
    where = " AND ".join(f"{column} = ${number}" for number, column in enumerate(table.columns[: table.keys], start=1))
    updates = ", ".join(f"{column} = ${number}" for number, column in enumerate(table.sealed, start=table.keys + 1))
    for row in found:
        values = dict(zip(table.columns, row, strict=True))
        old = [values[column] for column in table.sealed]
        new = [sealer.resealed(row[0], f"{table.name}.{column}", values[column]) for column in table.sealed]
        if new != old:
            yield f"UPDATE {table.name} SET {updates} WHERE {where}", (*row[: table.keys], *new)  # noqa: S608  # as above
            changed += 1
    return (found[-1][: table.keys] if found else None), changed


_NOTE = "INSERT INTO notes (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
