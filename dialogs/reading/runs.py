"""One typed line -> a run: "8k road 45min pain 2", "ran 5 miles on grass yesterday, pain before 1 after 3".

What is understood is taken out of the line. What is left over in the end was not understood, and then the line is taken
for a run only where a run was asked for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from dialogs.diary import Surface
from dialogs.log.distances import Unit, in_metres
from dialogs.reading.days import take_day
from dialogs.reading.line import Line
from dialogs.reading.minutes import take_minutes
from dialogs.reading.run_words import (
    ACHE,
    ALONE,
    EFFORTS,
    HALF_MARATHON,
    KM,
    MARATHON,
    MILES,
    NUMBER,
    PACE,
    PART,
    SCORE,
    SMALL,
    START,
    SURFACES,
    TELLS_OF_PAIN,
    WHEN,
    amount_of,
    unit_called,
)
from dialogs.reading.understand import plain
from dialogs.state import Shoe
from knowledge.load import Knowledge
from knowledge.schema import HIGHEST_SCORE


@dataclass(frozen=True, slots=True)
class RunTold:
    """What a line tells of a run. What it does not tell is None.

    unit:  the unit in which a distance was named.
    wrong: what cannot be, as an id of ``text.run_wrong_*``.
    rest:  the words that were not understood.
    """

    metres: int | None = None
    unit: Unit | None = None
    minutes: int | None = None
    surface: Surface | None = None
    shoes: str | None = None
    effort: int | None = None
    pain_before: int | None = None
    pain_during: int | None = None
    pain_after: int | None = None
    ache_from_metres: int | None = None
    day: date | None = None
    wrong: str = ""
    rest: str = ""

    @property
    def says_something(self) -> bool:
        """Whether anything of the line was understood."""
        return replace(self, rest="") != RunTold()


def read_run(
    text: str, asked: str, unit: Unit, shoes: Sequence[Shoe], today: date, knowledge: Knowledge, far: int | None = None
) -> RunTold:
    """Return what the text tells of a run.

    asked: what a number alone stands for: distance, minutes, effort, before, during, after, ache; "" for nothing.
    unit:  of distances without one.  shoes: the pairs that may be named.  far: the distance in metres, if it is known.
    """
    reader = _Reader(text, knowledge)
    reader.shoes(shoes)
    reader.effort()
    reader.ache(unit, is_asked=asked == "ache")
    reader.pain()
    reader.day(today)
    reader.distance(unit)
    reader.minutes(far)
    reader.surface()
    reader.bare(asked, unit)
    return reader.result()


def is_a_run(told: RunTold, text: str) -> bool:
    """Whether a line that nobody asked for tells of a run and of nothing else, so that it may be taken for one."""
    return told.metres is not None and not told.rest and may_be_a_run(text)


def may_be_a_run(text: str) -> bool:
    """Whether it is worth the while to read a line that nobody asked for: most hold no number, or tell of a pair."""
    said = plain(text)
    of_a_pair = re.search(r"\b(?:shoes?|pair) (?:have|has|had)\b", said)
    return not of_a_pair and bool(re.search(r"\d|\b(?:ran|jogged)\b", said))


class _Reader:
    """A line from which the words that were understood are taken out."""

    def __init__(self, text: str, knowledge: Knowledge) -> None:
        self._line = Line(text, knowledge)
        self._knowledge = knowledge
        self._told = RunTold()

    def result(self) -> RunTold:
        tells_of_pain = self._told.pain_after is not None or self._told.ache_from_metres is not None
        return replace(self._told, rest=self._line.rest(SMALL if tells_of_pain else SMALL - TELLS_OF_PAIN))

    def shoes(self, shoes: Sequence[Shoe]) -> None:
        for shoe in sorted(shoes, key=lambda one: len(one.name), reverse=True):
            name = plain(shoe.name)
            if name and name not in SURFACES and f" {name} " in self._line.left:
                self._line.left = self._line.left.replace(f" {name} ", "  ", 1)
                self._set(shoes=shoe.id)
                return

    def ache(self, unit: Unit, *, is_asked: bool) -> None:
        around = r"(?:about |around |the )?"
        at = r"(?:from|since|at|after|in)"
        begins = rf"(?:{ACHE}{START} )?(?:{at} )?" if is_asked else rf"{ACHE}{START} {at} "
        from_unit = rf"{begins}{around}({KM}|{MILES}) {NUMBER}\b"
        from_number = rf"{begins}{around}(?<![\d.,]){NUMBER} ?({KM}|{MILES})\b"
        bare = rf"{ACHE}{START} (?:from|since) {around}{NUMBER}(?![\d:/])"
        for pattern, named in ((from_unit, 1), (from_number, 2), (bare, 0)):
            if found := self._line.take(pattern):
                amount = found[1 if named in (0, 2) else 2]
                own = unit_called(found[named]) if named else unit
                self._from(in_metres(amount_of(amount), own))
                return

    def pain(self) -> None:
        if found := self._line.take(r"\bpain (\d{1,2})/(\d{1,2})/(\d{1,2})\b"):
            self._score("pain_before", found[1])
            self._score("pain_during", found[2])
            self._score("pain_after", found[3])
        while found := self._line.take(rf"\bno (?:{ACHE} )?{PART}\b"):
            self._score(WHEN[found[1]], "0")
        self._parts()
        ahead = rf"\b{ACHE}(?: (?:level|score|was|is|of|at|now))* {SCORE}"
        if found := self._line.take(ahead) or self._line.take(rf"{ALONE}{SCORE} {ACHE}\b"):
            self._score("pain_after", found[1], found[2])
        elif self._line.take(
            r"\b(?:(?:no|without|zero) (?:back )?(?:pain|ache|aches)|pain free|painless|nothing hurt)\b"
        ):
            self._set(pain_before=0, pain_during=0, pain_after=0)

    def _parts(self) -> None:
        """ "before 1 after 3" or "1 before 3 after": whichever comes first is how this line is put."""
        ahead = rf"\b{PART}(?: (?:{ACHE}|was|of|it|the|run))* {SCORE}"
        behind = rf"{ALONE}{SCORE} (?:{ACHE} )?{PART}\b"
        starts = [
            (found.start(), pattern) for pattern in (ahead, behind) if (found := re.search(pattern, self._line.left))
        ]
        if not starts:
            return
        pattern = min(starts)[1]
        is_ahead = pattern == ahead
        while found := self._line.take(rf"(?:\b{ACHE} )?{pattern}"):
            word, first, second = (found[1], found[2], found[3]) if is_ahead else (found[3], found[1], found[2])
            self._score(WHEN[word], first, second)

    def effort(self) -> None:
        if found := self._line.take(rf"\b(?:effort|rpe)(?: (?:level|was|of|is|at))* {SCORE}"):
            self._effort(found[1])
            return
        for word in sorted(EFFORTS, key=len, reverse=True):
            if self._line.take(rf"\b{word}\b"):
                self._set(effort=EFFORTS[word])
                return

    def day(self, today: date) -> None:
        day, wrong = take_day(self._line, today, self._knowledge)
        if day is not None:
            self._set(day=day)
        if wrong:
            self._wrong(wrong)

    def distance(self, unit: Unit) -> None:
        pace = re.search(PACE, self._line.left)
        for word, metres in (("half marathon", HALF_MARATHON), ("marathon", MARATHON)):
            if self._line.take(rf"\b{word}\b"):
                self._set(metres=metres)
                return
        if found := self._line.take(rf"{ALONE}{NUMBER} ?(?:met(?:re|er)s?|mtrs?)\b"):
            self._far(round(amount_of(found[1])), None)
        elif found := self._line.take(rf"{ALONE}{NUMBER} ?({KM}|{MILES})\b(?!/)"):
            own = unit_called(found[2])
            self._far(in_metres(amount_of(found[1]), own), own)
        elif found := self._line.take(rf"{ALONE}([4-9]\d\d|\d{{4,6}}) ?m\b"):  # "45 m" are minutes
            self._far(int(found[1]), None)
        elif not pace and (
            found := self._line.take(
                rf"\b(?:ran|run|jogged|did) (?:about |around )?{NUMBER}(?= |$)(?! (?:m|min|mins|minutes?|h|hours?)\b)"
            )
        ):
            self._far(in_metres(amount_of(found[1]), unit), None)

    def minutes(self, far: int | None) -> None:
        minutes = take_minutes(self._line, self._told.metres or far)
        if minutes is not None:
            self._time(minutes)

    def surface(self) -> None:
        for word, surface in SURFACES.items():
            if self._line.take(rf"\b{word}\b"):
                self._set(surface=surface)
                return

    def bare(self, asked: str, unit: Unit) -> None:
        """A number alone, which means what was asked for; with other words about it, it could mean anything."""
        is_score = asked in WHEN
        found = re.search(rf"{ALONE}{SCORE if is_score else NUMBER}(?:/10)?(?![\w:])", self._line.left)
        before = self._line.left
        if found is None or not asked:
            return
        self._line.left = f"{before[: found.start()]} {before[found.end() :]}"
        if self.result().rest:
            self._line.left = before
        elif is_score:
            self._score(WHEN[asked], found[1], found[2])
        elif asked == "distance":
            self._far(in_metres(amount_of(found[1]), unit), None)
        elif asked == "minutes":
            self._time(amount_of(found[1]))
        elif asked == "effort":
            self._effort(found[1])
        elif asked == "ache":
            self._from(in_metres(amount_of(found[1]), unit))
        else:
            self._line.left = before

    def _set(self, **fields: object) -> None:
        self._told = replace(self._told, **fields)  # type: ignore[arg-type]  # the names are those of the fields

    def _wrong(self, what: str) -> None:
        self._set(wrong=self._told.wrong or what)

    def _far(self, metres: int, unit: Unit | None) -> None:
        self._set(metres=metres, unit=unit)

    def _from(self, metres: int) -> None:
        self._set(ache_from_metres=max(metres, 0))
        if metres < 0:
            self._wrong("ache")

    def _time(self, minutes: float) -> None:
        self._set(minutes=round(minutes) if minutes <= 0 else max(1, round(minutes)))

    def _score(self, field: str, first: str, second: str | None = None) -> None:
        """Of a range the higher end counts, and halves go up: the careful reading."""
        score = max(ceil(amount_of(each)) for each in (first, second) if each)
        if 0 <= score <= HIGHEST_SCORE:
            self._set(**{field: score})
        else:
            self._wrong("score")

    def _effort(self, number: str) -> None:
        effort = ceil(amount_of(number))
        if 1 <= effort <= HIGHEST_SCORE:
            self._set(effort=effort)
        else:
            self._wrong("effort")
