"""The dialogue of a small sum: amount after amount, then what comes of it. The nodes are ``sum.<sum>.<amount>``."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from dialogs.flows.home import stands
from dialogs.keyboard import anywhere, here, rows
from dialogs.machine import ANYWHERE, Flow, Move
from dialogs.reading.understand import control
from dialogs.replies import Reply, Say
from dialogs.state import UserState
from dialogs.talk import Step, Talk
from dialogs.training.sums import SUMS, Asked, Sum, read_amount
from knowledge.levels import Level
from knowledge.load import Knowledge

SUM, RESULT = "sum", "result"
RESULTS = frozenset(f"{SUM}.{name}.{RESULT}" for name in SUMS)


def begun_sum(option: str, state: UserState) -> UserState | None:
    """Return the state in which a sum begins; None if the option, ``sum.<sum>``, names none."""
    kind, _, name = option.partition(".")
    if kind != SUM or name not in SUMS:
        return None
    return replace(state, mark=state.mark + 1, misses=0, amounts=())


def _stops(sum_: Sum) -> tuple[str, ...]:
    return (*(asked.id for asked in sum_.asks), RESULT)


def _moves(sum_: Sum) -> Iterator[Move]:
    way_in = f"{SUM}.{sum_.id}"
    nodes = [f"{way_in}.{stop}" for stop in _stops(sum_)]
    yield Move(way_in, ANYWHERE, "check.emergency", when=stands(Level.EMERGENCY))
    yield Move(way_in, ANYWHERE, "check.urgent", when=stands(Level.URGENT))
    yield Move(way_in, ANYWHERE, nodes[0])
    for node, following in pairwise(nodes):
        yield Move("given", node, following)
        yield Move("again", node, node)
    for earlier, node in pairwise(nodes[:-1]):
        yield Move("back", node, earlier)


def _at(state: UserState) -> tuple[Sum, Asked | None]:
    """The sum, and the amount that is asked for; None at the result."""
    _, name, stop = state.node.split(".")
    return SUMS[name], next((asked for asked in SUMS[name].asks if asked.id == stop), None)


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    _, asked = _at(state)
    amount = read_amount(asked, text, knowledge) if asked else None
    if amount is not None:
        return f"is.{amount}"
    return {"back": "back", "cancel": "stop", "finish": "stop"}.get(control(text, knowledge) or "")


def _take(state: UserState, option: str, knowledge: Knowledge, _now: datetime) -> Step | None:
    _, asked = _at(state)
    if option == "stop":
        return Step("home", replace(state, amounts=()))
    if asked is None:
        return None
    if option == "back":
        return Step("back", replace(state, amounts=state.amounts[:-1])) if state.amounts else None
    kind, _, rest = option.partition(".")
    amount = read_amount(asked, rest.replace("_", " "), knowledge) if kind == "is" else None
    if amount is None:
        return None
    wrong = asked.wrong(amount, state.amounts)
    if wrong is not None:
        return Step("again", state, (Say(f"text.sum_wrong_{wrong}"),))
    return Step("given", replace(state, amounts=(*state.amounts, amount)))


def _show(state: UserState, _knowledge: Knowledge) -> tuple[Reply, ...]:
    sum_, asked = _at(state)
    if asked is None:
        leave = (anywhere(f"from.{sum_.topic}"), anywhere("home"))
        once_more = anywhere(f"{SUM}.{sum_.id}", Say("text.button_restart"))
        return (Reply(sum_.result(state.amounts), ((once_more,), leave), replaces=True),)
    offered = [here(state, f"is.{amount}", label) for amount, label in asked.offered.items()]
    back = [here(state, "back")] if state.amounts else []
    question = Say(f"text.sum_{sum_.id}_{asked.id}", style="strong")
    return (Reply((question,), (*rows(offered, 3), (*back, here(state, "stop"))), replaces=True),)


def _accepts(state: UserState, _knowledge: Knowledge) -> Say:
    _, asked = _at(state)
    return Say(f"text.sum_accepts_{asked.kind}" if asked else "text.accepts_buttons")


FIGURES = Talk(
    flow=Flow(
        SUM,
        tuple(f"{sum_.id}.{stop}" for sum_ in SUMS.values() for stop in _stops(sum_)),
        tuple(move for sum_ in SUMS.values() for move in _moves(sum_)),
    ),
    hear=_hear,
    take=_take,
    show=_show,
    accepts=_accepts,
    rests=RESULTS,
)
