"""What a typed name opens from the menu: "core", "the shoe log", "i want to count my cadence".

The whole message must be the name. Articles and the order of the words do not count, nor does what people say before
it ("show me ..."); a question ("can i ...") is left to the quick questions.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from dialogs.flows.helpers import helper_names
from dialogs.flows.routines_menu import routine_names
from dialogs.reading.understand import plain
from knowledge.load import Knowledge

Words = frozenset[str]

_SMALL = {"the", "a", "an", "some", "me", "my", "guided", "routine", "routines"}
_BEFORE = re.compile(
    r"(please|can you|could you|can we|i want to|i want|i wanna|id like to|id like|i would like to|i need to|i need"
    r"|let me|lets|let us|show me|show|open|start|begin|do(?! (i|you|my)\b)|give me|go to|take me to) "
)


def called(text: str, knowledge: Knowledge) -> str | None:
    """Return the option that a typed name stands for, or None. A group comes before a routine of the same name."""
    said, names = plain(text), _names(knowledge)
    while said:
        option = names.get(_words(said, knowledge))
        if option is not None:
            return option
        start = _BEFORE.match(said)
        said = said[start.end() :] if start else ""
    return None


@lru_cache(maxsize=4)
def _names(knowledge: Knowledge) -> Mapping[Words, str]:
    names: dict[Words, str] = {}
    for name, option in _all_names(knowledge):
        names.setdefault(_words(plain(name), knowledge), option)
    names.pop(frozenset(), None)
    return names


def _all_names(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    for option, names in knowledge.answers.ways.items():
        yield from ((name, option) for name in names)
    yield from routine_names(knowledge)
    yield from helper_names(knowledge)


def _words(said: str, knowledge: Knowledge) -> Words:
    words = frozenset("".join(letter if letter.isalnum() else " " for letter in said).split())
    return words - _SMALL - {*knowledge.answers.fillers} or words
