"""Several processes of the bot behind one address, as they stand behind a load balancer."""

import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tests.e2e.bot_process import BotProcess
from tests.e2e.botapi import BotApi

SECRET = "a-secret-of-a-test-000"
URL = "https://bot.example/telegram"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@asynccontextmanager
async def started(api: BotApi, folders: Sequence[Path], **settings: str) -> AsyncIterator[list[BotProcess]]:
    """Start a process for each folder; the first makes the database, the others then come at once.

    A fault of the API calls them by their place: "0", "1" ...
    """
    async with AsyncExitStack() as stack:
        processes = []
        for place, folder in enumerate(folders):
            port = free_port()
            own = {"PORT": str(port), "BOT_API_URL": api.url_for(str(place))}
            process = BotProcess(api, folder, WEBHOOK_URL=URL, WEBHOOK_SECRET=SECRET, **own, **settings)
            processes.append(await stack.enter_async_context(process))
            await process.launch()
            api.ports.append(port)
            if place == 0:
                await api.happened.until(lambda: api.posting is not None)
        await api.happened.until(lambda: api.count("setWebhook") == len(processes))
        yield processes
