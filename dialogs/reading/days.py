"""The day that a typed line is about: "yesterday", "on Monday", "3 days ago", "20 Nov". It looks back, never ahead.

``when`` reads times to come. A day is taken out of the line, so that its number is not read as anything else.
"""

from datetime import date, timedelta

from dialogs.reading.line import Line
from knowledge.load import Knowledge

DAYS_IN_A_WEEK = 7
SHORTEST_NAME = 3  # letters of a weekday; "we" and "su" are too often something else
_FUTURE = r"\b(?:tomorrow|tmrw|tomorow|next (?:week|month|day)|in \d+ (?:days?|weeks?))\b"
_AGO = r"\b(\d{1,4}) (days?|weeks?) ago\b"
_BACK = (
    (r"\b(?:the )?day before yesterday\b", 2),
    (r"\b(?:yesterday(?: (?:morning|afternoon|evening|night))?|last night)\b", 1),
    (r"\b(?:today|this (?:morning|afternoon|evening)|tonight|just now|earlier)\b", 0),
)


def take_day(line: Line, today: date, knowledge: Knowledge) -> tuple[date | None, str]:
    """Take the day out of the line; return it, and what is wrong with it: "future", "day" (no such day) or "".

    A date without a year is the one nearest to today.
    """
    if line.take(_FUTURE):
        return None, "future"
    if found := line.take(_AGO):
        days = int(found[1]) * (DAYS_IN_A_WEEK if found[2].startswith("week") else 1)
        return today - timedelta(days=days), ""
    for pattern, back in _BACK:
        if line.take(pattern):
            return today - timedelta(days=back), ""
    return _take_date(line, today, knowledge) or _take_weekday(line, today, knowledge) or (None, "")


def _take_date(line: Line, today: date, knowledge: Knowledge) -> tuple[date | None, str] | None:
    months = _months(knowledge)
    names = "|".join(sorted(months, key=len, reverse=True))
    day = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    patterns = (
        r"\b(?P<y>\d{4}) to (?P<n>\d{1,2}) to (?P<d>\d{1,2})\b",
        rf"\b{day}(?: of)? (?P<m>{names})\b(?: (?P<y>20\d\d)\b)?",
        rf"\b(?P<m>{names}) {day}(?![:.\d])\b(?: (?P<y>20\d\d)\b)?",
    )
    for pattern in patterns:
        if found := line.take(pattern):
            given = found.groupdict()
            month = int(given["n"]) if given.get("n") else months[given["m"]]
            meant = _nearest(int(given["y"]) if given["y"] else None, month, int(given["d"]), today)
            wrong = "day" if meant is None else "future" if meant > today else ""
            return meant, wrong
    return None


def _nearest(year: int | None, month: int, day: int, today: date) -> date | None:
    found = []
    for each in (year,) if year else (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(each, month, day))
        except ValueError:
            continue
    return min(found, key=lambda each: abs(each - today), default=None)


def _take_weekday(line: Line, today: date, knowledge: Knowledge) -> tuple[date | None, str] | None:
    """The last such day; today if it is one, unless "last" stands before it."""
    number_of = {
        name: number
        for number, names in enumerate(knowledge.answers.days.values())
        for name in names
        if len(name) >= SHORTEST_NAME
    }
    names = "|".join(sorted(number_of, key=len, reverse=True))
    found = line.take(rf"\b(?P<last>last )?(?P<day>{names})\b(?: (?:morning|afternoon|evening|night))?")
    if found is None:
        return None
    back = (today.weekday() - number_of[found["day"]]) % DAYS_IN_A_WEEK
    if not back and found["last"]:
        back = DAYS_IN_A_WEEK
    return today - timedelta(days=back), ""


def _months(knowledge: Knowledge) -> dict[str, int]:
    names = {knowledge.words[f"text.month_{month}"].lower(): month for month in range(1, 13)}
    return names | {name[:3]: month for name, month in names.items()} | {"sept": 9}
