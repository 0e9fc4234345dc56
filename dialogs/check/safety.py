"""Answers -> level. The highest level that any rule reaches counts; it never falls because of a later answer.

The rules are content (``triage.yaml``); this module only applies them. A question nobody answered counts for nothing,
and an answer to a question that the other answers have made pointless is passed over.
Source: docs/safety.md.
"""

from collections.abc import Iterator, Mapping

from dialogs.state import Check, UserState
from knowledge.conditions import holds
from knowledge.levels import Level, highest
from knowledge.load import Knowledge
from knowledge.schema import Rule

Answers = Mapping[str, str]


def standing(answers: Answers, knowledge: Knowledge) -> dict[str, str]:
    """Return the answers that still count: known to the content, and to questions that are still to the point."""
    kept: dict[str, str] = {}
    for question in knowledge.questions.values():
        answer = answers.get(question.id)
        if answer is not None and answer in question.answers and holds(question.ask_if, kept):
            kept[question.id] = answer
    return kept


def rules_met(answers: Answers, knowledge: Knowledge) -> Iterator[Rule]:
    """Return the triage rules that these answers fulfil, in the order of the table."""
    return (rule for rule in knowledge.rules if holds(rule.when, answers))


def with_fired(check: Check, knowledge: Knowledge) -> dict[str, Level]:
    """Return all rules fired so far: those on record and those that the answers fulfil now."""
    answers = standing(check.answers, knowledge)
    return check.fired | {rule.id: rule.level for rule in rules_met(answers, knowledge)}


def level_so_far(check: Check) -> Level:
    """Return the highest level that this check itself has reached."""
    return highest(*check.fired.values())


def level_of(check: Check, knowledge: Knowledge) -> Level:
    """Return the level of the result: of this check, of what earlier ones left open, and of what was left out."""
    level = highest(*check.fired.values(), *check.carried.values())
    return highest(level, Level.PROFESSIONAL) if left_out(check, knowledge) else level


def left_out(check: Check, knowledge: Knowledge) -> bool:
    """Whether the user asked for the result before every danger question was put."""
    answers = standing(check.answers, knowledge)
    return check.finishing and any(
        question.id not in answers and holds(question.ask_if, answers)
        for question in knowledge.questions.values()
        if question.group == "danger"
    )


def alert(state: UserState) -> Level | None:
    """Return urgent or emergency while such a finding stands, else None. While it does, no exercise and no cause."""
    if state.check is None:
        return None
    level = highest(*state.check.fired.values(), *state.check.carried.values())
    return level if level.at_least(Level.URGENT) else None


def reasons(check: Check, level: Level, knowledge: Knowledge) -> list[Rule]:
    """Return the rules that made the result this level, in the order of the table."""
    fired = check.fired | check.carried
    return [rule for rule in knowledge.rules if fired.get(rule.id) is level]


def answers_behind(check: Check, level: Level, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the questions whose answers made the result this level, in asking order."""
    asked = {
        question
        for rule in reasons(check, level, knowledge)
        for question, answers in rule.when.questions().items()
        if check.answers.get(question) in answers
    }
    return tuple(question for question in knowledge.questions if question in asked)
