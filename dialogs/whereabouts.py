"""Asking where somebody is: the region, whose numbers are given, and the time zone. The same wherever it is asked."""

from dialogs.keyboard import Row, here, rows
from dialogs.replies import Reply, Say
from dialogs.schedule import zone_called
from dialogs.state import UserState
from dialogs.understand import plain
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


def is_zone(name: str) -> bool:
    """Whether there is a time zone of this IANA name."""
    try:
        zone_called(name)
    except ValueError:
        return False
    return True


def ask_zone(state: UserState, knowledge: Knowledge, leave: Row) -> Reply:
    """Return the question for the time zone, with those of the user's region as buttons."""
    region = knowledge.regions.get(state.region or "")
    zones = [
        here(state, f"zone.{zone}", Say("text.number", {"number": zone.replace("_", " ")}))
        for zone in (region.zones if region else ())
    ]
    return Reply(
        (Say("text.reminder_zone", style="strong"), Say("text.reminder_zone_how")),
        (*rows(zones, 1), leave),
        replaces=True,
    )
