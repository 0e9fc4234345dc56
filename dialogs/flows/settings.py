"""What a user may set: region, zone, running days, the hours without reminders, and how long the log is kept."""

from dataclasses import replace
from datetime import datetime

from dialogs.flows.reminder_answers import days_in
from dialogs.flows.reminder_questions import DAY_CHOICES
from dialogs.keyboard import Row, anywhere, here, rows
from dialogs.log.distances import unit_named, unit_of
from dialogs.log.retention import YEARS, retention_alarm, without_old_entries
from dialogs.machine import ANYWHERE, Flow, Guard, Move, Walker
from dialogs.reading.understand import control, one_of, yes_or_no
from dialogs.reading.when import read_days, read_wish
from dialogs.reminders.in_words import Values, days_said, zone_said
from dialogs.reminders.reminding import is_over
from dialogs.reminders.whereabouts import ask_zone, region_called, region_rows, zone_heard, zone_taken
from dialogs.replies import Reply, Say
from dialogs.state import Reminder, UserState
from dialogs.talk import Step, Talk
from knowledge.load import Knowledge

QUIET_CHOICES = (("22:00", "07:00"), ("21:00", "06:00"), ("23:00", "08:00"))
_PARTS = ("region", "zone", "run_days", "quiet", "log")
_KEEPING = {
    "keep.1": ("1 year", "one year", "a year", "12 months"),
    "keep.3": ("3 years", "three years"),
    "keep.0": ("until i delete it", "forever", "always", "keep it", "keep everything", "no limit"),
}


def _elsewhere(state: UserState) -> tuple[Reminder, ...]:
    """The reminders that keep the time of another zone than the user's."""
    over = state.seen_at
    return tuple(r for r in state.reminders if r.zone != state.zone and not (over and is_over(r, over)))


def _has_reminders_elsewhere() -> Guard:
    return lambda walker: bool(_elsewhere(walker.state))


def _look_later(walker: Walker) -> None:
    walker.alarms.append(retention_alarm(walker.state, walker.now))


SETTINGS_FLOW = Flow(
    name="settings",
    nodes=("menu", *_PARTS, "travel"),
    moves=(
        Move("settings", ANYWHERE, "settings.menu"),
        *(Move(f"pick_{part}", "settings.menu", f"settings.{part}") for part in _PARTS),
        Move("arrived", ANYWHERE, "settings.travel", when=_has_reminders_elsewhere()),
        Move("arrived", ANYWHERE, "settings.menu"),
        *(Move("again", f"settings.{part}", f"settings.{part}") for part in ("zone", "quiet")),
        Move("set", "settings.log", "settings.menu", do=_look_later),
        *(Move("set", f"settings.{part}", "settings.menu") for part in (*_PARTS, "travel") if part != "log"),
        *(Move("back", f"settings.{part}", "settings.menu") for part in (*_PARTS, "travel")),
        Move("set", "settings.menu", "settings.menu"),
    ),
)


def arrived(state: UserState, zone: str) -> Step:
    """Return the step of a user who is in this zone now: what becomes of reminders on another one is asked."""
    return Step(
        "arrived", replace(state, zone=zone, zones=()), (Say("text.settings_zone_now", {"zone": zone_said(zone)}),)
    )


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    asked = control(text, knowledge)
    node = state.node.partition(".")[2]
    heard: str | None = None
    if node == "region":
        heard = region_called(text, knowledge)
    elif node == "zone":
        heard = zone_heard(text, knowledge)
    elif node == "travel":
        heard = {"yes": "move", "no": "keep"}.get(yes_or_no(text, knowledge) or "")
    elif node == "run_days":
        days = read_days(text, knowledge)
        heard = "days." + ".".join(map(str, days)) if days else None
    elif node == "quiet":
        wish = read_wish(text, knowledge)
        if yes_or_no(text, knowledge) == "no":
            heard = "quiet_off"
        elif wish.until and not wish.rest:
            heard = f"quiet.{wish.wall}-{wish.until}"
    elif node == "log":
        heard = one_of(text, {name: option for option, names in _KEEPING.items() for name in names}, knowledge)
    else:
        unit = unit_named(text, knowledge)
        heard = f"unit.{unit}" if unit else None
    return heard or asked


def _take(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    node = state.node.partition(".")[2]
    verb, _, rest = option.partition(".")
    if option in ("cancel", "finish"):
        return Step("home", replace(state, zones=()))
    if option == "back" and node != "menu":
        return Step("back", replace(state, zones=()))
    if node == "menu":
        return _take_in_menu(state, option)
    if node == "region" and option in knowledge.regions:
        return _set(replace(state, region=option))
    if node == "zone":
        found = zone_taken(state, option, knowledge, now)
        return arrived(state, found) if isinstance(found, str) else found
    if node == "travel" and option in ("move", "keep"):
        return _moved(state) if option == "move" else _set(state)
    if node == "run_days" and verb == "days" and (days := days_in(rest)):
        following = tuple(replace(r, days=days) if r.run_days else r for r in state.reminders)
        return _set(replace(state, run_days=days, reminders=following))
    if node == "log" and option in _KEEPING:
        return _keep(state, int(rest), now)
    return _take_quiet(state, option) if node == "quiet" else None


def _take_in_menu(state: UserState, option: str) -> Step | None:
    if option in ("unit.km", "unit.mi"):
        return _set(replace(state, unit="km" if option == "unit.km" else "mi"))
    return Step(option, state) if option in {f"pick_{part}" for part in _PARTS} else None


def _take_quiet(state: UserState, option: str) -> Step | None:
    if option == "quiet_off":
        return _set(replace(state, quiet=None))
    start, _, end = option.removeprefix("quiet.").partition("-")
    if not (option.startswith("quiet.") and end):
        return None
    if start == end:
        return Step("again", state, (Say("text.settings_wrong_quiet"),))
    return _set(replace(state, quiet=(start, end)))


def _keep(state: UserState, years: int, now: datetime) -> Step:
    _ = state.diary.kept  # read, so that what is too old goes at once
    return _set(without_old_entries(replace(state, keep_years=years), now))


def _set(state: UserState) -> Step:
    return Step("set", state, (Say("text.settings_saved"),))


def _moved(state: UserState) -> Step:
    # They keep their wall time and move to the new zone; their alarms follow from that.
    away = {reminder.id for reminder in _elsewhere(state)}
    moved = tuple(replace(r, zone=state.zone or r.zone) if r.id in away else r for r in state.reminders)
    return Step("set", replace(state, reminders=moved), (Say("text.settings_zone_saved"),))


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    node = state.node.partition(".")[2]
    leave: Row = (here(state, "back"),)
    if node == "region":
        return (Reply((Say("text.region", style="strong"),), (*region_rows(state, knowledge), leave), replaces=True),)
    if node == "zone":
        return (ask_zone(state, knowledge, leave),)
    if node == "travel":
        zones = sorted({zone_said(reminder.zone) for reminder in _elsewhere(state)})
        values: Values = {"count": len(_elsewhere(state)), "old": ", ".join(zones), "new": zone_said(state.zone or "")}
        says = (Say("text.settings_travel", values, style="strong"), Say("text.settings_travel_how"))
        return (Reply(says, (((here(state, "move"),), (here(state, "keep"),))), replaces=True),)
    if node == "run_days":
        choices = rows((here(state, f"days.{days}", days_said(days_in(days))) for days in DAY_CHOICES), 1)
        says = (Say("text.reminder_run_days", style="strong"), Say("text.reminder_run_days_how"))
        return (Reply(says, (*choices, leave), replaces=True),)
    if node == "quiet":
        spans = (here(state, f"quiet.{a}-{b}", Say("text.span", {"wall": a, "until": b})) for a, b in QUIET_CHOICES)
        says = (Say("text.settings_quiet", style="strong"), Say("text.settings_quiet_how"))
        return (Reply(says, (*rows(spans, 1), (here(state, "quiet_off"),), leave), replaces=True),)
    if node == "log":
        spans = (here(state, f"keep.{years}", Say(f"text.button_keep_{years}")) for years in (*YEARS, 0))
        says = (Say("text.settings_log", style="strong"), Say("text.settings_log_how"))
        return (Reply(says, (*rows(spans, 1), (anywhere("export"), *leave)), replaces=True),)
    return (_menu(state, knowledge),)


def _menu(state: UserState, knowledge: Knowledge) -> Reply:
    other = "mi" if unit_of(state) == "km" else "km"
    not_set = Say("text.not_set")
    region = Say(f"region.{state.region}.label") if state.region in knowledge.regions else not_set
    values: Values = {
        "region": region,
        "zone": zone_said(state.zone or "") or not_set,
        "days": days_said(state.run_days) if state.run_days else not_set,
        "quiet": Say("text.span", {"wall": state.quiet[0], "until": state.quiet[1]}) if state.quiet else not_set,
    }
    says = (
        Say("text.settings", style="strong"),
        Say("text.settings_now", values),
        Say("text.settings_days_and_quiet", values),
        Say("text.settings_log_now", {"span": Say(f"text.keep_{state.keep_years}")}),
    )
    keys = (
        (here(state, "pick_region"), here(state, "pick_zone")),
        (here(state, "pick_run_days"), here(state, "pick_quiet")),
        (here(state, f"unit.{other}", Say(f"text.button_unit_{other}")),),
        (here(state, "pick_log"), anywhere("export")),
        (anywhere("reminders"), anywhere("privacy")),
        (anywhere("forget"), anywhere("home")),
    )
    return Reply(says, keys, replaces=True)


def _accepts(state: UserState, _knowledge: Knowledge) -> Say:
    kinds = {"zone": "zone", "run_days": "weekdays", "quiet": "hours", "log": "keep"}
    accepts = kinds.get(state.node.partition(".")[2], "buttons")
    return Say(f"text.accepts_{accepts}")


SETTINGS = Talk(
    flow=SETTINGS_FLOW, hear=_hear, take=_take, show=_show, accepts=_accepts, rests=frozenset({"settings.menu"})
)
