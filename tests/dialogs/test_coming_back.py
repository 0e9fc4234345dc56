"""Who blocked the bot and is back is asked whether the reminders are to go on; nothing old arrives in a burst."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from dialogs.engine import respond
from dialogs.events import CameBack, CameDue, Chose, Commanded, Event, Said
from dialogs.keyboard import mark_of
from dialogs.replies import DropAlarm, SetAlarm, Turn
from dialogs.state import Reminder, UserState
from knowledge.load import load
from tests.fakes import MONDAY_7AM

KNOWLEDGE = load()
DAILY = Reminder("r1", "warm_up", (0, 1, 2, 3, 4, 5, 6), "06:30", "Europe/London")
RESTING = replace(DAILY, id="r2", paused=True)
LEFT = datetime(2026, 2, 1, 9, tzinfo=UTC)
AWAY = UserState(agreed_at=LEFT, seen_at=LEFT, zone="Europe/London", reminders=(DAILY, RESTING), away_since=LEFT)


def turn_of(state: UserState, event: Event) -> Turn:
    return respond(state, event, KNOWLEDGE, MONDAY_7AM)


def words_of(turn: Turn) -> list[str]:
    return [say.words for reply in turn.replies for say in reply.says]


def paused(state: UserState) -> list[str]:
    return [reminder.id for reminder in state.reminders if reminder.paused]


def test_who_is_back_finds_the_reminders_at_rest_and_is_asked_whether_they_go_on() -> None:
    turn = turn_of(AWAY, CameBack())

    assert words_of(turn) == ["text.came_back"]
    assert turn.state.away_since is None
    assert paused(turn.state) == ["r1", "r2"]
    assert DropAlarm("reminder.r1") in turn.alarms
    assert not any(isinstance(alarm, SetAlarm) for alarm in turn.alarms)


def test_who_writes_again_is_answered_first_and_asked_then() -> None:
    turn = turn_of(AWAY, Commanded("help"))

    assert words_of(turn)[0] == "text.help"
    assert words_of(turn)[-1] == "text.came_back"


def test_a_yes_lets_those_go_on_that_ran_before_and_no_others() -> None:
    back = turn_of(AWAY, CameBack()).state

    turn = turn_of(back, Chose("resume_reminders"))

    assert paused(turn.state) == ["r2"]
    assert [alarm.due for alarm in turn.alarms if isinstance(alarm, SetAlarm)] == [
        datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
    ]
    assert "text.reminders_go_on" in words_of(turn)


def test_a_no_leaves_them_paused_in_the_list() -> None:
    back = turn_of(AWAY, CameBack()).state

    turn = turn_of(back, Chose("rest_reminders"))

    assert paused(turn.state) == ["r1", "r2"]
    assert turn.alarms == ()


def test_the_question_is_answered_once() -> None:
    answered = turn_of(turn_of(AWAY, CameBack()).state, Chose("rest_reminders")).state

    turn = turn_of(answered, Chose("resume_reminders"))

    assert paused(turn.state) == ["r1", "r2"]
    assert "text.old_button" in words_of(turn)


def test_who_goes_and_comes_back_again_without_an_answer_is_not_asked_again_and_can_still_answer() -> None:
    asked = turn_of(AWAY, CameBack()).state

    again = turn_of(replace(asked, away_since=MONDAY_7AM), CameBack())
    turn = turn_of(again.state, Chose("resume_reminders"))

    assert again.replies == ()
    assert paused(turn.state) == ["r2"]


def test_who_has_no_reminder_that_ran_is_asked_nothing() -> None:
    turn = turn_of(replace(AWAY, reminders=(RESTING,)), CameBack())

    assert turn.replies == ()


def test_danger_is_answered_without_the_question() -> None:
    turn = turn_of(AWAY, Said("I can't pee since my back pain began"))

    assert "text.came_back" not in words_of(turn)
    assert paused(turn.state) == ["r1", "r2"]


def test_one_that_comes_once_stays_if_it_is_still_to_come_and_is_dropped_if_it_is_over() -> None:
    once = replace(DAILY, weeks=0, days=())
    over, to_come = replace(once, id="r3", start=date(2026, 2, 2)), replace(once, id="r4", start=date(2026, 3, 9))

    turn = turn_of(replace(AWAY, reminders=(over, to_come)), CameBack())

    assert paused(turn.state) == []
    assert turn.alarms == (DropAlarm("reminder.r3"), DropAlarm("snooze.r3"))


def test_forgetting_everything_asks_nothing() -> None:
    confirming = replace(AWAY, node="home.forget_sure")

    turn = turn_of(confirming, Chose("forget_sure", confirming.node, mark_of(confirming)))

    assert turn.forget
    assert "text.came_back" not in words_of(turn)


def test_an_alarm_that_was_under_way_does_not_count_as_a_return() -> None:
    turn = turn_of(AWAY, CameDue("reminder.r1", MONDAY_7AM - timedelta(minutes=30)))

    assert turn.state.away_since == LEFT


def test_somebody_unknown_who_comes_back_hears_nothing() -> None:
    assert turn_of(UserState(), CameBack()).replies == ()
