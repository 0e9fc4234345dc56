"""The pain log in a few words: better, the same or worse, and when someone should look at it.

All spans and differences are our own. What they lead to follows docs/safety.md: pain that is worse over time or not
better after two to three weeks, or that stays high, is for a professional.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from statistics import mean
from typing import Literal

from dialogs.diary import Entry, PainNoted, RunLogged, StageDone

Trend = Literal["better", "same", "worse"]
Concern = Literal["high", "worse", "lasting"]

WEEK = timedelta(days=7)
TWO_WEEKS, FOUR_WEEKS = 2 * WEEK, 4 * WEEK
DAYS_NEEDED = 2  # noted days in each span; one day is no trend
DIFFERENCE = 1.0  # points of the mean; less is the usual up and down
HIGH = 7
HIGH_DAYS, HIGH_SPAN = 2, timedelta(days=4)


def worst_pain(entry: Entry) -> int | None:
    """Return the worst pain that an entry tells of; None if it tells of none."""
    if isinstance(entry, PainNoted):
        return entry.score
    if isinstance(entry, StageDone):
        return entry.pain
    if isinstance(entry, RunLogged):
        told = (entry.pain_before, entry.pain_during, entry.pain_after)
        return max((score for score in told if score is not None), default=None)
    return None


def pain_by_day(entries: Iterable[Entry], zone: tzinfo) -> dict[date, int]:
    """Return the worst pain of each day on which any was noted, oldest first. The days are those of the zone."""
    days: dict[date, int] = {}
    for entry in entries:
        score = worst_pain(entry)
        if score is not None:
            day = entry.at.astimezone(zone).date()
            days[day] = max(score, days.get(day, 0))
    return days


def pain_since(entries: Iterable[Entry], since: datetime) -> int:
    """Return the worst pain noted after an instant; 0 if none was."""
    scores = (worst_pain(entry) for entry in entries if entry.at > since)
    return max((score for score in scores if score is not None), default=0)


def trend(days: Mapping[date, int], today: date) -> Trend | None:
    """Return how the last seven days compare with the seven before; None if too few days were noted."""
    return _compared(_between(days, today - TWO_WEEKS, today - WEEK), _between(days, today - WEEK, today))


def concern(days: Mapping[date, int], today: date) -> Concern | None:
    """Return why someone should look at it, the most pressing reason; None if the log gives none."""
    lately = [(day, days[day]) for day in sorted(days) if day <= today][-HIGH_DAYS:]
    if len(lately) == HIGH_DAYS and all(score >= HIGH and today - day < HIGH_SPAN for day, score in lately):
        return "high"
    if trend(days, today) == "worse":
        return "worse"
    early, late = _between(days, today - FOUR_WEEKS, today - TWO_WEEKS), _between(days, today - WEEK, today)
    is_lasting = _compared(early, late) in ("same", "worse") and mean(late) >= DIFFERENCE
    return "lasting" if is_lasting else None


def _between(days: Mapping[date, int], after: date, until: date) -> list[int]:
    return [score for day, score in days.items() if after < day <= until]


def _compared(early: list[int], late: list[int]) -> Trend | None:
    if len(early) < DAYS_NEEDED or len(late) < DAYS_NEEDED:
        return None
    change = mean(late) - mean(early)
    return "worse" if change >= DIFFERENCE else "better" if change <= -DIFFERENCE else "same"
