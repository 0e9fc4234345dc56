"""Plain methods on the same training texts, to see what the search of the project is worth."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import fuzz, process

from benchmarks.faq_data import MOST_TOPICS, Guess
from knowledge.search_index import OUTSIDE
from knowledge.terms import split, stem

Lines = Sequence[tuple[str, str]]  # topic, text; the texts of other subjects have topics that begin with OUTSIDE
Method = Callable[[str], Guess]


def by_rapidfuzz(lines: Lines) -> Method:
    """The line with the most similar letters (WRatio)."""
    texts = [text.casefold() for _, text in lines]

    def guess(question: str) -> Guess:
        found = process.extract(question.casefold(), texts, scorer=fuzz.WRatio, limit=40)
        return _best(((lines[number][0], likeness) for _, likeness, number in found))

    return guess


def by_bm25(lines: Lines) -> Method:
    """Okapi BM25 over stemmed words with each line as a document; a topic is as good as its best line."""
    counts = [Counter(stem(word) for word in split(text)) for _, text in lines]
    mean = sum(sum(count.values()) for count in counts) / len(counts)
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, count in enumerate(counts):
        length = sum(count.values())
        for word, times in count.items():
            places[word].append((number, times * 2.5 / (times + 1.5 * (0.25 + 0.75 * length / mean))))
    rare = {word: math.log(1 + (len(lines) - len(at) + 0.5) / (len(at) + 0.5)) for word, at in places.items()}

    def guess(question: str) -> Guess:
        scores: dict[int, float] = defaultdict(float)
        for word in {stem(word) for word in split(question)}:
            for number, there in places.get(word, ()):
                scores[number] += rare[word] * there
        return _best(((lines[number][0], score) for number, score in scores.items()))

    return guess


def by_linear_model(lines: Lines) -> Method:
    """TF-IDF of words, pairs of words and parts of words, with logistic regression. Needs scikit-learn."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-not-found,unused-ignore]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found,unused-ignore]
    from sklearn.pipeline import make_pipeline, make_union  # type: ignore[import-not-found,unused-ignore]

    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2))
    parts = TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(3, 5))
    model = make_pipeline(make_union(words, parts), LogisticRegression(C=30, max_iter=300))
    model.fit([text for _, text in lines], [topic for topic, _ in lines])
    topics = [str(topic) for topic in model.classes_]

    def guess(question: str) -> Guess:
        return _best(zip(topics, model.predict_proba([question])[0], strict=True))

    return guess


def _best(scores: Iterable[tuple[str, float]]) -> Guess:
    best: dict[str, float] = defaultdict(float)
    for topic, score in scores:
        best[topic] = max(best[topic], float(score))
    ranked = sorted(best, key=lambda topic: (-best[topic], topic))
    ours = tuple(topic for topic in ranked if not topic.startswith(OUTSIDE))[:MOST_TOPICS]
    return Guess(ours, best[ours[0]] if ours and ranked[0] == ours[0] else -1.0)
