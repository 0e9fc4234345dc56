"""How a runner sets a reminder, and how its time comes without anybody waiting for it."""

from datetime import datetime
from pathlib import Path

from bot.store import Change, Store
from bot.store.sqlite import open_sqlite
from dialogs.replies import SetAlarm
from tests.e2e.people import Person
from tests.e2e.walk import KNOWLEDGE, agree, word

REMINDER = KNOWLEDGE.routines["warm_up"].title  # what every such reminder says


async def set_reminder(person: Person) -> None:
    """Write to the bot for the first time and ask for a reminder every day at 06:45."""
    await agree(person)
    assert word("reminder_days") in (await person.press(word("button_new_reminder"))).text
    assert word("reminder_time") in (await person.say("every day")).text
    assert word("reminder_zone") in (await person.say("6:45 am")).text
    await person.say("London")
    shown = await person.press(word("button_save"))
    assert "06:45" in shown.text


async def move_alarm(database: Path, person: Person, due: datetime, key: str = "reminder.r1") -> None:
    """``let_alarm_be_due`` in the file of a running bot."""
    store = await open_sqlite(database, lambda: due)
    try:
        await let_alarm_be_due(store, person, due, key)
    finally:
        await store.close()


async def let_alarm_be_due(store: Store, person: Person, due: datetime, key: str = "reminder.r1") -> None:
    """Let the person's first reminder, or another alarm, be due then, as if the clock had moved."""
    moved = SetAlarm(key, due, "06:45", "Europe/London")
    await store.change(person.about["id"], lambda stored: Change(keep=stored, alarms=[moved]))


def reminders_of(person: Person) -> int:
    """How often the person was reminded."""
    return sum(REMINDER in shown.text for shown in person.chat.shown)
