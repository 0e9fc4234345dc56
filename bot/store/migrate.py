"""Brings a SQLite database to the schema of this version: numbered files, each in one transaction.

The number of the last file that was applied stands in ``PRAGMA user_version``.
"""

import re
import sqlite3
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from bot.store import UnusableStoreError

Migrations = Sequence[tuple[int, str]]

MIGRATIONS = files("bot.store").joinpath("migrations")


def numbered(folder: Traversable) -> Migrations:
    """Return the migrations as (number, SQL), in order. Raises UnusableStoreError if a number is missing or twice."""
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    numbers = [int(found[1]) if (found := re.match(r"(\d{4})_", name)) else 0 for name in names]
    if numbers != list(range(1, len(names) + 1)):
        raise UnusableStoreError("the migrations that came with this version are not numbered 0001, 0002, and so on")
    return [(number, folder.joinpath(name).read_text("utf-8")) for number, name in zip(numbers, names, strict=True)]


def missing(version: int, migrations: Migrations) -> Migrations:
    """Return those that a database of this schema still needs. Raises UnusableStoreError if it is newer than all."""
    newest = max((number for number, _ in migrations), default=0)
    if version > newest:
        raise UnusableStoreError(
            f"the database has schema {version}, but this version of Backstride only knows schema {newest}; "
            "start the newer version, or go back to a backup"
        )
    return [(number, text) for number, text in migrations if number > version]


def migrate(connection: sqlite3.Connection, migrations: Migrations) -> None:
    """Apply what is missing. Raises UnusableStoreError if the database is newer than this version, or not ours."""
    version = schema(connection)
    steps = missing(version, migrations)
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise UnusableStoreError("the file is a database of another program; choose another DATABASE_URL")
    for number, text in steps:
        _apply(connection, number, text)


def schema(connection: sqlite3.Connection) -> int:
    """Return the number of the last migration that was applied."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _apply(connection: sqlite3.Connection, number: int, text: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have come first while this one waited for the lock.
        if schema(connection) < number:
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
