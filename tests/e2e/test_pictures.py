"""Pictures, pages and files as they reach Telegram."""

import pytest

from tests.e2e.botapi import BotApi
from tests.e2e.people import Person
from tests.e2e.walk import agree, word

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("bot_process")]


async def test_a_chart_arrives_as_a_picture_with_a_line_and_buttons(api: BotApi, ann: Person) -> None:
    await agree(ann)
    await ann.say("/pain")
    await ann.say("pain 4 stiff after sitting")

    await ann.say("/charts")
    shown = await ann.press(word("button_chart_pain"))

    [sent] = [values for method, values in api.calls if method == "sendphoto"][-1:]
    assert sent["photo"].startswith(b"\x89PNG")
    assert "One day so far: pain 4." in shown.text
    assert word("button_charts") in shown.labels


async def test_the_page_and_the_export_arrive_as_files(api: BotApi, ann: Person) -> None:
    await agree(ann)

    await ann.say("/summary")
    await ann.say("/export")

    page, everything = [values for method, values in api.calls if method == "senddocument"][-2:]
    assert page["document"].startswith(b"%PDF")
    assert everything["document"].startswith(b'{"about"')
