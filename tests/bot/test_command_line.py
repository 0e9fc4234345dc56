from pathlib import Path

import pytest

from bot.__main__ import start
from bot.config import setting_names
from bot.store.keys import parse_keys
from bot.store.migrate import MIGRATIONS, numbered


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
