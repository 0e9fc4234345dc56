"""Reminders -> alarms, and what to say when one is due. A reminder in the state and its alarm never disagree."""

from datetime import datetime, timedelta

from dialogs.keyboard import anywhere
from dialogs.replies import DropAlarm, Reply, Say, SetAlarm, Turn
from dialogs.safety import alert
from dialogs.schedule import next_due
from dialogs.state import Reminder, UserState
from knowledge.load import Knowledge

TOO_LATE = timedelta(hours=1)  # a later reminder to warm up helps nobody; it is skipped and the user told
SNOOZE = timedelta(minutes=10)
REMINDER, SNOOZED = "reminder", "snooze"


def alarm_for(reminder: Reminder, after: datetime) -> SetAlarm:
    """Return the alarm for the reminder's next due instant after ``after`` (aware)."""
    due = next_due(after, reminder.days, reminder.wall, reminder.zone)
    return SetAlarm(f"{REMINDER}.{reminder.id}", due, reminder.wall, reminder.zone)


def alarm_changes(before: UserState, after: UserState, now: datetime) -> tuple[SetAlarm | DropAlarm, ...]:
    """Return the changes of alarms that make them fit the reminders again."""
    old = {reminder.id: reminder for reminder in before.reminders}
    new = {reminder.id: reminder for reminder in after.reminders}
    changes: list[SetAlarm | DropAlarm] = []
    for reminder in old.values():
        if reminder.id not in new or (new[reminder.id].paused and not reminder.paused):
            changes += [DropAlarm(f"{REMINDER}.{reminder.id}"), DropAlarm(f"{SNOOZED}.{reminder.id}")]
    changes += [alarm_for(r, now) for r in new.values() if not r.paused and old.get(r.id) != r]
    return tuple(changes)


def come_due(state: UserState, key: str, due: datetime, now: datetime, knowledge: Knowledge) -> Turn:
    """Return the turn for a reminder, or its snoozed repeat, that is due. Says nothing if it was removed meanwhile."""
    kind, _, name = key.partition(".")
    reminder = next((r for r in state.reminders if r.id == name and not r.paused), None)
    if reminder is None or reminder.routine not in knowledge.routines:
        return Turn(state)
    alarms = (alarm_for(reminder, max(now, due)),) if kind == REMINDER else ()
    if now - due > TOO_LATE:
        reply = Reply((Say("text.reminder_missed", {"wall": reminder.wall}),))
    elif alert(state) is not None:
        reply = Reply((Say("text.reminder_held"),), ((anywhere("home"),), (anywhere("reminders"),)))
    else:
        title = Say(f"routine.{reminder.routine}.title")
        reply = Reply(
            (Say("text.reminder_due", {"routine": title}, style="strong"), Say("text.reminder_due_why")),
            (
                (anywhere(reminder.routine, Say("text.button_start_routine")),),
                (anywhere(f"snooze.{reminder.id}"), anywhere(f"skip_today.{reminder.id}")),
            ),
        )
    return Turn(state, (reply,), alarms)


def snooze(state: UserState, name: str, now: datetime) -> Turn | None:
    """Return the turn that repeats a reminder in ten minutes, without moving its series. None if there is none."""
    if not any(reminder.id == name for reminder in state.reminders):
        return None
    return Turn(state, (Reply((Say("text.snoozed"),)),), (SetAlarm(f"{SNOOZED}.{name}", now + SNOOZE),))


def skip_today(state: UserState, name: str) -> Turn | None:
    """Return the turn that lets a reminder rest for today. None if there is none."""
    if not any(reminder.id == name for reminder in state.reminders):
        return None
    return Turn(state, (Reply((Say("text.skipped_today"),)),), (DropAlarm(f"{SNOOZED}.{name}"),))
