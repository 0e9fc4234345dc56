"""Reminders -> alarms, and what to say when one is due. A reminder in the state and its alarm never disagree.

The series of a reminder has one alarm, set anew each time; what is put off has a second one, so a snooze never moves
the series. Quiet hours count when it goes off: it waits for their end, or is skipped if that is too late.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dialogs.check.safety import alert
from dialogs.keyboard import anywhere, rows
from dialogs.reminders.schedule import ONE_DAY, end_of, first_instant_from, next_break, next_due, zone_called
from dialogs.replies import DropAlarm, Reply, Say, SetAlarm, Turn
from dialogs.state import Reminder, UserState
from knowledge.load import Knowledge
from knowledge.reminders import ReminderKind

TOO_LATE = timedelta(hours=1)  # a later reminder to warm up helps nobody; it is skipped and the user told
SOON, LATER = timedelta(minutes=10), timedelta(hours=1)
TONIGHT = time(20)
REMINDER, SNOOZED = "reminder", "snooze"
KEPT_FOR = 2 * ONE_DAY  # one that came once can still be put off until tomorrow


def due_after(reminder: Reminder, after: datetime) -> datetime | None:
    """Return when the reminder comes next, in UTC, strictly after ``after`` (aware); None if it does not."""
    if reminder.paused:
        return None
    zone = zone_called(reminder.zone)
    if reminder.rests_to:
        after = max(after, first_instant_from(reminder.rests_to, time.min, zone) - timedelta(microseconds=1))
    if reminder.weeks == 0:
        due = _only_instant(reminder, zone)
        return due if due and due > after else None
    if reminder.minutes:
        return next_break(after, reminder.days, reminder.wall, reminder.until, reminder.minutes, reminder.zone)
    return next_due(after, reminder.days, reminder.wall, reminder.zone, weeks=reminder.weeks, start=reminder.start)


def _only_instant(reminder: Reminder, zone: ZoneInfo) -> datetime | None:
    return first_instant_from(reminder.start, time.fromisoformat(reminder.wall), zone) if reminder.start else None


def is_over(reminder: Reminder, now: datetime) -> bool:
    """Whether it came once and will not come again."""
    due = _only_instant(reminder, zone_called(reminder.zone)) if reminder.weeks == 0 else None
    return due is not None and due <= now


def without_old(state: UserState, now: datetime) -> UserState:
    """Return the state without reminders that came once, some time ago."""
    kept = tuple(reminder for reminder in state.reminders if not is_over(reminder, now - KEPT_FOR))
    return state if kept == state.reminders else replace(state, reminders=kept)


def alarm_for(reminder: Reminder, after: datetime) -> SetAlarm | DropAlarm:
    """Return the alarm for the reminder's next due instant after ``after`` (aware); none if it does not come again."""
    due = due_after(reminder, after)
    key = f"{REMINDER}.{reminder.id}"
    return SetAlarm(key, due, reminder.wall, reminder.zone) if due else DropAlarm(key)


def alarm_changes(before: UserState, after: UserState, now: datetime) -> tuple[SetAlarm | DropAlarm, ...]:
    """Return the changes of alarms that make them fit the reminders again."""
    old = {reminder.id: reminder for reminder in before.reminders}
    new = {reminder.id: reminder for reminder in after.reminders}
    changes: list[SetAlarm | DropAlarm] = []
    for reminder in old.values():
        if reminder.id not in new or _rest(new[reminder.id]) != _rest(reminder):
            changes += [DropAlarm(f"{REMINDER}.{reminder.id}"), DropAlarm(f"{SNOOZED}.{reminder.id}")]
    changes += [alarm_for(r, now) for r in new.values() if not r.paused and old.get(r.id) != r]
    return tuple(changes)


def _rest(reminder: Reminder) -> tuple[bool, date | None]:
    return reminder.paused, reminder.rests_to


def come_due(state: UserState, key: str, due: datetime, now: datetime, knowledge: Knowledge) -> Turn:
    """Return the turn for a reminder, or its snoozed repeat, that is due. Says nothing if it was removed meanwhile."""
    of, _, name = key.partition(".")
    reminder = _named(state, name)
    if reminder is None or (reminder.paused and of == REMINDER):
        return Turn(state)
    following = alarm_for(reminder, max(now, due)) if of == REMINDER else None
    alarms = (following,) if isinstance(following, SetAlarm) else ()
    state = without_old(state, now)
    kind = knowledge.reminders.get(reminder.kind)
    if kind is None or (kind.routine and kind.routine not in knowledge.routines):
        return Turn(state, alarms=alarms)
    if now - due > TOO_LATE:
        return _missed(state, reminder, now, alarms)
    # Who put it off to a time in the quiet hours wanted it then.
    quiet_until = end_of(state.quiet, now, state.zone or reminder.zone) if state.quiet and of == REMINDER else None
    if quiet_until is not None:
        waits = (SetAlarm(f"{SNOOZED}.{name}", quiet_until),) if quiet_until - due <= TOO_LATE else ()
        return Turn(state, alarms=(*alarms, *waits))
    if alert(state) is not None:
        held = Reply((Say("text.reminder_held"),), ((anywhere("home"),), (anywhere("reminders"),)))
        return Turn(state, () if kind.rhythm == "breaks" else (held,), alarms)
    return Turn(state, (_message(reminder, kind, due),), alarms)


def _missed(state: UserState, reminder: Reminder, now: datetime, alarms: tuple[SetAlarm, ...]) -> Turn:
    """Told once for all that were missed together, because they come one after the other."""
    if state.missed_at is not None and now - state.missed_at <= TOO_LATE:
        return Turn(state, alarms=alarms)
    told = Reply((Say("text.reminder_missed", {"wall": reminder.wall}),))
    return Turn(replace(state, missed_at=now), (told,), alarms)


def _message(reminder: Reminder, kind: ReminderKind, due: datetime) -> Reply:
    says = [
        Say("text.reminder_due", {"routine": Say(f"routine.{kind.routine}.title")}, style="strong")
        if kind.routine
        else Say(f"reminder.{kind.id}.due", style="strong"),
        *([Say("text.reminder_label", {"label": reminder.label})] if reminder.label else []),
        *([_idea(reminder, kind, due)] if kind.ideas else []),
        Say(f"reminder.{kind.id}.why"),
    ]
    start = [(anywhere(kind.routine, Say("text.button_start_routine")),)] if kind.routine else []
    return Reply(tuple(says), (*start, (anywhere(f"snooze.{reminder.id}"), anywhere(f"skip_today.{reminder.id}"))))


def _idea(reminder: Reminder, kind: ReminderKind, due: datetime) -> Say:
    """Another one each time: the breaks are counted from the beginning of time."""
    turn = int(due.timestamp()) // 60 // max(reminder.minutes, 1)
    return Say(f"idea.{kind.id}.{kind.ideas[turn % len(kind.ideas)].id}.text")


def ask_when(state: UserState, name: str, now: datetime) -> Turn | None:
    """Return the turn that asks how long a reminder is to be put off. None if there is none."""
    reminder = _named(state, name)
    if reminder is None:
        return None
    local = now.astimezone(zone_called(state.zone or reminder.zone))
    spans = ["10", "60", *(["tonight"] if local.time() < time(TONIGHT.hour - 1) else []), "tomorrow"]
    choices = (anywhere(f"later.{name}.{span}", Say(f"text.button_later_{span}")) for span in spans)
    return Turn(state, (Reply((Say("text.snooze_when"),), rows(choices, 2), replaces=True),))


def snooze(state: UserState, choice: str, now: datetime) -> Turn | None:
    """Return the turn that repeats a reminder later, without moving its series. None if there is no such choice.

    choice: the reminder's id and one of 10, 60, tonight and tomorrow, as "r1.tonight".
    """
    name, _, span = choice.partition(".")
    reminder = _named(state, name)
    if reminder is None:
        return None
    zone = zone_called(state.zone or reminder.zone)
    today = now.astimezone(zone).date()
    if span == "tonight":
        due = max(first_instant_from(today, TONIGHT, zone), now + SOON)
    elif span == "tomorrow":
        due = first_instant_from(today + ONE_DAY, time.fromisoformat(reminder.wall), zone)
        series = due_after(reminder, now)
        if series is not None and abs(series - due) <= TOO_LATE:
            return Turn(state, (Reply((Say("text.snoozed_anyway"),)),), (DropAlarm(f"{SNOOZED}.{name}"),))
    elif span in ("10", "60"):
        due = now + (SOON if span == "10" else LATER)
    else:
        return None
    said = Say(f"text.snoozed_{span}", {"wall": f"{due.astimezone(zone):%H:%M}"})
    return Turn(state, (Reply((said,)),), (SetAlarm(f"{SNOOZED}.{name}", due.astimezone(UTC)),))


def skip_today(state: UserState, name: str, now: datetime) -> Turn | None:
    """Return the turn that lets a reminder rest for today. None if there is none."""
    reminder = _named(state, name)
    if reminder is None:
        return None
    said, dropped = Reply((Say("text.skipped_today"),)), DropAlarm(f"{SNOOZED}.{name}")
    if not reminder.minutes:
        return Turn(state, (said,), (dropped,))
    tomorrow = now.astimezone(zone_called(reminder.zone)).date() + ONE_DAY
    rested = replace(reminder, rests_to=max(tomorrow, reminder.rests_to or tomorrow))
    reminders = tuple(rested if r.id == name else r for r in state.reminders)
    return Turn(replace(state, reminders=reminders), (said,), (dropped, alarm_for(rested, now)))


def _named(state: UserState, name: str) -> Reminder | None:
    return next((reminder for reminder in state.reminders if reminder.id == name), None)
