"""The table of moves for logging a run: question after question, the run as a whole, and the list of the last ones."""

from collections.abc import Iterator
from dataclasses import replace

from dialogs.flows.home import stands
from dialogs.flows.run_list import LIST, ONE
from dialogs.log.run_drafts import worst_pain
from dialogs.log.wear import A_ROTATION
from dialogs.machine import ANYWHERE, Effect, Guard, Move, Walker
from dialogs.state import RunDraft, UserState
from knowledge.levels import Level

STOPS = ("distance", "minutes", "surface", "shoes", "effort", "after", "during", "before", "ache")
FIXABLE = (*STOPS, "day")


def moves() -> Iterator[Move]:
    for event in ("run", "told_run", "runs"):
        yield Move(event, ANYWHERE, "check.emergency", when=stands(Level.EMERGENCY))
        yield Move(event, ANYWHERE, "check.urgent", when=stands(Level.URGENT))
    yield Move("run", ANYWHERE, "run.unit", when=_unit_is_open)
    yield Move("run", ANYWHERE, "run.distance", do=_arrive_at("distance"))
    yield Move("unit", "run.unit", "run.distance", do=_arrive_at("distance"))
    yield Move("told_run", ANYWHERE, "run.confirm", do=_arrive_at("confirm"))
    yield Move("runs", ANYWHERE, LIST)
    for index, stop in enumerate(STOPS):
        node = f"run.{stop}"
        yield Move("given", node, "run.confirm", when=_is_fixed, do=_arrive_at("confirm"))
        for following in STOPS[index + 1 :]:
            yield Move("given", node, f"run.{following}", when=_is_wanted(following), do=_arrive_at(following))
        yield Move("given", node, "run.confirm", do=_arrive_at("confirm"))
        yield Move("enough", node, "run.confirm", do=_arrive_at("confirm"))
        for earlier in reversed(STOPS[:index]):
            yield Move("back", node, f"run.{earlier}", when=_is_last(earlier))
        yield Move("back", "run.confirm", node, when=_is_last(stop))
    yield Move("given", "run.day", "run.confirm", do=_arrive_at("confirm"))
    for stop in ("unit", "confirm", *FIXABLE):
        yield Move("again", f"run.{stop}", f"run.{stop}")
    for source in ("run.confirm", "run.saved", LIST, ONE):
        yield Move("change", source, "run.change")
    for stop in FIXABLE:
        yield Move(f"pick_{stop}", "run.change", f"run.{stop}")
    yield Move("back", "run.change", "run.confirm", do=_arrive_at("confirm"))
    yield Move("saved", "run.confirm", "run.saved")
    yield Move("undone", "run.saved", "home.idle")
    yield Move("open", LIST, ONE)
    yield Move("listed", ONE, LIST)
    yield Move("listed", LIST, LIST)


def _unit_is_open(walker: Walker) -> bool:
    return walker.state.unit is None and walker.state.region in (None, "elsewhere")


def _is_fixed(walker: Walker) -> bool:
    return walker.state.run is not None and walker.state.run.is_fixed


def _is_last(stop: str) -> Guard:
    return lambda walker: walker.state.run is not None and walker.state.run.path[-1:] == (stop,)


def _is_wanted(stop: str) -> Guard:
    return lambda walker: is_wanted(stop, walker.state)


def is_wanted(stop: str, state: UserState) -> bool:
    """Whether a question is still to the point: not answered, and not made pointless by another answer."""
    run = state.run.run if state.run else None
    if run is None:
        return stop == "distance"
    if stop == "shoes":
        return run.shoes is None and sum(not shoe.retired for shoe in state.shoes) >= A_ROTATION
    if stop in ("during", "before"):
        return run.pain_after is not None and getattr(run, f"pain_{stop}") is None
    if stop == "ache":
        return bool(worst_pain(run)) and run.ache_from_metres is None
    return getattr(run, {"distance": "metres", "after": "pain_after"}.get(stop, stop)) is None


def _arrive_at(stop: str) -> Effect:
    def arrive(walker: Walker) -> None:
        draft = walker.state.run or RunDraft()
        path = draft.path if draft.path[-1:] == (stop,) else (*draft.path, stop)
        walker.state = replace(walker.state, run=replace(draft, path=path, is_fixed=False))

    return arrive
