"""The small sums: what can be typed, what comes of it, and what is asked again."""

import pytest

from dialogs.__main__ import Player
from dialogs.events import Chose, Said
from dialogs.reading.amounts import count, distance
from dialogs.reading.understand import plain
from dialogs.training.sums import change_percent
from tests.dialogs.walking import agreed_player, the_content

ANSWERS = the_content().answers


def told(sum_: str, *said: str) -> tuple[Player, str]:
    """Open the sum and type these texts; return the player and the last answer."""
    player = agreed_player()
    shown = player.play(Chose(f"sum.{sum_}"))
    for text in said:
        shown = player.play(Said(text))
    return player, "\n".join(message.text for message in shown)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("20", (20.0, "")),
        ("20 km", (20.0, "km")),
        ("20km", (20.0, "km")),
        ("10k", (10.0, "km")),
        ("about 12.5 miles", (12.5, "miles")),
        ("12,5 km", (12.5, "km")),
        ("twenty", (20.0, "")),
        ("twenty-five miles", (25.0, "miles")),
        ("-5 km", (-5.0, "km")),
        ("0", (0.0, "")),
        ("5000", (5000.0, "")),
        ("1e9", None),
        ("3 runs of 5 km", None),
        ("far", None),
        ("", None),
    ],
)
def test_distances_are_read_as_people_type_them(said: str, read: tuple[float, str] | None) -> None:
    assert distance(plain(said), ANSWERS) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("84", 84),
        ("eighty four steps", 84),
        ("about 84.", 84),
        ("-3", -3),
        ("12.5", None),
        ("80 or 84", None),
        ("many", None),
    ],
)
def test_counts_are_whole_numbers(said: str, read: int | None) -> None:
    assert count(plain(said), ANSWERS) == read


@pytest.mark.parametrize(
    ("window", "steps", "says"),
    [
        ("15 seconds", "40", ["160 steps a minute", "168 to 176", "no single right style"]),
        ("30", "eighty seven", ["174 steps a minute", "within the 170 to 180"]),
        ("60", "190", ["190 steps a minute", "above the 170 to 180"]),
        ("30", "42", ["84 steps a minute", "one foot only, it is 168"]),
    ],
)
def test_counted_steps_become_steps_a_minute(window: str, steps: str, says: list[str]) -> None:
    player, answer = told("cadence", window, steps)

    assert player.state.node == "sum.cadence.result"
    for words in says:
        assert words in answer


@pytest.mark.parametrize(
    ("last", "this", "says"),
    [
        ("20 km", "24 km", ["20 percent more", "above the 10 percent"]),
        ("20", "22", ["10 percent more", "within the 10 percent"]),
        ("20 km", "12.5 miles", ["0.6 percent more", "within"]),
        ("30 miles", "20 miles", ["33.3 percent less"]),
        ("20", "20", ["the same as"]),
    ],
)
def test_the_change_of_weekly_distance_is_told_in_percent(last: str, this: str, says: list[str]) -> None:
    player, answer = told("mileage", last, this)

    assert player.state.node == "sum.mileage.result"
    for words in (*says, "rule of thumb"):
        assert words in answer


def test_a_distance_without_a_unit_is_in_the_unit_of_the_other() -> None:
    assert change_percent("20 miles", "22") == change_percent("20", "22 km") == 10


@pytest.mark.parametrize(
    ("far", "sudden", "says"),
    [
        ("20 km", "no", ["At most 22 km", "Keep the pace easy"]),
        ("12.5 miles", "yes", ["At most 13.7 miles", "one thing at a time"]),
        ("3", "not sure", ["At most 3.3 next week", "one thing at a time"]),
    ],
)
def test_next_week_is_this_week_and_a_tenth_never_more(far: str, sudden: str, says: list[str]) -> None:
    _, answer = told("next_week", far, sudden)

    for words in (*says, "rule of thumb"):
        assert words in answer


@pytest.mark.parametrize(
    ("sum_", "said", "says"),
    [
        ("mileage", "0 km", "above 0"),
        ("mileage", "-4", "above 0"),
        ("mileage", "5000", "more than anyone runs"),
        ("mileage", "quite a lot", "one distance"),
        ("next_week", "5000 km", "more than anyone runs"),
        ("cadence", "20 seconds", "15, 30 or 60"),
    ],
)
def test_an_amount_that_cannot_be_is_told_and_asked_for_again(sum_: str, said: str, says: str) -> None:
    before, question = told(sum_)

    player, answer = told(sum_, said)

    assert says in answer
    assert question in answer
    assert player.state.node == before.state.node
    assert player.state.amounts == ()


@pytest.mark.parametrize("said", ["0", "-20", "5000"])
def test_a_count_that_cannot_be_is_asked_for_again(said: str) -> None:
    player, answer = told("cadence", "30", said)

    assert player.state.node == "sum.cadence.steps"
    assert "How many steps" in answer


def test_back_asks_for_the_amount_before() -> None:
    player, _ = told("mileage", "20 km", "back")

    assert player.state.node == "sum.mileage.last"
    assert player.state.amounts == ()


def test_stop_leads_home_and_forgets_the_amounts() -> None:
    player, _ = told("mileage", "20 km", "stop")

    assert player.state.node == "home.idle"
    assert player.state.amounts == ()


def test_after_a_result_a_question_can_be_typed() -> None:
    player, _ = told("next_week", "20", "no")

    shown = player.play(Said("how often should i replace my running shoes"))

    assert "didn't get that" not in shown[0].text


@pytest.mark.parametrize("said", [(), ("20 km",), ("20 km", "22 km")])
def test_a_danger_sign_ends_a_sum_at_any_point(said: tuple[str, ...]) -> None:
    player, _ = told("mileage", *said)

    player.play(Said("i can't pee"))

    assert player.state.node == "check.emergency"


@pytest.mark.parametrize("sum_", ["cadence", "mileage", "next_week"])
def test_no_sum_begins_while_an_urgent_finding_stands(sum_: str) -> None:
    player = agreed_player()
    player.play(Said("i can't pee"))

    player.play(Chose(f"sum.{sum_}"))

    assert player.state.node == "check.emergency"


@pytest.mark.parametrize(("said", "node"), [("mileage check", "sum.mileage.last"), ("cadence", "sum.cadence.window")])
def test_a_sum_opens_by_its_typed_name(said: str, node: str) -> None:
    player = agreed_player()

    player.play(Said(said))

    assert player.state.node == node


def test_a_forged_amount_is_refused() -> None:
    player, _ = told("mileage")

    shown = player.play(Chose("is.nan", player.state.node, "1"))

    assert player.state.amounts == ()
    assert "earlier message" in shown[0].text
