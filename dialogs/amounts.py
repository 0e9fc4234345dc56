"""Typed amounts: a pain score, an age, a span of time. Text comes as ``understand.plain`` leaves it."""

import re
from math import ceil

from knowledge.answers import Answers
from knowledge.schema import HIGHEST_SCORE

_SCORE = re.compile(r"(?<![\w.-])(\d{1,3}(?:[.,]\d)?)(?:\s*(to|or|out of|/)\s*(\d{1,3}))?(?![\w.])")
_SPAN = re.compile(r"(\d{1,3})(?: (?:to|or) (\d{1,3}))? ?([a-z]+)")
_DAYS = {"hours": 1 / 24, "days": 1, "weeks": 7, "months": 30.4, "years": 365}
_LOOSE = {"a": 1, "an": 1, "couple": 2, "few": 4, "several": 5}
_SHORT_OF = re.compile(r"\b(?:less than|under|nearly|almost|not quite)\b")
_BEYOND = re.compile(r"\b(?:more than|over|longer than)\b")
_A_LITTLE = 0.01


def number(word: str, answers: Answers) -> int | None:
    """Return the whole number that a word or digits stand for, or None."""
    if word.isascii() and word.isdigit():
        return int(word)
    return answers.numbers.get(word)


def score(said: str, answers: Answers) -> str | None:
    """Return a pain score of 0 to 10, or None. Of a range the higher end counts, and halves go up: the careful reading.

    "7", "seven", "about 7", "7/10", "7 or 8" and "6.5" are scores; "11", "-1" and two scores in one text are none.
    """
    if re.search(r"-\s?\d", said):
        return None
    found = _SCORE.findall(_in_digits(said, answers))
    if len(found) != 1:
        return None
    first, joint, second = found[0]
    scores = [ceil(float(first.replace(",", ".")))]
    if joint in ("/", "out of"):
        if int(second) != HIGHEST_SCORE:
            return None
    elif second:
        scores.append(int(second))
    return str(max(scores)) if max(scores) <= HIGHEST_SCORE else None


def age(said: str, answers: Answers) -> int | None:
    """Return the only number in a text such as "34" or "i am 34 years old"; several numbers are no age."""
    numbers = [found for word in said.split() if (found := number(word, answers)) is not None]
    return numbers[0] if len(numbers) == 1 else None


def span_in_days(said: str, answers: Answers) -> float | None:
    """Return the length of a span such as "2 weeks", "about a month" or "10 to 14 days"; of a range the longer end."""
    unit_of = {word: _DAYS[name] for name, words in answers.units.items() for word in words}
    words = [str(_LOOSE.get(word, word)) for word in _in_digits(said, answers).replace(" of ", " ").split()]
    # "a couple of weeks" reads "1 2 weeks" by now: the number next to the unit counts.
    spans = [
        int(second or first) * unit_of[unit]
        for first, second, unit in _SPAN.findall(" ".join(words))
        if unit in unit_of
    ]
    if not spans:
        return None
    nudge = bool(_BEYOND.search(said)) - bool(_SHORT_OF.search(said))
    return max(spans) * (1 + nudge * _A_LITTLE)


def _in_digits(said: str, answers: Answers) -> str:
    return " ".join(str(value) if (value := number(word, answers)) is not None else word for word in said.split())
