"""Tables of moves, compiled into one flat state machine. The only place that knows the ``transitions`` library.

A ``Flow`` is one dialogue: its nodes and the moves between them. Guards and effects are plain functions over a
``Walker``, a small object that lives for one move. The first move whose guard holds is taken, so the order of a table
matters. All names are checked here, when the content is loaded; the library would find a wrong one only in a talk.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from transitions import Machine, MachineError

from dialogs.check.checking import Outlook
from dialogs.errors import EventNotAllowed, TableError
from dialogs.replies import DropAlarm, SetAlarm
from dialogs.state import UserState
from knowledge.load import Knowledge

ANYWHERE = "*"
# Moves from anywhere start at a node of their own, tried after those of the current one. The library would copy each of
# them for every node: with some hundred of both that takes a second and many megabytes.
_NOWHERE = "anywhere"


class Walker:
    """One move under way: what is known, and what the move adds to it.

    node:   where the talk stands, as ``flow.name``; set by the machine.
    state:  the state as proposed; effects replace it. It counts only if the machine allows the move.
    alarms: changes of the user's alarms.
    """

    __slots__ = ("_outlook", "alarms", "knowledge", "node", "now", "state")

    def __init__(self, state: UserState, knowledge: Knowledge, now: datetime) -> None:
        self.node = state.node
        self.state = state
        self.knowledge = knowledge
        self.now = now
        self.alarms: list[SetAlarm | DropAlarm] = []
        self._outlook: Outlook | None = None

    @property
    def outlook(self) -> Outlook:
        """What the check still has to ask, for the guards; worked out once, before any effect changes the state."""
        if self._outlook is None:
            self._outlook = Outlook(self.state, self.knowledge)
        return self._outlook


Guard = Callable[[Walker], bool]
Effect = Callable[[Walker], None]


@dataclass(frozen=True, slots=True)
class Move:
    """On ``event``, from ``source`` to ``target``, if ``when`` holds; then ``do``. Nodes are written ``flow.name``."""

    event: str
    source: str
    target: str
    when: Guard | None = None
    do: Effect | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """One dialogue: its name, its nodes without the flow's name, and its moves."""

    name: str
    nodes: tuple[str, ...]
    moves: tuple[Move, ...]


class Book:
    """All flows, compiled. One for each content version."""

    def __init__(self, flows: Iterable[Flow]) -> None:
        """Compile the tables. Raises TableError if a name is wrong or a node has no way in or no way out."""
        flows = tuple(flows)
        self.nodes: frozenset[str] = frozenset(f"{flow.name}.{node}" for flow in flows for node in flow.nodes)
        self.moves: tuple[Move, ...] = tuple(move for flow in flows for move in flow.moves)
        self._check_names()
        self._machine = Machine(
            model=None,
            states=[*sorted(self.nodes), _NOWHERE],
            initial=None,
            auto_transitions=False,
            send_event=False,
            model_attribute="node",
            transitions=[
                {
                    "trigger": move.event,
                    "source": _NOWHERE if move.source == ANYWHERE else move.source,
                    "dest": move.target,
                    "conditions": [move.when] if move.when else None,
                    "after": [move.do] if move.do else None,
                }
                for move in self.moves
            ],
        )

    def go(self, walker: Walker, event: str) -> None:
        """Make the move that ``event`` stands for. Raises EventNotAllowed if no move's guard holds."""
        before = walker.node
        if not self._moves(walker, event):
            walker.node = _NOWHERE
            if not self._moves(walker, event):
                walker.node = before
                raise EventNotAllowed(before, event)

    def _moves(self, walker: Walker, event: str) -> bool:
        found = self._machine.events.get(event)
        try:
            return found is not None and bool(found.trigger(walker, walker))
        except MachineError:
            return False

    def _check_names(self) -> None:
        problems = [
            f"{move.event}: {move.source} -> {move.target}: no node {name}"
            for move in self.moves
            for name in (move.source, move.target)
            if name != ANYWHERE and name not in self.nodes
        ]
        if problems:
            raise TableError("; ".join(problems))


def unreachable(book: Book, start: str) -> frozenset[str]:
    """Return the nodes that no chain of moves leads to from ``start``, guards aside."""
    onward: Mapping[str, set[str]] = {node: set() for node in book.nodes}
    for move in book.moves:
        for source in book.nodes if move.source == ANYWHERE else (move.source,):
            onward[source].add(move.target)
    reached, new = {start}, {start}
    while new:
        new = {target for node in new for target in onward[node]} - reached
        reached |= new
    return book.nodes - reached
