from typing import Any

import pytest

from bot.botapi import RawUpdate
from bot.buttons import FORGED
from bot.incoming import Arrival, Blocked, Called, Meaning, Tap, read
from dialogs.events import CameBack, Chose, Commanded, Edited, Event, Said, Shared
from tests.bot.talks import USER, message, person, tap_update, text_update

NAME = "backstride_bot"
GROUP = {"id": -5, "type": "supergroup", "title": "Runners"}


def event_of(update: RawUpdate) -> Event | None:
    meaning = read(update, NAME)
    return meaning.event if isinstance(meaning, Arrival) else None


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("my back hurts", Said("my back hurts")),
        ("/check", Commanded("check")),
        ("/CHECK@Backstride_Bot", Commanded("check")),
        ("/start topic_shoes", Commanded("start", "topic_shoes")),
        ("/start\nnow", Commanded("start", "now")),
        ("/", Said("/")),
        ("/ 7", Said("/ 7")),
        ("/10", Said("/10")),
    ],
)
def test_a_text_is_a_command_or_said(text: str, event: Event) -> None:
    assert event_of(text_update(1, text)) == event


@pytest.mark.parametrize(
    ("more", "event"),
    [
        ({"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]}, Shared("photo")),
        ({"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}}, Shared("voice")),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, Shared("location")),
        ({"contact": {"phone_number": "1", "first_name": "A"}}, Shared("contact")),
        ({"document": {"file_id": "f", "file_unique_id": "u"}}, Shared("document")),
        (
            {"document": {"file_id": "f", "file_unique_id": "u"}, "caption": "I can't feel my legs"},
            Said("I can't feel my legs"),
        ),
        ({"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": USER, "type": "private"}}}, None),
    ],
)
def test_other_kinds_of_messages_are_shared_and_words_under_a_picture_are_said(
    more: dict[str, Any], event: Event | None
) -> None:
    assert event_of({"update_id": 1, "message": message(None, **more)}) == event


def test_an_edited_message_is_edited() -> None:
    update = {"update_id": 1, "edited_message": message("8, not 3", edit_date=1)}

    assert event_of(update) == Edited("8, not 3")


def test_a_tap_carries_what_was_chosen_and_the_message_to_edit() -> None:
    assert read(tap_update(1, "check.ask~yes~1a"), NAME) == Arrival(
        USER, USER, Chose("yes", "check.ask", "1a"), Tap("q", 7)
    )
    assert event_of(tap_update(1, "~start_over")) == Chose("start_over")


@pytest.mark.parametrize("data", [None, "", "~", "~~", "a~b", "~a~b", "a~~b", "a~b~c~d", "DROP TABLE", "🙂"])
def test_a_forged_tap_chooses_nothing_that_exists(data: str | None) -> None:
    assert event_of(tap_update(1, data)) == FORGED


def test_a_tap_on_a_message_that_is_too_old_counts_but_cannot_edit_it() -> None:
    chat = {"id": USER, "type": "private"}
    update = tap_update(1, "~go", message={"chat": chat, "message_id": 7, "date": 0})

    assert read(update, NAME) == Arrival(USER, USER, Chose("go"), Tap("q", None))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("/check", Called(-5)),
        ("/check@backstride_bot", Called(-5)),
        ("hey @Backstride_bot my back", Called(-5)),
        ("/check@another_bot", None),
        ("my back hurts", None),
        ("mail@backstride_bottle", None),
    ],
)
def test_in_a_group_only_a_call_by_command_or_name_counts(text: str, meaning: Meaning) -> None:
    assert read({"update_id": 1, "message": message(text, chat=GROUP)}, NAME) == meaning


@pytest.mark.parametrize(
    ("status", "meaning"), [("kicked", Blocked(USER)), ("member", Arrival(USER, USER, CameBack()))]
)
def test_blocking_the_bot_and_taking_it_back_is_noticed(status: str, meaning: Meaning) -> None:
    bot = {"id": 1, "is_bot": True, "first_name": "B"}
    old = {"user": bot, "status": "left"}
    new: dict[str, Any] = {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})
    change = {"chat": {"id": USER, "type": "private"}, "from": person(), "date": 0}
    update = {"update_id": 1, "my_chat_member": change | {"old_chat_member": old, "new_chat_member": new}}

    assert read(update, NAME) == meaning


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": "hello"},
        {"update_id": 1, "message": {}},
        {"update_id": 1, "message": {"message_id": [], "date": "x", "chat": 5}},
        {"update_id": 1, "callback_query": {"id": "q"}},
        {"update_id": 1, "something_new": {"a": 1}},
        {"update_id": 1, "channel_post": message("hello", chat={"id": -9, "type": "channel"})},
        {"update_id": 1, "message": message("hi") | {"from": person() | {"is_bot": True}}},
        {"update_id": 1, "message": message("/forget") | {"from": person(USER + 1)}},
        {"update_id": 1, "edited_message": message("hi") | {"from": person(USER + 1)}},
        tap_update(1, "~forget", message=message("?", USER + 1)),
        {"update_id": 1, "message": message("hi") | {"from": person(2**63), "chat": {"id": 2**63, "type": "private"}}},
        {"update_id": 1, "message": message(None, location={"latitude": "north", "longitude": 5})},
    ],
)
def test_what_has_no_meaning_is_nothing(update: RawUpdate) -> None:
    assert read(update, NAME) is None


def test_half_a_character_is_replaced_and_a_text_without_end_is_cut() -> None:
    assert event_of(text_update(1, "my \ud83d back")) == Said("my \ufffd back")
    assert event_of(text_update(1, "x" * 1_000_000)) == Said("x" * 4096)
