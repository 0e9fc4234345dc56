"""A guided routine: the question for danger signs, then one stop at a time. The nodes are the steps of the content.

Pause keeps the place, and so does whatever else takes the talk elsewhere; only Stop, the end and a danger sign end it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from dialogs.check.safety import alert
from dialogs.diary import RoutineDone
from dialogs.flows.guide import begun
from dialogs.flows.screen import SCREEN, hear_screen, show_screen, take_screen, ways_in
from dialogs.flows.step_message import step_message
from dialogs.keyboard import anywhere, here, rows
from dialogs.machine import Flow, Guard, Move, Walker
from dialogs.reading.understand import control, plain, tells_of_pain
from dialogs.replies import Reply, Say
from dialogs.state import HOME, UserState, note
from dialogs.talk import Step, Talk
from dialogs.training.stops import PAUSED, Stop, is_paused_in, place, stops, stops_at
from dialogs.training.timing import length, start_timer
from knowledge.load import Knowledge
from knowledge.schema import Routine

_ONWARD = {"next", "done", "ok", "okay", "ready"}
_TIMER = {"timer", "start the timer", "start timer"}
_PAUSE = {"pause", "wait", "hold on", "one moment"}
_GO_ON = {"go on", "resume", "continue", "carry on", *_ONWARD}


def guided(routine: Routine, knowledge: Knowledge) -> Talk:
    """Return the dialogue that walks through this routine."""
    walk = stops(routine, knowledge.exercises)
    names = tuple(stop.node.removeprefix(f"{routine.id}.") for stop in walk)
    flow = Flow(routine.id, (SCREEN, PAUSED, *names), tuple(_moves(routine.id, walk)))
    return Talk(flow=flow, hear=_hear, take=_take, show=_show, accepts=_accepts)


def set_aside(before: UserState, after: UserState, knowledge: Knowledge) -> UserState:
    """Return the state after a move; where it led out of a routine that had not ended, the place in it is kept.

    A danger sign ends every routine, the paused one too, and with it the word that no danger sign fits.
    """
    if alert(after) is not None:
        return replace(after, safe_at=None, paused=None)
    flow = before.node.partition(".")[0]
    was_at_it = place(before.node, knowledge) is not None
    has_ended = after.noted > before.noted
    is_away = after.node.partition(".")[0] not in (flow, "doubt") and after.node != HOME
    return replace(after, paused=before.node) if was_at_it and is_away and not has_ended else after


def _moves(name: str, walk: tuple[Stop, ...]) -> Iterator[Move]:
    nodes = [stop.node for stop in walk]
    yield from ways_in(name, f"{name}.{SCREEN}", ((f"{name}.{PAUSED}", _waits(name)), (nodes[0], None)))
    for node in nodes:
        yield Move("pause", node, f"{name}.{PAUSED}")
        yield Move("go_on", f"{name}.{PAUSED}", node, when=_was_left_at(node), do=_forget_pause)
    yield Move("go_on", f"{name}.{PAUSED}", nodes[0], do=_forget_pause)  # the content has the other step no more
    yield Move("anew", f"{name}.{PAUSED}", nodes[0], do=_forget_pause)
    for node, following in zip(nodes, [*nodes[1:], HOME], strict=True):
        yield Move("next", node, following)
    for stop in walk:
        if stop.step.seconds is not None:
            yield Move("timed", stop.node, stop.node, do=_set_timer)
    for earlier, node in pairwise(nodes):
        yield Move("back", node, earlier)


def _waits(name: str) -> Guard:
    return lambda walker: is_paused_in(walker.state, name, walker.knowledge)


def _was_left_at(node: str) -> Guard:
    return lambda walker: walker.state.paused == node


def _forget_pause(walker: Walker) -> None:
    walker.state = replace(walker.state, paused=None)


def _set_timer(walker: Walker) -> None:
    seconds = next(stop.step.seconds for stop in stops_at(walker.node, walker.knowledge) if stop.node == walker.node)
    start_timer(walker, seconds or 0)


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    at, said = state.node.partition(".")[2], plain(text)
    if at == SCREEN:
        return hear_screen(text, knowledge)
    if at == PAUSED and said in _GO_ON:
        return "go_on"
    for option, phrases in (("next", _ONWARD), ("timer", _TIMER), ("pause", _PAUSE)):
        if said in phrases:
            return option
    if at != PAUSED and tells_of_pain(text, knowledge):
        return "hurts"
    asked = control(text, knowledge)
    return {"back": "back", "skip": "next", "cancel": "stop", "finish": "stop", "restart": "anew"}.get(asked or "")


def _take(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    at = state.node.partition(".")[2]
    if at == SCREEN:
        return Step("home", state) if option in ("stop", "menu") else take_screen(state, option, now)
    if at == PAUSED:
        return _take_paused(state, option, knowledge, now)
    walk, done = stops_at(state.node, knowledge), place(state.node, knowledge)
    if done is None:
        return None
    if option in ("stop", "hurts"):
        said = "text.routine_stopped" if option == "stop" else "text.routine_hurts"
        return Step("home", _ended(state, state.node, done, knowledge, now), (Say(said),))
    if option == "menu":
        return Step("home", replace(state, paused=state.node), (Say("text.routine_kept"),))
    if option == "pause":
        return Step("pause", replace(state, paused=state.node))
    if option == "next" and done + 1 == len(walk):
        return _finished(_ended(state, state.node, len(walk), knowledge, now), knowledge)
    if option == "next" or (option == "back" and done):
        return Step(option, state)
    seconds = walk[done].step.seconds
    if option == "timer" and seconds is not None:
        return Step("timed", state, (Say("text.timer_started", {"length": length(seconds)}),))
    return None


def _finished(state: UserState, knowledge: Knowledge) -> Step:
    """Home from the last stop, or on to the guide that belongs after the routine."""
    routine = knowledge.routines[state.node.partition(".")[0]]
    says = (Say(f"routine.{routine.id}.done"),)
    if routine.after is not None and (going_on := begun(f"guide.{routine.after}", state, knowledge)):
        return Step(f"guide.{routine.after}", going_on, says)
    return Step("next", state, says)


def _take_paused(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    if option == "stop":
        left_at = state.paused or state.node
        ended = _ended(state, left_at, place(left_at, knowledge) or 0, knowledge, now)
        return Step("home", ended, (Say("text.routine_stopped"),))
    if option == "menu":
        return Step("home", state)
    return Step(option, state) if option in ("go_on", "anew") else None


def _ended(state: UserState, node: str, done: int, knowledge: Knowledge, now: datetime) -> UserState:
    """The state with what was done kept in the diary, if any step was."""
    state = replace(state, paused=None)
    name, total = node.partition(".")[0], len(stops_at(node, knowledge))
    return note(state, RoutineDone(now, name, done, total)) if done else state


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    name, _, at = state.node.partition(".")
    if at == SCREEN:
        return (show_screen(state, knowledge, Say(f"routine.{name}.title")),)
    if at == PAUSED:
        return (_paused(state, name, knowledge),)
    return (step_message(state, knowledge),)


def _paused(state: UserState, name: str, knowledge: Knowledge) -> Reply:
    number = (place(state.paused or "", knowledge) or 0) + 1
    values: dict[str, Say | str | int] = {
        "routine": Say(f"routine.{name}.title"),
        "number": number,
        "total": len(stops_at(state.node, knowledge)),
    }
    buttons = (here(state, "go_on"), here(state, "anew"), here(state, "stop"), anywhere("home"))
    return Reply((Say("text.routine_paused", values, style="strong"),), rows(buttons, 2), replaces=True)


def _accepts(state: UserState, _knowledge: Knowledge) -> Say:
    return Say("text.accepts_buttons" if state.node.endswith(f".{PAUSED}") else "text.accepts_step")
