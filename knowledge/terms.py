"""From a question to the terms it is searched by: small letters, phrases that mean the same, endings taken off.

A phrase of ``search.yaml`` becomes one term, a number becomes its size, and words that tell nothing are left out.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import Field

from knowledge.schema import Entry, Id, Text

# A rambling message is read at its two ends: the story starts at one, the question mostly stands at the other.
FIRST_WORDS, LAST_WORDS = 40, 40
LONGEST_MESSAGE = 20_000  # characters looked at; Telegram sends 4096 at most

_TAG = re.compile(r"<[^<>]{0,200}>")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"['’`´‘]")
_DIGIT = re.compile(r"[0-9]")
_GLUED = re.compile(r"\b(\d+)(kms?|mi|miles?|mins?|hrs?|h|wks?|weeks?|months?|yrs?|spm|bpm|kg|lbs?|mg|ml|cm|mm|m)\b")
_VOWEL = re.compile(r"[aeiouy]")
_SHORTEST_STEM = 3
MOST_BETWEEN = 2  # small words between the words of a phrase
# A number means something by its size: days, minutes, steps a minute, miles on a shoe, the year it was bought.
_SIZES = ((12, "#few"), (99, "#tens"), (220, "#steps"), (1500, "#hundreds"), (1989, "#thousand"), (2040, "#year"))
_LARGE = "#thousands"


class SearchWords(Entry):
    """What ``search.yaml`` holds.

    plain:     words that tell nothing about what is asked.
    between:   small words that may stand between the words of a phrase ("hug my knees").
    same:      a word -> other words and phrases for it.
    here:      words of our subject. They let a question have a word of ``elsewhere``.
    elsewhere: words of other subjects, by subject. With one of these and none of ``here`` a question is not ours,
               unless the topic that it finds speaks of that word itself and nothing is wrong there.
    never:     words of subjects that are not ours, whatever else is said, unless the topic speaks of them.
    complaint: how people say that something is wrong with a part of the body.
    asking:    words and pairs of words that show that a message asks something; a long one without them is a story.
    foreign:   small words of other languages that are no English words.
    urgent:    findings of the danger scan that no answer of the FAQ fits.
    outside:   questions about other subjects, by subject: what the topics' examples are for the topics.
    """

    plain: tuple[Text, ...]
    same: dict[Text, tuple[Text, ...]]
    here: tuple[Text, ...]
    elsewhere: dict[Id, tuple[Text, ...]]
    never: tuple[Text, ...]
    complaint: tuple[Text, ...] = ()
    asking: tuple[Text, ...] = ()
    between: tuple[Text, ...] = ()
    foreign: tuple[Text, ...] = ()
    urgent: tuple[Id, ...] = ()
    outside: dict[Id, tuple[Text, ...]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a question. ``said`` is how the user put it, ``word`` the search's name for it."""

    word: str
    said: str

    @property
    def bare(self) -> str:
        """What was said, without endings."""
        return _bare(self.said)


def split(text: str) -> list[str]:
    """The words of a message in small letters, without accents, apostrophes, tags and signs."""
    text = text[:LONGEST_MESSAGE]
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    if "<" in text:
        text = _TAG.sub(" ", text)
    text = _APOSTROPHE.sub("", text.casefold())
    if _DIGIT.search(text):
        text = _GLUED.sub(r"\1 \2", text.replace("%", " percent "))
    words = _WORD.findall(text)
    return words if len(words) <= FIRST_WORDS + LAST_WORDS else words[:FIRST_WORDS] + words[-LAST_WORDS:]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word without its ending. Two forms of a word get the same stem; a stem need not be a word."""
    if len(word) <= _SHORTEST_STEM or not word.isascii() or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = f"{word[:-3]}y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("ness") and len(word) > 7:
        word = word[:-4]
    for ending in ("ing", "ed", "ly"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST_STEM and _VOWEL.search(rest):
            word = rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
            break
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST_STEM else word


def size(number: str) -> str:
    """What a number is searched by: how large it is."""
    if len(number) > 6:
        return _LARGE
    return next((name for most, name in _SIZES if int(number) <= most), _LARGE)


@lru_cache(maxsize=20_000)
def _bare(phrase: str) -> str:
    return " ".join(stem(word) for word in split(phrase))


class Thesaurus:
    """Finds the terms of a text. Built once from the words of ``search.yaml``."""

    def __init__(self, words: SearchWords) -> None:
        self.plain = frozenset(words.plain)
        self._between = frozenset(stem(word) for word in words.between)
        self._same: dict[tuple[str, ...], str] = {}
        for name, phrases in words.same.items():
            for phrase in (name, *phrases):
                self._same[tuple(stem(word) for word in split(phrase))] = stem(name)
        self._titles = {stem(name): name for name in words.same}
        self.here = self._names(words.here)
        self.complaint = self._names(words.complaint)
        # Words of other subjects are taken as they stand, never as the name of something that means the same.
        self.never = frozenset(_bare(phrase) for phrase in words.never)
        self.asking = frozenset(words.asking)
        self.foreign = frozenset(words.foreign)
        self.elsewhere: Mapping[str, str] = {
            _bare(phrase): subject for subject, phrases in words.elsewhere.items() for phrase in phrases
        }
        # Phrases of another subject count as one term, as those that mean the same do.
        for phrase in (*words.never, *(phrase for phrases in words.elsewhere.values() for phrase in phrases)):
            parts = tuple(stem(word) for word in split(phrase))
            if len(parts) > 1:
                self._same.setdefault(parts, " ".join(parts))
        # "hug knees" is also said as "hug your knees": small words may come between the words of a phrase.
        self._bare: dict[tuple[str, ...], str] = {}
        for stems, name in self._same.items():
            parts = tuple(part for part in stems if part not in self._between)
            if len(parts) > 1:
                self._bare.setdefault(parts, name)
        self._longest: dict[str, int] = {}  # first stem -> the length of the longest phrase that begins with it
        for first, *others in filter(None, (*self._same, *self._bare)):
            self._longest[first] = max(self._longest.get(first, 0), 1 + len(others))

    @property
    def known(self) -> frozenset[str]:
        """Every single stem that means something here, also as a part of a phrase."""
        parts = (part for phrase in self._same for part in phrase)
        return frozenset(parts) | self.never | {*self.elsewhere} | {stem(word) for word in self.plain}

    def terms(self, words: Sequence[str], repaired: Callable[[str], str] | None = None) -> list[Term]:
        """The terms of these words in order, without plain words. ``repaired`` puts a stem right that is misspelt."""
        stems = [stem(word) for word in words]
        return list(self._find(words, stems if repaired is None else [repaired(part) for part in stems]))

    def title(self, word: str) -> str:
        """A term as a person would write it, where ``search.yaml`` has it."""
        return self._titles.get(word, word)

    def _find(self, words: Sequence[str], stems: Sequence[str]) -> Iterator[Term]:
        at = 0
        while at < len(words):
            name, end = self._phrase(stems, at) if stems[at] in self._longest else (None, at + 1)
            if name is not None:
                yield Term(name, " ".join(words[at:end]))
            elif stems[at].isdecimal() and stems[at].isascii():
                yield Term(size(stems[at]), words[at])
            elif words[at] not in self.plain:
                yield Term(stems[at], words[at])
            at = end

    def _phrase(self, stems: Sequence[str], at: int) -> tuple[str | None, int]:
        """The name of the longest phrase that begins here, and where it ends; None and the next place without one."""
        longest = self._longest[stems[at]]
        found: tuple[str | None, int] = (None, at + 1)
        for length in range(longest, 0, -1):
            name = self._same.get(tuple(stems[at : at + length]))
            if name is not None:
                found = (name, at + length)
                break
        parts = [stems[at]]
        for end in range(at + 1, min(len(stems), at + longest + MOST_BETWEEN)):
            if stems[end] in self._between:
                continue
            parts.append(stems[end])
            name = self._bare.get(tuple(parts)) if end >= found[1] else None
            found = (name, end + 1) if name is not None else found
        return found

    def _names(self, phrases: Sequence[str]) -> frozenset[str]:
        stems = (tuple(stem(word) for word in split(phrase)) for phrase in phrases)
        return frozenset(self._same.get(parts, " ".join(parts)) for parts in stems)
