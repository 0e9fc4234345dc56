"""Wall time and zone -> the next due instant. Wall time is kept over summer time.

In the gap of a spring change the first valid instant after it counts; in the fold of an autumn change the first of
the two only. Computed anew each time, so nothing drifts.
"""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from knowledge.load import Knowledge

_CLOCK = re.compile(r"^(?:at )?(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(am|pm|a m|p m)?$")
HALF_DAY = 12
HORIZON_DAYS = 15  # a zone that skips a whole day can swallow one weekly date, not two


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


def next_due(after: datetime, days: Collection[int], wall: str, zone: str) -> datetime:
    """Return the next instant, in UTC, strictly after ``after``, at this wall time on one of these days.

    after: aware.  days: 0 is Monday; not empty.  wall: "HH:MM".  zone: an IANA name.
    Raises ValueError if ``after`` is naive, ``days`` is empty, or the zone or time does not exist.
    """
    if after.tzinfo is None:
        raise ValueError("after must be aware")
    where = zone_called(zone)
    at = time.fromisoformat(wall)
    today = after.astimezone(where).date()
    for ahead in range(-1, HORIZON_DAYS):
        day = today + timedelta(days=ahead)
        if day.weekday() in days:
            instant = first_instant(day, at, where)
            if instant is not None and instant > after:
                return instant
    raise ValueError("no day to remind on")


def zone_called(name: str) -> ZoneInfo:
    """Return the zone with this IANA name. Raises ValueError if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"no time zone {name}") from error


@lru_cache(maxsize=1)
def _zones_by_city() -> dict[str, str]:
    zones = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    cities = {name.rsplit("/", 1)[1].replace("_", " ").lower(): name for name in zones}
    return cities | {name.lower(): name for name in zones} | {"utc": "UTC", "gmt": "Etc/GMT"}


def find_zone(typed: str) -> str | None:
    """Return the IANA zone for a typed zone name or the city it is called after, or None."""
    return _zones_by_city().get(" ".join(typed.replace("_", " ").lower().split())) or _zones_by_city().get(
        typed.strip().lower()
    )


def read_clock(typed: str) -> str | None:
    """Return "HH:MM" for a typed time such as "6:30", "7pm", "19.00" or "0630", or None. "7" alone is seven o'clock."""
    found = _CLOCK.match(" ".join(typed.lower().replace(".m.", "m").split()).strip(" ."))
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(" ", "")
    if half:
        if not 1 <= hour <= HALF_DAY:
            return None
        hour = hour % HALF_DAY + (HALF_DAY if half == "pm" else 0)
    try:
        return time(hour, minute).strftime("%H:%M")
    except ValueError:
        return None


def read_days(typed: str, knowledge: Knowledge) -> tuple[int, ...]:
    """Return the weekdays named in a typed text, 0 for Monday, in order; empty if it names none or something else."""
    text = " ".join(re.sub(r"[,&+/.]", " ", typed.lower()).split())
    groups = {"every_day": range(7), "weekdays": range(5), "weekends": range(5, 7)}
    for name, phrases in knowledge.answers.day_groups.items():
        if text in phrases:
            return tuple(groups[name])
    number_of = {word: index for index, words in enumerate(knowledge.answers.days.values()) for word in words}
    named = [number_of.get(word) for word in text.split() if word not in {"and", "on", "every"}]
    return tuple(sorted({day for day in named if day is not None})) if named and None not in named else ()
