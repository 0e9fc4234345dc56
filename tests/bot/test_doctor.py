from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.config import Settings
from bot.doctor import Report, examine
from bot.store import Change, Stored
from bot.store.opening import open_database, open_keys
from dialogs.replies import SetAlarm
from tests.fakes import FakeClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOKEN = "123456789:made-up-token-of-a-test"


class Telegram:
    """As much of Telegram as the doctor asks. date: what its clock shows; webhook: what it knows of one."""

    def __init__(self) -> None:
        self.date = "Mon, 02 Mar 2026 12:00:05 GMT"
        self.knows_the_token = True
        self.webhook: dict[str, object] = {"url": "", "pending_update_count": 0}
        app = web.Application()
        app.router.add_get("/bot{token}/getMe", self._me)
        app.router.add_get("/bot{token}/getWebhookInfo", self._webhook)
        self.server = TestServer(app)

    async def _me(self, _: web.Request) -> web.Response:
        if not self.knows_the_token:
            return web.json_response({"ok": False, "error_code": 401}, status=401)
        result = {"ok": True, "result": {"username": "backstride_bot"}}
        return web.json_response(result, headers={"Date": self.date})

    async def _webhook(self, _: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": self.webhook})


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[Telegram]:
    telegram = Telegram()
    async with telegram.server:
        yield telegram


def settings_for(telegram: Telegram, folder: Path, **more: object) -> Settings:
    url = f"http://127.0.0.1:{telegram.server.port}"
    return Settings.model_validate({"bot_token": TOKEN, "bot_api_url": url, "data_dir": folder, **more})


async def remind(settings: Settings, users: int, due: datetime) -> None:
    """Make a database in which that many users have a reminder at that time."""
    database = await open_database(settings, lambda: NOON)
    await open_keys(settings, database)
    for user in range(users):
        await database.change(user, lambda _: Change(Stored(b"{}"), (SetAlarm("r", due),)))
    await database.close()


def to_fix(report: Report) -> list[str]:
    return [finding.text.partition(":")[0] for finding in report.findings if finding.state == "fix"]


async def test_where_all_is_well_nothing_is_to_be_done(telegram: Telegram, tmp_path: Path) -> None:
    settings = settings_for(telegram, tmp_path)
    await remind(settings, 3, NOON + timedelta(hours=5))

    report = await examine(settings, FakeClock(NOON))

    assert report.is_healthy, str(report)
    assert "token: that of @backstride_bot" in str(report)
    assert report.load == ["Mon 17:00 UTC         3 due, up to 0 s late"]


async def test_a_day_that_is_too_full_is_told_with_its_fullest_half_hour(telegram: Telegram, tmp_path: Path) -> None:
    settings = settings_for(telegram, tmp_path, bulk_messages_per_second=0.01)
    await remind(settings, 40, NOON + timedelta(hours=5))

    report = await examine(settings, FakeClock(NOON))

    assert to_fix(report) == ["reminders"]
    assert "the last of Mon 17:00 UTC comes up to 67 min late" in str(report)
    assert report.load[:2] == [
        "Mon 17:00 UTC        40 due, up to 67 min late",
        "Mon 17:30 UTC         0 due, up to 37 min late",
    ]


async def test_a_token_that_telegram_does_not_know_is_to_be_mended(telegram: Telegram, tmp_path: Path) -> None:
    telegram.knows_the_token = False

    report = await examine(settings_for(telegram, tmp_path), FakeClock(NOON))

    assert to_fix(report) == ["BOT_TOKEN"]
    assert TOKEN not in str(report)


async def test_a_clock_that_is_wrong_is_noticed_by_telegrams(telegram: Telegram, tmp_path: Path) -> None:
    telegram.date = "Mon, 02 Mar 2026 12:02:00 GMT"

    assert to_fix(await examine(settings_for(telegram, tmp_path), FakeClock(NOON))) == ["clock"]


async def test_a_webhook_that_telegram_cannot_reach_is_told_with_its_reason(telegram: Telegram, tmp_path: Path) -> None:
    url = "https://example.org/telegram"
    failed = {"last_error_date": int(NOON.timestamp()) - 60, "last_error_message": "Connection timed out"}
    telegram.webhook = {"url": url, "pending_update_count": 7, **failed}

    report = await examine(settings_for(telegram, tmp_path, webhook_url=url), FakeClock(NOON))

    assert to_fix(report) == ["webhook"]
    assert "Connection timed out; 7 wait" in str(report)


async def test_offline_it_says_what_could_not_be_looked_at_and_does_the_rest(
    telegram: Telegram, tmp_path: Path
) -> None:
    settings = settings_for(telegram, tmp_path)
    await telegram.server.close()

    report = await examine(settings, FakeClock(NOON))

    assert report.is_healthy
    assert [finding.text.partition(":")[0] for finding in report.findings if finding.state == "skip"] == ["Telegram"]
    assert TOKEN not in str(report)


async def test_a_missing_key_is_told(telegram: Telegram, tmp_path: Path) -> None:
    settings = settings_for(telegram, tmp_path)
    await remind(settings, 1, NOON)
    settings.key_file.unlink()

    assert to_fix(await examine(settings, FakeClock(NOON))) == ["keys"]


async def test_a_file_that_is_no_database_is_told(telegram: Telegram, tmp_path: Path) -> None:
    settings = settings_for(telegram, tmp_path)
    settings.database_path.write_text("this is a shopping list and no database at all, however long it may be " * 9)

    assert to_fix(await examine(settings, FakeClock(NOON))) == ["database"]


async def test_nothing_is_made_where_the_bot_was_never_started(telegram: Telegram, tmp_path: Path) -> None:
    report = await examine(settings_for(telegram, tmp_path / "new"), FakeClock(NOON))

    assert report.is_healthy
    assert not (tmp_path / "new").exists()
