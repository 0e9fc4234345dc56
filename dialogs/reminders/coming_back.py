"""Somebody who could not be written to is back: what was due meanwhile is gone, and their reminders rest until they
say that they are to go on.

So nobody who returns after weeks finds a burst of old messages, or is reminded without having been asked. They stand in
the list as paused, so who never answers can still resume each by itself.
"""

from dataclasses import replace
from datetime import datetime

from dialogs.check.safety import alert
from dialogs.keyboard import anywhere
from dialogs.reminders.in_words import date_said
from dialogs.reminders.reminding import REMINDER, SNOOZED, alarm_changes, is_over
from dialogs.reminders.schedule import zone_called
from dialogs.replies import DropAlarm, Reply, Say, SetAlarm, Turn
from dialogs.state import UserState

RESUME, REST = "resume_reminders", "rest_reminders"

Alarms = tuple[SetAlarm | DropAlarm, ...]


def rested(away: UserState, now: datetime) -> tuple[UserState, Alarms]:
    """Return the state of somebody who is back, with the reminders at rest that come again and again, and the alarms.

    One that comes once stays if it is still to come. Other messages, such as a follow-up, have rules of their own.
    """
    running = tuple(one.id for one in away.reminders if not one.paused and one.weeks)
    reminders = tuple(replace(one, paused=True) if one.id in running else one for one in away.reminders)
    back = replace(away, away_since=None, reminders=reminders, rested=(*away.rested, *running))
    over = [one.id for one in away.reminders if is_over(one, now)]
    dropped = (DropAlarm(f"{of}.{name}") for name in over for of in (REMINDER, SNOOZED))
    return back, (*alarm_changes(away, back, now), *dropped)


def asked(turn: Turn, away: UserState, alarms: Alarms) -> Turn:
    """Return the first turn after the return, with the question whether the reminders are to go on.

    Nobody is asked while an urgent finding stands, or may stand: nothing may distract from it.
    """
    if turn.forget:
        return turn
    turn = replace(turn, alarms=(*alarms, *turn.alarms))
    was_resting = set(away.rested)
    has_news = any(name not in was_resting for name in turn.state.rested)
    if not has_news or away.away_since is None or alert(turn.state) is not None or turn.state.doubt is not None:
        return turn
    since = away.away_since.astimezone(zone_called(away.zone or away.reminders[0].zone)).date()
    says = (Say("text.came_back", {"date": date_said(since)}, style="strong"),)
    return replace(turn, replies=(*turn.replies, Reply(says, ((anywhere(RESUME),), (anywhere(REST),)))))


def answered(option: str, state: UserState, now: datetime) -> Turn | None:
    """Return the turn for an answer to that question; None if it is none, or the question is not open any more."""
    if option not in (RESUME, REST) or not state.rested:
        return None
    if option == REST:
        reply = Reply((Say("text.reminders_rest"),), ((anywhere("reminders"),),), replaces=True)
        return Turn(replace(state, rested=()), (reply,))
    reminders = tuple(replace(one, paused=False) if one.id in state.rested else one for one in state.reminders)
    awake = replace(state, rested=(), reminders=reminders)
    changes = alarm_changes(state, awake, now)
    says = [Say("text.reminder_resumed")]
    if coming := [change for change in changes if isinstance(change, SetAlarm)]:
        first = min(coming, key=lambda alarm: alarm.due)
        local = first.due.astimezone(zone_called(first.zone))
        says = [Say("text.reminders_go_on", {"date": date_said(local.date()), "wall": f"{local:%H:%M}"})]
    return Turn(awake, (Reply(tuple(says), ((anywhere("reminders"),),), replaces=True),), changes)
