"""How far can the best topic be trusted to be what was asked? From 0 to 1."""

import math
from dataclasses import dataclass

from knowledge.search_score import Scores

MOST_AHEAD, MOST_CLEAR, MOST_EVIDENCE = 8.0, 10.0, 60.0  # more than this tells no more


@dataclass(frozen=True, slots=True)
class Trust:
    """How much each sign counts. A logistic regression on the content's own examples and on questions about other
    subjects, each asked of an index without them: ``python -m benchmarks.fit_trust`` fits and prints these anew.

    ahead:    standard deviations ahead of the next topic.
    clear:    standard deviations ahead of the best other subject.
    near:     to its own nearest lines, 0 to 1.
    evidence: by BM25: how many telling words of the question the topic speaks of.
    fit:      standing out by less than that evidence is luck: few words, one of them rare.
    """

    start: float = -3.142
    ahead: float = 0.281
    clear: float = 0.226
    near: float = 3.836
    evidence: float = 0.084
    fit: float = -0.325


TRUST = Trust()


def signs(scores: Scores, best: int, second: int | None, other: int | None) -> tuple[float, ...]:
    """What the trust in topic ``best`` is built on, in the order of the fields of Trust after ``start``."""
    fit = scores.fit[best]
    ahead = fit - (scores.fit[second] if second is not None else 0.0)
    clear = fit - (scores.fit[other] if other is not None else 0.0)
    return (
        min(ahead, MOST_AHEAD),
        min(clear, MOST_CLEAR),
        scores.near[best],
        min(scores.evidence[best], MOST_EVIDENCE),
        fit,
    )


def trust(found: tuple[float, ...], weights: Trust = TRUST) -> float:
    """The share of questions with these signs that the best topic answers, 0 to 1."""
    counts = (weights.ahead, weights.clear, weights.near, weights.evidence, weights.fit)
    total = weights.start + sum(count * sign for count, sign in zip(counts, found, strict=True))
    return 1 / (1 + math.exp(-total))
