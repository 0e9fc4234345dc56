"""The topics laid out for the search: which mark of a question stands in which topic and line, and what it tells.

A mark is a term, two terms in a row ("long+run"), or a word as it was typed ("~how"): the terms carry the subject, the
typed words the way it is asked ("how long", "when", "which").
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.schema import Topic
from knowledge.terms import SearchWords, Term, Thesaurus, split, stem

REPAIRED_FROM = 5  # letters; shorter words have too many look-alikes
TWO_SLIPS_FROM = 8  # letters
MOST_REPAIRS = 16  # unknown words of one message; more is not a slip of the pen but another subject or language
OUTSIDE = "outside."  # what the name of a subject that is not ours begins with, among the topics

_FULL, _LENGTH = 8.0, 0.75  # BM25: how soon more lines tell no more; how much a topic with many lines is held back
UNSEEN = 0.2  # naive Bayes: the lines that a mark is taken to stand in where it stands in none


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a topic that a question is compared with; ``text`` is for showing why it was found."""

    topic: int
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart: its words, its terms, its marks (each once, in order), and if it has a question mark."""

    words: tuple[str, ...]
    terms: tuple[Term, ...]
    marks: tuple[str, ...]
    asks: bool


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """All lines of all topics, and of the subjects that are not ours, which are told apart like topics.

    topics:    names by number; those of other subjects begin with ``OUTSIDE``.
    lines:     by number; each example, title and keyword is one. ``topic_of`` is the topic of each.
    in_topics: mark -> (topic, what the mark tells for it by BM25, and by naive Bayes).
    burden:    topic -> what each known mark takes off it by naive Bayes: topics with many lines find more by chance.
    in_lines:  term -> (line, weight of the term there); the weights of a line are of length 1.
    telling:   term -> how much it tells, higher for rarer terms; ``most_telling`` stands for unknown ones.
    exact:     the words of an example or title -> its topic.
    spoken:    topic -> the terms that its own lines have.
    spellings: first letter -> the known words that begin with it, the commonest first.
    """

    thesaurus: Thesaurus
    topics: tuple[str, ...]
    lines: tuple[Line, ...]
    topic_of: tuple[int, ...]
    in_topics: Mapping[str, tuple[tuple[int, float, float], ...]]
    burden: tuple[float, ...]
    in_lines: Mapping[str, tuple[tuple[int, float], ...]]
    telling: Mapping[str, float]
    most_telling: float
    exact: Mapping[tuple[str, ...], str]
    spoken: tuple[frozenset[str], ...]
    known: frozenset[str]
    spellings: Mapping[str, tuple[str, ...]]
    urgent: frozenset[str]

    def ask(self, question: str) -> Asked:
        """Take a question apart; slips of spelling are repaired towards known words."""
        words = split(question)
        repaired: dict[str, str] = {}

        def repair(part: str) -> str:
            if part in self.known or len(part) < REPAIRED_FROM or not part.isalpha():
                return part
            if part not in repaired and len(repaired) < MOST_REPAIRS:
                repaired[part] = self._repaired(part)
            return repaired.get(part, part)

        terms = self.thesaurus.terms(words, repair)
        return Asked(tuple(words), tuple(terms), tuple(marks(words, terms)), "?" in question)

    def _repaired(self, word: str) -> str:
        slips = 2 if len(word) >= TWO_SLIPS_FROM else 1
        best = process.extractOne(word, self.spellings.get(word[0], ()), scorer=OSA.distance, score_cutoff=slips)
        return best[0] if best else word


def marks(words: Sequence[str], terms: Sequence[Term]) -> Iterator[str]:
    """Each mark of a text once."""
    found = dict.fromkeys(term.word for term in terms)
    found |= dict.fromkeys(f"{one.word}+{two.word}" for one, two in pairwise(terms))
    found |= dict.fromkeys(f"~{word}" for word in words if len(word) > 1 and not word.isdecimal())
    yield from found


def build_index(topics: Iterable[Topic], words: SearchWords) -> Index:
    """Return the index of the topics. Takes about a tenth of a millisecond a line."""
    thesaurus = Thesaurus(words)
    names: list[str] = []
    lines: list[Line] = []
    exact: dict[tuple[str, ...], str] = {}
    twice: set[tuple[str, ...]] = set()
    whole: set[int] = set()  # lines that are questions, not keywords
    for topic in topics:
        lines += [Line(len(names), text) for text in (topic.title, *topic.examples, *topic.keywords)]
        whole |= {*range(len(lines) - len(topic.keywords) - len(topic.examples) - 1, len(lines) - len(topic.keywords))}
        names.append(topic.id)
    for subject, texts in words.outside.items():
        lines += [Line(len(names), text) for text in texts]
        names.append(f"{OUTSIDE}{subject}")
    counts = [Counter[str]() for _ in names]
    spoken: list[set[str]] = [set() for _ in names]
    seen = Counter[str]()
    line_terms: list[dict[str, None]] = []
    for number, line in enumerate(lines):
        said_words = split(line.text)
        if number in whole and exact.setdefault(tuple(said_words), names[line.topic]) != names[line.topic]:
            twice.add(tuple(said_words))
        terms = thesaurus.terms(said_words)
        counts[line.topic].update(marks(said_words, terms))
        line_terms.append(dict.fromkeys(term.word for term in terms))
        spoken[line.topic].update(line_terms[-1])
        seen.update(stem(word) for word in said_words)
    in_lines = Counter(word for found in line_terms for word in found)
    telling = {word: _telling(number, len(lines)) for word, number in in_lines.items()}
    known = thesaurus.known | seen.keys()
    spellings: dict[str, list[str]] = defaultdict(list)
    for word in sorted(known, key=lambda word: (-seen[word], word)):
        if len(word) >= REPAIRED_FROM - 1 and " " not in word:
            spellings[word[0]].append(word)
    return Index(
        thesaurus=thesaurus,
        topics=tuple(names),
        lines=tuple(lines),
        topic_of=tuple(line.topic for line in lines),
        in_topics=_in_topics(counts),
        burden=_burdens(counts),
        in_lines=_in_lines(line_terms, telling),
        telling=telling,
        most_telling=_telling(1, len(lines)),
        exact={said: topic for said, topic in exact.items() if said not in twice},
        spoken=tuple(frozenset(found) for found in spoken),
        known=frozenset(known),
        spellings={letter: tuple(found) for letter, found in spellings.items()},
        urgent=frozenset(words.urgent),
    )


def weigh(words: Iterable[str], telling: Mapping[str, float], unknown: float) -> dict[str, float]:
    """The weight of each term, all together of length 1. ``unknown`` is how much a term tells that is in no line."""
    raw = {word: telling.get(word, unknown) for word in words}
    length = math.sqrt(sum(weight * weight for weight in raw.values()))
    return {word: weight / length for word, weight in raw.items()} if length else {}


def _telling(in_lines: int, lines: int) -> float:
    return math.log(1 + (lines - in_lines + 0.5) / (in_lines + 0.5)) + 0.3


def _in_topics(counts: Sequence[Counter[str]]) -> dict[str, tuple[tuple[int, float, float], ...]]:
    """BM25 with a topic as the document, and the part of naive Bayes that depends on the mark."""
    totals = [sum(count.values()) for count in counts]
    mean = sum(totals) / max(1, len(totals))
    of_mark: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for topic, count in enumerate(counts):
        for mark, times in count.items():
            of_mark[mark].append((topic, times))
    holds = [_FULL * (1 - _LENGTH + _LENGTH * total / mean) if mean else 0.0 for total in totals]
    found = {}
    for mark, places in of_mark.items():
        rare = math.log(1 + (len(counts) - len(places) + 0.5) / (len(places) + 0.5))
        found[mark] = tuple(
            (topic, rare * times * (_FULL + 1) / (times + holds[topic]), math.log1p(times / UNSEEN))
            for topic, times in places
        )
    return found


def _burdens(counts: Sequence[Counter[str]]) -> tuple[float, ...]:
    kinds = len({mark for count in counts for mark in count})
    return tuple(math.log(sum(count.values()) + UNSEEN * kinds) if kinds else 0.0 for count in counts)


def _in_lines(
    line_terms: Sequence[Iterable[str]], telling: Mapping[str, float]
) -> dict[str, tuple[tuple[int, float], ...]]:
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, terms in enumerate(line_terms):
        for word, weight in weigh(terms, telling, 0.0).items():
            found[word].append((number, weight))
    return {word: tuple(places) for word, places in found.items()}
