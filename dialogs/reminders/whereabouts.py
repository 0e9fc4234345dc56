"""Asking where somebody is: the region, whose numbers are given, and the time zone. The same wherever it is asked."""

from dataclasses import replace
from datetime import datetime

from dialogs.keyboard import Row, here, rows
from dialogs.reading.understand import plain
from dialogs.reading.when import read_clock
from dialogs.reading.zones import find_zones, is_zone, zones_showing
from dialogs.reminders.in_words import zone_said
from dialogs.replies import Reply, Say
from dialogs.state import UserState
from dialogs.talk import Step
from knowledge.load import Knowledge


def region_called(text: str, knowledge: Knowledge) -> str | None:
    """Return the region that a typed name stands for, or None."""
    said = plain(text)
    regions = knowledge.regions.values()
    return next((r.id for r in regions if said in {plain(name) for name in (r.label, r.id, *r.means)}), None)


def region_rows(state: UserState, knowledge: Knowledge) -> tuple[Row, ...]:
    """Return a button for each region."""
    regions = knowledge.regions.values()
    return rows((here(state, region.id, Say(f"region.{region.id}.label")) for region in regions), 2)


def ask_zone(state: UserState, knowledge: Knowledge, leave: Row) -> Reply:
    """Return the question for the time zone, with those of the user's region, or of an unclear answer, as buttons."""
    region = knowledge.regions.get(state.region or "")
    zones = state.zones or (region.zones if region else ())
    choices = (here(state, f"zone.{zone}", Say("text.number", {"number": zone_said(zone)})) for zone in zones)
    asks = Say("text.reminder_zone_which" if state.zones else "text.reminder_zone", style="strong")
    return Reply((asks, Say("text.reminder_zone_how")), (*rows(choices, 1), leave), replaces=True)


def zone_heard(text: str, knowledge: Knowledge) -> str | None:
    """Return the option for a typed city or zone, or for what the user's clock shows; None if it is neither."""
    wall = read_clock(text, knowledge)
    if wall:
        return f"clock.{wall}"
    found = find_zones(text, knowledge)
    return f"zone.{found[0]}" if len(found) == 1 else f"near.{text}" if found else None


def zone_taken(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> str | Step | None:
    """Return the zone that the option names; or the question again, with zones to choose from; else None."""
    verb, _, rest = option.partition(".")
    if verb == "zone":
        return rest if is_zone(rest) else None
    if verb == "near":
        return Step("again", replace(state, zones=find_zones(rest, knowledge)))
    if verb != "clock":
        return None
    found = zones_showing(rest, now, state.region, knowledge)
    own = knowledge.regions.get(state.region or "")
    if own and len(found) == 1 and found[0] in own.zones:
        return found[0]
    return Step("again", replace(state, zones=found), () if found else (Say("text.reminder_wrong_clock"),))
