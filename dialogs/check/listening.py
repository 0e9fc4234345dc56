"""Every typed message is searched for danger signs first, wherever the talk stands.

A clear emergency acts at once. Anything urgent or unclear gets one direct question about that finding; in the middle of
an exercise so does everything else that someone should look at, such as pain down a leg. An answer to the very question
on the screen is left to that question. Source: docs/safety.md.
"""

from dataclasses import replace
from datetime import datetime

from dialogs.check.checking import fresh_check, recorded
from dialogs.check.safety import alert, level_so_far
from dialogs.flows.doubt import in_doubt
from dialogs.flows.result import place, show_result, watch_list
from dialogs.flows.screen import is_moving
from dialogs.replies import Reply, Say
from dialogs.state import Check, UserState
from dialogs.talk import Step
from knowledge.danger import Scan, scan
from knowledge.levels import Level
from knowledge.load import Knowledge

HEARD = "heard"  # stands for a rule when a message is an emergency that no row of the table names


def danger_heard(text: str, state: UserState, knowledge: Knowledge, now: datetime, *, is_answer: bool) -> Step | None:
    """Return the step that a message calls for by itself; None if it holds no danger sign that is still open.

    is_answer: whether the message plainly answers the question on the screen.
    """
    heard = scan(text, knowledge.danger)
    questions = [name for name in _to_ask(heard, state, knowledge) if not _is_known(name, heard, state)]
    if not questions and heard.level is not Level.EMERGENCY:
        return None
    on_screen = _on_screen(state, knowledge)
    if is_answer and (heard.guessed or _only_about(heard, on_screen)):
        return None
    if heard.level is Level.EMERGENCY:
        return None if alert(state) is Level.EMERGENCY and _has_ended(state) else _act(heard, state, knowledge, now)
    open_questions = [name for name in questions if name not in on_screen]
    return Step("doubt", in_doubt(state, open_questions)) if open_questions else None


def first_aid(text: str, knowledge: Knowledge, now: datetime) -> Reply | None:
    """Return what to say to someone about whom nothing may be kept yet; None if the message holds no danger sign."""
    heard = scan(text, knowledge.danger)
    if heard.level is Level.EMERGENCY:
        step = _act(heard, UserState(), knowledge, now)
        return replace(show_result(step.state, knowledge)[0], rows=())
    if not _to_ask(heard, UserState(), knowledge):
        return None
    values = {"emergency": place(UserState(), "emergency"), "advice": place(UserState(), "advice")}
    return Reply((Say("text.before_consent"), Say("text.watch", values, style="strong"), *watch_list(knowledge)))


def _act(heard: Scan, state: UserState, knowledge: Knowledge, now: datetime) -> Step:
    base = fresh_check(state, now) if state.check is None or _has_ended(state) else state
    check = recorded(base.check or Check(now), heard.answers, knowledge, now)
    if level_so_far(check) is not Level.EMERGENCY:
        check = replace(check, fired=check.fired | {HEARD: Level.EMERGENCY})
    topic = next(iter(heard.answers), None)
    notes = (Say("text.heard", {"topic": Say(f"question.{topic}.topic")}),) if topic else ()
    return Step("found", replace(base, check=check, doubt=None), notes)


def _to_ask(heard: Scan, state: UserState, knowledge: Knowledge) -> list[str]:
    """The question that the message leaves open, and the one that has to confirm a finding."""
    asked = [heard.clarify] if heard.clarify is not None else []
    if heard.level is Level.URGENT or (heard.level is Level.PROFESSIONAL and is_moving(state, knowledge)):
        asked += list(heard.answers)[:1]
    return list(dict.fromkeys(asked))


def _on_screen(state: UserState, knowledge: Knowledge) -> frozenset[str]:
    """The question on the screen, and the one it words anew."""
    name = state.doubt.question if state.doubt and state.node.startswith("doubt.") else state.node.partition(".")[2]
    question = knowledge.questions.get(name)
    if question is None or state.node.partition(".")[0] not in ("check", "doubt"):
        return frozenset()
    return frozenset({name, *(question.ask_if.all if question.core else ())})


def _only_about(heard: Scan, on_screen: frozenset[str]) -> bool:
    named = {*heard.answers, *([heard.clarify] if heard.clarify else [])}
    return named <= on_screen


def _is_known(question: str, heard: Scan, state: UserState) -> bool:
    """Whether the user has said just this before, so that asking again would only annoy."""
    said = heard.answers.get(question)
    return said is not None and state.check is not None and state.check.answers.get(question) == said


def _has_ended(state: UserState) -> bool:
    return state.check is not None and state.check.ended_at is not None
