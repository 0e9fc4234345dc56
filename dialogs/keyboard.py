"""Buttons, made in one way everywhere: bound to the node that shows them, or good from anywhere."""

from collections.abc import Iterable

from dialogs.replies import Button, Say
from dialogs.state import UserState
from knowledge.targets import option_to

Row = tuple[Button, ...]
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def mark_of(state: UserState) -> str:
    """Return the session mark as it stands in button data: the count of talks in base 36."""
    number, text = state.mark, ""
    while True:
        number, digit = divmod(number, len(_DIGITS))
        text = _DIGITS[digit] + text
        if not number:
            return text


def here(state: UserState, option: str, label: Say | None = None) -> Button:
    """Return a button that works only at the current node of the current talk."""
    return Button(label or Say(f"text.button_{option}"), option, state.node, mark_of(state))


def anywhere(option: str, label: Say | None = None) -> Button:
    """Return a button that works whenever it is pressed."""
    return Button(label or Say(f"text.button_{option.split('.')[0]}"), option)


def leading_to(target: str) -> Button:
    """Return the button that leads to a place which the content names (``knowledge.targets``)."""
    kind, _, name = target.partition(".")
    labels = {
        "sum": f"text.sum_title_{name}",
        "group": f"text.routine_group_{name}",
        "guides": f"text.guides_{name}",
        "log": f"text.button_{name}",
        "charts": "text.button_charts",
        "more": f"topic.{name}.title",
    }
    return anywhere(option_to(target), Say(labels.get(kind, f"{kind}.{name}.title")) if name else None)


def rows(buttons: Iterable[Button], width: int) -> tuple[Row, ...]:
    """Return the buttons in rows of this many."""
    row = tuple(buttons)
    return tuple(row[start : start + width] for start in range(0, len(row), width))
