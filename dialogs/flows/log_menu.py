"""My log: the way to everything that is kept from day to day. It changes nothing, so it is no flow."""

from dialogs.keyboard import anywhere
from dialogs.replies import Reply, Say

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


def log_menu() -> Reply:
    """Return a button for each part of the log."""
    ways = tuple(tuple(anywhere(option) for option in row) for row in _WAYS)
    return Reply((Say("text.log", style="strong"), Say("text.log_how")), (*ways, (anywhere("home"),)), replaces=True)
