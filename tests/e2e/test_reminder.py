"""A reminder is set by typing and arrives, also when the bot was away at its time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store import Change
from bot.store.sqlite import open_sqlite
from dialogs.replies import SetAlarm
from tests.e2e.bot_process import BotProcess
from tests.e2e.botapi import BotApi
from tests.e2e.people import Person
from tests.e2e.walk import KNOWLEDGE, agree, word

# All in the event loop of the shared bot process.
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("bot_process")]


async def set_reminder(person: Person) -> None:
    await agree(person)
    assert word("reminder_days") in (await person.press(word("button_new_reminder"))).text
    assert word("reminder_time") in (await person.say("every day")).text
    assert word("reminder_zone") in (await person.say("6:45 am")).text
    await person.say("London")
    shown = await person.press(word("button_save"))
    assert "06:45" in shown.text


async def move_alarm(database: Path, person: Person, due: datetime) -> None:
    """Let the person's first reminder be due then, as if the clock had moved."""
    store = await open_sqlite(database, lambda: due)
    try:
        moved = SetAlarm("reminder.r1", due, "06:45", "Europe/London")
        await store.change(person.about["id"], lambda stored: Change(keep=stored, alarms=[moved]))
    finally:
        await store.close()


async def test_a_reminder_arrives_with_its_buttons(bot_process: BotProcess, ann: Person) -> None:
    await set_reminder(ann)

    await move_alarm(bot_process.database, ann, datetime.now(UTC))
    await ann.next_reply()

    assert KNOWLEDGE.routines["warm_up"].title in ann.last.text
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
    assert KNOWLEDGE.routines["warm_up"].title in ann.last.text


async def test_a_reminder_for_one_who_blocked_the_bot_waits_until_they_are_back(
    bot_process: BotProcess, api: BotApi, ann: Person
) -> None:
    await set_reminder(ann)
    await ann.answered(ann.block())
    bob = api.person("Bartholomew")
    await set_reminder(bob)

    await move_alarm(bot_process.database, ann, datetime.now(UTC))
    await move_alarm(bot_process.database, bob, datetime.now(UTC))
    await bob.next_reply()
    ann.unblock()
    await ann.next_reply()

    assert KNOWLEDGE.routines["warm_up"].title in ann.last.text
