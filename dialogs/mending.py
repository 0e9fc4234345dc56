"""Putting a talk right that cannot simply go on: the content has changed, or more than a day has passed."""

from collections.abc import Container
from dataclasses import replace
from datetime import datetime

from dialogs.check.checking import LONGEST_GAP, core_again
from dialogs.flows.self_check import is_question
from dialogs.replies import Say
from dialogs.state import HOME, UserState
from dialogs.talk import Step
from knowledge.load import Knowledge


def mend(state: UserState, nodes: Container[str], knowledge: Knowledge, now: datetime) -> tuple[UserState, Step | None]:
    """Return the state without what the content no longer has, and the step to take first; None if it can go on.

    nodes: all that the current tables have.
    """
    if state.region not in (None, *knowledge.regions):
        state = replace(state, region=None)
    if state.doubt and state.doubt.question not in knowledge.questions:
        state = replace(state, doubt=None, node=state.doubt.back)
    check = state.check
    if state.node not in nodes:
        was_running = state.node.startswith("check.") and check is not None and check.ended_at is None
        state = replace(state, node=HOME, seen_at=now)
        if not was_running or check is None:
            return state, Step("home", state, (Say("text.content_changed"),))
        known = tuple(stop for stop in check.path if f"check.{stop}" in nodes)
        going_on = replace(state, check=replace(check, path=known))
        return state, Step("continue", going_on, (Say("text.content_changed"),))
    if is_question(state.node) and check and state.seen_at and now - state.seen_at > LONGEST_GAP:
        anew = replace(state, check=core_again(check, knowledge), mark=state.mark + 1, seen_at=now)
        return state, Step("show_again", anew, (Say("text.after_gap"),))
    return state, None
