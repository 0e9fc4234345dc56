"""Asking again after two or three days and after two weeks, if the user wants it: better, the same, or worse?

Only the questions that can have changed are put anew; the other answers stand, and the time that has passed is added to
how long it has hurt, so that the time rules raise the result by themselves. Source: docs/safety.md.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.check.checking import fresh_check
from dialogs.check.safety import alert
from dialogs.keyboard import anywhere
from dialogs.replies import Reply, Say, SetAlarm, Turn
from dialogs.state import Check, UserState
from knowledge.levels import Level
from knowledge.load import Knowledge

FOLLOW_UP = "follow_up"
AFTER = (timedelta(hours=60), timedelta(days=14))  # 60 h lies in the middle of 48 to 72
MORNING, EVENING = 9, 20  # hours on the user's clock between which a message is welcome
FORGOTTEN_AFTER = timedelta(days=2)


def ask_later(state: UserState, now: datetime) -> Turn | None:
    """Return the turn that promises both messages; None without a result that they could follow."""
    check = state.check
    if check is None or check.ended_at is None or alert(state) is Level.EMERGENCY:
        return None
    alarms = tuple(
        SetAlarm(f"{FOLLOW_UP}.{number}", _at_a_decent_hour(now + after, state.zone), zone=state.zone or "")
        for number, after in enumerate(AFTER, start=1)
    )
    return Turn(state, (Reply((Say("text.follow_up_set"),), ((anywhere("home"),),)),), alarms)


def _at_a_decent_hour(due: datetime, zone: str | None) -> datetime:
    if zone is None:
        return due
    local = due.astimezone(ZoneInfo(zone))
    hour = min(max(local.hour, MORNING), EVENING)
    return due if hour == local.hour else (local.replace(hour=hour, minute=0)).astimezone(due.tzinfo)


def come_back(state: UserState, due: datetime, now: datetime) -> Turn:
    """Return the turn for a promised message that is due; silent if there is nothing left to follow up."""
    check = state.check
    if check is None or check.ended_at is None or now - due > FORGOTTEN_AFTER:
        return Turn(state)
    reply = Reply(
        (Say("text.follow_up", style="strong"), Say("text.follow_up_why")),
        ((anywhere("follow_up_check"),), (anywhere("home", Say("text.button_not_now")),)),
    )
    return Turn(state, (reply,))


def follow_up_check(state: UserState, knowledge: Knowledge, now: datetime) -> UserState | None:
    """Return the state with a check in which only what can have changed is open; None if there is none to follow."""
    before = state.check
    if before is None or before.ended_at is None:
        return None
    anew = fresh_check(state, now)
    if anew.check is None:
        return None
    kept = {
        question.id: before.answers[question.id]
        for question in knowledge.questions.values()
        if question.id in before.answers and not question.follow_up
    }
    kept |= _grown_older(before, now - before.started_at, knowledge)
    return replace(anew, check=replace(anew.check, answers=kept, follows=before.started_at))


def _grown_older(before: Check, passed: timedelta, knowledge: Knowledge) -> dict[str, str]:
    """Spans of time as they are now, from the longest that the earlier answer covered."""
    older = {}
    for question in knowledge.questions.values():
        limits = sorted((option.up_to, option.id) for option in question.options if option.up_to is not None)
        given = next((limit for limit, option in limits if option == before.answers.get(question.id)), None)
        if question.unit == "days" and given is not None:
            days = given + passed.days
            older[question.id] = next((option for limit, option in limits if days <= limit), limits[-1][1])
    return older
