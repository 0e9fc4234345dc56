"""One typed line -> a pain note: "pain 3 energy 4 stiff after sitting". The rest of it is the note, word for word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from dialogs.reading.days import take_day
from dialogs.reading.line import Line
from knowledge.load import Knowledge
from knowledge.schema import HIGHEST_SCORE

HIGHEST_FEELING = 5  # posture and energy, from 1
LONGEST_NOTE = 1000  # characters; three of them fit into one message
OLDEST = timedelta(days=30)
LONGEST_DAY = 4  # words of "the day before yesterday"
_BETWEEN = r"(?:\s+(?:score|level|is|was|at|about|today|now)\b|\s*[:=])*\s*"
_PAIN = r"(?:my\s+)?(?:(?:low(?:er)?\s+)?back\s*)?(?:pain|ache)\b"
_BACK = r"(?:my\s+)?(?:low(?:er)?\s+)?back\s+(?:is|was)\b"  # "back 2 normal" is no score
_NO_UNIT = (
    r"(?![\w./:]|,\d|[ -]?(?:k|km|kms|mi|mins?|minutes?|hours?|days?|weeks?|months?|years?|miles?|times|%|am|pm)\b)"
)


@dataclass(frozen=True, slots=True)
class PainTold:
    """What a line tells. wrong: what cannot be, as an id of ``text.pain_wrong_*``; empty if all can."""

    score: int | None = None
    posture: int | None = None
    energy: int | None = None
    text: str = ""
    day: date | None = None
    wrong: str = ""


def read_pain(text: str, today: date, knowledge: Knowledge, *, is_asked: bool) -> PainTold | None:
    """Return what the line tells; None if it tells of no score.

    is_asked: the score is being asked for, so a number alone is one; else the line must begin with the word pain.
    """
    flat = " ".join(text.split())
    number = _number(knowledge)
    begin = rf"(?:(?:{_PAIN}|{_BACK}){_BETWEEN})" + ("?" if is_asked else "")
    found = re.match(
        rf"{begin}(?:it'?s\s+)?(?:about\s+)?({number})(?:\s?(?:/|out of)\s?(\d+))?"
        rf"(?:\s?(?:-|to|or)\s?({number}))?{_NO_UNIT}",
        flat,
        re.IGNORECASE,
    )
    if found is None or flat.endswith("?"):
        return None
    left = flat[found.end() :]
    feelings: dict[str, int | None] = {}
    for name in ("posture", "energy"):
        feelings[name], left = _feeling(name, number, left, knowledge)
    scores = [_value(given, knowledge) for given in (found[1], found[3]) if given]
    day, left, wrong = _day(left.strip(" ,;.:-"), today, knowledge)
    if not all(0 <= score <= HIGHEST_SCORE for score in scores) or (found[2] and int(found[2]) != HIGHEST_SCORE):
        wrong = "score"
    elif not all(1 <= value <= HIGHEST_FEELING for value in feelings.values() if value is not None):
        wrong = "feeling"
    elif len(left) > LONGEST_NOTE:
        wrong = "long"
    return PainTold(ceil(max(scores)), feelings["posture"], feelings["energy"], left, day, wrong)


def read_feeling(text: str, knowledge: Knowledge) -> int | None:
    """Return the only number of an answer such as "4" or "about 4/5"; it may be out of range. None if there is none."""
    found = re.fullmatch(
        rf"\D{{0,12}}?({_number(knowledge)})(?:\s?(?:/|out of)\s?5)?\s*\.?", text.strip(), re.IGNORECASE
    )
    return ceil(_value(found[1], knowledge)) if found else None


def _number(knowledge: Knowledge) -> str:
    words = "|".join(sorted(knowledge.answers.numbers, key=len, reverse=True))
    return rf"(?:-\s?)?\d{{1,4}}(?:[.,]\d)?|(?:{words})\b"


def _value(given: str, knowledge: Knowledge) -> float:
    word = given.lower()
    return float(knowledge.answers.numbers[word]) if word in knowledge.answers.numbers else _figure(word)


def _figure(digits: str) -> float:
    return float(digits.replace(",", ".").replace(" ", ""))


def _feeling(name: str, number: str, left: str, knowledge: Knowledge) -> tuple[int | None, str]:
    found = re.search(rf"\b{name}{_BETWEEN}({number})(?:\s?(?:/|out of)\s?5)?(?!\w)[\s,;.]*", left, re.IGNORECASE)
    if found is None:
        return None, left
    return ceil(_value(found[1], knowledge)), f"{left[: found.start()]}{left[found.end() :]}"


def _day(left: str, today: date, knowledge: Knowledge) -> tuple[date | None, str, str]:
    """The day that the rest begins with, and what is left; a day further on belongs to the note."""
    for head, tail in _heads(left):
        line = Line(head, knowledge)
        day, wrong = take_day(line, today, knowledge)
        if (day or wrong) and not line.rest(("on",)):
            if day and not wrong and today - day > OLDEST:
                wrong = "old"
            return day, tail, wrong
    return None, left, ""


def _heads(text: str) -> Iterator[tuple[str, str]]:
    words = text.split()
    for length in range(min(len(words), LONGEST_DAY), 0, -1):
        yield " ".join(words[:length]), " ".join(words[length:])
