"""What happens to a self-check: begun, answered, corrected; and which question is still to the point."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from dialogs.check.contributors import likely_contributors
from dialogs.check.safety import alert, level_of, level_so_far, reasons, standing, with_fired
from dialogs.diary import CheckEnded
from dialogs.state import Check, Correction, UserState, note
from knowledge.conditions import holds
from knowledge.levels import Level, highest
from knowledge.load import Knowledge
from knowledge.schema import SKIPPED, Question

LONGEST_GAP = timedelta(hours=24)  # after it the core questions come again; source: docs/safety.md


def is_running(state: UserState, now: datetime) -> bool:
    """Whether a check was begun within the last day and not ended."""
    check = state.check
    return check is not None and check.ended_at is None and bool(check.path) and now - check.started_at <= LONGEST_GAP


def fresh_check(state: UserState, now: datetime) -> UserState:
    """Return the state with a new check and a new mark, so that buttons of the old one are refused.

    Nothing that an earlier check found is lost: what is urgent stays until someone has looked at it or it was
    corrected, anything else for a day.
    """
    carried: dict[str, Level] = {}
    before = state.check
    if before is not None:
        recent = now - before.started_at <= LONGEST_GAP
        found = before.carried | before.fired
        carried = {rule: level for rule, level in found.items() if recent or level.at_least(Level.URGENT)}
    return replace(state, mark=state.mark + 1, misses=0, check=Check(started_at=now, carried=carried))


def is_answered(state: UserState, node: str, answer: str) -> bool:
    """Whether this question of the check was left with just this answer, and another one is on the screen now."""
    check = state.check
    question = node.partition(".")[2]
    return check is not None and node != state.node and check.answers.get(question) == answer


def record(check: Check, question: Question, answer: str, knowledge: Knowledge, now: datetime) -> Check:
    """Return the check with this answer. A different answer given before stays on record as a correction."""
    before = check.answers.get(question.id)
    corrections = check.corrections
    if before not in (None, answer):
        corrections = (*corrections, Correction(question.id, before, now))
    answered = replace(check, answers=check.answers | {question.id: answer}, corrections=corrections)
    return replace(answered, fired=with_fired(answered, knowledge))


def recorded(check: Check, answers: Mapping[str, str], knowledge: Knowledge, now: datetime) -> Check:
    """Return the check with these answers, and with what they take for granted.

    A question that depends on another only counts if the other was answered so; who says that the pain keeps them
    awake was never asked how bad it is.
    """
    for name, answer in answers.items():
        for needed, allowed in knowledge.questions[name].ask_if.all.items():
            if check.answers.get(needed) not in allowed and needed not in answers:
                # Of ages, the grown-up one; of anything else, what the content names first.
                is_about = knowledge.questions[needed].group == "about"
                check = recorded(check, {needed: allowed[-1] if is_about else allowed[0]}, knowledge, now)
        check = record(check, knowledge.questions[name], answer, knowledge, now)
    return check


def retract(check: Check, knowledge: Knowledge, now: datetime) -> Check | None:
    """Return the check with the answers taken back that made its level, and the first of them to be asked again.

    The only way in which a fired rule goes. None if no answer made the level.
    """
    level = highest(*check.fired.values(), *check.carried.values())
    wrong = reasons(check, level, knowledge)
    named = {question for rule in wrong for question in rule.when.questions()}
    again = [question for question in knowledge.questions if question in named]
    if not again:
        return None
    taken_back = tuple(
        Correction(question, check.answers[question], now) for question in again if question in check.answers
    )
    gone = {rule.id for rule in wrong}
    return replace(
        check,
        answers={question: answer for question, answer in check.answers.items() if question not in again},
        fired={rule: level for rule, level in check.fired.items() if rule not in gone},
        carried={rule: level for rule, level in check.carried.items() if rule not in gone},
        corrections=(*check.corrections, *taken_back),
        path=(again[0],),
        ended_at=None,
    )


def finishing(check: Check, knowledge: Knowledge) -> Check:
    """Return the check of someone who wants the result now.

    What an answer already given still leaves open counts as passed over, so that the rules for that apply.
    """
    answers = standing(check.answers, knowledge)
    for question in knowledge.questions.values():
        depends = bool(question.ask_if.questions()) and not question.core
        if depends and question.id not in answers and holds(question.ask_if, answers):
            answers[question.id] = SKIPPED
    hurried = replace(check, answers=check.answers | answers, finishing=True)
    return replace(hurried, fired=with_fired(hurried, knowledge))


def ended(state: UserState, knowledge: Knowledge, now: datetime) -> UserState:
    """Return the state with its check ended and the result in the diary.

    A follow-up that finds the same as before is no news, and is not noted; to tell, the diary is read (DiaryUnread).
    """
    check = state.check
    if check is None:
        return state
    level = level_of(check, knowledge)
    found = () if level.at_least(Level.URGENT) else likely_contributors(check.answers, knowledge)
    result = CheckEnded(now, level, tuple(contributor.cause.id for contributor in found))
    done = replace(state, check=replace(check, ended_at=now))
    if check.ended_at is not None or (check.follows is not None and _is_known(result, state)):
        return done
    return note(done, result)


def _is_known(result: CheckEnded, state: UserState) -> bool:
    before = [entry for entry in state.diary.entries if isinstance(entry, CheckEnded)][-1:]
    return any((entry.level, entry.causes) == (result.level, result.causes) for entry in before)


def core_again(check: Check, knowledge: Knowledge) -> Check:
    """Return the check with the core questions unanswered, to be asked first; what they had fired stays."""
    core = [question.id for question in knowledge.questions.values() if question.core]
    left = {question: answer for question, answer in check.answers.items() if question not in core}
    return replace(check, answers=left, path=(core[0],))


class Outlook:
    """What a check still has to ask, seen from where it stands. Made once a turn and asked for each question."""

    def __init__(self, state: UserState, knowledge: Knowledge) -> None:
        self._state = state
        self._check = state.check
        self._knowledge = knowledge
        self._answers = standing(state.check.answers, knowledge) if state.check else {}
        first = [question.id for question in knowledge.questions.values() if question.first]
        self._found_one = any(self._answers.get(question) == "yes" for question in first)
        self._asked_first = all(question in self._answers for question in first)
        self._level = level_so_far(state.check) if state.check else Level.SELF_CARE
        # An urgent result names no cause, so the questions that look for causes are pointless then.
        self._seeks_causes = alert(state) is None

    def wants(self, stop: str) -> bool:
        """Whether the check still has to stop here: at a question, at "region", or at "more"."""
        check = self._check
        if check is None:
            return False
        if stop == "region":
            return self._state.region is None
        if stop == "more":
            return self._seeks_causes and self._found_one and not check.deeper and not check.finishing
        question = self._knowledge.questions[stop]
        if question.id in self._answers or not holds(question.ask_if, self._answers):
            return False
        return question.core or (not check.finishing and self._is_to_the_point(question, check))

    def _is_to_the_point(self, question: Question, check: Check) -> bool:
        if question.group in ("about", "danger"):
            may_raise = _ceilings(self._knowledge)[question.id].rank > self._level.rank
            return may_raise or not self._level.at_least(Level.URGENT)
        if not self._seeks_causes:
            return False
        if question.group == "pain" or question.first:
            return True
        return self._asked_first and (check.deeper or not self._found_one)

    def progress(self) -> tuple[int, int]:
        """Return which question this is, and about how many there are as things stand."""
        path = [stop for stop in self._check.path if stop in self._knowledge.questions] if self._check else []
        left = sum(stop not in path and self.wants(stop) for stop in self._knowledge.questions)
        return len(path), len(path) + left


@lru_cache(maxsize=4)
def _ceilings(knowledge: Knowledge) -> dict[str, Level]:
    """The highest level that each question can still lead to, by a rule or by a question that depends on it."""
    ceilings = dict.fromkeys(knowledge.questions, Level.SELF_CARE)
    for rule in knowledge.rules:
        for name in rule.when.questions():
            ceilings[name] = highest(ceilings[name], rule.level)
    for question in reversed(list(knowledge.questions.values())):
        for name in question.ask_if.questions():
            ceilings[name] = highest(ceilings[name], ceilings[question.id])
    return ceilings


def result_node(check: Check, knowledge: Knowledge) -> str:
    """Return the node that shows the result of this check."""
    level = level_of(check, knowledge)
    return f"check.{level}" if level.at_least(Level.URGENT) else "check.result"
