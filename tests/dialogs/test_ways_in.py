"""The buttons below an answer: each says where it leads, and leads there."""

import pytest

from dialogs.called import called
from dialogs.events import Chose, Said
from dialogs.keyboard import leading_to
from dialogs.wording import words
from knowledge.danger import scan
from knowledge.targets import LOGS, PLACES, SUMS
from tests.dialogs.walking import agreed_player, the_content

CONTENT = the_content()
TARGETS = (
    *(place for place in PLACES if place != "coping"),
    *(f"log.{part}" for part in LOGS),
    *(f"sum.{name}" for name in SUMS),
    *(f"group.{routine.group}" for routine in CONTENT.routines.values()),
    *(f"guide.{name}" for name in CONTENT.guides),
    *(f"routine.{name}" for name in CONTENT.routines),
    *(f"topic.{name}" for name in CONTENT.topics),
)
NAMES = [
    *((name, option) for option, names in CONTENT.answers.ways.items() for name in names),
    *((name, routine.id) for routine in CONTENT.routines.values() for name in routine.means),
    *((name, f"guide.{guide.id}") for guide in CONTENT.guides.values() for name in guide.means),
]


@pytest.mark.parametrize("target", dict.fromkeys(TARGETS))
def test_every_target_has_a_label_and_opens_something(target: str) -> None:
    player = agreed_player()
    button = leading_to(target)

    shown = player.play(Chose(button.option))

    assert words(button.label, CONTENT)
    assert shown
    assert "earlier message" not in shown[0].text


def test_an_answer_offers_its_way_in() -> None:
    player = agreed_player()

    (shown,) = player.play(Chose("topic.prevent_back_pain"))

    assert ("5-minute warm-up", "warm_up") in [(label, button.option) for row in shown.rows for label, button in row]


@pytest.mark.parametrize("option", CONTENT.answers.ways)
def test_every_way_that_can_be_typed_opens_something(option: str) -> None:
    shown = agreed_player().play(Chose(option))

    assert shown
    assert "earlier message" not in shown[0].text


def test_every_name_of_a_way_leads_there() -> None:
    assert [name for name, option in NAMES if called(name, CONTENT) != option] == []


@pytest.mark.parametrize(
    ("said", "option"),
    [
        ("I want to count my cadence", "sum.cadence"),
        ("can you show me the shoe log please", "shoes"),
        ("start the core routine", "group.core"),
        ("let me do the foam rolling", "foam_rolling"),
        ("routine: hip openers", "hip_openers"),
    ],
)
def test_what_people_say_around_a_name_does_not_count(said: str, option: str) -> None:
    assert called(said, CONTENT) == option


@pytest.mark.parametrize("said", ["can i run barefoot?", "do i need core work", "the", "???", "show me", ""])
def test_a_question_or_nothing_at_all_names_no_way(said: str) -> None:
    assert called(said, CONTENT) is None


def test_a_danger_word_beside_a_name_is_heard_first() -> None:
    player = agreed_player()

    player.play(Said("count my cadence, my legs are numb and I can't pee"))

    assert player.state.node == "check.emergency"


def test_no_name_of_a_way_sounds_like_danger() -> None:
    heard = {name: scan(name, CONTENT.danger) for name, _ in NAMES}

    wrong = [name for name, found in heard.items() if found.level or (found.clarify and not found.guessed)]

    assert wrong == []
