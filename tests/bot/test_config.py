from pathlib import Path

import pytest

from bot.config import SettingsError, load_settings, setting_names

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AbC-dEf_123"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)


def problems(folder: Path, text: str) -> tuple[str, ...]:
    (folder / ".env").write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_settings(folder / ".env")
    return caught.value.problems


def test_without_any_setting_there_is_a_default_for_each(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / ".env")

    assert settings.bot_token is None
    assert settings.bot_api_url == "https://api.telegram.org/bot"
    assert settings.database_path == Path("data/backstride.db")


def test_every_setting_stands_in_the_example_with_a_comment_and_the_example_is_right() -> None:
    example = ROOT / ".env.example"
    blocks = example.read_text().strip().split("\n\n")[1:]

    settings = load_settings(example)

    assert [block.splitlines()[-1].partition("=")[0] for block in blocks] == list(setting_names())
    assert all(block.startswith("# ") for block in blocks)
    assert settings == load_settings(ROOT / "no.env")


@pytest.mark.parametrize("end", ["", "/", "/bot", "/bot/"])
def test_the_address_of_the_bot_api_may_end_in_several_ways(tmp_path: Path, end: str) -> None:
    (tmp_path / ".env").write_text(f"BOT_API_URL=http://127.0.0.1:8081{end}\n")

    assert load_settings(tmp_path / ".env").bot_api_url == "http://127.0.0.1:8081/bot"


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("DATA_DIR=from_file\nLOG_LEVEL=debug\n")
    monkeypatch.setenv("DATA_DIR", "from_environment")

    settings = load_settings(tmp_path / ".env")

    assert (settings.data_dir, settings.log_level) == (Path("from_environment"), "DEBUG")


@pytest.mark.parametrize(
    ("url", "path"), [("sqlite:///here.db", "here.db"), ("sqlite:////var/lib/bot.db", "/var/lib/bot.db")]
)
def test_the_database_may_lie_elsewhere(tmp_path: Path, url: str, path: str) -> None:
    (tmp_path / ".env").write_text(f"DATABASE_URL={url}\n")

    assert load_settings(tmp_path / ".env").database_path == Path(path)


def test_everything_that_is_wrong_is_told_at_once_a_line_each(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        "BOT_TOKEN=secretive token\nBOT_API_URL=api.telegram.org\nDATABASE_URL=mysql://x\nLOG_LEVEL=loud\n"
        "POLL_TIMEOUT_SECONDS=0\nBULK_MESSAGES_PER_SECOND=25\nDATA_DRI=x\n",
    )

    assert [problem.split(":")[0].split(" ")[0] for problem in found] == [
        "DATA_DRI",
        "BOT_TOKEN",
        "BOT_API_URL",
        "DATABASE_URL",
        "LOG_LEVEL",
        "POLL_TIMEOUT_SECONDS",
        "BULK_MESSAGES_PER_SECOND",
    ]
    assert "did you mean DATA_DIR?" in found[0]
    assert not any("\n" in problem or "secretive" in problem for problem in found)


def test_settings_of_other_programs_may_stand_in_the_same_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("COMPOSE_PROJECT_NAME=x\nPOSTGRES_PASSWORD=y\n")

    assert load_settings(tmp_path / ".env").bot_token is None


def test_the_token_is_not_shown_when_settings_are_printed(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"BOT_TOKEN={TOKEN}\n")

    settings = load_settings(tmp_path / ".env")

    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == TOKEN
    assert TOKEN not in f"{settings!r} {settings}"
