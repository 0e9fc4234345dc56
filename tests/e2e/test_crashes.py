"""The process may die at any moment: no answer is lost or counts twice, and the talk goes on at the same question."""

import asyncio
import sqlite3
from itertools import groupby

import pytest

from tests.e2e.bot_process import BotProcess
from tests.e2e.botapi import BotApi
from tests.e2e.people import Person
from tests.e2e.walk import KNOWLEDGE, asks, begin, question_in, starts_with, walk, word

# All in the event loop of the shared bot process.
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("bot_process")]


async def test_after_a_kill_the_talk_goes_on_at_the_same_question_with_all_answers(
    bot_process: BotProcess, ann: Person
) -> None:
    await begin(ann)
    await walk(ann, asks("desk_day"))
    await bot_process.kill()
    while_away = ann.send("nope")

    await bot_process.start()
    await ann.answered(while_away)

    assert question_in(ann.last) == "skipped_warm_up"
    result = await walk(ann, starts_with("level_self_care"))
    told_before_the_kill = KNOWLEDGE.words["cause.cause_load_spike.title"]
    assert told_before_the_kill in "\n".join(shown.text for shown in result)


@pytest.mark.parametrize("when", ["hang", "hang_after"])
async def test_a_kill_around_the_reply_loses_no_reply_and_counts_no_answer_twice(
    bot_process: BotProcess, api: BotApi, ann: Person, when: str
) -> None:
    """The answer is saved; the process dies before ("hang") or just after the next question went out."""
    await begin(ann)
    await walk(ann, asks("toilet"))
    stuck = api.fault(when, "sendMessage")
    answer = ann.send("no")
    await api.happened.until(lambda: stuck.struck)
    await api.next_poll()
    assert not api.has_confirmed(answer), "confirmed before the reply was out"
    await bot_process.kill()

    await bot_process.start()
    await ann.answered(answer)

    assert question_in(ann.last) == "saddle"
    assert question_in(await ann.press(word("button_back"))) == "toilet"


async def test_an_update_that_comes_twice_changes_nothing(bot_process: BotProcess, api: BotApi, ann: Person) -> None:
    await begin(ann)
    await walk(ann, asks("toilet"))
    answer = ann.send("no")  # typed, for nothing but the id of the update tells that it came before
    await ann.answered(answer)
    await bot_process.kill()
    api.updates.bring_back(answer)

    await bot_process.start()
    await ann.answered(answer)

    assert question_in(ann.last) == "saddle"
    assert question_in(await ann.press(word("button_no"))) == "both_legs"


async def test_a_polite_stop_ends_with_success_and_everything_confirmed(
    bot_process: BotProcess, api: BotApi, ann: Person
) -> None:
    await begin(ann)

    code = await bot_process.stop()

    assert code == 0
    assert not api.updates.waiting


async def test_a_kill_before_anything_was_saved_loses_no_answer(
    bot_process: BotProcess, api: BotApi, ann: Person
) -> None:
    await begin(ann)
    await walk(ann, asks("toilet"))
    other = sqlite3.connect(bot_process.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # the turn cannot be saved while somebody else writes
    answer = ann.send("no")
    await api.next_poll()
    await bot_process.kill()
    other.close()

    await bot_process.start()
    await ann.answered(answer)

    assert question_in(ann.last) == "saddle"
    assert question_in(await ann.press(word("button_back"))) == "toilet"


async def test_a_database_that_is_locked_for_a_while_only_delays_the_answer(
    bot_process: BotProcess, api: BotApi, ann: Person
) -> None:
    await begin(ann)
    await walk(ann, asks("toilet"))
    other = sqlite3.connect(bot_process.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = ann.send("no")
    await api.next_poll()
    assert not api.has_confirmed(answer)

    other.execute("ROLLBACK")
    other.close()
    await ann.answered(answer)

    assert question_in(ann.last) == "saddle"


async def test_many_runners_through_many_faults_and_three_kills_are_asked_each_question_once_and_in_order(
    bot_process: BotProcess, api: BotApi
) -> None:
    """The same answers lead everybody through the same questions, so a lost or doubled one would show."""
    runners = [api.person("Wilhelmina") for _ in range(12)]
    await asyncio.gather(*map(begin, runners))
    faults = [api.fault(kind, "editMessageText", times=3) for kind in ("500", "502", "close", "close_after")]
    walks = asyncio.gather(*(walk(runner, asks("cancer")) for runner in runners))

    for _ in range(3):
        before = api.count("editMessageText")
        await api.happened.until(lambda: api.count("editMessageText") >= before + 20)  # noqa: B023  # awaited here
        await bot_process.kill()
        await bot_process.start()
    await walks

    asked = [[question_in(shown) for shown in runner.chat.shown if question_in(shown)] for runner in runners]
    in_order = [[name for name, _ in groupby(names)] for names in asked]
    assert all(names == in_order[0] for names in in_order)
    assert len(in_order[0]) == len(set(in_order[0])) == 10
    assert [fault.struck for fault in faults] == [3, 3, 3, 3]
    assert not api.updates.waiting
