"""The second ear: what it learned is applied as it says, and an untaught one changes nothing."""

from dataclasses import replace
from pathlib import Path

from knowledge.danger import scan
from knowledge.danger.ear import Ear, features, read_ear
from knowledge.danger.words import Word
from knowledge.load import load

TAUGHT = Ear({"wip": 6.0, "feel wip": 4.0, "sho": -6.0}, -1.0, {"saddle": {"wip": 2.0}, "chest": {"breath": 2.0}})


def said(text: str) -> list[Word]:
    return [Word(word, 0, pause=False) for word in text.split()]


def test_words_count_by_their_stem_and_with_their_neighbour() -> None:
    assert features(said("feeling wiped")) == {"feel", "wip", "feel wip"}


def test_no_pair_reaches_over_the_end_of_a_sentence() -> None:
    assert "feel wip" not in features([Word("feel", 0, pause=False), Word("wipe", 1, pause=False)])


def test_an_alarm_grows_with_the_words_that_speak_for_danger() -> None:
    harmless, open_, dangerous = (TAUGHT.alarm(said(text)) for text in ("shoe", "hello", "feel wiping"))

    assert harmless < open_ < dangerous
    assert (harmless > 0, dangerous < 1) == (True, True)


def test_the_theme_is_the_danger_question_that_the_words_are_nearest_to() -> None:
    assert TAUGHT.theme(said("i wiped")) == "saddle"
    assert TAUGHT.theme(said("no breath")) == "chest"
    assert Ear().theme(said("no breath")) is None


def test_a_folder_without_anything_learned_gives_an_ear_that_hears_nothing(tmp_path: Path) -> None:
    assert read_ear(tmp_path) == Ear()


def test_what_no_phrase_knows_is_asked_about_and_never_found() -> None:
    knowledge = load()
    strange = "when i wipe its like wiping somebody else"

    heard = scan(strange, knowledge.danger)

    assert scan(strange, replace(knowledge.danger, ear=Ear())).clarify is None
    assert (heard.level, heard.findings, heard.clarify) == (None, (), "saddle")


def test_every_theme_is_a_question_of_the_content() -> None:
    knowledge = load()

    assert set(knowledge.danger.ear.themes) <= set(knowledge.questions)
