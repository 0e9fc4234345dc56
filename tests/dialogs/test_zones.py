"""Where somebody is, by a city or by the clock on the wall."""

from datetime import UTC, datetime

import pytest

from dialogs.reading.zones import find_zones, is_zone, zones_showing
from tests.dialogs.walking import the_content

CONTENT = the_content()
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("london", "Europe/London"),
        ("New York", "America/New_York"),
        ("europe/berlin", "Europe/Berlin"),
        ("UTC", "UTC"),
        ("Lndon", "Europe/London"),
        ("Berlni", "Europe/Berlin"),
        ("San Fransisco", "America/Los_Angeles"),
        ("manchester", "Europe/London"),
        ("Boston", "America/New_York"),
        ("Mumbai", "Asia/Kolkata"),
        ("munich", "Europe/Berlin"),
        ("Barcelona", "Europe/Madrid"),
        ("cape town", "Africa/Johannesburg"),
        ("canada/eastern", "Canada/Eastern"),
    ],
)
def test_a_zone_is_found_by_its_name_or_a_city_with_slips(typed: str, zone: str) -> None:
    assert find_zones(typed, CONTENT) == (zone,)


@pytest.mark.parametrize("typed", ["Atlantis", "Mars/Base", "x", "", "my back hurts", "🙃"])
def test_what_is_no_place_finds_nothing(typed: str) -> None:
    assert find_zones(typed, CONTENT) == ()


def test_every_zone_of_the_content_exists() -> None:
    named = {zone for region in CONTENT.regions.values() for zone in region.zones} | {*CONTENT.answers.cities}

    assert {zone for zone in named if not is_zone(zone)} == set()


@pytest.mark.parametrize(
    ("wall", "region", "zones"),
    [
        ("07:00", "us", ("America/New_York",)),
        ("05:03", "us", ("America/Denver",)),
        ("12:02", "uk", ("Europe/London",)),
        ("23:00", "australia", ("Australia/Sydney",)),
        ("17:45", None, ("Asia/Kathmandu",)),
        ("12:20", None, ()),
    ],
)
def test_the_clock_tells_the_zone_those_of_the_region_first(
    wall: str, region: str | None, zones: tuple[str, ...]
) -> None:
    assert zones_showing(wall, NOON, region, CONTENT)[: len(zones) or None] == zones


def test_few_zones_that_differ_are_offered() -> None:
    found = zones_showing("13:00", NOON, None, CONTENT)

    assert "Europe/Berlin" in found
    assert "Europe/Madrid" not in found
    assert len(found) <= 6
