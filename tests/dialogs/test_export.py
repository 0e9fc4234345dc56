"""Taking everything along as files, deleting everything, and how long the log is kept."""

import csv
import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest

from dialogs.attachments import Document
from dialogs.diary import DiaryUnread, Written
from dialogs.events import CameDue, Chose, Commanded, Event, Said
from dialogs.replies import DropAlarm, SetAlarm, Turn
from dialogs.state import Shoe
from tests.dialogs.logged import AGREED, URGENT, answer, pain, run, said, with_log
from tests.dialogs.walking import SUNDAY_8AM, agreed_player

ASKED = Commanded("export")
OLD, OLDER = 400, 1200  # days


def files(turn: Turn) -> dict[str, str]:
    return {one.attachment.name: one.attachment.text for one in turn.replies if isinstance(one.attachment, Document)}


def test_the_export_holds_all_entries_and_what_was_set_but_not_where_the_talk_stands() -> None:
    journal = Written(SUNDAY_8AM, "Ich war müde 日本")
    state = with_log([pain(1, 3, "stiff"), journal], replace(AGREED, shoes=(Shoe("s1", "Blue ones"),)))

    everything = json.loads(files(answer(state, ASKED))["backstride-2026-11-22.json"])

    assert everything["diary"][0] | {"at": ""} == {
        "at": "",
        "score": 3,
        "posture": None,
        "energy": None,
        "text": "stiff",
        "kind": "pain",
    }
    assert everything["diary"][1]["text"] == "Ich war müde 日本"
    assert everything["about"]["shoes"][0]["name"] == "Blue ones"
    assert not {"node", "mark", "misses"} & set(everything["about"])


def test_runs_and_pain_notes_come_as_tables_on_the_users_clock_and_in_the_users_unit() -> None:
    state = replace(AGREED, shoes=(Shoe("s1", "Blue ones"),), zone="Asia/Tokyo")

    found = files(answer(with_log([run(0, 5, after=2, shoes="s1"), pain(1, 3, "stiff")], state), ASKED))

    [row] = csv.DictReader(StringIO(found["backstride-runs-2026-11-22.csv"].removeprefix("\ufeff")))
    assert (row["date"], row["time"], row["distance_km"]) == ("2026-11-22", "17:00", "5.0")
    assert (row["shoes"], row["pain_after"], row["pain_before"]) == ("Blue ones", "2", "")
    [note] = csv.DictReader(StringIO(found["backstride-pain-2026-11-22.csv"].removeprefix("\ufeff")))
    assert (note["pain"], note["note"]) == ("3", "stiff")


def test_a_note_that_a_spreadsheet_would_run_as_a_formula_becomes_text() -> None:
    table = files(answer(with_log([pain(0, 3, "=HYPERLINK(1)")]), ASKED))["backstride-pain-2026-11-22.csv"]

    assert "'=HYPERLINK(1)" in table


def test_an_empty_log_is_exported_without_tables() -> None:
    assert list(files(answer(with_log([]), ASKED))) == ["backstride-2026-11-22.json"]


def test_the_export_is_there_while_something_urgent_stands() -> None:
    assert files(answer(with_log([pain(0, 3)], URGENT), ASKED))


def test_everything_is_deleted_only_after_two_yeses() -> None:
    player = agreed_player()
    player.play(Commanded("forget"))
    player.choose("forget_yes")

    asked_again = player.state.node
    [gone] = player.choose("forget_sure")

    assert asked_again == "home.forget_sure"
    assert "deleted" in gone.text
    assert player.state.agreed_at is None
    assert player.alarms == {}


def test_a_no_to_the_second_question_keeps_everything() -> None:
    player = agreed_player()
    player.play(Commanded("forget"))
    player.play(Said("yes"))

    [kept] = player.play(Said("no"))

    assert "Nothing was deleted" in kept.text
    assert player.state.agreed_at is not None


@pytest.mark.parametrize(
    ("told", "years", "left"),
    [(Said("1 year"), 1, [10]), (Said("three years"), 3, [OLD, 10]), (Said("until I delete it"), 0, [OLDER, OLD, 10])],
)
def test_the_user_says_how_long_the_log_is_kept_and_what_is_older_goes_at_once(
    told: Event, years: int, left: list[int]
) -> None:
    state = with_log([pain(OLDER, 3), pain(OLD, 3), pain(10, 3)], replace(AGREED, node="settings.log"))

    turn = answer(state, told)

    assert turn.state.keep_years == years
    assert turn.state.node == "settings.menu"
    assert [entry.at for entry in turn.state.diary.entries] == [SUNDAY_8AM - timedelta(days=ago) for ago in left]


def test_old_entries_are_looked_for_every_month_until_the_user_keeps_them_again() -> None:
    state = with_log([], replace(AGREED, node="settings.log"))

    assert SetAlarm("retention", SUNDAY_8AM + timedelta(days=30)) in answer(state, Said("1 year")).alarms
    assert DropAlarm("retention") in answer(state, Said("until I delete it")).alarms


def test_the_monthly_look_says_nothing_drops_what_is_too_old_and_comes_again() -> None:
    state = with_log([pain(OLD, 3), pain(10, 3)], replace(AGREED, keep_years=1))

    turn = answer(state, CameDue("retention", SUNDAY_8AM))

    assert turn.replies == ()
    assert turn.state.diary.removed == (1,)
    assert turn.alarms == (SetAlarm("retention", SUNDAY_8AM + timedelta(days=30)),)


def test_the_monthly_look_reads_the_log() -> None:
    with pytest.raises(DiaryUnread):
        answer(replace(AGREED, keep_years=1), CameDue("retention", SUNDAY_8AM))


def test_a_turn_that_reads_the_log_drops_what_is_too_old_and_shows_none_of_it() -> None:
    state = with_log([pain(OLD, 9), pain(10, 3)], replace(AGREED, keep_years=1))

    turn = answer(state, Chose("charts.pain_all"))

    assert "One day so far: pain 3" in said(turn)
    assert turn.state.diary.removed == (1,)
