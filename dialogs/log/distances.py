"""Distances: metres inside, kilometres or miles for the user."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from dialogs.reading.understand import one_of
from dialogs.replies import Say
from dialogs.state import UserState
from dialogs.training.sums import KM_IN_A_MILE
from knowledge.load import Knowledge

Unit = Literal["km", "mi"]

METRES_IN: Mapping[Unit, float] = MappingProxyType({"km": 1000.0, "mi": 1000 * KM_IN_A_MILE})
_NAMES = {
    f"{before}{name}": unit
    for unit, names in (("km", ("k", "km", "kms", "kilometres", "kilometers")), ("mi", ("mi", "mile", "miles")))
    for name in names
    for before in ("", "in ")
}
REGIONS_WITH_MILES = frozenset({"uk", "us"})
TOLD_EXACTLY_BELOW = 100  # of a unit; from there on the tenths are of no use to anybody


def unit_named(text: str, knowledge: Knowledge) -> Unit | None:
    """Return the unit that the whole text names, such as "miles" or "in km"; None if it names none."""
    name = one_of(text, _NAMES, knowledge)
    return None if name is None else "km" if name == "km" else "mi"


def unit_of(state: UserState) -> Unit:
    """Return the unit that the user chose, or else the one that is usual where the user lives."""
    return state.unit or ("mi" if state.region in REGIONS_WITH_MILES else "km")


def in_metres(amount: float, unit: Unit) -> int:
    """Return the distance in whole metres."""
    return round(amount * METRES_IN[unit])


def in_unit(metres: float, unit: Unit) -> str:
    """Return the number that people would say: tenths for a run, none for what a pair of shoes has behind it."""
    far = metres / METRES_IN[unit]
    return f"{far:.0f}" if far >= TOLD_EXACTLY_BELOW else f"{round(far, 1):g}"


def distance_said(metres: float, unit: Unit) -> Say:
    """Return the words for a distance."""
    far = in_unit(metres, unit)
    return Say("text.distance_one_mi" if (unit, far) == ("mi", "1") else f"text.distance_{unit}", {"far": far})
