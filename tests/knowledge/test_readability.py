"""The reading grade of the safety texts. That they are easy enough is part of the content check itself."""

from dataclasses import replace

from knowledge.load import load
from knowledge.readability import HIGHEST_GRADE, grade, safety_texts, too_hard


def test_every_safety_text_reads_at_grade_7_or_below() -> None:
    knowledge = load()

    assert list(too_hard(knowledge)) == []
    assert len(list(safety_texts(knowledge))) > 100


def test_a_hard_text_is_named() -> None:
    knowledge = load()
    text = "Progressive neurological deterioration necessitates immediate multidisciplinary evaluation by a specialist."
    hard = replace(knowledge, rules=(knowledge.rules[0].model_copy(update={"why": text}),))

    assert any(line.startswith(f"rule.{knowledge.rules[0].id}: reads at grade") for line in too_hard(hard))


def test_short_questions_are_easy_even_when_they_form_a_list() -> None:
    assert grade("Is any of this new: hard to pee; no urge to go; wet pants?") < HIGHEST_GRADE / 2
