"""The journal: written, read again page by page, removed only after a question."""

from dataclasses import replace
from datetime import timedelta

from dialogs.__main__ import Player
from dialogs.diary import Diary, Kept, Written
from dialogs.events import Commanded, Said
from dialogs.wording import Message
from tests.dialogs.walking import SUNDAY_8AM, agreed_player


def text(shown: list[Message]) -> str:
    return "\n".join(message.text for message in shown)


def with_notes(count: int) -> Player:
    player = agreed_player()
    notes = (Kept(n, Written(SUNDAY_8AM - timedelta(days=count - n), f"note {n} of many")) for n in range(1, count + 1))
    player.state = replace(player.state, diary=Diary(tuple(notes)), noted=count)
    return player


def written(player: Player) -> list[tuple[str, str]]:
    return [(entry.about, entry.text) for entry in player.state.diary.entries if isinstance(entry, Written)]


def test_a_note_is_kept_word_for_word_and_shown_at_once() -> None:
    player = agreed_player()
    player.play(Commanded("journal"))
    player.choose("write")

    shown = player.play(Said("Walked {2} miles.\nFelt <good>!"))

    assert written(player) == [("journal", "Walked {2} miles.\nFelt <good>!")]
    assert "Sunday 22 November: Walked {2} miles." in text(shown)


def test_a_note_of_thanks_is_kept_as_such() -> None:
    player = agreed_player()
    player.play(Commanded("journal"))
    player.choose("thank")

    shown = player.play(Said("the stairs"))

    assert written(player) == [("gratitude", "the stairs")]
    assert "thankful for: the stairs" in text(shown)


def test_pages_turn_from_the_newest_to_the_oldest_and_back() -> None:
    player = with_notes(7)

    first = text(player.play(Commanded("journal")))
    player.choose("older")
    last = text(player.choose("older"))

    assert "page 1 of 3" in first
    assert first.index("note 7") < first.index("note 6") < first.index("note 5")
    assert "note 1 of many" in last
    assert "older" not in player.buttons
    assert "page 2 of 3" in text(player.choose("newer"))


def test_a_note_is_removed_only_after_a_yes() -> None:
    player = with_notes(2)
    player.play(Commanded("journal"))

    player.choose("open.2")
    player.choose("back")
    assert len(written(player)) == 2
    player.choose("open.2")
    player.play(Said("yes"))

    assert written(player) == [("journal", "note 1 of many")]


def test_a_note_that_is_too_long_is_not_cut_but_asked_for_in_parts() -> None:
    player = agreed_player()
    player.play(Commanded("journal"))
    player.choose("write")

    shown = player.play(Said("x" * 1001))

    assert player.state.node == "journal.write"
    assert "two parts" in text(shown)
    assert written(player) == []


def test_back_leaves_without_a_note() -> None:
    player = agreed_player()
    player.play(Commanded("journal"))
    player.choose("write")

    player.play(Said("back"))

    assert player.state.node == "journal.read"
    assert written(player) == []


def test_words_of_crisis_in_a_note_come_before_the_note() -> None:
    player = agreed_player()
    player.play(Commanded("journal"))
    player.choose("write")

    player.play(Said("i want to kill myself"))

    assert player.state.node == "check.emergency"
