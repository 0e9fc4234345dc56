"""How good the triage is on written cases, by the measures of the studies of symptom checkers.

exact               the level that was expected: Semigran 2015 (BMJ 351:h3480), which reports it for each level.
never below         the expected level or a higher one, "safety of advice": Kopka 2023.
one below at most   the looser "safe advice" of Gilbert 2020 (BMJ Open 10:e040269).
tend to overtriage  of the cases that missed, those that were put too high: Kopka 2023.

Bounds are Wilson's, 95 %: unlike the plain ones they stay honest with few cases and with 100 %.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from dialogs.check.vignettes import Outcome
from knowledge.levels import Level

Z = 1.959964  # the 97.5 % point of the normal distribution, for bounds of 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """From 0 to 1; 1 of nothing at all, because nothing missed."""
        return self.hits / self.of if self.of else 1.0

    @property
    def bounds(self) -> tuple[float, float]:
        """Where the true share lies with 95 % confidence; from 0 to 1. Source: Wilson 1927 (JASA 22:209)."""
        if not self.of:
            return 0.0, 1.0
        spread = Z * sqrt(self.value * (1 - self.value) / self.of + Z * Z / (4 * self.of**2))
        middle, scale = self.value + Z * Z / (2 * self.of), 1 + Z * Z / self.of
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)

    def __str__(self) -> str:
        low, high = self.bounds
        return f"{100 * self.value:.1f} % ({100 * low:.1f}-{100 * high:.1f})" if self.of else "-"


@dataclass(frozen=True, slots=True)
class Measures:
    """The shares of one group of cases."""

    exact: Share
    never_below: Share
    one_below_at_most: Share
    under: Share
    over: Share


def measure(outcomes: Sequence[Outcome]) -> Measures:
    """Count one group of cases."""
    return Measures(
        exact=share(outcomes, lambda one: one.too_low_by == 0),
        never_below=share(outcomes, lambda one: one.too_low_by <= 0),
        one_below_at_most=share(outcomes, lambda one: one.too_low_by <= 1),
        under=share(outcomes, lambda one: one.too_low_by > 0),
        over=share(outcomes, lambda one: one.too_low_by < 0),
    )


def share(outcomes: Sequence[Outcome], counts: Callable[[Outcome], bool]) -> Share:
    """Return how many of the outcomes count."""
    return Share(sum(map(counts, outcomes)), len(outcomes))


def expecting(outcomes: Sequence[Outcome], *levels: Level) -> list[Outcome]:
    """Return the outcomes of the cases that expect one of these levels."""
    return [one for one in outcomes if one.vignette.expects in levels]


def overtriage_tendency(outcomes: Sequence[Outcome]) -> Share:
    """Return, of the cases that missed their level, how many were put too high."""
    return share([one for one in outcomes if one.too_low_by], lambda one: one.too_low_by < 0)


def causes_found(outcomes: Sequence[Outcome]) -> Share:
    """Return, of the cases that say something about contributors, how many got them right."""
    speak = [one for one in outcomes if one.vignette.causes or one.vignette.never]
    return share(speak, lambda one: not (one.missing or one.unwanted))


def report(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Tell the figures and every case that missed, a line each."""
    yield f"{'':14}{'cases':>6}  {'exact':22}{'never below':22}{'one below at most':22}{'under':>6}{'over':>6}"
    for level in reversed(Level):
        yield _row(level, expecting(outcomes, level))
    yield _row("all", outcomes)
    yield f"of the misses, too high: {overtriage_tendency(outcomes)}"
    yield f"contributors as written: {causes_found(outcomes)}"
    yield from (_miss(one) for one in outcomes if not one.is_as_written)
    # An emergency ends the questions and an urgent finding cuts them short; below that, all that fit are put.
    idle = [one for one in outcomes if one.unasked and not one.level.at_least(Level.URGENT)]
    yield from (f"{one.vignette.id}: answers never asked for: {', '.join(one.unasked)}" for one in idle)


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    found = measure(outcomes)
    shares = "".join(f"{part!s:22}" for part in (found.exact, found.never_below, found.one_below_at_most))
    return f"{name:14}{len(outcomes):6}  {shares}{found.under.hits:6}{found.over.hits:6}"


def _miss(one: Outcome) -> str:
    parts = []
    if one.too_low_by:
        side = "UNDER" if one.too_low_by > 0 else "OVER"
        because = f" ({', '.join(one.because)})" if one.because else ""
        parts.append(f"{side}: expected {one.vignette.expects}, got {one.level}{because}")
    if one.missing:
        parts.append(f"not named: {', '.join(one.missing)}")
    if one.unwanted:
        parts.append(f"named, but should not be: {', '.join(one.unwanted)}")
    return f"{one.vignette.id}: {'; '.join(parts)}"
