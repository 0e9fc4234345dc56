from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.load import Knowledge, load
from knowledge.search import find
from knowledge.terms import SearchWords, Thesaurus, size, split, stem
from tests.knowledge.content import small_content, write
from tests.work import calls

QUESTIONS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text("utf-8"))
OURS = [question for question in QUESTIONS if question["topic"]]
NOT_OURS = [question["q"] for question in QUESTIONS if not question["topic"]]


@cache
def real() -> Knowledge:
    return load()


@pytest.fixture
def small(tmp_path: Path) -> Knowledge:
    return load(write(small_content(), tmp_path))


@pytest.mark.parametrize("asked", OURS, ids=[question["q"][:50] for question in OURS])
def test_a_question_in_a_runners_own_words_is_answered_or_its_topic_suggested(asked: dict[str, Any]) -> None:
    found = find(asked["q"], real())

    assert asked["topic"] in found.topics, found.why
    assert found.sure or not asked["sure"], found.why
    assert not found.sure or found.topics[0] == asked["topic"], found.why


@pytest.mark.parametrize("question", NOT_OURS)
def test_a_question_about_something_else_is_never_answered(question: str) -> None:
    assert not find(question, real()).sure


def test_every_example_finds_its_own_topic_first() -> None:
    for topic in real().topics.values():
        for example in topic.examples:
            found = find(example, real())
            assert found.topics[0] == topic.id, example
            assert found.sure, example


@pytest.mark.parametrize(
    "question",
    ["", " ", "?", "a", "x", "🦵", "😀" * 500, "\0\x07\x1b[2J", "<script></script>", "\u202e", "\ud800", "١٢٣"],
)
def test_a_message_without_meaning_finds_nothing_and_breaks_nothing(question: str) -> None:
    found = find(question, real())

    assert found.topics == ()
    assert not found.sure


def test_the_longest_message_is_read_at_both_ends() -> None:
    story = "lorem " * 700

    assert find(f"why is my lower back sore after a run {story}", real()).topics[0] == "why_back_hurts"
    assert find("back pain running why " * 180, real()).topics[0] == "why_back_hurts"


@pytest.mark.parametrize(
    "words", ["zqxjkv wvutsr qponml ", "backe runing exersise docter ", "why does my back hurt ", "<"]
)
def test_a_message_twice_as_long_takes_at_most_twice_the_work(words: str) -> None:
    shorter, longer = ((words * 4000)[:length] for length in (2000, 4000))
    find(longer, real())

    assert calls(lambda: find(longer, real())) <= 2.5 * calls(lambda: find(shorter, real()))


def test_words_that_mean_the_same_find_the_same(small: Knowledge) -> None:
    assert find("trainers worn out", small).topics == find("running shoes worn out", small).topics == ("shoe_life",)


def test_a_slip_of_spelling_is_repaired(small: Knowledge) -> None:
    found = find("profesional", small)

    assert found.topics == ("see_doctor",)
    assert "profesional -> professional" in found.why[0]


def test_a_short_word_is_not_repaired_into_another(small: Knowledge) -> None:
    assert find("bark", small).topics == ()


def test_another_part_of_the_body_is_not_ours_unless_the_back_is_named(small: Knowledge) -> None:
    assert not find("should i see a doctor about my knee", small).sure
    assert find("should i see a doctor about my knee and back", small).topics == ("see_doctor",)


def test_a_medicine_is_never_ours(small: Knowledge) -> None:
    assert find("aspirin for my back, or see a doctor", small).topics == ()


def test_another_part_of_the_body_is_ours_where_the_topic_speaks_of_it() -> None:
    assert find("should i roll my calves", real()).topics[0] == "foam_rolling"
    assert not find("i pulled my calf", real()).sure
    assert find("knee to chest for a stiff back", real()).topics[0] == "relief_stretches"
    assert not find("a sharp ache in my knee when i squat", real()).sure


def test_words_that_belong_to_other_subjects_too_are_ours_where_the_rest_fits() -> None:
    assert find("is a cold pack right for a sore lower back", real()).topics[0] == "ice_or_heat"
    assert find("how heavy should the weights be for squats", real()).topics[0] == "glute_strength"
    assert find("would a steroid injection calm my back down", real()).topics[0] == "medical_treatments"


@pytest.mark.parametrize(
    "question",
    [
        "the back wheel of my bike is loose",
        "which core module does this app need",
        "my disc drive makes a noise",
        "how long do carpets last",
        "when do i change the oil filter",
        "the heel of my sock has a hole",
        "how do i stretch a canvas",
    ],
)
def test_a_look_alike_word_is_not_answered(question: str) -> None:
    assert not find(question, real()).sure


@pytest.mark.parametrize(
    "question",
    [
        "tengo dolor de espalda cuando salgo a correr",
        "j'ai mal au dos quand je cours",
        "Rückenschmerzen beim Laufen, was kann ich tun",
        "mi fa male la schiena dopo la corsa",
        "背中が痛い",
    ],
)
def test_another_language_is_not_answered(question: str) -> None:
    assert not find(question, real()).sure


@pytest.mark.parametrize("question", ["chest pain and a sore back", "i want to kill myself, my back hurts when i run"])
def test_a_danger_sign_that_no_answer_fits_is_not_answered(question: str) -> None:
    assert not find(question, real()).sure


def test_a_story_without_a_question_leads_to_the_check() -> None:
    story = (
        "took up running in spring after years on the sofa, went quite well, got to five miles, then my lower back "
        "started aching on tuesday and again on the weekend, my shoes came from my brother and the office is busy"
    )

    found = find(story, real())

    assert found.topics[0] == "self_check"
    assert found.sure


def test_the_words_of_an_example_find_its_topic_however_they_are_written(small: Knowledge) -> None:
    found = find("  How many MILES do <b>trainers</b> last?!", small)

    assert found.topics[0] == "shoe_life"
    assert found.sure
    assert found.why == ("it is an example of the topic",)


def test_small_words_inside_a_phrase_do_not_hide_it() -> None:
    words = SearchWords(plain=("my",), between=("my",), same={"hold": ("hug knees",)}, here=(), elsewhere={}, never=())
    thesaurus = Thesaurus(words)

    assert [term.word for term in thesaurus.terms(split("hug my knees"))] == ["hold"]
    assert [term.word for term in thesaurus.terms(split("hug big knees"))] == ["hug", "big", "kne"]


@pytest.mark.parametrize(
    ("number", "name"), [("5", "#few"), ("60", "#tens"), ("172", "#steps"), ("600", "#hundreds"), ("2022", "#year")]
)
def test_a_number_is_searched_by_its_size(number: str, name: str) -> None:
    assert size(number) == name


def test_it_tells_why(small: Knowledge) -> None:
    found = find("my trainers are worn", small)

    assert found.why[0] == "matched: trainers -> shoes, worn"
    assert found.why[1].startswith("closest line: ")
    assert found.why[2].startswith("scores: shoe_life ")
    assert found.why[3].startswith("trust: 0.")


def test_the_same_question_always_finds_the_same(small: Knowledge, tmp_path: Path) -> None:
    again = load(write(small_content(), tmp_path / "again"))

    for question in ("shoes or doctor", "back", "worn soles of my spine"):
        assert find(question, small) == find(question, again)


@pytest.mark.parametrize(
    "forms",
    [
        ("stretch", "stretches", "stretched", "stretching"),
        ("run", "runs", "running"),
        ("move", "moves", "moved", "moving"),
        ("injury", "injuries"),
        ("press", "presses", "pressing"),
        ("mile", "miles"),
        ("shoe", "shoes"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_words_that_differ_keep_different_stems() -> None:
    words = ["thing", "disc", "bus", "red", "ring", "bed", "this", "hips", "hop"]

    assert len({stem(word) for word in words}) == len(words)
