"""The composition root: the only place where the real parts are chosen and put together."""

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any

import structlog

from bot.alarms import AlarmLoop
from bot.answering import Answering
from bot.botapi import BotApi, TelegramBotApi
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.failures import Refused, TakenOver, TokenRefused, Unreachable, deliver
from bot.limits import BulkLane, InteractiveLane
from bot.order import UserOrder
from bot.outgoing import Messenger
from bot.polling import Polling
from bot.setup import set_menu
from bot.store import Store, StoreError, UnusableStoreError
from bot.store.opening import open_store
from dialogs.engine import respond
from dialogs.events import Commanded
from dialogs.state import UserState
from knowledge.load import Knowledge

_FINISHING_SECONDS = 8.0


class StartError(Exception):
    """The bot cannot work as it is set up; the text is one line that says what to do."""


async def run(settings: Settings, knowledge: Knowledge) -> None:
    """Run on Telegram until asked to stop (SIGTERM, SIGINT), then finish what was begun. Raises StartError."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with _store(settings) as (store, clock), _api(settings) as api:
        # The first turn compiles the tables, which takes as long as hundreds of others: not while somebody waits.
        respond(UserState(), Commanded("start"), knowledge, clock.now())
        await _until(stop, _serve(settings, knowledge, store, api, clock))
    _log.info("stopped")


async def set_up(settings: Settings, knowledge: Knowledge) -> bool:
    """Set the commands menu; return whether it had to be changed. Raises StartError."""
    async with _api(settings) as api:
        try:
            return await deliver(
                lambda: set_menu(api, knowledge), InteractiveLane(), SystemClock(), fatal=(TokenRefused,)
            )
        except TokenRefused as failure:
            raise StartError(_WRONG_TOKEN) from failure
        except (Refused, Unreachable) as failure:
            raise StartError("Telegram refuses the commands menu; look at the texts named command_*") from failure


async def read_counts(settings: Settings) -> Mapping[str, int]:
    """Return all counters, the highest first. Raises StartError."""
    async with _store(settings) as (store, _clock):
        return await store.counts()


async def _serve(settings: Settings, knowledge: Knowledge, store: Store, api: BotApi, clock: Clock) -> None:
    try:
        own_name = await deliver(api.own_name, InteractiveLane(), clock, fatal=(TokenRefused,))
        await asyncio.gather(deliver(api.delete_webhook, InteractiveLane(), clock), _menu(api, knowledge, clock))
    except TokenRefused as failure:
        raise StartError(_WRONG_TOKEN) from failure
    messenger, order = Messenger(api, clock), UserOrder()
    answering = Answering(store, knowledge, respond, messenger, order, clock, own_name)
    polling = Polling(api, answering.answer, clock, settings.poll_timeout_seconds)
    bulk = BulkLane(clock, settings.bulk_messages_per_second)
    alarms = AlarmLoop(store, knowledge, respond, messenger, order, bulk, clock)
    running = [asyncio.create_task(polling.run()), asyncio.create_task(alarms.run())]
    _log.info("started", bot=own_name, content=knowledge.version)
    try:
        await asyncio.gather(*running)
    except TokenRefused as failure:
        raise StartError(_WRONG_TOKEN) from failure
    except TakenOver as failure:
        raise StartError(_TAKEN_OVER) from failure
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await asyncio.gather(polling.finish(_FINISHING_SECONDS), alarms.finish(_FINISHING_SECONDS))


async def _menu(api: BotApi, knowledge: Knowledge, clock: Clock) -> None:
    try:
        await deliver(lambda: set_menu(api, knowledge), InteractiveLane(), clock)
    except (Refused, Unreachable):
        _log.error("commands_menu_refused")  # the bot works without it


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Run the work until it ends, or until the stop, which cancels it and waits for its end."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not working.done():
        working.cancel()
    try:
        await working
    except asyncio.CancelledError:
        if not stop.is_set():
            raise


@asynccontextmanager
async def _store(settings: Settings) -> AsyncIterator[tuple[Store, Clock]]:
    clock = SystemClock()
    try:
        store = await open_store(settings.database_path, clock.now)
    except (UnusableStoreError, StoreError) as error:
        raise StartError(str(error)) from error
    try:
        yield store, clock
    finally:
        await store.close()


@asynccontextmanager
async def _api(settings: Settings) -> AsyncIterator[BotApi]:
    if settings.bot_token is None:
        raise StartError("BOT_TOKEN: is not set; @BotFather on Telegram gives one")
    api = TelegramBotApi(settings.bot_token.get_secret_value(), settings.bot_api_url)
    try:
        yield api
    finally:
        await api.close()


_WRONG_TOKEN = "BOT_TOKEN: Telegram does not accept this token; @BotFather shows the right one"  # noqa: S105  # a line
_TAKEN_OVER = "another process receives the updates of this bot (or it has a webhook); stop that one first"
_log = structlog.get_logger()
