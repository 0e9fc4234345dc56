"""Setting up reminders, and the list in which they are paused, changed and removed. Read back before it is saved."""

from dataclasses import replace
from datetime import datetime

from dialogs.keyboard import Row, anywhere, here, rows
from dialogs.machine import ANYWHERE, Flow, Move, Walker
from dialogs.replies import Button, Reply, Say
from dialogs.schedule import find_zone, next_due, read_clock, read_days, zone_called
from dialogs.state import Reminder, ReminderDraft, UserState
from dialogs.talk import Step, Talk
from dialogs.understand import control, plain, yes_or_no
from dialogs.whereabouts import ask_zone, is_zone
from knowledge.load import Knowledge

ROUTINE = "warm_up"
MOST = 10  # reminders a user; more are hard to survey and never needed
DAY_CHOICES = ("0.1.2.3.4.5.6", "0.1.2.3.4", "0.2.4", "1.3.5", "5.6")
TIME_CHOICES = ("06:00", "06:30", "07:00", "12:00", "17:30", "18:30")
DAYS_IN_A_WEEK = 7


def _knows_zone(walker: Walker) -> bool:
    return walker.state.zone is not None


REMINDER_FLOW = Flow(
    name="reminder",
    nodes=("days", "time", "zone", "confirm", "list"),
    moves=(
        Move("new_reminder", ANYWHERE, "reminder.list", when=lambda walker: len(walker.state.reminders) >= MOST),
        Move("new_reminder", ANYWHERE, "reminder.days"),
        Move("reminders", ANYWHERE, "reminder.list"),
        Move("days_chosen", "reminder.days", "reminder.time"),
        Move("time_given", "reminder.time", "reminder.confirm", when=_knows_zone),
        Move("time_given", "reminder.time", "reminder.zone"),
        Move("zone_given", "reminder.zone", "reminder.confirm"),
        Move("other_zone", "reminder.confirm", "reminder.zone"),
        Move("other_days", "reminder.confirm", "reminder.days"),
        Move("back", "reminder.time", "reminder.days"),
        Move("back", "reminder.zone", "reminder.time"),
        Move("back", "reminder.confirm", "reminder.time"),
        Move("saved", "reminder.confirm", "reminder.list"),
        Move("changed", "reminder.list", "reminder.list"),
        Move("change", "reminder.list", "reminder.days"),
    ),
)


def new_draft(state: UserState) -> UserState:
    """Return the state with an empty draft and a new mark."""
    return replace(state, draft=ReminderDraft(), mark=state.mark + 1, misses=0)


def describe(days: tuple[int, ...], wall: str, zone: str) -> dict[str, Say | str | int]:
    """Return the values that name a reminder's days, time and zone."""
    return {"days": days_said(days), "wall": wall, "zone": zone.replace("_", " ")}


def days_said(days: tuple[int, ...]) -> Say:
    """Return the words for a set of weekdays."""
    groups = {tuple(range(7)): "every_day", tuple(range(5)): "weekdays", (5, 6): "weekends"}
    if days in groups:
        return Say(f"text.days_{groups[days]}")
    said = Say(f"text.day_{days[0]}")
    for day in days[1:]:
        said = Say("text.days_joined", {"first": said, "second": Say(f"text.day_{day}")})
    return said


# What is heard


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    node = state.node.partition(".")[2]
    asked = control(text, knowledge)
    heard: str | None = None
    if node == "days":
        days = read_days(text, knowledge)
        heard = "days." + ".".join(map(str, days)) if days else None
    elif node == "time":
        wall = read_clock(text)
        heard = f"at.{wall}" if wall else None
    elif node == "zone":
        zone = find_zone(text)
        heard = f"zone.{zone}" if zone else None
    elif node == "confirm":
        heard = {"yes": "save", "no": "other_days"}.get(yes_or_no(text, knowledge) or "")
    elif node == "list":
        heard = _hear_in_list(state, plain(text))
    return heard or ("cancel" if asked == "finish" else asked)


def _hear_in_list(state: UserState, said: str) -> str | None:
    verb, _, number = said.partition(" ")
    verbs = {"pause": "pause", "resume": "resume", "change": "change", "remove": "remove", "delete": "remove"}
    if verb not in verbs or not number.isdigit() or not 1 <= int(number) <= len(state.reminders):
        return None
    return f"{verbs[verb]}.{state.reminders[int(number) - 1].id}"


# What an option does


def _take(state: UserState, option: str, _knowledge: Knowledge, now: datetime) -> Step | None:
    node = state.node.partition(".")[2]
    verb, _, rest = option.partition(".")
    if option == "cancel":
        return Step("home", replace(state, draft=None), (Say("text.reminder_cancelled"),) if node != "list" else ())
    if node == "list":
        return _take_in_list(state, verb, rest)
    if state.draft is None:
        return None
    if option == "back" and node != "days":
        return Step("back", state)
    if node == "days" and verb == "days":
        days = _days_in(rest)
        return Step("days_chosen", replace(state, draft=replace(state.draft, days=days))) if days else None
    if node == "time" and verb == "at":
        wall = read_clock(rest)
        return Step("time_given", replace(state, draft=replace(state.draft, wall=wall))) if wall else None
    if node == "zone" and verb == "zone":
        return Step("zone_given", replace(state, zone=rest)) if is_zone(rest) else None
    if node == "confirm" and option in ("other_days", "other_zone"):
        return Step(option, state)
    return _save(state, state.draft, now) if node == "confirm" and option == "save" else None


def _days_in(rest: str) -> tuple[int, ...]:
    parts = rest.split(".")
    if not all(part.isascii() and part.isdigit() and int(part) < DAYS_IN_A_WEEK for part in parts):
        return ()
    return tuple(sorted({int(part) for part in parts}))


def _save(state: UserState, draft: ReminderDraft, now: datetime) -> Step | None:
    if not (draft.days and draft.wall and state.zone):
        return None
    made = state.reminders_made + (draft.changes is None)
    saved = Reminder(draft.changes or f"r{made}", ROUTINE, draft.days, draft.wall, state.zone)
    kept = [saved if reminder.id == saved.id else reminder for reminder in state.reminders]
    reminders = tuple(kept) if draft.changes is not None else (*kept, saved)
    due = next_due(now, saved.days, saved.wall, saved.zone).astimezone(zone_called(saved.zone))
    values: dict[str, Say | str | int] = {
        "day": Say(f"text.day_{due.weekday()}"),
        "date": f"{due:%d}",
        "month": Say(f"text.month_{due.month}"),
        "wall": saved.wall,
    }
    return Step(
        "saved",
        replace(state, reminders=reminders, reminders_made=made, draft=None),
        (Say("text.reminder_saved", values),),
    )


def _take_in_list(state: UserState, verb: str, name: str) -> Step | None:
    chosen = next((reminder for reminder in state.reminders if reminder.id == name), None)
    if chosen is None:
        return None
    if verb == "change":
        return Step("change", replace(new_draft(state), draft=ReminderDraft(changes=name)))
    if verb == "remove":
        left = tuple(reminder for reminder in state.reminders if reminder.id != name)
        return Step("changed", replace(state, reminders=left), (Say("text.reminder_removed"),))
    if verb in ("pause", "resume"):
        turned = replace(chosen, paused=verb == "pause")
        reminders = tuple(turned if reminder.id == name else reminder for reminder in state.reminders)
        return Step("changed", replace(state, reminders=reminders), (Say(f"text.reminder_{verb}d"),))
    return None


# What is shown


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    node = state.node.partition(".")[2]
    leave: Row = (here(state, "cancel"),) if node == "days" else (here(state, "back"), here(state, "cancel"))
    if node == "list":
        return (_list(state),)
    if node == "days":
        chosen = [here(state, f"days.{days}", days_said(_days_in(days))) for days in DAY_CHOICES]
        return (
            Reply(
                (Say("text.reminder_days", style="strong"), Say("text.reminder_days_how")),
                (*rows(chosen, 1), leave),
                replaces=True,
            ),
        )
    if node == "time":
        times = [here(state, f"at.{wall}", Say("text.number", {"number": wall})) for wall in TIME_CHOICES]
        return (
            Reply(
                (Say("text.reminder_time", style="strong"), Say("text.reminder_time_how")),
                (*rows(times, 3), leave),
                replaces=True,
            ),
        )
    if node == "zone":
        return (ask_zone(state, knowledge, leave),)
    draft = state.draft or ReminderDraft()
    values = describe(draft.days, draft.wall, state.zone or "")
    return (
        Reply(
            (Say("text.reminder_confirm", values, style="strong"),),
            ((here(state, "save"),), (here(state, "other_days"), here(state, "other_zone")), leave),
            replaces=True,
        ),
    )


def _list(state: UserState) -> Reply:
    if not state.reminders:
        return Reply((Say("text.no_reminders"),), ((anywhere("new_reminder"),), (anywhere("home"),)))
    says = [Say("text.reminders", style="strong")]
    keys: list[Row] = []
    for number, reminder in enumerate(state.reminders, start=1):
        words = "text.reminder_paused_line" if reminder.paused else "text.reminder_line"
        says.append(Say(words, {"number": number, **describe(reminder.days, reminder.wall, reminder.zone)}))
        keys.append(
            tuple(
                _numbered(state, verb, number, reminder.id)
                for verb in ("resume" if reminder.paused else "pause", "change", "remove")
            )
        )
    return Reply(tuple(says), (*keys, (anywhere("new_reminder"), anywhere("home"))), replaces=True)


def _numbered(state: UserState, verb: str, number: int, name: str) -> Button:
    return here(state, f"{verb}.{name}", Say(f"text.button_{verb}_numbered", {"number": number}))


def _accepts(state: UserState, _knowledge: Knowledge) -> Say:
    accepts = {"days": "weekdays", "time": "time", "zone": "zone"}.get(state.node.partition(".")[2], "buttons")
    return Say(f"text.accepts_{accepts}")


REMINDER = Talk(flow=REMINDER_FLOW, hear=_hear, take=_take, show=_show, accepts=_accepts)
