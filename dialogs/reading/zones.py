"""Where somebody is, by a city's name, with slips of the thumb, or by what their clock shows: the names of zones."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

from dialogs.reading.understand import plain
from dialogs.reminders.schedule import zone_called
from knowledge.load import Knowledge

CLOSE_ENOUGH = 82  # of 100, rapidfuzz's ratio: one slip in a name of six letters
FUZZY_FROM = 5  # letters; shorter names have too many look-alikes
AS_CLOSE = 4  # of 100: names that are this near to the best one could be meant as well
MOST = 6  # zones to choose from, so that their buttons fit a phone
CLOCK_IS_OFF = timedelta(minutes=7)  # zones lie a quarter of an hour apart at least

_NO_PLACES = ("Etc/", "SystemV/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/")  # they end in no city's name


def is_zone(name: str) -> bool:
    """Whether there is a time zone of this IANA name."""
    try:
        zone_called(name)
    except ValueError:
        return False
    return True


def find_zones(typed: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the zones that a typed zone name or city may stand for, the likeliest first; one if it is plain."""
    name = _name(typed)
    names = _names(knowledge)
    if name in names:
        return (names[name],)
    if len(name) < FUZZY_FROM:
        return ()
    near = process.extract(name, names.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=MOST)
    found = [names[match] for match, score, _ in near if score >= near[0][1] - AS_CLOSE]
    return tuple(dict.fromkeys(found))


def zones_showing(wall: str, now: datetime, region: str | None, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the zones whose clocks show this time now, those of the user's region first; alone, if there are any."""
    shown = time.fromisoformat(wall)
    own = knowledge.regions.get(region or "")
    near = tuple(zone for zone in (own.zones if own else ()) if _shows(zone, shown, now))
    return near or tuple(_one_each((zone for zone in _well_known(knowledge) if _shows(zone, shown, now)), now))[:MOST]


def _shows(zone: str, wall: time, now: datetime) -> bool:
    local = now.astimezone(zone_called(zone)).replace(tzinfo=None)
    meant = datetime.combine(local.date(), wall)
    return any(abs(local - meant - timedelta(days=days)) <= CLOCK_IS_OFF for days in (-1, 0, 1))


def _one_each(zones: Iterable[str], now: datetime) -> Iterator[str]:
    """Leave out what keeps the same time now and in half a year as an earlier one."""
    seen = set()
    for zone in zones:
        where = zone_called(zone)
        kept = tuple((now + timedelta(days=days)).astimezone(where).utcoffset() for days in (0, 91, 182, 273))
        if kept not in seen:
            seen.add(kept)
            yield zone


def _well_known(knowledge: Knowledge) -> tuple[str, ...]:
    by_region = [zone for region in knowledge.regions.values() for zone in region.zones]
    return tuple(dict.fromkeys([*by_region, *knowledge.answers.cities, *sorted(set(_names(knowledge).values()))]))


@lru_cache(maxsize=4)
def _names(knowledge: Knowledge) -> dict[str, str]:
    """Every name -> its zone. A zone's own city wins over a city of the content, and that over an old zone name."""
    zones = sorted(name for name in available_timezones() if "/" in name)
    called_after = [name for name in zones if not name.startswith(_NO_PLACES)]
    names = {plain(city): zone for zone, cities in knowledge.answers.cities.items() for city in cities}
    names |= {_name(name.rsplit("/", 1)[1]): name for name in called_after}
    return names | {_name(name): name for name in zones} | {"utc": "UTC", "gmt": "Etc/GMT"}


def _name(typed: str) -> str:
    return plain(typed.replace("_", " ").replace("/", " "))
