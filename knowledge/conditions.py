"""Whether a condition of the content is true of some answers."""

from collections.abc import Mapping

from knowledge.schema import Condition


def holds(condition: Condition, answers: Mapping[str, str]) -> bool:
    """Whether every part of the condition is true of the answers (question -> answer)."""
    for question, allowed in condition.all.items():
        if answers.get(question) not in allowed:
            return False
    for question, refused in condition.none.items():
        if answers.get(question) in refused:
            return False
    if condition.any and not any(answers.get(question) in given for question, given in condition.any.items()):
        return False
    few = condition.at_least
    return few is None or sum(answers.get(question) in given for question, given in few.of.items()) >= few.count
