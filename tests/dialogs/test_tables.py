"""The tables, walked: every node can be reached, shows something, and has a way out."""

import pytest

from dialogs.check.vignettes import calm_answer
from dialogs.errors import TableError
from dialogs.events import Chose, Commanded, Said
from dialogs.machine import ANYWHERE, Book, Flow, Move, unreachable
from dialogs.replies import Button
from dialogs.script import script_of
from dialogs.state import HOME
from dialogs.wording import message
from tests.dialogs.walking import agreed_player, answer_until, the_content

LONGEST_BUTTON_DATA = 64  # bytes; Telegram's limit


def test_every_node_can_be_reached_from_home() -> None:
    assert unreachable(script_of(the_content()).book, HOME) == frozenset()


def test_every_node_has_a_way_out_besides_the_ways_in_from_anywhere() -> None:
    script = script_of(the_content())
    book = script.book
    left_by_moves = {move.source for move in book.moves}
    left_by_ways_in = {HOME, "check.resume", "check.result", "check.urgent", "check.emergency", "settings.menu"}
    guides = the_content().guides.values()
    leading_out = {f"guide.{g.id}.{page.id}" for g in guides for page in g.pages if all(c.leaves for c in page.choices)}

    assert book.nodes - left_by_moves - left_by_ways_in - leading_out - script.rests == frozenset()
    assert any(move.source == ANYWHERE and move.event == "home" for move in book.moves)


def test_a_table_that_names_an_unknown_node_is_refused() -> None:
    flow = Flow("reminder", ("days",), (Move("days_chosen", "reminder.days", "reminder.tiem"),))

    with pytest.raises(TableError, match=r"reminder\.tiem"):
        Book([flow])


def test_every_question_shows_its_text_its_progress_and_all_controls() -> None:
    player = agreed_player()
    player.play(Commanded("check"))
    seen = set()
    while player.state.node != "check.result":
        seen.add(player.state.node)
        shown = player.play(Commanded("start"))
        if player.state.node not in ("check.region", "check.more"):
            assert {"back", "skip", "finish", "restart", "cancel"} <= set(player.buttons), player.state.node
            assert "Question " in shown[-1].text
        player.choose(calm_answer(player.buttons))

    assert len(seen) > 30


def test_button_data_fits_telegram() -> None:
    content = the_content()
    longest = max(
        f"check.{question.id}~{answer}~zzzz" for question in content.questions.values() for answer in question.answers
    )

    assert len(longest.encode()) <= LONGEST_BUTTON_DATA


def test_a_button_of_an_earlier_talk_changes_nothing() -> None:
    player = agreed_player()
    player.play(Commanded("check"))
    player.choose("uk")
    player.choose("age_18_50")
    old = player.buttons["yes"]
    player.choose("restart")
    player.choose("age_18_50")
    assert player.state.node == old.node

    before = player.state
    shown = player.play(Chose(old.option, old.node, old.mark))

    assert player.state == before
    assert "earlier message" in shown[0].text


def test_two_taps_on_one_question_count_once() -> None:
    player = agreed_player()
    player.play(Commanded("check"))
    answer_until(player, "check.saddle", {})
    button: Button = player.buttons["no"]

    player.play(Chose(button.option, button.node, button.mark))
    assert player.state.node == "check.both_legs"
    player.play(Chose(button.option, button.node, button.mark))

    assert player.state.node == "check.both_legs"
    assert player.state.check is not None
    assert "both_legs" not in player.state.check.answers


@pytest.mark.parametrize(
    "said", ["", " ", "\x00\x01", "🙃" * 50, "<b>&", "'; DROP TABLE users;--", "مرحبا", "x" * 5000]
)
def test_odd_text_is_answered_and_leaves_the_question_where_it_is(said: str) -> None:
    player = agreed_player()
    player.play(Commanded("check"))
    answer_until(player, "check.severity", {})

    shown = player.play(Said(said))

    assert player.state.node == "check.severity"
    assert shown


def test_every_reply_of_every_node_can_be_worded_again_from_the_state_alone() -> None:
    content = the_content()
    player = agreed_player()
    player.play(Commanded("check"))
    shown = []
    while player.state.node != "check.result":
        shown = player.choose(calm_answer(player.buttons))

    talk = script_of(content).talk_at(player.state.node)
    assert [message(reply, content) for reply in talk.show(player.state, content)] == shown


def test_a_second_tap_on_the_same_answer_says_nothing_twice() -> None:
    player = agreed_player()
    player.play(Commanded("check"))
    answer_until(player, "check.saddle", {})
    button = player.buttons["no"]
    (question,) = player.play(Chose(button.option, button.node, button.mark))

    assert player.play(Chose(button.option, button.node, button.mark)) == [question]
    assert question.replaces
