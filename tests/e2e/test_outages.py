"""Telegram cannot be reached, or refuses the bot: it waits, or says why it ends."""

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.e2e.bot_process import BotProcess
from tests.e2e.botapi import BotApi
from tests.e2e.people import PATIENCE_SECONDS, Person
from tests.e2e.walk import begin, question_in, word

# All in the event loop of the shared Bot API.
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def until_someone_knocks(port: int) -> None:
    """Listen on the port, drop the first connection, and listen no more."""
    knocked = asyncio.Event()

    def drop(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()
        knocked.set()

    async with await asyncio.start_server(drop, "127.0.0.1", port) as server, asyncio.timeout(PATIENCE_SECONDS):
        await knocked.wait()
        server.close()


async def test_the_bot_waits_for_a_network_that_is_not_there_yet(tmp_path: Path) -> None:
    async with BotApi() as later, BotProcess(later, tmp_path) as process:
        await later.stop()
        await process.launch()
        ann = later.person("Wilhelmina")
        hello = ann.send("/start")
        await until_someone_knocks(later.port)

        await later.start()
        await ann.answered(hello)

        assert word("disclaimer") in ann.last.text


async def test_an_outage_in_the_middle_of_a_talk_is_sat_out(bot_process: BotProcess, api: BotApi, ann: Person) -> None:
    await begin(ann)
    await api.stop()
    answer = ann.send("18 to 50")

    await api.start()
    await ann.answered(answer)

    assert question_in(ann.last) == "toilet"
    assert bot_process.is_running


@pytest.mark.parametrize("kind", ["429", "500", "502", "close"])
async def test_a_poll_that_fails_loses_no_update(bot_process: BotProcess, api: BotApi, ann: Person, kind: str) -> None:
    await begin(ann)
    failed = api.fault(kind, "getUpdates")

    assert question_in(await ann.say("18 to 50")) == "toilet"
    assert failed.struck == 1


async def test_another_poller_that_goes_away_again_does_not_end_the_bot(
    bot_process: BotProcess, api: BotApi, ann: Person
) -> None:
    await begin(ann)
    async with httpx.AsyncClient() as other:
        await other.post(f"{api.url}{api.token}/getUpdates", data={"timeout": 0})

    assert question_in(await ann.say("18 to 50")) == "toilet"
    assert bot_process.is_running


async def test_a_wrong_token_ends_with_one_clear_line(api: BotApi, tmp_path: Path) -> None:
    async with BotProcess(api, tmp_path, BOT_TOKEN="123456789:a-wrong-token") as process:
        await process.launch()

        assert await process.exit_code() == 2
        assert process.log.startswith("BOT_TOKEN: ")
        assert len(process.log.splitlines()) == 1
        assert "a-wrong-token" not in process.log


async def test_of_two_bots_with_one_token_one_ends_with_one_clear_line_and_the_other_answers(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    async with BotApi() as api, BotProcess(api, folders[0]) as one, BotProcess(api, folders[1]) as two:
        await one.start()
        await two.launch()
        ends = [asyncio.ensure_future(process.exit_code()) for process in (one, two)]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        [ended] = [process for process in (one, two) if not process.is_running]

        assert ends[(one, two).index(ended)].result() == 2
        assert ended.log.splitlines()[-1].startswith("another process receives the updates of this bot")
        assert word("disclaimer") in (await api.person("Wilhelmina").say("/start")).text
        for waiting in ends:
            waiting.cancel()


async def test_a_commands_menu_that_may_not_be_set_yet_holds_up_nobody(tmp_path: Path) -> None:
    async with BotApi() as api, BotProcess(api, tmp_path) as process:
        slowed = api.fault("429", "setMyCommands", retry_after=60)
        await process.start()

        assert word("disclaimer") in (await api.person("Wilhelmina").say("/start")).text
        assert slowed.struck == 1
        assert api.commands == []
