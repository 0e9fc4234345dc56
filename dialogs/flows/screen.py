"""The question that comes before every exercise: does any danger sign fit? Shared by all that could make a back worse.

A flow with a screen has a node ``screen``. It is passed over only by someone known to be safe, and while an urgent
finding stands every way in leads to that finding. Source: docs/safety.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.check.checking import fresh_check
from dialogs.check.safety import level_of
from dialogs.flows.home import stands
from dialogs.flows.result import watch_list
from dialogs.keyboard import here, rows
from dialogs.machine import ANYWHERE, Guard, Move, Walker
from dialogs.reading.understand import yes_or_no
from dialogs.replies import Reply, Say
from dialogs.state import UserState
from dialogs.talk import Step
from knowledge.levels import Level
from knowledge.load import Knowledge

SCREEN = "screen"
SAFE_FOR = timedelta(hours=24)  # as long as a check's answers hold; source: docs/safety.md


def is_moving(state: UserState, knowledge: Knowledge) -> bool:
    """Whether the user is at something that could make a back worse, past its screen."""
    flow, _, node = state.node.partition(".")
    guide = knowledge.guides.get(node.partition(".")[0]) if flow == "guide" else None
    is_walk_run = state.node == "comeback.session"
    is_exercise = flow in knowledge.routines or (guide is not None and guide.screen)
    return is_walk_run or (is_exercise and not node.endswith(SCREEN))


def ways_in(event: str, screen: str, opens: Sequence[tuple[str, Guard | None]]) -> Iterator[Move]:
    """Yield the moves of the event that begins something: by way of the screen, to the first node whose guard holds.

    screen: the node that asks.  opens: nodes with their guards; the last one without.
    """
    yield Move(event, ANYWHERE, "check.emergency", when=stands(Level.EMERGENCY))
    yield Move(event, ANYWHERE, "check.urgent", when=stands(Level.URGENT))
    for node, guard in opens:
        yield Move(event, ANYWHERE, node, when=_known_safe_and(guard))
    yield Move(event, ANYWHERE, screen)
    for node, guard in opens:
        yield Move("safe", screen, node, when=guard)


def _known_safe_and(guard: Guard | None) -> Guard:
    return is_known_safe if guard is None else lambda walker: is_known_safe(walker) and guard(walker)


def is_known_safe(walker: Walker) -> bool:
    """Whether the user said within a day that no danger sign fits; what was said last counts."""
    state, now, check = walker.state, walker.now, walker.state.check
    if state.safe_at is not None and (check is None or check.started_at <= state.safe_at):
        return now - state.safe_at <= SAFE_FOR
    return (
        check is not None
        and check.ended_at is not None
        and now - check.ended_at <= SAFE_FOR
        and level_of(check, walker.knowledge) is Level.SELF_CARE
    )


def hear_screen(text: str, knowledge: Knowledge) -> str | None:
    """Return the option that a typed answer to the screen stands for, or None."""
    # "Yes" to "does any of these fit?" means danger; anything but a plain no is not taken for one.
    return {"no": "safe", "yes": "unsafe", "not_sure": "unsafe"}.get(yes_or_no(text, knowledge) or "")


def take_screen(state: UserState, option: str, now: datetime) -> Step | None:
    """Return the step that an answer to the screen means, or None."""
    if option == "safe":
        return Step("safe", replace(state, safe_at=now))
    return Step("check", fresh_check(state, now), (Say("text.screen_check"),)) if option == "unsafe" else None


def show_screen(state: UserState, knowledge: Knowledge, title: Say) -> Reply:
    """Return the question. ``title`` names what it comes before."""
    says = (
        Say("text.screen", {"routine": title}),
        Say("text.screen_ask", style="strong"),
        *watch_list(knowledge),
        *([Say("text.screen_professional")] if _was_sent_to_someone(state, knowledge) else []),
    )
    return Reply(says, rows((here(state, "safe"), here(state, "unsafe"), here(state, "stop")), 1))


def _was_sent_to_someone(state: UserState, knowledge: Knowledge) -> bool:
    return state.check is not None and level_of(state.check, knowledge) is Level.PROFESSIONAL
