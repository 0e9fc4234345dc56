"""Small sums for runners: steps a minute, the change of weekly distance, and next week's distance by the rule of thumb.

A sum asks for a few amounts and answers with words of ``text.sum_*``. Amounts are kept as they were given, such as "30"
or "12.5 km". The articles' figures are rules of thumb, and every result says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import floor
from types import MappingProxyType
from typing import Literal

from dialogs.reading.amounts import count, distance
from dialogs.reading.understand import plain, yes_or_no
from dialogs.replies import Say
from knowledge.load import Knowledge

WINDOWS = (15, 30, 60)  # seconds of counting steps; our own choice, no article names a time
MOST_STEPS_A_MINUTE = 300  # nobody runs like that: a slip
ONE_FOOT_BELOW = 120  # steps a minute; so few are more likely those of one foot
ARTICLE_CADENCE = (170, 180)  # source: article 000
MORE_STEPS = (1.05, 1.10)  # source: docs/safety.md, disputed claims
RULE_PERCENT = 10  # source: articles 000 and 001; a rule of thumb
LONGEST_WEEK = 500  # km or miles; more is a slip
KM_IN_A_MILE = 1.609344

Amounts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One amount that a sum needs.

    id:      ``text.sum_<sum>_<id>`` asks for it.
    kind:    what is read: a number of seconds or steps, a week's distance, or yes and no.
    wrong:   what is wrong with an amount, given those before it, as an id of ``text.sum_wrong_*``; None if nothing.
    offered: amounts to choose from -> the words on their buttons.
    """

    id: str
    kind: Literal["seconds", "steps", "week", "answer"]
    wrong: Callable[[str, Amounts], str | None]
    offered: Mapping[str, Say] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Sum:
    """A few amounts and what comes of them. topic: the quick question that tells more, and where it comes from."""

    id: str
    asks: tuple[Asked, ...]
    result: Callable[[Amounts], tuple[Say, ...]]
    topic: str


def read_amount(asked: Asked, text: str, knowledge: Knowledge) -> str | None:
    """Return the typed amount as it is kept, or None if the text holds none, or several."""
    if asked.kind == "answer":
        return yes_or_no(text, knowledge)
    if asked.kind == "week":
        found = distance(plain(text), knowledge.answers)
        return f"{found[0]:g} {found[1]}".strip() if found else None
    number = count(plain(text), knowledge.answers)
    return None if number is None else str(number)


# Steps a minute


def _wrong_window(amount: str, _before: Amounts) -> str | None:
    return None if int(amount) in WINDOWS else "window"


def _wrong_steps(amount: str, before: Amounts) -> str | None:
    if int(amount) <= 0:
        return "zero"
    return "steps" if _a_minute(before[0], amount) > MOST_STEPS_A_MINUTE else None


def _a_minute(seconds: str, steps: str) -> int:
    return round(int(steps) * 60 / int(seconds))


def _cadence(amounts: Amounts) -> tuple[Say, ...]:
    steps = _a_minute(*amounts)
    low, high = ARTICLE_CADENCE
    said = [Say("text.sum_cadence_result", {"steps": steps}, style="strong")]
    if steps < ONE_FOOT_BELOW:
        said.append(Say("text.sum_cadence_one_foot", {"double": steps * 2}))
    if steps < low:
        few, many = (round(steps * more) for more in MORE_STEPS)
        said.append(Say("text.sum_cadence_below", {"low": low, "high": high, "few": few, "many": many}))
    else:
        said.append(
            Say("text.sum_cadence_within" if steps <= high else "text.sum_cadence_above", {"low": low, "high": high})
        )
    return (*said, Say("text.sum_cadence_style"))


CADENCE = Sum(
    "cadence",
    (
        Asked(
            "window",
            "seconds",
            _wrong_window,
            MappingProxyType({str(seconds): Say("text.sum_seconds", {"seconds": seconds}) for seconds in WINDOWS}),
        ),
        Asked("steps", "steps", _wrong_steps),
    ),
    _cadence,
    "cadence",
)


# Weekly distance


def _wrong_week(amount: str, _before: Amounts) -> str | None:
    far, _unit = _week(amount)
    if far <= 0:
        return "zero"
    return "week" if far > LONGEST_WEEK else None


def _week(amount: str) -> tuple[float, str]:
    number, _, unit = amount.partition(" ")
    return float(number), unit


def change_percent(before: str, after: str) -> float:
    """Return by how many percent the second distance is longer, to one decimal; a missing unit is that of the other."""
    (first, first_unit), (second, second_unit) = _week(before), _week(after)
    if first_unit and second_unit and first_unit != second_unit:
        second *= KM_IN_A_MILE if second_unit == "miles" else 1 / KM_IN_A_MILE
    return round((second - first) / first * 100, 1)


def _mileage(amounts: Amounts) -> tuple[Say, ...]:
    change = change_percent(*amounts)
    values: dict[str, Say | str | int] = {"percent": f"{abs(change):g}", "rule": RULE_PERCENT}
    if change > RULE_PERCENT:
        said = (Say("text.sum_mileage_more", values, style="strong"), Say("text.sum_mileage_jump", values))
    elif change > 0:
        said = (Say("text.sum_mileage_more", values, style="strong"), Say("text.sum_mileage_small", values))
    else:
        name = "text.sum_mileage_less" if change else "text.sum_mileage_same"
        said = (Say(name, values, style="strong"), Say("text.sum_mileage_easy"))
    return (*said, Say("text.sum_rule_of_thumb"))


MILEAGE = Sum(
    "mileage",
    (Asked("last", "week", _wrong_week), Asked("this", "week", _wrong_week)),
    _mileage,
    "ten_percent_rule",
)


def _next_week(amounts: Amounts) -> tuple[Say, ...]:
    far, unit = _week(amounts[0])
    # Rounded down, so that the figure never passes the rule it is worked out by.
    highest = floor(round(far * (100 + RULE_PERCENT) / 10, 6)) / 10
    values: dict[str, Say | str | int] = {"highest": f"{highest:g} {unit}".strip(), "rule": RULE_PERCENT}
    sudden = "text.sum_next_week_steady" if amounts[1] == "no" else "text.sum_next_week_one_thing"
    return (
        Say("text.sum_next_week_result", values, style="strong"),
        Say(sudden),
        Say("text.sum_rule_of_thumb"),
    )


def _nothing_wrong(_amount: str, _before: Amounts) -> None:
    return None


NEXT_WEEK = Sum(
    "next_week",
    (
        Asked("distance", "week", _wrong_week),
        Asked(
            "sudden",
            "answer",
            _nothing_wrong,
            MappingProxyType({name: Say(f"text.button_{name}") for name in ("yes", "no", "not_sure")}),
        ),
    ),
    _next_week,
    "ten_percent_rule",
)

SUMS: Mapping[str, Sum] = MappingProxyType({each.id: each for each in (CADENCE, MILEAGE, NEXT_WEEK)})
