"""Runs in words: read back as a whole, in one line of a list, and what the pain of one calls for."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from dialogs.diary import Entry, RunLogged
from dialogs.flows.result import place
from dialogs.log.days import day_of
from dialogs.log.distances import distance_said, unit_of
from dialogs.log.run_drafts import MARKS, worst_pain
from dialogs.reminders.in_words import date_said
from dialogs.replies import Say
from dialogs.state import UserState

AN_HOUR = 60
HOURS_FROM = 90  # minutes; below that nobody says hours
SORE = 4  # of 10: from here on the rule is to ease off; source: docs/safety.md, and the number is our own
SEVERE = 9  # of 10; source: docs/safety.md
EARLIER_ACHES = 3


def minutes_said(minutes: int) -> Say:
    """Return the words for a length of time of whole minutes."""
    if minutes < HOURS_FROM:
        return Say("text.length_minutes", {"minutes": minutes}) if minutes > 1 else Say("text.run_one_minute")
    hours, rest = divmod(minutes, AN_HOUR)
    return Say("text.run_hours", {"hours": hours, "minutes": f"{rest:02}"})


def day_said(at: datetime, state: UserState) -> Say:
    """Return "today", "yesterday" or the date, as of the last event of the user."""
    day = day_of(at, state)
    if state.seen_at is not None:
        back = day_of(state.seen_at, state) - day
        if back in (timedelta(0), timedelta(days=1)):
            return Say("text.run_yesterday" if back else "text.run_today")
    return date_said(day)


def run_said(run: RunLogged, state: UserState) -> Iterator[Say]:
    """Yield the whole run: the distance and the day, then an item for each thing that was told."""
    unit = unit_of(state)
    values: dict[str, Say | str | int] = {"distance": distance_said(run.metres, unit), "day": day_said(run.at, state)}
    yield Say("text.run_whole", values, style="strong")
    if run.minutes is not None:
        yield Say("text.run_time", {"time": minutes_said(run.minutes)}, style="item")
    if run.surface is not None:
        yield Say("text.run_ground", {"ground": Say(f"text.button_on_{run.surface}")}, style="item")
    pair = next((shoe.name for shoe in state.shoes if shoe.id == run.shoes), None)
    if pair is not None:
        yield Say("text.run_pair", {"pair": pair}, style="item")
    if run.effort is not None:
        yield Say("text.run_effort_said", {"effort": run.effort}, style="item")
    for mark in MARKS:
        if (score := getattr(run, mark)) is not None:
            yield Say(f"text.run_{mark}", {"score": score}, style="item")
    if run.ache_from_metres is not None:
        yield Say("text.run_ache_from", {"distance": distance_said(run.ache_from_metres, unit)}, style="item")


def line_said(number: int, run: RunLogged, state: UserState) -> Say:
    """Return the run as one line of a list."""
    said = Say("text.run_line", {"number": number, "day": day_said(run.at, state), "distance": _far(run, state)})
    if run.minutes is not None:
        said = Say("text.run_joined", {"first": said, "second": minutes_said(run.minutes)})
    pain = worst_pain(run)
    if pain is not None:
        said = Say("text.run_joined", {"first": said, "second": Say("text.run_pain_short", {"score": pain})})
    return said


def pain_said(run: RunLogged, state: UserState) -> Iterator[Say]:
    """Yield a kind word and the rule where the run hurt, or made it worse."""
    worst, before, after = worst_pain(run), run.pain_before, run.pain_after
    if worst is not None and worst >= SEVERE:
        yield Say("text.run_severe", {"advice": place(state, "advice")}, style="strong")
    elif worst is not None and worst >= SORE:
        yield Say("text.run_sore")
    elif before is not None and after is not None and after > before:
        yield Say("text.run_worse_after")


def calls_for_check(run: RunLogged) -> bool:
    """Whether the pain of the run is a reason to offer the check."""
    worst, before, after = worst_pain(run), run.pain_before, run.pain_after
    return (worst or 0) >= SORE or (before is not None and after is not None and after > before)


def aches_said(run: RunLogged, entries: Sequence[Entry], state: UserState) -> Iterator[Say]:
    """Yield where the ache began on earlier runs, next to this one."""
    if run.ache_from_metres is None:
        return
    earlier = [
        entry
        for entry in reversed(entries)
        if isinstance(entry, RunLogged) and entry.ache_from_metres is not None and entry != run and entry.at <= run.at
    ][:EARLIER_ACHES]
    if earlier:
        here = distance_said(run.ache_from_metres, unit_of(state))
        yield Say("text.run_ache_earlier", {"distance": here, "earlier": _joined(_ache(one, state) for one in earlier)})


def _ache(run: RunLogged, state: UserState) -> Say:
    far = distance_said(run.ache_from_metres or 0, unit_of(state))
    return Say("text.run_ache_one", {"distance": far, "day": day_said(run.at, state)})


def _joined(says: Iterable[Say]) -> Say:
    first, *others = says
    for other in others:
        first = Say("text.run_joined", {"first": first, "second": other})
    return first


def _far(run: RunLogged, state: UserState) -> Say:
    return distance_said(run.metres, unit_of(state))
