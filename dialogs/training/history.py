"""What was done when: the routines of the last two weeks by day, this week's count, and a run of days or weeks.

Days are those of the user's clock, weeks begin on Monday. A day without a routine is never mentioned.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from dialogs.diary import RoutineDone
from dialogs.flows.routines_menu import ROUTINES
from dialogs.keyboard import anywhere
from dialogs.reminders.schedule import zone_called
from dialogs.replies import Reply, Say
from dialogs.state import UserState
from knowledge.load import Knowledge

HISTORY = "history"
SHOWN_DAYS = 14
SHORTEST_RUN = 2  # days or weeks in a row; one alone is no run
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def history_reply(state: UserState, knowledge: Knowledge, now: datetime) -> Reply:
    """Return what the user did lately. Raises DiaryUnread."""
    zone = zone_called(state.zone) if state.zone else UTC
    today = now.astimezone(zone).date()
    done = [
        (entry.at.astimezone(zone).date(), entry)
        for entry in state.diary.entries
        if isinstance(entry, RoutineDone) and entry.routine in knowledge.routines
    ]
    days = {day for day, _ in done}
    lately = [(day, entry) for day, entry in done if today - day < timedelta(days=SHOWN_DAYS)]
    this_week = sum(_week_of(day) == _week_of(today) for day, _ in done)
    says = (
        Say("text.history" if lately else "text.history_none", style="strong"),
        *_by_day(lately),
        *([Say("text.history_week", {"count": this_week})] if this_week else []),
        *_run(days, today),
    )
    return Reply(says, ((anywhere(ROUTINES), anywhere("home")),))


def _by_day(done: Iterable[tuple[date, RoutineDone]]) -> Iterator[Say]:
    """One item a day, the latest first."""
    for day, entries in groupby(sorted(done, key=lambda one: one[0], reverse=True), key=lambda one: one[0]):
        first, *others = (_routine(entry) for _, entry in entries)
        for other in others:
            first = Say("text.history_joined", {"first": first, "second": other})
        values: dict[str, Say | str | int] = {
            "day": Say(f"text.day_{day.weekday()}"),
            "date": day.day,
            "month": Say(f"text.month_{day.month}"),
            "routines": first,
        }
        yield Say("text.history_day", values, style="item")


def _routine(entry: RoutineDone) -> Say:
    title = Say(f"routine.{entry.routine}.title")
    if entry.finished:
        return title
    return Say("text.history_part", {"routine": title, "done": entry.steps_done, "total": entry.steps})


def _run(days: set[date], today: date) -> Iterator[Say]:
    """A word for the days in a row up to today or yesterday, else for the weeks in a row up to this or the last one."""
    in_days = _in_a_row(days, today, _DAY)
    in_weeks = _in_a_row({_week_of(day) for day in days}, _week_of(today), _WEEK)
    if in_days >= SHORTEST_RUN:
        yield Say("text.history_days_in_a_row", {"count": in_days})
    elif in_weeks >= SHORTEST_RUN:
        yield Say("text.history_weeks_in_a_row", {"count": in_weeks})


def _in_a_row(found: set[date], last: date, apart: timedelta) -> int:
    at, count = (last if last in found else last - apart), 0
    while at in found:
        at, count = at - apart, count + 1
    return count


def _week_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
