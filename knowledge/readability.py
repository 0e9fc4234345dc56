"""How hard the safety texts are to read. Only the content check needs this; the bot does not.

The grade is Flesch and Kincaid's, counted by textstat with a pronouncing dictionary. A colon, a semicolon or a new line
ends a unit of speech, as Flesch had it.
"""

import re
from collections.abc import Iterator

from knowledge.load import Knowledge

HIGHEST_GRADE = 7.0  # source: docs/safety.md


def safety_texts(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Return id and text of everything that must be understood by everyone."""
    for question in knowledge.questions.values():
        if question.group in ("about", "danger"):
            yield f"question.{question.id}", question.text
    for rule in knowledge.rules:
        yield f"rule.{rule.id}", rule.why
    for care in knowledge.care:
        if care.kind in ("watch", "get_help"):
            yield f"care.{care.id}", care.text


def grade(text: str) -> float:
    """Return the school grade in which the text can be read. Raises ImportError if textstat is not installed."""
    import textstat  # type: ignore[import-untyped]  # it brings no types

    units = ". ".join(part.strip(" .•") for part in re.split(r"[:;\n]", text) if part.strip(" .•"))
    return float(textstat.flesch_kincaid_grade(units))


def too_hard(knowledge: Knowledge) -> Iterator[str]:
    """Return a line for each safety text that is too hard to read."""
    for name, text in safety_texts(knowledge):
        reached = grade(text)
        if reached > HIGHEST_GRADE:
            yield f"{name}: reads at grade {reached:.1f}, not {HIGHEST_GRADE:.0f} or below: shorter sentences and words"
