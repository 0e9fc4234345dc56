"""What a bot also gets: pictures, voices, edits, groups, forged buttons."""

import pytest

from tests.e2e.botapi import BotApi
from tests.e2e.people import Button, Person
from tests.e2e.walk import asks, begin, question_in, walk

# All in the event loop of the shared bot process.
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("bot_process")]


async def test_what_is_not_text_gets_a_friendly_line_and_changes_nothing(ann: Person) -> None:
    await begin(ann)
    await walk(ann, asks("toilet"))

    for kind in ("photo", "voice", "sticker"):
        new = await ann.answered(ann.send_other(kind))
        assert new, f"silence after a {kind}"
        assert question_in(new[-1]) == "toilet"
    ann.send("typed and then changed")
    new = await ann.answered(ann.edit("no no no"))
    assert new
    assert question_in(await ann.say("no")) == "saddle"


@pytest.mark.parametrize("text", ["x" * 4096, "\u202e\u0007\u0000 <b>&amp", "Мне больно", "腰が痛い", "🏃" * 500])
async def test_any_text_gets_an_answer(ann: Person, text: str) -> None:
    await begin(ann)
    await walk(ann, asks("toilet"))

    assert question_in(await ann.say(text)) == "toilet"


async def test_forged_button_data_gets_a_note_and_the_current_question(ann: Person) -> None:
    await begin(ann)
    await walk(ann, asks("toilet"))

    for data in ("x", "a|b|c|d|e|f", "check.result|yes|zz", "\u0000", "🏃" * 16):
        shown = await ann.press(Button("forged", data, ann.last.message_id))
        assert question_in(shown) == "toilet"
        assert ann.notices[-1]


async def test_a_group_gets_one_line_with_a_link(api: BotApi, ann: Person) -> None:
    group = api.group()

    await ann.answered(ann.send("/start@backstride_test_bot", group))

    assert len(group.shown) == 1
    assert "t.me/backstride_test_bot" in group.shown[0].text + "".join(b.url for b in group.shown[0].buttons)
    assert ann.chat.shown == []


async def test_the_commands_menu_is_set_at_start(api: BotApi) -> None:
    await api.happened.until(lambda: api.commands)
    names = {command["command"] for command in api.commands}

    assert {"start", "check", "warmup", "reminders", "faq", "help", "privacy", "settings", "cancel"} <= names
