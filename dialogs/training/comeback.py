"""The way back to running: what a session is made of, and which stage the pain log allows next.

The rule is our own. A session with pain of at most 2, and no more than before it, leads to the next stage; 5 or more,
or 3 or more and higher than in the session before, leads one stage back; anything between is done again. Nothing skips
a stage. A note of 3 or more in the days after a session counts as if it belonged to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Literal

from dialogs.diary import Entry, PainNoted, RunLogged, StageDone
from dialogs.log.trends import pain_since
from knowledge.plans import Stage

Verdict = Literal["first", "next", "again", "back", "long_ago", "finished"]

CALM = 2  # the highest pain that leads on
TOO_MUCH = 5  # the lowest pain that leads back, and with which no session begins
FELT = 3  # the lowest pain that can be a rise, that counts afterwards, and in half a session
APART = timedelta(days=2)  # from session to session: a day of rest lies between
LONG_AGO = timedelta(days=14)  # each of them without a session leads one stage back


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a session between two changes. ``round`` counts from 1."""

    kind: Literal["jog", "walk"]
    seconds: int
    round: int


def parts(stage: Stage) -> tuple[Part, ...]:
    """Return what a session of this stage is made of, in order; it ends with a walk if it has any."""
    return tuple(_parts(stage))


def _parts(stage: Stage) -> Iterator[Part]:
    for number in range(1, stage.rounds + 1):
        yield Part("jog", stage.jog_seconds, number)
        if stage.walk_seconds:
            yield Part("walk", stage.walk_seconds, number)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a runner stands.

    stage:    the one to do next, counted from 1.
    why:      what led there.
    earliest: the first day for it; None for any day.
    """

    stage: int
    why: Verdict
    earliest: date | None = None


def standing(entries: Sequence[Entry], stages: int, today: date, zone: tzinfo) -> Standing:
    """Return which stage comes next.

    entries: the diary, oldest first.  stages: how many there are.  today: in ``zone``.
    """
    done = [entry for entry in entries if isinstance(entry, StageDone)]
    earliest = _after_rest(entries, zone)
    if not done:
        return Standing(1, "first", earliest)
    last = done[-1]
    at = min(last.stage, stages)
    verdict = verdict_of(last, entries)
    if verdict == "next" and at == stages:
        return Standing(at, "finished", earliest)
    moved = max(1, at + {"next": 1, "again": 0, "back": -1}[verdict])
    gaps = (today - last.at.astimezone(zone).date()) // LONG_AGO
    if gaps > 0 and moved > 1:
        return Standing(max(1, moved - gaps), "long_ago", earliest)
    return Standing(moved, verdict, earliest)


def verdict_of(session: StageDone, entries: Sequence[Entry]) -> Literal["next", "again", "back"]:
    """Return what a session leads to, by its pain, what was noted since, and what went before it."""
    afterwards = pain_since((entry for entry in entries if not isinstance(entry, StageDone)), session.at)
    worst = max(session.pain, afterwards if afterwards >= FELT else 0)
    noted = [entry.score for entry in entries if isinstance(entry, PainNoted) and entry.at < session.at]
    before = noted[-1] if noted else 0
    earlier = [entry.pain for entry in entries if isinstance(entry, StageDone) and entry.at < session.at]
    if worst >= TOO_MUCH or (worst >= FELT and earlier and worst > earlier[-1]):
        return "back"
    return "next" if worst <= min(CALM, before) else "again"


def _after_rest(entries: Sequence[Entry], zone: tzinfo) -> date | None:
    """The first day with a day of rest since the last session or run."""
    days = [entry.at.astimezone(zone).date() for entry in entries if isinstance(entry, StageDone | RunLogged)]
    return max(days) + APART if days else None
