"""Does everything that the articles say reach the user, or is it left out for a reason?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.load import Knowledge
from knowledge.schema import Sourced
from knowledge.words import KINDS


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where each fact of ``facts.yaml`` is told. Facts are in the order of the file.

    told:     fact -> the entries that tell it, each as ``kind.id``; empty if none does.
    left_out: fact -> why it is left out.
    """

    told: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, str]

    def problems(self) -> Iterator[str]:
        """Yield a line for each fact that is neither told nor left out, and for each that is both."""
        for fact, entries in self.told.items():
            if not entries and fact not in self.left_out:
                yield f"facts.yaml: {fact}: no entry tells it: name it in the facts of one, or say why under left_out"
            if entries and fact in self.left_out:
                yield f"facts.yaml: {fact}: is left out, and yet {', '.join(entries)} names it"


def cover(knowledge: Knowledge) -> Coverage:
    """Return which entries tell each fact. That they name known facts only is checked when the content is loaded."""
    told: dict[str, list[str]] = {fact: [] for fact in knowledge.facts}
    for entry in _sourced(knowledge):
        for fact in dict.fromkeys(entry.facts):
            told[fact].append(f"{KINDS[type(entry)][0]}.{entry.id}")
    left_out = {fact.id: fact.left_out for fact in knowledge.facts.values() if fact.left_out}
    return Coverage({fact: tuple(entries) for fact, entries in told.items()}, left_out)


def _sourced(knowledge: Knowledge) -> Iterator[Sourced]:
    yield from knowledge.questions.values()
    yield from knowledge.rules
    yield from knowledge.causes.values()
    yield from knowledge.care
    yield from knowledge.topics.values()
    yield from knowledge.exercises.values()
    yield from knowledge.routines.values()
    yield from knowledge.guides.values()
