"""The bot behind a webhook: posts are taken, forged ones are not, and two processes are as good as one."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.e2e.bot_process import BotProcess
from tests.e2e.botapi import BotApi
from tests.e2e.people import Person
from tests.e2e.posting import HEADER
from tests.e2e.replicas import SECRET, started
from tests.e2e.walk import asks, begin, question_in, starts_with, walk, word

# All in the event loop of the shared bot processes.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def posted_api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def replicas(posted_api: BotApi, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[list[BotProcess]]:
    """Two processes that share a database, behind one address."""
    folders = [tmp_path_factory.mktemp(name) for name in ("one", "two")]
    async with started(posted_api, folders, DATA_DIR=str(tmp_path_factory.mktemp("shared"))) as processes:
        yield processes


@pytest.fixture
def ann(posted_api: BotApi, replicas: list[BotProcess]) -> Person:
    posted_api.faults.clear()
    return posted_api.person("Wilhelmina")


async def get(api: BotApi, path: str, replica: int = 0) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.get(f"http://127.0.0.1:{api.ports[replica]}{path}")


async def post(api: BotApi, body: bytes, secret: str = SECRET) -> int:
    async with httpx.AsyncClient() as client:
        address = f"http://127.0.0.1:{api.ports[0]}/telegram"
        return (await client.post(address, content=body, headers={HEADER: secret})).status_code


async def test_a_whole_talk_goes_through_two_processes_in_turn(posted_api: BotApi, ann: Person) -> None:
    await begin(ann)

    result = await walk(ann, starts_with("level_self_care"))

    assert word("get_help") in "\n".join(shown.text for shown in result)
    assert posted_api.posting is not None
    assert {status for _, status in posted_api.posting.heard} == {200}


async def test_an_update_that_is_posted_twice_changes_nothing(posted_api: BotApi, ann: Person) -> None:
    await begin(ann)
    await walk(ann, asks("toilet"))
    answer = ann.send("no")
    await ann.answered(answer)
    assert posted_api.posting is not None
    repeated = posted_api.updates.confirmed[answer]

    statuses = await asyncio.gather(*(posted_api.posting.post(repeated) for _ in range(4)))

    assert statuses == [200] * 4
    assert question_in(await ann.press(word("button_no"))) == "both_legs"


@pytest.mark.parametrize("secret", ["", "x", SECRET + "0", SECRET[:-1]])
async def test_a_forged_post_is_refused_and_changes_nothing(posted_api: BotApi, ann: Person, secret: str) -> None:
    await begin(ann)
    shown = len(ann.chat.shown)
    message = {"message_id": 5, "date": 1, "chat": ann.chat.about, "from": ann.about, "text": "/forget"}

    status = await post(posted_api, json.dumps({"update_id": 900, "message": message}).encode(), secret)

    assert status == 403
    assert len(ann.chat.shown) == shown
    assert question_in(ann.last) == "age"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff\xfe{}", 400),
        (b"[" * 200_000, 400),
        (b'{"update_id": ' + b'{"a": ' * 100_000, 400),
        (b"[]", 400),
        (b'{"update_id": "7"}', 400),
        (b'{"update_id": 7}', 200),
        (b'{"update_id": 7, "message": "' + b"x" * 10_000_000 + b'"}', 413),
    ],
)
async def test_whatever_is_posted_the_process_lives_on(
    posted_api: BotApi, ann: Person, body: bytes, status: int
) -> None:
    assert await post(posted_api, body) == status
    assert (await get(posted_api, "/healthz")).status_code == 200


async def test_health_and_counters_are_served_and_tell_of_nobody(posted_api: BotApi, ann: Person) -> None:
    await begin(ann)
    await walk(ann, asks("saddle"))

    pages = [await get(posted_api, "/metrics", replica) for replica in (0, 1)]

    ready = await get(posted_api, "/readyz")
    assert (ready.status_code, ready.text) == (200, "ready")
    for page in pages:
        assert "backstride_turn_seconds_count" in page.text
        assert 'backstride_calls_total{method="editMessageText",outcome="ok"}' in page.text
        assert str(ann.about["id"]) not in page.text
        assert ann.name not in page.text


async def test_a_polite_stop_ends_with_success_and_the_other_process_goes_on(
    posted_api: BotApi, replicas: list[BotProcess], ann: Person
) -> None:
    await begin(ann)

    code = await replicas[1].stop()

    assert code == 0
    assert question_in(await ann.say("18 to 50")) == "toilet"
    await replicas[1].start()


@pytest.mark.parametrize("url", ["http://bot.example/telegram", "bot.example", "https://"])
async def test_an_address_without_https_ends_the_start_with_one_clear_line(
    posted_api: BotApi, tmp_path: Path, url: str
) -> None:
    async with BotProcess(posted_api, tmp_path, WEBHOOK_URL=url) as process:
        await process.launch()

        assert await process.exit_code() == 2
        assert process.log.startswith("WEBHOOK_URL: must begin with https://")


async def test_a_port_that_is_taken_ends_the_start_with_one_clear_line(
    posted_api: BotApi, ann: Person, tmp_path: Path
) -> None:
    async with BotProcess(posted_api, tmp_path, PORT=str(posted_api.ports[0])) as process:
        await process.launch()

        assert await process.exit_code() == 2
        assert process.log.startswith("PORT: ")


async def test_a_post_is_taken_only_when_the_answer_is_out(posted_api: BotApi, ann: Person) -> None:
    await begin(ann)
    await walk(ann, asks("toilet"))
    stuck = posted_api.fault("hang", "sendMessage")
    answer = ann.send("no")

    await posted_api.happened.until(lambda: stuck.struck)
    assert not posted_api.has_confirmed(answer)

    assert posted_api.posting is not None
    assert (answer, 200) not in posted_api.posting.heard
