"""The week in words: how far, how much more than before, what the next one may hold, and the small habits."""

from collections.abc import Iterator
from datetime import date, datetime
from math import floor
from statistics import fmean

from dialogs.keyboard import anywhere
from dialogs.log.days import day_of, week_of
from dialogs.log.distances import METRES_IN, distance_said, unit_of
from dialogs.log.load import (
    A_WEEK,
    SESSION_MINUTES,
    Days,
    Week,
    change_percent,
    core_minutes,
    hard_share,
    is_harder,
    is_sore,
    most_next,
    next_ground,
    noted,
    pace_jump,
    rest_days,
    run_days,
    sessions,
    week,
)
from dialogs.replies import Reply, Say
from dialogs.state import UserState
from dialogs.training.sums import RULE_PERCENT
from knowledge.load import Knowledge

WEEK = "week"
Values = dict[str, Say | str | int]


def week_reply(state: UserState, knowledge: Knowledge, now: datetime) -> Reply:
    """Return this week as the log has it. Raises DiaryUnread."""
    today, days = day_of(now, state), run_days(state)
    says = (*_distance(days, today, state), *_hardness(days, today), *_rest(days, today, state), *_ground(days, today))
    if not days:
        says = (Say("text.week_none", style="strong"), Say("text.week_begin"))
    keys = (
        (anywhere("run"), anywhere("runs")),
        (anywhere("habits"), anywhere("shoes")),
        (anywhere("from.ten_percent_rule"), anywhere("log"), anywhere("home")),
    )
    return Reply((*says, *_habits(today, state, knowledge)), keys)


def _distance(days: Days, today: date, state: UserState) -> Iterator[Say]:
    monday = week_of(today)
    this, last = week(days, monday), week(days, monday - A_WEEK)
    yield Say("text.week", style="strong")
    yield Say("text.week_this", _sum(this, state), style="item")
    yield Say("text.week_last", _sum(last, state), style="item")
    change = change_percent(last, this)
    values: Values = {"percent": abs(change or 0), "rule": RULE_PERCENT}
    if change is not None and change > RULE_PERCENT:
        yield Say("text.week_jump", values)
        yield Say("text.sum_rule_of_thumb")
        return
    if is_sore(days, today):
        yield Say("text.week_sore")
        return
    if last.metres:
        figure = distance_said(_down(most_next(last.metres), state), unit_of(state))
        yield Say("text.week_figure_this", {"most": figure, "rule": RULE_PERCENT})
    if this.metres:
        figure = distance_said(_down(most_next(this.metres), state), unit_of(state))
        yield Say("text.week_figure_next", {"most": figure, "rule": RULE_PERCENT})
    if last.metres or this.metres:
        yield Say("text.sum_rule_of_thumb")


def _sum(of: Week, state: UserState) -> Values:
    return {"distance": distance_said(of.metres, unit_of(state)), "runs": Say(*_runs(of.runs))}


def _runs(count: int) -> tuple[str, Values]:
    return ("text.week_one_run", {}) if count == 1 else ("text.week_runs", {"count": count})


def _down(metres: float, state: UserState) -> float:
    """Rounded down to a tenth of the unit, so that the figure never passes the rule it comes from."""
    tenth = METRES_IN[unit_of(state)] / 10
    return floor(round(metres / tenth, 6)) * tenth


def _hardness(days: Days, today: date) -> Iterator[Say]:
    faster = pace_jump(days, today)
    if faster is not None:
        yield Say("text.week_faster", {"percent": faster})
    if is_harder(days, today):
        yield Say("text.week_harder")


def _rest(days: Days, today: date, state: UserState) -> Iterator[Say]:
    if any(today - day < A_WEEK for day, _ in days):
        count = rest_days(state.diary.entries, state, today)
        yield Say("text.week_rest" if count else "text.week_no_rest", {"count": count})


def _ground(days: Days, today: date) -> Iterator[Say]:
    share = hard_share(days, today)
    if share is None:
        return
    yield Say("text.week_hard", {"percent": share})
    ground = next_ground(days)
    if ground is None:
        yield Say("text.week_ground_soft")
    else:
        yield Say("text.week_ground_next", {"ground": Say(f"text.button_on_{ground}")})


def _habits(today: date, state: UserState, knowledge: Knowledge) -> Iterator[Say]:
    entries, monday = state.diary.entries, week_of(today)
    done: Values = {"done": sessions(entries, state, monday), "goal": state.sessions, "minutes": SESSION_MINUTES}
    yield Say("text.week_goal_met" if int(str(done["done"])) >= state.sessions else "text.week_goal", done)
    core = core_minutes(entries, state, monday, knowledge)
    if state.core_goal:
        reached: Values = {"minutes": core, "goal": state.core_goal}
        yield Say("text.week_core_goal_met" if core >= state.core_goal else "text.week_core_goal", reached)
    elif core:
        yield Say("text.week_core", {"minutes": core})
    if slept := noted(entries, "sleep", state, monday):
        yield Say("text.week_sleep", {"hours": f"{round(fmean(slept), 1):g}", "nights": len(slept)})
    water, food = (len(noted(entries, habit, state, monday)) for habit in ("water", "recovery_food"))
    if water:
        yield Say("text.week_water", {"count": water})
    if food:
        yield Say("text.week_food", {"count": food})
