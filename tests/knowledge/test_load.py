from pathlib import Path

import pytest

from knowledge.load import load
from tests.knowledge.content import small_content, write


def test_small_content_is_whole(tmp_path: Path) -> None:
    knowledge = load(write(small_content(), tmp_path))

    assert list(knowledge.questions) == ["age", "toilet", "hurts", "old_shoes"]
    assert [rule.id for rule in knowledge.rules] == ["toilet_changed"]
    assert {care.id for care in knowledge.care} == {"keep_moving", "see_someone"}
    assert set(knowledge.topics) == {"shoe_life", "see_doctor"}


def test_every_text_has_its_id(tmp_path: Path) -> None:
    words = load(write(small_content(), tmp_path)).words

    assert words["text.welcome"] == "Hello"
    assert words["text.home.progress"] == "Question {position} of {total}"
    assert words["question.toilet.text"] == "Is it hard to pee?"
    assert words["question.toilet.topic"] == "peeing"
    assert words["option.age.young.label"] == "Under 18"
    assert words["rule.toilet_changed.why"] == "Peeing has changed."
    assert words["cause.shoes.explains"] == "They may add to it."
    assert words["care.see_someone.text"] == "See someone if it grows."
    assert words["topic.shoe_life.answer"] == "Until they feel dead."
    assert words["routine.warm_up.done"] == "Off you go."
    assert words["exercise.cat.feel"] == "Easy."
    assert words["step.warm_up.cat_again.count"] == "5 times"
    assert words["source.000.evidence"] == "One runner's view."
    assert words["region.uk.crisis"] == "116 123"


def test_an_option_without_a_short_form_is_called_by_its_label(tmp_path: Path) -> None:
    words = load(write(small_content(), tmp_path)).words

    assert words["option.age.young.short"] == "Under 18"
    assert words["option.age.grown.short"] == "grown up"


def test_what_an_entry_leaves_out_has_no_words(tmp_path: Path) -> None:
    words = load(write(small_content(), tmp_path)).words

    assert "topic.shoe_life.more" not in words
    assert "step.warm_up.cat.count" not in words


def test_the_version_changes_with_any_change_and_only_then(tmp_path: Path) -> None:
    content = small_content()
    before = load(write(content, tmp_path / "a")).version
    same = load(write(content, tmp_path / "b")).version
    content["texts/talk.yaml"]["welcome"] = "Hello!"
    after = load(write(content, tmp_path / "c")).version

    assert before == same
    assert before != after


def test_what_is_loaded_cannot_be_changed(tmp_path: Path) -> None:
    knowledge = load(write(small_content(), tmp_path))

    with pytest.raises(TypeError):
        knowledge.words["text.welcome"] = "Bye"  # type: ignore[index]  # that is the point


def test_the_content_of_this_package_is_sound() -> None:
    assert load().questions


def test_the_five_first_questions_are_the_core_and_four_habits_come_first() -> None:
    questions = load().questions.values()

    danger = [question for question in questions if question.group == "danger"]
    core = [question.id for question in danger if question.core and not question.id.endswith("_again")]
    assert core == ["toilet", "saddle", "both_legs", "one_leg", "chest"]
    habits = [question for question in questions if question.group == "habits"]
    first = ["mileage_jump", "worn_shoes", "desk_day", "skipped_warm_up"]
    assert [question.id for question in habits[:4]] == [question.id for question in habits if question.first] == first
