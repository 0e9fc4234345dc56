"""Typed amounts: a pain score, an age, a span of time, a count, a distance. Text as ``understand.plain`` leaves it."""

import re
from math import ceil

from knowledge.answers import Answers
from knowledge.schema import HIGHEST_SCORE

_SCORE = re.compile(r"(?<![\w.-])(\d{1,3}(?:[.,]\d)?)(?:\s*(to|or|out of|/)\s*(\d{1,3}))?(?![\w.])")
_SPAN = re.compile(r"(\d{1,3})(?: (?:to|or) (\d{1,3}))? ?([a-z]+)")
_COUNT = re.compile(r"(?<![\w.,-])-?\d{1,9}(?![\w.,]*\d)")
_DISTANCE = re.compile(r"(?<![\w.,-])(-?\d{1,9}(?:[.,]\d{1,9})?) ?(k|kms?|kilomet(?:re|er)s?|mi|miles?)?(?![\w.,])")
_DAYS = {"hours": 1 / 24, "days": 1, "weeks": 7, "months": 30.4, "years": 365}
_LOOSE = {"a": 1, "an": 1, "couple": 2, "few": 4, "several": 5}
_SHORT_OF = re.compile(r"\b(?:less than|under|nearly|almost|not quite)\b")
_BEYOND = re.compile(r"\b(?:more than|over|longer than)\b")
_A_LITTLE = 0.01
_TEN = 10


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
    found = _SCORE.findall(in_digits(said, answers))
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
    numbers = [int(word) for word in in_digits(said, answers).split() if word.isascii() and word.isdigit()]
    return numbers[0] if len(numbers) == 1 else None


def count(said: str, answers: Answers) -> int | None:
    """Return the only whole number in a text such as "84", "about eighty four" or "-3 steps", else None."""
    found = _COUNT.findall(in_digits(said, answers))
    return int(found[0]) if len(found) == 1 else None


def distance(said: str, answers: Answers) -> tuple[float, str] | None:
    """Return the only distance in a text and its unit: "km", "miles", or "" if none is named; None for several.

    "20", "20 km", "about 12.5 miles", "10k" and "twenty" are distances. It may be 0 or less, or absurdly large.
    """
    found = _DISTANCE.findall(in_digits(said, answers))
    if len(found) != 1:
        return None
    amount, unit = found[0]
    return float(amount.replace(",", ".")), {"k": "km", "m": "miles", "": ""}[unit[:1]]


def span_in_days(said: str, answers: Answers) -> float | None:
    """Return the length of a span such as "2 weeks", "about a month" or "10 to 14 days"; of a range the longer end."""
    unit_of = {word: _DAYS[name] for name, words in answers.units.items() for word in words}
    words = [str(_LOOSE.get(word, word)) for word in in_digits(said, answers).replace(" of ", " ").split()]
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


def in_digits(said: str, answers: Answers) -> str:
    """The text with number words as digits; "twenty five" and "twenty-five" are 25."""
    words: list[str] = []
    open_tens = 0  # of a number word such as "twenty" just before
    for word in re.sub(r"(?<=[^\W\d])-(?=[^\W\d])", " ", said).split():
        value = number(word, answers)
        if value is None:
            words.append(word)
        elif open_tens and 0 < value < _TEN and not word.isdigit():
            words[-1] = str(open_tens + value)
        else:
            words.append(str(value))
        is_tens = value is not None and value > _TEN and value % _TEN == 0 and not word.isdigit()
        open_tens = value if is_tens and value else 0
    return " ".join(words)
