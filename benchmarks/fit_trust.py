"""Fit the weights of knowledge/search_trust.py anew: python -m benchmarks.fit_trust

Each example of a topic, and each question about another subject, is asked of an index that was built without it and a
fifth of the others. The development set has no part in it. Prints the weights; they are copied by hand.
"""

# ruff: noqa: T201  # its output is a table for a person

import math
from collections.abc import Iterator, Sequence
from zlib import crc32

from knowledge.files import read_contents
from knowledge.load import default_folder
from knowledge.schema import Topic
from knowledge.search import ranked
from knowledge.search_index import Index, build_index
from knowledge.search_scope import foreign, other_subject
from knowledge.search_score import score
from knowledge.search_trust import Trust, signs
from knowledge.terms import SearchWords

FOLDS = 5
FEWEST_WORDS = 3  # a shorter example is a keyword: too little to be sure of
ROUNDS, RIDGE = 25, 0.001

Row = tuple[tuple[float, ...], bool]  # the signs of a question, and whether its best topic was right


def main() -> None:
    """Print the weights, and what they do to the questions that they were learnt from."""
    contents = read_contents(default_folder())
    if contents.search_words is None:
        raise SystemExit("search.yaml is missing")
    rows = list(held_out(tuple(placed.entry for placed in contents.of(Topic)), contents.search_words.entry))
    weights = fit(rows)
    names = Trust.__dataclass_fields__
    print(f"{len(rows)} questions, {sum(right for _, right in rows)} of them right")
    print(*(f"    {name}: float = {weight:.3f}" for name, weight in zip(names, weights, strict=True)), sep="\n")


def held_out(topics: Sequence[Topic], words: SearchWords) -> Iterator[Row]:
    """The signs of each question of an index that has not seen it; those that a single word settles are left out."""
    texts = [(topic.id, text) for topic in topics for text in topic.examples]
    texts += [(subject, text) for subject, others in words.outside.items() for text in others]
    fold = {named: crc32(named[1].encode()) % FOLDS for named in texts}
    for out in range(FOLDS):
        index = build_index(
            [
                topic.model_copy(update={"examples": tuple(t for t in topic.examples if fold[topic.id, t] != out)})
                for topic in topics
            ],
            words.model_copy(
                update={
                    "outside": {s: tuple(t for t in texts if fold[s, t] != out) for s, texts in words.outside.items()}
                }
            ),
        )
        for (name, text), number in fold.items():
            if number == out and (name in words.outside or len(text.split()) >= FEWEST_WORDS):
                row = _row(text, name, index)
                if row:
                    yield row


def _row(text: str, name: str, index: Index) -> Row | None:
    asked = index.ask(text)
    scores = score(asked, index)
    ours, others = ranked(scores, index)
    if not ours or foreign(asked, index) or other_subject(asked, index, ours[0]):
        return None
    found = signs(scores, ours[0], ours[1] if len(ours) > 1 else None, others[0] if others else None)
    return found, index.topics[ours[0]] == name


def fit(rows: Sequence[Row]) -> list[float]:
    """Logistic regression by Newton's method: the start first, then a weight a sign."""
    size = len(rows[0][0]) + 1
    weights = [0.0] * size
    for _ in range(ROUNDS):
        slope = [-RIDGE * weight for weight in weights]
        bend = [[RIDGE if one == two else 0.0 for two in range(size)] for one in range(size)]
        for found, right in rows:
            row = (1.0, *found)
            likely = 1 / (1 + math.exp(-sum(w * sign for w, sign in zip(weights, row, strict=True))))
            for one in range(size):
                slope[one] += row[one] * (right - likely)
                for two in range(size):
                    bend[one][two] += row[one] * row[two] * likely * (1 - likely)
        weights = [weight + step for weight, step in zip(weights, _solve(bend, slope), strict=True)]
    return weights


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss, with pivots. The ridge keeps the matrix invertible."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for at in range(size):
        pivot = max(range(at, size), key=lambda number: abs(rows[number][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for number in range(size):
            if number != at:
                part = rows[number][at] / rows[at][at]
                rows[number] = [one - part * two for one, two in zip(rows[number], rows[at], strict=True)]
    return [rows[at][size] / rows[at][at] for at in range(size)]


if __name__ == "__main__":
    main()
