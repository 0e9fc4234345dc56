"""Days as the user lives them: those of the clocks in the user's zone, in weeks that begin on Monday."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from dialogs.reminders.schedule import first_instant_from, zone_called
from dialogs.state import UserState

NOON = time(12)


def zone_of(state: UserState) -> tzinfo:
    """Return the user's zone; UTC while it is not known."""
    return zone_called(state.zone) if state.zone else UTC


def day_of(at: datetime, state: UserState) -> date:
    """Return the user's day of an instant; ``at`` is aware."""
    return at.astimezone(zone_of(state)).date()


def noon_of(day: date, state: UserState) -> datetime:
    """Return noon of a day of the user, in UTC: for what happened that day at a time that was not told."""
    zone = zone_of(state)
    if isinstance(zone, ZoneInfo):
        return first_instant_from(day, NOON, zone)
    return datetime.combine(day, NOON, tzinfo=UTC)


def week_of(day: date) -> date:
    """Return the Monday on which the week of a day begins."""
    return day - timedelta(days=day.weekday())
