"""What a flow offers the engine besides its table: how to hear, what an option does, and what a node shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dialogs.machine import Flow
from dialogs.replies import Reply, Say
from dialogs.state import UserState
from knowledge.load import Knowledge


@dataclass(frozen=True, slots=True)
class Step:
    """What an option means: an event of the table, and the state as it will be if the table allows the move."""

    event: str
    state: UserState
    notes: tuple[Say, ...] = ()


@dataclass(frozen=True, slots=True)
class Talk:
    """One flow with its behaviour.

    hear:    a typed text at this flow's current node -> the option it stands for, or None.
    take:    an option at the current node -> the step it means, or None if it means nothing there.
    show:    the current node as a message; depends on nothing but the state, so it can be shown again at any time.
    accepts: what can be typed at the current node, to be said when a text was not understood.
    rests:   the nodes, as ``flow.name``, at which nothing is asked, so that any text may be a wish or a quick question.
    """

    flow: Flow
    hear: Callable[[UserState, str, Knowledge], str | None]
    take: Callable[[UserState, str, Knowledge, datetime], Step | None]
    show: Callable[[UserState, Knowledge], tuple[Reply, ...]]
    accepts: Callable[[UserState, Knowledge], Say]
    rests: frozenset[str] = frozenset()
