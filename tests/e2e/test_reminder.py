"""A reminder is set by typing and arrives, also when the bot was away at its time."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.bot_process import BotProcess
from tests.e2e.botapi import BotApi
from tests.e2e.people import Person
from tests.e2e.reminding import REMINDER, move_alarm, set_reminder
from tests.e2e.walk import word

# All in the event loop of the shared bot process.
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("bot_process")]


def ask_database(database: Path, query: str, *values: object) -> int:
    """Ask for a number, or change something."""
    with closing(sqlite3.connect(database)) as connection, connection:
        row = connection.execute(query, values).fetchone()
        return int(row[0]) if row else 0


def end_leases(database: Path) -> None:
    """Let messages that were being sent be free for another try, as they are two minutes later."""
    ask_database(database, "UPDATE outbox SET lease_until = 0")


def count_alarms(database: Path, person: Person) -> int:
    """How many alarms can go off for the person."""
    query = "SELECT count(*) FROM alarms WHERE user_id = ? AND suspended = 0"
    return ask_database(database, query, person.about["id"])


async def test_a_reminder_arrives_with_its_buttons(bot_process: BotProcess, ann: Person) -> None:
    await set_reminder(ann)

    await move_alarm(bot_process.database, ann, datetime.now(UTC))
    await ann.next_reply()

    assert REMINDER in ann.last.text
    assert ann.last.labels == [word("button_start_routine"), word("button_snooze"), word("button_skip_today")]


async def test_a_reminder_that_was_due_while_the_bot_was_away_arrives_once(
    bot_process: BotProcess, ann: Person
) -> None:
    await set_reminder(ann)
    await bot_process.kill()
    await move_alarm(bot_process.database, ann, datetime.now(UTC) - timedelta(minutes=50))
    before = len(ann.chat.shown)

    await bot_process.start()
    await ann.next_reply()
    shown = await ann.press(word("button_skip_today"))

    assert word("skipped_today") in shown.text
    assert len(ann.chat.shown) == before + 2


async def test_a_reminder_that_would_come_more_than_an_hour_late_is_only_told_of(
    bot_process: BotProcess, ann: Person
) -> None:
    await set_reminder(ann)

    await move_alarm(bot_process.database, ann, datetime.now(UTC) - timedelta(minutes=61))
    await ann.next_reply()

    assert ann.last.text == word("reminder_missed").format(wall="06:45")


async def test_a_reminder_whose_message_failed_is_sent_again(bot_process: BotProcess, api: BotApi, ann: Person) -> None:
    await set_reminder(ann)
    failed = api.fault("close", "sendMessage")

    await move_alarm(bot_process.database, ann, datetime.now(UTC))
    await ann.next_reply()

    assert failed.struck == 1
    assert REMINDER in ann.last.text


async def test_a_reminder_that_was_put_off_comes_again(bot_process: BotProcess, ann: Person) -> None:
    await set_reminder(ann)
    await move_alarm(bot_process.database, ann, datetime.now(UTC))
    await ann.next_reply()
    assert word("snooze_when") in (await ann.press(word("button_snooze"))).text
    await ann.press(word("button_later_10"))

    await move_alarm(bot_process.database, ann, datetime.now(UTC), "snooze.r1")
    await ann.next_reply()

    assert REMINDER in ann.last.text


async def test_a_reminder_survives_a_kill_while_it_is_being_sent_and_comes_once(
    bot_process: BotProcess, api: BotApi, ann: Person
) -> None:
    await set_reminder(ann)
    failed = api.fault("hang", "sendMessage")
    await move_alarm(bot_process.database, ann, datetime.now(UTC))
    await api.happened.until(lambda: failed.struck)
    await bot_process.kill()
    before = len(ann.chat.shown)

    end_leases(bot_process.database)
    await bot_process.start()
    await ann.next_reply()
    await ann.press(word("button_skip_today"))

    assert [shown.edited for shown in ann.chat.shown[before:]] == [False, False]
    assert REMINDER in ann.chat.shown[before].text


async def test_a_429_holds_a_reminder_up_and_loses_nothing(bot_process: BotProcess, api: BotApi, ann: Person) -> None:
    await set_reminder(ann)
    slowed = api.fault("429", "sendMessage", retry_after=1)
    before = len(ann.chat.shown)

    await move_alarm(bot_process.database, ann, datetime.now(UTC))
    await ann.next_reply()
    await ann.press(word("button_skip_today"))

    assert slowed.struck == 1
    assert len(ann.chat.shown) == before + 2


async def test_one_who_blocked_the_bot_and_is_back_is_asked_whether_the_reminders_go_on(
    bot_process: BotProcess, api: BotApi, ann: Person
) -> None:
    await set_reminder(ann)
    await ann.answered(ann.block())
    bob = api.person("Bartholomew")
    await set_reminder(bob)

    await move_alarm(bot_process.database, ann, datetime.now(UTC))
    await move_alarm(bot_process.database, bob, datetime.now(UTC))
    await bob.next_reply()
    asked = await ann.answered(ann.unblock())
    resumed = await ann.press(word("button_resume_reminders"))

    assert [shown.labels for shown in asked] == [[word("button_resume_reminders"), word("button_rest_reminders")]]
    assert "06:45" in resumed.text
    assert count_alarms(bot_process.database, ann) == 1


async def test_one_whose_block_was_noticed_only_by_a_refused_reminder_is_asked_when_they_write(
    bot_process: BotProcess, api: BotApi, ann: Person
) -> None:
    await set_reminder(ann)
    ann.chat.is_blocked = True
    refused = asyncio.ensure_future(api.next_call("sendMessage"))
    await move_alarm(bot_process.database, ann, datetime.now(UTC))
    await refused

    ann.chat.is_blocked = False
    asked = await ann.say("/help")
    rests = await ann.press(word("button_rest_reminders"))

    assert asked.labels == [word("button_resume_reminders"), word("button_rest_reminders")]
    assert rests.text == word("reminders_rest")
    assert count_alarms(bot_process.database, ann) == 0
