"""The pain log: a score, posture, energy and a note, asked or typed in one line; the last two weeks; what they tell.

Noting pain stays possible while an urgent finding stands. Then the answer holds nothing but that it was kept.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from dialogs.check.safety import alert
from dialogs.diary import PainNoted
from dialogs.flows.doubt import in_doubt
from dialogs.flows.pain_words import history_reply, saved_reply, score_rows
from dialogs.keyboard import Row, here
from dialogs.log.days import day_of, noon_of
from dialogs.machine import ANYWHERE, Flow, Move
from dialogs.reading.pain import HIGHEST_FEELING, LONGEST_NOTE, read_feeling, read_pain
from dialogs.reading.understand import control, one_of
from dialogs.replies import Reply, Say
from dialogs.state import PainDraft, UserState, note
from dialogs.talk import Step, Talk
from knowledge.load import Knowledge
from knowledge.schema import SCORES

PAIN, HISTORY = "pain", "pain_history"
ASKED = ("score", "posture", "energy", "note")
RESTS = ("saved", "history")
RESTING = tuple(f"pain.{at}" for at in RESTS)
MOST_A_DAY = 20
SHOWN = timedelta(days=14)
LONGEST_SHOWN = 120  # letters of a note in the list of days
SEVERE = 9  # from here on it is asked whether walking or sleep is stopped; source: docs/safety.md
SEVERE_QUESTION = "severity_stops"
SCORES_IN_A_ROW = 6
NO_PAIN = dict.fromkeys(("none", "no pain", "no pain at all", "nothing", "pain free", "painless"), "0")


def _moves() -> Iterator[Move]:
    yield Move(PAIN, ANYWHERE, "pain.score")
    yield Move(HISTORY, ANYWHERE, "pain.history")
    yield Move("pain_kept", ANYWHERE, "pain.saved")
    yield Move("pain_refused", ANYWHERE, "pain.score")
    for earlier, later in pairwise(ASKED):
        yield Move("given", f"pain.{earlier}", f"pain.{later}")
        yield Move("back", f"pain.{later}", f"pain.{earlier}")
    for each in ASKED:
        yield Move("again", f"pain.{each}", f"pain.{each}")
    yield Move("change", "pain.saved", "pain.score")
    yield Move("removed", "pain.saved", "pain.history")
    yield Move("removed", "pain.history", "pain.history")


def begun_pain(state: UserState) -> UserState:
    """Return the state in which a pain note begins."""
    return replace(state, pain=PainDraft(), mark=state.mark + 1, misses=0)


def pain_told(text: str, state: UserState, knowledge: Knowledge, now: datetime) -> Step | None:
    """Return the step that a line typed anywhere calls for ("pain 3 energy 4"); None if it is none."""
    if read_pain(text, day_of(now, state), knowledge, is_asked=False) is None:
        return None
    return _told(begun_pain(state), text, knowledge, now, refused="pain_refused")


def kept(state: UserState, entry: PainNoted) -> Step:
    """Return the step that keeps a pain note: to what it tells, or first to the question that severe pain calls for."""
    saved = note(state, entry)
    draft = PainDraft(entry.score, entry.posture, entry.energy, entry.text, saved.noted)
    saved = replace(saved, pain=draft)
    if entry.score >= SEVERE and alert(state) is None:
        return Step("doubt", in_doubt(replace(saved, node="pain.saved"), (SEVERE_QUESTION,)))
    return Step("pain_kept", saved)


# What is heard and taken


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    at, asked = state.node.partition(".")[2], control(text, knowledge)
    if asked in ("cancel", "back"):
        return asked
    if at in RESTS:
        return None
    if asked in ("skip", "finish") or (at == "note" and asked == "greet"):
        return "save" if at == "note" or asked != "skip" else "skip"
    if at == "note":
        return f"note.{' '.join(text.split())}" if text.strip() else None
    if none := one_of(text, NO_PAIN, knowledge) if at == "score" else None:
        return f"is.{none}"
    if at == "score":
        today = day_of(state.seen_at, state) if state.seen_at else None
        is_line = today is not None and read_pain(text, today, knowledge, is_asked=True)
        return f"line.{text}" if is_line else None
    feeling = read_feeling(text, knowledge)
    return None if feeling is None else f"is.{feeling}"


def _take(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    at, draft = state.node.partition(".")[2], state.pain or PainDraft()
    verb, _, rest = option.partition(".")
    if option == "cancel":
        return Step("home", state, () if at in RESTS else (Say("text.pain_cancelled"),))
    if at in RESTS:
        return _take_saved(state, draft, option) if at == "saved" else _take_last(state, option)
    if verb == "line" and at == "score":
        return _told(state, rest, knowledge, now, refused="again")
    if option == "back":
        return Step("back", state) if at != ASKED[0] else None
    if option == "save":
        return _save(state, draft, now) if draft.score is not None else None
    if at == "note":
        return _take_note(state, draft, rest, now) if verb == "note" else None
    if option == "skip" and at != "score":
        return Step("given", replace(state, pain=_with(draft, at, None)))
    return _given(state, draft, at, rest) if verb == "is" else None


def _take_note(state: UserState, draft: PainDraft, text: str, now: datetime) -> Step:
    if len(text) > LONGEST_NOTE:
        return Step("again", state, (Say("text.pain_wrong_long", {"most": LONGEST_NOTE}),))
    return _save(state, replace(draft, text=text), now)


def _given(state: UserState, draft: PainDraft, at: str, rest: str) -> Step | None:
    if not rest.isascii() or not rest.lstrip("-").isdigit():
        return None
    value = int(rest)
    if at == "score" and str(value) not in SCORES:
        return Step("again", state, (Say("text.pain_wrong_score"),))
    if at != "score" and not 1 <= value <= HIGHEST_FEELING:
        return Step("again", state, (Say("text.pain_wrong_feeling"),))
    return Step("given", replace(state, pain=_with(draft, at, value)))


def _with(draft: PainDraft, at: str, value: int | None) -> PainDraft:
    if at == "score":
        return replace(draft, score=value)
    return replace(draft, posture=value) if at == "posture" else replace(draft, energy=value)


def _told(state: UserState, line: str, knowledge: Knowledge, now: datetime, refused: str) -> Step | None:
    told = read_pain(line, day_of(now, state), knowledge, is_asked=True)
    if told is None or told.score is None:
        return None
    if told.wrong:
        return Step(refused, state, (Say(f"text.pain_wrong_{told.wrong}", {"most": LONGEST_NOTE}),))
    draft = state.pain or PainDraft()
    draft = PainDraft(told.score, told.posture, told.energy, told.text, draft.number)
    at = now if told.day in (None, day_of(now, state)) else noon_of(told.day, state)
    return _save(state, draft, now, at)


def _save(state: UserState, draft: PainDraft, now: datetime, at: datetime | None = None) -> Step:
    """Keep the note, in the place of the one that it changes. Raises DiaryUnread."""
    if draft.number:
        earlier = next((one.entry.at for one in state.diary.kept if one.number == draft.number), now)
        at = at or earlier
        state = replace(state, diary=state.diary.without(draft.number))
    at = at or now
    day = day_of(at, state)
    noted = sum(isinstance(entry, PainNoted) and day_of(entry.at, state) == day for entry in state.diary.entries)
    if noted >= MOST_A_DAY:
        return Step("home", state, (Say("text.pain_enough"),))
    return kept(state, PainNoted(at, draft.score or 0, draft.posture, draft.energy, draft.text))


def _take_saved(state: UserState, draft: PainDraft, option: str) -> Step | None:
    if option == "change" and draft.number:
        return Step("change", state)
    if option == "undo" and draft.number:
        gone = replace(state, diary=state.diary.without(draft.number), pain=None)
        return Step("removed", gone, (Say("text.pain_removed"),))
    return None


def _take_last(state: UserState, option: str) -> Step | None:
    """The last note taken out; the button names it, so a second tap takes no other."""
    verb, _, number = option.partition(".")
    kept_numbers = [str(one.number) for one in state.diary.kept if isinstance(one.entry, PainNoted)]
    if verb != "remove_last" or number not in kept_numbers:
        return None
    return Step("removed", replace(state, diary=state.diary.without(int(number))), (Say("text.pain_removed"),))


# What is shown


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    at, draft = state.node.partition(".")[2], state.pain or PainDraft()
    if at == "saved":
        return (saved_reply(state, draft, knowledge),)
    if at == "history":
        return (history_reply(state, knowledge),)
    leave: Row = (here(state, "cancel"),)
    if at == "score":
        says = (Say("text.pain_score", style="strong"), Say("text.pain_score_how"))
        return (Reply(says, (*score_rows(state), leave), replaces=True),)
    back: Row = (here(state, "back"), here(state, "save", Say("text.button_save_now")), here(state, "cancel"))
    if at == "note":
        return (Reply((Say("text.pain_note", style="strong"), Say("text.pain_note_how")), (back,), replaces=True),)
    numbers = range(1, HIGHEST_FEELING + 1)
    feelings = tuple(here(state, f"is.{number}", Say("text.number", {"number": number})) for number in numbers)
    says = (Say(f"text.pain_{at}", style="strong"), Say(f"text.pain_{at}_how"))
    return (Reply(says, (feelings, (here(state, "skip"),), back), replaces=True),)


def _accepts(state: UserState, _knowledge: Knowledge) -> Say:
    accepts = {"score": "pain", "posture": "feeling", "energy": "feeling"}.get(state.node.partition(".")[2], "buttons")
    return Say(f"text.accepts_{accepts}")


PAIN_LOG = Talk(
    flow=Flow(PAIN, (*ASKED, "saved", "history"), tuple(_moves())),
    hear=_hear,
    take=_take,
    show=_show,
    accepts=_accepts,
    rests=frozenset(RESTING),
)
