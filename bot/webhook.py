"""Updates that Telegram posts. It hears 200 only when the answer is out; whatever else it hears, it posts again.

Telegram posts the updates of one chat one after another, whichever replica takes them, so one user's order is kept.
Source: tdlib/telegram-bot-api, WebhookActor (an update of a chat waits for the one before it)
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.botapi import BotApi, RawUpdate
from bot.clock import Clock
from bot.failures import TokenRefused, deliver
from bot.limits import InteractiveLane

_HEADER = "x-telegram-bot-api-secret-token"
_MOST_BYTES = 1 << 20  # the largest update is far smaller: a text has at most 4096 characters
_PATIENCE_SECONDS = 40.0  # Telegram hangs up after a minute
_ASIDE_SECONDS = 10.0

_DONE, _WRONG, _FORBIDDEN, _TOO_LONG, _LATER = 200, 400, 403, 413, 503


class Webhook:
    """Takes posted updates.

    url:       where Telegram posts them; https.
    answer:    returns when the update needs no further post.
    set_aside: keeps the answer for later if nothing but its delivery is missing.
    """

    def __init__(
        self,
        api: BotApi,
        url: str,
        secret: str,
        answer: Callable[[RawUpdate], Awaitable[None]],
        set_aside: Callable[[int], None],
        clock: Clock,
    ) -> None:
        self._api = api
        self._url = url
        self._secret = secret
        self._answer = answer
        self._set_aside = set_aside
        self._clock = clock
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._is_stopping = False

    @property
    def route(self) -> Route:
        """Where posts are taken: the path of the address."""
        return Route(urlsplit(self._url).path or "/", self.take, methods=["POST"])

    async def run(self) -> None:
        """Ask Telegram to post, and go on until cancelled. Raises Refused and TokenRefused."""
        lane = InteractiveLane()
        await deliver(lambda: self._api.set_webhook(self._url, self._secret), lane, self._clock, fatal=(TokenRefused,))
        await asyncio.Event().wait()

    async def finish(self, seconds: float) -> None:
        """Take nothing more and let the answers under way come to their end; Telegram posts the others again."""
        self._is_stopping = True
        left = list(self._under_way.values())
        if left:
            await self._clock.wait(left, seconds)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def take(self, request: Request) -> Response:
        """Answer one post."""
        if self._is_stopping:
            return Response(status_code=_LATER)
        given = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            _log.warning("forged_post")
            return Response(status_code=_FORBIDDEN)
        try:
            body = await _read(request)
        except ClientDisconnect:
            return Response(status_code=_WRONG)
        if body is None:
            _log.warning("post_too_long")
            return Response(status_code=_TOO_LONG)
        update = _update(body)
        if update is None:
            _log.warning("post_not_understood")
            return Response(status_code=_WRONG)
        return Response(status_code=_DONE if await self._is_done(update) else _LATER)

    async def _is_done(self, update: RawUpdate) -> bool:
        number: int = update["update_id"]
        task = self._under_way.get(number)  # Telegram may have lost patience and post it again
        if task is None:
            task = self._under_way[number] = asyncio.create_task(self._answer_one(number, update))
        await self._clock.wait([task], _PATIENCE_SECONDS)
        if not task.done():
            self._set_aside(number)
            await self._clock.wait([task], _ASIDE_SECONDS)
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            _log.warning("update_not_answered_in_time", turn=number)
            return False
        return not task.cancelled()

    async def _answer_one(self, number: int, update: RawUpdate) -> None:
        try:
            await self._answer(update)
        except Exception as error:  # it would fail the next time as well
            _log.error("update_not_answered", turn=number, cause=type(error).__name__)
        finally:
            del self._under_way[number]


async def _read(request: Request) -> bytes | None:
    """Return the body; None if it is too long, without reading it to its end."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            return None
    return bytes(body)


def _update(body: bytes) -> RawUpdate | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):  # no JSON, no UTF-8, or nested without end
        return None
    is_update = isinstance(update, dict) and type(update.get("update_id")) is int
    return update if is_update else None


_log = structlog.get_logger()
