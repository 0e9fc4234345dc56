"""Where a talk starts and ends: the welcome with its consent, the menu, and the wish to be forgotten."""

from dataclasses import replace
from datetime import datetime

from dialogs.check.safety import alert
from dialogs.keyboard import Row, anywhere, here, rows
from dialogs.machine import ANYWHERE, Flow, Guard, Move, Walker
from dialogs.reading.understand import yes_or_no
from dialogs.replies import Reply, Say
from dialogs.state import UserState
from dialogs.talk import Step, Talk
from dialogs.training.stops import paused_routine
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
    return (("check",), ("routines",), ("warm_up", "new_reminder"), ("log", "pain"), ("guides", "faq"), ("settings",))


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    if state.node == "home.forget":
        keys = rows((here(state, "forget_yes"), here(state, "forget_no"), anywhere("export")), 1)
        return (Reply((Say("text.forget_ask"),), keys),)
    if state.node == "home.forget_sure":
        keys = rows((here(state, "forget_sure"), here(state, "forget_no")), 1)
        return (Reply((Say("text.forget_sure", style="strong"),), keys, replaces=True),)
    ways = tuple(tuple(anywhere(option) for option in row) for row in menu())
    return (Reply((Say("text.home"),), (*_carry_on(state, knowledge), *ways), replaces=True),)


def _carry_on(state: UserState, knowledge: Knowledge) -> tuple[Row, ...]:
    """The way back into a routine that was left in the middle."""
    routine = paused_routine(state, knowledge)
    if routine is None:
        return ()
    label = Say("text.button_carry_on", {"routine": Say(f"routine.{routine}.title")})
    return ((anywhere(routine, label),),)


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    if state.node not in ("home.forget", "home.forget_sure"):
        return None
    agreed = "forget_yes" if state.node == "home.forget" else "forget_sure"
    return {"yes": agreed, "no": "forget_no"}.get(yes_or_no(text, knowledge) or "")


def _take(state: UserState, option: str, _knowledge: Knowledge, _now: datetime) -> Step | None:
    if state.node == "home.forget" and option == "forget_yes":
        return Step("forget_yes", state)
    if state.node == "home.forget_sure" and option == "forget_sure":
        return Step("forgotten", UserState(), (Say("text.forgotten"),))
    if state.node in ("home.forget", "home.forget_sure") and option == "forget_no":
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
        nodes=("idle", "forget", "forget_sure"),
        moves=(
            Move("home", ANYWHERE, "check.emergency", when=stands(Level.EMERGENCY)),
            Move("home", ANYWHERE, "check.urgent", when=stands(Level.URGENT)),
            Move("home", ANYWHERE, "home.idle", do=_start_anew),
            Move("forget", ANYWHERE, "home.forget"),
            Move("forget_yes", "home.forget", "home.forget_sure"),
            Move("forgotten", "home.forget_sure", "home.idle"),
        ),
    ),
    hear=_hear,
    take=_take,
    show=_show,
    accepts=_accepts,
    rests=frozenset({"home.idle"}),
)
