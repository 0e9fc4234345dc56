"""The self-check: danger signs first, then the ache, then habits; one question at a time.

The nodes are the questions of the content. From each one, "answered" goes on to the next question that is still to
the point, so the table is made from the content and reads: an emergency ends it, else the next question, else the
result. ``checking.py`` tells what an answer changes, ``result.py`` what a result shows.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from dialogs.check.checking import Outlook, ended, finishing, fresh_check, is_running, record, result_node, retract
from dialogs.check.safety import level_so_far
from dialogs.flows.result import show_result
from dialogs.keyboard import Row, here, rows
from dialogs.machine import ANYWHERE, Effect, Flow, Guard, Move, Walker
from dialogs.reading.understand import accepted, answer, control, yes_or_no
from dialogs.reminders.whereabouts import region_called, region_rows
from dialogs.replies import Reply, Say
from dialogs.state import Check, UserState
from dialogs.talk import Step, Talk
from knowledge.levels import Level
from knowledge.load import Knowledge
from knowledge.schema import SKIPPED, Question

RESULTS = ("result", "urgent", "emergency")
SHORT_LABEL = 12  # characters; up to here three answers fit beside each other on a phone
SCORES_IN_A_ROW = 6
LONG_LABEL = 28


def self_check(knowledge: Knowledge) -> Talk:
    """Return the self-check for this content."""
    stops = ("region", *_stops(knowledge))
    flow = Flow("check", (*stops, "resume", *RESULTS), tuple(_moves(stops)))
    rests = frozenset(f"check.{result}" for result in RESULTS)
    return Talk(flow=flow, hear=_hear, take=_take, show=_show, accepts=_accepts, rests=rests)


def _stops(knowledge: Knowledge) -> Iterator[str]:
    """The questions in order, with "more" between the first habits and the further ones."""
    questions = list(knowledge.questions.values())
    last_first = max((index for index, question in enumerate(questions) if question.first), default=-1)
    for index, question in enumerate(questions):
        yield question.id
        if index == last_first:
            yield "more"


def is_question(node: str) -> bool:
    """Whether the node asks something as part of a running check."""
    flow, _, stop = node.partition(".")
    return flow == "check" and stop not in (*RESULTS, "resume")


# The table


def _moves(stops: tuple[str, ...]) -> Iterator[Move]:
    yield Move("check", ANYWHERE, "check.resume", when=_may_resume)
    yield from _to_first_wanted("check", ANYWHERE, stops)
    for index, stop in enumerate(stops):
        source = f"check.{stop}"
        yield Move("answered", source, "check.emergency", when=_is_emergency, do=_end)
        # Of all stops, not only the later ones: a message or a correction may have jumped ahead.
        yield from _to_first_wanted("answered", source, stops)
        for ending in RESULTS:
            yield Move("answered", source, f"check.{ending}", when=_ends_at(f"check.{ending}"), do=_end)
        # The question before this one is nearly always a near one, so the nearest come first.
        for earlier in reversed(stops[:index]):
            yield Move("back", source, f"check.{earlier}", when=_is_current(earlier))
        yield Move("show_again", ANYWHERE, source, when=_is_current(stop))
    yield from _to_first_wanted("restart", ANYWHERE, stops)
    # After a change of the content, from wherever the talk was set down.
    yield Move("continue", ANYWHERE, "check.emergency", when=_is_emergency, do=_end)
    yield from _to_first_wanted("continue", ANYWHERE, stops)
    for ending in RESULTS:
        yield Move("continue", ANYWHERE, f"check.{ending}", when=_ends_at(f"check.{ending}"), do=_end)


def _to_first_wanted(event: str, source: str, stops: tuple[str, ...]) -> Iterator[Move]:
    for stop in stops:
        yield Move(event, source, f"check.{stop}", when=_is_wanted(stop), do=_arrive_at(stop))


def _may_resume(walker: Walker) -> bool:
    return is_running(walker.state, walker.now)


def _is_emergency(walker: Walker) -> bool:
    return walker.state.check is not None and level_so_far(walker.state.check) is Level.EMERGENCY


def _is_wanted(stop: str) -> Guard:
    return lambda walker: walker.outlook.wants(stop)


def _ends_at(node: str) -> Guard:
    return lambda walker: walker.state.check is not None and result_node(walker.state.check, walker.knowledge) == node


def _is_current(stop: str) -> Guard:
    return lambda walker: walker.state.check is not None and walker.state.check.path[-1:] == (stop,)


def _arrive_at(stop: str) -> Effect:
    def arrive(walker: Walker) -> None:
        check = walker.state.check
        if check is not None:
            walker.state = replace(walker.state, check=replace(check, path=(*check.path, stop)))

    return arrive


def _end(walker: Walker) -> None:
    walker.state = ended(walker.state, walker.knowledge, walker.now)


# What is heard and taken


def _stop_of(state: UserState) -> str:
    return state.node.partition(".")[2]


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    stop = _stop_of(state)
    asked = control(text, knowledge)
    if stop == "region":
        return region_called(text, knowledge) or asked
    if stop == "more":
        return {"yes": "go_on", "no": "show_result"}.get(yes_or_no(text, knowledge) or "", asked)
    if stop == "resume":
        return {"yes": "go_on", "no": "restart"}.get(yes_or_no(text, knowledge) or "", asked)
    question = knowledge.questions.get(stop)
    if question is not None:
        return answer(text, question, knowledge) or asked
    return asked if asked == "restart" else None


def _take(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    check, stop = state.check, _stop_of(state)
    if option == "restart":
        return Step("restart", fresh_check(state, now))
    if check is None:
        return None
    if stop == "resume":
        return Step("show_again", state) if option == "go_on" else None
    if stop in RESULTS:
        return _take_at_result(state, check, option, knowledge, now)
    if option == "cancel":
        return Step("home", state, (Say("text.check_cancelled"),))
    if option == "back":
        if len(check.path) == 1:
            return Step("show_again", state, (Say("text.no_way_back"),))
        return Step("back", replace(state, check=replace(check, path=check.path[:-1])))
    if stop == "region":
        region = "elsewhere" if option in ("skip", "finish", "not_sure") else option
        return Step("answered", replace(state, region=region)) if region in knowledge.regions else None
    if stop == "more":
        deeper = option == "go_on"
        decided = replace(check, deeper=deeper, finishing=not deeper)
        known = option in ("go_on", "show_result", "skip", "finish")
        return Step("answered", replace(state, check=decided)) if known else None
    return _take_answer(state, check, knowledge.questions[stop], option, knowledge, now)


def _take_answer(
    state: UserState, check: Check, question: Question, option: str, knowledge: Knowledge, now: datetime
) -> Step | None:
    if option == "finish":
        return _finish(state, finishing(check, knowledge), question, knowledge)
    given = SKIPPED if option == "skip" else option
    if given not in question.answers:
        return None
    notes = [Say("text.skipped_core")] if given == SKIPPED and question.core else []
    return Step("answered", replace(state, check=record(check, question, given, knowledge, now)), tuple(notes))


def _finish(state: UserState, check: Check, question: Question, knowledge: Knowledge) -> Step:
    """The result now; but the core questions are asked even of those who are in a hurry."""
    hurried = replace(state, check=check)
    note = Say("text.finish_after_core")
    if question.core:
        return Step("show_again", hurried, (note,))
    outlook = Outlook(hurried, knowledge)
    core_left = any(outlook.wants(stop.id) for stop in knowledge.questions.values() if stop.core)
    return Step("answered", hurried, (note,) if core_left else ())


def _take_at_result(state: UserState, check: Check, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    if option == "seen":
        return Step("home", replace(state, check=None), (Say("text.seen"),))
    corrected = retract(check, knowledge, now) if option == "slip" else None
    return Step("show_again", replace(state, check=corrected), (Say("text.slip"),)) if corrected else None


# What is shown


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    stop = _stop_of(state)
    if stop in RESULTS:
        return show_result(state, knowledge)
    if stop == "resume":
        return (Reply((Say("text.resume", style="strong"),), rows((here(state, "go_on"), here(state, "restart")), 1)),)
    if stop == "more":
        return (
            Reply((Say("text.more", style="strong"),), rows((here(state, "go_on"), here(state, "show_result")), 1)),
        )
    if stop == "region":
        return (
            Reply(
                (Say("text.region", style="strong"), Say("text.region_why")),
                (*region_rows(state, knowledge), _leave(state)),
            ),
        )
    question = knowledge.questions[stop]
    position, total = Outlook(state, knowledge).progress()
    says = [
        Say("text.progress", {"position": position, "total": total}),
        Say(f"question.{question.id}.text", style="strong"),
    ]
    if question.core and question.id == _first_core(knowledge):
        says.insert(1, Say("text.core_begins"))
    return (Reply(tuple(says), (*answer_rows(state, question), *_control_rows(state)), replaces=True),)


def _first_core(knowledge: Knowledge) -> str:
    return next(question.id for question in knowledge.questions.values() if question.core)


def answer_rows(state: UserState, question: Question, prefix: str = "") -> tuple[Row, ...]:
    """Return a button for each answer to the question, as many in a row as a phone has room for."""
    labels = {option.id: option.label for option in question.options}
    buttons = [
        here(
            state,
            f"{prefix}{option}",
            Say(f"option.{question.id}.{option}.label") if option in labels else _common_label(option),
        )
        for option in accepted(question)
    ]
    if question.kind == "score":
        return (
            (*rows(buttons[:-1], SCORES_IN_A_ROW), (buttons[-1],))
            if question.unsure
            else rows(buttons, SCORES_IN_A_ROW)
        )
    longest = max((len(label) for label in labels.values()), default=0)
    width = 3 if longest <= SHORT_LABEL else 2 if longest <= LONG_LABEL // 2 else 1
    return rows(buttons, width)


def _common_label(option: str) -> Say:
    return Say("text.number", {"number": option}) if option.isdigit() else Say(f"text.button_{option}")


def _control_rows(state: UserState) -> tuple[Row, ...]:
    return ((here(state, "back"), here(state, "skip")), *_leave_rows(state))


def _leave_rows(state: UserState) -> tuple[Row, ...]:
    return ((here(state, "finish"), here(state, "restart"), here(state, "cancel")),)


def _leave(state: UserState) -> Row:
    return (here(state, "skip"), here(state, "cancel"))


def _accepts(state: UserState, knowledge: Knowledge) -> Say:
    question = knowledge.questions.get(_stop_of(state))
    if question is None:
        return Say("text.accepts_buttons")
    return Say(f"text.accepts_{question.unit or question.kind}")
