"""The journal: notes and small thanks, written and read again, newest first. Each can be removed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Literal

from dialogs.check.safety import alert
from dialogs.diary import Written
from dialogs.keyboard import Row, anywhere, here, rows
from dialogs.log.days import day_of
from dialogs.machine import ANYWHERE, Flow, Move
from dialogs.reading.understand import control, one_of, yes_or_no
from dialogs.reminders.in_words import Values, date_said
from dialogs.replies import Reply, Say
from dialogs.state import Reading, UserState, note
from dialogs.talk import Step, Talk
from knowledge.load import Knowledge

JOURNAL, GRATITUDE = "journal", "gratitude"
RESTING = ("journal.read",)
ON_A_LEAF = 3  # notes; as many long ones as fit into one message
MOST_A_DAY = 20
LONGEST = 1000  # letters
_ONWARD = {"newer": -1, "older": 1}
_MOVES = (
    Move(JOURNAL, ANYWHERE, "journal.read"),
    Move(GRATITUDE, ANYWHERE, "journal.thanks"),
    Move("write", ANYWHERE, "journal.write"),
    Move("thank", "journal.read", "journal.thanks"),
    Move("again", "journal.write", "journal.write"),
    Move("again", "journal.thanks", "journal.thanks"),
    Move("read", "journal.write", "journal.read"),
    Move("read", "journal.thanks", "journal.read"),
    Move("turn", "journal.read", "journal.read"),
    Move("open", "journal.read", "journal.remove"),
    Move("read", "journal.remove", "journal.read"),
)


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    at, asked = state.node.partition(".")[2], control(text, knowledge)
    if at == "read":
        names = {"write": "write", "new note": "write", "older": "older", "newer": "newer", "thanks": "thank"}
        return one_of(text, names, knowledge)
    if asked in ("cancel", "back"):
        return "back"
    if at == "remove":
        return {"yes": "remove", "no": "back"}.get(yes_or_no(text, knowledge) or "")
    return f"note.{text.strip()}" if text.strip() and asked not in ("menu", "help") else None


def _take(state: UserState, option: str, _knowledge: Knowledge, now: datetime) -> Step | None:
    at = state.node.partition(".")[2]
    verb, _, rest = option.partition(".")
    if at == "read":
        return _take_reading(state, option, verb, rest)
    if option == "back":
        return Step("read", replace(state, reading=replace(state.reading, number=0)))
    if at == "remove":
        if option != "remove":
            return None
        gone = replace(state, diary=state.diary.without(state.reading.number), reading=Reading())
        return Step("read", gone, (Say("text.journal_removed"),))
    return _written(state, rest, "journal" if at == "write" else "gratitude", now) if verb == "note" else None


def _take_reading(state: UserState, option: str, verb: str, rest: str) -> Step | None:
    if option in ("write", "thank"):
        return Step(option, state)
    if option in _ONWARD:
        leaf = state.reading.leaf + _ONWARD[option]
        return Step("turn", replace(state, reading=Reading(leaf))) if 0 <= leaf < _leaves(state) else None
    if verb == "open" and rest in [str(number) for number, _ in _notes(state)]:
        return Step("open", replace(state, reading=replace(state.reading, number=int(rest))))
    return None


def _written(state: UserState, text: str, about: Literal["journal", "gratitude"], now: datetime) -> Step:
    if len(text) > LONGEST:
        return Step("again", state, (Say("text.journal_long", {"most": LONGEST, "now": len(text)}),))
    today = day_of(now, state)
    if sum(day_of(entry.at, state) == today for _, entry in _notes(state)) >= MOST_A_DAY:
        return Step("read", state, (Say("text.journal_enough"),))
    kept = note(state, Written(now, text, about))
    return Step("read", replace(kept, reading=Reading()), (Say(f"text.journal_kept_{about}"),))


def _notes(state: UserState) -> list[tuple[int, Written]]:
    """All notes with their numbers, the newest first. Raises DiaryUnread."""
    found = [(one.number, one.entry) for one in state.diary.kept if isinstance(one.entry, Written)]
    return found[::-1]


def _leaves(state: UserState) -> int:
    return max(1, -(-len(_notes(state)) // ON_A_LEAF))


# What is shown


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    at = state.node.partition(".")[2]
    if at == "read":
        return (_read(state),)
    if at == "remove":
        says = (Say("text.journal_remove", style="strong"), *_open_note(state))
        keys = ((here(state, "remove", Say("text.button_remove_note")),), (here(state, "back"),))
        return (Reply(says, keys, replaces=True),)
    says = (Say(f"text.journal_{at}", style="strong"), Say(f"text.journal_{at}_how"))
    return (Reply(says, ((here(state, "back"),),), replaces=True),)


def _open_note(state: UserState) -> Iterator[Say]:
    yield from (_line(entry, state) for number, entry in _notes(state) if number == state.reading.number)


def _read(state: UserState) -> Reply:
    notes, leaves = _notes(state), _leaves(state)
    leaf = min(state.reading.leaf, leaves - 1)
    shown = notes[leaf * ON_A_LEAF : (leaf + 1) * ON_A_LEAF]
    if shown:
        says = [Say("text.journal_leaf", {"number": leaf + 1, "total": leaves}, style="strong")]
        says += [_line(entry, state, place) for place, (_, entry) in enumerate(shown, start=1)]
    else:
        says = [Say("text.journal_empty", style="strong"), Say("text.journal_empty_how")]
    remove = (
        here(state, f"open.{number}", Say("text.button_remove_numbered", {"number": place}))
        for place, (number, _) in enumerate(shown, start=1)
    )
    turning = [here(state, "newer")] if leaf else []
    turning += [here(state, "older")] if leaf + 1 < leaves else []
    low = anywhere("guide.frustration", Say("guide.frustration.title"))
    ends: tuple[Row, ...] = (() if alert(state) else (low,), (anywhere("home"),))
    keys = ((here(state, "write"), here(state, "thank")), tuple(turning), *rows(remove, ON_A_LEAF), *ends)
    return Reply(tuple(says), tuple(row for row in keys if row), replaces=True)


def _line(entry: Written, state: UserState, place: int = 0) -> Say:
    values: Values = {"date": date_said(day_of(entry.at, state)), "text": entry.text, "number": place}
    numbered = "_numbered" if place else ""
    return Say(f"text.journal_line_{entry.about}{numbered}", values)


def _accepts(_state: UserState, _knowledge: Knowledge) -> Say:
    return Say("text.accepts_buttons")


JOURNAL_TALK = Talk(
    flow=Flow(JOURNAL, ("read", "write", "thanks", "remove"), _MOVES),
    hear=_hear,
    take=_take,
    show=_show,
    accepts=_accepts,
    rests=frozenset(RESTING),
)
