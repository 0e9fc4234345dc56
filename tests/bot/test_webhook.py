import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from bot.botapi import RawUpdate
from bot.failures import Refused
from bot.webhook import Webhook
from tests.bot.talks import text_update, until
from tests.fakes import FakeBotApi, FakeClock

SECRET = "a-secret-of-a-test"


class Posted:
    """A webhook over ASGI whose answers wait at a gate. begun: ids of updates; aside: what was to be set aside."""

    def __init__(self, *, moves_aside: bool = False) -> None:
        self.begun: list[int] = []
        self.aside: list[int] = []
        self.gate = asyncio.Event()
        self.moves_aside = moves_aside
        self.api = FakeBotApi()
        self.webhook = Webhook(
            self.api, "https://bot.example/telegram", SECRET, self.answer, self.set_aside, FakeClock()
        )

    async def answer(self, update: RawUpdate) -> None:
        self.begun.append(update["update_id"])
        await self.gate.wait()

    def set_aside(self, update_id: int) -> None:
        self.aside.append(update_id)
        if self.moves_aside:
            self.gate.set()

    async def post(self, update: RawUpdate) -> int:
        transport = httpx.ASGITransport(Starlette(routes=[self.webhook.route]))
        async with httpx.AsyncClient(transport=transport, base_url="https://bot.example") as client:
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            return (await client.post("/telegram", json=update, headers=headers)).status_code


async def test_an_answer_that_cannot_be_shown_is_set_aside_and_the_post_is_taken() -> None:
    posted = Posted(moves_aside=True)

    assert await posted.post(text_update(1, "hi")) == 200
    assert posted.aside == [1]


async def test_an_update_that_cannot_be_answered_is_to_be_posted_again_and_begins_anew() -> None:
    posted = Posted()

    first = await posted.post(text_update(1, "hi"))
    posted.gate.set()
    second = await posted.post(text_update(1, "hi"))

    assert (first, second) == (503, 200)
    assert posted.begun == [1, 1]


async def test_an_update_that_is_posted_again_while_it_is_being_answered_is_answered_once() -> None:
    posted = Posted()
    posts = [asyncio.create_task(posted.post(text_update(1, "hi"))) for _ in range(3)]
    await until(lambda: posted.begun)
    posted.gate.set()

    assert await asyncio.gather(*posts) == [200] * 3
    assert posted.begun == [1]


async def test_after_the_stop_nothing_is_taken() -> None:
    posted = Posted()

    await posted.webhook.finish(1)

    assert await posted.post(text_update(1, "hi")) == 503
    assert posted.begun == []


async def test_telegram_is_told_the_address_and_the_secret_and_may_refuse_them() -> None:
    posted = Posted()
    running = asyncio.create_task(posted.webhook.run())
    await until(lambda: posted.api.webhooks)
    running.cancel()
    posted.api.failures["set_webhook"] = [Refused()]

    with pytest.raises(Refused):
        await posted.webhook.run()

    assert posted.api.webhooks == [("https://bot.example/telegram", SECRET)]
