"""The words in which runners tell of a run, and the patterns made of them. Text as ``understand.plain`` leaves it."""

from dialogs.diary import Surface
from dialogs.log.distances import Unit

HALF_MARATHON, MARATHON = 21_097, 42_195  # metres

SURFACES: dict[str, Surface] = {
    "road": "road",
    "roads": "road",
    "pavement": "road",
    "tarmac": "road",
    "asphalt": "road",
    "concrete": "road",
    "sidewalk": "road",
    "street": "road",
    "streets": "road",
    "trail": "trail",
    "trails": "trail",
    "dirt": "trail",
    "woods": "trail",
    "forest": "trail",
    "path": "trail",
    "gravel": "trail",
    "grass": "grass",
    "park": "grass",
    "field": "grass",
    "track": "track",
    "treadmill": "treadmill",
    "dreadmill": "treadmill",
    "gym": "treadmill",
    "mixed": "mixed",
}
EFFORTS = {
    "very easy": 2,
    "easy": 3,
    "slow": 3,
    "gentle": 3,
    "recovery": 3,
    "relaxed": 3,
    "steady": 5,
    "moderate": 5,
    "medium": 5,
    "tempo": 7,
    "threshold": 7,
    "fartlek": 7,
    "very hard": 9,
    "hard": 8,
    "tough": 8,
    "fast": 8,
    "intervals": 8,
    "race": 9,
    "all out": 10,
}
ALONE = r"(?<![\w.,:/-])"  # before a number: it does not go on from something else
NUMBER = r"(-?\d{1,9}(?:[.,]\d{1,9})?)"
NO_UNIT = r"(?![\d:/]| ?(?:k|km|kms|mi|min|mins|m|mile|miles|h)\b)"
SCORE = rf"(-? ?\d{{1,4}}(?:[.,]\d)?)(?: ?(?:/|out of) ?10\b)?(?: (?:to|or) (\d{{1,4}}))?{NO_UNIT}"
KM = r"k|kms?|kilomet(?:re|er)s?"
MILES = r"mi|miles?"
ACHE = r"(?:back )?(?:pain|ache|aches|ached|aching|hurt|hurts|hurting|sore|soreness)"
START = r"(?: (?:came on|came|started|starts|began|begins|set in|kicked in))?"
WHEN = {"before": "pain_before", "during": "pain_during", "worst": "pain_during", "after": "pain_after"}
PART = r"(before|during|worst|after)(?:wards?)?"
_A = r"(?: ?min(?:ute)?s?[ /]+(?:per |a )?| ?(?:/|per|a) ?)"
PACE = rf"\b(?:at |pace )?(\d{{1,2}})(?::(\d\d))?{_A}({KM}|{MILES})\b(?: pace)?"
SMALL = frozenset(
    {
        *("i", "a", "an", "my", "the", "it", "was", "is", "and", "of", "in", "on", "at", "with", "for", "from", "to"),
        *("then", "so", "but", "me", "only", "just", "have", "about", "around", "some", "level", "easily", "effort"),
        *("ran", "run", "running", "jog", "jogged", "jogging", "went", "did", "done", "long", "parkrun", "outdoors"),
        *("outside", "back", "pain", "shoes", "shoe", "pair", "wearing", "wore", "took", "pace", "time", "ground"),
        *("surface", "distance", "log", "logged"),
    }
)
TELLS_OF_PAIN = frozenset({"back", "pain"})  # small only where a pain was understood: "5k back pain" is a question


def amount_of(number: str) -> float:
    """Return the value of what ``NUMBER`` or ``SCORE`` found."""
    return float(number.replace(",", ".").replace(" ", ""))


def unit_called(word: str) -> Unit:
    """Return the unit that ``KM`` or ``MILES`` found."""
    return "mi" if word.startswith("m") else "km"
