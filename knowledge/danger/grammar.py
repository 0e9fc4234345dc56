"""The small grammar: phrases of the content become rows of items, and rows of items are found in a row of words."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from itertools import product
from operator import and_, or_
from typing import NamedTuple

from knowledge.danger.words import Word

BARRIER = "barrier"
SAYING = "saying"
NEAR, FAR = 3, 9
_GAPS = {"..": NEAR, "...": FAR}
_ITEM = re.compile(r"(\[[a-z0-9_]+\]|<\d+-\d+>|'?[a-z0-9']+~?(?:/[a-z0-9']+~?)*)(\??)")
_Items = tuple[tuple[str, int], ...]
_DOUBLED = re.compile(r"[^aeiou][aeiou][bdgmnprt]")


class Span(NamedTuple):  # made by the hundred for every message: a tuple is several times faster than a dataclass
    """Words ``start`` to ``end`` (not included) of a message; ``words`` are those that made the match."""

    start: int
    end: int
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Items to be found one after the other; ``gaps[i]`` words may stand before item ``i``."""

    items: tuple[str, ...]
    gaps: tuple[int, ...]


@dataclass(slots=True)
class Node:
    """What may follow the words so far, and the concepts they make as they stand."""

    following: dict[str, "Node"] = field(default_factory=dict)
    concepts: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Grammar:
    """All phrases, ready to search.

    lexicon: the phrases of plain words, as a tree from word to word.
    words:   every word of every phrase.
    numbers: concept -> range.
    rows:    the rows by the rarest of their items, each with the place of what it makes in ``made``.
    made:    concepts made of other concepts, each after those it is made of.
    """

    lexicon: Mapping[str, Node]
    words: frozenset[str]
    numbers: Mapping[str, tuple[int, int]]
    rows: Mapping[str, Sequence[tuple[int, Row]]]
    made: tuple[str, ...]


@dataclass(slots=True)
class _Draft:
    root: Node = field(default_factory=Node)
    words: set[str] = field(default_factory=set)
    numbers: dict[str, tuple[int, int]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, concept: str, phrase: str) -> None:
        for items, gaps in _read_rows(phrase):
            if any(gaps) or any(item[0] in "[<" for item in items):
                names = tuple(self._name(item) for item in items)
                self.rows.setdefault(concept, []).append(Row(names, gaps))
            else:
                self._add_words(concept, items)

    def _name(self, item: str) -> str:
        if item[0] == "[":
            return item[1:-1]
        if item[0] == "<":
            low, high = item[1:-1].split("-")
            self.numbers[item] = (int(low), int(high))
        else:
            self._add_words("=" + item, (item,))
            return "=" + item
        return item

    def _add_words(self, concept: str, items: Sequence[str]) -> None:
        for words in product(*(_forms(item) for item in items)):
            self.words.update(words)
            node = self.root
            for word in words:
                node = node.following.setdefault(word, Node())
            node.concepts.add(concept)


def build_grammar(concepts: Mapping[str, Iterable[str]]) -> Grammar:
    """Compile phrases by concept. Raises ValueError with a line for each that cannot be read."""
    draft, wrong = _Draft(), []
    for concept, phrases in concepts.items():
        for phrase in phrases:
            try:
                draft.add(concept, phrase)
            except ValueError as error:
                wrong.append(f"{concept}: {error}")
    needs = {concept: {item for row in rows for item in row.items} for concept, rows in draft.rows.items()}
    for concept, items in needs.items():
        unknown = sorted(item for item in items if item[0] not in "=<" and item not in concepts)
        wrong += [f"{concept}: no such concept: {item}" for item in unknown]
    if wrong:
        raise ValueError("\n".join(wrong))
    try:
        order = [concept for concept in TopologicalSorter(needs).static_order() if concept in draft.rows]
    except CycleError as error:
        raise ValueError(f"{error.args[1][0]}: is made of itself: {' -> '.join(error.args[1])}") from None
    rows: dict[str, list[tuple[int, Row]]] = {}
    common = Counter(item for made in draft.rows.values() for row in made for item in row.items)
    for place, concept in enumerate(order):
        for row in draft.rows[concept]:
            rows.setdefault(min(row.items, key=lambda item: common[item]), []).append((place, row))
    return Grammar(draft.root.following, frozenset(draft.words), draft.numbers, rows, tuple(order))


def find_concepts(words: Sequence[Word], grammar: Grammar) -> dict[str, list[Span]]:
    """Return every concept in the words with all its spans, in order. The time grows with the number of words only."""
    phrases = [phrase for start in range(len(words)) for phrase in _find_phrases(start, words, grammar)]
    said = {index: span for span, concepts in phrases if SAYING in concepts for index in span.words}
    found: dict[str, list[Span]] = {}
    for span, concepts in phrases:
        if not (said and _is_part(span, said)):
            for concept in concepts:
                found.setdefault(concept, []).append(span)
    found.pop(SAYING, None)
    _find_rows(found, words, grammar)
    return found


def _find_rows(found: dict[str, list[Span]], words: Sequence[Word], grammar: Grammar) -> None:
    """Add the concepts made of others. A row is looked at only in sentences that hold all of its items.

    ``where`` holds the sentences of each concept, one bit each: no row reaches over the end of a sentence.
    """
    barriers = _count_barriers(len(words), found.get(BARRIER, ()))
    where: dict[str, int] = {}
    begun: dict[int, list[Row]] = {}
    places: list[int] = []

    def begin(concept: str) -> None:
        where[concept] = _sentences(found[concept], words)
        for place, row in grammar.rows.get(concept, ()):
            if place not in begun:
                begun[place] = []
                heappush(places, place)
            begun[place].append(row)

    for concept in found:
        begin(concept)
    while places:
        place = heappop(places)
        spans: set[Span] = set()
        for row in begun[place]:
            if shared := reduce(and_, (where.get(item, 0) for item in row.items)):
                spans.update(_match(row, found, words, barriers, shared))
        if spans:
            concept = grammar.made[place]
            is_new = concept not in found
            found[concept] = sorted(spans.union(found.get(concept, ())))
            if is_new:
                begin(concept)
            else:
                where[concept] = _sentences(found[concept], words)


def _sentences(spans: Iterable[Span], words: Sequence[Word]) -> int:
    return reduce(or_, (1 << sentence for sentence in {words[span.start].sentence for span in spans}))


def _find_phrases(start: int, words: Sequence[Word], grammar: Grammar) -> Iterator[tuple[Span, Collection[str]]]:
    text = words[start].text
    if text[0].isdecimal():
        number = float(text.replace(",", "."))
        yield (
            Span(start, start + 1, (start,)),
            [name for name, (low, high) in grammar.numbers.items() if low <= number < high + 1],
        )
    node = grammar.lexicon.get(text)
    end = start + 1
    while node:
        if node.concepts:
            yield Span(start, end, tuple(range(start, end))), node.concepts
        if end == len(words) or words[end].sentence != words[start].sentence:
            break
        node = node.following.get(words[end].text)
        end += 1


def _is_part(span: Span, said: Mapping[int, Span]) -> bool:
    """Whether a saying holds a word of the span without being a part of the span itself."""
    sayings = (said[index] for index in span.words if index in said)
    return any(not (span.start <= saying.start and saying.end <= span.end) for saying in sayings)


def _count_barriers(length: int, spans: Iterable[Span]) -> list[int]:
    """Return for each place how many barrier words stand before it."""
    is_barrier = [0] * (length + 1)
    for span in spans:
        for index in span.words:
            is_barrier[index + 1] = 1
    for index in range(length):
        is_barrier[index + 1] += is_barrier[index]
    return is_barrier


def _match(
    row: Row, found: Mapping[str, list[Span]], words: Sequence[Word], barriers: Sequence[int], sentences: int
) -> list[Span]:
    """Extend the spans item by item. Of several ways to reach a place the shortest is kept: the work stays linear."""
    reached = {span.end: span for span in found[row.items[0]] if sentences >> words[span.start].sentence & 1}
    for item, gap in zip(row.items[1:], row.gaps[1:], strict=True):
        further: dict[int, Span] = {}
        for span in found[item]:
            if not sentences >> words[span.start].sentence & 1:
                continue
            for end in range(span.start, max(span.start - gap, 0) - 1, -1):
                before = reached.get(end)
                if before is None or barriers[span.start] != barriers[end]:
                    continue
                if words[before.start].sentence == words[span.start].sentence:
                    further.setdefault(span.end, Span(before.start, span.end, before.words + span.words))
                    break
        if not further:
            return []
        reached = further
    return list(reached.values())


def _read_rows(phrase: str) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Return the rows a phrase stands for: ``&`` gives two, every ``?`` doubles them."""
    if " & " in phrase:
        left, _, right = phrase.partition(" & ")
        return [*_read_rows(f"{left} ... {right}"), *_read_rows(f"{right} ... {left}")]
    rows: list[_Items] = [()]
    gap = 0
    left_out: list[tuple[_Items, int]] = []
    for piece in phrase.split():
        if piece in _GAPS:
            gap = _GAPS[piece]
            continue
        if not (match := _ITEM.fullmatch(piece)):
            raise ValueError(f"cannot read {piece!r} in {phrase!r}")
        item, optional = match.groups()
        # What is left out leaves the gap before it to the next item.
        open_rows = [(row, gap) for row in rows] + [(row, max(gap, before)) for row, before in left_out]
        left_out = open_rows if optional else []
        rows = [(*row, (item, before)) for row, before in open_rows]
        gap = 0
    rows += [row for row, _ in left_out]
    if not all(rows):
        raise ValueError(f"nothing but what may be left out: {phrase!r}")
    return [(tuple(item for item, _ in row), (0, *(gap for _, gap in row[1:]))) for row in rows]


def _forms(item: str) -> tuple[str, ...]:
    """Return the words that ``a/b~`` stands for."""
    words: list[str] = []
    for word in item.split("/"):
        words.extend(_inflect(word[:-1]) if word.endswith("~") else (word,))
    return tuple(dict.fromkeys(words))


def _inflect(word: str) -> tuple[str, ...]:
    """Return a regular word with its usual endings."""
    if word.endswith("e") and not word.endswith("ee"):
        return (word, word + "s", word + "d", word[:-1] + "ing")
    if word.endswith("ee"):
        return (word, word + "s", word + "d", word + "ing")
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word, word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    plural = word + "es" if word.endswith(("s", "x", "z", "ch", "sh")) else word + "s"
    stem = word + word[-1] if _DOUBLED.fullmatch(word[-3:]) else word
    return (word, plural, stem + "ed", stem + "ing")
