"""Where a talk starts and ends: the welcome with its consent, the menu, and the wish to be forgotten."""

from dataclasses import replace
from datetime import datetime

from dialogs.keyboard import anywhere, here, rows
from dialogs.machine import ANYWHERE, Flow, Guard, Move, Walker
from dialogs.replies import Reply, Say
from dialogs.safety import alert
from dialogs.state import UserState
from dialogs.talk import Step, Talk
from dialogs.understand import yes_or_no
from knowledge.levels import Level
from knowledge.load import Knowledge


def welcome(then: str = "") -> Reply:
    """Return the disclaimer and the question for consent. ``then`` is the way in to take once the user agrees."""
    return Reply(
        says=(
            Say("text.welcome", style="strong"),
            Say("text.welcome_what"),
            Say("text.disclaimer"),
            Say("text.welcome_kept"),
            Say("text.welcome_ask"),
        ),
        rows=((anywhere(f"agree.{then}" if then else "agree"),), (anywhere("decline"), anywhere("privacy"))),
    )


def menu() -> tuple[tuple[str, ...], ...]:
    """Return the ways in that the main menu offers, in rows."""
    return (("check",), ("warm_up", "new_reminder"), ("faq", "settings"))


def _show(state: UserState, _knowledge: Knowledge) -> tuple[Reply, ...]:
    if state.node == "home.forget":
        return (Reply((Say("text.forget_ask"),), rows((here(state, "forget_yes"), here(state, "forget_no")), 1)),)
    return (
        Reply((Say("text.home"),), tuple(tuple(anywhere(option) for option in row) for row in menu()), replaces=True),
    )


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    if state.node != "home.forget":
        return None
    return {"yes": "forget_yes", "no": "forget_no"}.get(yes_or_no(text, knowledge) or "")


def _take(state: UserState, option: str, _knowledge: Knowledge, _now: datetime) -> Step | None:
    if state.node == "home.forget" and option == "forget_yes":
        return Step("forgotten", UserState(), (Say("text.forgotten"),))
    if state.node == "home.forget" and option == "forget_no":
        return Step("home", state, (Say("text.forget_kept"),))
    return None


def _accepts(_state: UserState, _knowledge: Knowledge) -> Say:
    return Say("text.accepts_buttons")


def stands(level: Level) -> Guard:
    """Return the guard "a finding of this level stands": then the talk goes nowhere but to what it asks for."""
    return lambda walker: alert(walker.state) is level


def _start_anew(walker: Walker) -> None:
    walker.state = replace(walker.state, draft=None)


HOME = Talk(
    flow=Flow(
        name="home",
        nodes=("idle", "forget"),
        moves=(
            Move("home", ANYWHERE, "check.emergency", when=stands(Level.EMERGENCY)),
            Move("home", ANYWHERE, "check.urgent", when=stands(Level.URGENT)),
            Move("home", ANYWHERE, "home.idle", do=_start_anew),
            Move("forget", ANYWHERE, "home.forget"),
            Move("forgotten", "home.forget", "home.idle"),
        ),
    ),
    hear=_hear,
    take=_take,
    show=_show,
    accepts=_accepts,
)
