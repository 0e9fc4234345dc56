import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import start
from bot.config import setting_names
from bot.store.keys import new_key, parse_keys
from bot.store.migrate import MIGRATIONS, migrate, numbered

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logging_as_before: None) -> None:
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", ["run", "chat", "setup"])
def test_wrong_settings_end_with_code_2_and_a_line_each(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    monkeypatch.setenv("BOT_TOKEN", "no token at all")

    code = start([command])

    lines = capsys.readouterr().err.splitlines()
    assert code == 2
    assert [line.split(":")[0] for line in lines] == ["BOT_TOKEN", "LOG_LEVEL"]
    assert "no token at all" not in " ".join(lines)


def test_the_menu_cannot_be_set_without_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["setup"]) == 2
    assert capsys.readouterr().err.startswith("BOT_TOKEN: is not set")


@pytest.mark.parametrize("command", ["run", "chat"])
def test_an_unusable_database_ends_with_code_2_and_its_reason(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    if command == "run":
        monkeypatch.setenv("BOT_TOKEN", "1:a")

    assert start([command]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("data: ")


def test_a_fresh_key_is_printed_also_where_the_settings_are_still_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ann@host/bot")

    codes = [start(["migrate"]), start(["new-key"]), start(["new-key"])]

    told = capsys.readouterr()
    first, second = told.out.splitlines()
    assert codes == [2, 0, 0]
    assert told.err.startswith("DATA_KEYS: must be set with PostgreSQL")
    assert first != second
    assert [len(key) for key in parse_keys(f"{first},{second}")] == [32, 32]


@pytest.mark.parametrize("command", ["run", "chat", "rotate-keys"])
def test_a_missing_data_key_ends_with_code_2_and_one_line(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(["rotate-keys"]) == 0
    (tmp_path / "data" / "data.key").unlink()
    capsys.readouterr()
    if command == "run":
        monkeypatch.setenv("BOT_TOKEN", "1:a")

    assert start([command]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("data/data.key: is missing")


def test_the_schema_is_printed_and_a_copy_may_be_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["migrate"]) == 0
    assert start(["copy-data", "--to", "sqlite:///copy.db"]) == 0
    assert start(["copy-data", "--to", "copy.db"]) == 2

    told = capsys.readouterr()
    assert told.out.splitlines()[0] == f"schema {len(numbered(MIGRATIONS / 'sqlite'))}"
    assert told.err.startswith("--to: must be sqlite:///")
    assert (tmp_path / "copy.db").exists()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://ann:hidden@127.0.0.1/bot", "DATABASE_URL: must be sqlite:///"),
        ("postgresql://ann:hidden@127.0.0.1:9/bot", "127.0.0.1:9/bot: "),
        ("postgresql://ann:hidden@127.0.0.1:port/bot", "DATABASE_URL: is not an address"),
    ],
)
@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_database_that_cannot_be_reached_ends_with_code_2_and_one_line_without_the_password(
    command: str, url: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (("BOT_TOKEN", "1:a"), ("DATABASE_URL", url), ("DATA_KEYS", new_key())):
        monkeypatch.setenv(name, value)

    assert start([command]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(told)
    assert "hidden" not in line


@pytest.mark.parametrize("command", ["run", "chat", "migrate"])
def test_a_database_of_a_newer_version_ends_with_code_2_and_one_line_and_nothing_is_touched(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if command == "run":
        monkeypatch.setenv("BOT_TOKEN", "1:a")
    database = tmp_path / "data" / "backstride.db"
    database.parent.mkdir()
    with closing(sqlite3.connect(database)) as newer:
        migrate(newer, numbered(MIGRATIONS / "sqlite"))
        newer.execute("PRAGMA user_version = 99")
        newer.execute("PRAGMA journal_mode = WAL")
    before = database.read_bytes()

    assert start([command]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("data/backstride.db: the database has schema 99")
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == [database.name]


def test_a_database_of_an_older_version_is_brought_up_to_date_with_all_it_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "data" / "backstride.db"
    database.parent.mkdir()
    all_steps = numbered(MIGRATIONS / "sqlite")
    with closing(sqlite3.connect(database)) as older:
        migrate(older, all_steps[:1])
        older.execute(
            "INSERT INTO users (user_id, state, applied, answer, updated_at) VALUES (41, x'7b7d', '', x'', 0)"
        )
        older.commit()

    assert start(["migrate"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"schema {len(all_steps)}"
    with closing(sqlite3.connect(database)) as newer:
        assert newer.execute("SELECT user_id FROM users").fetchall() == [(41,)]


@pytest.mark.parametrize("command", ["run", "chat", "rotate-keys"])
def test_a_wrong_data_key_ends_with_code_2_and_one_line_and_nothing_is_touched(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(["rotate-keys"]) == 0
    capsys.readouterr()
    before = kept_notes(tmp_path)
    wrong = new_key()
    monkeypatch.setenv("DATA_KEYS", wrong)
    if command == "run":
        monkeypatch.setenv("BOT_TOKEN", "1:a")

    assert start([command]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("DATA_KEYS: what is kept was sealed with key ")
    assert wrong not in line
    assert kept_notes(tmp_path) == before


def kept_notes(folder: Path) -> list[tuple[str, bytes]]:
    """What the database knows of its keys."""
    with closing(sqlite3.connect(folder / "data" / "backstride.db")) as database:
        return database.execute("SELECT name, value FROM notes ORDER BY name").fetchall()


def test_the_start_of_a_polling_bot_imports_nothing_that_only_some_bots_need() -> None:
    """Charts, PDF, PostgreSQL and the web server would each make everybody wait for them."""
    only_some = {"asyncpg", "fpdf", "matplotlib", "numpy", "PIL", "prometheus_client", "starlette", "uvicorn"}
    look = "import sys, bot.__main__, bot.app, bot.store.sqlite; print(*sys.modules)"

    imported = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)

    assert "bot.app" in imported.stdout.split()
    assert only_some.isdisjoint(imported.stdout.split())
