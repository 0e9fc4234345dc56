"""Telegram's side of a webhook: posts each update until it hears 200, and those of one chat one after another."""

import asyncio
from collections import Counter
from itertools import count
from urllib.parse import urlsplit

import httpx

from tests.e2e.rules import Json
from tests.e2e.updates import Updates

HEADER = "X-Telegram-Bot-Api-Secret-Token"
AGAIN_SECONDS = 0.05
PATIENCE_SECONDS = 60.0


class Posting:
    """Posts to the processes on these ports in turn, as a load balancer does.

    heard: each status, with its update.
    cut:   how many posts of each user's updates a process took and never answered, because it died.
    """

    def __init__(self, updates: Updates, url: str, secret: str, ports: list[int]) -> None:
        self._updates, self._path, self._secret, self._ports = updates, urlsplit(url).path, secret, ports
        self._turns = count()
        self._chats: dict[int, asyncio.Lock] = {}
        self._client = httpx.AsyncClient(timeout=PATIENCE_SECONDS)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self.heard: list[tuple[int, int]] = []
        self.cut: Counter[int] = Counter()

    def begin(self, update: Json) -> None:
        """Post an update until it is taken."""
        self._tasks[update["update_id"]] = asyncio.create_task(self._post_until_taken(update))

    async def post(self, update: Json) -> int:
        """Post an update once more, whatever became of it; return the status."""
        port = self._ports[next(self._turns) % len(self._ports)]
        headers = {HEADER: self._secret}
        answer = await self._client.post(f"http://127.0.0.1:{port}{self._path}", json=update, headers=headers)
        self.heard.append((update["update_id"], answer.status_code))
        return answer.status_code

    async def stop(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        await self._client.aclose()

    async def _post_until_taken(self, update: Json) -> None:
        content = update.get("message") or update["callback_query"]
        user_id: int = content["from"]["id"]
        async with self._chats.setdefault(user_id, asyncio.Lock()):
            while True:
                if await self._is_taken(update, user_id):
                    break
                await asyncio.sleep(AGAIN_SECONDS)  # what Telegram does, only sooner
        self._updates.confirm(update["update_id"])

    async def _is_taken(self, update: Json, user_id: int) -> bool:
        try:
            return await self.post(update) == 200
        except httpx.ConnectError:
            return False
        except httpx.TransportError:
            self.cut[user_id] += 1
            return False
