"""Where too many reminders are due at the same time, the set-up tells which times are full."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dialogs.engine import respond
from dialogs.events import Chose, Commanded
from dialogs.keyboard import mark_of
from dialogs.reminders.crowd import Crowd, crowd_of
from dialogs.replies import Turn
from dialogs.state import UserState
from dialogs.wording import message
from knowledge.load import load
from tests.fakes import MONDAY_7AM

KNOWLEDGE = load()
SEVEN = datetime(2026, 3, 3, 7, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)


def at_the_time(crowd: Crowd) -> Turn:
    """The set-up of a reminder at the question for its time."""
    known = UserState(agreed_at=MONDAY_7AM, seen_at=MONDAY_7AM, zone="Europe/London", crowd=crowd)
    asked = respond(known, Commanded("new_reminder"), KNOWLEDGE, MONDAY_7AM).state
    return respond(asked, Chose("days.0.2.4", asked.node, mark_of(asked)), KNOWLEDGE, MONDAY_7AM)


def labels(turn: Turn) -> list[str]:
    return [label for reply in turn.replies for row in message(reply, KNOWLEDGE).rows for label, _ in row]


def test_a_hundred_thousand_at_seven_take_more_than_an_hour_and_a_half_and_fill_the_next_half_hours() -> None:
    crowd = crowd_of({SEVEN: 100_000}, 20)

    assert list(crowd.late.values()) == [timedelta(seconds=seconds) for seconds in (5000, 3200, 1400)]
    assert list(crowd.late) == [SEVEN, SEVEN + HALF_HOUR, SEVEN + 2 * HALF_HOUR]


def test_nothing_due_leads_to_nothing_late() -> None:
    assert crowd_of({}, 20) == Crowd()


def test_the_time_is_that_of_the_users_clock() -> None:
    crowd = crowd_of({SEVEN: 24_000}, 20)

    now = MONDAY_7AM + timedelta(minutes=15)
    assert crowd.late_at("07:10", "Europe/London", now) == timedelta(minutes=20)
    assert crowd.late_at("08:10", "Europe/Berlin", now) == timedelta(minutes=20)
    assert crowd.late_at("07:10", "Europe/Berlin", now) == timedelta()


def test_the_times_stand_plain_while_every_time_is_quiet_enough() -> None:
    assert labels(at_the_time(crowd_of({SEVEN: 6000}, 20)))[:3] == ["06:00", "06:30", "07:00"]


def test_full_and_quiet_times_are_told_apart_when_it_matters() -> None:
    assert labels(at_the_time(crowd_of({SEVEN: 24_000}, 20)))[:3] == [
        "06:00 quiet",
        "06:30 quiet",
        "07:00 up to 20 min late",
    ]
    assert labels(at_the_time(crowd_of({SEVEN: 100_000}, 20)))[2] == "07:00 full"


def test_before_it_is_saved_a_full_time_is_told_of() -> None:
    asked = at_the_time(crowd_of({SEVEN: 24_000}, 20)).state

    full = respond(asked, Chose("at.07:00", asked.node, mark_of(asked)), KNOWLEDGE, MONDAY_7AM)
    quiet = respond(asked, Chose("at.06:00", asked.node, mark_of(asked)), KNOWLEDGE, MONDAY_7AM)

    assert "text.reminder_busy" in [say.words for say in full.replies[0].says]
    assert "text.reminder_busy" not in [say.words for say in quiet.replies[0].says]


def test_before_the_zone_is_known_nothing_is_told_of_a_time() -> None:
    stranger = replace(UserState(agreed_at=MONDAY_7AM), crowd=crowd_of({SEVEN: 24_000}, 20))
    asked = respond(stranger, Commanded("new_reminder"), KNOWLEDGE, MONDAY_7AM).state

    turn = respond(asked, Chose("days.0.2.4", asked.node, mark_of(asked)), KNOWLEDGE, MONDAY_7AM)

    assert "07:00" in labels(turn)
