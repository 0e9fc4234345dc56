"""The shoe log: pairs with what each has behind it, which one is next, and what to look for in them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from dialogs.flows.home import stands
from dialogs.keyboard import Row, anywhere, here, rows
from dialogs.log.distances import Unit, in_metres, unit_of
from dialogs.log.shoes_in_words import pair_said, wear_said, with_pair, with_wear_told, worn_said
from dialogs.log.wear import next_pair, worn_metres
from dialogs.machine import ANYWHERE, Flow, Move
from dialogs.reading.amounts import distance
from dialogs.reading.understand import control, plain, yes_or_no
from dialogs.replies import Reply, Say
from dialogs.state import Shoe, UserState
from dialogs.talk import Step, Talk
from knowledge.levels import Level
from knowledge.load import Knowledge

RESTING = ("shoes.list", "shoes.one")
MOST_PAIRS = 12
LONGEST_NAME = 40  # characters
MOST_WORN = 5_000_000  # metres; no pair lasts that long, so a number slipped
START_CHOICES = (0, 100, 200, 300)  # of the user's unit


def _moves() -> Iterator[Move]:
    yield Move("shoes", ANYWHERE, "check.emergency", when=stands(Level.EMERGENCY))
    yield Move("shoes", ANYWHERE, "check.urgent", when=stands(Level.URGENT))
    yield Move("shoes", ANYWHERE, "shoes.list")
    yield Move("add", "shoes.list", "shoes.name")
    yield Move("named", "shoes.name", "shoes.start")
    yield Move("added", "shoes.start", "shoes.list")
    yield Move("open", "shoes.list", "shoes.one")
    yield Move("set", "shoes.one", "shoes.one")
    yield Move("worn", "shoes.one", "shoes.start")
    yield Move("removed", "shoes.one", "shoes.list")
    for node in ("list", "name", "start"):
        yield Move("again", f"shoes.{node}", f"shoes.{node}")
    for node in ("name", "start", "one"):
        yield Move("back", f"shoes.{node}", "shoes.list")


def begin_shoes(option: str, state: UserState) -> UserState | None:
    """Return the state in which the pairs are shown; None for another option."""
    return replace(state, mark=state.mark + 1, misses=0, pair="") if option == "shoes" else None


def _pair(state: UserState) -> Shoe | None:
    return next((shoe for shoe in state.shoes if shoe.id == state.pair), None)


# What is heard


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    at, said, asked = state.node.partition(".")[2], plain(text), control(text, knowledge)
    if asked in ("back", "cancel"):
        return asked
    if at == "name":
        return f"name.{text}" if asked not in ("menu", "help") else None
    if at == "start":
        if yes_or_no(text, knowledge) == "no" or said in ("new", "brand new"):
            return "start.0"
        return f"start.{said}" if distance(said, knowledge.answers) else None
    if at == "one":
        verbs = {"retire": "retire", "use again": "use", "remove": "remove", "delete": "remove"}
        return verbs.get(said)
    if said in ("add", "add a pair", "new pair", "add shoes", "new shoes"):
        return "add"
    found = re.fullmatch(r"(?:open |show )?(\d{1,2})", said)
    if found:
        return f"open.{found[1]}"
    names = [plain(shoe.name) for shoe in state.shoes]
    return f"open.{names.index(said) + 1}" if said in names else None


# What is taken


def _take(state: UserState, option: str, knowledge: Knowledge, _now: datetime) -> Step | None:
    at, (verb, _, rest) = state.node.partition(".")[2], option.partition(".")
    if verb == "cancel":
        return Step("home", state)
    if verb == "back" and at != "list":
        return Step("back", replace(state, pair=""))
    if at == "name" and verb == "name":
        return _named(state, rest)
    if at == "start" and verb == "start":
        return _started(state, rest, knowledge)
    if at == "list":
        return _take_in_list(state, verb, rest)
    shoe = _pair(state)
    return _take_at_pair(state, shoe, verb) if shoe and at == "one" else None


def _take_in_list(state: UserState, verb: str, rest: str) -> Step | None:
    if verb == "add":
        if len(state.shoes) >= MOST_PAIRS:
            return Step("again", state, (Say("text.shoes_wrong_many", {"most": MOST_PAIRS}),))
        return Step("add", replace(state, pair=""))
    if verb == "open" and rest.isdigit() and 1 <= int(rest) <= len(state.shoes):
        return Step("open", replace(state, pair=state.shoes[int(rest) - 1].id))
    return None


def _named(state: UserState, typed: str) -> Step | None:
    name = " ".join(typed.split())
    if not plain(name):
        return None
    if len(name) > LONGEST_NAME:
        return Step("again", state, (Say("text.shoes_wrong_name", {"most": LONGEST_NAME}),))
    if plain(name) in {plain(shoe.name) for shoe in state.shoes}:
        return Step("again", state, (Say("text.shoes_wrong_twice"),))
    number = state.shoes_made + 1
    shoe = Shoe(f"s{number}", name)
    return Step("named", replace(state, shoes=(*state.shoes, shoe), shoes_made=number, pair=shoe.id))


def _started(state: UserState, typed: str, knowledge: Knowledge) -> Step | None:
    """What the pair has behind it now; the runs that are logged with it already are part of that."""
    shoe, found = _pair(state), distance(plain(typed.replace("_", " ")), knowledge.answers)
    if shoe is None or found is None:
        return None
    amount, named = found
    unit: Unit = unit_of(state) if not named else "mi" if named == "miles" else "km"
    logged = worn_metres(shoe, state.diary.entries) - shoe.start_metres
    start = in_metres(amount, unit) - logged
    if start < 0:
        return Step("again", state, (Say("text.shoes_wrong_below" if amount >= 0 else "text.shoes_wrong_zero"),))
    if start + logged > MOST_WORN:
        return Step("again", state, (Say("text.shoes_wrong_far"),))
    told, says = with_wear_told(with_pair(state, replace(shoe, start_metres=start, told_miles=0)), shoe.id)
    return Step("added", replace(told, pair=""), (Say("text.shoes_saved"), *says))


def _take_at_pair(state: UserState, shoe: Shoe, verb: str) -> Step | None:
    if verb in ("retire", "use") and shoe.retired is (verb == "use"):
        words = "text.shoes_retired" if verb == "retire" else "text.shoes_used_again"
        return Step("set", with_pair(state, replace(shoe, retired=verb == "retire")), (Say(words),))
    if verb == "worn":
        return Step("worn", state)
    if verb == "remove":
        left = tuple(one for one in state.shoes if one.id != shoe.id)
        return Step("removed", replace(state, shoes=left, pair=""), (Say("text.shoes_removed"),))
    return None


# What is shown


def _show(state: UserState, _knowledge: Knowledge) -> tuple[Reply, ...]:
    at, shoe = state.node.partition(".")[2], _pair(state)
    leave: Row = (here(state, "back"), here(state, "cancel"))
    if at == "name":
        return (Reply((Say("text.shoes_name", style="strong"), Say("text.shoes_name_how")), (leave,), replaces=True),)
    if at == "start":
        return (_ask_start(state, leave),)
    if at == "one" and shoe is not None:
        return (_one(state, shoe),)
    return (_list(state),)


def _ask_start(state: UserState, leave: Row) -> Reply:
    unit = unit_of(state)
    choices = [
        here(
            state,
            f"start.{far}_{unit}",
            Say("text.button_shoes_new" if not far else f"text.distance_{unit}", {"far": far}),
        )
        for far in START_CHOICES
    ]
    return Reply(
        (Say("text.shoes_start", style="strong"), Say("text.shoes_start_how")),
        (*rows(choices, 2), leave),
        replaces=True,
    )


def _one(state: UserState, shoe: Shoe) -> Reply:
    values: dict[str, Say | str | int] = {"pair": shoe.name, "distance": worn_said(shoe, state)}
    says = (Say("text.shoes_one", values, style="strong"), *wear_said(shoe, state))
    keys = (
        (here(state, "use" if shoe.retired else "retire"), here(state, "worn")),
        (anywhere("guide.shoe_table", Say("guide.shoe_table.title")), here(state, "remove")),
        (here(state, "back"), anywhere("home")),
    )
    return Reply(says, keys, replaces=True)


def _list(state: UserState) -> Reply:
    lines = [pair_said(number, shoe, state) for number, shoe in enumerate(state.shoes, start=1)]
    numbers = [here(state, f"open.{n}", Say("text.number", {"number": n})) for n in range(1, len(lines) + 1)]
    guides = tuple(anywhere(f"guide.{name}", Say(f"guide.{name}.title")) for name in ("shoe_table", "shoe_buying"))
    title = Say("text.shoes" if lines else "text.shoes_none", style="strong")
    keys = (*rows(numbers, 6), (here(state, "add"),), guides, (anywhere("log"), anywhere("home")))
    return Reply((title, *lines, *_rotation(state)), keys, replaces=True)


def _rotation(state: UserState) -> Iterator[Say]:
    if state.seen_at is None:
        return
    following = next_pair(state.shoes, state.diary.entries, state.seen_at)
    if following is not None:
        yield Say("text.shoes_next", {"pair": following.name})
        yield Say("text.shoes_rotation")


def _accepts(state: UserState, _knowledge: Knowledge) -> Say:
    at = state.node.partition(".")[2]
    return Say(f"text.shoes_accepts_{at}" if at in ("name", "start") else "text.accepts_buttons")


SHOES = Talk(
    flow=Flow("shoes", ("list", "name", "start", "one"), tuple(_moves())),
    hear=_hear,
    take=_take,
    show=_show,
    accepts=_accepts,
    rests=frozenset(RESTING),
)
