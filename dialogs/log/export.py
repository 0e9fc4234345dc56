"""Everything that is kept about a user as files: all of it as JSON, and runs and pain notes as tables."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from io import StringIO

from dialogs.attachments import Document
from dialogs.diary import Entry, PainNoted, RunLogged, entry_to_json
from dialogs.keyboard import anywhere
from dialogs.log.days import day_of, zone_of
from dialogs.log.distances import METRES_IN, unit_of
from dialogs.replies import Reply, Say
from dialogs.state import UserState, to_json

EXPORT = "export"
# Where the talk stands, and what it needs to go on; nothing that a user told.
INTERNALS = frozenset(
    {"node", "mark", "misses", "noted", "reminders_made", "shoes_made", "zones", "timer_until", "paused"}
)
BYTE_ORDER_MARK = "\ufeff"  # without it, Excel takes a table for one in an old alphabet
FORMULA_SIGNS = ("=", "+", "-", "@")

Table = Sequence[Mapping[str, object]]


def export_replies(state: UserState, now: datetime) -> tuple[Reply, ...]:
    """Return a message for each file. Raises DiaryUnread."""
    day, entries = day_of(now, state).isoformat(), state.diary.entries
    files = [(Say("text.export", style="strong"), Document(f"backstride-{day}.json", _everything(state, entries)))]
    for name, table in (("runs", _runs(state, entries)), ("pain", _pain(state, entries))):
        if table:
            files.append((Say(f"text.export_{name}"), Document(f"backstride-{name}-{day}.csv", _csv(table))))
    replies = [Reply((say,), attachment=file) for say, file in files]
    keys = ((anywhere("privacy"), anywhere("forget")), (anywhere("log"), anywhere("home")))
    return (*replies, Reply((Say("text.export_how"),), keys))


def _everything(state: UserState, entries: Sequence[Entry]) -> str:
    """What the user told and set, and the diary, oldest first."""
    told = {name: value for name, value in json.loads(to_json(state)).items() if name not in INTERNALS}
    about, diary = json.dumps(told, ensure_ascii=False, indent=1), b",\n".join(map(entry_to_json, entries)).decode()
    return f'{{"about": {about},\n"diary": [\n{diary}\n]}}\n'


def _runs(state: UserState, entries: Sequence[Entry]) -> Table:
    unit, zone = unit_of(state), zone_of(state)
    names = {shoe.id: shoe.name for shoe in state.shoes}

    def far(metres: int | None) -> float | None:
        return None if metres is None else round(metres / METRES_IN[unit], 2)

    return [
        {
            **_when(run.at, zone),
            f"distance_{unit}": far(run.metres),
            "minutes": run.minutes,
            "surface": run.surface,
            "shoes": names.get(run.shoes or "", run.shoes),
            "effort": run.effort,
            "pain_before": run.pain_before,
            "pain_during": run.pain_during,
            "pain_after": run.pain_after,
            f"ache_from_{unit}": far(run.ache_from_metres),
        }
        for run in entries
        if isinstance(run, RunLogged)
    ]


def _pain(state: UserState, entries: Sequence[Entry]) -> Table:
    zone = zone_of(state)
    return [
        {
            **_when(note.at, zone),
            "pain": note.score,
            "posture": note.posture,
            "energy": note.energy,
            "note": note.text,
        }
        for note in entries
        if isinstance(note, PainNoted)
    ]


def _when(at: datetime, zone: tzinfo) -> dict[str, str]:
    day, _, rest = at.astimezone(zone).isoformat().partition("T")
    return {"date": day, "time": rest[:5]}


def _csv(table: Table) -> str:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(table[0])
    for row in table:
        writer.writerow(_harmless(row.values()))
    return BYTE_ORDER_MARK + out.getvalue()


def _harmless(cells: Iterable[object]) -> list[object]:
    """A text that a spreadsheet would take for a formula gets an apostrophe, which makes it text again."""
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell for cell in cells]
