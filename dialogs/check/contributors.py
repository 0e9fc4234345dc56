"""Answers -> the likely contributors, each with the answer that suggested it."""

from dataclasses import dataclass

from dialogs.check.safety import Answers, standing
from knowledge.load import Knowledge
from knowledge.schema import Cause

MOST = 3  # never more at a time: two or three changes can be followed, ten cannot
ENOUGH = 2  # a hint of weight 1 only supports others


@dataclass(frozen=True, slots=True)
class Contributor:
    """A cause and the question whose answer speaks for it most."""

    cause: Cause
    question: str
    weight: int


def likely_contributors(answers: Answers, knowledge: Knowledge) -> tuple[Contributor, ...]:
    """Return at most three causes that the answers suggest, the likeliest first; of equals, in the content's order."""
    given = standing(answers, knowledge)
    found = []
    for cause in knowledge.causes.values():
        fitting = [hint for hint in cause.suggested_by if given.get(hint.question) in hint.answers]
        weight = sum(hint.weight for hint in fitting)
        if weight >= ENOUGH:
            strongest = max(fitting, key=lambda hint: hint.weight)
            found.append(Contributor(cause, strongest.question, weight))
    return tuple(sorted(found, key=lambda contributor: -contributor.weight)[:MOST])
