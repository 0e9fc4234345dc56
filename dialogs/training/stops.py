"""A routine as it is walked: its steps in order, a timed one for each side, since each side has a timer of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dialogs.state import UserState
from knowledge.load import Knowledge
from knowledge.schema import Exercise, Routine
from knowledge.schema import Step as RoutineStep

PAUSED = "paused"

Side = Literal["left", "right", "each"]


@dataclass(frozen=True, slots=True)
class Stop:
    """One message of a routine. ``node`` is that of the talk; ``side`` is None where the exercise has no sides."""

    node: str
    step: RoutineStep
    side: Side | None = None


def stops(routine: Routine, exercises: Mapping[str, Exercise]) -> tuple[Stop, ...]:
    """Return the stops of the routine, in order. A counted step is one stop, also where it is done on each side."""
    found = []
    for step in routine.steps:
        node = f"{routine.id}.{step.id}"
        if not exercises[step.exercise].sides:
            found.append(Stop(node, step))
        elif step.seconds is None:
            found.append(Stop(node, step, "each"))
        else:
            found += [Stop(node, step, "left"), Stop(f"{node}.right", step, "right")]
    return tuple(found)


def stops_at(node: str, knowledge: Knowledge) -> tuple[Stop, ...]:
    """Return the stops of the routine that a node belongs to; none if it is no routine's."""
    routine = knowledge.routines.get(node.partition(".")[0])
    return stops(routine, knowledge.exercises) if routine else ()


def place(node: str, knowledge: Knowledge) -> int | None:
    """Return how many stops come before this node in its routine; None if it is no stop."""
    nodes = [stop.node for stop in stops_at(node, knowledge)]
    return nodes.index(node) if node in nodes else None


def paused_routine(state: UserState, knowledge: Knowledge) -> str | None:
    """Return the routine that waits to be gone on with, or None."""
    if state.paused is None or place(state.paused, knowledge) is None:
        return None
    return state.paused.partition(".")[0]


def is_paused_in(state: UserState, routine: str, knowledge: Knowledge) -> bool:
    """Whether this routine waits to be gone on with."""
    return paused_routine(state, knowledge) == routine
