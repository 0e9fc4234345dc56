"""When a reminder is due next, over summer time, skipped days and odd zones."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.schedule import find_zone, next_due, read_clock, read_days
from tests.dialogs.walking import the_content

EVERY_DAY = tuple(range(7))
ZONES = sorted(zone for zone in available_timezones() if "/" in zone)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


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
        # Samoa skipped 30 December 2011, a Friday.
        ("2011-12-29T12:00", (4,), "07:00", "Pacific/Apia", "2012-01-05T17:00"),
    ],
)
def test_the_next_due_instant(after: str, days: tuple[int, ...], wall: str, zone: str, due: str) -> None:
    assert next_due(utc(after), days, wall, zone) == utc(due)


@settings(max_examples=150)
@given(
    zone=st.sampled_from(ZONES),
    minutes=st.integers(0, 16 * 365 * 24 * 60),
    days=st.sets(st.integers(0, 6), min_size=1),
    hour=st.integers(0, 23),
    minute=st.sampled_from([0, 15, 30, 45, 59]),
)
def test_it_is_later_on_a_chosen_day_and_at_the_wall_time_unless_clocks_jump_over_it(
    zone: str, minutes: int, days: set[int], hour: int, minute: int
) -> None:
    start = utc("2020-01-01T00:00") + timedelta(minutes=minutes)

    due = next_due(start, days, f"{hour:02}:{minute:02}", zone)

    local = due.astimezone(ZoneInfo(zone))
    assert due > start
    assert due - start <= timedelta(days=15)
    assert local.weekday() in days
    jumped = local.utcoffset() != (local - timedelta(minutes=1)).astimezone(UTC).astimezone(ZoneInfo(zone)).utcoffset()
    before = (due - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).utcoffset()
    assert (local.hour, local.minute) == (hour, minute) or jumped or before != local.utcoffset()


def test_a_naive_time_or_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        next_due(datetime(2026, 1, 1), EVERY_DAY, "07:00", "UTC")  # noqa: DTZ001 - the point of the test
    with pytest.raises(ValueError, match="no time zone"):
        next_due(utc("2026-01-01T00:00"), EVERY_DAY, "07:00", "Mars/Base")
    with pytest.raises(ValueError, match="no day"):
        next_due(utc("2026-01-01T00:00"), (), "07:00", "UTC")


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("6:30", "06:30"),
        ("7pm", "19:00"),
        ("19.00", "19:00"),
        ("0630", "06:30"),
        ("7", "07:00"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("7 p.m.", "19:00"),
        ("at 8", "08:00"),
        ("25:00", None),
        ("at seven-ish", None),
        ("13pm", None),
        ("7:75", None),
        ("", None),
    ],
)
def test_a_typed_time(typed: str, clock: str | None) -> None:
    assert read_clock(typed) == clock


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("mon wed fri", (0, 2, 4)),
        ("weekdays", (0, 1, 2, 3, 4)),
        ("Every day", EVERY_DAY),
        ("Sat & Sun", (5, 6)),
        ("tuesdays and thursdays", (1, 3)),
        ("32 May", ()),
        ("mon banana", ()),
        ("", ()),
    ],
)
def test_typed_days(typed: str, days: tuple[int, ...]) -> None:
    assert read_days(typed, the_content()) == days


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("london", "Europe/London"),
        ("New York", "America/New_York"),
        ("europe/berlin", "Europe/Berlin"),
        ("UTC", "UTC"),
        ("Atlantis", None),
    ],
)
def test_a_zone_is_found_by_its_name_or_its_city(typed: str, zone: str | None) -> None:
    assert find_zone(typed) == zone
