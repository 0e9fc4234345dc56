"""A copy has every row, or it is none."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import Settings, SettingsError, settings_for
from bot.store import Change, Page, Stored, StoreError, UnusableStoreError, tables
from bot.store.canary import UNFINISHED_COPY
from bot.store.keys import new_key
from bot.store.opening import open_database, open_store
from bot.store.upkeep import copy_data
from dialogs.replies import SetAlarm
from dialogs.state import UserState, to_json
from tests.bot.stores import postgres_schema
from tests.fakes import MONDAY_7AM

STATE = to_json(UserState(node="home.heard", agreed_at=MONDAY_7AM))
USERS = 600


@pytest.fixture
async def postgres() -> AsyncIterator[str]:
    async with postgres_schema() as url:
        yield url


@pytest.fixture
async def source(tmp_path: Path) -> Settings:
    """A SQLite database with sealed rows in all tables, more of them than are copied at a time."""
    settings = Settings(
        _env_file=None, data_dir=tmp_path, database_url=None, data_keys=SecretStr(f"{new_key()},{new_key()}")
    )
    store = await open_store(settings, lambda: MONDAY_7AM)
    alarms = [SetAlarm("ring", MONDAY_7AM, "07:00", "Europe/London"), SetAlarm("Übung_ä", MONDAY_7AM)]
    pages = [Page(1, b"one"), Page(2, b"two")]
    change = Change(Stored(STATE, (7,), b"{}"), alarms, pages=pages)
    await asyncio.gather(*(store.change(user * 10**9, lambda _: change) for user in range(USERS)))
    for alarm in await store.due(MONDAY_7AM, 5):
        await store.fire(alarm, lambda stored: Change(stored, send=b"{}", counts=("helpful.shoes",)), MONDAY_7AM)
    await store.close()
    return settings


def empty_file(source: Settings, folder: Path) -> Settings:
    return settings_for(source, f"sqlite:///{folder / 'copy.db'}")


def by_hand(settings: Settings, statement: str) -> None:
    connection = sqlite3.connect(settings.database_path)
    connection.execute(statement)
    connection.close()


async def sums(settings: Settings) -> list[tuple[int, str]]:
    database = await open_database(settings, lambda: MONDAY_7AM)
    found = [await tables.checksum(database, table) for table in (*tables.TABLES, tables.NOTES)]
    await database.close()
    return found


async def state_of(settings: Settings, user_id: int) -> bytes:
    seen: list[Stored | None] = []

    def look(stored: Stored | None) -> Change:
        seen.append(stored)
        return Change()

    store = await open_store(settings, lambda: MONDAY_7AM)
    await store.change(user_id, look)
    await store.close()
    assert seen[0] is not None
    return seen[0].state


async def test_a_copy_to_postgresql_and_back_has_the_same_rows_and_opens_with_the_same_keys(
    source: Settings, postgres: str, tmp_path: Path
) -> None:
    middle, back = settings_for(source, postgres), empty_file(source, tmp_path)

    lines = await copy_data(source, middle)
    await copy_data(middle, back)

    assert await sums(source) == await sums(middle) == await sums(back)
    assert [line.partition(" rows")[0] for line in lines[:-1]] == [
        f"users: {USERS}", f"alarms: {2 * USERS - 5}", "outbox: 5", f"diary: {2 * USERS}", "counts: 1", "notes: 1",
    ]  # fmt: skip
    assert await state_of(middle, 3 * 10**9) == await state_of(back, 3 * 10**9) == STATE


async def test_a_database_with_users_is_not_copied_into(source: Settings, tmp_path: Path) -> None:
    target = empty_file(source, tmp_path)
    store = await open_store(target, lambda: MONDAY_7AM)
    await store.change(1, lambda _: Change(Stored(STATE)))
    await store.close()
    before = await sums(target)

    with pytest.raises(UnusableStoreError, match="holds users already"):
        await copy_data(source, target)

    assert await sums(target) == before


async def test_a_row_that_gets_lost_on_the_way_is_noticed_and_no_bot_starts_on_the_copy(
    source: Settings, tmp_path: Path
) -> None:
    target = empty_file(source, tmp_path)
    await (await open_database(target, lambda: MONDAY_7AM)).close()
    by_hand(target, "CREATE TRIGGER lossy AFTER INSERT ON diary WHEN new.user_id = 0 BEGIN DELETE FROM diary; END")

    with pytest.raises(UnusableStoreError, match=r"^diary: 1200 rows here and 11\d\d there"):
        await copy_data(source, target)
    with pytest.raises(UnusableStoreError, match="never finished"):
        await open_store(target, lambda: MONDAY_7AM)

    # Once the fault is mended, the copy begins anew.
    by_hand(target, "DROP TRIGGER lossy")
    await copy_data(source, target)
    assert await sums(target) == await sums(source)


async def test_half_a_copy_is_not_copied_on(source: Settings, tmp_path: Path) -> None:
    database = await open_database(source, lambda: MONDAY_7AM)
    await tables.note(database, UNFINISHED_COPY, b"")
    await database.close()

    with pytest.raises(UnusableStoreError, match="never finished"):
        await copy_data(source, empty_file(source, tmp_path))


async def test_nothing_is_copied_while_a_process_has_the_file_open(source: Settings, tmp_path: Path) -> None:
    running = await open_store(source, lambda: MONDAY_7AM)

    with pytest.raises(StoreError, match="another process holds the database"):
        await copy_data(source, empty_file(source, tmp_path))

    await running.close()


def test_a_target_that_is_no_address_is_refused_without_being_quoted(source: Settings) -> None:
    with pytest.raises(SettingsError, match=r"^--to: must be") as caught:
        settings_for(source, "mysql://ann:secretive@host/bot")

    assert "secretive" not in str(caught.value)
