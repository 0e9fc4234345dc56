"""An answer said again: an option by its short form, a score by its number, the rest by shared words."""

import pytest

from dialogs.check.given import given
from dialogs.wording import words
from tests.dialogs.walking import the_content


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("severity", "7", "7"),
        ("severity", "not_sure", "not sure"),
        ("chest", "yes", "yes"),
        ("onset", "sudden", "all at once"),
    ],
)
def test_an_answer_is_said_as_it_was_given(question: str, answer: str, said: str) -> None:
    answered = given(question, answer, the_content())["answer"]

    assert not isinstance(answered, str | int)
    assert words(answered, the_content()) == said


def test_every_answer_of_every_question_can_be_said() -> None:
    content = the_content()
    for question in content.questions.values():
        for answer in question.answers:
            for value in given(question.id, answer, content).values():
                assert not isinstance(value, str | int)
                assert words(value, content)
