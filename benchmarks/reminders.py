"""``python -m benchmarks.reminders``: a million reminders in SQLite, and a hundred thousand of them due at once.

Prints what a look costs when nothing is due, how fast what is due is claimed, and how long replies to people take while
the crowd is being served, beside the same run without it. Times are of the machine; the last line is a ratio.
"""

import argparse
import asyncio
import itertools
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import structlog

from bot.alarms import AlarmLoop
from bot.clock import SystemClock
from bot.config import Settings
from bot.limits import BulkLane, InteractiveLane, Lane
from bot.order import UserOrder
from bot.store import Store
from bot.store.opening import open_store
from bot.store.rows import to_micros
from bot.turn import Outcome, take_turn
from dialogs.engine import respond
from dialogs.events import Commanded
from dialogs.reminders.reminding import alarm_for
from dialogs.replies import SetAlarm
from dialogs.state import Reminder, UserState, to_json
from knowledge.load import load

USERS, EACH = 100_000, 10
PACE = 20.0
PEOPLE, TURNS_EACH = 20, 40
PAUSE_SECONDS = 0.5
KNOWLEDGE = load()
CLOCK = SystemClock()


class Counting:
    """A channel that shows nothing, and notes when."""

    def __init__(self) -> None:
        self.times: list[float] = []

    async def show(self, user_id: int, outcome: Outcome, /, *, lane: Lane) -> None:
        """Note the time."""
        await lane.slot()
        self.times.append(time.perf_counter())


def fill(path: Path) -> None:
    """Give every user ten reminders, none of which is due today."""
    now = CLOCK.now()
    every_day = tuple(range(7))
    reminders = tuple(Reminder(f"r{n}", "warm_up", every_day, f"{6 + n:02}:30", "Europe/London") for n in range(EACH))
    state = to_json(UserState(agreed_at=now, seen_at=now, zone="Europe/London", reminders=reminders))
    alarms = [alarm for one in reminders if isinstance(alarm := alarm_for(one, now + timedelta(days=1)), SetAlarm)]
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO users (user_id, state, applied, answer, updated_at) VALUES (?, ?, '', x'', 0)",
            ((user, state) for user in range(1, USERS + 1)),
        )
        connection.executemany(
            "INSERT INTO alarms (user_id, key, due, wall, zone) VALUES (?, ?, ?, ?, ?)",
            ((user, one.key, to_micros(one.due), one.wall, one.zone) for user in range(1, USERS + 1) for one in alarms),
        )
    connection.close()


def crowd(path: Path) -> None:
    """Let one reminder of every user be due now."""
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alarms SET due = ? WHERE key = 'reminder.r0'", (to_micros(CLOCK.now()),))
    connection.close()


async def idle_look(store: Store) -> float:
    """Return the median of the milliseconds that a look takes when nothing is due."""
    loop = AlarmLoop(store, KNOWLEDGE, respond, Counting(), UserOrder(), InteractiveLane(), CLOCK)
    times = []
    for _ in range(300):
        began = time.perf_counter()
        await loop.look()
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


async def claimed_a_second(store: Store) -> float:
    """Return how many due rows a second are read, 1000 at a time."""
    now, rows, began = CLOCK.now(), 0, time.perf_counter()
    for _ in range(50):
        rows += len(await store.due(now, 1000))
    return rows / (time.perf_counter() - began)


async def sent_a_second(store: Store) -> float:
    """Return how many alarms a second go off and out, without a pace."""
    channel = Counting()
    loop = AlarmLoop(store, KNOWLEDGE, respond, channel, UserOrder(), InteractiveLane(), CLOCK)
    began = time.perf_counter()
    while len(channel.times) < 3000:
        await loop.look()
        await loop.finish(10)
    return len(channel.times) / (time.perf_counter() - began)


async def reply_milliseconds(store: Store) -> Sequence[float]:
    """Let some people send commands while alarms go off at their pace; return how long each answer took."""
    channel = Counting()
    loop = AlarmLoop(store, KNOWLEDGE, respond, channel, UserOrder(), BulkLane(CLOCK, PACE), CLOCK)
    ringing = asyncio.create_task(loop.run())
    times: list[float] = []

    async def talk(user: int) -> None:
        await asyncio.sleep(PAUSE_SECONDS * (user % PEOPLE) / PEOPLE)
        for number in range(TURNS_EACH):
            began = time.perf_counter()
            command = Commanded(("help", "reminders", "start", "settings")[number % 4])
            await take_turn(store, KNOWLEDGE, user, command, None, CLOCK.now(), respond)
            times.append(1000 * (time.perf_counter() - began))
            await asyncio.sleep(PAUSE_SECONDS)

    await asyncio.gather(*(talk(USERS - user) for user in range(PEOPLE)))
    ringing.cancel()
    await loop.finish(5)
    if len(channel.times) > 1:
        gaps = [1000 * (b - a) for a, b in itertools.pairwise(channel.times)]
        evenness = (
            f"{statistics.median(gaps):.1f} ms apart in the middle, {_percentile(gaps, 99):.1f} at the 99th percentile"
        )
        _say(f"reminders meanwhile: {len(channel.times)}, {evenness}")
    return times


async def measure(folder: Path) -> None:
    """Fill a database, measure, and print."""
    settings = Settings(data_dir=folder)
    await (await open_store(settings, CLOCK.now)).close()
    fill(settings.database_path)
    store = await open_store(settings, CLOCK.now)
    try:
        respond(UserState(), Commanded("start"), KNOWLEDGE, CLOCK.now())
        _say(f"{USERS * EACH} reminders stored")
        _say(f"a look when nothing is due: {await idle_look(store):.2f} ms")
        await reply_milliseconds(store)  # for warming up
        quiet = await reply_milliseconds(store)
        crowd(settings.database_path)
        _say(f"due rows read: {await claimed_a_second(store):.0f} a second")
        busy = await reply_milliseconds(store)
        _say(f"gone off and out, without a pace: {await sent_a_second(store):.0f} a second")
    finally:
        await store.close()
    for name, times in (("without the crowd", quiet), ("with the crowd", busy)):
        _say(f"replies {name}: median {_percentile(times, 50):.2f} ms, p99 {_percentile(times, 99):.2f} ms")
    _say(f"p99 with the crowd / without: {_percentile(busy, 99) / _percentile(quiet, 99):.2f}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]


def main() -> None:
    """Measure in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reminders", description=__doc__)
    parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
