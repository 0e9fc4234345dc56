"""Logging a run: by one typed line, or question after question, of which all but the distance may be left out.

The questions come in the order of ``STOPS``; what is known already is not asked. ``run_questions`` shows them,
``run_list`` is the list of the last runs.
"""

from dataclasses import replace
from datetime import datetime

from dialogs.check.safety import alert
from dialogs.flows.run_list import LIST, ONE, hear_in_list, show_list, take_in_list
from dialogs.flows.run_questions import accepts_at, show_question
from dialogs.flows.run_table import FIXABLE, STOPS, is_wanted, moves
from dialogs.log.days import day_of
from dialogs.log.distances import unit_named, unit_of
from dialogs.log.run_drafts import is_day_full, kept, taken_back, with_told, wrong_in
from dialogs.log.runs_in_words import aches_said, pain_said
from dialogs.log.shoes_in_words import with_wear_told
from dialogs.machine import Flow
from dialogs.reading.runs import RunTold, is_a_run, may_be_a_run, read_run
from dialogs.reading.understand import control, one_of, plain, yes_or_no
from dialogs.replies import Reply, Say
from dialogs.state import RunDraft, UserState
from dialogs.talk import Step, Talk
from knowledge.load import Knowledge

SCORED = ("after", "during", "before")
RESTING = ("run.saved", LIST, ONE)


def begin_run(option: str, state: UserState) -> UserState | None:
    """Return the state in which a run is told, or the list of runs shown; None for another option."""
    if option not in ("run", "runs"):
        return None
    return replace(state, mark=state.mark + 1, misses=0, run=RunDraft())


def told_run(text: str, state: UserState, knowledge: Knowledge, now: datetime) -> Step | None:
    """Return the step for a line that tells of a run though nobody asked; None if it does not plainly do so."""
    if not may_be_a_run(text):
        return None
    told = _read(text, "", state, knowledge, now)
    if not is_a_run(told, text):
        return None
    begun = replace(state, mark=state.mark + 1, run=RunDraft(), unit=state.unit or told.unit)
    wrong = wrong_in(told, RunDraft(), state, now)
    if wrong and alert(state) is None:
        return Step("run", begun, (Say(f"text.run_wrong_{wrong}"),))
    return Step("told_run", _with(begun, told, now))


# What is heard


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    at, asked = state.node.partition(".")[2], control(text, knowledge)
    if state.node in (LIST, ONE):
        return hear_in_list(text)
    if at == "saved":
        return {"back": "undo"}.get(asked or "") or {"change": "change", "edit": "change"}.get(plain(text))
    if at == "unit":
        unit = unit_named(text, knowledge)
        return f"unit.{unit}" if unit else asked
    said = yes_or_no(text, knowledge)
    if at == "confirm" and (said == "yes" or plain(text) in ("save", "save it", "ok", "okay", "done")):
        return "save"
    if at == "confirm" and (said == "no" or plain(text) in ("change", "edit")):
        return "change"
    if at == "change":
        picks = {knowledge.words[f"text.button_pick_{stop}"]: f"pick_{stop}" for stop in FIXABLE}
        return one_of(text, picks, knowledge) or asked or f"told.{text}"
    if at in SCORED and said == "no":
        return f"{at}.0"
    return asked if asked and asked not in ("menu", "help", "greet", "restart") else f"told.{text}"


def _read(text: str, asked: str, state: UserState, knowledge: Knowledge, now: datetime) -> RunTold:
    pairs = [shoe for shoe in state.shoes if not shoe.retired]
    far = state.run.run.metres if state.run and state.run.run else None
    return read_run(text, asked, unit_of(state), pairs, day_of(now, state), knowledge, far)


# What is taken


def _take(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    at = state.node.partition(".")[2]
    if state.node in (LIST, ONE):
        return take_in_list(state, option)
    if at == "saved":
        return _take_saved(state, option)
    if option in ("stop", "cancel"):
        kept_before = state.run is not None and state.run.number
        words = "text.run_unchanged" if kept_before else "text.run_dropped"
        return Step("home", replace(state, run=None), (Say(words),))
    if option in ("unit.km", "unit.mi"):
        chosen = replace(state, unit="mi" if option == "unit.mi" else "km")
        return Step("unit" if at == "unit" else "again", chosen)
    draft = state.run or RunDraft()
    if at == "confirm" and option in ("save", "change"):
        return _save(state, draft, now) if option == "save" else Step("change", state)
    if at == "change" and option in {f"pick_{stop}" for stop in FIXABLE}:
        return Step(option, replace(state, run=replace(draft, is_fixed=True)))
    if option == "back":
        return _back(state, draft, at)
    if option in ("skip", "finish"):
        return _skip(state, draft, at, option)
    told = _told(option, at, state, knowledge, now)
    return _given(state, draft, at, told, now) if told else None


def _told(option: str, at: str, state: UserState, knowledge: Knowledge, now: datetime) -> RunTold | None:
    verb, _, rest = option.partition(".")
    if verb == "told":
        told = _read(rest, at, state, knowledge, now)
        return told if told.says_something else None
    if option == "no_pain" and at in SCORED:
        return RunTold(pain_before=0, pain_during=0, pain_after=0)
    if verb == "shoes":
        return RunTold(shoes=rest) if any(shoe.id == rest for shoe in state.shoes) else None
    # The other buttons stand for what could be typed in their place.
    is_button = verb in FIXABLE and verb == at
    return _read(rest.replace("_", " "), at, state, knowledge, now) if is_button else None


def _given(state: UserState, draft: RunDraft, at: str, told: RunTold, now: datetime) -> Step | None:
    wrong = wrong_in(told, draft, state, now)
    if wrong:
        return Step("again", state, (Say(f"text.run_wrong_{wrong}"),))
    if draft.run is None and told.metres is None:
        return Step("again", state, (Say("text.run_distance_first"),))
    given = _with(state, told, now)
    notes = (Say("text.run_rest"),) if told.rest else ()
    if at in ("confirm", "change"):
        return Step("again" if at == "confirm" else "back", given, notes)
    if at in STOPS and not draft.is_fixed and is_wanted(at, given):
        return Step("again", given, (Say("text.run_noted"), *notes))
    return Step("given", given, notes)


def _with(state: UserState, told: RunTold, now: datetime) -> UserState:
    draft = with_told(state.run or RunDraft(), told, state, now)
    in_use = [shoe.id for shoe in state.shoes if not shoe.retired]
    if draft.run and draft.run.shoes is None and len(in_use) == 1 and not draft.number:
        draft = replace(draft, run=replace(draft.run, shoes=in_use[0]))
    return replace(state, run=draft, unit=state.unit or told.unit)


def _back(state: UserState, draft: RunDraft, at: str) -> Step | None:
    if at == "change":
        return Step("back", state)
    if draft.is_fixed:
        return Step("given", state)
    earlier = draft.path[:-1]
    if not earlier:
        return Step("change", state) if at == "confirm" else None
    return Step("back", replace(state, run=replace(draft, path=earlier)))


def _skip(state: UserState, draft: RunDraft, at: str, option: str) -> Step | None:
    """Leave a question out; of something that is being put right, that takes the answer away."""
    if draft.run is None or at not in STOPS or (draft.is_fixed and at == "distance"):
        return None
    field = {"ache": "ache_from_metres"}.get(at, f"pain_{at}" if at in SCORED else at)
    if draft.is_fixed:
        draft = replace(draft, run=replace(draft.run, **{field: None}))  # type: ignore[arg-type]  # never "at" or "metres"
    return Step("given" if option == "skip" or draft.is_fixed else "enough", replace(state, run=draft))


def _save(state: UserState, draft: RunDraft, now: datetime) -> Step | None:
    if draft.run is None:
        return None
    if is_day_full(draft, state):
        return Step("again", state, (Say("text.run_wrong_many"),))
    saved, worn = with_wear_told(kept(state, draft), draft.run.shoes)
    aches = aches_said(draft.run, saved.diary.entries, saved)
    return Step("saved", saved, (Say("text.run_saved"), *pain_said(draft.run, state), *aches, *worn))


def _take_saved(state: UserState, option: str) -> Step | None:
    draft = state.run
    if option == "undo" and draft is not None and draft.number:
        words = "text.run_unchanged" if draft.before else "text.run_undone"
        undone, _ = with_wear_told(taken_back(state), draft.run.shoes if draft.run else None)
        return Step("undone", undone, (Say(words),))
    if option == "change" and draft is not None:
        return Step("change", replace(state, run=replace(draft, before=draft.run, path=())))
    return None


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    return (show_list(state) if state.node in (LIST, ONE) else show_question(state, knowledge),)


def _accepts(state: UserState, _knowledge: Knowledge) -> Say:
    return accepts_at(state.node.partition(".")[2])


RUN_LOG = Talk(
    flow=Flow("run", ("unit", *FIXABLE, "confirm", "change", "saved", "list", "one"), tuple(moves())),
    hear=_hear,
    take=_take,
    show=_show,
    accepts=_accepts,
    rests=frozenset(RESTING),
)
