"""Logging runs: what a line tells, the questions by buttons, what cannot be, and changing it afterwards."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from dialogs.__main__ import Player
from dialogs.diary import CheckEnded, RunLogged
from dialogs.events import Chose, Commanded, Said
from dialogs.log.run_drafts import MOST_A_DAY
from dialogs.reading.runs import RunTold, is_a_run, read_run
from dialogs.state import Check, Shoe
from knowledge.levels import Level
from tests.dialogs.walking import SUNDAY_8AM, agreed_player, answer_until, the_content

CONTENT = the_content()
SUNDAY = date(2026, 11, 22)
PAIRS = (Shoe("s1", "Swift 40"), Shoe("s2", "blue ones"))


def told(line: str, asked: str = "") -> RunTold:
    return read_run(line, asked, "km", PAIRS, SUNDAY, CONTENT)


def runs(player: Player) -> list[RunLogged]:
    return [entry for entry in player.state.diary.entries if isinstance(entry, RunLogged)]


def said(player: Player, *lines: str) -> str:
    shown = [message for line in lines for message in player.play(Said(line))]
    return "\n".join(message.text for message in shown)


# One line


@pytest.mark.parametrize(
    ("line", "run"),
    [
        ("8k road 45min pain 2", RunTold(8000, "km", 45, "road", pain_after=2)),
        (
            "5 miles treadmill 50 minutes, pain before 1 after 3, ache from mile 4",
            RunTold(8047, "mi", 50, "treadmill", pain_before=1, pain_after=3, ache_from_metres=6437),
        ),
        ("ran 10 km yesterday easy", RunTold(10_000, "km", effort=3, day=SUNDAY - timedelta(days=1))),
        ("10 km in 52:30 swift 40", RunTold(10_000, "km", 52, shoes="s1")),
        ("10 km pain 1 before, 3 after", RunTold(10_000, "km", pain_before=1, pain_after=3)),
        ("half marathon 2:05 pain 4", RunTold(21_097, minutes=125, pain_after=4)),
        ("8k at 5:30/km no pain", RunTold(8000, "km", 44, pain_before=0, pain_during=0, pain_after=0)),
        ("3 miles easy 10 min/mile", RunTold(4828, "mi", 30, effort=3)),
        ("12 km 3 days ago trail", RunTold(12_000, "km", None, "trail", day=date(2026, 11, 19))),
        ("12 km effort 7 pain 2/10", RunTold(12_000, "km", effort=7, pain_after=2)),
        ("6 miles last sunday, 1h10, steady", RunTold(9656, "mi", 70, effort=5, day=date(2026, 11, 15))),
        ("10k 1:02:33 hard pain 3-4", RunTold(10_000, "km", 63, effort=8, pain_after=4)),
        ("10,5 km 1 hour", RunTold(10_500, "km", 60)),
        ("5000m track 22 min", RunTold(5000, None, 22, "track")),
        ("8k 45m", RunTold(8000, "km", 45)),
        ("ran 8 in the blue ones pain during 5 after 2", RunTold(8000, shoes="s2", pain_during=5, pain_after=2)),
        ("i ran five miles this morning and it was hard", RunTold(8047, "mi", effort=8, day=SUNDAY)),
        ("5 km ache started at 3 km", RunTold(5000, "km", ache_from_metres=3000)),
        ("ran 5 km no pain before, 2 after", RunTold(5000, "km", pain_before=0, pain_after=2)),
        ("7.5k in an hour and a half with pain 6.5 afterwards", RunTold(7500, "km", 90, pain_after=7)),
        ("12 km on 20 Nov grass", RunTold(12_000, "km", None, "grass", day=date(2026, 11, 20))),
    ],
)  # fmt: skip
def test_a_line_is_read_as_runners_type_it(line: str, run: RunTold) -> None:
    assert told(line) == run
    assert is_a_run(told(line), line)


@pytest.mark.parametrize(
    "line",
    [
        "can i run 5k", "20 km last week", "5k plan", "pain after 5 km", "my back aches after 10k", "marathon", "8 kg",
        "why does my back hurt after 10 km", "remind me to run 5k tomorrow at 7", "5k numbness", "30 minutes", "",
    ],
)  # fmt: skip
def test_a_question_or_a_story_is_no_run(line: str) -> None:
    assert not is_a_run(told(line), line)


@pytest.mark.parametrize(
    ("asked", "line", "run"),
    [
        ("distance", "8", RunTold(8000)),
        ("distance", "8 kg", RunTold(rest="8 kg")),
        ("minutes", "forty five", RunTold(minutes=45)),
        ("minutes", "45 road pain 2", RunTold(minutes=45, surface="road", pain_after=2)),
        ("effort", "6", RunTold(effort=6)),
        ("during", "3 or 4", RunTold(pain_during=4)),
        ("after", "2/10", RunTold(pain_after=2)),
        ("ache", "mile 4", RunTold(ache_from_metres=6437)),
        ("ache", "4", RunTold(ache_from_metres=4000)),
    ],
)
def test_a_number_alone_answers_the_question_and_nothing_else_does(asked: str, line: str, run: RunTold) -> None:
    assert told(line, asked) == run


def test_a_line_typed_at_home_is_read_back_and_saved() -> None:
    player = agreed_player()

    assert "Did I get that right?" in said(player, "8k road 45min pain 2")
    assert not runs(player)
    assert "Saved" in said(player, "yes")

    assert runs(player) == [RunLogged(SUNDAY_8AM, 8000, 45, "road", pain_after=2)]


def test_a_line_may_follow_the_command() -> None:
    player = agreed_player()

    player.play(Commanded("run", "5 miles easy"))

    assert player.state.node == "run.confirm"
    assert player.state.unit == "mi"


# Buttons


def test_a_run_is_logged_with_six_taps_and_the_last_answers_come_first() -> None:
    player = agreed_player()
    said(player, "7 km 41 min trail", "yes")
    player.play(Commanded("run"))
    taps = ("distance.7_km", "minutes.41", "surface.trail", "effort.3", "no_pain", "save")

    offered = []
    for tap in taps:
        offered.append(next(iter(player.buttons)))
        player.choose(tap)

    assert offered[:3] == list(taps[:3])
    assert runs(player)[-1] == RunLogged(SUNDAY_8AM, 7000, 41, "trail", None, 3, 0, 0, 0)


def test_everything_but_the_distance_can_be_left_out() -> None:
    player = agreed_player()
    player.play(Commanded("run"))
    player.choose("unit.km")

    assert "skip" not in player.buttons
    player.choose("distance.5_km")
    while player.state.node != "run.confirm":
        player.choose("skip")
    player.choose("save")

    assert runs(player) == [RunLogged(SUNDAY_8AM, 5000)]


def test_the_unit_is_asked_once_and_only_where_it_is_not_plain() -> None:
    player = agreed_player()
    player.play(Commanded("run"))
    assert player.state.node == "run.unit"
    said(player, "miles", "5")
    player.play(Commanded("cancel"))

    player.play(Commanded("run"))

    assert player.state.node == "run.distance"


def test_where_people_count_in_miles_so_does_the_log() -> None:
    player = agreed_player()
    player.state = replace(player.state, region="uk")

    shown = player.play(Commanded("run"))

    assert "5 miles" in [label for row in shown[0].rows for label, _ in row]


def test_an_answer_to_another_question_is_kept_and_the_question_stays() -> None:
    player = agreed_player()
    player.play(Commanded("run"))
    said(player, "km", "8")

    said(player, "pain 4")

    assert player.state.node == "run.minutes"
    said(player, "45")
    said(player, "skip", "skip")
    assert player.state.node == "run.during"


def test_back_leads_to_the_question_before() -> None:
    player = agreed_player()
    player.play(Commanded("run"))
    said(player, "km", "8", "45")

    said(player, "back")
    said(player, "50 min", "finish", "save")

    assert runs(player)[0].minutes == 50


# What cannot be


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("0 km", "above 0"),
        ("-5 km", "above 0"),
        ("ran 500 miles today", "200 km"),
        ("5 km pain 11", "0 (none) to 10"),
        ("5 km effort 0", "1 (very easy)"),
        ("ran 5 km tomorrow", "still to come"),
        ("5 km on 31 Feb", "no such day"),
        ("ran 5 km 40 days ago", "last 30 days"),
        ("5 km 3000 minutes", "48 hours"),
        ("ran 10 km in 5 minutes", "faster than"),
        ("5 km ache from 7 km", "after the end"),
    ],
)
def test_what_cannot_be_gets_an_example_and_the_question_and_is_not_kept(line: str, says: str) -> None:
    player = agreed_player()
    player.state = replace(player.state, unit="km")

    answer = said(player, line)

    assert says in answer
    assert "How far did you run?" in answer
    assert not runs(player)


def test_ten_runs_at_once_are_ten_runs_and_a_day_holds_no_more_than_twenty() -> None:
    player = agreed_player()
    for _ in range(MOST_A_DAY):
        said(player, "5 km", "save")
    assert len(runs(player)) == MOST_A_DAY

    assert "20 runs on that day" in said(player, "5 km", "save")
    assert len(runs(player)) == MOST_A_DAY
    said(player, "yesterday", "save")
    assert len(runs(player)) == MOST_A_DAY + 1


def test_a_second_tap_on_save_keeps_one_run() -> None:
    player = agreed_player()
    said(player, "5 km")
    button = player.buttons["save"]

    player.play(Chose(button.option, button.node, button.mark))
    player.play(Chose(button.option, button.node, button.mark))

    assert len(runs(player)) == 1


# Days


def test_a_day_is_that_of_the_users_clock() -> None:
    player = agreed_player(datetime.fromisoformat("2026-11-21T20:00:00+00:00"))
    player.state = replace(player.state, zone="Asia/Tokyo")

    said(player, "5 km yesterday", "save")

    assert runs(player)[0].at == datetime.fromisoformat("2026-11-21T12:00:00+09:00")


# After it was saved


def test_undo_takes_it_out_and_undo_after_a_change_brings_the_old_one_back() -> None:
    player = agreed_player()
    said(player, "5 km easy", "save", "undo")
    assert not runs(player)

    said(player, "5 km easy", "save", "change", "6 km", "save")
    assert [run.metres for run in runs(player)] == [6000]
    said(player, "undo")

    assert [run.metres for run in runs(player)] == [5000]


def test_of_the_last_ten_each_can_be_changed_and_removed() -> None:
    player = agreed_player()
    for far in range(1, 13):
        said(player, f"{far} km", "save")
    shown = player.play(Commanded("runs"))
    assert "10. today: 3 km" in shown[0].text
    assert "2 km" not in shown[0].text.replace("12 km", "")

    player.choose("open.1")
    player.choose("change")
    player.choose("pick_distance")
    said(player, "20 km", "save")
    player.play(Commanded("runs"))
    said(player, "remove 2")

    assert [run.metres // 1000 for run in runs(player)] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20]


@pytest.mark.parametrize(
    ("line", "says", "offers_check"),
    [
        ("5 km pain 4", "shorter and easier", True),
        ("5 km pain before 1 after 2", "worse after than before", True),
        ("5 km pain 2", "Saved", False),
        ("5 km pain before 3 after 1", "Saved", False),
    ],
)
def test_pain_gets_a_kind_word_and_the_rule(line: str, says: str, offers_check: bool) -> None:
    player = agreed_player()

    answer = said(player, line, "save")

    assert says in answer
    assert ("check" in player.buttons) is offers_check


def test_severe_pain_is_sent_to_the_check_first() -> None:
    player = agreed_player()
    said(player, "5 km", "change")
    player.choose("pick_after")

    player.choose("after.9")
    shown = player.choose("save")

    assert "get medical advice today" in shown[0].text
    assert "Don't worry" not in shown[0].text
    assert next(iter(player.buttons)) == "check"
    assert runs(player)[0].pain_after == 9


def test_where_the_ache_began_is_shown_next_to_earlier_runs() -> None:
    player = agreed_player()
    said(player, "15 km two days ago ache from 9 km", "save")
    said(player, "16 km yesterday pain 2", "save")

    answer = said(player, "18 km ache from 12 km", "save")

    assert "This time the ache began after 12 km. Earlier: 9 km (Friday 20 November)." in answer


def test_while_something_urgent_stands_a_run_leads_to_it() -> None:
    check = Check(SUNDAY_8AM, fired={"fever": Level.URGENT}, ended_at=SUNDAY_8AM)
    player = agreed_player()
    player.state = replace(player.state, check=check, node="check.urgent")

    said(player, "5 km easy")

    assert player.state.node == "check.urgent"
    assert not runs(player)


def test_a_danger_sign_in_a_line_comes_first() -> None:
    player = agreed_player()

    said(player, "8k road 45min and both my legs are numb")

    assert player.state.node in ("doubt.ask", "check.emergency")
    assert not runs(player)


# The result of a check


def test_a_check_that_reached_its_result_stands_in_the_diary_once() -> None:
    player = agreed_player()
    player.play(Commanded("check"))
    answer_until(player, "check.result", {"mileage_jump": "yes"})
    ended = [entry for entry in player.state.diary.entries if isinstance(entry, CheckEnded)]
    assert [(entry.level, bool(entry.causes)) for entry in ended] == [(Level.SELF_CARE, True)]

    player.play(Commanded("start"))
    player.play(Chose("follow_up_check"))
    answer_until(player, "check.result", {})

    assert [entry for entry in player.state.diary.entries if isinstance(entry, CheckEnded)] == ended


def test_an_emergency_that_a_message_told_of_stands_in_the_diary() -> None:
    player = agreed_player()

    said(player, "i cant feel when i pee since my back went")

    assert [entry.level for entry in player.state.diary.entries if isinstance(entry, CheckEnded)] == [Level.EMERGENCY]
