"""A reminder that is being set up: what is still to be asked, what a typed wish adds, and when it is complete."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from dialogs.reminders.schedule import DAYS_IN_A_WEEK, ONE_DAY, first_instant_from, zone_called
from dialogs.reminders.wishes import Wish, date_of, other_half
from dialogs.state import Reminder, ReminderDraft, UserState
from knowledge.load import Knowledge
from knowledge.reminders import ReminderKind, Rhythm

PARTS = ("what", "every", "onset", "days", "time", "hours", "zone")  # in the order of asking
LONGEST_LABEL = 40  # characters
MINUTES = range(15, 241)
WEEKS = range(1, 13)
SWITCH_AFTER = timedelta(hours=36)  # the middle of 24 to 48; a decent hour is never more than 6 hours away
MORNING, EVENING = 8, 21  # hours on the user's clock between which that message is welcome

_PARTS_OF: dict[Rhythm, tuple[str, ...]] = {
    "weekly": ("days", "time", "zone"),
    "breaks": ("every", "days", "hours", "zone"),
    "weeks": ("every", "days", "time", "zone"),
    "onset": ("onset", "zone"),
}


def kind_of(state: UserState, knowledge: Knowledge) -> ReminderKind | None:
    """Return what the draft is for; None if that is not known yet."""
    return knowledge.reminders.get(state.draft.kind) if state.draft else None


def asks(part: str, state: UserState, knowledge: Knowledge) -> bool:
    """Whether the part belongs to the draft at all."""
    kind, draft = kind_of(state, knowledge), state.draft
    if part == "what" or kind is None or draft is None:
        return part == "what"
    if part == "every":
        return len(kind.every) > 1
    if part == "days" and draft.weeks == 0:
        return False
    return part in _PARTS_OF[kind.rhythm]


def lacks(part: str, state: UserState, knowledge: Knowledge) -> bool:
    """Whether the part belongs to the draft and is not known yet."""
    kind, draft = kind_of(state, knowledge), state.draft
    if kind is None or draft is None or not asks(part, state, knowledge):
        return part == "what" and kind is None
    is_known = {
        "what": True,
        "every": draft.minutes > 0 if kind.rhythm == "breaks" else draft.weeks > 1,
        "onset": draft.onset is not None,
        "days": bool(draft.days),
        "time": bool(draft.wall),
        "hours": bool(draft.wall and draft.until),
        "zone": bool(draft.zone or state.zone),
    }
    return not is_known[part]


def with_kind(draft: ReminderDraft, kind: ReminderKind) -> ReminderDraft:
    """Return the draft for this kind; of what was known, the days and the time stay."""
    weeks = (
        draft.weeks
        if kind.rhythm == "weekly"
        else kind.every[0]
        if kind.rhythm == "weeks" and len(kind.every) == 1
        else 1
    )
    return replace(
        draft, kind=kind.id, minutes=0, until="", onset=None, weeks=weeks, run_days=draft.run_days and kind.run_days
    )


def with_wish(state: UserState, wish: Wish, knowledge: Knowledge, now: datetime) -> ReminderDraft:
    """Return the draft with all that a typed wish says."""
    draft = state.draft or ReminderDraft(kind="")
    named = knowledge.reminders.get(wish.kind)
    meant = named or knowledge.reminders.get(draft.kind)
    if wish.minutes and (meant is None or meant.rhythm != "breaks"):
        # "Stretch every 45 minutes": nothing else comes several times a day.
        named = next((kind for kind in knowledge.reminders.values() if kind.rhythm == "breaks"), None)
    if named is not None:
        draft = with_kind(draft, named)
    kind = knowledge.reminders.get(draft.kind)
    rhythm = kind.rhythm if kind else "weekly"
    if wish.days:
        draft = replace(draft, days=wish.days, weeks=max(draft.weeks, 1), start=None, ahead=None, run_days=False)
    if wish.run_days and state.run_days:
        draft = replace(draft, days=state.run_days, weeks=1, start=None, ahead=None, run_days=True)
    if wish.has_date and rhythm != "breaks":
        draft = _with_date(draft, wish, rhythm, _today(state, draft, now))
    if wish.wall:
        draft = replace(draft, wall=wish.wall, until=wish.until or draft.until, is_bare=wish.is_bare)
    if rhythm == "breaks":
        return replace(draft, minutes=wish.minutes or draft.minutes)
    return replace(draft, weeks=wish.weeks, start=None, ahead=None) if wish.weeks else draft


def _with_date(draft: ReminderDraft, wish: Wish, rhythm: Rhythm, today: date) -> ReminderDraft:
    day = date_of(wish, today)
    if day is None:
        return draft
    if rhythm == "weeks":
        return replace(draft, start=day, days=(day.weekday(),))
    if wish.ahead is not None:
        return replace(draft, weeks=0, ahead=wish.ahead, start=None, days=(), run_days=False)
    return replace(draft, weeks=0, start=day, ahead=None, days=(), run_days=False)


def settled(state: UserState, knowledge: Knowledge, now: datetime) -> UserState:
    """Return the state with the dates of the draft that follow from the zone, once it is known."""
    draft, kind = state.draft, kind_of(state, knowledge)
    zone = draft.zone or state.zone if draft else None
    if draft is None or kind is None or zone is None:
        return state
    today = now.astimezone(zone_called(zone)).date()
    if draft.onset is not None:
        local = _at_a_decent_hour(draft.onset + SWITCH_AFTER, zone)
        draft = replace(draft, weeks=0, start=local.date(), wall=f"{local:%H:%M}", days=())
    if draft.ahead is not None:
        draft = replace(draft, start=today + draft.ahead * ONE_DAY, ahead=None)
    if draft.weeks > 1 and draft.start is None:
        monday = today - today.weekday() * ONE_DAY
        # An easier week comes after the others; anything else may begin at once.
        first = monday + draft.weeks * DAYS_IN_A_WEEK * ONE_DAY if kind.rhythm == "weeks" else today
        draft = replace(draft, start=first)
    if draft.is_bare and _is_past(draft, zone, now):
        evening = replace(draft, wall=other_half(draft.wall))
        draft = draft if _is_past(evening, zone, now) else evening
    return replace(state, draft=draft)


def wrong_with(state: UserState, knowledge: Knowledge, now: datetime) -> str | None:
    """Return the id of the text that says what cannot be meant; None if the draft may be kept as far as it goes."""
    draft, kind = state.draft, kind_of(state, knowledge)
    if draft is None or kind is None:
        return None
    zone = draft.zone or state.zone
    if kind.rhythm == "breaks" and draft.until and draft.until <= draft.wall:
        return "text.reminder_wrong_hours"
    if kind.rhythm == "breaks" and draft.minutes and draft.minutes not in MINUTES:
        return "text.reminder_wrong_minutes"
    if draft.weeks and (draft.weeks not in WEEKS or (kind.rhythm == "weeks" and draft.weeks not in (1, *kind.every))):
        return "text.reminder_wrong_weeks"
    return "text.reminder_past" if zone and draft.wall and _is_past(draft, zone, now) else None


def reminder_of(state: UserState) -> Reminder:
    """Return the reminder that the complete draft describes, without an id where it is a new one."""
    draft = state.draft or ReminderDraft()
    return Reminder(
        id=draft.changes or "",
        kind=draft.kind,
        days=draft.days,
        wall=draft.wall,
        zone=draft.zone or state.zone or "",
        label=draft.label,
        minutes=draft.minutes,
        until=draft.until if draft.minutes else "",
        weeks=draft.weeks,
        start=draft.start,
        run_days=draft.run_days,
    )


def draft_of(reminder: Reminder) -> ReminderDraft:
    """Return a draft with which the reminder can be changed."""
    return ReminderDraft(
        days=reminder.days,
        wall=reminder.wall,
        changes=reminder.id,
        kind=reminder.kind,
        zone=reminder.zone,
        label=reminder.label,
        minutes=reminder.minutes,
        until=reminder.until,
        weeks=reminder.weeks,
        start=reminder.start,
        run_days=reminder.run_days,
    )


def _is_past(draft: ReminderDraft, zone: str, now: datetime) -> bool:
    if draft.weeks or draft.start is None:
        return False
    return first_instant_from(draft.start, time.fromisoformat(draft.wall), zone_called(zone)) <= now


def _today(state: UserState, draft: ReminderDraft, now: datetime) -> date:
    return now.astimezone(zone_called(draft.zone or state.zone or "UTC")).date()


def _at_a_decent_hour(due: datetime, zone: str) -> datetime:
    local = due.astimezone(zone_called(zone))
    if MORNING <= local.hour < EVENING:
        return local
    # To the nearer edge of the night: never more than half of it away.
    night = 24 - EVENING + MORNING
    into = (local.hour - EVENING) % 24
    if into < night / 2:
        day = local.date() if local.hour >= EVENING else local.date() - ONE_DAY
        return datetime.combine(day, time(EVENING), local.tzinfo)
    day = local.date() + ONE_DAY if local.hour >= EVENING else local.date()
    return datetime.combine(day, time(MORNING), local.tzinfo)
