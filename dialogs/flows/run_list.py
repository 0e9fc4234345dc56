"""The last ten runs: each can be looked at, changed and removed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dialogs.diary import Kept, RunLogged
from dialogs.keyboard import anywhere, here, rows
from dialogs.log.runs_in_words import aches_said, line_said, run_said
from dialogs.log.shoes_in_words import with_wear_told
from dialogs.reading.understand import plain
from dialogs.replies import Reply, Say
from dialogs.state import RunDraft, UserState
from dialogs.talk import Step

LIST, ONE = "run.list", "run.one"
SHOWN = 10
IN_A_ROW = 5


def last_kept(state: UserState) -> Sequence[Kept]:
    """Return the last runs with their numbers, the latest first. Raises DiaryUnread."""
    return [one for one in reversed(state.diary.kept) if isinstance(one.entry, RunLogged)][:SHOWN]


def last_runs(state: UserState) -> Sequence[RunLogged]:
    """Return the last runs, the latest first. Raises DiaryUnread."""
    return [one.entry for one in last_kept(state) if isinstance(one.entry, RunLogged)]


def hear_in_list(text: str) -> str | None:
    """Return the option for a line such as "2", "remove 2" or, at one run, "remove"."""
    found = re.fullmatch(r"(?:(open|show|change|edit|remove|delete) ?)?(\d{1,2})?", plain(text))
    if found is None or not any(found.groups()):
        return {"back": "back"}.get(plain(text))
    verb = {"change": "change", "edit": "change", "remove": "remove", "delete": "remove"}.get(found[1] or "", "open")
    return f"{verb}.{found[2]}" if found[2] else verb


def take_in_list(state: UserState, option: str) -> Step | None:
    """Return what a button or a typed line means. Raises DiaryUnread."""
    verb, _, place = option.partition(".")
    if state.node == ONE and option == "back":
        return Step("listed", replace(state, run=None))
    draft = state.run
    if verb in ("open", "change", "remove") and place.isdigit():
        shown = last_kept(state)
        if not 1 <= int(place) <= len(shown):
            return None
        one = shown[int(place) - 1]
        draft = RunDraft(one.entry, number=one.number) if isinstance(one.entry, RunLogged) else None
    if draft is None or draft.run is None or not draft.number:
        return None
    if verb == "open" and state.node == LIST:
        return Step("open", replace(state, run=draft))
    if verb == "change":
        return Step("change", replace(state, run=replace(draft, before=draft.run, path=())))
    if verb != "remove":
        return None
    gone = replace(state, diary=state.diary.without(draft.number), run=None)
    gone, _ = with_wear_told(gone, draft.run.shoes)
    return Step("listed", gone, (Say("text.run_removed"),))


def show_list(state: UserState) -> Reply:
    """Return the list, or the run that was opened. Raises DiaryUnread."""
    draft = state.run
    if state.node == ONE and draft is not None and draft.run is not None:
        says = (*run_said(draft.run, state), *aches_said(draft.run, state.diary.entries, state))
        keys = ((here(state, "change"), here(state, "remove")), (here(state, "back"), anywhere("home")))
        return Reply(says, keys, replaces=True)
    runs = last_runs(state)
    lines = [replace(line_said(number, run, state), style="item") for number, run in enumerate(runs, start=1)]
    numbers = [here(state, f"open.{n}", Say("text.number", {"number": n})) for n in range(1, len(runs) + 1)]
    title = Say("text.runs" if runs else "text.runs_none", style="strong")
    how = [Say("text.runs_how")] if runs else []
    ways = ((anywhere("run"), anywhere("week")), (anywhere("log"), anywhere("home")))
    return Reply((title, *lines, *how), (*rows(numbers, IN_A_ROW), *ways), replaces=True)
