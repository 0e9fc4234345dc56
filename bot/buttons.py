"""What is written into a button and read back: ``node~option~mark``, or ``~option`` for one that is good anywhere."""

from dialogs.events import Chose
from dialogs.replies import Button

_MOST_BYTES = 64  # https://core.telegram.org/bots/api#inlinekeyboardbutton

# A choice that no node offers, so the dialogue refuses it and shows where the talk stands.
FORGED = Chose("?", "?", "?")


def button_data(button: Button) -> str:
    """Return the data of a button. Raises ValueError if it is longer than the 64 bytes that Telegram carries."""
    data = f"{button.node}~{button.option}~{button.mark}" if button.node else f"~{button.option}"
    if len(data.encode()) > _MOST_BYTES:
        raise ValueError(f"the data of the button {button.option!r} at {button.node!r} is longer than 64 bytes")
    return data


def to_choice(data: str | None) -> Chose:
    """Return what was chosen; ``FORGED`` for data that no button of ours has."""
    parts = (data or "").split("~")
    if len(parts) == 2 and not parts[0] and parts[1]:  # ~option
        return Chose(parts[1])
    if len(parts) == 3 and parts[0] and parts[1]:  # node~option~mark
        return Chose(parts[1], parts[0], parts[2])
    return FORGED
