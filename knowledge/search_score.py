"""How well does each topic fit a question? Three views of the same examples, added up.

BM25 asks which topic speaks most of the rare marks of the question, naive Bayes which topic's runners would most likely
have put it so, and the nearest lines whether somebody asked just that. Each is brought to the same scale (how many
standard deviations above the mean topic), so that their sum needs no weights that were learnt.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.search_index import Asked, Index, weigh

UNKNOWN = 0.8  # how much an unknown word tells, as a part of what the rarest known one does
BEST_LINES = (0.5, 0.3, 0.2)  # how much the best, second and third line of a topic count
NEAREST = 0.9  # how much the nearest lines count, against BM25 and naive Bayes with 1 each


@dataclass(frozen=True, slots=True)
class Scores:
    """By number of the topic.

    fit:      the sum of the three views; 0 is the mean topic.
    evidence: BM25 by itself; 0 and up.
    near:     how like its nearest lines are, 0 to 1; 0 if none shares a term.

    likeness: by number of the line instead.
    """

    fit: tuple[float, ...]
    evidence: tuple[float, ...]
    near: tuple[float, ...]
    likeness: Mapping[int, float]


def score(asked: Asked, index: Index) -> Scores:
    """Compare a question with all topics. Takes time in proportion to the distinct words of the question."""
    many = len(index.topics)
    rare, likely = [0.0] * many, [0.0] * many
    known = 0
    for mark in asked.marks:
        places = index.in_topics.get(mark)
        if places:
            known += 1
            for topic, by_rareness, by_likelihood in places:
                rare[topic] += by_rareness
                likely[topic] += by_likelihood
    likely = [found - known * burden for found, burden in zip(likely, index.burden, strict=True)]
    likeness = _likeness(asked, index)
    near = _nearest(likeness, index)
    fit = [
        one + two + NEAREST * three for one, two, three in zip(_level(rare), _level(likely), _level(near), strict=True)
    ]
    return Scores(tuple(fit), tuple(rare), tuple(near), likeness)


def closest_line(scores: Scores, index: Index, topic: int) -> int:
    """The number of the topic's line that is most like the question. The topic must have one that shares a term."""
    lines = (number for number in scores.likeness if index.lines[number].topic == topic)
    return max(lines, key=lambda number: (scores.likeness[number], -number))


def _likeness(asked: Asked, index: Index) -> dict[int, float]:
    weights = weigh(dict.fromkeys(term.word for term in asked.terms), index.telling, UNKNOWN * index.most_telling)
    likeness: dict[int, float] = defaultdict(float)
    for word, weight in weights.items():
        for number, there in index.in_lines.get(word, ()):
            likeness[number] += weight * there
    return likeness


def _nearest(likeness: Mapping[int, float], index: Index) -> list[float]:
    best: list[list[float]] = [[] for _ in index.topics]
    topic_of = index.topic_of
    for number, alike in likeness.items():
        best[topic_of[number]].append(alike)
    return [
        sum(part * alike for part, alike in zip(BEST_LINES, sorted(lines, reverse=True), strict=False))
        if lines
        else 0.0
        for lines in best
    ]


def _level(scores: Sequence[float]) -> list[float]:
    """The scores as standard deviations from their mean; all 0 if they do not differ."""
    mean = sum(scores) / max(1, len(scores))
    spread = math.sqrt(sum((found - mean) ** 2 for found in scores) / max(1, len(scores)))
    return [(found - mean) / spread if spread > 1e-9 else 0.0 for found in scores]
