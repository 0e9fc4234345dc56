"""A week with two or three small things, from what the check and the diary tell; and how it goes on after a week.

Which thing fits which cause is content. The days, and what a good or a bad week leads to, are our own rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from itertools import combinations
from typing import Literal

from dialogs.check.contributors import likely_contributors
from dialogs.check.safety import level_of
from dialogs.diary import CheckEnded, Entry, RoutineDone
from dialogs.log.trends import Concern, Trend, concern, pain_by_day, trend
from dialogs.state import Plan, Planned, UserState
from knowledge.levels import Level
from knowledge.load import Knowledge
from knowledge.plans import DAYS_IN_A_WEEK, SmallThing

FEWEST, MOST = 2, 3  # small things a week: enough to feel, few enough to do

Change = Literal["keep", "ease", "step_up"]


def is_gentle_only(state: UserState, knowledge: Knowledge) -> bool:
    """Whether someone should look at the back first, so that only gentle things fit."""
    return state.check is not None and level_of(state.check, knowledge).at_least(Level.PROFESSIONAL)


def plan_for(state: UserState, knowledge: Knowledge, now: datetime) -> Plan:
    """Return a plan from the last check, else from the last one in the diary. Raises DiaryUnread."""
    chosen: list[tuple[SmallThing, Planned]] = []
    gentle_only = is_gentle_only(state, knowledge)
    fitting = [thing for thing in knowledge.things.values() if thing.gentle or not gentle_only]
    for reason in _reasons(state, knowledge):
        thing = next((thing for thing in fitting if _is_for(thing, reason.cause, knowledge)), None)
        if thing and len(chosen) < MOST and thing not in [other for other, _ in chosen]:
            chosen.append((thing, replace(reason, thing=thing.id)))
    for thing in fitting:
        if thing.always and len(chosen) < FEWEST and thing not in [other for other, _ in chosen]:
            chosen.append((thing, Planned(thing.id)))
    return Plan(now, tuple(_on_days(chosen, state.run_days)), state.plan is not None and state.plan.looks_back)


def _reasons(state: UserState, knowledge: Knowledge) -> Iterator[Planned]:
    """The likely causes with the answers that speak for them, the likeliest first; the thing is still open."""
    check = state.check
    if check is not None and check.ended_at is not None:
        for one in likely_contributors(check.answers, knowledge):
            yield Planned("", cause=one.cause.id, question=one.question, answer=check.answers[one.question])
        return
    ended = [entry for entry in state.diary.entries if isinstance(entry, CheckEnded)]
    for cause in ended[-1].causes if ended else ():
        if cause in knowledge.causes:
            yield Planned("", cause=cause)


def _is_for(thing: SmallThing, cause: str, knowledge: Knowledge) -> bool:
    routine = knowledge.causes[cause].routine
    return cause in thing.causes or (routine is not None and thing.routine == routine)


# Days


def _on_days(chosen: Sequence[tuple[SmallThing, Planned]], run_days: tuple[int, ...]) -> Iterator[Planned]:
    taken: list[int] = []
    for thing, planned in chosen:
        days = run_days if thing.run_days else days_for(thing.times, run_days, taken)
        taken += days
        yield replace(planned, days=days)


def days_for(times: int, run_days: Sequence[int], taken: Sequence[int]) -> tuple[int, ...]:
    """Return that many weekdays, far apart, where possible without a run and without another thing."""
    return min(
        combinations(range(DAYS_IN_A_WEEK), times),
        key=lambda days: (-_shortest_gap(days), sum(day in run_days for day in days) + sum(map(taken.count, days))),
    )


def _shortest_gap(days: tuple[int, ...]) -> int:
    """Days from one to the next, round the week; a week for a single day."""
    following = (*days[1:], days[0] + DAYS_IN_A_WEEK) if days else ()
    return min((after - day for day, after in zip(days, following, strict=True)), default=DAYS_IN_A_WEEK)


# Looking back


@dataclass(frozen=True, slots=True)
class LookBack:
    """What a week of a plan came to.

    done:   thing -> how often it was done, and how often it was planned; only routines can be counted.
    change: what the next week should be.
    """

    done: Mapping[str, tuple[int, int]]
    trend: Trend | None
    concern: Concern | None
    change: Change


def look_back(plan: Plan, entries: Sequence[Entry], knowledge: Knowledge, now: datetime, zone: tzinfo) -> LookBack:
    """Return how the week went. entries: the diary.  zone: that of the user's days."""
    done = {}
    for planned in plan.things:
        thing = knowledge.things.get(planned.thing)
        if thing is not None and thing.routine is not None and planned.days:
            done[thing.id] = (_times(thing.routine, plan, entries), len(planned.days))
    days, today = pain_by_day(entries, zone), now.astimezone(zone).date()
    how, worry = trend(days, today), concern(days, today)
    if worry is not None or how == "worse":
        change: Change = "ease"
    else:
        change = "step_up" if done and all(times >= wanted for times, wanted in done.values()) else "keep"
    return LookBack(done, how, worry, change)


def _times(routine: str, plan: Plan, entries: Sequence[Entry]) -> int:
    """How many of the entries are this routine, walked to its end in the week of the plan."""
    ours = (entry for entry in entries if isinstance(entry, RoutineDone) and entry.at >= plan.began_at)
    return sum(entry.routine == routine and entry.finished for entry in ours)


def next_week(plan: Plan, change: Change, run_days: tuple[int, ...], knowledge: Knowledge, now: datetime) -> Plan:
    """Return the plan for the week that begins now: as it was, or a day more or less of each thing."""
    by = {"keep": 0, "ease": -1, "step_up": 1}[change]
    taken: list[int] = []
    things = []
    for planned in plan.things:
        thing = knowledge.things.get(planned.thing)
        if thing is None:
            continue  # the content has it no more
        days = planned.days
        wanted = min(max(len(days) + by, 1), thing.most)
        if thing.times and wanted != len(days):
            days = days_for(wanted, run_days, taken)
        taken += days
        things.append(replace(planned, days=days))
    return replace(plan, began_at=now, things=tuple(things))


def can_change(plan: Plan, change: Change, run_days: tuple[int, ...], knowledge: Knowledge) -> bool:
    """Whether the change leads to another plan at all."""
    return next_week(plan, change, run_days, knowledge, plan.began_at).things != plan.things
