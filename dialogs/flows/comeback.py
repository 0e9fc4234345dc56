"""The return to running: cleared first, then stage by stage, each a session with a call at every change.

Nobody comes here with an urgent finding. Someone who was sent to a professional has to say that they were cleared, and
the danger question comes before each session. The stages are content; ``comeback.py`` tells which is next.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from dialogs.check.safety import level_of
from dialogs.diary import PainNoted, StageDone
from dialogs.flows.comeback_words import ahead_reply, ask_reply, done_reply, now_said, stands_at, under_way_reply
from dialogs.flows.doubt import in_doubt
from dialogs.flows.home import stands
from dialogs.flows.pain_log import NO_PAIN, SEVERE, SEVERE_QUESTION
from dialogs.flows.pain_words import score_rows
from dialogs.flows.screen import SAFE_FOR, SCREEN, hear_screen, is_known_safe, show_screen, take_screen
from dialogs.keyboard import Row, anywhere, here
from dialogs.log.days import day_of
from dialogs.machine import ANYWHERE, Flow, Move, Walker
from dialogs.reading.amounts import score
from dialogs.reading.understand import control, one_of, plain, tells_of_pain, yes_or_no
from dialogs.reminders.in_words import date_said
from dialogs.reminders.reminder_wish import reminder_wish
from dialogs.replies import Reply, Say, Turn
from dialogs.state import UserState, WalkRun, note
from dialogs.talk import Step, Talk
from dialogs.training.comeback import FELT, TOO_MUCH
from dialogs.training.walk_run import call_changes, is_over, moved_on, rested, resumed, started
from knowledge.levels import Level
from knowledge.load import Knowledge
from knowledge.schema import SCORES

WAY_IN = "back_to_running"
RESTING = ("comeback.ahead", "comeback.done")
EASIER_WEEK = "deload"  # the kind of reminder
_START = {"start", "go", "begin", "ready", "start the session", "lets go"}
_PAUSE = {"pause", "wait", "hold on", "one moment"}
_GO_ON = {"go on", "resume", "continue", "carry on", "start", "go", "ready", "next"}


# The table


def _moves() -> Iterator[Move]:
    yield Move(WAY_IN, ANYWHERE, "check.emergency", when=stands(Level.EMERGENCY))
    yield Move(WAY_IN, ANYWHERE, "check.urgent", when=stands(Level.URGENT))
    yield Move(WAY_IN, ANYWHERE, "comeback.pain", when=_is_to_be_told)
    yield Move(WAY_IN, ANYWHERE, "comeback.session", when=_is_under_way)
    yield Move(WAY_IN, ANYWHERE, "comeback.ahead", when=_is_cleared, do=_stay_cleared)
    yield Move(WAY_IN, ANYWHERE, "comeback.ask")
    yield Move("cleared", "comeback.ask", "comeback.ahead")
    yield Move("start", "comeback.ahead", "comeback.before", when=is_known_safe)
    yield Move("start", "comeback.ahead", f"comeback.{SCREEN}")
    yield Move("safe", f"comeback.{SCREEN}", "comeback.before")
    yield Move("again", "comeback.ahead", "comeback.ahead")
    yield Move("not_today", "comeback.before", "comeback.ahead")
    yield Move("back", "comeback.before", "comeback.ahead")
    yield Move("begun", "comeback.before", "comeback.session")
    for event in ("called", "pause", "resume"):
        yield Move(event, "comeback.session", "comeback.session")
    yield Move("over", "comeback.session", "comeback.pain")
    yield Move("told", "comeback.pain", "comeback.done")


def _is_to_be_told(walker: Walker) -> bool:
    session = walker.state.walk_run
    return session is not None and is_over(session, walker.knowledge)


def _is_under_way(walker: Walker) -> bool:
    return walker.state.walk_run is not None and _is_cleared(walker)


def _is_cleared(walker: Walker) -> bool:
    """Whether the user said so since the last check that was not all clear, or a check said so within a day."""
    cleared_at, check = walker.state.cleared_at, walker.state.check
    if check is None:
        return cleared_at is not None
    if level_of(check, walker.knowledge) is not Level.SELF_CARE:
        return cleared_at is not None and cleared_at > check.started_at
    return cleared_at is not None or (check.ended_at is not None and walker.now - check.ended_at <= SAFE_FOR)


def _stay_cleared(walker: Walker) -> None:
    walker.state = replace(walker.state, cleared_at=walker.state.cleared_at or walker.now)


def called_out(state: UserState, knowledge: Knowledge, now: datetime) -> Step | Turn:
    """Return what a call at a change leads to: the next part on the screen, or a word beside what else goes on."""
    session = state.walk_run
    if session is None or session.ends is None or session.ends > now:
        return Turn(state)
    moved = replace(state, walk_run=moved_on(session, knowledge, now))
    is_done = moved.walk_run is None or is_over(moved.walk_run, knowledge)
    if state.node == "comeback.session":
        return Step("over" if is_done else "called", moved)
    says = Say("text.comeback_over", style="strong") if is_done else now_said(moved, knowledge)
    return Turn(moved, (Reply((says,), ((anywhere(WAY_IN),),)),), call_changes(state, moved))


# What is heard


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    at, words, asked = state.node.partition(".")[2], plain(text), control(text, knowledge)
    if at == SCREEN:
        return hear_screen(text, knowledge) or ("stop" if asked in ("cancel", "finish") else None)
    if at in ("before", "pain"):
        given = one_of(text, NO_PAIN, knowledge) or score(words, knowledge.answers)
        return f"is.{given}" if given else {"back": "back", "cancel": "stop"}.get(asked or "")
    if at == "ask":
        return {"yes": "cleared", "no": "not_yet"}.get(yes_or_no(text, knowledge) or "", asked and "stop")
    if at == "session":
        known = "pause" if words in _PAUSE else "resume" if words in _GO_ON else None
        leaving = "stop" if asked in ("cancel", "finish") else "hurts" if tells_of_pain(text, knowledge) else None
        return known or leaving
    return "start" if at == "ahead" and words in _START else None


# What an option does


def _take(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    at = state.node.partition(".")[2]
    if at == "ask":
        return _take_asked(state, option, now)
    if at == "ahead":
        return _take_ahead(state, option, knowledge, now)
    if at == SCREEN:
        return Step("home", state) if option in ("stop", "menu") else take_screen(state, option, now)
    if at == "before":
        return Step("back", state) if option in ("back", "stop") else _take_before(state, option, knowledge, now)
    session = state.walk_run
    if session is None or at == "done":
        return None
    if at == "pain":
        return _take_after(state, session, option, knowledge, now)
    return _take_under_way(state, session, option, now)


def _take_under_way(state: UserState, session: WalkRun, option: str, now: datetime) -> Step | None:
    if option == "pause" and session.ends is not None:
        return Step("pause", replace(state, walk_run=rested(session, now)))
    if option == "resume" and session.ends is None:
        return Step("resume", replace(state, walk_run=resumed(session, now)))
    if option not in ("stop", "hurts"):
        return None
    cut = replace(session, ends=None, is_cut=True)
    return Step("over", replace(state, walk_run=cut), (Say("text.comeback_hurts"),) if option == "hurts" else ())


def _take_asked(state: UserState, option: str, now: datetime) -> Step | None:
    if option == "cleared":
        return Step("cleared", replace(state, cleared_at=now))
    if option in ("not_yet", "stop", "cancel"):
        return Step("home", state, (Say("text.comeback_not_yet"),) if option == "not_yet" else ())
    return None


def _take_ahead(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    if option == "remind":
        return reminder_wish(EASIER_WEEK, (), state, knowledge)
    if option != "start":
        return None
    where = stands_at(state, knowledge, now)
    if where.earliest is not None and where.earliest > day_of(now, state):
        return Step("again", state, (Say("text.comeback_rest_first", {"date": date_said(where.earliest)}),))
    return Step("start", state)


def _take_before(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    pain = _score(option)
    if pain is None:
        return None
    noted = note(state, PainNoted(now, pain))
    if pain >= SEVERE:
        return Step("doubt", in_doubt(replace(noted, node="comeback.ahead"), (SEVERE_QUESTION,)))
    if pain >= TOO_MUCH:
        return Step("not_today", noted, (Say("text.comeback_not_today"),))
    stage = stands_at(state, knowledge, now).stage
    return Step("begun", replace(noted, walk_run=started(stage, knowledge, now)))


def _take_after(state: UserState, session: WalkRun, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    pain = _score(option)
    if pain is None:
        return None
    # Half a session proves nothing, unless it hurt.
    counts = not session.is_cut or pain >= FELT
    entry = StageDone(now, session.stage, pain) if counts else PainNoted(now, pain)
    told = note(replace(state, walk_run=None), entry)
    if pain >= SEVERE:
        return Step("doubt", in_doubt(replace(told, node="comeback.done"), (SEVERE_QUESTION,)))
    return Step("told", told)


def _score(option: str) -> int | None:
    verb, _, rest = option.partition(".")
    return int(rest) if verb == "is" and rest in SCORES else None


# What is shown


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    at = state.node.partition(".")[2]
    if at == SCREEN:
        return (show_screen(state, knowledge, Say("text.comeback")),)
    if at == "ask":
        return (ask_reply(state, knowledge),)
    if at in ("before", "pain"):
        says = (Say(f"text.comeback_{at}", style="strong"), Say(f"text.comeback_{at}_how"))
        back: Row = (here(state, "back"),) if at == "before" else ()
        return (Reply(says, (*score_rows(state), *([back] if back else [])), replaces=True),)
    if at == "ahead":
        return (ahead_reply(state, knowledge),)
    if at == "done":
        return (done_reply(state, knowledge),)
    return (under_way_reply(state, knowledge),)


def _accepts(state: UserState, _knowledge: Knowledge) -> Say:
    accepts = {"before": "pain", "pain": "pain", SCREEN: "yes_no"}.get(state.node.partition(".")[2], "buttons")
    return Say(f"text.accepts_{accepts}")


NODES = ("ask", "ahead", SCREEN, "before", "session", "pain", "done")
COMEBACK = Talk(
    flow=Flow("comeback", NODES, tuple(_moves())),
    hear=_hear,
    take=_take,
    show=_show,
    accepts=_accepts,
    rests=frozenset(RESTING),
)
