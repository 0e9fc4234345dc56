"""Reminders beside the stories: states of older versions, alarms, what is missed, what does not fit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs import UserState, respond
from dialogs.events import CameDue, Chose, Event, Located, Said
from dialogs.flows.reminder import MOST
from dialogs.replies import DropAlarm, SetAlarm, Turn
from dialogs.state import Reminder, from_json, to_json
from dialogs.wording import message
from tests.dialogs.walking import SUNDAY_8AM, the_content

CONTENT = the_content()
DAILY = Reminder("r1", "core", tuple(range(7)), "07:00", "Europe/London")
DUE = SUNDAY_8AM + timedelta(hours=23)
AGREED = UserState(agreed_at=SUNDAY_8AM, seen_at=SUNDAY_8AM, zone="Europe/London", reminders=(DAILY,), reminders_made=1)


def said_in(turn: Turn) -> str:
    return "\n".join(message(reply, CONTENT).text for reply in turn.replies)


def due(state: UserState, name: str = "r1", *, late: timedelta = timedelta(seconds=1)) -> Turn:
    return respond(state, CameDue(f"reminder.{name}", DUE), CONTENT, DUE + late)


def at_list(*reminders: Reminder) -> UserState:
    return replace(AGREED, node="reminder.list", reminders=reminders)


def test_a_reminder_that_an_older_version_kept_is_read_and_comes() -> None:
    kept = (
        b'{"agreed_at":"2026-11-22T08:00:00Z","zone":"Europe/London","reminders":'
        b'[{"id":"r1","routine":"warm_up","days":[0,2],"wall":"07:00","zone":"Europe/London","paused":false}],'
        b'"draft":{"days":[0],"wall":"07:00","changes":null}}'
    )

    state = from_json(kept)

    assert state.reminders == (Reminder("r1", "warm_up", (0, 2), "07:00", "Europe/London"),)
    assert "Time for" in said_in(due(state))
    assert from_json(to_json(state)) == state


def test_every_kind_of_the_content_can_arrive_in_words() -> None:
    assert next(iter(CONTENT.reminders)) == "warm_up"
    for kind in CONTENT.reminders.values():
        state = replace(AGREED, reminders=(replace(DAILY, kind=kind.id, label="My {name} & co"),))
        turn = due(state)
        assert "My {name} & co" in said_in(turn)
        assert turn.alarms == (SetAlarm("reminder.r1", DUE + timedelta(days=1), "07:00", "Europe/London"),)


def test_a_kind_that_the_content_no_longer_has_is_silent_but_its_series_goes_on() -> None:
    turn = due(replace(AGREED, reminders=(replace(DAILY, kind="gone"),)))

    assert turn.replies == ()
    assert [alarm.key for alarm in turn.alarms] == ["reminder.r1"]


def test_several_that_were_missed_are_told_in_one_message() -> None:
    others = tuple(replace(DAILY, id=f"r{number}") for number in (2, 3))
    state = replace(AGREED, reminders=(DAILY, *others))
    turns = []
    for name in ("r1", "r2", "r3"):
        turns.append(due(state, name, late=timedelta(hours=5)))
        state = turns[-1].state

    assert [len(turn.replies) for turn in turns] == [1, 0, 0]
    assert all(turn.alarms for turn in turns)
    again = respond(state, CameDue("reminder.r1", DUE + timedelta(days=1)), CONTENT, DUE + timedelta(days=1, hours=3))
    assert len(again.replies) == 1


def test_of_one_reminder_that_was_missed_for_days_only_the_next_is_set() -> None:
    turn = due(AGREED, late=timedelta(days=3, minutes=5))

    assert turn.alarms == (SetAlarm("reminder.r1", DUE + timedelta(days=4), "07:00", "Europe/London"),)


def test_a_reminder_that_is_late_into_the_quiet_hours_waits_for_their_end() -> None:
    state = replace(AGREED, quiet=("07:30", "07:50"))

    turn = due(state, late=timedelta(minutes=40))

    assert turn.replies == ()
    assert turn.alarms[1:] == (SetAlarm("snooze.r1", DUE + timedelta(minutes=50)),)


def test_what_was_put_off_into_the_quiet_hours_comes_all_the_same() -> None:
    state = replace(AGREED, quiet=("06:00", "09:00"))

    turn = respond(state, CameDue("snooze.r1", DUE), CONTENT, DUE)

    assert "Time for" in said_in(turn)


def test_a_pause_takes_the_alarms_away_and_a_rest_moves_the_series() -> None:
    paused = respond(at_list(DAILY), Said("pause 1"), CONTENT, SUNDAY_8AM)
    rested = respond(at_list(DAILY), Said("pause 1 for 10 days"), CONTENT, SUNDAY_8AM)

    dropped = (DropAlarm("reminder.r1"), DropAlarm("snooze.r1"))
    assert paused.alarms == dropped
    assert rested.alarms == (
        *dropped,
        SetAlarm("reminder.r1", DUE + timedelta(days=9), "07:00", "Europe/London"),
    )


@pytest.mark.parametrize("said", ["pause 1 until yesterday", "pause 1 for 9 years", "pause 1 until 32 may", "pause 7"])
def test_a_rest_that_cannot_be_meant_changes_no_reminder(said: str) -> None:
    turn = respond(at_list(DAILY), Said(said), CONTENT, SUNDAY_8AM)

    assert turn.state.reminders == (DAILY,)
    assert turn.alarms == ()


def test_when_there_are_as_many_as_there_may_be_no_further_one_is_begun() -> None:
    full = tuple(replace(DAILY, id=f"r{number}") for number in range(MOST))
    events: tuple[Event, ...] = (
        Chose("new_reminder"),
        Said("remind me to stretch every day at 7"),
        Said("warm up on days i run 7am"),
    )
    for event in events:
        turn = respond(at_list(*full), event, CONTENT, SUNDAY_8AM)
        assert turn.state.node == "reminder.list"
        assert "Remove one" in said_in(turn)


def test_one_that_comes_once_is_forgotten_some_days_later() -> None:
    once = replace(DAILY, id="r2", days=(), weeks=0, start=date(2026, 11, 23))
    state = replace(AGREED, reminders=(DAILY, once))

    first = due(state, "r2")
    later = due(first.state, late=timedelta(days=3))

    assert first.alarms == ()
    assert first.state.reminders == (DAILY, once)
    assert later.state.reminders == (DAILY,)


def test_a_shared_place_answers_the_question_for_the_zone() -> None:
    state = replace(AGREED, node="settings.zone", reminders=(), zone=None)

    turn = respond(state, Located("Asia/Tokyo"), CONTENT, SUNDAY_8AM)

    assert (turn.state.zone, turn.state.node) == ("Asia/Tokyo", "settings.menu")


def test_a_place_that_is_shared_on_a_journey_asks_what_becomes_of_the_reminders() -> None:
    turn = respond(AGREED, Located("Asia/Tokyo"), CONTENT, SUNDAY_8AM)

    assert (turn.state.zone, turn.state.node) == ("Asia/Tokyo", "settings.travel")
    assert turn.state.reminders == (DAILY,)


def test_a_place_that_is_shared_in_the_middle_of_a_question_leaves_it_there() -> None:
    state = replace(AGREED, node="reminder.time")

    turn = respond(state, Located("Asia/Tokyo"), CONTENT, SUNDAY_8AM)

    assert (turn.state.zone, turn.state.node) == ("Europe/London", "reminder.time")
