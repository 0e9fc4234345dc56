"""One Bot API and one bot process for all tests: starting one takes a second. A test that ends it starts it again."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.bot_process import BotProcess
from tests.e2e.botapi import BotApi
from tests.e2e.people import Person


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_process(api: BotApi, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BotProcess]:
    # The most talkative log is the hardest to keep private.
    async with BotProcess(api, tmp_path_factory.mktemp("bot"), LOG_LEVEL="DEBUG") as process:
        yield process


@pytest_asyncio.fixture(loop_scope="session")
async def bot_process(api: BotApi, shared_process: BotProcess) -> AsyncIterator[BotProcess]:
    """The running bot. Nothing private may be in its log after any test."""
    api.faults.clear()
    if not shared_process.is_running:
        await shared_process.start()
    yield shared_process
    shared_process.check_log()


@pytest.fixture
def ann(api: BotApi) -> Person:
    """A runner who has not written to the bot yet. The name must never reach a log."""
    return api.person("Wilhelmina")
