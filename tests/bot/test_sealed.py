"""What is sealed, which keys open it, and what happens when one is missing."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import Settings
from bot.store import Alarm, Change, Page, Store, Stored, UnusableStoreError, tables
from bot.store.canary import check_keys, known_keys
from bot.store.keys import key_id, make_key_file, new_key, parse_keys
from bot.store.opening import open_database, open_store
from bot.store.sealed import SealedStore
from bot.store.sealing import Sealer
from bot.store.sqlite import SqliteStore, open_sqlite
from bot.store.upkeep import rotate_keys
from dialogs.replies import SetAlarm
from dialogs.state import UserState, to_json
from tests.fakes import MONDAY_7AM

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
STATE = to_json(UserState(node="home.heard", agreed_at=MONDAY_7AM))
ANSWER = b'{"replies":["said once"]}'
ROW = Stored(STATE, (5, 6), ANSWER)
LATER = MONDAY_7AM + timedelta(minutes=10)
RING = Alarm(1, "ring", MONDAY_7AM)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await open_sqlite(tmp_path / "bot.db", lambda: MONDAY_7AM)
    yield opened
    await opened.close()


def settings_in(folder: Path, *keys: str) -> Settings:
    data_keys = SecretStr(",".join(keys)) if keys else None
    return Settings(_env_file=None, data_dir=folder, database_url=None, data_keys=data_keys)


async def fill(store: Store, user_id: int = 1) -> None:
    """Let the user have something in every sealed column."""
    alarm = SetAlarm("ring", MONDAY_7AM)
    await store.change(user_id, lambda _: Change(ROW, (alarm,), pages=(Page(1, b'{"note":"ran"}'),)))
    await store.fire(Alarm(user_id, "ring", MONDAY_7AM), lambda _: Change(ROW, send=ANSWER), LATER)


async def read(store: Store, user_id: int = 1) -> Stored | None:
    """The user's row with the diary."""
    seen: list[Stored | None] = []

    def look(stored: Stored | None) -> Change:
        seen.append(stored)
        return Change(wants_diary=stored is not None and stored.diary is None)

    await store.change(user_id, look)
    return seen[-1]


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


# Sealing


async def test_nothing_a_user_told_can_be_read_in_the_database(tmp_path: Path, database: SqliteStore) -> None:
    await fill(SealedStore(database, Sealer([NEW])))
    await database.close()

    kept = "".join(dump(tmp_path / "bot.db"))

    assert 'INSERT INTO "users"' in kept
    for told in (b"home.heard", b"said once", b"ran"):
        assert told.hex() not in kept.lower()


async def test_the_same_value_is_sealed_differently_each_time() -> None:
    sealer = Sealer([NEW])

    assert sealer.seal(1, "users.state", STATE) != sealer.seal(1, "users.state", STATE)


@pytest.mark.parametrize(("user_id", "column"), [(2, "users.state"), (1, "users.answer"), (11, "users.state")])
def test_a_value_that_was_moved_does_not_open(user_id: int, column: str) -> None:
    sealed = Sealer([NEW]).seal(1, "users.state", STATE)

    with pytest.raises(UnusableStoreError, match="changed, or moved"):
        Sealer([NEW]).open(user_id, column, sealed)


@pytest.mark.parametrize("place", [6, 20, -1])
def test_a_value_that_was_changed_or_cut_does_not_open(place: int) -> None:
    sealer = Sealer([NEW])
    sealed = sealer.seal(1, "users.state", STATE)
    changed = bytearray(sealed)
    changed[place] ^= 1

    for broken in (bytes(changed), sealed[:place], sealed[:8]):
        with pytest.raises(UnusableStoreError, match="changed, or moved"):
            sealer.open(1, "users.state", broken)


async def test_rows_from_before_there_were_keys_are_read_and_sealed_when_they_are_next_written(
    database: SqliteStore,
) -> None:
    await fill(database)
    store = SealedStore(database, Sealer([NEW]))

    before = await read(store)
    await store.change(1, Change)
    raw, after = await read(database), await read(store)

    assert before is not None
    assert (before.state, before.answer, before.diary) == (STATE, ANSWER, (Page(1, b'{"note":"ran"}'),))
    assert after == before
    assert raw is not None
    assert b"home.heard" not in raw.state
    assert [row.answer for row in await store.unsent(LATER, 10, LATER)] == [ANSWER]


async def test_a_waiting_message_that_does_not_open_does_not_stop_the_others(database: SqliteStore) -> None:
    await fill(SealedStore(database, Sealer([OLD])), user_id=1)
    await fill(SealedStore(database, Sealer([NEW])), user_id=2)

    unsent = await SealedStore(database, Sealer([NEW])).unsent(LATER, 10, LATER)

    assert [(row.user_id, row.answer) for row in unsent] == [(2, ANSWER)]


# Keys


def test_keys_may_be_written_in_both_kinds_of_base64_and_stand_apart_by_commas_or_lines() -> None:
    first, second = "-_" * 21 + "8", new_key()

    keys = parse_keys(f" {first},\n{second}\n")

    assert [len(key) for key in keys] == [32, 32]
    assert keys == parse_keys(f"{first.replace('-', '+').replace('_', '/')}= {second.rstrip('=')}")


@pytest.mark.parametrize("text", ["", "secretive", f"{new_key()},secretive", "secretive" * 5, "\N{SNOWMAN}" * 43])
def test_what_is_no_key_is_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(ValueError, match=r"^key [12] is not 32 bytes") as caught:
        parse_keys(text)

    assert "secretive" not in str(caught.value)


def test_a_key_that_stands_there_twice_is_refused() -> None:
    key = new_key()

    with pytest.raises(ValueError, match="twice"):
        parse_keys(f"{key},{key}")


def test_the_name_of_a_key_tells_nothing_of_it() -> None:
    assert key_id(OLD) not in OLD.hex()


def test_a_key_file_is_for_its_owner_only_and_is_never_written_over(tmp_path: Path) -> None:
    first = make_key_file(tmp_path / "data.key")

    second = make_key_file(tmp_path / "data.key")

    assert first == second
    assert (tmp_path / "data.key").stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["data.key"]  # noqa: PTH208  # all of it


async def test_a_new_database_gets_a_key_file_that_opens_it_at_the_next_start(tmp_path: Path) -> None:
    first = await open_store(settings_in(tmp_path), lambda: MONDAY_7AM)
    await fill(first)
    await first.close()

    second = await open_store(settings_in(tmp_path), lambda: MONDAY_7AM)
    kept = await read(second)
    await second.close()

    assert kept is not None
    assert kept.state == STATE


async def test_a_lost_key_file_is_told_and_nothing_is_touched(tmp_path: Path) -> None:
    store = await open_store(settings_in(tmp_path), lambda: MONDAY_7AM)
    await fill(store)
    await store.close()
    (tmp_path / "data.key").unlink()
    before = dump(tmp_path / "backstride.db")

    with pytest.raises(UnusableStoreError, match=r"data\.key: is missing"):
        await open_store(settings_in(tmp_path), lambda: MONDAY_7AM)

    assert dump(tmp_path / "backstride.db") == before
    assert not (tmp_path / "data.key").exists()


async def test_a_wrong_key_is_told_by_its_name_and_nothing_is_touched(tmp_path: Path) -> None:
    right, wrong = new_key(), new_key()
    store = await open_store(settings_in(tmp_path, right), lambda: MONDAY_7AM)
    await fill(store)
    await store.close()
    before = dump(tmp_path / "backstride.db")

    with pytest.raises(UnusableStoreError, match=f"^DATA_KEYS: .* key {key_id(parse_keys(right)[0])}") as caught:
        await open_store(settings_in(tmp_path, wrong), lambda: MONDAY_7AM)

    assert dump(tmp_path / "backstride.db") == before
    assert wrong not in str(caught.value)
    assert "\n" not in str(caught.value)


async def test_a_broken_key_file_is_told_without_being_quoted(tmp_path: Path) -> None:
    (tmp_path / "data.key").write_text("secretive")

    with pytest.raises(UnusableStoreError, match=r"data\.key: key 1 is not 32 bytes") as caught:
        await open_store(settings_in(tmp_path), lambda: MONDAY_7AM)

    assert "secretive" not in str(caught.value)


# Rotation


async def test_with_two_keys_the_newest_seals_and_both_open(database: SqliteStore) -> None:
    await fill(SealedStore(database, Sealer([OLD])), user_id=1)
    both = SealedStore(database, Sealer([NEW, OLD]))

    await fill(both, user_id=2)

    assert await read(both, 1) == await read(both, 2)
    assert await read(SealedStore(database, Sealer([NEW])), 2) == await read(both, 2)
    with pytest.raises(UnusableStoreError, match=f"key {key_id(OLD)}"):
        await read(SealedStore(database, Sealer([NEW])), 1)


async def test_a_key_is_asked_for_as_long_as_it_may_be_in_use(database: SqliteStore) -> None:
    await check_keys(database, Sealer([OLD]), "DATA_KEYS")
    await check_keys(database, Sealer([NEW, OLD]), "DATA_KEYS")

    for key, missing in ((OLD, NEW), (NEW, OLD)):
        with pytest.raises(UnusableStoreError, match=key_id(missing)):
            await check_keys(database, Sealer([key]), "DATA_KEYS")


async def test_after_a_rotation_the_newest_key_opens_everything_and_no_other_is_asked_for(tmp_path: Path) -> None:
    old, new = new_key(), new_key()
    plain = await open_database(settings_in(tmp_path), lambda: MONDAY_7AM)
    await fill(plain, user_id=1)
    await plain.close()
    store = await open_store(settings_in(tmp_path, old), lambda: MONDAY_7AM)
    await fill(store, user_id=2)
    await store.close()

    lines = await rotate_keys(settings_in(tmp_path, new, old))

    assert [line.partition(" rows")[0] for line in lines[:-1]] == ["users: 2", "outbox: 2", "diary: 2"]
    store = await open_store(settings_in(tmp_path, new), lambda: MONDAY_7AM)
    first, second = await read(store, 1), await read(store, 2)
    unsent = await store.unsent(LATER, 10, LATER)
    await store.close()
    assert first is not None
    assert first == second
    assert first.state == STATE
    assert [row.answer for row in unsent] == [ANSWER, ANSWER]
    assert STATE.hex() not in "".join(dump(tmp_path / "backstride.db")).lower()


async def test_a_rotation_that_was_stopped_goes_on_where_it_was(database: SqliteStore) -> None:
    users = tables.TABLES[0]
    await asyncio.gather(*(database.change(user, lambda _: Change(ROW)) for user in range(1200)))
    # In the last of three batches stands a value that no key opens.
    await database.change(1100, lambda _: Change(Stored(Sealer([OLD]).seal(1100, "users.state", STATE))))

    with pytest.raises(UnusableStoreError, match=key_id(OLD)):
        await tables.reseal(database, users, Sealer([NEW]))

    assert await tables.reseal(database, users, Sealer([NEW, OLD])) == 200
    assert await tables.reseal(database, users, Sealer([NEW])) == 0


async def test_keys_are_not_rotated_while_a_process_has_the_file_open(tmp_path: Path, database: SqliteStore) -> None:
    settings = Settings(
        _env_file=None, data_dir=tmp_path, database_url=SecretStr(f"sqlite:///{tmp_path}/bot.db"), data_keys=None
    )

    with pytest.raises(Exception, match="another process holds the database"):
        await rotate_keys(settings)

    assert await known_keys(database) == []
