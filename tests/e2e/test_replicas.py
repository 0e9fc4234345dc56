"""Three processes on one PostgreSQL: whichever dies, or when the database goes away, nobody notices more than a wait.

What the runners see is counted: the same answers lead everybody through the same questions, so a lost one would show,
and one that counted twice as well.
"""

import asyncio
import base64
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

import asyncpg  # type: ignore[import-untyped]  # has no types
import httpx
import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.config import Settings
from bot.store import Change, Store, Stored
from bot.store.opening import open_store
from bot.store.rows import to_micros
from dialogs.state import from_json
from tests.bot.proxy import Proxy
from tests.bot.stores import KEY, postgres_schema
from tests.e2e.bot_process import BotProcess
from tests.e2e.botapi import BotApi
from tests.e2e.people import Person
from tests.e2e.reminding import let_alarm_be_due, reminders_of, set_reminder
from tests.e2e.replicas import started
from tests.e2e.rules import Json
from tests.e2e.walk import asks, begin, question_in, walk, word

# All in the event loop of the shared bot processes.
pytestmark = pytest.mark.asyncio(loop_scope="module")

KEYS = base64.b64encode(KEY).decode()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def url() -> AsyncIterator[str]:
    async with postgres_schema() as address:
        yield address


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def way_to_database(url: str) -> AsyncIterator[Proxy]:
    proxy = Proxy()
    yield proxy
    await proxy.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def posted_api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_replicas(
    posted_api: BotApi, url: str, way_to_database: Proxy, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[list[BotProcess]]:
    folders = [tmp_path_factory.mktemp(name) for name in ("one", "two", "three")]
    address = await way_to_database.open(url)
    async with started(posted_api, folders, DATABASE_URL=address, DATA_KEYS=KEYS) as processes:
        yield processes


@pytest_asyncio.fixture(loop_scope="module")
async def replicas(posted_api: BotApi, shared_replicas: list[BotProcess]) -> list[BotProcess]:
    """The processes, all running."""
    posted_api.faults.clear()
    for process in shared_replicas:
        if not process.is_running:
            await process.start()
    return shared_replicas


@pytest_asyncio.fixture(loop_scope="module")
async def store(url: str, shared_replicas: list[BotProcess]) -> AsyncIterator[Store]:
    """A look into the database past the processes."""
    settings = Settings(_env_file=None, database_url=SecretStr(url), data_keys=SecretStr(KEYS))
    store = await open_store(settings, lambda: datetime.now(UTC))
    yield store
    await store.close()


async def node_of(store: Store, person: Person) -> str:
    """Where the talk stands, as it is kept."""
    seen: list[str] = []

    def look(stored: Stored | None) -> Change:
        seen.append(from_json(stored.state).node if stored else "")
        return Change()

    await store.change(person.about["id"], look)
    return seen[-1]


async def ask_database(url: str, query: str, *values: object) -> int:
    """Ask for a number, or change something."""
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval(query, *values) or 0)
    finally:
        await connection.close()


def questions_of(person: Person) -> list[str]:
    """Every question that this person was shown, again and again if it came more than once."""
    return [question_in(shown) for shown in person.chat.shown if question_in(shown)]


def in_order(names: Sequence[str]) -> list[str]:
    return [name for name, _ in groupby(names)]


async def check_what_was_seen(api: BotApi, store: Store, runners: Sequence[Person], expected: list[str]) -> None:
    """Each question once and in order, and the state stands at the last one; repeated only where a process died."""
    assert api.posting is not None
    for runner in runners:
        asked = questions_of(runner)
        assert in_order(asked) == expected
        assert len(asked) - len(expected) <= api.posting.cut[runner.about["id"]]
    assert not api.updates.waiting
    shown = [question_in(runner.last) for runner in runners]
    assert [await node_of(store, runner) for runner in runners] == [f"check.{question}" for question in shown]


async def test_while_one_replica_after_another_is_killed_no_answer_is_lost_and_none_counts_twice(
    posted_api: BotApi, replicas: list[BotProcess], store: Store
) -> None:
    undisturbed, *runners = [posted_api.person("Wilhelmina") for _ in range(9)]
    await asyncio.gather(*map(begin, (undisturbed, *runners)))
    await walk(undisturbed, asks("coping"))
    expected = questions_of(undisturbed)
    stages = [expected[len(expected) // 3], expected[2 * len(expected) // 3], expected[-1]]

    for process, stage in zip(replicas, stages, strict=True):
        walks = asyncio.gather(*(walk(runner, asks(stage)) for runner in runners))
        await after_calls(posted_api, 20)
        await process.kill()
        assert not walks.done(), "nobody was there to be disturbed"
        await walks
        await process.start()

    await check_what_was_seen(posted_api, store, runners, expected)


async def after_calls(api: BotApi, how_many: int) -> None:
    """Wait until the processes made that many calls."""
    enough = len(api.calls) + how_many
    await api.happened.until(lambda: len(api.calls) >= enough)


async def test_a_database_that_is_away_for_a_while_only_delays_the_answers(
    posted_api: BotApi, replicas: list[BotProcess], store: Store, url: str, way_to_database: Proxy
) -> None:
    undisturbed, *runners = [posted_api.person("Wilhelmina") for _ in range(7)]
    await asyncio.gather(*map(begin, (undisturbed, *runners)))
    await walk(undisturbed, asks("cancer"))
    walks = asyncio.gather(*(walk(runner, asks("cancer")) for runner in runners))
    await after_calls(posted_api, 20)

    await way_to_database.close()
    away = await readiness(posted_api)
    assert not walks.done()
    await way_to_database.open(url)
    await walks

    assert away == [503] * 3
    assert await readiness(posted_api) == [200] * 3
    assert all(process.is_running for process in replicas)
    await check_what_was_seen(posted_api, store, runners, questions_of(undisturbed))


async def readiness(api: BotApi) -> list[int]:
    async with httpx.AsyncClient() as client:
        return [(await client.get(f"http://127.0.0.1:{port}/readyz")).status_code for port in api.ports]


@pytest.mark.parametrize(("when", "copies"), [("hang", 1), ("hang_after", 2)])
async def test_reminders_of_a_sender_that_dies_come_from_another_once_or_twice_if_they_were_out_but_not_marked(
    posted_api: BotApi, replicas: list[BotProcess], store: Store, url: str, when: str, copies: int
) -> None:
    runners = [posted_api.person("Wilhelmina") for _ in range(3)]
    await asyncio.gather(*map(set_reminder, runners))
    stuck = posted_api.fault(when, "sendMessage", times=len(runners))
    for runner in runners:
        await let_alarm_be_due(store, runner, datetime.now(UTC))
    await posted_api.happened.until(lambda: stuck.struck == len(runners))
    [sender] = set(stuck.callers)

    await replicas[int(sender)].kill()
    await ask_database(url, "UPDATE outbox SET lease_until = 0")  # as it is two minutes later
    await posted_api.happened.until(lambda: all(reminders_of(runner) == copies for runner in runners))
    async with asyncio.timeout(60):
        while await ask_database(url, "SELECT count(*) FROM outbox"):  # noqa: ASYNC110  # nobody tells of a row
            await asyncio.sleep(0.01)

    assert [reminders_of(runner) for runner in runners] == [copies] * len(runners)
    now = to_micros(datetime.now(UTC))
    assert await ask_database(url, "SELECT count(*) FROM alarms WHERE due <= $1", now) == 0


async def test_reminders_that_are_due_while_the_sender_is_away_come_once_when_another_leads(
    posted_api: BotApi, replicas: list[BotProcess], store: Store
) -> None:
    ann, *others = [posted_api.person("Wilhelmina") for _ in range(4)]
    await asyncio.gather(*map(set_reminder, (ann, *others)))
    stuck = posted_api.fault("500", "sendMessage")
    await let_alarm_be_due(store, ann, datetime.now(UTC))
    await posted_api.happened.until(lambda: reminders_of(ann))
    [sender] = stuck.callers

    await replicas[int(sender)].kill()
    for runner in others:
        await let_alarm_be_due(store, runner, datetime.now(UTC))
    await posted_api.happened.until(lambda: all(map(reminders_of, others)))
    skipped = [await runner.press(word("button_skip_today")) for runner in others]

    assert [reminders_of(runner) for runner in others] == [1, 1, 1]
    assert [word("skipped_today") in shown.text for shown in skipped] == [True] * 3


async def test_answers_that_are_posted_in_the_wrong_order_count_once_each(
    posted_api: BotApi, replicas: list[BotProcess], store: Store
) -> None:
    """Telegram never does so with one chat; a proxy that repeats what was slow may."""
    ann = posted_api.person("Wilhelmina")
    await begin(ann)
    await walk(ann, asks("toilet"))
    first, second = (typed(ann, number, "no") for number in (800_000_001, 800_000_002))
    assert posted_api.posting is not None

    statuses = [await posted_api.posting.post(update) for update in (second, first, second, first, first)]

    assert statuses == [200] * 5
    assert in_order(questions_of(ann)) == ["age", "toilet", "saddle", "both_legs"]
    assert await node_of(store, ann) == "check.both_legs"


def typed(person: Person, update_id: int, text: str) -> Json:
    person.said.append(text)
    return {"update_id": update_id, "message": person.chat.keep(person.about, {"text": text})}
