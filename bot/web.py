"""What the bot serves over HTTP: its health, its counters and, if it does not poll, the address that Telegram posts to.

/healthz    200 while the process lives
/readyz     200 while it takes updates and the store works, else 503
/metrics    counters for Prometheus
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from datetime import timedelta

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.metrics import CONTENT_TYPE, Metrics
from bot.store import Store, StoreError

_MOST_AT_A_TIME = 1000
_OVERDUE = timedelta(days=1)
_UNAVAILABLE = 503


class Health:
    """Tells how the process does. ``is_stopping`` is set when it takes no more updates."""

    def __init__(self, store: Store, metrics: Metrics, clock: Clock) -> None:
        self._store = store
        self._metrics = metrics
        self._clock = clock
        self.is_stopping = False

    def routes(self) -> Sequence[Route]:
        """Return the addresses to ask at."""
        return [
            Route("/healthz", self._healthz),
            Route("/readyz", self._readyz),
            Route("/metrics", self._metrics_text),
        ]

    async def _healthz(self, _: Request) -> Response:
        return PlainTextResponse("ok")

    async def _readyz(self, _: Request) -> Response:
        if self.is_stopping:
            return PlainTextResponse("stopping", _UNAVAILABLE)
        try:
            await self._store.load(self._clock.now(), self._clock.now())
        except StoreError:
            return PlainTextResponse("the store does not work", _UNAVAILABLE)
        return PlainTextResponse("ready")

    async def _metrics_text(self, _: Request) -> Response:
        now = self._clock.now()
        try:
            due = sum((await self._store.load(now - _OVERDUE, now)).values())
        except StoreError:
            due = 0
        return Response(self._metrics.text(due), media_type=CONTENT_TYPE)


class WebServer:
    """Serves the routes on a port from the moment it is made. Raises OSError if the port cannot be had."""

    def __init__(self, routes: Sequence[Route], host: str, port: int, finishing_seconds: float) -> None:
        self._socket = socket.create_server((host, port), backlog=_MOST_AT_A_TIME)
        self.port: int = self._socket.getsockname()[1]
        self._server = _Server(
            uvicorn.Config(
                Starlette(routes=routes),
                lifespan="off",
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                limit_concurrency=_MOST_AT_A_TIME,
                timeout_graceful_shutdown=int(finishing_seconds),
            )
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve; at the end take no new requests, and wait until the answers under way are out."""
        serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        try:
            yield
        finally:
            self._server.should_exit = True
            await serving


class _Server(uvicorn.Server):
    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]  # only used in a "with"
        """Leave the signals to the bot."""
        return nullcontext()
