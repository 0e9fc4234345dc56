"""What can be asked for from anywhere: the ways into a dialogue, and answers that leave the talk where it stands."""

from dataclasses import replace
from datetime import datetime

from dialogs.check.checking import fresh_check, is_running
from dialogs.check.follow_up import FOLLOW_UP, ask_later, follow_up_check
from dialogs.check.safety import alert
from dialogs.flows.comeback import WAY_IN as BACK_TO_RUNNING
from dialogs.flows.faq import faq_menu, more_reply, sources_reply, thanks, theme_reply, topic_reply, topic_sources
from dialogs.flows.figures import begun_sum
from dialogs.flows.guide import begun
from dialogs.flows.habits import begin_habits
from dialogs.flows.helpers import HELPERS, guide_sources, helpers_menu, helpers_of
from dialogs.flows.home import menu
from dialogs.flows.journal import GRATITUDE, JOURNAL
from dialogs.flows.log_menu import LOG, log_menu
from dialogs.flows.pain_log import HISTORY as PAIN_HISTORY
from dialogs.flows.pain_log import PAIN, begun_pain
from dialogs.flows.plan import LOOK_BACK, PLAN
from dialogs.flows.reminder import new_draft
from dialogs.flows.result import experts_of, place, sources_of
from dialogs.flows.routines_menu import routines_answer
from dialogs.flows.run_log import begin_run
from dialogs.flows.shoes import begin_shoes
from dialogs.keyboard import anywhere
from dialogs.log.charts import CHARTS, charts_reply
from dialogs.log.export import EXPORT, export_replies
from dialogs.log.summary import SUMMARY, summary_reply
from dialogs.log.week import WEEK, week_reply
from dialogs.reminders import coming_back
from dialogs.reminders.reminding import ask_when, skip_today, snooze, without_old
from dialogs.replies import Reply, Say, Turn
from dialogs.state import Reading, UserState
from dialogs.training.history import HISTORY, history_reply
from knowledge.load import Knowledge

DISCLAIMER = "disclaimer"
EVENTS = {"follow_up_check": "continue"}


def way_in(option: str, state: UserState, knowledge: Knowledge, now: datetime) -> UserState | None:
    """Return the state with which the dialogue called ``option`` begins; None if there is no such way in.

    ``EVENTS`` names the event of the table that leads there, if it is not the option itself.
    """
    if option in ("home", "reminders", "settings", "forget"):
        return without_old(state, now)
    if option == "check":
        return state if is_running(state, now) else fresh_check(state, now)
    if option == "new_reminder":
        return new_draft(state)
    if option == "follow_up_check":
        return follow_up_check(state, knowledge, now)
    log = begin_run(option, state) or begin_shoes(option, state) or begin_habits(option, state)
    if log is not None:
        return log
    if option in (PAIN, PAIN_HISTORY):
        return begun_pain(state)
    if option in (JOURNAL, GRATITUDE, BACK_TO_RUNNING, PLAN, LOOK_BACK):
        return replace(state, reading=Reading(), mark=state.mark + 1, misses=0)
    helper = begun(option, state, knowledge) or begun_sum(option, state)
    if helper is not None:
        return helper
    return replace(state, mark=state.mark + 1, misses=0) if option in knowledge.routines else None


def inform(option: str, state: UserState, knowledge: Knowledge, now: datetime) -> Turn | None:
    """Return the answer that the option asks for, leaving the talk where it stands; None if it is no such option."""
    kind, _, name = option.partition(".")
    if kind == "snooze":
        return ask_when(state, name, now)
    if kind == "later":
        return snooze(state, name, now)
    if kind == "skip_today":
        return skip_today(state, name, now)
    if kind in (coming_back.RESUME, coming_back.REST):
        return coming_back.answered(kind, state, now)
    if kind == FOLLOW_UP:
        return ask_later(state, now)
    if kind == "sources":
        return Turn(state, (sources_reply(sources_of(state, knowledge), experts_of(state, knowledge)),))
    if kind in ("help", "privacy", DISCLAIMER, LOG):
        return Turn(state, (_about(kind, state),))
    if kind in (SUMMARY, EXPORT):
        along = export_replies(state, now) if kind == EXPORT else (summary_reply(state, knowledge, now),)
        return Turn(state, along)
    reply = (
        _look_back(kind, name, state, knowledge, now)
        or routines_answer(kind, name, knowledge)
        or _quick_answer(kind, name, knowledge)
    )
    if reply is not None and (alert(state) is not None or state.doubt is not None):
        # While an urgent finding stands, or may stand, no answer may hold an exercise or a cause, and most of them do.
        reply = Reply((Say("text.not_now"),), ((anywhere("home"),),))
    counts = (option,) if kind in ("helpful", "unhelpful") else ()
    return Turn(state, (reply,), counts=counts) if reply else None


def _look_back(kind: str, name: str, state: UserState, knowledge: Knowledge, now: datetime) -> Reply | None:
    if kind == HISTORY:
        return history_reply(state, knowledge, now)
    if kind == WEEK:
        return week_reply(state, knowledge, now)
    return charts_reply(name, state, knowledge, now) if kind == CHARTS else None


def _quick_answer(kind: str, name: str, knowledge: Knowledge) -> Reply | None:
    if kind == HELPERS:
        return helpers_of(name, knowledge) if name else helpers_menu(knowledge)
    if kind == "from_guide":
        return guide_sources(name, knowledge)
    if kind == "faq":
        return faq_menu(knowledge)
    if kind == "topic":
        return topic_reply(name, knowledge)
    if kind == "more":
        return more_reply(name, knowledge)
    if kind == "theme":
        return theme_reply(name, knowledge)
    if kind in ("helpful", "unhelpful"):
        return thanks(name, knowledge)
    return topic_sources(name, knowledge) if kind == "from" else None


def _about(what: str, state: UserState) -> Reply:
    if what == LOG:
        return log_menu()
    if what == DISCLAIMER:
        return Reply((Say("text.disclaimer"),), ((anywhere("home"),),))
    if what == "privacy":
        forget = ((anywhere("forget"),),) if state.agreed_at else ()
        return Reply((Say("text.privacy"), Say("text.privacy_delete")), (*forget, (anywhere("home"),)))
    values = {"emergency": place(state, "emergency")}
    says = (
        Say("text.help", style="strong"),
        Say("text.help_what"),
        Say("text.help_emergency", values),
        Say("text.disclaimer"),
    )
    return Reply(says, tuple(tuple(anywhere(option) for option in row) for row in menu()))
