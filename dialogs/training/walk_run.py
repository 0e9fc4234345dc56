"""A session of walking and jogging: an alarm at each change. It goes on wherever the talk is, and over a restart.

The next change is counted from the last one, not from when it was told, so a session never drifts. A danger sign ends
it; an open danger question and Pause let it rest.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.check.safety import alert
from dialogs.replies import DropAlarm, Say, SetAlarm
from dialogs.state import UserState, WalkRun
from dialogs.training.comeback import Part, parts
from dialogs.training.timing import length
from knowledge.load import Knowledge

CALL = "walk_run"  # the key of the alarm
TOO_LATE = timedelta(hours=1)  # nobody still jogs by the clock of a session then


def parts_of(session: WalkRun, knowledge: Knowledge) -> tuple[Part, ...]:
    """Return the parts of the session; those of the last stage if the content has no such stage any more."""
    return parts(knowledge.stages[min(session.stage, len(knowledge.stages)) - 1])


def is_over(session: WalkRun, knowledge: Knowledge) -> bool:
    """Whether there is nothing left to do but to tell how it was."""
    return session.is_cut or session.part >= len(parts_of(session, knowledge))


def started(stage: int, knowledge: Knowledge, now: datetime) -> WalkRun:
    """Return a session that begins now."""
    session = WalkRun(stage)
    return replace(session, ends=now + timedelta(seconds=parts_of(session, knowledge)[0].seconds))


def moved_on(session: WalkRun, knowledge: Knowledge, now: datetime) -> WalkRun:
    """Return the session as it is now: the changes made whose time has come, all of them if it is far too late."""
    todo = parts_of(session, knowledge)
    part, ends = session.part, session.ends
    while ends is not None and ends <= now:
        part += 1
        is_last = part >= len(todo) or now - ends > TOO_LATE
        part, ends = (len(todo), None) if is_last else (part, ends + timedelta(seconds=todo[part].seconds))
    return replace(session, part=part, ends=ends)


def rested(session: WalkRun, now: datetime) -> WalkRun:
    """Return the session paused; it keeps what is left of its part."""
    if session.ends is None:
        return session
    return replace(session, ends=None, left=max(1, round((session.ends - now).total_seconds())))


def resumed(session: WalkRun, now: datetime) -> WalkRun:
    """Return the session going on with the rest of its part."""
    return replace(session, ends=now + timedelta(seconds=session.left), left=0)


def set_down(after: UserState, now: datetime) -> UserState:
    """Return the state after a move: with the session ended by a danger sign, or paused while one is asked about."""
    if alert(after) is not None:
        return replace(after, walk_run=None, cleared_at=None)
    is_asked = after.node.partition(".")[0] in ("check", "doubt")
    if is_asked and after.walk_run is not None:
        return replace(after, walk_run=rested(after.walk_run, now))
    return after


def call_changes(before: UserState, after: UserState) -> tuple[SetAlarm | DropAlarm, ...]:
    """Return the changes of the alarm that make it fit the session again."""
    old = before.walk_run.ends if before.walk_run else None
    new = after.walk_run.ends if after.walk_run else None
    if old == new:
        return ()
    return (DropAlarm(CALL),) if new is None else (SetAlarm(CALL, new),)


def part_said(session: WalkRun, knowledge: Knowledge) -> Say:
    """Return what to do now."""
    todo = parts_of(session, knowledge)
    part = todo[session.part]
    rounds = todo[-1].round
    values: dict[str, Say | str | int] = {"round": part.round, "rounds": rounds, "length": length(part.seconds)}
    return Say(f"text.comeback_{part.kind}" if rounds > 1 else "text.comeback_one_go", values, style="strong")
