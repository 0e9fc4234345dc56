"""What the set-up of a reminder says of times at which so many are due that some come late."""

from datetime import timedelta
from math import ceil

from dialogs.reminders.crowd import WORTH_TELLING
from dialogs.reminders.reminding import TOO_LATE
from dialogs.replies import Say
from dialogs.state import UserState


def time_said(wall: str, state: UserState) -> Say:
    """Return the words for a time to choose; a bare time if it is as good as any, or nobody can tell yet."""
    zone = (state.draft.zone if state.draft else "") or state.zone
    if not state.crowd.matters or zone is None or state.seen_at is None:
        return Say("text.number", {"number": wall})
    late = state.crowd.late_at(wall, zone, state.seen_at)
    if late > TOO_LATE:
        return Say("text.time_full", {"wall": wall})
    if late > WORTH_TELLING:
        return Say("text.time_busy", {"wall": wall, "minutes": _minutes(late)})
    return Say("text.time_quiet", {"wall": wall})


def warning(wall: str, zone: str, state: UserState) -> tuple[Say, ...]:
    """Return what to say of a time before it is saved; nothing if it is quiet."""
    late = state.crowd.late_at(wall, zone, state.seen_at) if state.seen_at else timedelta()
    if late > TOO_LATE:
        return (Say("text.reminder_full"),)
    return (Say("text.reminder_busy", {"minutes": _minutes(late)}),) if late > WORTH_TELLING else ()


def _minutes(late: timedelta) -> int:
    return ceil(late / timedelta(minutes=1))
