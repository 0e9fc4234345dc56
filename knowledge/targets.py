"""What a button of the content can lead to (``to`` of a guide's choice, ``way_in`` of a topic).

It is one of ``PLACES``, or names what it opens: a routine, a group of routines, a guide, a topic, the detail of one
(``more``), a small sum, a part of the log or a picture of it, as in ``topic.shoe_life`` or ``log.shoes``. ``coping``
asks at once whether the user is safe.
"""

from typing import Annotated

from pydantic import StringConstraints

PLACES = (
    "check",
    "coping",
    "journal",
    "gratitude",
    "pain",
    "back_to_running",
    "plan",
    "reminders",
    "new_reminder",
    "home",
)
SUMS = ("cadence", "mileage", "next_week")
LOGS = ("run", "runs", "shoes", "habits", "week", "pain_history", "charts", "summary", "export")
CHARTS = ("pain", "weeks", "shoes")
MENU = (  # what only a typed name opens
    "log",
    "routines",
    "guides",
    "faq",
    "history",
    "sources",
    "settings",
    "privacy",
    "forget",
    "disclaimer",
    "help",
)

Target = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)?$", max_length=64)]


def option_to(target: str) -> str:
    """Return the option by which the chat knows this place."""
    return target.removeprefix("routine.").removeprefix("log.")
