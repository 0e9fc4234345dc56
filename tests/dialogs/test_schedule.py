"""When a reminder is due next, over summer time, skipped days and odd zones.

The oracles know nothing of local times and folds: they walk along UTC and look at the clock on the wall.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.reminders.schedule import break_times, end_of, first_instant, next_break, next_due

EVERY_DAY = tuple(range(7))
ZONES = sorted(zone for zone in available_timezones() if "/" in zone)
START = datetime(2020, 1, 1, tzinfo=UTC)
YEARS = 16
QUARTER = timedelta(minutes=15)  # every offset from 2020 to 2035 and every change of one lies on a quarter of an hour
A_DAY = timedelta(days=1)

zones = st.sampled_from(ZONES)
starts = st.integers(0, YEARS * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
some_days = st.sets(st.integers(0, 6), min_size=1)
walls = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def first_time_on(day: date, wall: time, zone: ZoneInfo) -> datetime | None:
    """The first quarter of an hour at which the clock on the wall shows the day, and the time or a later one."""
    at = datetime.combine(day, time(), UTC) - timedelta(hours=15)
    for _ in range(54 * 4):
        local = at.astimezone(zone)
        if local.date() == day and local.time() >= wall:
            return at
        at += QUARTER
    return None


def plain_next_due(after: datetime, days: Collection[int], wall: time, zone: ZoneInfo) -> datetime:
    """Try one day after the other until one has that time after ``after``."""
    day = after.date() - 2 * A_DAY
    while True:
        found = first_time_on(day, wall, zone) if day.weekday() in days else None
        if found is not None and found > after:
            return found
        day += A_DAY


@lru_cache(maxsize=1)
def changes() -> list[tuple[str, datetime]]:
    """Every change of the clocks of every zone from 2020 to 2035, to the quarter of an hour."""
    found = []
    for name in ZONES:
        zone = ZoneInfo(name)
        before = START
        offset = before.astimezone(zone).utcoffset()
        for number in range(1, YEARS * 365 // 12):
            after = START + number * 12 * A_DAY
            if after.astimezone(zone).utcoffset() != offset:
                found.append((name, _change_between(before, after, zone)))
                offset = after.astimezone(zone).utcoffset()
            before = after
    return found


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    offset = low.astimezone(zone).utcoffset()
    while high - low > QUARTER:
        middle = low + (high - low) // 2 // QUARTER * QUARTER
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == offset else (low, middle)
    return high


@pytest.mark.parametrize(
    ("after", "days", "wall", "zone", "due"),
    [
        ("2026-11-22T08:00", (0, 2, 4), "06:30", "Europe/London", "2026-11-23T06:30"),
        ("2026-11-22T08:00", EVERY_DAY, "08:00", "UTC", "2026-11-23T08:00"),
        ("2026-11-22T08:00", (6,), "03:00", "America/New_York", "2026-11-29T08:00"),
        # Wall time is kept over the end of summer time: 06:30 stays 06:30.
        ("2026-10-24T12:00", EVERY_DAY, "06:30", "Europe/London", "2026-10-25T06:30"),
        # In the gap of 2026-03-29 clocks jump from 01:00 to 02:00: the jump itself is the first valid instant.
        ("2026-03-28T12:00", EVERY_DAY, "01:30", "Europe/London", "2026-03-29T01:00"),
        # In the fold of 2026-10-25 01:30 comes twice: the first one, and not the second.
        ("2026-10-24T12:00", EVERY_DAY, "01:30", "Europe/London", "2026-10-25T00:30"),
        ("2026-10-25T00:30", EVERY_DAY, "01:30", "Europe/London", "2026-10-26T01:30"),
        # Half an hour of summer time on Lord Howe Island; Nepal is 5:45 ahead.
        ("2026-10-03T12:00", EVERY_DAY, "02:10", "Australia/Lord_Howe", "2026-10-03T15:30"),
        ("2026-10-03T12:00", EVERY_DAY, "06:00", "Asia/Kathmandu", "2026-10-04T00:15"),
        # Samoa skipped 30 December 2011, a Friday; Kwajalein 21 August 1993, a Saturday.
        ("2011-12-29T12:00", (4,), "07:00", "Pacific/Apia", "2012-01-05T17:00"),
        ("1993-08-20T13:00", (5,), "12:00", "Pacific/Kwajalein", "1993-08-28T00:00"),
    ],
)
def test_the_next_due_instant(after: str, days: tuple[int, ...], wall: str, zone: str, due: str) -> None:
    assert next_due(utc(after), days, wall, zone) == utc(due)


@settings(max_examples=120)
@given(zone=zones, start=starts, days=some_days, wall=walls)
def test_it_is_the_instant_at_which_the_clock_on_the_wall_gets_there(
    zone: str, start: datetime, days: set[int], wall: time
) -> None:
    assert next_due(start, days, f"{wall:%H:%M}", zone) == plain_next_due(start, days, wall, ZoneInfo(zone))


def test_it_is_so_around_a_jump_of_either_kind_in_every_zone_that_has_one() -> None:
    known = changes()
    by_kind = {(name, _jumps_ahead(name, change)): change for name, change in known}
    wrong = []
    for number, ((name, _), change) in enumerate(sorted(by_kind.items())):
        zone = ZoneInfo(name)
        local = (change - A_DAY).astimezone(zone)
        # Just before, inside and just after the jump, in turn.
        wall = (local + (number % 5 - 2) * 2 * QUARTER).time()
        for after in (change - A_DAY, change - QUARTER, change):
            due = next_due(after, EVERY_DAY, f"{wall:%H:%M}", name)
            if due != plain_next_due(after, EVERY_DAY, wall, zone):
                wrong.append((name, change, wall, due))

    assert len(by_kind) > 400
    assert wrong == []


def _jumps_ahead(name: str, change: datetime) -> bool:
    before, after = ((change - step).astimezone(ZoneInfo(name)).replace(tzinfo=UTC) for step in (QUARTER, timedelta()))
    return after - before > QUARTER


@pytest.mark.parametrize("zone", ZONES[::40])
def test_the_series_visits_every_chosen_day_once(zone: str) -> None:
    """Followed from one due instant to the next, as the alarms are, through a whole year."""
    at, seen = utc("2026-01-01T00:00"), []
    while at < utc("2027-01-01T00:00"):
        at = next_due(at, (1, 5), "02:30", zone)
        seen.append(at.astimezone(ZoneInfo(zone)).date())

    first = seen[0]
    expected = [first + timedelta(days=ahead) for ahead in range((seen[-1] - first).days + 1)]
    assert seen == [day for day in expected if day.weekday() in (1, 5)]


@settings(max_examples=100)
@given(zone=zones, start=starts, weeks=st.sampled_from([4, 5, 6]), day=st.integers(0, 6), ahead=st.integers(-90, 90))
def test_every_so_many_weeks_it_comes_in_the_right_week_only(
    zone: str, start: datetime, weeks: int, day: int, ahead: int
) -> None:
    first = start.date() + timedelta(days=ahead)

    due = next_due(start, [day], "12:00", zone, weeks=weeks, start=first)

    # Walk on from the first such weekday, week by week, with the weeks of the calendar counted in whole Mondays.
    meant = first - first.weekday() * A_DAY + day * A_DAY
    while meant < first or not (at := first_time_on(meant, time(12), ZoneInfo(zone))) or at <= start:
        meant += weeks * 7 * A_DAY
    assert due == at


@settings(max_examples=100)
@given(
    zone=zones, start=starts, days=some_days, minutes=st.sampled_from([45, 60, 90]), wall=walls, hours=st.integers(0, 8)
)
def test_breaks_come_so_many_minutes_apart_by_the_clock_on_the_wall(
    zone: str, start: datetime, days: set[int], minutes: int, wall: time, hours: int
) -> None:
    until = time(min(wall.hour + hours, 23), 59)
    slots = []
    at = datetime.combine(date(2000, 1, 1), wall)
    while at.date() == date(2000, 1, 1) and at.time() <= until:
        slots.append(at.time())
        at += timedelta(minutes=minutes)

    due = next_break(start, days, f"{wall:%H:%M}", f"{until:%H:%M}", minutes, zone)

    assert due == min(plain_next_due(start, days, slot, ZoneInfo(zone)) for slot in slots)


def test_a_break_after_the_last_one_or_without_minutes_is_refused() -> None:
    assert break_times("09:00", "10:30", 45) == (time(9), time(9, 45), time(10, 30))
    for wall, until, minutes in (("09:00", "08:00", 45), ("09:00", "10:00", 0)):
        with pytest.raises(ValueError, match="no time"):
            break_times(wall, until, minutes)


@pytest.mark.parametrize(
    ("instant", "end"),
    [
        ("2026-11-22T21:59", None),
        ("2026-11-22T22:00", "2026-11-23T07:00"),
        ("2026-11-23T06:59", "2026-11-23T07:00"),
        ("2026-11-23T07:00", None),
        # The night in which the clocks go back is an hour longer.
        ("2026-10-24T21:00", "2026-10-25T07:00"),
    ],
)
def test_hours_that_pass_midnight_end_in_the_morning(instant: str, end: str | None) -> None:
    assert end_of(("22:00", "07:00"), utc(instant), "Europe/London") == (utc(end) if end else None)


def test_a_day_that_a_zone_skips_has_no_instant() -> None:
    assert first_instant(date(2011, 12, 30), time(7), ZoneInfo("Pacific/Apia")) is None


def test_a_naive_time_or_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        next_due(datetime(2026, 1, 1), EVERY_DAY, "07:00", "UTC")  # noqa: DTZ001 - the point of the test
    with pytest.raises(ValueError, match="no time zone"):
        next_due(utc("2026-01-01T00:00"), EVERY_DAY, "07:00", "Mars/Base")
    with pytest.raises(ValueError, match="no day"):
        next_due(utc("2026-01-01T00:00"), (), "07:00", "UTC")
