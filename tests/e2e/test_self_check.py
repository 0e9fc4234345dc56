"""A whole talk with the real bot over HTTP, from the first word to the result."""

import pytest

from tests.e2e.botapi import BotApi
from tests.e2e.people import Person
from tests.e2e.walk import KNOWLEDGE, agree, answer_label, asks, begin, question_in, starts_with, walk, word

# All in the event loop of the shared bot process.
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("bot_process")]


async def test_a_runner_is_asked_one_question_at_a_time_and_gets_a_result(ann: Person) -> None:
    await begin(ann)

    result = await walk(ann, starts_with("level_self_care"))

    whole = "\n".join(shown.text for shown in result)
    assert KNOWLEDGE.words["cause.cause_load_spike.title"] in whole
    assert word("get_help") in whole
    questions = [shown for shown in ann.chat.shown if question_in(shown)]
    assert len({question_in(shown) for shown in questions}) > 20
    assert all(shown.edited for shown in questions[1:]), "a question takes the place of the one before it"
    assert word("button_sources") in ann.last.labels


async def test_a_typed_answer_counts_like_a_button(ann: Person) -> None:
    await begin(ann)
    await walk(ann, asks("toilet"))

    again = await ann.say("banana smoothie")
    assert question_in(again) == "toilet"
    assert question_in(await ann.say("nope")) == "saddle"


async def test_an_emergency_ends_the_check_without_a_cause(ann: Person) -> None:
    await begin(ann)
    await walk(ann, asks("toilet"))

    result = await ann.press(word("button_yes"))

    assert "999" in result.text.splitlines()[0]
    titles = [cause.title for cause in KNOWLEDGE.causes.values()]
    assert not [title for title in titles if title in result.text]


async def test_an_old_button_gets_a_note_and_the_current_question(ann: Person) -> None:
    await begin(ann)
    old = (await walk(ann, asks("toilet")))[-1]
    await walk(ann, asks("both_legs"))
    notices = len(ann.notices)

    shown = await ann.press(old.buttons[0])

    assert ann.notices[notices:] == [word("old_button")]
    assert question_in(shown) == "both_legs"


async def test_every_tap_is_answered_so_that_no_button_keeps_spinning(ann: Person) -> None:
    await begin(ann)
    before = len(ann.notices)

    await ann.press(answer_label(question_in(ann.last)))
    await ann.press(word("button_back"))

    assert len(ann.notices) == before + 2


async def test_two_runners_at_once_do_not_mix(api: BotApi, ann: Person) -> None:
    bob = api.person("Bartholomew")
    await begin(ann)
    await agree(bob)
    first, second = ann.send("18 to 50"), bob.send("/faq")

    await ann.answered(first)
    await bob.answered(second)

    assert question_in(ann.last) == "toilet"
    assert KNOWLEDGE.topics["why_back_hurts"].title in bob.last.labels
