"""Typed times: "mon wed fri 6:30", "weekdays at 7pm", "tomorrow 8", "remind me to stretch every day at half past 7".

Each thing that is understood is taken out of the text; what is left over in the end was not understood.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import time
from functools import lru_cache

from dialogs.reading.understand import plain
from dialogs.reminders.wishes import HALF_DAY, Wish, other_half
from knowledge.load import Knowledge

MONTHS = 12
MINUTES_IN_AN_HOUR = 60
LONGEST = 120  # characters; anything longer is a story, not a time

_CLOCK = re.compile(r"(?<![\w.:-])(\d{1,2})(?:[:.h ]?(\d{2}))?(?::\d{2})? ?(am|pm)?(?![\w:-]|[.,]\d)")
_HALF = re.compile(r"(?<=[\d ])([ap])\.? ?m\b\.?")
_ISO = re.compile(r"\b(\d{4}) to (\d{1,2}) to (\d{1,2})\b")  # plain() reads 2031-05-14 as a range
_EVERY = r"\bevery (?:(\d{1,3}|other|second)(?:st|nd|rd|th)? )?(UNITS)\b"


def read_wish(text: str, knowledge: Knowledge) -> Wish:
    """Return what the text says of a time; an empty wish if it is too long to be one."""
    if len(text) > LONGEST:
        return Wish(rest=plain(text))
    reader = _Reader(text, knowledge)
    wish = Wish(is_asked=reader.is_request(), kind=reader.kind(), run_days=reader.run_days())
    wish = reader.with_rhythm(wish)
    wish = reader.with_day(wish)
    wish = reader.with_clock(wish)
    rest = reader.rest()
    # "Cool down reminder" names the thing first; what begins with another verb ("stop the ...") leaves words over.
    return replace(wish, is_asked=wish.is_asked or bool(reader.speaks_of_it and wish.kind and not rest), rest=rest)


def read_clock(typed: str, knowledge: Knowledge) -> str | None:
    """Return "HH:MM" if the whole text is a time of day, such as "6:30", "7pm", "noon" or "half past 7", or None."""
    wish = read_wish(typed, knowledge)
    is_time_alone = wish == Wish(wall=wish.wall, is_bare=wish.is_bare)
    return wish.wall or None if is_time_alone else None


def read_days(typed: str, knowledge: Knowledge) -> tuple[int, ...]:
    """Return the weekdays, 0 for Monday, if the whole text names weekdays; else none."""
    wish = read_wish(typed, knowledge)
    return wish.days if wish == Wish(days=wish.days) else ()


class _Reader:
    """A text from which the words that were understood are taken out."""

    def __init__(self, text: str, knowledge: Knowledge) -> None:
        answers = knowledge.answers
        flat = _HALF.sub(r"\1m", re.sub(r"(?<=[^\W\d])[/+]|[/+](?=[^\W\d])|,(?!\d)|(?<!\d),", " ", plain(text)))
        words = (str(answers.numbers.get(word, word)) for word in flat.split())
        self._left = f" {' '.join(words)} "
        self._knowledge = knowledge
        self._times = answers.times
        self.speaks_of_it = False

    def take_word(self, phrases: Iterable[str]) -> bool:
        """Take out the longest of these phrases that the text holds."""
        return self._phrase(tuple(phrases)) is not None

    def is_request(self) -> bool:
        """Whether the text begins like a wish to be reminded; the words of one are taken out wherever they stand."""
        words = self._left.split()
        while words and words[0] in self._knowledge.answers.fillers:
            words.pop(0)
        begins = f"{' '.join(words)} "
        is_one = any(begins.startswith(f"{request} ") for request in self._times.requests)
        self.speaks_of_it = self.take_word(self._times.requests)
        return is_one

    def kind(self) -> str:
        """Take out what the text names as the thing to be reminded of."""
        kind_of = {
            plain(name): kind.id for kind in self._knowledge.reminders.values() for name in (kind.title, *kind.means)
        }
        found = self._phrase(tuple(kind_of))
        return kind_of[found] if found else ""

    def run_days(self) -> bool:
        return self.take_word(self._times.run_days)

    def with_rhythm(self, wish: Wish) -> Wish:
        """Every so many minutes, hours or weeks."""
        units = self._knowledge.answers.units
        for name, minutes in (*((unit, 1) for unit in self._times.minutes), *((unit, 60) for unit in units["hours"])):
            found = self._take(_EVERY.replace("UNITS", re.escape(name)))
            if found:
                return replace(wish, minutes=_count(found[1]) * minutes)
        for name in units["weeks"]:
            found = self._take(_EVERY.replace("UNITS", re.escape(name)))
            if found:
                return replace(wish, weeks=_count(found[1]))
        return wish

    def with_day(self, wish: Wish) -> Wish:
        """Weekdays, or the one day that is meant."""
        days = self._date() or self._weekdays()
        if isinstance(days, Wish):
            return replace(wish, day=days.day, wrong=days.wrong)
        if days:
            return replace(wish, days=days)
        # "Tonight" is a day and half of a clock time; only the day is taken out here.
        word = self._phrase(tuple(self._times.ahead))
        if word is None:
            return wish
        if word in self._times.pm or word in self._times.am:
            self._left += f"{word} "
        return replace(wish, ahead=self._times.ahead[word])

    def _date(self) -> Wish | None:
        iso = self._take(_ISO.pattern)
        if iso:
            return Wish(day=(int(iso[1]), int(iso[2]), int(iso[3])))
        months = _months(self._knowledge)
        names = "|".join(sorted(months, key=len, reverse=True))
        day = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
        for pattern in (rf"\b{day}(?: of)? (?P<m>{names})\b", rf"\b(?P<m>{names}) {day}(?![:.\d])\b"):
            found = self._take(rf"{pattern}(?: (?P<y>20\d\d)\b)?")
            if found:
                year = int(found["y"]) if found["y"] else None
                return Wish(day=(year, months[found["m"]], int(found["d"])))
        return None

    def _weekdays(self) -> tuple[int, ...]:
        answers = self._knowledge.answers
        groups = {"every_day": range(7), "weekdays": range(5), "weekends": range(5, 7)}
        group_of = {phrase: name for name, phrases in answers.day_groups.items() for phrase in phrases}
        found: set[int] = set()
        while phrase := self._phrase(tuple(group_of)):
            found |= set(groups[group_of[phrase]])
        number_of = {word: index for index, words in enumerate(answers.days.values()) for word in words}
        names = "|".join(sorted(number_of, key=len, reverse=True))
        while span := self._take(rf"\b({names}) (?:to|till|through|thru) ({names})\b"):
            first, last = number_of[span[1]], number_of[span[2]]
            found |= {day % 7 for day in range(first, last + (1 if last >= first else 8))}
        while word := self._take(rf"\b({names})\b"):
            found.add(number_of[word[1]])
        return tuple(sorted(found))

    def with_clock(self, wish: Wish) -> Wish:
        """A time, or a span of two."""
        half = "am" if self.take_word(self._times.am) else "pm" if self.take_word(self._times.pm) else ""
        clocks = self._clocks(half)
        if not clocks:
            return wish
        walls = [wall for wall, _ in clocks]
        if len(clocks) > 2 or None in walls:  # a span has two ends
            return replace(wish, wrong=True)
        is_bare = clocks[0][1] and len(clocks) == 1
        first, last = walls[0] or "", walls[-1] or ""
        if len(clocks) == 1:
            return replace(wish, wall=first, is_bare=is_bare)
        if last <= first and clocks[1][1] and other_half(last) > first:
            last = other_half(last)  # "9 to 5"
        return replace(wish, wall=first, until=last)

    def _clocks(self, half: str) -> list[tuple[str | None, bool]]:
        """Each time in the text, in order: "HH:MM", or None if it does not exist; and whether it is an hour alone."""
        found: list[tuple[int, str | None, bool]] = []
        for word, minutes in self._times.past.items():
            while match := self._take(rf"\b{re.escape(word)} (\d{{1,2}})(?: ?(am|pm))?\b(?![:.]\d)"):
                hour_wall = _wall(int(match[1]), 0, match[2] or "", half)
                found.append((match.start(), _moved(hour_wall, minutes), not (match[2] or half)))
        for word, wall in self._times.fixed.items():
            while match := self._take(rf"\b{re.escape(word)}\b"):
                found.append((match.start(), wall, False))
        while match := self._take(_CLOCK.pattern):
            is_bare = not (match[2] or match[3] or half)
            found.append((match.start(), _wall(int(match[1]), int(match[2] or 0), match[3] or "", half), is_bare))
        return [(wall, is_bare) for _, wall, is_bare in sorted(found, key=lambda each: each[0])]

    def rest(self) -> str:
        """The words that are left, without those that change nothing."""
        fillers = {*self._times.small, *(word for filler in self._knowledge.answers.fillers for word in filler.split())}
        return " ".join(word for word in self._left.split() if word not in fillers)

    def _phrase(self, phrases: tuple[str, ...]) -> str | None:
        for phrase in _longest_first(phrases):
            if f" {phrase} " in self._left:
                self._left = self._left.replace(f" {phrase} ", " " * (len(phrase) + 2), 1)
                return phrase
        return None

    def _take(self, pattern: str) -> re.Match[str] | None:
        found = re.search(pattern, self._left)
        if found:
            self._left = self._left[: found.start()] + " " * len(found[0]) + self._left[found.end() :]
        return found


@lru_cache(maxsize=64)
def _longest_first(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(phrases, key=len, reverse=True))


@lru_cache(maxsize=4)
def _months(knowledge: Knowledge) -> dict[str, int]:
    """The names of the months, as the bot says them, and their first three letters -> the month."""
    names = {knowledge.words[f"text.month_{month}"].lower(): month for month in range(1, MONTHS + 1)}
    return names | {name[:3]: month for name, month in names.items()} | {"sept": 9}


def _count(word: str | None) -> int:
    if word is None:
        return 1
    return int(word) if word.isdigit() else 2


def _wall(hour: int, minute: int, half: str, part_of_day: str) -> str | None:
    """``half`` stands by the hour and needs one from 1 to 12; "19:00 in the evening" only says it twice."""
    if half and not 1 <= hour <= HALF_DAY:
        return None
    meant = half or part_of_day
    if 1 <= hour <= HALF_DAY and meant:
        hour = hour % HALF_DAY + (HALF_DAY if meant == "pm" else 0)
    try:
        return time(hour, minute).strftime("%H:%M")
    except ValueError:
        return None


def _moved(wall: str | None, minutes: int) -> str | None:
    if wall is None:
        return None
    at = time.fromisoformat(wall)
    total = (at.hour * MINUTES_IN_AN_HOUR + at.minute + minutes) % (2 * HALF_DAY * MINUTES_IN_AN_HOUR)
    return f"{total // MINUTES_IN_AN_HOUR:02}:{total % MINUTES_IN_AN_HOUR:02}"
