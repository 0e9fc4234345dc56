"""Brings a SQLite database to the schema of this version: numbered files, each in one transaction.

The number of the last file that was applied stands in ``PRAGMA user_version``.
"""

import re
import sqlite3
from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable

from bot.store import UnusableStoreError


def numbered(folder: Traversable | None = None) -> list[tuple[int, str]]:
    """Return the migrations as (number, SQL), in order. Raises UnusableStoreError if a number is missing or twice."""
    names = sorted(entry.name for entry in (folder or _FOLDER).iterdir() if entry.name.endswith(".sql"))
    numbers = [int(found[1]) if (found := re.match(r"(\d{4})_", name)) else 0 for name in names]
    if numbers != list(range(1, len(names) + 1)):
        raise UnusableStoreError("the migrations that came with this version are not numbered 0001, 0002, and so on")
    return [
        (number, (folder or _FOLDER).joinpath(name).read_text("utf-8"))
        for number, name in zip(numbers, names, strict=True)
    ]


def migrate(connection: sqlite3.Connection, migrations: Iterable[tuple[int, str]]) -> None:
    """Apply what is missing. Raises UnusableStoreError if the database is newer than this version, or not ours."""
    steps = list(migrations)
    version = _version(connection)
    newest = steps[-1][0] if steps else 0
    if version > newest:
        raise UnusableStoreError(
            f"the database has schema {version}, but this version of Backstride only knows schema {newest}; "
            "start the newer version, or go back to a backup"
        )
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise UnusableStoreError("the file is a database of another program; choose another DATABASE_URL")
    for number, text in steps:
        if number > version:
            _apply(connection, number, text)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _apply(connection: sqlite3.Connection, number: int, text: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have come first while this one waited for the lock.
        if _version(connection) < number:
            for statement in statements(text):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number:d}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def statements(text: str) -> list[str]:
    """Cut a script into statements. ``executescript`` would commit the open transaction."""
    found, rest = [], ""
    for line in text.splitlines(keepends=True):
        rest += line
        if sqlite3.complete_statement(rest):
            found.append(rest.strip())
            rest = ""
    return [*found, rest.strip()] if rest.strip() else found


_FOLDER = files("bot.store").joinpath("migrations")
