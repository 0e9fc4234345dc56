"""The list of reminders: each can be changed, rest for a while, go on and be removed."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from math import ceil

from dialogs.keyboard import Row, anywhere, here, rows
from dialogs.reading.amounts import span_in_days
from dialogs.reading.understand import plain
from dialogs.reading.when import read_wish
from dialogs.reminders.drafting import draft_of
from dialogs.reminders.in_words import date_said, what_said, when_said
from dialogs.reminders.reminding import is_over
from dialogs.reminders.schedule import DAYS_IN_A_WEEK, ONE_DAY, zone_called
from dialogs.reminders.wishes import date_of
from dialogs.replies import Button, Reply, Say
from dialogs.state import Reminder, ReminderDraft, UserState
from dialogs.talk import Step
from knowledge.load import Knowledge

REST_WEEKS = (1, 2, 4)
LONGEST_REST = 366  # days
_VERBS = {
    "pause": "rest",
    "rest": "rest",
    "resume": "resume",
    "change": "change",
    "remove": "remove",
    "delete": "remove",
}


def listed(state: UserState) -> tuple[Reminder, ...]:
    """Return the reminders that can still come, in the order in which they are numbered."""
    return tuple(one for one in state.reminders if not (state.seen_at and is_over(one, state.seen_at)))


# What is heard


def hear_in_list(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    """Return the option for a line such as "change 2" or "pause 1 until 3 May"."""
    verb, _, rest = plain(text).partition(" ")
    number, _, how_long = rest.partition(" ")
    shown = listed(state)
    if verb not in _VERBS or not number.isdigit() or not 1 <= int(number) <= len(shown):
        return None
    option = f"{_VERBS[verb]}.{shown[int(number) - 1].id}"
    if not how_long:
        return option
    rests = hear_pause(how_long, knowledge)
    return f"{option}.{rests}" if _VERBS[verb] == "rest" and rests else None


def hear_pause(text: str, knowledge: Knowledge) -> str | None:
    """Return the option for how long a reminder is to rest: "for 2 weeks", "until 3 May", "until I resume"."""
    said = plain(text)
    if said in knowledge.answers.times.resume:
        return "open"
    days = span_in_days(said, knowledge.answers)
    if days is not None:
        return f"days.{ceil(days)}"
    wish = read_wish(text, knowledge)
    return f"to.{said}" if (wish.has_date or len(wish.days) == 1) and not wish.rest and not wish.wall else None


# What an option does


def take_in_list(state: UserState, verb: str, rest: str, knowledge: Knowledge, now: datetime) -> Step | None:
    """Return what a button or a typed line of the list means."""
    name, _, how_long = rest.partition(".")
    chosen = next((reminder for reminder in state.reminders if reminder.id == name), None)
    if chosen is None or (verb in ("pause", "rest") and chosen.weeks == 0):  # it would miss its only day
        return None
    if verb == "change":
        return Step("change", replace(state, draft=draft_of(chosen), mark=state.mark + 1))
    if verb == "pause":
        return Step("pause", replace(state, draft=ReminderDraft(changes=name)))
    if verb == "remove":
        left = tuple(reminder for reminder in state.reminders if reminder.id != name)
        return Step("changed", replace(state, reminders=left), (Say("text.reminder_removed"),))
    if verb == "resume":
        awake = replace(chosen, paused=False, rests_to=None)
        return Step("changed", _with(state, awake), (Say("text.reminder_resumed"),))
    return _rest(state, chosen, how_long or "open", "changed", knowledge, now) if verb == "rest" else None


def take_pause(state: UserState, verb: str, rest: str, knowledge: Knowledge, now: datetime) -> Step | None:
    """Return what an answer to "for how long?" means."""
    name = state.draft.changes if state.draft else None
    chosen = next((reminder for reminder in state.reminders if reminder.id == name), None)
    how_long = f"{verb}.{rest}" if rest else verb
    return _rest(replace(state, draft=None), chosen, how_long, "paused", knowledge, now) if chosen else None


def _rest(
    state: UserState, chosen: Reminder, how_long: str, event: str, knowledge: Knowledge, now: datetime
) -> Step | None:
    kind, _, rest = how_long.partition(".")
    if kind == "open":
        return Step(event, _with(state, replace(chosen, paused=True, rests_to=None)), (Say("text.reminder_paused"),))
    today = now.astimezone(zone_called(chosen.zone)).date()
    day = _day(kind, rest, today, knowledge)
    if day is None or not today < day <= today + LONGEST_REST * ONE_DAY:
        back = state if event == "changed" else replace(state, draft=ReminderDraft(changes=chosen.id))
        return Step("changed" if event == "changed" else "again", back, (Say("text.reminder_wrong_rest"),))
    resting = replace(chosen, paused=False, rests_to=day)
    return Step(event, _with(state, resting), (Say("text.reminder_rests", {"date": date_said(day)}),))


def _day(kind: str, rest: str, today: date, knowledge: Knowledge) -> date | None:
    if kind == "days" and rest.isdigit():
        return today + timedelta(days=min(int(rest), LONGEST_REST + 1))
    if kind != "to":
        return None
    wish = read_wish(rest, knowledge)
    if len(wish.days) == 1:
        return today + ((wish.days[0] - today.weekday() - 1) % DAYS_IN_A_WEEK + 1) * ONE_DAY
    return date_of(wish, today)


def _with(state: UserState, changed: Reminder) -> UserState:
    return replace(state, reminders=tuple(changed if one.id == changed.id else one for one in state.reminders))


# What is shown


def show_list(state: UserState, *, is_full: bool) -> Reply:
    """Return the list, or that there is none yet."""
    shown = listed(state)
    if not shown:
        return Reply((Say("text.no_reminders"),), ((anywhere("new_reminder"),), (anywhere("home"),)))
    says = [Say("text.reminders", style="strong")]
    keys: list[Row] = []
    for number, reminder in enumerate(shown, start=1):
        says.append(_line(state, number, reminder))
        rest = () if reminder.weeks == 0 else ("resume",) if _is_resting(state, reminder) else ("pause",)
        verbs = (*rest, "change", "remove")
        keys.append(tuple(_numbered(state, verb, number, reminder.id) for verb in verbs))
    new = () if is_full else (anywhere("new_reminder"),)
    says += [Say("text.reminders_full")] if is_full else []
    return Reply(tuple(says), (*keys, (*new, anywhere("home"))), replaces=True)


def _line(state: UserState, number: int, reminder: Reminder) -> Say:
    line = Say("text.reminder_line", {"number": number, "what": what_said(reminder), "when": when_said(reminder)})
    if reminder.paused:
        return Say("text.reminder_paused_line", {"line": line})
    if reminder.rests_to and _is_resting(state, reminder):
        return Say("text.reminder_rests_line", {"line": line, "date": date_said(reminder.rests_to)})
    return line


def _is_resting(state: UserState, reminder: Reminder) -> bool:
    if reminder.paused or reminder.rests_to is None or state.seen_at is None:
        return reminder.paused
    return state.seen_at.astimezone(zone_called(reminder.zone)).date() < reminder.rests_to


def _numbered(state: UserState, verb: str, number: int, name: str) -> Button:
    return here(state, f"{verb}.{name}", Say(f"text.button_{verb}_numbered", {"number": number}))


def show_pause(state: UserState) -> Reply:
    """Return the question for how long a reminder is to rest."""
    weeks = [here(state, f"days.{DAYS_IN_A_WEEK * n}", Say(f"text.button_rest_{n}")) for n in REST_WEEKS]
    says = (Say("text.reminder_rest", style="strong"), Say("text.reminder_rest_how"))
    return Reply(says, (*rows(weeks, 3), (here(state, "open"),), (here(state, "back"),)), replaces=True)
