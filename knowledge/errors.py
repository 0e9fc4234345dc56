"""What can go wrong with the content.

KnowledgeError
├── ContentError    the content has faults; all of them are listed
└── NotWritten      a new entry could not be written; no file is changed
"""


class KnowledgeError(Exception):
    """Base of all errors of this package."""


class ContentError(KnowledgeError):
    """The content has faults. ``problems`` lists every one, a line each: ``file:line: id: what``."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class NotWritten(KnowledgeError):  # noqa: N818 - says what happened
    """A new entry could not be written, because of its id, its theme or its file; the message says why."""
