"""How long the diary is kept, if the user wants that to end: older entries are dropped.

It happens in every turn that has read the diary, and once a month by an alarm, so that it holds for somebody who never
comes back too. While a user cannot be written to their alarms wait; then it happens as soon as they are back.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from dialogs.replies import DropAlarm, SetAlarm, Turn
from dialogs.state import UserState

RETENTION = "retention"
YEARS = (1, 3)
A_YEAR = timedelta(days=365)
LOOKS_EVERY = timedelta(days=30)


def without_old_entries(state: UserState, now: datetime) -> UserState:
    """Return the state without the entries that are older than the user wants; nothing happens to an unread diary."""
    if not state.keep_years or state.diary.read is None:
        return state
    since = now - state.keep_years * A_YEAR
    gone = set(state.diary.removed)
    old = [kept.number for kept in takewhile(lambda kept: kept.entry.at < since, state.diary.read)]
    dropped = tuple(number for number in old if number not in gone)
    return replace(state, diary=replace(state.diary, removed=(*state.diary.removed, *dropped))) if dropped else state


def retention_alarm(state: UserState, now: datetime) -> SetAlarm | DropAlarm:
    """Return the alarm that looks for old entries the next time; none where the diary is kept until it is deleted."""
    return SetAlarm(RETENTION, now + LOOKS_EVERY) if state.keep_years else DropAlarm(RETENTION)


def look_for_old(state: UserState, now: datetime) -> Turn:
    """Return the turn of that alarm; it says nothing. Raises DiaryUnread."""
    if not state.keep_years:
        return Turn(state)
    _ = state.diary.kept
    return Turn(without_old_entries(state, now), alarms=(retention_alarm(state, now),))
