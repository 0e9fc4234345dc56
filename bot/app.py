"""The composition root: the only place where the real parts are chosen and put together."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import structlog

from bot import logs
from bot.alarms import AlarmLoop
from bot.answering import Answering
from bot.botapi import BotApi, TelegramBotApi
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.crowd_watch import CrowdWatch
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

if TYPE_CHECKING:  # imported when something is served: a polling bot starts without them
    from bot.metrics import Metrics
    from bot.webhook import Webhook

_FINISHING_SECONDS = 8.0
_NEW_OBJECTS = 20_000  # before garbage is looked for; a turn makes hundreds, and nearly all go by themselves


class StartError(Exception):
    """The bot cannot work as it is set up; the text is one line that says what to do."""


def start(settings: Settings, knowledge: Knowledge) -> None:
    """Do ``run`` in an event loop of its own: uvloop's where it is installed, which halves the cost of a call."""
    try:
        import uvloop
    except ImportError:  # not on Windows
        new_loop = None
    else:
        new_loop = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(run(settings, knowledge))


async def run(settings: Settings, knowledge: Knowledge) -> None:
    """Run on Telegram until asked to stop (SIGTERM, SIGINT), then finish what was begun. Raises StartError."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    metrics = _metrics(settings)
    async with _store(settings) as (store, clock), _api(settings, metrics) as api:
        gc.set_threshold(_NEW_OBJECTS)
        # The first turn compiles the tables, which takes as long as hundreds of others: not while somebody waits.
        respond(UserState(), Commanded("start"), knowledge, clock.now())
        # What is there by now lives as long as the process: no use in looking for garbage in it, again and again.
        gc.freeze()
        await _until(stop, _serve(settings, knowledge, store, api, clock, metrics))
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


async def _serve(
    settings: Settings, knowledge: Knowledge, store: Store, api: BotApi, clock: Clock, metrics: "Metrics | None"
) -> None:
    try:
        own_name = await deliver(api.own_name, InteractiveLane(), clock, fatal=(TokenRefused,))
    except TokenRefused as failure:
        raise StartError(_WRONG_TOKEN) from failure
    messenger, order = Messenger(api, clock), UserOrder()
    crowd = CrowdWatch(store, respond, settings.bulk_messages_per_second, clock)
    answering = Answering(store, knowledge, crowd.respond, messenger, order, clock, own_name)
    bulk = BulkLane(clock, settings.bulk_messages_per_second)
    alarms = AlarmLoop(store, knowledge, respond, messenger, order, bulk, clock)
    async with _receiving(settings, store, api, answering, clock, metrics) as receiving:
        # The menu beside the rest: Telegram may let us wait long until it is set, and no answer need wait for that.
        works = (receiving.run(), alarms.run(), crowd.run(), _menu(api, knowledge, clock))
        running = [asyncio.create_task(work) for work in works]
        _log.info("started", bot=own_name, content=knowledge.version)
        try:
            await asyncio.gather(*running)
        except TokenRefused as failure:
            raise StartError(_WRONG_TOKEN) from failure
        except TakenOver as failure:
            raise StartError(_TAKEN_OVER) from failure
        except Refused as failure:
            raise StartError(_NO_WEBHOOK) from failure
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            await asyncio.gather(receiving.finish(_FINISHING_SECONDS), alarms.finish(_FINISHING_SECONDS))


@asynccontextmanager
async def _receiving(
    settings: Settings, store: Store, api: BotApi, answering: Answering, clock: Clock, metrics: "Metrics | None"
) -> AsyncIterator["Polling | Webhook"]:
    """Yield what takes the updates, within what the bot serves over HTTP, if it serves anything."""
    polling = Polling(api, answering.answer, answering.set_aside, clock, settings.poll_timeout_seconds)
    if metrics is None or settings.serve_on is None:
        yield polling
        return
    from bot.web import Health, WebServer
    from bot.webhook import Webhook

    receiving: Polling | Webhook = polling
    health = Health(store, metrics, clock)
    routes = [*health.routes()]
    if settings.posted_to is not None:
        receiving = Webhook(api, settings.posted_to, settings.secret, answering.answer, answering.set_aside, clock)
        routes.append(receiving.route)
    try:
        web = WebServer(routes, settings.bind_address, settings.serve_on, _FINISHING_SECONDS)
    except OSError as error:
        raise StartError(f"PORT: {settings.bind_address}:{settings.serve_on}: {error.strerror}") from error
    async with web.running():
        try:
            yield receiving
        finally:
            health.is_stopping = True


def _metrics(settings: Settings) -> "Metrics | None":
    if settings.serve_on is None:
        return None
    from bot.metrics import Metrics

    metrics = Metrics()
    logs.set_up(settings.log_level, watch=metrics.noticed)
    return metrics


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
        store = await open_store(settings, clock.now)
    except (UnusableStoreError, StoreError) as error:
        raise StartError(str(error)) from error
    try:
        yield store, clock
    finally:
        await store.close()


@asynccontextmanager
async def _api(settings: Settings, metrics: "Metrics | None" = None) -> AsyncIterator[BotApi]:
    if settings.bot_token is None:
        raise StartError("BOT_TOKEN: is not set; @BotFather on Telegram gives one")
    proxy = settings.https_proxy.get_secret_value() if settings.https_proxy else None
    counted = metrics.called if metrics else None
    api = TelegramBotApi(settings.bot_token.get_secret_value(), settings.bot_api_url, proxy, counted)
    try:
        yield api
    finally:
        await api.close()


_WRONG_TOKEN = "BOT_TOKEN: Telegram does not accept this token; @BotFather shows the right one"  # noqa: S105  # a line
_TAKEN_OVER = "another process receives the updates of this bot (or it has a webhook); stop that one first"
_NO_WEBHOOK = "WEBHOOK_URL: Telegram refuses this address; it must be reachable over https on port 443, 80, 88 or 8443"
_log = structlog.get_logger()
