"""What can be reminded of: the kinds of reminders in ``reminders/*.yaml``."""

from typing import Literal

from pydantic import Field, model_validator

from knowledge.schema import Entry, Id, Label, Sourced, Text

Rhythm = Literal["weekly", "breaks", "weeks", "onset"]


class Idea(Entry):
    """One small movement; a reminder with ideas brings a different one each time."""

    id: Id
    text: Text


class ReminderKind(Sourced):
    """Something to be reminded of.

    rhythm:   ``weekly`` (at a time on some days), ``breaks`` (every so many minutes between two times of a day),
              ``weeks`` (every so many weeks) or ``onset`` (one message a day or two after the pain began).
    every:    the minutes or weeks to choose from.
    due:      what arrives; a kind with a routine says the routine's title instead.
    why:      the line below it.
    routine:  what the button below it starts.
    run_days: offers the days on which the user runs.
    means:    other ways to type it.
    """

    title: Label
    rhythm: Rhythm = "weekly"
    every: tuple[int, ...] = ()
    due: Text | None = None
    why: Text
    routine: Id | None = None
    run_days: bool = False
    means: tuple[Text, ...] = ()
    ideas: tuple[Idea, ...] = ()

    @model_validator(mode="after")
    def _says_what_it_needs(self) -> "ReminderKind":
        if (self.due is None) == (self.routine is None):
            raise ValueError("due: needed if, and only if, there is no routine")
        if bool(self.every) != (self.rhythm in ("breaks", "weeks")) or any(number < 1 for number in self.every):
            raise ValueError("every: minutes for breaks, weeks for weeks, nothing for the other rhythms")
        return self


class TimeWords(Entry):
    """Words for times and dates, all in small letters.

    fixed:    a word for one time of day -> "HH:MM".
    past:     words before an hour -> the minutes that they add to it.
    am, pm:   words that tell the half of the day of an hour.
    ahead:    words for one day -> how many days from today.
    run_days: the days on which the user runs.
    minutes:  names of the unit.
    requests: how a wish to be reminded begins.
    resume:   a rest that lasts until it is ended.
    ago:      words for how long ago something began -> hours.
    small:    words that change nothing.
    """

    fixed: dict[Text, Text] = Field(default={})
    past: dict[Text, int] = Field(default={})
    am: tuple[Text, ...] = ()
    pm: tuple[Text, ...] = ()
    ahead: dict[Text, int] = Field(default={})
    run_days: tuple[Text, ...] = ()
    minutes: tuple[Text, ...] = ()
    requests: tuple[Text, ...] = ()
    resume: tuple[Text, ...] = ()
    ago: dict[Text, int] = Field(default={})
    small: tuple[Text, ...] = ()
