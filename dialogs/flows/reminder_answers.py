"""What the answers of the set-up do: each is added to the draft, and what cannot be meant is asked again."""

from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.flows.reminder_list import take_in_list, take_pause
from dialogs.reading.when import read_wish
from dialogs.reminders.drafting import LONGEST_LABEL, kind_of, reminder_of, settled, with_kind, with_wish, wrong_with
from dialogs.reminders.in_words import Values, date_said
from dialogs.reminders.reminding import due_after
from dialogs.reminders.schedule import DAYS_IN_A_WEEK, zone_called
from dialogs.reminders.whereabouts import zone_taken
from dialogs.reminders.wishes import Wish, date_of
from dialogs.replies import Say
from dialogs.state import UserState
from dialogs.talk import Step
from knowledge.load import Knowledge

LONGEST_AGO = 36  # hours; later than that there is nothing left to wait for
CONFIRM = ("other_days", "other_time", "other_every", "other_zone", "rename")


def take(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    """Return what an option means at the current node, or None."""
    node = state.node.partition(".")[2]
    verb, _, rest = option.partition(".")
    if option == "cancel":
        notes = () if node in ("list", "pause") else (Say("text.reminder_cancelled"),)
        return Step("home", replace(state, draft=None, zones=()), notes)
    if node == "list":
        return take_in_list(state, verb, rest, knowledge, now)
    if state.draft is None:
        return None
    if option == "back":
        return Step("back", replace(state, zones=()))
    if node == "pause":
        return take_pause(state, verb, rest, knowledge, now)
    if verb == "typed":
        return filled(state, read_wish(rest, knowledge), knowledge, now)
    if node == "confirm":
        return _confirmed(state, option, now)
    if node == "name" and verb == "name":
        return _named(state, rest)
    if node == "zone":
        return _in_zone(state, option, knowledge, now)
    return _answered(state, node, verb, rest, knowledge, now)


def filled(state: UserState, wish: Wish, knowledge: Knowledge, now: datetime, event: str = "filled") -> Step:
    """Return the step with all that the wish says in the draft, or the question again if it cannot be meant."""
    is_no_day = wish.day is not None and date_of(wish, now.date()) is None
    if wish.wrong or is_no_day:
        return Step("again" if event == "filled" else event, state, (Say("text.reminder_wrong_time"),))
    if wish.run_days and not state.run_days:
        return Step("ask_run_days", replace(state, draft=with_wish(state, wish, knowledge, now)))
    return _settled(state, replace(state, draft=with_wish(state, wish, knowledge, now)), knowledge, now, event)


def _settled(before: UserState, after: UserState, knowledge: Knowledge, now: datetime, event: str = "filled") -> Step:
    after = settled(after, knowledge, now)
    wrong = wrong_with(after, knowledge, now)
    if wrong is None:
        return Step(event, after)
    return Step("again" if event == "filled" else event, before, (Say(wrong),))


def _answered(state: UserState, node: str, verb: str, rest: str, knowledge: Knowledge, now: datetime) -> Step | None:
    """The buttons of the questions."""
    draft = state.draft
    if draft is None:
        return None
    if (node, verb) == ("what", "kind") and rest in knowledge.reminders:
        return _settled(state, replace(state, draft=with_kind(draft, knowledge.reminders[rest])), knowledge, now)
    if (node, verb) == ("onset", "ago") and rest.isdigit():
        if int(rest) > LONGEST_AGO:
            return Step("again", state, (Say("text.reminder_wrong_onset"),))
        begun = replace(draft, onset=now - timedelta(hours=int(rest)))
        return _settled(state, replace(state, draft=begun), knowledge, now)
    if (node, verb) == ("days", "other_kind"):
        return Step("other_kind", state)
    if (node, verb) == ("run_days", "run") and (days := days_in(rest)):
        return filled(replace(state, run_days=days), Wish(run_days=True), knowledge, now)
    wish = _pressed(state, node, verb, rest, knowledge)
    return filled(state, wish, knowledge, now) if wish.says_something else None


def _pressed(state: UserState, node: str, verb: str, rest: str, knowledge: Knowledge) -> Wish:
    """What a button says of the time; nothing if it is of another question."""
    if (node, verb) == ("days", "run_days"):
        return Wish(run_days=True)
    if (node, verb) == ("days", "days"):
        return Wish(days=days_in(rest))
    if (node, verb) in (("time", "at"), ("hours", "from")):
        return read_wish(rest, knowledge)
    if (node, verb) == ("every", "every") and rest.isdigit():
        kind = kind_of(state, knowledge)
        return Wish(minutes=int(rest)) if kind and kind.rhythm == "breaks" else Wish(weeks=int(rest))
    return Wish()


def days_in(rest: str) -> tuple[int, ...]:
    """Return the weekdays of a button's option, "0.2.4"; none if it is no such thing."""
    parts = rest.split(".")
    if not all(part.isascii() and part.isdigit() and int(part) < DAYS_IN_A_WEEK for part in parts):
        return ()
    return tuple(sorted({int(part) for part in parts}))


def _in_zone(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    found = zone_taken(state, option, knowledge, now)
    if isinstance(found, Step) or found is None or state.draft is None:
        return found if isinstance(found, Step) else None
    # Only the first zone is the user's own from now on; another one is for this reminder.
    chosen = replace(state, draft=replace(state.draft, zone=found), zone=state.zone or found, zones=())
    return _settled(state, chosen, knowledge, now)


def _named(state: UserState, label: str) -> Step | None:
    if state.draft is None:
        return None
    if not label or len(label) > LONGEST_LABEL or not label.isprintable():
        return Step("again", state, (Say("text.reminder_wrong_name", {"most": LONGEST_LABEL}),))
    return Step("filled", replace(state, draft=replace(state.draft, label=label)))


def _confirmed(state: UserState, option: str, now: datetime) -> Step | None:
    if option in CONFIRM:
        return Step(option, state)
    if option != "save" or state.draft is None:
        return None
    old = next((each for each in state.reminders if each.id == state.draft.changes), None)
    reminder = reminder_of(state)
    made = state.reminders_made + (old is None)
    saved = replace(reminder, id=reminder.id or f"r{made}", rests_to=old.rests_to if old else None)
    due = due_after(saved, now)
    if due is None:
        return Step("again", state, (Say("text.reminder_past"),))
    saved = replace(saved, paused=old.paused if old else False)
    kept = tuple(saved if each.id == saved.id else each for each in state.reminders)
    reminders = kept if old else (*kept, saved)
    local = due.astimezone(zone_called(saved.zone))
    values: Values = {"date": date_said(local.date()), "wall": f"{local:%H:%M}"}
    note = Say("text.reminder_saved_paused") if saved.paused else Say("text.reminder_saved", values)
    return Step("saved", replace(state, reminders=reminders, reminders_made=made, draft=None), (note,))
