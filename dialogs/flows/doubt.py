"""One direct question about something the user wrote, put before anything else goes on.

A typed message may tell of a danger sign without settling it. Then the talk stops where it is, this question comes,
and a plain no leads back. "Not sure" to it is as serious as "not sure" asked twice. Source: docs/safety.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from dialogs.check.checking import ended, fresh_check, recorded
from dialogs.check.safety import alert, rules_met
from dialogs.flows.home import stands
from dialogs.flows.self_check import answer_rows
from dialogs.machine import ANYWHERE, Flow, Guard, Move, Walker
from dialogs.reading.understand import answer, control
from dialogs.replies import Reply, Say
from dialogs.state import Check, Doubt, UserState
from dialogs.talk import Step, Talk
from knowledge.levels import Level
from knowledge.load import Knowledge
from knowledge.schema import SKIPPED

ASK = "doubt.ask"


def doubt(nodes: Iterable[str]) -> Talk:
    """Return the dialogue that can interrupt, and lead back to, all of these nodes."""
    flow = Flow("doubt", ("ask",), tuple(_moves(nodes)))
    return Talk(flow=flow, hear=_hear, take=_take, show=_show, accepts=_accepts)


def in_doubt(state: UserState, questions: Sequence[str]) -> UserState:
    """Return the state in which these questions have to be answered first. A second doubt keeps the way back."""
    back = state.doubt.back if state.doubt else state.node
    waiting = (*questions[1:], *(state.doubt.then if state.doubt else ()))
    said = state.doubt.said if state.doubt else ""
    return replace(state, doubt=Doubt(questions[0], back, tuple(dict.fromkeys(waiting)), said))


def _moves(nodes: Iterable[str]) -> Iterator[Move]:
    yield Move("doubt", ANYWHERE, ASK)
    yield Move("found", ANYWHERE, "check.emergency", when=stands(Level.EMERGENCY), do=_end)
    yield Move("found", ANYWHERE, "check.urgent", when=stands(Level.URGENT), do=_end)
    for node in nodes:
        yield Move("cleared", ASK, node, when=_came_from(node), do=_forget_doubt)
    yield Move("cleared", ASK, "home.idle", do=_forget_doubt)


def _came_from(node: str) -> Guard:
    return lambda walker: walker.state.doubt is not None and walker.state.doubt.back == node


def _forget_doubt(walker: Walker) -> None:
    walker.state = replace(walker.state, doubt=None)


def _end(walker: Walker) -> None:
    walker.state = replace(ended(walker.state, walker.knowledge, walker.now), doubt=None)


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    if state.doubt is None:
        return None
    question = knowledge.questions[state.doubt.question]
    given = answer(text, question, knowledge)
    if given is None and control(text, knowledge) == "skip":
        given = SKIPPED
    return f"{question.id}.{given}" if given else None


def _take(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    name, _, given = option.partition(".")
    if state.doubt is None or state.doubt.question != name or given not in knowledge.questions[name].answers:
        return None
    answered = _answered(state, name, given, knowledge, now)
    is_in_check = state.doubt.back.startswith("check.") and state.check is not None and state.check.ended_at is None
    if alert(answered) is Level.EMERGENCY or (alert(answered) is Level.URGENT and not is_in_check):
        return Step("found", answered)
    if state.doubt.then:
        following = replace(state.doubt, question=state.doubt.then[0], then=state.doubt.then[1:])
        return Step("doubt", replace(answered, doubt=following))
    if is_in_check:
        notes = () if alert(answered) else (Say("text.doubt_cleared"),)
        return Step("cleared", answered, notes)
    if answered.check and any(rules_met(answered.check.answers, knowledge)):
        # Not pressing, but worth the whole check.
        return Step("continue", replace(answered, doubt=None), (Say("text.doubt_check"),))
    return Step("cleared", state, (Say("text.doubt_cleared"),))


def _answered(state: UserState, name: str, given: str, knowledge: Knowledge, now: datetime) -> UserState:
    base = state if state.check and state.check.ended_at is None else fresh_check(state, now)
    answers = {name: given}
    if given in ("not_sure", SKIPPED):
        # This was the second asking: the message was the first.
        again = [q.id for q in knowledge.questions.values() if q.core and q.ask_if.all.get(name) == ("not_sure",)]
        answers = {name: "not_sure", **dict.fromkeys(again, given)}
    return replace(base, check=recorded(base.check or Check(now), answers, knowledge, now))


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    if state.doubt is None:
        return ()
    question = knowledge.questions[state.doubt.question]
    rows = answer_rows(state, question, prefix=f"{question.id}.")
    return (
        Reply(
            (
                Say("text.doubt", {"topic": Say(f"question.{question.id}.topic")}),
                Say(f"question.{question.id}.text", style="strong"),
            ),
            rows,
        ),
    )


def _accepts(state: UserState, knowledge: Knowledge) -> Say:
    kind = knowledge.questions[state.doubt.question].kind if state.doubt else "choice"
    return Say(f"text.accepts_{kind}")
