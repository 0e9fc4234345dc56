"""The questions of the set-up as they are shown, and what is read back before a reminder is saved."""

from datetime import time

from dialogs.flows.reminder_answers import days_in
from dialogs.flows.reminder_crowd import time_said, warning
from dialogs.keyboard import Row, here, rows
from dialogs.reminders.drafting import asks, kind_of, reminder_of
from dialogs.reminders.in_words import days_said, wall_said, what_said, when_said
from dialogs.reminders.schedule import is_inside
from dialogs.reminders.whereabouts import ask_zone
from dialogs.reminders.wishes import other_half
from dialogs.replies import Button, Reply, Say
from dialogs.state import ReminderDraft, UserState
from knowledge.load import Knowledge

DAY_CHOICES = ("0.1.2.3.4.5.6", "0.1.2.3.4", "0.2.4", "1.3.5", "5.6")
ONE_DAY_CHOICES = tuple("0123456")
TIME_CHOICES = ("06:00", "06:30", "07:00", "12:00", "17:30", "18:30")
HOUR_CHOICES = (("09:00", "17:00"), ("08:00", "16:00"), ("10:00", "18:00"))
ONSET_CHOICES = (0, 6, 12, 24)  # hours ago


def show_question(state: UserState, knowledge: Knowledge) -> Reply:
    """Return the current question of the set-up, or the draft to be confirmed."""
    node = state.node.partition(".")[2]
    if node == "confirm":
        return _read_back(state, knowledge)
    leave: Row = (here(state, "back"), here(state, "cancel"))
    if node == "zone":
        return ask_zone(state, knowledge, leave)
    title = (
        Say(f"reminder.{state.draft.kind}.title") if state.draft and state.draft.kind in knowledge.reminders else None
    )
    says = (
        *([Say("text.reminder_for", {"title": title})] if title and node not in ("what", "run_days", "name") else []),
        Say(f"text.reminder_{node}", style="strong"),
        Say(f"text.reminder_{node}_how"),
    )
    if node == "what" or (node == "days" and not _comes_later(state, knowledge)):
        leave = (here(state, "cancel"),)
    return Reply(says, (*_choices(state, node, knowledge), leave), replaces=True)


def _comes_later(state: UserState, knowledge: Knowledge) -> bool:
    return asks("every", state, knowledge)


def _choices(state: UserState, node: str, knowledge: Knowledge) -> tuple[Row, ...]:
    kind = kind_of(state, knowledge)
    if node == "what":
        return rows(
            (here(state, f"kind.{one.id}", Say(f"reminder.{one.id}.title")) for one in knowledge.reminders.values()), 1
        )
    if node == "every" and kind:
        unit = "minutes" if kind.rhythm == "breaks" else "weeks"
        every = (here(state, f"every.{n}", Say(f"text.every_{unit}", {"number": n})) for n in kind.every)
        return rows(every, 1)
    if node == "onset":
        return rows((here(state, f"ago.{hours}", Say(f"text.button_ago_{hours}")) for hours in ONSET_CHOICES), 2)
    if node == "time":
        times = (here(state, f"at.{wall}", time_said(wall, state)) for wall in TIME_CHOICES)
        return rows(times, 2 if state.crowd.matters else 3)
    if node == "hours":
        spans = (here(state, f"from.{a} to {b}", Say("text.span", {"wall": a, "until": b})) for a, b in HOUR_CHOICES)
        return rows(spans, 1)
    if node == "run_days":
        return _day_rows(state, DAY_CHOICES, "run")
    if node == "days" and kind and kind.rhythm == "weeks":
        return _day_rows(state, ONE_DAY_CHOICES, "days", 2)
    return (*_day_rows(state, DAY_CHOICES, "days"), *_other_days(state, knowledge)) if node == "days" else ()


def _day_rows(state: UserState, choices: tuple[str, ...], verb: str, width: int = 1) -> tuple[Row, ...]:
    return rows((here(state, f"{verb}.{days}", days_said(days_in(days))) for days in choices), width)


def _other_days(state: UserState, knowledge: Knowledge) -> tuple[Row, ...]:
    kind = kind_of(state, knowledge)
    run_days = [(here(state, "run_days"),)] if kind and kind.run_days else []
    is_new = state.draft is not None and state.draft.changes is None
    return (*run_days, *([(here(state, "other_kind"),)] if is_new else []))


def _read_back(state: UserState, knowledge: Knowledge) -> Reply:
    reminder = reminder_of(state)
    draft = state.draft or ReminderDraft()
    says = [Say("text.reminder_confirm", {"what": what_said(reminder), "when": when_said(reminder)}, style="strong")]
    if draft.is_bare:
        values = {"read": wall_said(reminder.wall), "other": wall_said(other_half(reminder.wall))}
        says.append(Say("text.reminder_bare", values))
    if state.quiet and is_inside(time.fromisoformat(reminder.wall), state.quiet):
        says.append(Say("text.reminder_in_quiet", {"wall": state.quiet[0], "until": state.quiet[1]}))
    says += warning(reminder.wall, reminder.zone, state)
    changes: list[Button] = [here(state, "other_days")]
    changes += [here(state, "other_time")] if asks("time", state, knowledge) or asks("hours", state, knowledge) else []
    changes += [here(state, "other_every")] if asks("every", state, knowledge) else []
    changes += [here(state, "rename"), here(state, "other_zone")]
    leave = (here(state, "back"), here(state, "cancel"))
    return Reply(tuple(says), ((here(state, "save"),), *rows(changes, 2), leave), replaces=True)
