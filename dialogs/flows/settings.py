"""What a user may set: the region, whose numbers are given, and the time zone, in which reminders come."""

from dataclasses import replace
from datetime import datetime

from dialogs.keyboard import anywhere, here
from dialogs.machine import ANYWHERE, Flow, Move
from dialogs.replies import Reply, Say
from dialogs.schedule import find_zone
from dialogs.state import UserState
from dialogs.talk import Step, Talk
from dialogs.understand import control
from dialogs.whereabouts import ask_zone, is_zone, region_called, region_rows
from knowledge.load import Knowledge

SETTINGS_FLOW = Flow(
    name="settings",
    nodes=("menu", "region", "zone"),
    moves=(
        Move("settings", ANYWHERE, "settings.menu"),
        Move("pick_region", "settings.menu", "settings.region"),
        Move("pick_zone", "settings.menu", "settings.zone"),
        Move("set", "settings.region", "settings.menu"),
        Move("set", "settings.zone", "settings.menu"),
        Move("back", "settings.region", "settings.menu"),
        Move("back", "settings.zone", "settings.menu"),
    ),
)


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    asked = control(text, knowledge)
    if state.node == "settings.region":
        return region_called(text, knowledge) or asked
    if state.node == "settings.zone":
        zone = find_zone(text)
        return f"zone.{zone}" if zone else asked
    return asked


def _take(state: UserState, option: str, knowledge: Knowledge, _now: datetime) -> Step | None:
    if option in ("cancel", "finish"):
        return Step("home", state)
    if option == "back" and state.node != "settings.menu":
        return Step("back", state)
    if state.node == "settings.menu" and option in ("pick_region", "pick_zone"):
        return Step(option, state)
    if state.node == "settings.region" and option in knowledge.regions:
        return Step("set", replace(state, region=option), (Say("text.settings_saved"),))
    if state.node == "settings.zone" and option.startswith("zone."):
        return _set_zone(state, option.removeprefix("zone."))
    return None


def _set_zone(state: UserState, zone: str) -> Step | None:
    if not is_zone(zone):
        return None
    # Reminders keep their wall time and move to the new zone; their alarms follow from that.
    reminders = tuple(replace(reminder, zone=zone) for reminder in state.reminders)
    saved = "text.settings_zone_saved" if reminders else "text.settings_saved"
    return Step("set", replace(state, zone=zone, reminders=reminders), (Say(saved),))


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    if state.node == "settings.region":
        leave = (here(state, "back"),)
        return (Reply((Say("text.region", style="strong"),), (*region_rows(state, knowledge), leave), replaces=True),)
    if state.node == "settings.zone":
        return (ask_zone(state, knowledge, (here(state, "back"),)),)
    region_name = Say(f"region.{state.region}.label") if state.region in knowledge.regions else Say("text.not_set")
    zone_name: Say | str = (state.zone or "").replace("_", " ") or Say("text.not_set")
    return (
        Reply(
            (
                Say("text.settings", style="strong"),
                Say("text.settings_now", {"region": region_name, "zone": zone_name}),
            ),
            (
                (here(state, "pick_region"), here(state, "pick_zone")),
                (anywhere("reminders"), anywhere("privacy")),
                (anywhere("forget"), anywhere("home")),
            ),
            replaces=True,
        ),
    )


def _accepts(state: UserState, _knowledge: Knowledge) -> Say:
    return Say("text.accepts_zone" if state.node == "settings.zone" else "text.accepts_buttons")


SETTINGS = Talk(flow=SETTINGS_FLOW, hear=_hear, take=_take, show=_show, accepts=_accepts)
