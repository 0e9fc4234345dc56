"""A second ear: how much a message sounds like what people in danger write, learned from written messages.

The phrases of the content settle what they know; nobody can write down all that people say. So every word, and every
pair of neighbours, has a weight, learned from the messages of ``tests/knowledge/messages`` by ``benchmarks.fit_ear``.
The ear never finds anything by itself: it only has a question put where the phrases heard nothing, or takes back a
question that they raised about a message that sounds harmless in every word, or has one put first about what they take
for pressing in such a message.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import exp, sqrt
from pathlib import Path

from knowledge.danger.words import Word
from knowledge.terms import stem

FILE = "ear.json"


@dataclass(frozen=True, slots=True)
class Ear:
    """What was learned.

    weights: word or pair -> how much it speaks for danger.
    offset:  the score of a message without any of them.
    themes:  danger question -> word -> how much it speaks for this one rather than another.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    offset: float = -1.0  # an ear that has learned nothing neither raises a question nor takes one back
    themes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def alarm(self, words: Sequence[Word]) -> float:
        """Return how likely such a message comes from somebody in danger, 0 to 1."""
        known = [weight for feature in features(words) if (weight := self.weights.get(feature)) is not None]
        return 1 / (1 + exp(-self.offset - sum(known) / sqrt(len(known) or 1)))

    def theme(self, words: Sequence[Word]) -> str | None:
        """Return the danger question that the message is nearest to; None for an ear that has learned nothing."""
        told = [feature for feature in features(words) if " " not in feature]
        scores = {name: sum(weights.get(word, 0.0) for word in told) for name, weights in self.themes.items()}
        return max(scores, key=lambda name: (scores[name], name), default=None)


def features(words: Sequence[Word]) -> set[str]:
    """Return the stems of a message, and the pairs of those that stand next to each other in a sentence."""
    return {*_stems(words), *_pairs(words)}


def _stems(words: Sequence[Word]) -> Iterator[str]:
    return (stem(word.text) for word in words)


def _pairs(words: Sequence[Word]) -> Iterator[str]:
    for word, following in pairwise(words):
        if word.sentence == following.sentence:
            yield f"{stem(word.text)} {stem(following.text)}"


def read_ear(folder: Path) -> Ear:
    """Return the ear that was learned for the danger files of this folder; one that hears nothing if there is none."""
    file = folder / FILE
    return Ear(**json.loads(file.read_text("utf-8"))) if file.is_file() else Ear()
