"""What a typed text says of a time, and the day that is meant by it."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

HALF_DAY = 12  # hours


@dataclass(frozen=True, slots=True)
class Wish:
    """What a typed text says of a time, as far as it does.

    days:     weekdays, 0 for Monday.
    run_days: on the days of the user's runs.
    ahead:    on one day, counted from today.
    day:      on one date: year (None for the next one), month, day of the month. It may not exist.
    wall:     "HH:MM".
    until:    "HH:MM", the end of a span that begins at ``wall``.
    is_bare:  the time is an hour alone, which could mean the other half of the day.
    minutes:  every so many minutes.  weeks: every so many weeks.
    kind:     what it is for, an id of the content.
    is_asked: the text asks to be reminded.
    wrong:    a time or date that does not exist was named.
    rest:     the words that mean nothing here.
    """

    days: tuple[int, ...] = ()
    run_days: bool = False
    ahead: int | None = None
    day: tuple[int | None, int, int] | None = None
    wall: str = ""
    until: str = ""
    is_bare: bool = False
    minutes: int = 0
    weeks: int = 0
    kind: str = ""
    is_asked: bool = False
    wrong: bool = False
    rest: str = ""

    @property
    def says_something(self) -> bool:
        """Whether anything of the text was understood as a time or as a thing to be reminded of."""
        return replace(self, is_asked=False, rest="") != Wish()

    @property
    def has_date(self) -> bool:
        """Whether it is for one day only."""
        return self.ahead is not None or self.day is not None


def date_of(wish: Wish, today: date) -> date | None:
    """Return the day that the wish names, the next one if it names no year; None if there is no such day."""
    if wish.day is None:
        return today + timedelta(days=wish.ahead) if wish.ahead is not None else None
    year, month, day = wish.day
    try:
        if year is not None:
            return date(year, month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def other_half(wall: str) -> str:
    """Return the same time in the other half of the day."""
    at = time.fromisoformat(wall)
    return f"{(at.hour + HALF_DAY) % (2 * HALF_DAY):02}:{at.minute:02}"
