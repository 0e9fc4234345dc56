"""Days, dates and reminders in words."""

from collections.abc import Mapping
from datetime import date, time

from dialogs.reminders.schedule import DAYS_IN_A_WEEK
from dialogs.replies import Say
from dialogs.state import Reminder

Values = Mapping[str, Say | str | int]
PARTS_OF_A_DAY = ((5, "night"), (12, "morning"), (18, "afternoon"), (22, "evening"), (24, "night"))  # until that hour


def days_said(days: tuple[int, ...]) -> Say:
    """Return the words for a set of weekdays; there is at least one."""
    groups = {tuple(range(DAYS_IN_A_WEEK)): "every_day", tuple(range(5)): "weekdays", (5, 6): "weekends"}
    if days in groups:
        return Say(f"text.days_{groups[days]}")
    said = Say(f"text.day_{days[0]}")
    for day in days[1:]:
        said = Say("text.days_joined", {"first": said, "second": Say(f"text.day_{day}")})
    return said


def date_said(day: date) -> Say:
    """Return the words for a day and its weekday."""
    values: Values = {
        "day": Say(f"text.day_{day.weekday()}"),
        "date": f"{day.day}",
        "month": Say(f"text.month_{day.month}"),
    }
    return Say("text.date", values)


def wall_said(wall: str) -> Say:
    """Return the time with its part of the day, so that 7 in the morning and in the evening cannot be mixed up."""
    hour = time.fromisoformat(wall).hour
    part = next(name for end, name in PARTS_OF_A_DAY if hour < end)
    return Say(f"text.wall_{part}", {"wall": wall})


def zone_said(zone: str) -> str:
    """Return a zone's name as it is shown."""
    return zone.replace("_", " ")


def when_said(reminder: Reminder) -> Say:
    """Return when the reminder comes, with its zone."""
    values: dict[str, Say | str | int] = {"wall": reminder.wall, "zone": zone_said(reminder.zone)}
    if reminder.weeks == 0 and reminder.start:
        return Say("text.when_once", {**values, "date": date_said(reminder.start)})
    values["days"] = days_said(reminder.days)
    if reminder.minutes:
        return Say("text.when_breaks", {**values, "minutes": reminder.minutes, "until": reminder.until})
    if reminder.weeks > 1:
        return Say("text.when_weeks", {**values, "weeks": reminder.weeks})
    return Say("text.when_run_days" if reminder.run_days else "text.when_weekly", values)


def what_said(reminder: Reminder) -> Say:
    """Return what the reminder is for, with the user's own name for it if there is one."""
    title = Say(f"reminder.{reminder.kind}.title")
    return Say("text.reminder_named", {"label": reminder.label, "title": title}) if reminder.label else title
