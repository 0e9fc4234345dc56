"""How long answers take for a user with three years of daily logs, beside an empty one: python -m benchmarks.diary

Each turn is a whole one: read from a sealed SQLite database in a temporary folder, decided, written. What is drawn from
an answer (a picture, a page) is not part of it: that happens afterwards, in a thread of its own.
"""

# ruff: noqa: T201  # its output is a table for a person

import asyncio
import gc
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.config import Settings
from bot.store import Change, Page, Store, Stored
from bot.store.opening import open_store
from bot.turn import take_turn
from dialogs.diary import Entry, HabitNoted, PainNoted, RoutineDone, RunLogged, entry_to_json
from dialogs.engine import respond
from dialogs.events import Chose, Commanded, Event, Said
from dialogs.state import Shoe, UserState, to_json
from knowledge.load import Knowledge, load

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
DAYS = 3 * 365
EMPTY, FULL = 1, 2
TIMES = 9
MOST_MS = 50
ASKED: tuple[tuple[str, Event], ...] = (
    ("menu", Commanded("menu")),
    ("a question", Said("how often should i change my shoes")),
    ("a run", Said("5 km easy")),
    ("/run", Commanded("run")),
    ("/shoes", Commanded("shoes")),
    ("/pain", Commanded("pain")),
    ("/journal", Commanded("journal")),
    ("/history", Commanded("history")),
    ("/week", Commanded("week")),
    ("/plan", Commanded("plan")),
    ("/charts", Commanded("charts")),
    ("pain chart", Chose("charts.pain")),
    ("pain chart, whole", Chose("charts.pain_all")),
    ("distance chart", Chose("charts.weeks")),
    ("shoe chart", Chose("charts.shoes")),
    ("/summary", Commanded("summary")),
    ("/export", Commanded("export")),
)


def main() -> None:
    """Print a table in Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Settings(_env_file=None, data_dir=Path(folder)), load()))


async def _measure(settings: Settings, knowledge: Knowledge) -> None:
    store = await open_store(settings, lambda: NOW)
    try:
        entries = list(three_years())
        await _keep(store, EMPTY, [])
        await _keep(store, FULL, entries)
        respond(UserState(), Commanded("start"), knowledge, NOW)
        gc.freeze()  # both as the bot does when it starts
        gc.set_threshold(20_000)
        print(f"{len(entries)} entries\n")
        print("| asked | empty, ms | three years, ms | ratio |\n|---|---|---|---|")
        slow = []
        for name, event in ASKED:
            few, many = [1000 * await _median_seconds(store, knowledge, user, event) for user in (EMPTY, FULL)]
            print(f"| {name} | {few:.1f} | {many:.1f} | {many / few:.1f} |")
            slow += [name] if many > MOST_MS else []
        print(f"\nOver {MOST_MS} ms: {', '.join(slow) or 'none'}")
    finally:
        await store.close()


def three_years() -> Iterator[Entry]:
    """A run, a pain note and a night's sleep for each day, and a routine every third day."""
    for day in range(DAYS):
        at = NOW - timedelta(days=DAYS - day)
        pain = 6 - 4 * day // DAYS + day % 3
        yield RunLogged(at, 5000 + 100 * (day % 40), 30, "road", f"s{day % 3 + 1}", 4, pain, pain, pain, 3000)
        yield PainNoted(at, pain, 3, 4, "stiff after sitting, better after a walk")
        yield HabitNoted(at, "sleep", 7.5)
        if day % 3 == 0:
            yield RoutineDone(at, "warm_up", 5, 5)


async def _keep(store: Store, user: int, entries: list[Entry]) -> None:
    shoes = tuple(Shoe(f"s{number}", f"Pair {number}") for number in (1, 2, 3)) if entries else ()
    state = UserState(agreed_at=NOW, seen_at=NOW, region="uk", zone="Europe/London", shoes=shoes, noted=len(entries))
    pages = [Page(number, entry_to_json(entry)) for number, entry in enumerate(entries, start=1)]
    await store.change(user, lambda _: Change(Stored(to_json(state)), pages=pages))


async def _median_seconds(store: Store, knowledge: Knowledge, user: int, event: Event) -> float:
    took = []
    for _ in range(TIMES):
        await take_turn(store, knowledge, user, Commanded("menu"), None, NOW, respond)
        began = perf_counter()
        await take_turn(store, knowledge, user, event, None, NOW, respond)
        took.append(perf_counter() - began)
    return median(took)


if __name__ == "__main__":
    main()
