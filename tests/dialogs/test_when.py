"""Typed times: what is understood in one go, and what is not."""

from datetime import date

import pytest

from dialogs.reading.when import read_clock, read_days, read_wish
from dialogs.reminders.wishes import Wish, date_of, other_half
from tests.dialogs.walking import the_content

CONTENT = the_content()
EVERY_DAY = tuple(range(7))
SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("mon wed fri 6:30", Wish(days=(0, 2, 4), wall="06:30")),
        ("weekdays at 7pm", Wish(days=(0, 1, 2, 3, 4), wall="19:00")),
        ("every day 19.00", Wish(days=EVERY_DAY, wall="19:00")),
        ("tomorrow 8", Wish(ahead=1, wall="08:00", is_bare=True)),
        ("tonight 8", Wish(ahead=0, wall="20:00")),
        ("tue/thu 0630", Wish(days=(1, 3), wall="06:30")),
        ("saturdays half past 7", Wish(days=(5,), wall="07:30", is_bare=True)),
        ("quarter to 8 in the evening", Wish(wall="19:45")),
        ("noon", Wish(wall="12:00")),
        ("mon to thu 6.30am", Wish(days=(0, 1, 2, 3), wall="06:30")),
        ("sat to mon 9am", Wish(days=(0, 5, 6), wall="09:00")),
        ("9 to 5", Wish(wall="09:00", until="17:00")),
        ("22:00-7:00", Wish(wall="22:00", until="07:00")),
        ("every 45 min", Wish(minutes=45)),
        ("every hour", Wish(minutes=60)),
        ("every other week", Wish(weeks=2)),
        ("3 May at 18:00", Wish(day=(None, 5, 3), wall="18:00")),
        ("may 3rd 2031", Wish(day=(2031, 5, 3))),
        ("2031-05-14", Wish(day=(2031, 5, 14))),
        ("days i run 6am", Wish(run_days=True, wall="06:00")),
        (
            "remind me to stretch every day at 7",
            Wish(is_asked=True, kind="daily_stretch", days=EVERY_DAY, wall="07:00", is_bare=True),
        ),
        (
            "please remind me to warm up on tuesdays at 6:15",
            Wish(is_asked=True, kind="warm_up", days=(1,), wall="06:15"),
        ),
        ("25:00", Wish(wrong=True)),
        ("7:75", Wish(wrong=True)),
        ("13pm", Wish(wrong=True)),
        ("at seven-ish", Wish(rest="seven-ish")),
        ("mon banana", Wish(days=(0,), rest="banana")),
        ("", Wish()),
    ],
)
def test_a_typed_wish(typed: str, wish: Wish) -> None:
    assert read_wish(typed, CONTENT) == wish


@pytest.mark.parametrize(
    "typed", ["x" * 500, "7 or 8", "how do reminders work", "my back hurts since 2 weeks", "1 2 3 4"]
)
def test_what_is_no_wish_leaves_a_rest_or_is_wrong(typed: str) -> None:
    wish = read_wish(typed, CONTENT)

    assert wish.rest or wish.wrong


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("6:30", "06:30"),
        ("7pm", "19:00"),
        ("19.00", "19:00"),
        ("0630", "06:30"),
        ("630", "06:30"),
        ("7", "07:00"),
        ("seven o'clock", "07:00"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("midnight", "00:00"),
        ("7 p.m.", "19:00"),
        ("at 8", "08:00"),
        ("25:00", None),
        ("at seven-ish", None),
        ("13pm", None),
        ("monday 7", None),
        ("", None),
    ],
)
def test_a_typed_time(typed: str, clock: str | None) -> None:
    assert read_clock(typed, CONTENT) == clock


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("mon wed fri", (0, 2, 4)),
        ("weekdays", (0, 1, 2, 3, 4)),
        ("Every day", EVERY_DAY),
        ("Sat & Sun", (5, 6)),
        ("tuesdays and thursdays", (1, 3)),
        ("weekends and wed", (2, 5, 6)),
        ("32 May", ()),
        ("mon banana", ()),
        ("mon 7am", ()),
        ("", ()),
    ],
)
def test_typed_days(typed: str, days: tuple[int, ...]) -> None:
    assert read_days(typed, CONTENT) == days


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("tomorrow", date(2026, 11, 23)),
        ("3 may", date(2027, 5, 3)),
        ("22 november", SUNDAY),
        ("1 jan 2031", date(2031, 1, 1)),
        ("32 may", None),
        ("29 feb", None),
        ("monday", None),
    ],
)
def test_the_day_that_is_meant_is_the_next_one(typed: str, day: date | None) -> None:
    assert date_of(read_wish(typed, CONTENT), SUNDAY) == day


def test_the_other_half_of_the_day() -> None:
    assert (other_half("07:30"), other_half("19:30"), other_half("12:00")) == ("19:30", "07:30", "00:00")
