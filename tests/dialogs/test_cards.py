"""Inline mode: public answers in any chat."""

from dialogs.cards import MOST_CARDS, cards
from tests.dialogs.walking import SUNDAY_8AM, the_content

CONTENT = the_content()
LINK = "https://t.me/backstride_bot"


def test_a_question_gets_its_answer_first_with_a_link_into_the_private_chat() -> None:
    found = cards("when should I see a doctor", LINK, CONTENT, SUNDAY_8AM)

    assert found[0].id == "when_to_see_doctor"
    assert CONTENT.topics["when_to_see_doctor"].answer in found[0].message.text
    assert f"{LINK}?start=topic-when_to_see_doctor" in found[0].message.text
    assert len(found) <= MOST_CARDS


def test_nothing_typed_shows_what_is_asked_most() -> None:
    assert cards("", LINK, CONTENT, SUNDAY_8AM)[0].id == next(iter(CONTENT.topics))


def test_a_danger_sign_gets_help_and_no_other_card() -> None:
    found = cards("i can't pee and both legs are numb", LINK, CONTENT, SUNDAY_8AM)

    assert [card.id for card in found] == ["danger"]
    assert "emergency" in found[0].message.text


def test_an_id_fits_telegram() -> None:
    assert all(len(topic.encode()) <= 64 for topic in CONTENT.topics)
