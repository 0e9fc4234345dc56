"""My log: the way to everything that is kept from day to day. It changes nothing, so it is no flow."""

from dialogs.keyboard import anywhere
from dialogs.replies import Reply, Say
from dialogs.understand import one_of
from knowledge.load import Knowledge

LOG = "log"
_WAYS = (
    ("run", "runs"),
    ("shoes", "habits"),
    ("week", "plan"),
    ("pain", "pain_history"),
    ("journal", "back_to_running"),
    ("charts", "summary"),
    ("export",),
)
_CALLED = {
    "run": ("log a run", "log run", "add a run", "new run", "i ran", "i went for a run", "run log"),
    "runs": ("my runs", "runs", "last runs", "my last runs", "show my runs"),
    "shoes": ("my shoes", "shoe log", "shoes log", "my pairs"),
    "habits": ("habits", "my habits", "habit tracker", "log a habit"),
    "week": ("this week", "weekly load", "how was my week", "how much did i run this week"),
    "pain": ("pain", "pain log", "log pain", "my pain", "note my pain", "pain diary", "how is my back"),
    "pain_history": ("pain history", "my pain history", "last two weeks"),
    "journal": ("journal", "my journal", "write in my journal", "notes", "my notes"),
    "gratitude": ("gratitude", "gratitude note", "note of thanks", "thankful"),
    "back_to_running": ("back to running", "return to running", "walk run", "walk-run", "return plan"),
    "plan": ("plan", "my plan", "my week plan", "weekly plan", "plan my week"),
    "charts": ("charts", "my charts", "pictures", "graphs", "show my charts", "my log in pictures"),
    "charts.pain": ("pain chart", "pain graph", "chart of my pain"),
    "charts.weeks": ("distance chart", "weekly distance chart", "mileage chart"),
    "charts.shoes": ("shoe chart", "shoes chart"),
    "summary": ("summary", "my summary", "page for the physio", "page for my physio", "report for my physio"),
    "export": ("export", "export my data", "export my log", "download my data", "give me my data"),
    LOG: ("my log", "log", "diary", "my diary"),
}


def log_menu() -> Reply:
    """Return a button for each part of the log."""
    ways = tuple(tuple(anywhere(option) for option in row) for row in _WAYS)
    return Reply((Say("text.log", style="strong"), Say("text.log_how")), (*ways, (anywhere("home"),)), replaces=True)


def log_called(text: str, knowledge: Knowledge) -> str | None:
    """Return the option that a typed name of a part of the log stands for, or None."""
    return one_of(text, {name: option for option, names in _CALLED.items() for name in names}, knowledge)
