"""Every emergency sign acts at once, whatever the talk is in the middle of."""

from collections.abc import Callable

import pytest

from dialogs.__main__ import Player
from dialogs.check.safety import alert
from dialogs.events import Commanded, Said
from knowledge.levels import Level
from tests.dialogs.walking import agreed_player, answer_until, the_content

CONTENT = the_content()
SIGNS = [sign for sign in CONTENT.danger.signs.values() if sign.level is Level.EMERGENCY]


def _in_check(node: str, **answers: str) -> Callable[[Player], None]:
    def go(player: Player) -> None:
        player.play(Commanded("check"))
        answer_until(player, node, answers)

    return go


def _by(*steps: str) -> Callable[[Player], None]:
    """Commands start with a slash, options with a colon; the rest is typed."""

    def go(player: Player) -> None:
        for step in steps:
            if step.startswith("/"):
                player.play(Commanded(step[1:]))
            elif step.startswith(":"):
                player.choose(step[1:])
            else:
                player.play(Said(step))

    return go


PLACES: dict[str, Callable[[Player], None]] = {
    "home.idle": _by(),
    "doubt.ask": _by("might be a bit numb down there, not sure"),
    "home.forget": _by("/forget"),
    "home.forget_sure": _by("/forget", ":forget_yes"),
    "check.region": _by("/check"),
    "check.toilet": _in_check("check.toilet"),
    "check.cancer": _in_check("check.cancer"),
    "check.severity": _in_check("check.severity"),
    "check.desk_day": _in_check("check.desk_day"),
    "check.more": _in_check("check.more", mileage_jump="yes"),
    "check.result": _in_check("check.result"),
    "check.urgent": _in_check("check.urgent", night_pain="constant"),
    "check.resume": _by("/check", ":uk", "34", "/cancel", "/check"),
    "reminder.list": _by("/reminders"),
    "reminder.days": _by("/reminders", ":new_reminder"),
    "reminder.time": _by("/reminders", ":new_reminder", "weekdays"),
    "reminder.zone": _by("/reminders", ":new_reminder", "weekdays", "7pm"),
    "reminder.confirm": _by("/reminders", ":new_reminder", "weekdays", "7pm", "london"),
    "settings.menu": _by("/settings"),
    "settings.region": _by("/settings", ":pick_region"),
    "settings.zone": _by("/settings", ":pick_zone"),
    "warm_up.screen": _by("/warmup"),
    "warm_up.lunges_twist": _by("/warmup", ":safe", "next", "next"),
}


@pytest.mark.parametrize("node", PLACES)
def test_an_emergency_that_is_typed_acts_at_once(node: str) -> None:
    before = agreed_player()
    PLACES[node](before)
    assert before.state.node == node
    missed = []
    for sign in SIGNS:
        player = Player(CONTENT, before.now)
        player.state = before.state
        player.play(Said(sign.finds[0]))
        if player.state.node != "check.emergency" or alert(player.state) is not Level.EMERGENCY:
            missed.append((sign.id, sign.finds[0], player.state.node))

    assert missed == []


def test_there_is_a_sign_for_each_of_the_emergencies_that_can_be_put_into_words() -> None:
    named = {question for sign in SIGNS for question in sign.sets}

    assert named >= {"toilet", "saddle", "both_legs", "one_leg", "chest", "injury", "fever", "urine", "coping"}
