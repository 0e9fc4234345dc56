"""What can go wrong in a dialogue.

DialogueError
├── EventNotAllowed    the event means nothing where the talk stands; the state is unchanged
├── TableError         a table of moves is wrong; raised when it is compiled, never in a talk
└── WrongVignettes     written cases cannot be played; all faults are listed
"""


class DialogueError(Exception):
    """Base of all errors of this package."""


class EventNotAllowed(DialogueError):  # noqa: N818 - says what happened, like the rest of the tree
    """The event means nothing at this node; the user state is unchanged."""

    def __init__(self, node: str, event: str) -> None:
        super().__init__(f"{event} is not allowed at {node}")
        self.node, self.event = node, event


class TableError(DialogueError):
    """A table of moves names a node that does not exist, or leaves a node without a way in or out."""


class WrongVignettes(DialogueError):  # noqa: N818 - says what is wrong, like the rest of the tree
    """Written cases have faults. ``problems`` lists every one, a line each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
