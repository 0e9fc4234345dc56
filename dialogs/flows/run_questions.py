"""The questions about a run, each with the likeliest answers as buttons: what was answered last comes first."""

from collections.abc import Iterable, Iterator

from dialogs.diary import RunLogged
from dialogs.flows.run_list import last_runs
from dialogs.keyboard import Row, anywhere, here, rows
from dialogs.log.distances import distance_said, in_metres, in_unit, unit_of
from dialogs.log.runs_in_words import calls_for_check, minutes_said, run_said
from dialogs.replies import Button, Reply, Say
from dialogs.state import RunDraft, UserState
from knowledge.load import Knowledge
from knowledge.schema import SCORES

OFFERED = 6  # buttons for distances and times
DISTANCES = (5, 8, 10, 3, 15, 21)  # of the user's unit, after those of the last runs
MINUTES = (30, 45, 60, 20, 90, 120)
SURFACES = ("road", "trail", "grass", "track", "treadmill", "mixed")
EFFORTS = ((3, "easy"), (5, "steady"), (8, "hard"))
SCORES_IN_A_ROW = 6
DAYS = ("today", "yesterday", "2_days_ago")
SHARES = (0.25, 0.5, 0.75)  # of the way, for where the ache may have begun


def show_question(state: UserState, knowledge: Knowledge) -> Reply:
    """Return the question at which the talk stands, or the run as a whole."""
    at, draft = state.node.partition(".")[2], state.run or RunDraft()
    if at in ("confirm", "saved", "change") and draft.run is not None:
        return _whole(state, draft, draft.run, at)
    if at == "unit":
        choices: tuple[Row, ...] = (tuple(_unit(state, unit) for unit in ("km", "mi")),)
        return Reply((Say("text.run_unit", style="strong"),), (*choices, (here(state, "stop"),)), replaces=True)
    says = [Say(f"text.run_{at}", style="strong")]
    if at == "distance":
        says.append(Say("text.run_distance_how"))
    return Reply(tuple(says), (*_choices(state, draft, at), *_leave(state, draft, at)), replaces=True)


def _unit(state: UserState, unit: str) -> Button:
    return here(state, f"unit.{unit}", Say(f"text.button_unit_{unit}"))


def _choices(state: UserState, draft: RunDraft, at: str) -> tuple[Row, ...]:
    if at == "distance":
        other = "mi" if unit_of(state) == "km" else "km"
        return (*rows(_distances(state), 3), (_unit(state, other),))
    if at == "minutes":
        lately = [run.minutes for run in last_runs(state) if run.minutes is not None]
        found = list(dict.fromkeys([*lately[:3], *MINUTES]))[:OFFERED]
        return rows((here(state, f"minutes.{minutes}", minutes_said(minutes)) for minutes in found), 3)
    if at == "surface":
        lately_on = [run.surface for run in last_runs(state) if run.surface is not None]
        surfaces = dict.fromkeys([*lately_on[:1], *SURFACES])
        return rows((here(state, f"surface.{name}", Say(f"text.button_on_{name}")) for name in surfaces), 3)
    if at == "shoes":
        lately_in = [run.shoes for run in last_runs(state)]
        in_use = sorted(
            (shoe for shoe in state.shoes if not shoe.retired),
            key=lambda shoe: lately_in.index(shoe.id) if shoe.id in lately_in else len(lately_in),
        )
        return rows((here(state, f"shoes.{shoe.id}", Say("text.number", {"number": shoe.name})) for shoe in in_use), 2)
    if at == "effort":
        return rows((here(state, f"effort.{n}", Say(f"text.button_effort_{name}")) for n, name in EFFORTS), 3)
    if at == "day":
        return rows((here(state, f"day.{day}", Say(f"text.button_day_{day}")) for day in DAYS), 3)
    if at == "ache":
        return rows(_ache_distances(state, draft), 3)
    scores = rows(
        (here(state, f"{at}.{score}", Say("text.number", {"number": score})) for score in SCORES), SCORES_IN_A_ROW
    )
    return ((here(state, "no_pain"),), *scores) if at == "after" else scores


def _distances(state: UserState) -> Iterator[Button]:
    unit = unit_of(state)
    lately = (in_unit(run.metres, unit) for run in last_runs(state))
    found = list(dict.fromkeys([*list(dict.fromkeys(lately))[:3], *(str(far) for far in DISTANCES)]))[:OFFERED]
    for far in found:
        yield here(state, f"distance.{far}_{unit}", distance_said(in_metres(float(far), unit), unit))


def _ache_distances(state: UserState, draft: RunDraft) -> Iterator[Button]:
    unit, metres = unit_of(state), draft.run.metres if draft.run else 0
    yield here(state, f"ache.0_{unit}", Say("text.button_ache_at_once"))
    for far in dict.fromkeys(in_unit(metres * share, unit) for share in SHARES):
        yield here(state, f"ache.{far}_{unit}", distance_said(in_metres(float(far), unit), unit))


def _leave(state: UserState, draft: RunDraft, at: str) -> Iterable[Row]:
    back = (here(state, "back"),) if draft.is_fixed or len(draft.path) > 1 else ()
    if draft.is_fixed:
        leave_out = () if at in ("distance", "day") else (here(state, "skip", Say("text.button_run_clear")),)
        return ((*leave_out, *back),)
    if at == "distance":
        return ((*back, here(state, "stop", Say("text.button_cancel"))),)
    return ((*back, here(state, "skip"), here(state, "finish", Say("text.button_run_enough"))),)


def _whole(state: UserState, draft: RunDraft, run: RunLogged, at: str) -> Reply:
    said = tuple(run_said(run, state))
    if at == "confirm":
        cancel = here(state, "stop", Say("text.button_cancel"))
        return Reply(
            (Say("text.run_confirm"), *said), ((here(state, "save"),), (here(state, "change"), cancel)), replaces=True
        )
    if at == "change":
        stops = ("distance", "minutes", "surface", "effort", "after", "during", "before", "ache", "day")
        pairs = ("shoes",) if any(not shoe.retired for shoe in state.shoes) else ()
        picks = (here(state, f"pick_{stop}") for stop in (*stops, *pairs))
        return Reply(
            (*said, Say("text.run_change", style="strong")), (*rows(picks, 2), (here(state, "back"),)), replaces=True
        )
    check = ((anywhere("check"),),) if calls_for_check(run) else ()
    ways = ((anywhere("pain"), anywhere("week")), (anywhere("runs"), anywhere("log"), anywhere("home")))
    return Reply(said, (*check, (here(state, "undo"), here(state, "change")), *ways), replaces=True)


def accepts_at(at: str) -> Say:
    """Return what can be typed at this question."""
    if at in ("after", "during", "before"):
        return Say("text.accepts_score")
    known = ("unit", "distance", "minutes", "surface", "effort", "ache", "day", "confirm", "change")
    return Say(f"text.run_accepts_{at}" if at in known else "text.accepts_buttons")
