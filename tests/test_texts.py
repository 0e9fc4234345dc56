"""The texts of the content and the code that uses them: none missing, none left over."""

import re
from pathlib import Path

from bot.buttons import button_data
from dialogs.__main__ import Player
from dialogs.check.vignettes import calm_answer
from dialogs.events import Commanded
from tests.dialogs.walking import agreed_player, the_content

ROOT = Path(__file__).parent.parent
CODE = "\n".join(
    path.read_text(encoding="utf-8") for name in ("bot", "dialogs") for path in (ROOT / name).rglob("*.py")
)
LITERAL = re.compile(r'"text\.([a-z0-9_]+)"')
PREFIX = re.compile(r'f"text\.([a-z0-9_]*)\{')
SCREEN_NOTES = {"terminal_intro", "terminal_token", "terminal_bye"}


def texts() -> set[str]:
    return {name.removeprefix("text.") for name in the_content().words if name.startswith("text.")}


def test_every_text_that_the_code_names_exists() -> None:
    assert set(LITERAL.findall(CODE)) - texts() == set()


def test_every_text_is_used() -> None:
    prefixes = tuple(prefix for prefix in PREFIX.findall(CODE) if prefix)
    named = set(LITERAL.findall(CODE)) | SCREEN_NOTES

    assert {text for text in texts() - named if not text.startswith(prefixes)} == set()


def test_every_button_on_the_way_has_data_that_fits_and_a_label_that_can_be_read() -> None:
    player = agreed_player()
    for command in ("start", "help", "faq", "settings", "reminders", "privacy", "warmup"):
        _check_buttons(player, command)
    player.play(Commanded("check"))
    while player.state.node != "check.result":
        _check_buttons(player, "start")
        player.choose(calm_answer(player.buttons))


def _check_buttons(player: Player, command: str) -> None:
    for shown in player.play(Commanded(command)):
        for row in shown.rows:
            for label, button in row:
                assert label.strip()
                assert button_data(button)
