"""Reminders under odd input: forged buttons, danger signs, and whatever is typed or pressed in any order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs import UserState, respond
from dialogs.diary import Diary
from dialogs.events import Chose, Event, Said
from dialogs.replies import SetAlarm
from dialogs.state import Reminder, from_json, to_json
from tests.dialogs.walking import SUNDAY_8AM, the_content

CONTENT = the_content()
DAILY = Reminder("r1", "core", tuple(range(7)), "07:00", "Europe/London")
AGREED = UserState(
    agreed_at=SUNDAY_8AM,
    seen_at=SUNDAY_8AM,
    zone="Europe/London",
    reminders=(DAILY,),
    reminders_made=1,
    diary=Diary(()),
)

WORDS = st.sampled_from(
    [
        "7",
        "8",
        "mon",
        "weekdays",
        "every day",
        "tomorrow",
        "today",
        "3 may",
        "32 may",
        "25:00",
        "6:30",
        "7pm",
        "noon",
        "9 to 17",
        "22 to 7",
        "every 45 minutes",
        "every 5 weeks",
        "every 2 minutes",
        "days i run",
        "stretch",
        "shoes",
        "deload",
        "get up",
        "fresh pain",
        "remind me",
        "london",
        "Lndon",
        "yesterday",
        "3 hours ago",
        "for 2 weeks",
        "until friday",
        "pause 1",
        "resume 1",
        "change 1",
        "remove 1",
        "yes",
        "no",
        "back",
        "cancel",
        "skip",
        "🙃",
        "{x}",
    ]
)
SAYINGS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


WAYS_IN: st.SearchStrategy[Event] = st.sampled_from(
    [Chose("new_reminder"), Chose("reminders"), Chose("settings"), Said("core mon 7am")]
)


@pytest.mark.parametrize("option", ["later.r1.never", "later.r9.10", "later.", "snooze.r9", "skip_today.r9"])
def test_a_forged_choice_puts_nothing_off(option: str) -> None:
    turn = respond(AGREED, Chose(option), CONTENT, SUNDAY_8AM)

    assert turn.alarms == ()
    assert turn.state.reminders == AGREED.reminders


@pytest.mark.parametrize(
    "forged", ["days.9", "days.", "zone.Mars/Base", "at.25:00", "every.0", "ago.99", "kind.gone", "save"]
)
@pytest.mark.parametrize("node", ["what", "days", "every", "onset", "time", "hours", "zone"])
def test_a_forged_answer_fills_in_nothing(node: str, forged: str) -> None:
    begun = respond(AGREED, Chose("new_reminder"), CONTENT, SUNDAY_8AM).state
    state = replace(begun, node=f"reminder.{node}")

    turn = respond(state, Chose(forged, state.node, "1"), CONTENT, SUNDAY_8AM)

    assert turn.state.draft == begun.draft
    assert turn.state.node == state.node


def buttons_at(state: UserState) -> list[Chose]:
    shown = respond(state, Chose("?"), CONTENT, SUNDAY_8AM)
    buttons = [button for reply in shown.replies for row in reply.rows for button in row]
    saves = [button for button in buttons if button.option == "save"]  # the others must not outvote it
    return [Chose(button.option, button.node, button.mark) for button in (*buttons, *saves * len(buttons))]


@settings(max_examples=40)
@given(data=st.data())
def test_whatever_is_typed_or_pressed_every_reminder_that_is_kept_has_its_alarm(data: st.DataObject) -> None:
    state, now = replace(AGREED, reminders=(), reminders_made=0), SUNDAY_8AM
    rows: set[str] = set()
    for _ in range(20):
        is_inside = state.node.partition(".")[0] in ("reminder", "settings")
        inside: st.SearchStrategy[Event] = st.one_of(st.sampled_from(buttons_at(state)), SAYINGS.map(Said))
        now += timedelta(minutes=data.draw(st.integers(1, 300)))
        turn = respond(state, data.draw(inside if is_inside else WAYS_IN), CONTENT, now)
        state = replace(from_json(to_json(turn.state)), diary=Diary(()))
        for change in turn.alarms:
            rows = rows | {change.key} if isinstance(change, SetAlarm) else rows - {change.key}
        assert turn.replies
        # One that comes once may have no alarm any more.
        assert {f"reminder.{one.id}" for one in state.reminders if not one.paused and one.weeks} <= rows
        assert {key for key in rows if key.startswith("reminder.")} <= {f"reminder.{one.id}" for one in state.reminders}


@pytest.mark.parametrize(
    "node",
    [
        f"reminder.{name}"
        for name in ("what", "every", "onset", "time", "hours", "zone", "run_days", "name", "confirm", "pause")
    ]
    + [f"settings.{name}" for name in ("run_days", "quiet", "travel")],
)
def test_a_danger_sign_typed_at_any_of_their_questions_comes_first(node: str) -> None:
    state = replace(respond(AGREED, Chose("new_reminder"), CONTENT, SUNDAY_8AM).state, node=node)

    turn = respond(state, Said("i can't pee any more"), CONTENT, SUNDAY_8AM)

    assert turn.state.node == "check.emergency"
