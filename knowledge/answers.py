"""The ways in which people answer, whatever was asked: what ``answers.yaml`` holds."""

from typing import Literal

from pydantic import Field, model_validator

from knowledge.reminders import TimeWords
from knowledge.schema import Entry, Id, Text

Phrases = tuple[Text, ...]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DayGroup = Literal["every_day", "weekdays", "weekends"]
Unit = Literal["hours", "days", "weeks", "months", "years"]

WEEK: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Answers(Entry):
    """Phrases, all in small letters and without apostrophes, that mean the same at every question.

    fillers:    words that change nothing at either end of an answer, such as "well" or "please".
    controls:   what a button can do as well, such as "back" or "skip" -> the ways to type it.
    numbers:    number words -> the number.
    days:       the seven days from Monday, in order -> their names and short forms.
    day_groups: several days at once.
    units:      units of time -> their names.
    times:      words for times and dates.
    pain_words: single words that tell, in the middle of an exercise, that it hurts.
    cities:     IANA time zone -> big cities in it that it is not called after.
    ways:       what can be opened from anywhere, by its option -> what people call it.
    """

    yes: Phrases = Field(min_length=1)
    no: Phrases = Field(min_length=1)
    not_sure: Phrases = Field(min_length=1)
    fillers: Phrases
    controls: dict[Id, Phrases]
    numbers: dict[Text, int]
    days: dict[Day, Phrases]
    day_groups: dict[DayGroup, Phrases]
    units: dict[Unit, Phrases]
    times: TimeWords = TimeWords()
    pain_words: frozenset[Text] = frozenset()
    cities: dict[Text, Phrases] = Field(default={})
    ways: dict[Text, Phrases] = Field(default={})

    @model_validator(mode="after")
    def _has_a_whole_week(self) -> "Answers":
        if tuple(self.days) != WEEK:
            raise ValueError("days: must name all seven from mon to sun, in order")
        return self

    def groups(self) -> dict[str, Phrases]:
        """Each group of phrases that a whole message is compared with; a phrase may be in one only."""
        return {"yes": self.yes, "no": self.no, "not_sure": self.not_sure} | {
            f"controls.{name}": phrases for name, phrases in self.controls.items()
        }
