"""What can be asked for from anywhere: the ways into a dialogue, and answers that leave the talk where it stands."""

from dataclasses import replace
from datetime import datetime

from dialogs.checking import fresh_check, is_running
from dialogs.flows.faq import faq_menu, more_reply, sources_reply, thanks, theme_reply, topic_reply, topic_sources
from dialogs.flows.home import menu
from dialogs.flows.reminder import new_draft
from dialogs.flows.result import experts_of, place, sources_of
from dialogs.follow_up import FOLLOW_UP, ask_later, follow_up_check
from dialogs.keyboard import anywhere
from dialogs.reminding import skip_today, snooze
from dialogs.replies import Reply, Say, Turn
from dialogs.safety import alert
from dialogs.state import UserState
from knowledge.load import Knowledge

EVENTS = {"follow_up_check": "continue"}


def way_in(option: str, state: UserState, knowledge: Knowledge, now: datetime) -> UserState | None:
    """Return the state with which the dialogue called ``option`` begins; None if there is no such way in.

    ``EVENTS`` names the event of the table that leads there, if it is not the option itself.
    """
    if option in ("home", "reminders", "settings", "forget"):
        return state
    if option == "check":
        return state if is_running(state, now) else fresh_check(state, now)
    if option == "new_reminder":
        return new_draft(state)
    if option == "follow_up_check":
        return follow_up_check(state, knowledge, now)
    return replace(state, mark=state.mark + 1, misses=0) if option in knowledge.routines else None


def inform(option: str, state: UserState, knowledge: Knowledge, now: datetime) -> Turn | None:
    """Return the answer that the option asks for, leaving the talk where it stands; None if it is no such option."""
    kind, _, name = option.partition(".")
    if kind == "snooze":
        return snooze(state, name, now)
    if kind == "skip_today":
        return skip_today(state, name)
    if kind == FOLLOW_UP:
        return ask_later(state, now)
    if kind == "sources":
        return Turn(state, (sources_reply(sources_of(state, knowledge), experts_of(state, knowledge)),))
    if kind in ("help", "privacy"):
        return Turn(state, (_about(kind, state),))
    reply = _quick_answer(kind, name, knowledge)
    if reply is not None and (alert(state) is not None or state.doubt is not None):
        # While an urgent finding stands, or may stand, no answer may hold an exercise or a cause, and most of them do.
        reply = Reply((Say("text.not_now"),), ((anywhere("home"),),))
    counts = (option,) if kind in ("helpful", "unhelpful") else ()
    return Turn(state, (reply,), counts=counts) if reply else None


def _quick_answer(kind: str, name: str, knowledge: Knowledge) -> Reply | None:
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
