"""My plan: two or three small things tied to the answers, on days far apart, and a look back that changes them."""

from dataclasses import replace
from datetime import UTC, timedelta
from typing import get_args

import pytest

from dialogs.__main__ import Player
from dialogs.diary import CheckEnded, Diary, Entry, Kept, PainNoted, RoutineDone
from dialogs.events import Commanded
from dialogs.flows.plan import LOOK_BACK
from dialogs.state import Check, Plan, Planned, UserState
from dialogs.training.planning import Change, can_change, days_for, look_back, next_week, plan_for
from dialogs.wording import Message
from knowledge.levels import Level
from tests.dialogs.walking import SUNDAY_8AM, agreed_player, answer_until, the_content

CONTENT = the_content()
WEEK = timedelta(days=7)
CHANGES: tuple[Change, ...] = get_args(Change)
CORE = Plan(SUNDAY_8AM, (Planned("core", (1, 4), "cause_weak_core"),))


def text(shown: list[Message]) -> str:
    return "\n".join(message.text for message in shown)


def things(plan: Plan | None) -> list[str]:
    return [planned.thing for planned in plan.things] if plan else []


def with_check(**answers: str) -> UserState:
    return UserState(check=Check(SUNDAY_8AM, answers=answers, ended_at=SUNDAY_8AM), diary=Diary(()))


def planner(*entries: Entry, plan: Plan = CORE) -> Player:
    player = agreed_player()
    kept = tuple(Kept(number, entry) for number, entry in enumerate(entries, start=1))
    player.state = replace(player.state, plan=plan, diary=Diary(kept), noted=len(kept))
    return player


def core_done(times: int) -> list[Entry]:
    return [RoutineDone(SUNDAY_8AM + timedelta(days=day), "core_easy", 7, 7) for day in range(times)]


# What is planned


@pytest.mark.parametrize("cause", CONTENT.causes)
def test_every_cause_that_answers_can_point_to_has_a_thing_to_do(cause: str) -> None:
    entry = CONTENT.causes[cause]
    fitting = [
        thing
        for thing in CONTENT.things.values()
        if cause in thing.causes or (entry.routine and thing.routine == entry.routine)
    ]

    assert fitting or not entry.suggested_by


def test_each_thing_comes_from_an_answer_and_says_which() -> None:
    plan = plan_for(with_check(age="18_50", desk_day="yes", mileage_jump="yes"), CONTENT, SUNDAY_8AM)

    assert things(plan) == ["easier_week", "sitting_breaks"]
    assert [(one.question, one.answer) for one in plan.things] == [("mileage_jump", "yes"), ("desk_day", "yes")]


def test_a_plan_has_two_or_three_things_never_ten() -> None:
    habits = [question.id for question in CONTENT.questions.values() if question.group == "habits"]

    many = plan_for(with_check(**dict.fromkeys(habits, "yes")), CONTENT, SUNDAY_8AM)
    none = plan_for(with_check(), CONTENT, SUNDAY_8AM)

    assert 2 <= len(many.things) <= 3
    assert things(none) == ["easy_walk", "stretches"]


def test_someone_who_should_be_seen_first_gets_gentle_things_only() -> None:
    state = with_check(weak_core="yes", weak_glutes="yes")
    check = replace(state.check or Check(SUNDAY_8AM), fired={"any": Level.PROFESSIONAL})

    plan = plan_for(replace(state, check=check), CONTENT, SUNDAY_8AM)

    assert plan.things
    assert all(CONTENT.things[name].gentle for name in things(plan))


def test_without_the_answers_the_last_check_in_the_diary_counts() -> None:
    ended = CheckEnded(SUNDAY_8AM, Level.SELF_CARE, ("cause_weak_core", "gone_from_the_content"))

    plan = plan_for(UserState(diary=Diary((Kept(1, ended),))), CONTENT, SUNDAY_8AM)

    assert things(plan) == ["core", "easy_walk"]
    assert plan.things[0].cause == "cause_weak_core"


def test_days_lie_far_apart_and_keep_off_runs_and_other_things_where_they_can() -> None:
    assert days_for(2, (), ()) == (0, 3)
    assert days_for(3, (0, 2, 4), ()) == (1, 3, 5)
    assert days_for(2, (0, 3), (1, 4)) in [(2, 5), (2, 6)]
    assert days_for(7, (), ()) == tuple(range(7))
    assert days_for(0, (), ()) == ()


def test_what_belongs_to_runs_is_planned_on_the_days_of_runs() -> None:
    state = replace(with_check(skipped_warm_up="yes"), run_days=(1, 5))

    plan = plan_for(state, CONTENT, SUNDAY_8AM)

    assert (plan.things[0].thing, plan.things[0].days) == ("warm_up", (1, 5))


# Looking back


@pytest.mark.parametrize(("times", "change"), [(2, "step_up"), (1, "keep"), (0, "keep")])
def test_a_week_done_in_full_steps_up_and_any_other_goes_on(times: int, change: str) -> None:
    seen = look_back(CORE, core_done(times), CONTENT, SUNDAY_8AM + WEEK, UTC)

    assert seen.done == {"core": (times, 2)}
    assert seen.change == change


def test_growing_pain_eases_the_week_however_much_was_done() -> None:
    now = SUNDAY_8AM + WEEK
    sore = [PainNoted(now - timedelta(days=day), 5 if day < 7 else 2) for day in range(14)]

    assert look_back(CORE, [*core_done(2), *sore], CONTENT, now, UTC).change == "ease"


def test_a_routine_that_was_left_or_done_before_the_week_is_not_counted() -> None:
    left = RoutineDone(SUNDAY_8AM, "core_easy", 3, 7)
    before = RoutineDone(SUNDAY_8AM - WEEK, "core_easy", 7, 7)

    assert look_back(CORE, [before, left], CONTENT, SUNDAY_8AM + WEEK, UTC).done == {"core": (0, 2)}


def test_the_next_week_has_a_day_more_or_less_within_bounds() -> None:
    now = SUNDAY_8AM + WEEK

    weeks = {change: next_week(CORE, change, (), CONTENT, now).things[0].days for change in CHANGES}
    assert {change: len(days) for change, days in weeks.items()} == {"ease": 1, "keep": 2, "step_up": 3}
    assert weeks["keep"] == CORE.things[0].days
    full = replace(CORE, things=(Planned("core", (0, 2, 4, 6)),))
    least = replace(CORE, things=(Planned("core", (0,)),))
    assert not can_change(full, "step_up", (), CONTENT)
    assert not can_change(least, "ease", (), CONTENT)


# The talk


def test_a_plan_needs_a_check_and_then_shows_why_each_thing_is_there() -> None:
    player = agreed_player()
    assert "needs your answers first" in text(player.play(Commanded("plan")))
    player.choose("check")
    answer_until(player, "check.more", {"desk_day": "yes"})
    player.choose("show_result")

    shown = text(player.play(Commanded("plan")))

    assert player.state.node == "plan.week"
    assert "Because you said: sitting for most of the day – yes." in shown
    assert "What to watch:" in shown
    assert "our own choice" in shown


def test_the_danger_question_comes_before_a_plan_is_made_from_an_older_check() -> None:
    player = agreed_player()
    player.state = replace(with_check(desk_day="yes"), agreed_at=SUNDAY_8AM, seen_at=SUNDAY_8AM)
    player.now = SUNDAY_8AM + timedelta(days=3)

    player.play(Commanded("plan"))
    assert player.state.node == "plan.screen"
    player.choose("safe")

    assert things(player.state.plan) == ["sitting_breaks", "easy_walk"]


@pytest.mark.parametrize("level", [Level.URGENT, Level.EMERGENCY])
@pytest.mark.parametrize("command", ["plan", "look_back"])
def test_no_plan_is_shown_while_something_urgent_stands(level: Level, command: str) -> None:
    player = planner()
    check = Check(SUNDAY_8AM, fired={"any": level}, ended_at=SUNDAY_8AM)
    player.state = replace(player.state, check=check)

    player.play(Commanded(command))

    assert player.state.node == f"check.{level}"


def test_a_plan_of_someone_who_should_be_seen_names_that_first_and_ends_with_the_watch_list() -> None:
    player = planner(plan=Plan(SUNDAY_8AM, (Planned("easy_walk", (0, 2, 4)),)))
    check = Check(SUNDAY_8AM, fired={"any": Level.PROFESSIONAL}, ended_at=SUNDAY_8AM)
    player.state = replace(player.state, check=check)

    shown = text(player.play(Commanded("plan")))

    assert shown.index("book a GP") < shown.index("An easy walk") < shown.index("Get help at once")


def test_a_reminder_is_set_up_with_its_kind_and_days() -> None:
    player = planner()
    player.play(Commanded("plan"))

    player.choose("remind.core")

    assert player.state.node == "reminder.time"
    assert player.state.draft is not None
    assert (player.state.draft.kind, player.state.draft.days) == ("core", (1, 4))


def test_the_look_back_comes_weekly_only_for_those_who_want_it() -> None:
    player = planner()
    player.play(Commanded("plan"))
    assert LOOK_BACK not in player.alarms

    player.choose("look_on")
    shown = player.move_clock(player.now + WEEK + timedelta(hours=5))
    assert "A week with your plan" in text(shown)
    assert player.alarms[LOOK_BACK] == SUNDAY_8AM.replace(hour=12) + 2 * WEEK
    player.play(Commanded("plan"))
    player.choose("look_off")

    assert LOOK_BACK not in player.alarms


def test_the_look_back_offers_a_change_and_leaves_the_choice() -> None:
    player = planner(*core_done(2))
    player.now = SUNDAY_8AM + WEEK

    shown = player.play(Commanded("look_back"))
    assert "Core work: 2 of 2 times" in text(shown)
    assert {"week.step_up", "week.keep"} <= set(player.buttons)
    player.choose("week.step_up")

    assert player.state.node == "plan.week"
    assert player.state.plan is not None
    assert len(player.state.plan.things[0].days) == 3


def test_a_change_that_was_not_offered_is_refused() -> None:
    player = planner()
    player.play(Commanded("look_back"))

    player.choose("week.step_up")

    assert player.state.plan == CORE


def test_nothing_done_is_no_reproach() -> None:
    assert "It may wait for a better week." in text(planner().play(Commanded("look_back")))


def test_the_weekly_message_keeps_quiet_while_something_urgent_stands() -> None:
    player = planner(plan=replace(CORE, looks_back=True))
    player.alarms[LOOK_BACK] = SUNDAY_8AM + WEEK
    check = Check(SUNDAY_8AM, fired={"any": Level.URGENT}, ended_at=SUNDAY_8AM)
    player.state = replace(player.state, check=check)

    assert player.move_clock(SUNDAY_8AM + WEEK) == []
    assert LOOK_BACK in player.alarms
