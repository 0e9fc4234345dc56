"""The conversation: pure functions from a state and an event to the next state and what to say."""

from dialogs.engine import respond
from dialogs.replies import Turn
from dialogs.state import UserState

__all__ = ["Turn", "UserState", "respond"]
