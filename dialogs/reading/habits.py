"""A typed line -> a habit of the day: "slept 7.5 hours", "20 min core", "walked 30 minutes"."""

import re
from typing import Literal

from dialogs.reading.line import Line
from knowledge.load import Knowledge

Habit = Literal["sleep", "core", "activity", "water", "recovery_food", "rest_day"]

# What can be: hours of sleep in a day, minutes of a day, glasses.
BOUNDS: dict[Habit, tuple[float, float]] = {"sleep": (0, 24), "core": (1, 600), "activity": (1, 1440), "water": (1, 40)}
_WORDS: dict[Habit, str] = {
    "sleep": r"slept|sleep|asleep",
    "core": r"core(?: work| exercises?)?|planks?",
    "activity": r"walk(?:ed|ing)?|cycl(?:ed|ing)|bik(?:ed|ing)|swam|swimming|swim|yoga|pilates|row(?:ed|ing)|active",
    "water": r"water|drank",
    "recovery_food": r"(?:recovery )?(?:food|snack|meal)|ate well",
    "rest_day": r"rest day|day off|rested",
}
_UNITS: dict[Habit, str] = {
    "sleep": r"hours?|hrs?|h",
    "core": r"minutes?|mins?|m",
    "activity": r"minutes?|mins?|m",
    "water": r"glass(?:es)?|cups?",
}
_SMALL = frozenset(
    {
        "i",
        "a",
        "an",
        "the",
        "of",
        "did",
        "do",
        "done",
        "for",
        "had",
        "today",
        "and",
        "in",
        "my",
        "it",
        "this",
        "morning",
    }
) | {"last", "night", "took", "was", "log", "logged", "note", "add", "some", "work", "went"}
_HOURS = {"core", "activity"}


def read_habit(text: str, knowledge: Knowledge) -> tuple[Habit, float] | None:
    """Return the habit and its amount in the unit of ``HabitNoted``; None if the line tells of nothing else too.

    The amount may lie outside ``BOUNDS``. A habit that is measured needs its number, so "sleep" alone is a question.
    """
    for habit, words in _WORDS.items():
        line = Line(text, knowledge)
        if not line.take(rf"\b(?:{words})\b"):
            continue
        amount = _amount(line, habit)
        if amount is not None:
            line.take(r"\b(?:water|work|sleep)\b")
            if not line.rest(_SMALL):
                return habit, amount
    return None


def read_amount_of(habit: Habit, text: str, knowledge: Knowledge) -> float | None:
    """Return the amount that answers the question for this habit, with or without its unit; None if there is none."""
    line = Line(text, knowledge)
    amount = _amount(line, habit)
    if amount is None and (found := line.take(r"(?<![\w.,-])(-?\d{1,5}(?:[.,]\d{1,2})?)(?![\w.,:])")):
        amount = float(found[1].replace(",", "."))
    return amount if amount is not None and not line.rest(_SMALL | set(re.findall(r"\w+", _WORDS[habit]))) else None


def _amount(line: Line, habit: Habit) -> float | None:
    if habit not in _UNITS:
        return 1.0
    if habit in _HOURS and line.take(r"\bhalf (?:an )?hour\b"):
        return 30.0
    if habit in _HOURS and (found := line.take(r"(?:\b(\d{1,2})|\ban?) ?(?:hours?|hrs?|h)\b")):
        return float(found[1] or 1) * 60
    found = line.take(rf"(?<![\w.,-])(-?\d{{1,5}}(?:[.,]\d{{1,2}})?|\ba) ?(?:{_UNITS[habit]})\b")
    if found is None:
        return None
    return 1.0 if found[1] == "a" else float(found[1].replace(",", "."))
