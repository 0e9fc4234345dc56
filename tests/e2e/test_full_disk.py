"""No file of the bot can grow, neither the database nor the log: what was sent waits, and nothing is lost."""

import asyncio
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby

import pytest

from tests.e2e.bot_process import BotProcess
from tests.e2e.botapi import BotApi
from tests.e2e.people import Person
from tests.e2e.reminding import move_alarm, reminders_of, set_reminder
from tests.e2e.walk import asks, begin, question_in, walk, word

# All in the event loop of the shared bot process.
pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits the files of another process"),
]


@contextmanager
def full_disk(process: BotProcess) -> Iterator[None]:
    """Let every write of the process into a file fail."""
    before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before)


async def test_answers_that_come_while_the_disk_is_full_wait_and_count_once(
    bot_process: BotProcess, api: BotApi
) -> None:
    runners = [api.person("Wilhelmina") for _ in range(6)]
    await asyncio.gather(*map(begin, runners))
    await asyncio.gather(*(walk(runner, asks("toilet")) for runner in runners))

    with full_disk(bot_process):
        answers = [runner.send("no") for runner in runners]
        await api.next_poll()
        await api.next_poll()
        confirmed = [answer for answer in answers if api.has_confirmed(answer)]
    await asyncio.gather(*(runner.answered(answer) for runner, answer in zip(runners, answers, strict=True)))
    await asyncio.gather(*(walk(runner, asks("one_leg")) for runner in runners))

    assert confirmed == []
    asked = [[question_in(shown) for shown in runner.chat.shown if question_in(shown)] for runner in runners]
    in_order = [[name for name, _ in groupby(names)] for names in asked]
    assert in_order == [["age", "toilet", "saddle", "both_legs", "one_leg"]] * len(runners)
    assert not api.updates.waiting
    assert bot_process.is_running


async def test_a_reminder_that_is_due_while_the_disk_is_full_comes_once_when_there_is_room(
    bot_process: BotProcess, api: BotApi, ann: Person
) -> None:
    await set_reminder(ann)
    bob = api.person("Bartholomew")
    await begin(bob)

    with full_disk(bot_process):
        await move_alarm(bot_process.database, ann, datetime.now(UTC))
        waits = bob.send("18 to 50")
        await api.next_poll()
        await api.next_poll()  # an update that waits lets one poll follow the other: more than a second has gone by
        while_full = reminders_of(ann)
    await ann.next_reply()
    await bob.answered(waits)
    shown = await ann.press(word("button_skip_today"))

    assert word("skipped_today") in shown.text
    assert (while_full, reminders_of(ann)) == (0, 1)
