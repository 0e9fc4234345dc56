"""The pain log: told by buttons or in one line, kept once, put right, and what two weeks of it tell."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dialogs.__main__ import Player
from dialogs.diary import Diary, Entry, Kept, PainNoted, RunLogged, StageDone
from dialogs.events import Commanded, Said
from dialogs.log.trends import concern, pain_by_day, trend
from dialogs.reading.pain import PainTold, read_feeling, read_pain
from dialogs.state import Check, note
from dialogs.wording import Message
from knowledge.levels import Level
from tests.dialogs.walking import SUNDAY_8AM, agreed_player, the_content

CONTENT = the_content()
TODAY = SUNDAY_8AM.date()


def text(shown: list[Message]) -> str:
    return "\n".join(message.text for message in shown)


def with_entries(player: Player, entries: Iterable[Entry]) -> Player:
    kept = tuple(Kept(number, entry) for number, entry in enumerate(entries, start=1))
    player.state = replace(player.state, diary=Diary(kept), noted=len(kept))
    return player


def pains(player: Player) -> list[PainNoted]:
    return [entry for entry in player.state.diary.entries if isinstance(entry, PainNoted)]


def scores(*lately: int | None) -> dict[date, int]:
    """The scores of the last days, the last one today; None for a day without a note."""
    days = zip(reversed(range(len(lately))), lately, strict=True)
    return {TODAY - timedelta(days=ago): score for ago, score in days if score is not None}


# One typed line


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("pain 3 energy 4 stiff after sitting", PainTold(3, None, 4, "stiff after sitting")),
        ("Pain: 3/10, posture 2, energy 5/5", PainTold(3, 2, 5)),
        ("my back pain is seven", PainTold(7)),
        ("pain 3 to 4", PainTold(4)),
        ("pain 6.5 Sharp on the left", PainTold(7, text="Sharp on the left")),
        ("ache 2, worse since Monday", PainTold(2, text="worse since Monday")),
        ("pain 3 yesterday", PainTold(3, day=TODAY - timedelta(days=1))),
        ("pain 4 on Thursday long drive", PainTold(4, text="long drive", day=TODAY - timedelta(days=3))),
        ("back is 3/10 today", PainTold(3, day=TODAY)),
        ("pain 11", PainTold(11, wrong="score")),
        ("pain -1", PainTold(-1, wrong="score")),
        ("pain 3/5", PainTold(3, wrong="score")),
        ("pain 3 energy 9", PainTold(3, energy=9, wrong="feeling")),
        ("pain 3 tomorrow", PainTold(3, wrong="future")),
        ("pain 3 40 days ago", PainTold(3, day=TODAY - timedelta(days=40), wrong="old")),
    ],
)
def test_a_line_is_read_with_its_note_word_for_word(said: str, told: PainTold) -> None:
    assert read_pain(said, TODAY, CONTENT, is_asked=False) == told


@pytest.mark.parametrize(
    "said", ["pain 3 weeks after a run", "pain 5km", "pain in 3 places", "why is my pain 7", "pain 3?", "back 2 normal"]
)
def test_what_is_no_score_is_not_taken_for_one(said: str) -> None:
    assert read_pain(said, TODAY, CONTENT, is_asked=False) is None


def test_a_number_alone_is_a_score_only_where_it_is_asked_for() -> None:
    assert read_pain("4", TODAY, CONTENT, is_asked=False) is None
    assert read_pain("4 stiff", TODAY, CONTENT, is_asked=True) == PainTold(4, text="stiff")
    assert [read_feeling(said, CONTENT) for said in ("4", "energy 2", "three", "low")] == [4, 2, 3, None]


# Telling and putting right


def test_buttons_lead_through_score_posture_energy_and_note() -> None:
    player = agreed_player()
    player.play(Commanded("pain"))
    for option in ("is.3", "is.2", "skip"):
        player.choose(option)

    shown = player.play(Said("stiff after sitting"))

    assert player.state.node == "pain.saved"
    assert "Noted: pain 3, posture 2: stiff after sitting" in text(shown)
    assert pains(player) == [PainNoted(SUNDAY_8AM, 3, 2, None, "stiff after sitting")]


def test_a_score_can_be_saved_at_once_and_no_pain_is_zero() -> None:
    player = agreed_player()
    player.play(Commanded("pain"))
    player.play(Said("no pain"))

    player.choose("save")

    assert [entry.score for entry in pains(player)] == [0]


@pytest.mark.parametrize("said", ["11", "-2", "100"])
def test_a_score_that_cannot_be_gets_an_example_and_the_question_again(said: str) -> None:
    player = agreed_player()
    player.play(Commanded("pain"))

    shown = player.play(Said(said))

    assert player.state.node == "pain.score"
    assert "0 to 10" in text(shown)
    assert "How is your back" in text(shown)
    assert pains(player) == []


def test_a_line_typed_at_home_is_kept_and_one_with_a_wrong_score_leads_to_the_question() -> None:
    player = agreed_player()

    player.play(Said("pain 3 energy 4 stiff after sitting"))
    player.play(Said("pain 12"))

    assert [entry.energy for entry in pains(player)] == [4]
    assert player.state.node == "pain.score"


def test_a_change_takes_the_place_of_the_note_and_keeps_its_day() -> None:
    player = agreed_player()
    player.play(Said("pain 3 yesterday"))
    player.choose("change")
    player.choose("is.5")

    player.choose("save")

    (entry,) = pains(player)
    assert (entry.score, entry.at.date()) == (5, TODAY - timedelta(days=1))


def test_a_note_can_be_undone_and_the_last_one_removed_later() -> None:
    player = agreed_player()
    player.play(Said("pain 3"))
    player.play(Said("pain 4"))

    player.choose("undo")
    assert [entry.score for entry in pains(player)] == [3]
    player.choose("remove_last.1")

    assert pains(player) == []
    assert player.state.node == "pain.history"


def test_twenty_notes_a_day_are_kept_and_then_a_kind_word() -> None:
    player = with_entries(agreed_player(), [PainNoted(SUNDAY_8AM, 2)] * 20)

    shown = player.play(Said("pain 3"))

    assert len(pains(player)) == 20
    assert "Tomorrow" in text(shown)


def test_a_note_that_is_too_long_is_asked_for_again() -> None:
    player = agreed_player()
    player.play(Commanded("pain"))
    for option in ("is.3", "skip", "skip"):
        player.choose(option)

    shown = player.play(Said("stiff " * 200))

    assert player.state.node == "pain.note"
    assert "1000" in text(shown)


# Danger


def test_a_danger_sign_in_a_note_is_asked_about_and_the_note_is_kept_when_harmless() -> None:
    player = agreed_player()
    player.play(Commanded("pain"))
    for option in ("is.3", "skip", "skip"):
        player.choose(option)

    player.play(Said("my foot feels numb after cycling"))
    assert player.state.node == "doubt.ask"
    assert pains(player) == []
    player.choose(next(option for option in player.buttons if option.endswith(".no")))

    assert player.state.node == "pain.saved"
    assert [entry.text for entry in pains(player)] == ["my foot feels numb after cycling"]


def test_an_emergency_in_a_note_acts_first() -> None:
    player = agreed_player()

    player.play(Said("pain 4 i can't pee and both legs are numb"))

    assert player.state.node == "check.emergency"


@pytest.mark.parametrize(
    ("answer", "node"), [("yes", "check.urgent"), ("no", "pain.saved"), ("not_sure", "check.region")]
)
def test_severe_pain_is_kept_and_asked_whether_it_stops_walking_or_sleep(answer: str, node: str) -> None:
    player = agreed_player()

    shown = player.play(Commanded("pain", "9"))
    assert "walk or can't sleep" in text(shown)
    player.choose(f"severity_stops.{answer}")

    assert player.state.node == node
    assert [entry.score for entry in pains(player)] == [9]


def test_pain_can_be_noted_while_an_urgent_finding_stands_and_no_advice_is_given() -> None:
    player = agreed_player()
    check = Check(SUNDAY_8AM, fired={"any": Level.URGENT}, ended_at=SUNDAY_8AM)
    player.state = replace(player.state, check=check)

    shown = player.play(Commanded("pain", "8"))

    assert [entry.score for entry in pains(player)] == [8]
    assert "look at it first" in text(shown)
    assert "Leave running" not in text(shown)


# What it tells


def test_the_worst_of_a_day_counts_from_notes_runs_and_sessions_alike() -> None:
    entries: list[Entry] = [
        PainNoted(SUNDAY_8AM, 2),
        RunLogged(SUNDAY_8AM, 5000, pain_before=1, pain_after=4),
        StageDone(SUNDAY_8AM - timedelta(days=1), 1, 3),
        RunLogged(SUNDAY_8AM - timedelta(days=2), 5000),
    ]

    assert pain_by_day(entries, UTC) == {TODAY: 4, TODAY - timedelta(days=1): 3}


@pytest.mark.parametrize(
    ("lately", "expected"),
    [
        ((5, 5, 5, 5, 5, 5, 5, 3, 3, 3, 3, 3, 3, 3), "better"),
        ((3, None, None, None, None, None, None, 4, 4), None),
        ((3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4), "worse"),
        ((3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 3, 4), "same"),
        ((5,), None),
    ],
)
def test_the_last_week_is_compared_with_the_one_before(lately: tuple[int | None, ...], expected: str | None) -> None:
    assert trend(scores(*lately), TODAY) == expected


@pytest.mark.parametrize(
    ("lately", "expected"),
    [
        ((7, 8), "high"),
        ((8, None, None, None, None, 7), None),
        ((8, 2), None),
        ((2, 2, 2, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4), "worse"),
        ((3,) * 21, "lasting"),
        ((0,) * 21, None),
        ((5,) * 10 + (2,) * 11, None),
    ],
)
def test_high_growing_or_lasting_pain_is_a_reason_to_see_someone(
    lately: tuple[int | None, ...], expected: str | None
) -> None:
    assert concern(scores(*lately), TODAY) == expected


def test_a_reason_to_see_someone_comes_with_the_way_to_the_check_and_the_watch_list_last() -> None:
    player = with_entries(agreed_player(), [PainNoted(SUNDAY_8AM - timedelta(days=1), 8)])

    shown = player.play(Commanded("pain", "7"))

    assert "book a GP or physiotherapist" in text(shown)
    assert shown[-1].text.endswith("Pain that keeps growing")
    assert "check" in player.buttons


def test_the_history_shows_two_weeks_newest_first_in_the_users_days() -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    player = with_entries(agreed_player(), [PainNoted(SUNDAY_8AM - timedelta(days=20), 1), PainNoted(late, 3)])
    player.state = note(replace(player.state, zone="Europe/Berlin"), PainNoted(SUNDAY_8AM, 2, text="fine"))

    shown = text(player.play(Commanded("pain_history")))

    assert shown.index("Sunday 22 November: pain 2: fine") < shown.index("Saturday 21 November: pain 3")
    assert "pain 1" not in shown


def test_an_empty_log_says_how_to_begin() -> None:
    assert "Begin with one number" in text(agreed_player().play(Commanded("pain_history")))
