"""What the runs of the last weeks add up to: weekly distance and its change, next week's figure, jumps, ground, rest.

The figures are rules of thumb: the 10 % of articles 000 and 001, of which a trial found no fewer injuries. Days are the
user's, weeks begin on Monday. A ``Day`` pairs a run with the user's day of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from dialogs.diary import Entry, HabitNoted, RoutineDone, RunLogged, StageDone, Surface
from dialogs.log.days import day_of, week_of
from dialogs.state import UserState
from dialogs.training.sums import RULE_PERCENT
from knowledge.load import Knowledge

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
FOUR_WEEKS = timedelta(days=28)
HARD: dict[Surface, float] = {
    "road": 1.0,
    "mixed": 0.5,
}  # how much of a run on it is hard ground; half is our own guess
SOFTER: tuple[Surface, ...] = ("grass", "trail", "treadmill")  # source: article 003
PACE_JUMP_PERCENT = 10  # faster than lately; our own figure, no article names one
EFFORT_JUMP = 2  # of 10, above lately; our own figure
RUNS_TO_COMPARE = 3  # fewer earlier runs say nothing about what is usual
PACE_FROM = 2000  # metres; a shorter run tells little of the pace
SESSION_MINUTES = 30  # source: article 002
SORE = 4  # of 10; a week to hold, not to add

Days = Sequence[tuple[date, RunLogged]]


@dataclass(frozen=True, slots=True)
class Week:
    """The runs of one week. metres: all together."""

    runs: int
    metres: int


def run_days(state: UserState) -> Days:
    """Return all runs with the user's day of each, oldest first. Raises DiaryUnread."""
    return [(day_of(entry.at, state), entry) for entry in state.diary.entries if isinstance(entry, RunLogged)]


def week(days: Days, monday: date) -> Week:
    """Return the sum of the week that begins on this Monday."""
    found = [run.metres for day, run in days if week_of(day) == monday]
    return Week(len(found), sum(found))


def change_percent(before: Week, after: Week) -> int | None:
    """Return by how many percent the distance grew; None if there is nothing to compare with."""
    return round((after.metres - before.metres) / before.metres * 100) if before.metres else None


def most_next(metres: int) -> float:
    """Return what the rule of thumb allows in the week after one of this distance, in metres."""
    return metres * (100 + RULE_PERCENT) / 100


def is_sore(days: Days, today: date) -> bool:
    """Whether a run of the last seven days hurt so much that distance should not grow."""
    lately = (run for day, run in days if today - day < A_WEEK)
    return any(max(run.pain_after or 0, run.pain_during or 0) >= SORE for run in lately)


def pace_jump(days: Days, today: date) -> int | None:
    """Return by how many percent the fastest run of the last seven days beats the usual pace of the four weeks before.

    None if that is no jump, or if there is too little to compare with.
    """
    new, usual = _lately([(day, run) for day, run in days if run.minutes and run.metres >= PACE_FROM], today)
    if not new or len(usual) < RUNS_TO_COMPARE:
        return None
    mean = fmean(_speed(run) for run in usual)
    percent = round((max(_speed(run) for run in new) / mean - 1) * 100)
    return percent if percent > PACE_JUMP_PERCENT else None


def is_harder(days: Days, today: date) -> bool:
    """Whether the runs of the last seven days felt much harder than those of the four weeks before."""
    new, usual = _lately([(day, run) for day, run in days if run.effort is not None], today)
    if not new or len(usual) < RUNS_TO_COMPARE:
        return False
    return fmean(run.effort or 0 for run in new) - fmean(run.effort or 0 for run in usual) >= EFFORT_JUMP


def _lately(days: Days, today: date) -> tuple[list[RunLogged], list[RunLogged]]:
    new = [run for day, run in days if today - day < A_WEEK]
    return new, [run for day, run in days if A_WEEK <= today - day < A_WEEK + FOUR_WEEKS]


def _speed(run: RunLogged) -> float:
    return run.metres / (run.minutes or 1)


def rest_days(entries: Iterable[Entry], state: UserState, today: date) -> int:
    """Return on how many of the last seven days, today included, there was no run."""
    busy = {day_of(entry.at, state) for entry in entries if isinstance(entry, RunLogged | StageDone)}
    return sum(today - A_DAY * back not in busy for back in range(A_WEEK.days))


def hard_share(days: Days, today: date) -> int | None:
    """Return how many percent of the last four weeks' distance were on hard ground; None if no ground was told."""
    known = [(run.metres, HARD.get(run.surface, 0.0)) for day, run in days if run.surface and today - day < FOUR_WEEKS]
    total = sum(metres for metres, _ in known)
    return round(sum(metres * hard for metres, hard in known) / total * 100) if total else None


def next_ground(days: Days) -> Surface | None:
    """Return the softer ground that was run on longest ago; None if the last run was on softer ground, or unknown."""
    told = [run.surface for _, run in days if run.surface]
    if not told or told[-1] not in HARD:
        return None
    latest_first = told[::-1]
    return max(SOFTER, key=lambda ground: latest_first.index(ground) if ground in latest_first else len(told))


def sessions(entries: Iterable[Entry], state: UserState, monday: date) -> int:
    """Return on how many days of the week the user was active for half an hour, as far as times were told."""
    minutes: dict[date, float] = {}
    for entry in entries:
        if isinstance(entry, RunLogged):
            amount: float = entry.minutes or 0
        else:
            amount = entry.amount if isinstance(entry, HabitNoted) and entry.habit == "activity" else 0
        day = day_of(entry.at, state)
        if week_of(day) == monday:
            minutes[day] = minutes.get(day, 0) + amount
    return sum(amount >= SESSION_MINUTES for amount in minutes.values())


def core_minutes(entries: Iterable[Entry], state: UserState, monday: date, knowledge: Knowledge) -> int:
    """Return the minutes of core work of the week: those noted, and those of the core routines as far as done."""
    total = 0.0
    for entry in entries:
        if week_of(day_of(entry.at, state)) != monday:
            continue
        if isinstance(entry, HabitNoted) and entry.habit == "core":
            total += entry.amount
        if isinstance(entry, RoutineDone) and (routine := knowledge.routines.get(entry.routine)):
            total += routine.minutes * entry.steps_done / entry.steps if routine.group == "core" else 0
    return round(total)


def noted(entries: Iterable[Entry], habit: str, state: UserState, monday: date) -> list[float]:
    """Return the amounts of a habit that were noted in the week."""
    return [
        entry.amount
        for entry in entries
        if isinstance(entry, HabitNoted) and entry.habit == habit and week_of(day_of(entry.at, state)) == monday
    ]
