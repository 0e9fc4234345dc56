"""My plan: a week with two or three small things, each tied to an answer of the check; and a look back after it.

A plan needs a check that has ended, and the danger question before it is made. The look back comes each week only if
the user wants it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

from dialogs.check.safety import alert
from dialogs.diary import CheckEnded
from dialogs.flows.home import stands
from dialogs.flows.plan_words import look_back_reply, week_reply, week_so_far
from dialogs.flows.screen import SCREEN, hear_screen, is_known_safe, show_screen, take_screen
from dialogs.keyboard import anywhere
from dialogs.log.days import day_of, noon_of
from dialogs.machine import ANYWHERE, Flow, Move, Walker
from dialogs.reading.understand import control, one_of, yes_or_no
from dialogs.reminders.reminder_wish import reminder_wish
from dialogs.replies import DropAlarm, Reply, Say, SetAlarm, Turn
from dialogs.state import Plan, UserState
from dialogs.talk import Step, Talk
from dialogs.training.planning import Change, next_week, plan_for
from knowledge.levels import Level
from knowledge.load import Knowledge

PLAN, LOOK_BACK = "plan", "look_back"
RESTING = ("plan.week", "plan.none")
WEEK = timedelta(days=7)


# The table


def _moves() -> Iterator[Move]:
    for event in (PLAN, LOOK_BACK):
        yield Move(event, ANYWHERE, "check.emergency", when=stands(Level.EMERGENCY))
        yield Move(event, ANYWHERE, "check.urgent", when=stands(Level.URGENT))
    yield Move(PLAN, ANYWHERE, "plan.week", when=_has_plan)
    yield Move(LOOK_BACK, ANYWHERE, "plan.back", when=_has_plan)
    yield Move(LOOK_BACK, ANYWHERE, "plan.none")
    yield Move(PLAN, ANYWHERE, "plan.none", when=_has_no_check)
    yield Move(PLAN, ANYWHERE, "plan.week", when=is_known_safe, do=_make)
    yield Move(PLAN, ANYWHERE, f"plan.{SCREEN}")
    yield Move("safe", f"plan.{SCREEN}", "plan.week", do=_make)
    yield Move("anew", "plan.week", "plan.week", when=is_known_safe, do=_make)
    yield Move("anew", "plan.week", f"plan.{SCREEN}")
    yield Move("set", "plan.week", "plan.week")
    yield Move("set", "plan.back", "plan.week")


def _has_plan(walker: Walker) -> bool:
    return walker.state.plan is not None


def _has_no_check(walker: Walker) -> bool:
    """Whether there is nothing to plan from. Raises DiaryUnread."""
    check = walker.state.check
    if check is not None and check.ended_at is not None:
        return False
    return not any(isinstance(entry, CheckEnded) for entry in walker.state.diary.entries)


def _make(walker: Walker) -> None:
    walker.state = replace(walker.state, plan=plan_for(walker.state, walker.knowledge, walker.now))


# The weekly alarm


def look_back_alarm(state: UserState, after: datetime) -> SetAlarm:
    """Return the alarm for the next look back: noon of the user's clock, a week later."""
    due = noon_of(day_of(after, state) + WEEK, state)
    return SetAlarm(LOOK_BACK, due, wall="12:00", zone=state.zone or "")


def look_back_changes(before: UserState, after: UserState, now: datetime) -> tuple[SetAlarm | DropAlarm, ...]:
    """Return the change of the alarm that makes it fit the plan again."""
    was, wants = before.plan, after.plan
    if wants is not None and wants.looks_back:
        is_same = was is not None and was.looks_back and was.began_at == wants.began_at
        return () if is_same else (look_back_alarm(after, now),)
    return (DropAlarm(LOOK_BACK),) if was is not None and was.looks_back else ()


def week_is_over(state: UserState, due: datetime, now: datetime) -> Turn:
    """Return the turn at the end of a week: an invitation, and the next alarm; silent while a finding stands."""
    if state.plan is None or not state.plan.looks_back:
        return Turn(state)
    following = (look_back_alarm(state, max(due, now)),)
    if alert(state) is not None or state.doubt is not None:
        return Turn(state, alarms=following)
    later = anywhere("home", Say("text.button_not_now"))
    says = (Say("text.plan_week_over", style="strong"), Say("text.plan_week_over_how"))
    return Turn(state, (Reply(says, ((anywhere(LOOK_BACK),), (later,))),), following)


# What is heard and taken


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    at, asked = state.node.partition(".")[2], control(text, knowledge)
    if at == SCREEN:
        return hear_screen(text, knowledge) or ("stop" if asked in ("cancel", "finish") else None)
    if at == "back":
        names = {"keep it as it is": "week.keep", "keep": "week.keep"}
        said = {"yes": "yes", "no": "week.keep"}.get(yes_or_no(text, knowledge) or "")
        return one_of(text, names, knowledge) or said or ("week.keep" if asked == "back" else None)
    return None


def _take(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    at, plan = state.node.partition(".")[2], state.plan
    verb, _, rest = option.partition(".")
    if at == SCREEN:
        return Step("home", state) if option in ("stop", "menu") else take_screen(state, option, now)
    if plan is None or at not in ("week", "back"):
        return None
    if at == "back":
        return _take_back(state, plan, option, rest, knowledge, now)
    if option == "anew":
        return Step("anew", state)
    if option in ("look_on", "look_off"):
        wanted = replace(plan, looks_back=option == "look_on")
        return Step("set", replace(state, plan=wanted), (Say(f"text.plan_{option}"),))
    planned = next((one for one in plan.things if verb == "remind" and one.thing == rest), None)
    thing = knowledge.things.get(planned.thing) if planned else None
    return (
        reminder_wish(thing.reminder, planned.days, state, knowledge) if thing and planned and thing.reminder else None
    )


def _take_back(
    state: UserState, plan: Plan, option: str, rest: str, knowledge: Knowledge, now: datetime
) -> Step | None:
    offered = week_so_far(state, plan, knowledge, now).change
    change = offered if option == "yes" else next((each for each in get_args(Change) if each == rest), None)
    if change is None or change not in (offered, "keep"):
        return None
    following = next_week(plan, change, state.run_days, knowledge, now)
    return Step("set", replace(state, plan=following), (Say(f"text.plan_taken_{change}"),))


# What is shown


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    at, plan = state.node.partition(".")[2], state.plan
    if at == SCREEN:
        return (show_screen(state, knowledge, Say("text.plan")),)
    if plan is None or at == "none":
        says = (Say("text.plan", style="strong"), Say("text.plan_none"))
        return (Reply(says, ((anywhere("check"),), (anywhere("home"),)), replaces=True),)
    return (week_reply(state, plan, knowledge) if at == "week" else look_back_reply(state, plan, knowledge),)


def _accepts(state: UserState, _knowledge: Knowledge) -> Say:
    return Say("text.accepts_yes_no" if state.node.endswith(f".{SCREEN}") else "text.accepts_buttons")


PLAN_TALK = Talk(
    flow=Flow(PLAN, (SCREEN, "none", "week", "back"), tuple(_moves())),
    hear=_hear,
    take=_take,
    show=_show,
    accepts=_accepts,
    rests=frozenset(RESTING),
)
