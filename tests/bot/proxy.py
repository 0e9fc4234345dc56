"""A way to a server that can be cut, and opened again at the same port."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit


class Proxy:
    """Passes bytes on in both directions while it is open; closed, it refuses connections and has dropped all."""

    def __init__(self) -> None:
        self._port = 0
        self._server: asyncio.Server | None = None
        self._passing: set[asyncio.Task[None]] = set()

    async def open(self, url: str) -> str:
        """Return the address that leads to the server of the URL by way of this."""
        parts = urlsplit(url)
        host, port = parts.hostname or "127.0.0.1", parts.port or 5432

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            there_reader, there_writer = await asyncio.open_connection(host, port)
            for source, sink in ((reader, there_writer), (there_reader, writer)):
                task = asyncio.create_task(_pass_on(source, sink))
                self._passing.add(task)
                task.add_done_callback(self._passing.discard)

        self._server = await asyncio.start_server(serve, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]
        user, at, _ = parts.netloc.rpartition("@")
        return urlunsplit(parts._replace(netloc=f"{user}{at}127.0.0.1:{self._port}"))

    async def close(self) -> None:
        """Cut all connections, and take no more."""
        if self._server is not None:
            self._server.close()
        passing = list(self._passing)
        for task in passing:
            task.cancel()
        await asyncio.gather(*passing, return_exceptions=True)


async def _pass_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    except OSError:
        return  # the other side has gone
    finally:
        sink.close()
        with suppress(OSError, asyncio.CancelledError):
            await sink.wait_closed()
