from pathlib import Path

import pytest

from bot.config import SettingsError, load_settings, setting_names
from bot.store.keys import new_key

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


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_the_database_may_be_postgresql_if_there_are_keys(tmp_path: Path, scheme: str) -> None:
    (tmp_path / ".env").write_text(f"DATABASE_URL={scheme}://ann:hidden@host/bot\nDATA_KEYS={new_key()}\n")

    settings = load_settings(tmp_path / ".env")

    assert settings.postgres_url == f"{scheme}://ann:hidden@host/bot"
    assert "hidden" not in f"{settings!r} {settings}"
    assert problems(tmp_path, f"DATABASE_URL={scheme}://ann@host/bot\n")[0].startswith("DATA_KEYS: must be set")


def test_a_password_that_would_be_cut_and_a_key_that_is_none_are_refused_without_being_quoted(tmp_path: Path) -> None:
    found = problems(tmp_path, "DATABASE_URL=postgresql://ann:secretive/x@host/bot\nDATA_KEYS=secretive\n")

    assert [problem.split(":")[0] for problem in found] == ["DATABASE_URL", "DATA_KEYS"]
    assert "secretive" not in " ".join(found)


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


@pytest.mark.parametrize(
    ("lines", "address", "port"),
    [
        ("", None, None),
        ("PORT=9090", None, 9090),
        ("WEBHOOK_URL=https://bot.example/telegram", "https://bot.example/telegram", 8080),
        ("WEBHOOK_URL=https://bot.example\nPORT=80", "https://bot.example", 80),
        ("WEBHOOK_URL=http://127.0.0.1:8443/x", "http://127.0.0.1:8443/x", 8080),
        ("WEBHOOK_URL=https://bot.example/x\nBOT_MODE=polling", None, None),
    ],
)
def test_a_webhook_is_used_if_its_address_is_set_and_polling_is_not_asked_for(
    tmp_path: Path, lines: str, address: str | None, port: int | None
) -> None:
    (tmp_path / ".env").write_text(lines)

    settings = load_settings(tmp_path / ".env")

    assert (settings.posted_to, settings.serve_on) == (address, port)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("WEBHOOK_URL=http://bot.example/telegram", "WEBHOOK_URL: must begin with https://"),
        ("WEBHOOK_URL=https://", "WEBHOOK_URL: must begin with https://"),
        ("WEBHOOK_SECRET=short", "WEBHOOK_SECRET: must be 16 to 256"),
        ("BOT_MODE=webhook", "WEBHOOK_URL: must be set"),
        ("HTTPS_PROXY=proxy.example:3128", "HTTPS_PROXY: must begin with"),
    ],
)
def test_a_setting_of_the_edge_that_is_wrong_is_told_in_one_line(tmp_path: Path, lines: str, problem: str) -> None:
    (tmp_path / ".env").write_text(lines)

    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / ".env")

    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(problem)
    assert "short" not in caught.value.problems[0].removeprefix(problem)


def test_processes_with_the_same_token_agree_on_a_secret_that_does_not_show_it(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("BOT_TOKEN=123:abc")
    (tmp_path / "two").write_text("BOT_TOKEN=123:abc")
    (tmp_path / "other").write_text("BOT_TOKEN=123:abd")

    one, two, other = (load_settings(tmp_path / name).secret for name in ("one", "two", "other"))

    assert one == two != other
    assert "abc" not in one
