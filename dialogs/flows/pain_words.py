"""What the pain log shows: a note in words, the last two weeks, what they tell, and who should look at it."""

from datetime import datetime, timedelta

from dialogs.check.safety import alert
from dialogs.diary import PainNoted
from dialogs.flows.result import watch_list
from dialogs.keyboard import Row, anywhere, here, rows
from dialogs.log.days import day_of, zone_of
from dialogs.log.trends import HIGH, concern, pain_by_day, trend
from dialogs.reading.pain import LONGEST_NOTE
from dialogs.reminders.in_words import Values, date_said
from dialogs.replies import Reply, Say
from dialogs.state import PainDraft, UserState
from knowledge.load import Knowledge
from knowledge.schema import SCORES

SHOWN = timedelta(days=14)
LONGEST_SHOWN = 120  # letters of a note in the list of days
SCORES_IN_A_ROW = 6


def score_rows(state: UserState) -> tuple[Row, ...]:
    """Return a button for each score."""
    return rows(
        (here(state, f"is.{score}", Say("text.number", {"number": score})) for score in SCORES), SCORES_IN_A_ROW
    )


def said(entry: PainDraft | PainNoted, longest: int = LONGEST_NOTE) -> Say:
    """Return a pain note in words, its text shortened to so many letters."""
    words = Say("text.pain_is", {"score": entry.score or 0})
    for name in ("posture", "energy"):
        value = getattr(entry, name)
        if value is not None:
            words = Say("text.pain_joined", {"first": words, "second": Say(f"text.pain_{name}_is", {"value": value})})
    if entry.text:
        shown = entry.text if len(entry.text) <= longest else f"{entry.text[: longest - 1]}…"
        words = Say("text.pain_with_note", {"first": words, "text": shown})
    return words


def what_it_tells(state: UserState, now: datetime, knowledge: Knowledge) -> tuple[Say, ...]:
    """Return the trend of the log, and who should look at it if it gives a reason. Raises DiaryUnread."""
    days = pain_by_day(state.diary.entries, zone_of(state))
    today = day_of(now, state)
    how, worry = trend(days, today), concern(days, today)
    says = (Say(f"text.pain_trend_{how}"),) if how else ()
    if worry is None:
        return says
    # The watch-list comes last, as in every answer that sends someone to a professional.
    advice = (Say(f"text.pain_concern_{worry}"), Say("text.level_professional", style="strong"))
    return (*says, *advice, *signs(knowledge))


def signs(knowledge: Knowledge) -> tuple[Say, ...]:
    """Return the watch-list with its head."""
    return (Say("text.pain_watch"), *watch_list(knowledge))


def check_row(state: UserState, now: datetime) -> tuple[Row, ...]:
    """Return the way to the check if the log gives a reason for it. Raises DiaryUnread."""
    worry = concern(pain_by_day(state.diary.entries, zone_of(state)), day_of(now, state))
    return ((anywhere("check"),),) if worry else ()


def saved_reply(state: UserState, draft: PainDraft, knowledge: Knowledge) -> Reply:
    head = Say("text.pain_saved", {"pain": said(draft)}, style="strong")
    undo: Row = (here(state, "undo"), here(state, "change"))
    if alert(state) is not None or state.seen_at is None:
        return Reply((head, Say("text.pain_saved_alert")), (undo, (anywhere("home"),)))
    high = (Say("text.pain_high"),) if (draft.score or 0) >= HIGH else ()
    more: Row = (anywhere("pain_history"), anywhere("journal"))
    says = (head, *high, *what_it_tells(state, state.seen_at, knowledge))
    check = ((anywhere("check"),),) if high else check_row(state, state.seen_at)
    return Reply(says, (*check, undo, more, (anywhere("home"),)), replaces=True)


def history_reply(state: UserState, knowledge: Knowledge) -> Reply:
    now = state.seen_at
    notes = [one for one in state.diary.kept if isinstance(one.entry, PainNoted)]
    lately = [one.entry for one in notes if now and now - one.entry.at < SHOWN and isinstance(one.entry, PainNoted)]
    begin: Row = (anywhere("pain"), anywhere("home"))
    if now is None or not notes:
        return Reply((Say("text.pain_history_none", style="strong"), Say("text.pain_history_how")), (begin,))
    head = Say("text.pain_history" if lately else "text.pain_history_old", style="strong")
    tells = what_it_tells(state, now, knowledge) if alert(state) is None else ()
    undo = here(state, f"remove_last.{notes[-1].number}", Say("text.button_remove_last"))
    keys = (*check_row(state, now), begin, (undo, anywhere("journal")))
    return Reply((head, *(_line(entry, state) for entry in reversed(lately)), *tells), keys, replaces=True)


def _line(entry: PainNoted, state: UserState) -> Say:
    values: Values = {"date": date_said(day_of(entry.at, state)), "pain": said(entry, LONGEST_SHOWN)}
    return Say("text.pain_line", values, style="item")
