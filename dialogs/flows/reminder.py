"""Setting up reminders, a part after the other or in one typed line. Read back with the zone before it is saved."""

from dataclasses import replace
from datetime import datetime

from dialogs.flows.reminder_answers import filled, take
from dialogs.flows.reminder_list import hear_in_list, hear_pause, show_list, show_pause
from dialogs.flows.reminder_questions import show_question
from dialogs.machine import ANYWHERE, Flow, Guard, Move, Walker
from dialogs.reading.amounts import span_in_days
from dialogs.reading.understand import control, plain, yes_or_no
from dialogs.reading.when import read_days, read_wish
from dialogs.reminders.drafting import PARTS, asks, lacks
from dialogs.reminders.reminding import is_over
from dialogs.reminders.whereabouts import zone_heard
from dialogs.replies import Reply, Say
from dialogs.state import ReminderDraft, UserState
from dialogs.talk import Step, Talk
from knowledge.load import Knowledge

MOST = 10  # reminders a user; more are hard to survey and never needed
HOURS_IN_A_DAY = 24
CHANGES = {"other_days": ("onset", "days"), "other_time": ("time", "hours"), "other_every": ("every",)}
_ASKED = tuple(f"reminder.{part}" for part in PARTS)


def _lacks(part: str) -> Guard:
    return lambda walker: lacks(part, walker.state, walker.knowledge)


def _asks(part: str) -> Guard:
    return lambda walker: asks(part, walker.state, walker.knowledge)


def _is_one_too_many(walker: Walker) -> bool:
    return is_full(walker.state) and walker.state.draft is not None and walker.state.draft.changes is None


def _goes_on(event: str, source: str) -> tuple[Move, ...]:
    """To the first part that is not known yet; if there is none, it is read back."""
    missing = tuple(Move(event, source, f"reminder.{part}", when=_lacks(part)) for part in PARTS)
    return (*missing, Move(event, source, "reminder.confirm"))


def _goes_back(number: int) -> tuple[Move, ...]:
    """To the part before; a draft that was complete is read back again."""
    part = f"reminder.{PARTS[number]}"
    is_complete = Move(
        "back", part, "reminder.confirm", when=lambda walker: not any(_lacks(each)(walker) for each in PARTS)
    )
    earlier = tuple(Move("back", part, f"reminder.{each}", when=_asks(each)) for each in reversed(PARTS[:number]))
    return (is_complete, *earlier)


REMINDER_FLOW = Flow(
    name="reminder",
    nodes=(*PARTS, "run_days", "name", "confirm", "list", "pause"),
    moves=(
        Move("new_reminder", ANYWHERE, "reminder.list", when=lambda walker: is_full(walker.state)),
        Move("new_reminder", ANYWHERE, "reminder.days"),
        Move("reminders", ANYWHERE, "reminder.list"),
        Move("wished", ANYWHERE, "reminder.list", when=lambda walker: is_full(walker.state)),
        *_goes_on("wished", ANYWHERE),
        *(
            move
            for source in (*_ASKED, "reminder.run_days", "reminder.name", "reminder.confirm")
            for move in _goes_on("filled", source)
        ),
        *(move for number in range(len(PARTS)) for move in _goes_back(number)),
        *(
            Move("again", source, source)
            for source in (*_ASKED, "reminder.confirm", "reminder.name", "reminder.run_days", "reminder.pause")
        ),
        Move("other_kind", "reminder.days", "reminder.what"),
        Move("ask_run_days", ANYWHERE, "reminder.list", when=_is_one_too_many),
        Move("ask_run_days", ANYWHERE, "reminder.run_days"),
        Move("back", "reminder.run_days", "reminder.days"),
        *(
            Move(event, "reminder.confirm", f"reminder.{part}", when=_asks(part))
            for event, parts in CHANGES.items()
            for part in parts
        ),
        Move("other_days", "reminder.confirm", "reminder.days"),
        Move("other_zone", "reminder.confirm", "reminder.zone"),
        Move("rename", "reminder.confirm", "reminder.name"),
        Move("back", "reminder.name", "reminder.confirm"),
        *(Move("back", "reminder.confirm", f"reminder.{part}", when=_asks(part)) for part in reversed(PARTS[:-1])),
        Move("saved", "reminder.confirm", "reminder.list"),
        Move("changed", "reminder.list", "reminder.list"),
        Move("change", "reminder.list", "reminder.confirm"),
        Move("pause", "reminder.list", "reminder.pause"),
        Move("paused", "reminder.pause", "reminder.list"),
        Move("back", "reminder.pause", "reminder.list"),
    ),
)


def new_draft(state: UserState) -> UserState:
    """Return the state with an empty draft and a new mark."""
    return replace(state, draft=ReminderDraft(), zones=(), mark=state.mark + 1, misses=0)


def is_full(state: UserState) -> bool:
    """Whether the user has as many reminders as they may."""
    return sum(not (state.seen_at and is_over(reminder, state.seen_at)) for reminder in state.reminders) >= MOST


def wished(text: str, state: UserState, knowledge: Knowledge, now: datetime) -> Step | None:
    """Return the step that a wish typed outside of the set-up calls for ("remind me to stretch every day at 7")."""
    wish = read_wish(text, knowledge)
    says_when = bool(wish.days or wish.run_days or wish.has_date or wish.minutes or wish.weeks)
    is_asked = wish.is_asked and (wish.says_something or not wish.rest)
    is_named = wish.kind and not wish.rest and plain(text).endswith(" reminder")
    if not is_asked and not is_named and (wish.rest or not (says_when and wish.wall)):
        return None
    begun = replace(new_draft(state), draft=ReminderDraft(kind=""))
    return filled(begun, wish, knowledge, now, "wished")


# What is heard


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    node = state.node.partition(".")[2]
    asked = control(text, knowledge)
    leaving = "cancel" if asked == "finish" else asked
    if node == "list":
        return hear_in_list(state, text, knowledge) or leaving
    if node == "pause":
        return leaving or hear_pause(text, knowledge)
    if node == "name":
        return leaving or f"name.{' '.join(text.split())}"
    if node == "run_days":
        days = read_days(text, knowledge)
        return "run." + ".".join(map(str, days)) if days else leaving
    if node == "zone" and (zone := zone_heard(text, knowledge)):
        return zone
    if node == "onset" and (hours := _hours_ago(text, knowledge)) is not None:
        return f"ago.{hours}"
    said = {"yes": "save", "no": "other_days"}.get(yes_or_no(text, knowledge) or "") if node == "confirm" else None
    if said or leaving:
        return said or leaving
    wish = read_wish(text, knowledge)
    return f"typed.{text}" if wish.says_something and not wish.rest else None


def _hours_ago(text: str, knowledge: Knowledge) -> int | None:
    said = plain(text)
    days = span_in_days(said, knowledge.answers)
    return knowledge.answers.times.ago.get(said) if days is None else round(days * HOURS_IN_A_DAY)


def _accepts(state: UserState, _knowledge: Knowledge) -> Say:
    accepts = {
        "what": "kind",
        "every": "every",
        "onset": "onset",
        "days": "weekdays",
        "run_days": "weekdays",
        "time": "time",
        "hours": "hours",
        "zone": "zone",
        "pause": "rest",
    }.get(state.node.partition(".")[2], "buttons")
    return Say(f"text.accepts_{accepts}")


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    if state.node == "reminder.list":
        return (show_list(state, is_full=is_full(state)),)
    return (show_pause(state) if state.node == "reminder.pause" else show_question(state, knowledge),)


REMINDER = Talk(
    flow=REMINDER_FLOW, hear=_hear, take=take, show=_show, accepts=_accepts, rests=frozenset({"reminder.list"})
)
