"""One stop of a routine in words: what to do, how much, what to feel, when to stop, and what of it is our own."""

from collections.abc import Iterator

from dialogs.keyboard import anywhere, here
from dialogs.replies import Reply, Say
from dialogs.state import UserState
from dialogs.training.stops import Stop, stops_at
from dialogs.training.timing import length
from knowledge.load import Knowledge
from knowledge.schema import Routine


def step_message(state: UserState, knowledge: Knowledge) -> Reply:
    """Return the message of the stop at which the talk stands. The first one begins with the routine's own words."""
    routine = knowledge.routines[state.node.partition(".")[0]]
    walk = stops_at(state.node, knowledge)
    index = next(index for index, stop in enumerate(walk) if stop.node == state.node)
    stop = walk[index]
    exercise, words = knowledge.exercises[stop.step.exercise], f"exercise.{stop.step.exercise}"
    title: dict[str, Say | str | int] = {"number": index + 1, "total": len(walk), "title": Say(f"{words}.title")}
    says = (
        *(_opening(routine) if index == 0 else ()),
        Say(f"text.step_{stop.side}" if stop.side in ("left", "right") else "text.step", title, style="strong"),
        *([Say(f"{words}.caution")] if exercise.caution else []),
        Say(f"{words}.text"),
        _measure(routine, stop),
        Say("text.step_feel", {"feel": Say(f"{words}.feel")}),
        Say("text.step_stop", {"stop": Say(f"{words}.stop")}),
        *_own_choice(routine, stop),
    )
    forward = [here(state, "next")] if stop.step.seconds is None else [here(state, "timer"), here(state, "next")]
    back = here(state, "back") if index else anywhere(f"from_routine.{routine.id}")
    return Reply(says, (tuple(forward), (back, here(state, "pause"), here(state, "stop"))), replaces=True)


def _opening(routine: Routine) -> Iterator[Say]:
    yield Say(f"routine.{routine.id}.intro")
    if routine.caution:
        yield Say(f"routine.{routine.id}.caution")


def _measure(routine: Routine, stop: Stop) -> Say:
    if stop.step.seconds is not None:
        return Say("text.step_seconds", {"length": length(stop.step.seconds)})
    count = Say(f"step.{routine.id}.{stop.step.id}.count")
    return Say("text.step_each_side" if stop.side == "each" else "text.step_count", {"count": count})


def _own_choice(routine: Routine, stop: Stop) -> Iterator[Say]:
    """What the articles leave out of this step; how a move is done in detail is always told in our own words."""
    measure = "count" if stop.step.seconds is None else "seconds"
    is_ours, measure_is_ours = (_is_own(routine, stop.step.id, field) for field in ("exercise", measure))
    if is_ours and measure_is_ours:
        yield Say("text.step_own_all")
    elif is_ours:
        yield Say("text.step_own_exercise")
    elif measure_is_ours:
        yield Say("text.step_own_measure")


def _is_own(routine: Routine, step: str, field: str) -> bool:
    return not {"steps", f"steps.{field}", step, f"{step}.{field}"}.isdisjoint(routine.own)
