"""How an answer is said again: what was asked, and what was answered to it."""

from dialogs.replies import Say
from knowledge.load import Knowledge
from knowledge.schema import SCORES


def given(question: str, answer: str, knowledge: Knowledge) -> dict[str, Say | str | int]:
    """Return the values ``topic`` and ``answer``; ``answer`` is one that the question has."""
    if any(option.id == answer for option in knowledge.questions[question].options):
        words = Say(f"option.{question}.{answer}.short")
    elif answer in SCORES:
        words = Say("text.number", {"number": answer})
    else:
        words = Say(f"text.said_{answer}")
    return {"topic": Say(f"question.{question}.topic"), "answer": words}
