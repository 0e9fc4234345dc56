"""How long a run took, as runners type it: "45min", "1h10", "45:30", "an hour and a half", or by its pace."""

from dialogs.log.distances import in_metres
from dialogs.reading.line import Line
from dialogs.reading.run_words import ALONE, NUMBER, PACE, amount_of, unit_called

AN_HOUR = 60
LONGEST_HOURS = 6  # "2:05" is hours and minutes, "45:30" a stop watch
SLOWEST = 50  # metres a minute, a stroll; slower than that, "5:30" was not in hours


def take_minutes(line: Line, metres: int | None) -> float | None:
    """Take the time out of the line and return it in minutes; None if it tells none. metres: how far, if known."""
    if found := line.take(PACE):
        each = in_metres(1, unit_called(found[3]))
        return (int(found[1]) + int(found[2] or 0) / 60) * metres / each if metres else None
    if found := line.take(ALONE + r"(\d{1,2}):(\d\d):(\d\d)(?![\w:])"):
        return int(found[1]) * AN_HOUR + int(found[2]) + int(found[3]) / 60
    if found := line.take(ALONE + r"(\d{1,4}):(\d\d)(?![\w:])"):
        return _watch(int(found[1]), int(found[2]), metres)
    if line.take(r"\bhalf (?:an )?hour\b"):
        return AN_HOUR / 2
    if found := line.take(r"\b(?:(\d{1,2}|an?) )?hours? and a half\b"):
        return (int(found[1]) if (found[1] or "").isdigit() else 1) * AN_HOUR + AN_HOUR / 2
    hours = rf"{ALONE}(?:{NUMBER}|\ban?) ?h(?:(?:ou)?rs?)?(?: ?(?:and )?(\d{{1,2}}) ?(?:m|mins?|minutes?)?)?\b"
    if found := line.take(hours):
        return (amount_of(found[1]) if found[1] else 1) * AN_HOUR + int(found[2] or 0)
    found = line.take(rf"{ALONE}{NUMBER} ?(?:min(?:ute)?s?|m)\b")
    return amount_of(found[1]) if found else None


def _watch(first: int, second: int, metres: int | None) -> float:
    in_hours = first * AN_HOUR + second
    is_in_hours = first <= LONGEST_HOURS and (metres is None or metres >= SLOWEST * in_hours)
    return in_hours if is_in_hours else first + second / 60
