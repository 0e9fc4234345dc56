"""What a typed message means as an answer, and what is left alone."""

import pytest

from dialogs.reading.amounts import score, span_in_days
from dialogs.reading.understand import answer, control, plain
from tests.dialogs.walking import the_content

CONTENT = the_content()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("yeah", "yes"),
        ("Yes!", "yes"),
        ("yesss please", "yes"),
        ("nope", "no"),
        ("No, thanks", "no"),
        ("👍", "yes"),
        ("dunno", "not_sure"),
        ("not really", "not_sure"),
        ("maybe", "not_sure"),
        ("no pain but numb", None),
        ("yes and no", "not_sure"),
        ("banana", None),
        ("", None),
        ("no " * 300, None),
    ],
)
def test_a_yes_or_no_counts_only_when_it_is_the_whole_message(typed: str, expected: str | None) -> None:
    assert answer(typed, CONTENT.questions["toilet"], CONTENT) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("7", "7"),
        ("about 7", "7"),
        ("seven", "7"),
        ("7/10", "7"),
        ("7 out of 10", "7"),
        ("6-7", "7"),
        ("6.5", "7"),
        ("0", "0"),
        ("ten", "10"),
        ("11", None),
        ("-1", None),
        ("7 out of 12", None),
        ("100", None),
        ("banana", None),
        ("3 yesterday and 8 today", None),
    ],
)
def test_a_score_is_read_with_care(typed: str, expected: str | None) -> None:
    assert score(plain(typed), CONTENT.answers) == expected


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2 weeks", 14),
        ("a week", 7),
        ("10-14 days", 14),
        ("about a month", 30.4),
        ("a couple of weeks", 14),
        ("two or three days", 3),
        ("3 yrs", 1095),
        ("soon", None),
        ("5", None),
    ],
)
def test_a_span_of_time_becomes_days(typed: str, days: float | None) -> None:
    assert span_in_days(plain(typed), CONTENT.answers) == days


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2 weeks", "weeks_2_3"),
        ("5 days", "few_days"),
        ("a fortnight", "weeks_2_3"),
        ("six months", "over_3_months"),
        ("ages", "over_3_months"),
        ("1 to 2 weeks", "under_2_weeks"),
        ("3 months", "over_3_months"),
    ],
)
def test_a_typed_length_finds_the_answer_that_covers_it(typed: str, expected: str) -> None:
    assert answer(typed, CONTENT.questions["duration"], CONTENT) == expected


@pytest.mark.parametrize(("typed", "expected"), [("34", "age_18_50"), ("I'm 9", "under_10"), ("50s", "over_50")])
def test_an_age_can_be_typed(typed: str, expected: str) -> None:
    assert answer(typed, CONTENT.questions["age"], CONTENT) == expected


def test_a_slip_of_the_thumb_is_repaired_for_the_ache_but_never_for_a_danger_sign() -> None:
    assert answer("gradualy", CONTENT.questions["onset"], CONTENT) == "gradual"
    assert answer("getting wors", CONTENT.questions["one_leg"], CONTENT) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("go back", "back"), ("Skip please", "skip"), ("stop", "cancel"), ("start over", "restart"), ("my back", None)],
)
def test_controls_can_be_typed(typed: str, expected: str | None) -> None:
    assert control(typed, CONTENT) == expected


def test_every_label_and_every_way_to_type_an_option_finds_that_option() -> None:
    for question in CONTENT.questions.values():
        for option in question.options:
            for typed in (option.label, *option.means):
                assert answer(typed, question, CONTENT) == option.id, f"{question.id}: {typed}"
