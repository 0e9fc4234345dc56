"""How good the search is on the development set. ``docs/search.md`` tells how the figures are measured."""

from functools import cache

from benchmarks.faq_data import (
    Figures,
    Guess,
    answer_across_folds,
    best_threshold,
    measure,
    read_questions,
)
from knowledge.load import load
from knowledge.search import SURE, find
from knowledge.terms import split

QUESTIONS = read_questions()


@cache
def guesses() -> tuple[Guess, ...]:
    knowledge = load()
    found = (find(question.text, knowledge) for question in QUESTIONS)
    return tuple(Guess(one.topics, one.trust) for one in found)


def shipped() -> Figures:
    return measure(QUESTIONS, guesses(), [guess.sure >= SURE for guess in guesses()])


def across_folds() -> Figures:
    return measure(QUESTIONS, guesses(), answer_across_folds(QUESTIONS, guesses()))


def test_the_right_topic_comes_first_or_among_the_first_three() -> None:
    found = shipped()

    assert found.first >= 0.90 * found.ours
    assert found.three >= 0.96 * found.ours


def test_most_questions_are_answered_and_hardly_any_wrongly() -> None:
    found = shipped()

    assert found.answered_right >= 0.80 * found.ours
    assert found.answered_wrong <= 0.03 * found.ours


def test_a_threshold_chosen_on_other_folds_does_as_well() -> None:
    found = across_folds()

    assert found.answered_right >= 0.82 * found.ours
    assert found.answered_wrong <= 0.06 * found.ours
    assert found.answered_outside <= 0.04 * found.outside


def test_questions_about_something_else_are_not_answered() -> None:
    found = shipped()

    assert found.answered_outside <= 0.025 * found.outside


def test_the_set_is_whole_and_the_search_has_not_learnt_it() -> None:
    found = shipped()
    learnt = {tuple(split(line.text)) for line in load().search.lines if len(line.text.split()) > 1}

    assert (found.ours, found.outside) == (150, 40)
    assert [question.text for question in QUESTIONS if tuple(split(question.text)) in learnt] == []


def test_the_shipped_threshold_is_stricter_than_the_set_needs() -> None:
    assert best_threshold(QUESTIONS, guesses()) <= SURE
