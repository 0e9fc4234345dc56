"""A run being told: what each answer adds to it, what cannot be, and when it is whole."""

from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.diary import RunLogged
from dialogs.log.days import day_of, noon_of
from dialogs.reading.runs import RunTold
from dialogs.state import RunDraft, UserState, note

SHORTEST, LONGEST = 100, 200_000  # metres
LONGEST_MINUTES = 2880
FASTEST = 500  # metres a minute; nobody runs like that for long, so a number slipped
FASTEST_FROM = 1000  # metres; a sprint may be that fast
MOST_A_DAY = 20
OLDEST = timedelta(days=30)
MARKS = ("pain_before", "pain_during", "pain_after")
FIELDS = ("minutes", "surface", "shoes", "effort", *MARKS, "ache_from_metres")


def wrong_in(told: RunTold, draft: RunDraft, state: UserState, now: datetime) -> str:
    """Return what cannot be, as an id of ``text.run_wrong_*``; "" if all of it can."""
    if told.wrong:
        return told.wrong
    run = draft.run
    metres = told.metres if told.metres is not None else run.metres if run else None
    minutes = told.minutes if told.minutes is not None else run.minutes if run else None
    ache = told.ache_from_metres if told.ache_from_metres is not None else run.ache_from_metres if run else None
    if metres is not None and not SHORTEST <= metres <= LONGEST:
        return "short" if metres < SHORTEST else "far"
    if minutes is not None and not 0 < minutes <= LONGEST_MINUTES:
        return "minutes"
    if metres and minutes and metres >= FASTEST_FROM and metres > FASTEST * minutes:
        return "fast"
    if metres and ache is not None and ache > metres:
        return "ache"
    return _wrong_day(told, state, now)


def _wrong_day(told: RunTold, state: UserState, now: datetime) -> str:
    today = day_of(now, state)
    if told.day is None or today - OLDEST <= told.day <= today:
        return ""
    return "future" if told.day > today else "old"


def with_told(draft: RunDraft, told: RunTold, state: UserState, now: datetime) -> RunDraft:
    """Return the draft with what was told. Nothing changes while the distance is not known."""
    run = draft.run
    if told.metres is not None:
        run = replace(run, metres=told.metres) if run else RunLogged(now, told.metres)
    if run is None:
        return draft
    given = {name: getattr(told, name) for name in FIELDS if getattr(told, name) is not None}
    run = replace(run, **given)
    if told.day is not None and told.day != day_of(run.at, state):
        run = replace(run, at=now if told.day == day_of(now, state) else noon_of(told.day, state))
    return replace(draft, run=run)


def is_day_full(draft: RunDraft, state: UserState) -> bool:
    """Whether there are so many runs on that day that more must be a slip. Raises DiaryUnread."""
    if draft.run is None:
        return False
    day = day_of(draft.run.at, state)
    others = (one for one in state.diary.kept if one.number != draft.number and isinstance(one.entry, RunLogged))
    return sum(day_of(one.entry.at, state) == day for one in others) >= MOST_A_DAY


def kept(state: UserState, draft: RunDraft) -> UserState:
    """Return the state with the run in the diary, in place of the one it was before a change."""
    if draft.run is None:
        return state
    if draft.number:
        state = replace(state, diary=state.diary.without(draft.number))
    state = note(state, draft.run)
    return replace(state, run=replace(draft, number=state.noted, path=(), is_fixed=False))


def taken_back(state: UserState) -> UserState:
    """Return the state as before the run was kept, or before it was changed."""
    draft = state.run
    if draft is None or not draft.number:
        return state
    state = replace(state, diary=state.diary.without(draft.number), run=None)
    return note(state, draft.before) if draft.before else state


def worst_pain(run: RunLogged) -> int | None:
    """Return the highest score that was given; None if none was."""
    return max((score for mark in MARKS if (score := getattr(run, mark)) is not None), default=None)
