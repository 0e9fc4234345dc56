"""A shared place becomes a time zone at the door; the place itself goes no further."""

import pytest

from bot.incoming import Arrival, read
from dialogs.events import Event, Located, Shared
from tests.bot.talks import message


def event_of(place: dict[str, object]) -> Event | None:
    meaning = read({"update_id": 1, "message": message(None, location=place)}, "backstride_bot")
    return meaning.event if isinstance(meaning, Arrival) else None


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [(51.5, -0.12, "Europe/London"), (19.07, 72.87, "Asia/Kolkata"), (-33.92, 18.42, "Africa/Johannesburg")],
)
def test_a_place_on_land_is_known_by_its_zone(latitude: float, longitude: float, zone: str) -> None:
    assert event_of({"latitude": latitude, "longitude": longitude}) == Located(zone)


@pytest.mark.parametrize(("latitude", "longitude"), [(1.0, 2.0), (100.0, 200.0)])
def test_a_place_at_sea_or_nowhere_has_none(latitude: float, longitude: float) -> None:
    assert event_of({"latitude": latitude, "longitude": longitude}) == Shared("location")


@pytest.mark.parametrize("place", [{"latitude": "north"}, {"latitude": 1.0}, {"latitude": None, "longitude": None}])
def test_a_place_that_is_none_is_nothing(place: dict[str, object]) -> None:
    assert event_of(place) is None
