"""What only the SQLite store promises: durable files, refused files, and errors by their name."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import Settings
from bot.store import Change, Stored, StoreError, UnusableStoreError
from bot.store.migrate import MIGRATIONS, migrate, numbered, statements
from bot.store.opening import open_database
from bot.store.sqlite import SqliteStore, is_passing, open_sqlite
from dialogs.state import UserState, to_json
from tests.fakes import MONDAY_7AM

ROW = Stored(to_json(UserState(agreed_at=MONDAY_7AM)))


def settings_for(path: Path) -> Settings:
    return Settings(_env_file=None, database_url=SecretStr(f"sqlite:///{path}"))


async def opened(path: Path) -> SqliteStore:
    return await open_sqlite(path, lambda: MONDAY_7AM)


async def test_rows_outlive_the_process_and_the_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "bot.db"
    first = await open_database(settings_for(path), lambda: MONDAY_7AM)
    await first.change(1, lambda _: Change(ROW))
    await first.close()

    second = await opened(path)
    seen: list[Stored | None] = []

    def look(stored: Stored | None) -> Change:
        seen.append(stored)
        return Change()

    await second.change(1, look)
    await second.close()

    assert seen == [ROW]
    assert path.parent.stat().st_mode & 0o077 == 0


async def test_the_file_is_opened_for_durable_writes(tmp_path: Path) -> None:
    store = await opened(tmp_path / "bot.db")
    settings = await store._run(  # noqa: SLF001  # nothing else tells what the connection is set to
        lambda connection: [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    )
    await store.close()

    assert settings == ["wal", 2, 1, 5000]


async def test_a_database_from_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    await (await opened(path)).close()
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    before = path.read_bytes()

    with pytest.raises(UnusableStoreError, match=r"schema 99.*start the newer version"):
        await opened(path)

    assert path.read_bytes() == before


async def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipes (id INTEGER)")
    other.commit()
    other.close()

    with pytest.raises(UnusableStoreError, match="another program"):
        await opened(path)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    path.write_text("not a database, but long enough to be looked at " * 100)

    with pytest.raises(UnusableStoreError, match="not a database"):
        await opened(path)


async def test_a_path_that_cannot_be_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UnusableStoreError, match=r"Not a directory|File exists"):
        await open_database(settings_for(tmp_path / "file" / "bot.db"), lambda: MONDAY_7AM)
    with pytest.raises(UnusableStoreError, match="unable to open"):
        await opened(tmp_path)


async def test_a_locked_database_is_an_error_that_may_pass_and_the_change_works_later(tmp_path: Path) -> None:
    store = await opened(tmp_path / "bot.db")
    await store._run(lambda connection: connection.execute("PRAGMA busy_timeout = 0"))  # noqa: SLF001  # no waiting
    other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="locked"):
        await store.change(1, lambda _: Change(ROW))
    other.execute("ROLLBACK")
    await store.change(1, lambda _: Change(ROW))
    rows = other.execute("SELECT user_id FROM users").fetchall()
    other.close()
    await store.close()

    assert rows == [(1,)]


async def test_who_works_alone_lets_nobody_else_in_and_comes_in_only_where_nobody_is(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    for _ in range(2):  # a new file, then one that is there
        store = await open_sqlite(path, lambda: MONDAY_7AM, alone=True)
        other = sqlite3.connect(path, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("SELECT count(*) FROM users")
        await store.close()
        assert other.execute("SELECT count(*) FROM users").fetchone() == (0,)
        with pytest.raises(StoreError, match="another process holds"):
            await open_sqlite(path, lambda: MONDAY_7AM, alone=True)
        other.close()


async def test_a_full_disk_undoes_the_transaction_and_later_ones_work(tmp_path: Path) -> None:
    store = await opened(tmp_path / "bot.db")
    pages = await store._run(lambda connection: connection.execute("PRAGMA page_count").fetchone()[0])  # noqa: SLF001
    await store._run(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}"))  # noqa: SLF001
    large = Stored(ROW.state + b" " * 50_000)

    with pytest.raises(StoreError, match="full"):
        await store.change(1, lambda _: Change(large))
    await store._run(lambda connection: connection.execute("PRAGMA max_page_count = 100000"))  # noqa: SLF001
    kept = await store.change(1, lambda stored: Change(large if stored is None else None))
    await store.close()

    assert kept.keep == large


async def test_one_change_that_cannot_be_written_fails_alone(tmp_path: Path) -> None:
    store = await opened(tmp_path / "bot.db")
    wrong = Stored(None)  # type: ignore[arg-type]  # what no turn makes, but a mistake might

    results = await asyncio.gather(
        *(store.change(user, lambda _, row=wrong if user == 3 else ROW: Change(row)) for user in range(6)),  # type: ignore[misc]
        return_exceptions=True,
    )
    users = await store._run(lambda connection: connection.execute("SELECT user_id FROM users").fetchall())  # noqa: SLF001
    await store.close()

    assert [user for user, result in enumerate(results) if isinstance(result, sqlite3.IntegrityError)] == [3]
    assert [user for (user,) in users] == [0, 1, 2, 4, 5]


async def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = await opened(tmp_path / "bot.db")
    await store.close()

    with pytest.raises(StoreError, match="closed"):
        await store.due(MONDAY_7AM, 1)


def test_the_migrations_are_numbered_without_a_gap() -> None:
    for folder in ("sqlite", "postgres"):
        found = [number for number, _ in numbered(MIGRATIONS / folder)]
        assert found == list(range(1, len(found) + 1))


def test_a_gap_in_the_numbers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "0001_first.sql").write_text("")
    (tmp_path / "0003_third.sql").write_text("")

    with pytest.raises(UnusableStoreError, match="numbered"):
        numbered(tmp_path)


def test_a_migration_that_fails_leaves_the_schema_before_it(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
    first = (1, "CREATE TABLE a (id INTEGER);")
    second = (2, "CREATE TABLE b (id INTEGER);\nCREATE TABLE a (id INTEGER);")

    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, [first, second])
    tables = connection.execute("SELECT name FROM sqlite_schema").fetchall()
    version = connection.execute("PRAGMA user_version").fetchone()
    migrate(connection, [first, (2, "CREATE TABLE b (id INTEGER);")])
    repaired = connection.execute("PRAGMA user_version").fetchone()
    connection.close()

    assert (tables, version, repaired) == ([("a",)], (1,), (2,))


def test_a_script_is_cut_into_its_statements() -> None:
    script = "-- why\nCREATE TABLE a (\n  id INTEGER\n);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n  SELECT 1;\nEND;\n"

    assert [statement.split()[0] for statement in statements(script)] == ["--", "CREATE"]


def test_only_trouble_of_the_database_itself_may_pass() -> None:
    assert is_passing(sqlite3.OperationalError("database is locked"))
    assert is_passing(sqlite3.DatabaseError("database disk image is malformed"))
    assert not is_passing(sqlite3.IntegrityError("NOT NULL constraint failed"))
    assert not is_passing(RuntimeError())
