"""A typed line from which the words that were understood are taken out, one thing after another."""

import re
from collections.abc import Collection

from dialogs.reading.amounts import in_digits
from dialogs.reading.understand import plain
from knowledge.load import Knowledge


class Line:
    """What is left of a text: small letters, numbers in digits, words apart by one space or more."""

    def __init__(self, text: str, knowledge: Knowledge) -> None:
        flat = re.sub(r"(?<=[^\W\d])[-+/]|,(?!\d)|(?<!\d),|[.:](?!\d)", " ", plain(text))
        self.left = f" {in_digits(flat, knowledge.answers)} "
        self._fillers = {word for filler in knowledge.answers.fillers for word in filler.split()}

    def take(self, pattern: str) -> re.Match[str] | None:
        """Take out the first thing that the pattern finds."""
        found = re.search(pattern, self.left)
        if found:
            self.left = f"{self.left[: found.start()]} {self.left[found.end() :]}"
        return found

    def rest(self, small: Collection[str] = ()) -> str:
        """Return the words that were not understood, without fillers and the small words given."""
        return " ".join(word for word in self.left.split() if word not in self._fillers and word not in small)
