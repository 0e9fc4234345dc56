"""The return to running: cleared first, a call at each change, and stages that the pain log allows."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from dialogs.__main__ import Player
from dialogs.diary import Diary, Entry, Kept, PainNoted, RunLogged, StageDone
from dialogs.events import Chose, Commanded, Said
from dialogs.flows.comeback import EASIER_WEEK
from dialogs.flows.pain_log import SEVERE_QUESTION
from dialogs.keyboard import mark_of
from dialogs.state import Check, WalkRun
from dialogs.training.comeback import Part, Standing, parts, standing
from dialogs.training.walk_run import CALL, moved_on, rested, resumed, started
from dialogs.wording import Message
from knowledge.levels import Level
from knowledge.plans import Stage
from tests.dialogs.walking import SUNDAY_8AM, agreed_player, answer_until, the_content

CONTENT = the_content()
TODAY = SUNDAY_8AM.date()
DAY = timedelta(days=1)
LAST = len(CONTENT.stages)


def text(shown: list[Message]) -> str:
    return "\n".join(message.text for message in shown)


def session(stage: int, pain: int, before: int = 0, days_ago: int = 2) -> tuple[Entry, ...]:
    at = SUNDAY_8AM - days_ago * DAY
    return PainNoted(at - timedelta(hours=1), before), StageDone(at, stage, pain)


def next_stage(*entries: Entry, today: date = TODAY) -> Standing:
    return standing(sorted(entries, key=lambda entry: entry.at), LAST, today, UTC)


def cleared_player(*entries: Entry) -> Player:
    """Someone who was cleared and stands before the next session."""
    player = agreed_player()
    kept = tuple(Kept(number, entry) for number, entry in enumerate(entries, start=1))
    player.state = replace(player.state, cleared_at=SUNDAY_8AM, diary=Diary(kept), noted=len(kept))
    player.play(Commanded("back_to_running"))
    return player


def running(*entries: Entry, before: str = "1") -> Player:
    player = cleared_player(*entries)
    player.choose("start")
    player.choose("safe")
    player.choose(f"is.{before}")
    return player


def done(player: Player) -> list[tuple[int, int]]:
    return [(entry.stage, entry.pain) for entry in player.state.diary.entries if isinstance(entry, StageDone)]


# The rule


def test_the_first_stage_is_one_minute_of_jogging_and_two_of_walking_and_the_last_half_an_hour_in_one_go() -> None:
    first, last = CONTENT.stages[0], CONTENT.stages[-1]

    assert (first.jog_seconds, first.walk_seconds) == (60, 120)
    assert (last.jog_seconds, last.walk_seconds, last.rounds) == (1800, 0, 1)


def test_a_session_is_jogging_and_walking_by_turns() -> None:
    stage = Stage(id="s", jog_seconds=60, walk_seconds=120, rounds=2, sources=("own",))

    assert parts(stage) == (Part("jog", 60, 1), Part("walk", 120, 1), Part("jog", 60, 2), Part("walk", 120, 2))


@pytest.mark.parametrize(
    ("pain", "before", "expected"),
    [(0, 0, 4), (2, 2, 4), (1, 0, 3), (2, 1, 3), (3, 3, 3), (4, 0, 3), (5, 5, 2), (9, 0, 2)],
)
def test_calm_sessions_lead_on_some_pain_means_again_and_more_leads_back(pain: int, before: int, expected: int) -> None:
    assert next_stage(*session(3, pain, before)).stage == expected


def test_pain_that_rises_from_session_to_session_leads_back() -> None:
    assert next_stage(*session(3, 3, 3, days_ago=4), *session(3, 4, 3)).why == "back"
    assert next_stage(*session(3, 4, 3, days_ago=4), *session(3, 4, 3)).why == "again"


def test_pain_noted_in_the_days_after_counts_like_pain_of_the_session() -> None:
    after = SUNDAY_8AM - DAY

    assert next_stage(*session(3, 0), PainNoted(after, 2)).stage == 4
    assert next_stage(*session(3, 0), PainNoted(after, 4)).stage == 3
    assert next_stage(*session(3, 0), RunLogged(after, 3000, pain_after=5)).why == "back"


def test_nobody_falls_below_the_first_stage_or_skips_one() -> None:
    assert next_stage(*session(1, 8)).stage == 1
    assert next_stage().why == "first"
    assert {next_stage(*session(stage, 0)).stage for stage in range(1, LAST)} == set(range(2, LAST + 1))
    assert next_stage(*session(LAST, 0)) == Standing(LAST, "finished", TODAY)


def test_a_day_of_rest_lies_between_sessions_and_runs() -> None:
    assert next_stage(*session(1, 0, days_ago=0)).earliest == TODAY + 2 * DAY
    assert next_stage(*session(1, 0, days_ago=5), RunLogged(SUNDAY_8AM - DAY, 3000)).earliest == TODAY + DAY


def test_each_two_weeks_without_a_session_lead_a_stage_lower() -> None:
    assert next_stage(*session(4, 0, days_ago=13)).stage == 5
    assert next_stage(*session(4, 0, days_ago=15)) == Standing(4, "long_ago", TODAY - 13 * DAY)
    assert next_stage(*session(2, 0, days_ago=200)).stage == 1


def test_a_stage_that_the_content_has_no_more_counts_as_the_last() -> None:
    assert next_stage(*session(LAST + 5, 4)).stage == LAST


# The clock


def test_a_late_call_goes_to_where_the_session_is_by_now_and_never_drifts() -> None:
    begun = started(1, CONTENT, SUNDAY_8AM)

    late = moved_on(begun, CONTENT, SUNDAY_8AM + timedelta(seconds=200))

    assert (late.part, late.ends) == (2, SUNDAY_8AM + timedelta(seconds=240))


def test_a_call_that_is_hours_late_ends_the_session() -> None:
    over = moved_on(started(1, CONTENT, SUNDAY_8AM), CONTENT, SUNDAY_8AM + timedelta(hours=3))

    assert (over.part, over.ends) == (len(parts(CONTENT.stages[0])), None)


def test_a_rest_keeps_what_is_left_of_the_part() -> None:
    at_rest = rested(started(1, CONTENT, SUNDAY_8AM), SUNDAY_8AM + timedelta(seconds=20))

    assert at_rest == WalkRun(1, left=40)
    assert resumed(at_rest, SUNDAY_8AM + DAY).ends == SUNDAY_8AM + DAY + timedelta(seconds=40)


# Who may begin


@pytest.mark.parametrize("level", [Level.URGENT, Level.EMERGENCY])
def test_nobody_begins_while_something_urgent_stands(level: Level) -> None:
    player = agreed_player()
    check = Check(SUNDAY_8AM, fired={"any": level}, ended_at=SUNDAY_8AM)
    player.state = replace(player.state, check=check, cleared_at=SUNDAY_8AM + DAY)

    player.play(Commanded("back_to_running"))

    assert player.state.node == f"check.{level}"


def test_without_a_check_the_runner_has_to_say_that_they_were_cleared() -> None:
    player = agreed_player()

    shown = player.play(Commanded("back_to_running"))
    assert player.state.node == "comeback.ask"
    assert "1 minute" not in text(shown)
    player.choose("cleared")

    assert player.state.node == "comeback.ahead"


def test_a_check_that_says_home_care_is_enough_for_a_day() -> None:
    player = agreed_player()
    player.play(Commanded("check"))
    answer_until(player, "check.result", {})
    later = replace(player.state)

    player.play(Commanded("back_to_running"))
    assert player.state.node == "comeback.ahead"
    player.state, player.now = later, player.now + timedelta(hours=25)
    player.play(Commanded("back_to_running"))

    assert player.state.node == "comeback.ask"


def test_someone_who_was_sent_to_a_professional_has_to_be_cleared_after_that() -> None:
    player = cleared_player()
    check = Check(SUNDAY_8AM + DAY, fired={"any": Level.PROFESSIONAL}, ended_at=SUNDAY_8AM + DAY)
    player.state, player.now = replace(player.state, check=check), SUNDAY_8AM + 2 * DAY

    shown = player.play(Commanded("back_to_running"))
    assert "someone should look at your back" in text(shown)
    player.play(Said("yes"))

    assert player.state.node == "comeback.ahead"


def test_not_yet_leads_home_with_a_kind_word() -> None:
    player = agreed_player()
    player.play(Commanded("back_to_running"))

    shown = player.choose("not_yet")

    assert "walking is your training" in text(shown)
    assert player.state.node == "home.idle"


def test_on_a_day_of_rest_no_session_begins() -> None:
    player = cleared_player(*session(1, 0, days_ago=1))
    assert "start" not in player.buttons

    shown = player.play(Chose("start", "comeback.ahead", mark_of(player.state)))

    assert player.state.node == "comeback.ahead"
    assert "Monday 23 November" in text(shown)


def test_the_danger_question_comes_before_the_session_and_too_much_pain_puts_it_off() -> None:
    player = cleared_player()
    player.choose("start")
    assert player.state.node == "comeback.screen"
    player.choose("safe")

    shown = player.choose("is.5")

    assert player.state.node == "comeback.ahead"
    assert "too much pain to run on" in text(shown)
    assert player.state.walk_run is None


# A session


def test_each_change_is_one_message_and_the_end_asks_for_the_pain() -> None:
    player = running()
    seconds = [part.seconds for part in parts(CONTENT.stages[0])]
    calls = [player.move_clock(player.now + timedelta(seconds=each)) for each in seconds]

    assert [len(call) for call in calls] == [1] * len(seconds)
    assert text(calls[0]) == "Round 1 of 6: walk for 2 minutes."
    assert text(calls[1]) == "Round 2 of 6: jog for 1 minute."
    assert player.state.node == "comeback.pain"
    assert CALL not in player.alarms
    shown = player.choose("is.1")
    assert done(player) == [(1, 1)]
    assert "One small step on" in text(shown)
    assert "Tuesday 24 November" in text(shown)


def test_pause_stops_the_calls_and_go_on_takes_up_the_rest_of_the_part() -> None:
    player = running()
    player.move_clock(player.now + timedelta(seconds=20))

    player.play(Said("pause"))
    assert player.move_clock(player.now + timedelta(hours=1)) == []
    player.choose("resume")

    assert player.alarms[CALL] == player.now + timedelta(seconds=40)


def test_the_calls_go_on_while_something_else_is_looked_at() -> None:
    player = running()
    player.play(Commanded("settings"))

    shown = player.move_clock(player.now + timedelta(seconds=60))

    assert text(shown) == "Round 1 of 6: walk for 2 minutes."
    assert player.state.node == "settings.menu"
    player.choose("back_to_running")
    assert player.state.node == "comeback.session"


def test_half_a_session_counts_only_if_it_hurt() -> None:
    calm, sore = running(), running()

    for player, pain in ((calm, "1"), (sore, "3")):
        player.choose("stop")
        player.play(Said(pain))

    assert done(calm) == []
    assert done(sore) == [(1, 3)]


def test_a_danger_sign_in_a_session_ends_it_and_takes_the_clearance_back() -> None:
    player = running()

    player.play(Said("i can't pee any more and both my legs are numb"))

    assert player.state.node == "check.emergency"
    assert (player.state.walk_run, player.state.cleared_at) == (None, None)
    assert CALL not in player.alarms


def test_a_question_about_a_danger_sign_lets_the_session_rest() -> None:
    player = running()

    player.play(Said("my left foot feels numb"))
    assert player.state.node == "doubt.ask"
    assert CALL not in player.alarms
    while player.state.node == "doubt.ask":
        player.choose(next(option for option in player.buttons if option.endswith(".no")))

    assert player.state.node == "comeback.session"
    assert "resume" in player.buttons


def test_severe_pain_after_a_session_is_asked_about() -> None:
    player = running()
    player.choose("stop")

    player.choose("is.9")
    player.choose("severity_stops.yes")

    assert player.state.node == "check.urgent"
    assert done(player) == [(1, 9)]


def test_a_setback_is_no_failure_and_leads_to_the_talk_about_fear() -> None:
    player = running(*session(2, 0, days_ago=3))
    player.choose("stop")

    shown = player.choose("is.6")

    assert "part of the way" in text(shown)
    assert "guide.fear_of_injury" in player.buttons


def test_after_the_last_stage_an_easier_week_can_be_planned() -> None:
    player = cleared_player(*session(LAST, 0))

    player.choose("remind")

    assert player.state.node == "reminder.every"
    assert player.state.draft is not None
    assert player.state.draft.kind == "deload"


def test_the_guides_topics_and_kinds_that_the_talks_of_the_log_lead_to_exist() -> None:
    assert {"fear_of_injury", "frustration"} <= set(CONTENT.guides)
    assert "return_to_running" in CONTENT.topics
    assert EASIER_WEEK in CONTENT.reminders
    assert CONTENT.questions[SEVERE_QUESTION].kind == "yes_no"
