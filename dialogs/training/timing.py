"""A timer at one step: an alarm at its end, and one half-way if it is long. Nothing ticks; both survive a restart.

A timer belongs to the node that started it. Leaving the node drops it, so an old one never speaks up at another step.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.events import CameDue
from dialogs.machine import Walker
from dialogs.replies import DropAlarm, Say, SetAlarm
from dialogs.state import UserState

TIMER, HALF_TIME = "timer", "half_time"
LONG_SECONDS = 120  # a longer timer tells when half of it is over
TOO_LATE = timedelta(hours=1)  # nobody still holds a stretch by then


def start_timer(walker: Walker, seconds: int) -> None:
    """Set the alarms of a timer for the walker's node; one that runs there begins anew."""
    end = walker.now + timedelta(seconds=seconds)
    walker.alarms.append(SetAlarm(f"{TIMER}.{walker.node}", end))
    if seconds > LONG_SECONDS:
        walker.alarms.append(SetAlarm(f"{HALF_TIME}.{walker.node}", walker.now + timedelta(seconds=seconds / 2)))
    walker.state = replace(walker.state, timer_until=end)


def drop_timer(before: UserState, after: UserState) -> tuple[UserState, tuple[DropAlarm, ...]]:
    """Return the state after a move, and the alarms to drop, if a timer ran at the node that was left."""
    if before.timer_until is None or before.node == after.node:
        return after, ()
    dropped = (DropAlarm(f"{TIMER}.{before.node}"), DropAlarm(f"{HALF_TIME}.{before.node}"))
    return replace(after, timer_until=None), dropped


def is_timer(key: str) -> bool:
    """Whether an alarm is that of a timer."""
    return key.partition(".")[0] in (TIMER, HALF_TIME)


def still_runs(state: UserState, event: CameDue, now: datetime) -> bool:
    """Whether the user still waits for this timer where it was started."""
    return state.timer_until is not None and event.key.partition(".")[2] == state.node and now - event.due <= TOO_LATE


def half_time_words(state: UserState, event: CameDue) -> Say | None:
    """Return what to say when half of the running timer is over; None for an alarm at its end."""
    if state.timer_until is None or not event.key.startswith(f"{HALF_TIME}."):
        return None
    return Say("text.timer_half", {"length": length(round((state.timer_until - event.due).total_seconds()))})


def length(seconds: int) -> Say:
    """Return the words for a length of time: a minute, minutes and half minutes from two on, else seconds."""
    if seconds == 60:
        return Say("text.run_one_minute")
    if seconds >= 120 and seconds % 30 == 0:
        return Say("text.length_minutes", {"minutes": f"{seconds / 60:g}"})
    return Say("text.length_seconds", {"seconds": seconds})
