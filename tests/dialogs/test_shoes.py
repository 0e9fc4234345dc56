"""The shoe log: what each pair has behind it, the two steps of wear, and which pair is next."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.__main__ import Player
from dialogs.diary import RunLogged
from dialogs.events import Commanded, Said
from dialogs.log.distances import METRES_IN, Unit
from dialogs.log.wear import next_pair, step_of_wear, worn_metres
from dialogs.state import Shoe
from tests.dialogs.walking import SUNDAY_8AM, agreed_player

BLUE, GREY = Shoe("s1", "blue ones", 100_000), Shoe("s2", "grey ones")


def run(shoe: Shoe, km: float, days_ago: int = 0) -> RunLogged:
    return RunLogged(SUNDAY_8AM - timedelta(days=days_ago), round(km * 1000), shoes=shoe.id)


def said(player: Player, *lines: str) -> str:
    return "\n".join(message.text for line in lines for message in player.play(Said(line)))


def with_pair(name: str, start: str, unit: Unit = "mi") -> Player:
    player = agreed_player()
    player.state = replace(player.state, unit=unit)
    player.play(Commanded("shoes"))
    said(player, "add a pair", name, start)
    return player


def test_a_pair_has_what_it_began_with_and_each_run_that_was_logged_with_it() -> None:
    assert worn_metres(BLUE, [run(BLUE, 8), run(GREY, 5), run(BLUE, 2.5)]) == 110_500


@pytest.mark.parametrize(("miles", "step"), [(0, 0), (299.9, 0), (300, 300), (499, 300), (500, 500), (900, 500)])
def test_wear_has_two_steps(miles: float, step: int) -> None:
    assert step_of_wear(round(miles * METRES_IN["mi"])) == step


def test_next_is_the_pair_that_was_run_the_least_lately() -> None:
    entries = [run(BLUE, 30, 40), run(BLUE, 5, 3), run(GREY, 8, 2)]

    assert next_pair([BLUE, GREY], entries, SUNDAY_8AM) == BLUE
    assert next_pair([BLUE, replace(GREY, retired=True)], entries, SUNDAY_8AM) is None


def test_a_step_of_wear_is_told_once_by_the_run_that_crosses_it() -> None:
    player = with_pair("blue ones", "298 miles")

    assert "behind it" not in said(player, "1 mile", "save")
    crossing = said(player, "3 miles", "save")
    assert "blue ones now has 302 miles behind it" in crossing
    assert "Body weight and running style decide" in crossing
    assert "behind it" not in said(player, "3 miles", "save")


def test_the_second_step_is_told_more_strongly() -> None:
    player = with_pair("blue ones", "499 miles")

    assert "time for a new pair" in said(player, "2 miles", "save")


def test_a_step_is_told_again_when_the_run_that_crossed_it_was_taken_back() -> None:
    player = with_pair("blue ones", "298 miles")
    said(player, "3 miles", "save", "undo")

    assert "behind it" in said(player, "3 miles", "save")


def test_shoes_that_are_worn_already_are_told_of_when_they_are_added() -> None:
    player = agreed_player()
    player.play(Commanded("shoes"))

    assert "rule of thumb" in said(player, "add", "old ones", "600 km")


@pytest.mark.parametrize(
    ("name", "start", "says"),
    [
        ("x" * 60, None, "at most 40 letters"),
        ("blue ones", "-5 km", "0 or more"),
        ("blue ones", "9000 km", "a number slipped"),
        ("blue ones", "a lot", "such as"),
    ],
)
def test_what_cannot_be_gets_an_example_and_the_question(name: str, start: str | None, says: str) -> None:
    player = agreed_player()
    player.play(Commanded("shoes"))

    answer = said(player, "add", name, *([start] if start else []))

    assert says in answer
    assert player.state.node in ("shoes.name", "shoes.start")


def test_two_pairs_cannot_have_the_same_name() -> None:
    player = with_pair("blue ones", "new")

    assert "a pair of that name already" in said(player, "add", "Blue ones")
    assert len(player.state.shoes) == 1


def test_the_only_pair_in_use_is_taken_for_granted_and_a_retired_one_is_not_offered() -> None:
    player = with_pair("blue ones", "new")
    said(player, "3 miles", "save")
    assert player.state.diary.entries[-1] == RunLogged(SUNDAY_8AM, 4828, shoes="s1")

    player.play(Commanded("shoes"))
    said(player, "1", "retire")
    said(player, "back", "4 miles", "save")

    last = player.state.diary.entries[-1]
    assert isinstance(last, RunLogged)
    assert last.shoes is None


def test_the_list_tells_what_each_pair_has_and_which_is_next() -> None:
    player = with_pair("blue ones", "50", unit="km")
    said(player, "add", "grey ones", "new")
    said(player, "8 km blue ones", "save")

    shown = player.play(Commanded("shoes"))[0].text

    assert "1. blue ones: 58 km" in shown
    assert "Next in turn: grey ones" in shown
    assert {"guide.shoe_table", "guide.shoe_buying"} <= set(player.buttons)


def test_a_removed_pair_leaves_its_runs() -> None:
    player = with_pair("blue ones", "new")
    said(player, "3 miles", "save")
    player.play(Commanded("shoes"))

    said(player, "1", "remove")

    assert not player.state.shoes
    assert len(player.state.diary.entries) == 1
    assert "Shoes:" not in said(player, "my runs", "1")
