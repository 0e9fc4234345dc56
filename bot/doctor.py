"""``python -m bot doctor``: is everything in order, and what is to be done if not. Works without a network as well.

Changes nothing that a start would not change, and does not hinder a bot that is running.
"""

import shutil
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Literal

import aiohttp
import tzdata  # type: ignore[import-untyped]  # has no types

from bot.clock import Clock
from bot.config import Settings, SettingsError, load_settings
from bot.store import StoreError, UnusableStoreError
from bot.store.database import Database
from bot.store.migrate import MIGRATIONS, numbered
from bot.store.opening import open_database, open_keys
from dialogs.reminders.crowd import crowd_of
from knowledge.errors import ContentError
from knowledge.load import load as load_content

_LEAST_FREE_BYTES = 500_000_000
_MOST_CLOCK_SECONDS = 30
_ANSWER_SECONDS = 10.0
_AHEAD = timedelta(days=1)
_RECENT = timedelta(hours=1)
_WORTH_MENDING = timedelta(hours=1)
_ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Apia")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. ``skip``: could not be looked at, or has no meaning here."""

    state: Literal["ok", "fix", "skip"]
    text: str

    def __str__(self) -> str:
        return f"{self.state}: {self.text}"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and a line for each half hour of the coming day in which reminders are sent."""

    findings: Sequence[Finding]
    load: Sequence[str] = ()

    @property
    def is_healthy(self) -> bool:
        """Whether nothing needs to be mended."""
        return all(finding.state != "fix" for finding in self.findings)

    def __str__(self) -> str:
        return "\n".join([*map(str, self.findings), *self.load])


async def examine_all(clock: Clock) -> Report:
    """Look at everything, the settings included."""
    try:
        settings = load_settings()
    except SettingsError as error:
        return Report([*(Finding("fix", problem) for problem in error.problems), _content(), _zones()])
    return await examine(settings, clock)


async def examine(settings: Settings, clock: Clock) -> Report:
    """Look at everything that these settings name."""
    around = [Finding("ok", "settings"), _content(), _zones(), _disk(settings)]
    telegram, (database, load) = await _telegram(settings, clock), await _store(settings, clock)
    return Report([*around, *telegram, *database], load)


def _content() -> Finding:
    try:
        knowledge = load_content()
    except ContentError as error:
        return Finding("fix", f"content: {len(error.problems)} faults; `python -m knowledge` lists them")
    return Finding("ok", f"content {knowledge.version}")


def _zones() -> Finding:
    try:
        for name in _ZONES:
            zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, OSError, ValueError):
        return Finding("fix", "time zones: their data is missing; install tzdata")
    return Finding("ok", f"time zones: tzdata {tzdata.IANA_VERSION}")


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir if settings.postgres_url else settings.database_path.parent
    folder = folder.absolute()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < _LEAST_FREE_BYTES:
        return Finding("fix", f"disk: only {free // 1_000_000} MB are free for {folder}; make room")
    return Finding("ok", f"disk: {free // 1_000_000_000} GB are free")


# Telegram


async def _telegram(settings: Settings, clock: Clock) -> Sequence[Finding]:
    if settings.bot_token is None:
        return [Finding("skip", "Telegram: BOT_TOKEN is not set, so `run` is a chat in the terminal")]
    timeout = aiohttp.ClientTimeout(total=_ANSWER_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        try:
            me, date = await _ask(session, settings, "getMe")
            if not me.get("ok"):
                return [Finding("fix", "BOT_TOKEN: Telegram does not accept it; @BotFather shows the right one")]
            webhook, _ = await _ask(session, settings, "getWebhookInfo")
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            # Its text may quote the address, which holds the token.
            return [
                Finding("skip", f"Telegram: does not answer ({type(error).__name__}), so nothing of it was looked at")
            ]
    found = [
        Finding("ok", f"token: that of @{_result(me).get('username', '')}"),
        _webhook(settings, _result(webhook), clock),
    ]
    return [*found, _clock(date, clock)] if date else found


async def _ask(session: aiohttp.ClientSession, settings: Settings, method: str) -> tuple[Mapping[str, Any], str]:
    """Return the answer and its Date header."""
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    url = f"{settings.bot_api_url}{token}/{method}"
    proxy = settings.https_proxy.get_secret_value() if settings.https_proxy and url.startswith("https:") else None
    async with session.get(url, proxy=proxy) as answer:
        content = await answer.json(content_type=None)
        if not isinstance(content, dict):
            raise aiohttp.ClientPayloadError("not an answer of the Bot API")
        return content, answer.headers.get("Date", "")


def _result(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    result = answer.get("result")
    return result if isinstance(result, dict) else {}


def _webhook(settings: Settings, info: Mapping[str, Any], clock: Clock) -> Finding:
    url, waiting = info.get("url", ""), info.get("pending_update_count", 0)
    failed_at = datetime.fromtimestamp(info.get("last_error_date", 0), UTC)
    if settings.webhook_url is None:
        kept = "; one is set at Telegram, which the start removes" if url else ""
        return Finding("ok", f"updates: by polling{kept}; {waiting} wait")
    if url != settings.webhook_url:
        return Finding("fix", "webhook: Telegram has another address or none; start the bot, which sets it")
    if clock.now() - failed_at < _RECENT:
        return Finding(
            "fix", f"webhook: Telegram could not deliver: {info.get('last_error_message', '')}; {waiting} wait"
        )
    return Finding("ok", f"webhook: is set; {waiting} wait")


def _clock(date: str, clock: Clock) -> Finding:
    try:
        apart = abs((clock.now() - parsedate_to_datetime(date)).total_seconds())
    except (TypeError, ValueError):
        return Finding("skip", "clock: Telegram's answer has no readable date")
    if apart > _MOST_CLOCK_SECONDS:
        return Finding("fix", f"clock: {apart:.0f} seconds apart from Telegram's; let the system set it (NTP)")
    return Finding("ok", "clock: as Telegram's")


# The database


async def _store(settings: Settings, clock: Clock) -> tuple[Sequence[Finding], Sequence[str]]:
    if settings.postgres_url is None and not settings.database_path.exists():
        return [Finding("ok", f"database: {settings.database_path} is not there yet; the first start makes it")], ()
    try:
        database = await open_database(settings, clock.now)
    except (UnusableStoreError, StoreError) as error:
        return [Finding("fix", f"database: {error}")], ()
    try:
        return await _open_store(settings, database, clock)
    except StoreError as error:
        return [Finding("fix", f"database: {error}")], ()
    finally:
        await database.close()


async def _open_store(settings: Settings, database: Database, clock: Clock) -> tuple[Sequence[Finding], Sequence[str]]:
    newest = len(numbered(MIGRATIONS / ("postgres" if settings.postgres_url else "sqlite")))
    found = [Finding("ok", f"database: schema {await database.schema()} of {newest}")]
    try:
        sealer = await open_keys(settings, database)
    except UnusableStoreError as error:
        found.append(Finding("fix", f"keys: {error}"))
    else:
        found.append(Finding("ok", f"keys: {sealer.newest} seals"))
    load = await database.load(clock.now(), clock.now() + _AHEAD)
    pace = settings.bulk_messages_per_second
    late = crowd_of(load, pace).late
    fullest = max(late, key=lambda half_hour: late[half_hour], default=None)
    if fullest is None:
        return [*found, Finding("ok", "reminders: none is due in the coming day")], ()
    said = f"at {pace:g} a second the last of {_hour(fullest)} comes up to {_minutes(late[fullest])} late"
    if late[fullest] > _WORTH_MENDING:
        found.append(Finding("fix", f"reminders: {said}, and what would be more than an hour late is left out"))
    else:
        found.append(Finding("ok", f"reminders: {sum(load.values())} in the coming day; {said}"))
    lines = [f"{_hour(at)} {load.get(at, 0):9} due, up to {_minutes(late[at])} late" for at in late]
    return found, [line for at, line in zip(late, lines, strict=True) if load.get(at) or late[at]]


def _hour(half_hour: datetime) -> str:
    return f"{half_hour:%a %H:%M} UTC"


def _minutes(late: timedelta) -> str:
    minutes = late / timedelta(minutes=1)
    return f"{minutes:.0f} min" if minutes >= 1 else f"{late.total_seconds():.0f} s"
