"""From what was typed to plain words: case, apostrophes, text-speak, stretched letters and slips of spelling."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from rapidfuzz.distance import OSA

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_OUT_OF_TEN = re.compile(r"(\d)\s?/\s?10\b")
_PIECES = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*|\.{2,}|…|[.!?;\n]+|[,:()\-–—/]")
_ENDS = re.compile(r"[.!?;\n]+")
_DOTS = re.compile(r"\.{2,}|…")
_LONGEST = 80
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufe0f\ufeff]")


class Word(NamedTuple):
    """One word. sentence: counted from 0. pause: whether a comma, dash, colon or dots stand before it."""

    text: str
    sentence: int
    pause: bool


@dataclass(frozen=True, slots=True)
class Spelling:
    """Known words, and a way to some of them from words that were typed wrongly.

    known:   every word of a phrase, and words that only look like slips.
    shorter: the words that are often misspelt, under each form they take when one letter is left out, or two from
             eight letters on. Two words that are so many slips apart share such a form.
    """

    known: Collection[str]
    rewrites: Mapping[str, tuple[str, ...]]
    shorter: Mapping[str, tuple[str, ...]]

    def correct(self, word: str) -> str:
        """Return the danger word that ``word`` is a slip of, or ``word`` itself."""
        if len(word) < 4 or len(word) > 20 or word in self.known:
            return word
        if word.endswith("in") and word + "g" in self.known:
            return word + "g"
        best, fewest = word, 3
        for form in _leave_out(word):
            for candidate in self.shorter.get(form, ()):
                slips = _slips(word, candidate)
                if slips < fewest:
                    best, fewest = candidate, slips
        return best


def learn_spelling(known: Collection[str], misspelt: Collection[str], rewrites: Mapping[str, str]) -> Spelling:
    """Build the spelling once; words of ``misspelt`` have at least four letters, and ``known`` are never slips."""
    shorter: dict[str, list[str]] = {}
    for word in sorted(misspelt):
        for form in _leave_out(word):
            shorter.setdefault(form, []).append(word)
    return Spelling(
        known=frozenset({*known, *misspelt, *rewrites}),
        rewrites={short: tuple(long.split()) for short, long in rewrites.items()},
        shorter={form: tuple(words) for form, words in shorter.items()},
    )


def read_words(text: str, spelling: Spelling) -> list[Word]:
    """Split a message into words; takes time in proportion to its length."""
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold()
    text = _OUT_OF_TEN.sub(r"\1 out of 10", _STRETCHED.sub(r"\1\1", _INVISIBLE.sub("", text)))
    words: list[Word] = []
    sentence, pause, begun = 0, False, 0
    for piece in _PIECES.findall(text):
        if _DOTS.fullmatch(piece):
            pause = True
        elif _ENDS.fullmatch(piece):
            sentence, pause, begun = sentence + 1, False, len(words)
        elif not piece[0].isalnum():
            pause = True
        else:
            if len(words) - begun >= _LONGEST:  # so that the work on one sentence stays small
                sentence, begun = sentence + 1, len(words)
            for part in _plain_form(piece, spelling):
                words.append(Word(part, sentence, pause))
                pause = False
    return words


def _plain_form(piece: str, spelling: Spelling) -> tuple[str, ...]:
    if piece[0].isdecimal():
        return (piece,)
    piece = piece if piece in spelling.known else spelling.correct(piece)
    if piece in spelling.rewrites:
        return spelling.rewrites[piece]
    if piece.endswith("'s"):
        return (spelling.correct(piece[:-2]), "'s")
    return (piece.replace("'", ""),) if "'" in piece else (piece,)


def _leave_out(word: str) -> set[str]:
    letters = range(len(word))
    forms = {word} | {word[:i] + word[i + 1 :] for i in letters}
    if len(word) >= 8:
        forms |= {word[:i] + word[i + 1 : j] + word[j + 1 :] for i, j in combinations(letters, 2)}
    return forms


def _slips(word: str, known: str) -> int:
    """How many slips lead from ``known`` to ``word``; 3 if that is more than a word of its length allows."""
    if word[0] != known[0] and sorted(word[:2]) != sorted(known[:2]):
        return 3
    if len(known) == 4 and sorted(word) != sorted(known):
        return 3
    return OSA.distance(word, known, score_cutoff=2 if len(known) >= 8 else 1)
