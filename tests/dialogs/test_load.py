"""The week: sums, change, next week's figure, jumps, ground, rest and small habits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from dialogs import UserState, respond
from dialogs.__main__ import Player
from dialogs.diary import Diary, Entry, HabitNoted, Kept, RoutineDone, RunLogged
from dialogs.events import Commanded, Said
from dialogs.log.load import (
    Week,
    change_percent,
    core_minutes,
    hard_share,
    is_harder,
    next_ground,
    pace_jump,
    rest_days,
    run_days,
    sessions,
    week,
)
from dialogs.reading.habits import read_habit
from dialogs.state import Check
from dialogs.wording import message
from knowledge.levels import Level
from tests.dialogs.walking import SUNDAY_8AM, agreed_player, the_content

CONTENT = the_content()
TODAY = SUNDAY_8AM.date()
MONDAY = TODAY - timedelta(days=6)


def run(km: float, days_ago: int, **told: object) -> RunLogged:
    return replace(RunLogged(SUNDAY_8AM - timedelta(days=days_ago), round(km * 1000)), **told)  # type: ignore[arg-type]


def state_of(*entries: Entry, zone: str | None = None) -> UserState:
    diary = Diary(tuple(Kept(number, entry) for number, entry in enumerate(entries, start=1)))
    return UserState(agreed_at=SUNDAY_8AM, seen_at=SUNDAY_8AM, unit="km", zone=zone, diary=diary)


def shown(state: UserState, now: datetime = SUNDAY_8AM) -> str:
    turn = respond(state, Commanded("week"), CONTENT, now)
    return "\n".join(message(reply, CONTENT).text for reply in turn.replies)


# Sums


def test_weeks_begin_on_monday_on_the_users_clock() -> None:
    late = RunLogged(datetime.fromisoformat("2026-11-15T20:00:00+00:00"), 5000)

    assert week(run_days(state_of(late)), MONDAY) == Week(0, 0)
    assert week(run_days(state_of(late, zone="Asia/Tokyo")), MONDAY) == Week(1, 5000)


@pytest.mark.parametrize(("before", "after", "percent"), [(20, 24, 20), (20, 22, 10), (20, 10, -50), (0, 10, None)])
def test_the_change_is_told_in_percent(before: int, after: int, percent: int | None) -> None:
    assert change_percent(Week(1, before), Week(1, after)) == percent


def test_a_jump_above_the_rule_is_told_with_what_is_known_of_the_rule() -> None:
    said = shown(state_of(run(20, 7), run(24, 1)))

    assert "20 percent more than last week" in said
    assert "hold the distance" in said
    assert "no fewer injuries" in said
    assert "up to" not in said


def test_next_weeks_figure_never_passes_the_rule() -> None:
    said = shown(state_of(run(20, 7), run(21.17, 1)))

    assert "up to 22 km this week" in said
    assert "up to 23.2 km next week" in said


@pytest.mark.parametrize("pain", [{"pain_after": 4}, {"pain_during": 6}])
def test_after_a_run_that_hurt_no_more_distance_is_named(pain: dict[str, int]) -> None:
    said = shown(state_of(run(20, 7), run(10, 1, **pain)))

    assert "no more distance for now" in said
    assert "up to" not in said


# Speed and effort

USUAL = [run(8, days, minutes=48, effort=3) for days in (10, 14, 18)]


@pytest.mark.parametrize(("minutes", "percent"), [(40, 20), (44, None), (50, None)])
def test_sudden_speed_is_a_run_much_faster_than_usual(minutes: int, percent: int | None) -> None:
    assert pace_jump(run_days(state_of(*USUAL, run(8, 1, minutes=minutes))), TODAY) == percent


def test_two_earlier_runs_say_nothing_of_what_is_usual() -> None:
    assert pace_jump(run_days(state_of(*USUAL[:2], run(8, 1, minutes=30))), TODAY) is None


@pytest.mark.parametrize(("effort", "is_jump"), [(5, True), (4, False)])
def test_sudden_effort_is_told(effort: int, is_jump: bool) -> None:
    assert is_harder(run_days(state_of(*USUAL, run(8, 1, effort=effort))), TODAY) is is_jump


# Rest and ground


def test_rest_days_are_those_of_the_last_seven_without_a_run() -> None:
    state = state_of(run(5, 0), run(5, 2), run(5, 2), run(5, 9))

    assert rest_days(state.diary.entries, state, TODAY) == 5
    assert "ran on each of the last 7 days" in shown(state_of(*(run(5, back) for back in range(7))))


def test_the_share_of_hard_ground_is_that_of_the_distance_of_four_weeks() -> None:
    days = run_days(
        state_of(run(100, 29, surface="road"), run(6, 5, surface="road"), run(2, 3, surface="grass"), run(9, 1))
    )

    assert hard_share(days, TODAY) == 75
    assert hard_share(run_days(state_of(run(9, 1))), TODAY) is None


@pytest.mark.parametrize(
    ("grounds", "ground"),
    [
        (["road"], "grass"),
        (["grass", "road"], "trail"),
        (["trail", "grass", "treadmill", "road"], "trail"),
        (["road", "grass"], None),
        ([], None),
    ],
)
def test_after_the_road_the_softer_ground_that_was_run_on_longest_ago_is_next(
    grounds: list[str], ground: str | None
) -> None:
    days = run_days(state_of(*(run(5, 20 - at, surface=surface) for at, surface in enumerate(grounds))))

    assert next_ground(days) == ground


# Habits


def test_a_day_of_half_an_hour_counts_for_the_goal_once() -> None:
    done: Sequence[Entry] = [
        run(5, 0, minutes=20),
        HabitNoted(SUNDAY_8AM, "activity", 15),
        run(5, 1, minutes=30),
        HabitNoted(SUNDAY_8AM - timedelta(days=1), "activity", 60),
        run(5, 2, minutes=25),
        run(5, 9, minutes=60),
    ]
    state = state_of(*done)

    assert sessions(done, state, MONDAY) == 2
    assert "2 of 3 days" in shown(state)


def test_core_minutes_are_those_noted_and_those_of_core_routines_as_far_as_done() -> None:
    core = CONTENT.routines["core_easy"]
    entries: Sequence[Entry] = [HabitNoted(SUNDAY_8AM, "core", 12), RoutineDone(SUNDAY_8AM, core.id, 2, 4)]

    assert core_minutes(entries, state_of(*entries), MONDAY, CONTENT) == round(12 + core.minutes / 2)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("slept 7.5 hours", ("sleep", 7.5)),
        ("7 hours sleep last night", ("sleep", 7)),
        ("20 min core", ("core", 20)),
        ("walked for half an hour", ("activity", 30)),
        ("drank 3 glasses of water", ("water", 3)),
        ("rest day today", ("rest_day", 1)),
        ("how much should i sleep", None),
        ("sleep", None),
        ("walked 30 minutes and my leg is numb", None),
        ("core exercises", None),
    ],
)
def test_habits_are_read_from_one_line(line: str, read: tuple[str, float] | None) -> None:
    assert read_habit(line, CONTENT) == read


def said(player: Player, line: str) -> str:
    return "\n".join(message.text for message in player.play(Said(line)))


def test_a_habit_typed_at_home_is_kept_and_can_be_taken_back() -> None:
    player = agreed_player()

    assert "7.5 hours of sleep" in said(player, "slept 7.5 hours")
    assert player.state.diary.entries == (HabitNoted(SUNDAY_8AM, "sleep", 7.5),)
    assert "7.5 hours on average" in "".join(one.text for one in player.play(Commanded("week")))
    said(player, "undo")

    assert not player.state.diary.entries


@pytest.mark.parametrize(
    ("habit", "typed", "says"),
    [
        ("sleep", "30", "0 to 24"),
        ("sleep", "-1", "0 to 24"),
        ("core", "0", "1 to 600"),
        ("activity", "9999", "1 to 1440"),
    ],
)
def test_what_cannot_be_is_asked_again_and_not_kept(habit: str, typed: str, says: str) -> None:
    player = agreed_player()
    player.play(Commanded("habits"))
    player.choose(f"habit.{habit}")

    assert says in said(player, typed)
    assert player.state.node == f"habits.{habit}"
    assert not player.state.diary.entries


def test_the_goal_can_be_changed() -> None:
    player = agreed_player()
    player.play(Commanded("habits"))
    player.choose("ask_goal")

    said(player, "five")

    assert "0 of 5 days" in "".join(one.text for one in player.play(Commanded("week")))


# Kindness and safety


def test_an_empty_log_gets_a_kind_line_and_how_to_begin() -> None:
    said = shown(state_of())

    assert "once you log a run" in said
    assert "5 km easy" in said


def test_while_something_urgent_stands_no_target_is_named() -> None:
    check = Check(SUNDAY_8AM, fired={"fever": Level.URGENT}, ended_at=SUNDAY_8AM)

    said = shown(replace(state_of(run(20, 7), run(5, 1)), check=check, node="check.urgent"))

    assert "needs someone to look at it" in said
    assert "km" not in said


def test_the_unit_is_changed_in_the_settings_and_the_week_follows() -> None:
    player = agreed_player()
    said(player, "10 km")
    player.choose("save")
    player.play(Commanded("settings"))

    player.choose("unit.mi")

    assert "6.2 miles in 1 run" in "".join(one.text for one in player.play(Commanded("week")))
