"""What the return to running shows: the stage ahead, the part that runs, and what a session led to."""

from datetime import datetime

from dialogs.check.safety import alert, level_of
from dialogs.flows.pain_words import check_row, signs, what_it_tells
from dialogs.keyboard import Row, anywhere, here
from dialogs.log.days import day_of, zone_of
from dialogs.reminders.in_words import Values, date_said
from dialogs.replies import Reply, Say
from dialogs.state import UserState
from dialogs.training.comeback import Standing, standing
from dialogs.training.timing import length
from dialogs.training.walk_run import is_over, part_said
from knowledge.levels import Level
from knowledge.load import Knowledge


def stands_at(state: UserState, knowledge: Knowledge, now: datetime) -> Standing:
    """Return which stage comes next for this user. Raises DiaryUnread."""
    return standing(state.diary.entries, len(knowledge.stages), day_of(now, state), zone_of(state))


def ask_reply(state: UserState, knowledge: Knowledge) -> Reply:
    """Return the question whether the user may run again."""
    check = state.check
    was_sent = check is not None and level_of(check, knowledge) is not Level.SELF_CARE
    says = (
        Say("text.comeback", style="strong"),
        Say("text.comeback_ask_after_check" if was_sent else "text.comeback_ask"),
    )
    afraid = anywhere("guide.fear_of_injury", Say("guide.fear_of_injury.title"))
    ways = ((here(state, "cleared"),), (anywhere("check"), here(state, "not_yet")), (afraid,), (anywhere("home"),))
    return Reply(says, ways)


def ahead_reply(state: UserState, knowledge: Knowledge) -> Reply:
    """Return the stage that comes next, why, and from when on. Raises DiaryUnread."""
    now = state.seen_at or state.cleared_at
    if now is None:
        return Reply((Say("text.comeback", style="strong"),), ((anywhere("home"),),))
    where = stands_at(state, knowledge, now)
    stage = knowledge.stages[where.stage - 1]
    says = [
        Say("text.comeback", style="strong"),
        Say(f"text.comeback_why_{where.why}"),
        Say("text.comeback_stage", {"number": where.stage, "total": len(knowledge.stages)}, style="strong"),
        _stage_said(where.stage, knowledge),
        *([Say(f"stage.{stage.id}.note")] if stage.note else []),
        Say("text.comeback_stop_if"),
        Say("text.comeback_own"),
    ]
    start: Row = (here(state, "start", Say("text.button_start_session")),)
    if where.earliest is not None and where.earliest > day_of(now, state):
        says.append(Say("text.comeback_earliest", {"date": date_said(where.earliest)}))
        start = ()
    easier: Row = (here(state, "remind", Say("text.button_easier_week")),) if where.why == "finished" else ()
    keys: tuple[Row, ...] = (
        start,
        easier,
        (anywhere("warm_up"), anywhere("pain")),
        (anywhere("topic.return_to_running", Say("topic.return_to_running.title")),),
        (anywhere("home"),),
    )
    return Reply(tuple(says), tuple(row for row in keys if row), replaces=True)


def _stage_said(number: int, knowledge: Knowledge) -> Say:
    stage = knowledge.stages[number - 1]
    values: Values = {"jog": length(stage.jog_seconds), "walk": length(stage.walk_seconds), "rounds": stage.rounds}
    return Say("text.comeback_rounds" if stage.walk_seconds else "text.comeback_all", values)


def under_way_reply(state: UserState, knowledge: Knowledge) -> Reply:
    """Return what to do now in a session, or that it rests."""
    session, stop = state.walk_run, here(state, "stop")
    if session is not None and session.ends is None:
        return Reply((Say("text.comeback_paused", style="strong"),), ((here(state, "resume"), stop),), replaces=True)
    caution = (Say("text.comeback_stop_if"),) if session is not None and session.part == 0 else ()
    return Reply((now_said(state, knowledge), *caution), ((here(state, "pause"), stop),))


def now_said(state: UserState, knowledge: Knowledge) -> Say:
    """Return what to do now in a session, in one line."""
    session = state.walk_run
    if session is None or is_over(session, knowledge):
        return Say("text.comeback_over", style="strong")
    return part_said(session, knowledge)


def done_reply(state: UserState, knowledge: Knowledge) -> Reply:
    """Return what a session led to. Raises DiaryUnread."""
    now = state.seen_at
    if now is None or alert(state) is not None:
        return Reply((Say("text.pain_saved_alert"),), ((anywhere("home"),),))
    where = stands_at(state, knowledge, now)
    says = [Say("text.comeback_done", style="strong"), Say(f"text.comeback_why_{where.why}")]
    if where.earliest is not None and where.earliest > day_of(now, state):
        says.append(Say("text.comeback_earliest", {"date": date_said(where.earliest)}))
    tells, check = what_it_tells(state, now, knowledge), check_row(state, now)
    afraid: Row = ()
    if where.why == "back":
        afraid = (anywhere("guide.fear_of_injury", Say("guide.fear_of_injury.title")),)
        tells, check = tells if check else (*tells, *signs(knowledge)), ((anywhere("check"),),)
    keys = (*check, afraid, (anywhere("back_to_running"), anywhere("journal")), (anywhere("home"),))
    return Reply((*says, *tells), tuple(row for row in keys if row))
