"""Ways through the self-check for tests: the least worrying answer to each question, but for those that are given."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache

from dialogs.__main__ import Player
from dialogs.check.vignettes import calm_answer
from dialogs.events import Commanded
from dialogs.wording import Message
from knowledge.load import Knowledge, load

SUNDAY_8AM = datetime(2026, 11, 22, 8, tzinfo=UTC)
MOST_QUESTIONS = 100


@lru_cache(maxsize=1)
def the_content() -> Knowledge:
    """Return the content that the bot ships with, loaded once for all tests."""
    return load()


def agreed_player(now: datetime = SUNDAY_8AM) -> Player:
    """Return a player whose user has agreed to what is kept."""
    player = Player(the_content(), now)
    player.play(Commanded("start"))
    player.choose("agree")
    return player


def answer_until(player: Player, node: str, answers: Mapping[str, str]) -> list[Message]:
    """Answer question after question until the talk stands at the node; answers not given are the calm ones."""
    shown: list[Message] = []
    for _ in range(MOST_QUESTIONS):
        if player.state.node == node:
            return shown
        question = player.state.node.partition(".")[2]
        given = answers.get(question) or calm_answer(player.buttons)
        shown = player.choose(given)
    raise AssertionError(f"never came to {node}, stands at {player.state.node}")
