"""What was done when: by day on the user's clock, and never a word about what was left out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from dialogs import UserState, respond
from dialogs.diary import Diary, Entry, Kept, RoutineDone
from dialogs.events import Commanded, Event, Said
from dialogs.state import Check
from dialogs.wording import message
from knowledge.levels import Level
from tests.dialogs.walking import SUNDAY_8AM, the_content

CONTENT = the_content()
WARM_UP = CONTENT.routines["warm_up"].title
ASKED = Commanded("history")
AGREED = UserState(agreed_at=SUNDAY_8AM, seen_at=SUNDAY_8AM)


def done(days_ago: float, steps: int = 5) -> RoutineDone:
    return RoutineDone(SUNDAY_8AM - timedelta(days=days_ago), "warm_up", steps, 5)


def history(entries: Sequence[Entry], event: Event = ASKED, zone: str | None = None, now: datetime = SUNDAY_8AM) -> str:
    diary = Diary(tuple(Kept(number, entry) for number, entry in enumerate(entries, start=1)))
    turn = respond(replace(AGREED, diary=diary, zone=zone), event, CONTENT, now)
    return "\n".join(message(reply, CONTENT).text for reply in turn.replies)


def test_the_last_two_weeks_are_listed_by_day_the_latest_first() -> None:
    said = history([done(13), done(5), done(5), done(0), done(15)])

    assert said.index(f"Sunday 22 November: {WARM_UP}") < said.index(f"Tuesday 17 November: {WARM_UP}; {WARM_UP}")
    assert f"Monday 9 November: {WARM_UP}" in said
    assert "7 November:" not in said.replace("17 November:", "")


def test_a_routine_that_was_left_tells_how_far_it_went() -> None:
    assert f"{WARM_UP} (3 of 5 steps)" in history([done(0, steps=3)])


def test_a_day_is_that_of_the_users_clock() -> None:
    late = RoutineDone(datetime.fromisoformat("2026-11-21T20:00:00+00:00"), "warm_up", 5, 5)

    assert "Saturday 21 November" in history([late], zone="Europe/London")
    assert "Sunday 22 November" in history([late], zone="Asia/Tokyo")


def test_this_weeks_routines_are_counted_from_monday() -> None:
    assert "this week: 2" in history([done(7), done(6), done(0)])


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        ((0, 1, 2), "3 days in a row"),
        ((1, 2), "2 days in a row"),
        ((0, 0.2), None),
        ((0, 2), None),
        ((0, 9, 16), "3 weeks in a row"),
        ((7, 14), "2 weeks in a row"),
        ((14, 21), None),
    ],
)
def test_a_run_of_days_or_weeks_is_told_and_nothing_else(days_ago: tuple[float, ...], expected: str | None) -> None:
    said = history([done(ago) for ago in days_ago])

    assert (expected or "") in said
    assert ("in a row" in said) == (expected is not None)


@pytest.mark.parametrize("days_ago", [(), (0,), (3, 13), (20,), (0, 5, 9, 30)])
def test_what_was_missed_is_never_mentioned(days_ago: tuple[float, ...]) -> None:
    said = history([done(ago) for ago in days_ago]).lower()

    assert not any(word in said for word in ("miss", "only", "should", "lost", "broke", "again", " 0", "no routine"))


@pytest.mark.parametrize("typed", ["history", "What have I done?", "please show my history"])
def test_the_history_can_be_asked_for_by_typing(typed: str) -> None:
    assert "What you did lately" in history([done(0)], Said(typed))


def test_a_routine_that_the_content_no_longer_has_is_passed_over() -> None:
    gone = RoutineDone(SUNDAY_8AM, "dance", 2, 2)

    assert "Here you will see" in history([gone])


def test_while_something_urgent_stands_the_history_is_not_shown() -> None:
    check = Check(SUNDAY_8AM, fired={"fever": Level.URGENT}, ended_at=SUNDAY_8AM)
    state = replace(AGREED, node="check.urgent", check=check, diary=Diary((Kept(1, done(0)),)))

    turn = respond(state, Commanded("history"), CONTENT, SUNDAY_8AM)

    said = "\n".join(message(reply, CONTENT).text for reply in turn.replies)
    assert "needs someone to look at it" in said
    assert WARM_UP not in said
