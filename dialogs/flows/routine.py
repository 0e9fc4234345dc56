"""A guided routine: a safety question, then one step at a time. The nodes are the steps of the content."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from dialogs.checking import fresh_check
from dialogs.flows.home import stands
from dialogs.flows.result import watch_list
from dialogs.keyboard import here, rows
from dialogs.machine import ANYWHERE, Flow, Move, Walker
from dialogs.replies import Reply, Say, SetAlarm
from dialogs.safety import level_of
from dialogs.state import UserState
from dialogs.talk import Step, Talk
from dialogs.understand import control, plain, yes_or_no
from knowledge.levels import Level
from knowledge.load import Knowledge
from knowledge.schema import Routine

SAFE_FOR = timedelta(hours=24)  # as long as a check's answers hold; source: docs/safety.md
TIMER = "timer"


def guided(routine: Routine) -> Talk:
    """Return the dialogue that walks through this routine."""
    flow = Flow(routine.id, ("screen", *(step.id for step in routine.steps)), tuple(_moves(routine)))
    return Talk(
        flow=flow, hear=_hear, take=_take, show=_show, accepts=lambda _state, _knowledge: Say("text.accepts_step")
    )


def _moves(routine: Routine) -> Iterator[Move]:
    name = routine.id
    steps = [f"{name}.{step.id}" for step in routine.steps]
    yield Move(name, ANYWHERE, "check.emergency", when=stands(Level.EMERGENCY))
    yield Move(name, ANYWHERE, "check.urgent", when=stands(Level.URGENT))
    yield Move(name, ANYWHERE, steps[0], when=_is_known_safe)
    yield Move(name, ANYWHERE, f"{name}.screen")
    yield Move("safe", f"{name}.screen", steps[0])
    for step, following in zip(steps, [*steps[1:], "home.idle"], strict=True):
        yield Move("next", step, following)
        yield Move("timed", step, step, do=_set_timer)
    for earlier, step in pairwise(steps):
        yield Move("back", step, earlier)


def _is_known_safe(walker: Walker) -> bool:
    state, now = walker.state, walker.now
    if state.safe_at is not None and now - state.safe_at <= SAFE_FOR:
        return True
    check = state.check
    return (
        check is not None
        and check.ended_at is not None
        and now - check.ended_at <= SAFE_FOR
        and level_of(check, walker.knowledge) is Level.SELF_CARE
    )


def _set_timer(walker: Walker) -> None:
    routine, _, step = walker.node.partition(".")
    seconds = next(s.seconds for s in walker.knowledge.routines[routine].steps if s.id == step)
    if seconds is not None:
        walker.alarms.append(SetAlarm(f"{TIMER}.{walker.node}", walker.now + timedelta(seconds=seconds)))


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    if state.node.endswith(".screen"):
        # "Yes" to "does any of these fit?" means danger; anything but a plain no is not taken for one.
        return {"no": "safe", "yes": "unsafe", "not_sure": "unsafe"}.get(yes_or_no(text, knowledge) or "")
    said = plain(text)
    if said in {"next", "done", "ok", "okay", "ready"}:
        return "next"
    if said in {"timer", "start the timer"}:
        return "timer"
    return {"back": "back", "skip": "next", "cancel": "stop", "finish": "stop"}.get(control(text, knowledge) or "")


def _take(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    routine, _, at = state.node.partition(".")
    if option == "stop":
        return Step("home", state, (Say("text.routine_stopped"),))
    if at == "screen":
        if option == "safe":
            return Step("safe", replace(state, safe_at=now))
        return Step("check", fresh_check(state, now), (Say("text.screen_check"),)) if option == "unsafe" else None
    steps = knowledge.routines[routine].steps
    index = next(index for index, step in enumerate(steps) if step.id == at)
    if option == "next":
        is_last = index == len(steps) - 1
        return Step("next", state, (Say(f"routine.{routine}.done"),) if is_last else ())
    if option == "back" and index:
        return Step("back", state)
    if option == "timer" and steps[index].seconds is not None:
        return Step("timed", state, (Say("text.timer_set", {"seconds": steps[index].seconds or 0}),))
    return None


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    name, _, at = state.node.partition(".")
    routine = knowledge.routines[name]
    if at == "screen":
        says = (
            Say("text.screen", {"routine": Say(f"routine.{name}.title")}),
            Say("text.screen_ask", style="strong"),
            *watch_list(knowledge),
            *([Say("text.screen_professional")] if _was_sent_to_someone(state, knowledge) else []),
        )
        return (Reply(says, rows((here(state, "safe"), here(state, "unsafe"), here(state, "stop")), 1)),)
    index = next(index for index, step in enumerate(routine.steps) if step.id == at)
    step, words = routine.steps[index], f"step.{name}.{at}"
    measure = (
        Say("text.step_count", {"count": Say(f"{words}.count")})
        if step.seconds is None
        else Say("text.step_seconds", {"seconds": step.seconds})
    )
    says = (
        *([Say(f"routine.{name}.intro")] if index == 0 else []),
        Say(
            "text.step",
            {"number": index + 1, "total": len(routine.steps), "title": Say(f"{words}.title")},
            style="strong",
        ),
        Say(f"{words}.text"),
        measure,
        Say("text.step_feel", {"feel": Say(f"{words}.feel")}),
        Say("text.step_stop", {"stop": Say(f"{words}.stop")}),
    )
    forward = [here(state, "next")] if step.seconds is None else [here(state, "timer"), here(state, "next")]
    back = [here(state, "back")] if index else []
    return (Reply(says, (tuple(forward), (*back, here(state, "stop"))), replaces=True),)


def _was_sent_to_someone(state: UserState, knowledge: Knowledge) -> bool:
    return state.check is not None and level_of(state.check, knowledge) is Level.PROFESSIONAL
