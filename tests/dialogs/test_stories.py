"""Whole conversations, played through the same player as the command line. The stories are data."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from dialogs.__main__ import Player
from dialogs.events import Commanded, Said
from dialogs.state import UserState
from dialogs.wording import Message
from tests.dialogs.walking import SUNDAY_8AM, agreed_player, answer_until

STORIES = [
    pytest.param(story["turns"], id=story["title"])
    for file in sorted((Path(__file__).parent / "stories").glob("*.yaml"))
    for story in yaml.safe_load(file.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("turns", STORIES)
def test_story(turns: list[dict[str, Any]]) -> None:
    player = agreed_player(SUNDAY_8AM)
    shown: list[Message] = []
    for number, turn in enumerate(turns, start=1):
        shown = _play(player, turn, shown)
        _check(player, turn, shown, f"turn {number}: {turn}")


def _play(player: Player, turn: dict[str, Any], before: list[Message]) -> list[Message]:
    if "say" in turn:
        return player.play(Said(turn["say"]))
    if "choose" in turn:
        return player.choose(turn["choose"])
    if "command" in turn:
        return player.play(Commanded(turn["command"], turn.get("argument", "")))
    if "now" in turn:
        return player.move_clock(datetime.fromisoformat(turn["now"]).astimezone(UTC))
    if "until" in turn:
        return answer_until(player, turn["until"], turn.get("answers", {}))
    return before


def _check(player: Player, turn: dict[str, Any], shown: list[Message], where: str) -> None:
    text = "\n".join(message.text for message in shown)
    report = player.report(shown)
    assert player.state.node == turn.get("node", turn.get("until", player.state.node)), where
    for words in [*turn.get("says", ()), *turn.get("shows_again", ())]:
        assert words in text, f"{where}\n{text}"
    for words in turn.get("never_says", ()):
        assert words not in text, f"{where}\n{text}"
    if "level" in turn:
        assert report["level"] == turn["level"], where
    if "causes" in turn:
        assert report["causes"] == turn["causes"], where
    if turn.get("says_nothing"):
        assert not shown, where
    elif "forgotten" in turn:
        assert player.state == UserState(), where
    else:
        assert shown, f"{where}: silence"
