"""What a file of ``guides/`` may hold: a small talk of pages, each with a few choices that lead on.

The first page is where it begins; a page without choices ends it. What a choice leads to (``to``) is a page of the same
guide, or a target anywhere in the chat (``targets``).
"""

from typing import Literal

from pydantic import Field

from knowledge.schema import Entry, Id, Label, Sourced, Text
from knowledge.targets import PLACES, Target

CONTROLS = ("back", "stop", "cancel", "menu", "timer", "safe", "unsafe")  # what other options mean at a page
SCREEN = "screen"  # the question for danger signs that may come first, so no page may be called so

Group = Literal["moment", "form", "shoes", "training", "help", "life"]
LONGEST_WAIT_HOURS = 14 * 24


class Choice(Entry):
    """One answer to a page.

    means: further ways to type it.
    note:  said first where the choice leads to the check.
    """

    id: Id
    label: Label
    to: Target
    means: tuple[Text, ...] = ()
    note: Text | None = None

    @property
    def leaves(self) -> bool:
        """Whether the choice leads out of the guide."""
        return self.to in PLACES or "." in self.to


class Later(Entry):
    """The guide comes back of itself, at that page, so many hours after this page was shown."""

    hours: int = Field(ge=1, le=LONGEST_WAIT_HOURS)
    page: Id


class Page(Entry):
    """One message of a guide.

    more_text:     a second paragraph.
    timer_seconds: offers a timer; the text says what for.
    recap:         the line above what was chosen so far on the pages that have ``keep``.
    keep:          under which name the choice made here stands in a recap, such as "Arch".
    """

    id: Id
    text: Text
    more_text: Text | None = None
    timer_seconds: int | None = Field(default=None, ge=5, le=3600)
    later: Later | None = None
    recap: Text | None = None
    keep: Label | None = None
    choices: tuple[Choice, ...] = ()


class Guide(Sourced):
    """A small talk of pages about one thing.

    screen: the danger questions come first, as before a routine; needed wherever a page holds an exercise, a stretch or
            a running plan.
    means:  what people type at home to open it.
    """

    title: Label
    group: Group
    screen: bool
    intro: Text | None = None
    expert: Text | None = None
    means: tuple[Text, ...] = ()
    pages: tuple[Page, ...] = Field(min_length=1)

    def page(self, name: str) -> Page | None:
        """Return the page with this id, or None."""
        return next((page for page in self.pages if page.id == name), None)
