"""Wall time and zone -> the next due instant. Wall time is kept over summer time.

In the gap of a spring change the first valid instant after it counts; in the fold of an autumn change the first of
the two only. Computed anew each time, so nothing drifts.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS_IN_A_WEEK = 7
PERIODS = 2  # a zone that skips a whole day can swallow one date of a rhythm, not two
ONE_DAY = timedelta(days=1)


def zone_called(name: str) -> ZoneInfo:
    """Return the zone with this IANA name. Raises ValueError if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"no time zone {name}") from error


def first_instant(day: date, wall: time, zone: ZoneInfo) -> datetime | None:
    """Return the first instant, in UTC, at which clocks in the zone show this date and time or have just passed it.

    None if the zone skips the whole date, as some have done when they crossed the date line.
    """
    local = datetime.combine(day, wall, tzinfo=zone)  # fold=0: the first of two
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    # In a gap the two folds lie on either side of the change: the change itself is the first valid instant.
    low, high = sorted((instant, local.replace(fold=1).astimezone(UTC)))
    after = high.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (low, middle) if middle.astimezone(zone).utcoffset() == after else (middle, high)
    change = high.replace(microsecond=0)
    return change if change.astimezone(zone).date() == day else None


def first_instant_from(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Return the first instant of this day at this wall time, in UTC; of the next day if the zone skips this one."""
    return (
        first_instant(day, wall, zone) or first_instant(day + ONE_DAY, wall, zone) or datetime.max.replace(tzinfo=UTC)
    )


def next_due(
    after: datetime, days: Collection[int], wall: str, zone: str, *, weeks: int = 1, start: date | None = None
) -> datetime:
    """Return the next instant, in UTC, strictly after ``after``, at this wall time on one of these days.

    after: aware.  days: 0 is Monday; not empty.  wall: "HH:MM".  zone: an IANA name.
    weeks: only in every so many weeks, counted from the week of ``start``, and never before ``start``.
    Raises ValueError if ``after`` is naive, ``days`` is empty, or the zone or time does not exist.
    """
    where = zone_called(zone)
    at = time.fromisoformat(wall)
    for day in _days(after, where, days, weeks, start):
        instant = first_instant(day, at, where)
        if instant is not None and instant > after:
            return instant
    raise ValueError("no day to remind on")


def next_break(after: datetime, days: Collection[int], wall: str, until: str, minutes: int, zone: str) -> datetime:
    """Return the next of the instants that lie so many minutes of wall time apart, from ``wall`` to ``until``.

    All else as in ``next_due``. Raises ValueError too if ``until`` is before ``wall`` or ``minutes`` is not positive.
    """
    where = zone_called(zone)
    slots = break_times(wall, until, minutes)
    for day in _days(after, where, days, 1, None):
        for at in slots:
            instant = first_instant(day, at, where)
            if instant is not None and instant > after:
                return instant
    raise ValueError("no day to remind on")


def break_times(wall: str, until: str, minutes: int) -> tuple[time, ...]:
    """Return the wall times of the breaks of one day. Raises ValueError if there is none."""
    first, last = (_minutes(time.fromisoformat(text)) for text in (wall, until))
    if minutes <= 0 or last < first:
        raise ValueError("no time for a break")
    return tuple(time(*divmod(at, 60)) for at in range(first, last + 1, minutes))


def is_inside(wall: time, span: tuple[str, str]) -> bool:
    """Whether a wall time lies in the span of wall times, which may pass midnight. Its end is outside."""
    start, end = (time.fromisoformat(text) for text in span)
    at = wall.replace(tzinfo=None)
    return start <= at < end if start <= end else at >= start or at < end


def end_of(span: tuple[str, str], instant: datetime, zone: str) -> datetime | None:
    """Return when the span of wall times ends in which the instant lies, in UTC; None if it lies outside."""
    where = zone_called(zone)
    local = instant.astimezone(where)
    if not is_inside(local.timetz(), span):
        return None
    end = time.fromisoformat(span[1])
    return first_instant_from(local.date() if local.time() < end else local.date() + ONE_DAY, end, where)


def _days(after: datetime, zone: ZoneInfo, days: Collection[int], weeks: int, start: date | None) -> Iterator[date]:
    if after.tzinfo is None:
        raise ValueError("after must be aware")
    today = after.astimezone(zone).date()
    first = today - ONE_DAY  # a gap can move yesterday's time into today
    if start is not None:
        first = max(first, start)
    for ahead in range(PERIODS * weeks * DAYS_IN_A_WEEK + 2):
        day = first + timedelta(days=ahead)
        if day.weekday() in days and (weeks == 1 or start is None or _weeks_between(start, day) % weeks == 0):
            yield day


def _weeks_between(start: date, day: date) -> int:
    return (day - start + timedelta(days=start.weekday())).days // DAYS_IN_A_WEEK


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
