"""Sending fails in many ways; none of them loses a message."""

import pytest

from tests.e2e.botapi import BotApi
from tests.e2e.people import Person
from tests.e2e.walk import agree, asks, begin, question_in, walk, word

# All in the event loop of the shared bot process.
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("bot_process")]


@pytest.mark.parametrize("kind", ["429", "500", "502", "close"])
async def test_a_reply_that_fails_is_sent_again(api: BotApi, ann: Person, kind: str) -> None:
    await begin(ann)
    await walk(ann, asks("toilet"))
    failed = api.fault(kind, "editMessageText")

    shown = await ann.press(word("button_no"))

    assert question_in(shown) == "saddle"
    assert shown.edited, "still in place of the question before it"
    assert failed.struck == 1


@pytest.mark.parametrize("kind", ["500", "close"])
async def test_a_tap_that_cannot_be_answered_still_brings_the_next_question(
    api: BotApi, ann: Person, kind: str
) -> None:
    await begin(ann)
    await walk(ann, asks("toilet"))
    failed = api.fault(kind, "answerCallbackQuery")

    assert question_in(await ann.press(word("button_no"))) == "saddle"
    assert failed.struck == 1


async def test_a_new_message_that_fails_twice_is_sent_again(api: BotApi, ann: Person) -> None:
    await begin(ann)
    failed = api.fault("close", "sendMessage", times=2)

    assert word("home") in (await ann.say("/cancel")).text
    assert failed.struck == 2


async def test_a_reply_that_arrived_though_the_connection_broke_does_no_harm(api: BotApi, ann: Person) -> None:
    await begin(ann)
    await walk(ann, asks("toilet"))
    api.fault("close_after", "editMessageText")

    assert question_in(await ann.press(word("button_no"))) == "saddle"
    assert question_in(await ann.press(word("button_no"))) == "both_legs"


async def test_one_who_blocks_the_bot_holds_up_nobody_and_is_welcome_back(api: BotApi, ann: Person) -> None:
    await begin(ann)
    await walk(ann, asks("toilet"))
    late = ann.send("/check")
    ann.block()
    await ann.answered(late)
    bob = api.person("Bartholomew")
    await agree(bob)

    ann.unblock()

    assert question_in(await ann.say("/start")) or ann.last.buttons
