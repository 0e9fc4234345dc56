"""What a turn costs with few and with many users in the store, and whether memory grows: python -m benchmarks.users

Fills a sealed SQLite database with users, lets random ones press a button, and prints the median turn and its CPU,
beside the same with a hundred users; then takes many turns and prints how memory grew. Linux, for the memory.
"""

# ruff: noqa: T201, S311  # its output is a table for a person, and its chance need not be secret

import argparse
import asyncio
import gc
import random
import resource
import tempfile
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from bot.config import Settings
from bot.store import Change, Store, Stored
from bot.store.opening import open_store
from bot.turn import take_turn
from dialogs.engine import respond
from dialogs.events import Commanded
from dialogs.state import UserState, to_json
from knowledge.load import Knowledge, load

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
FEW = 100
TURNS, AT_ONCE = 4000, 50
STATE = to_json(UserState(agreed_at=NOW, seen_at=NOW, region="uk", zone="Europe/London"))


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("users", nargs="?", type=int, default=1_000_000)
    parser.add_argument("turns", nargs="?", type=int, default=100_000)
    given = parser.parse_args()
    asyncio.run(_run(given.users, given.turns, load()))


async def _run(users: int, turns: int, knowledge: Knowledge) -> None:
    respond(UserState(), Commanded("start"), knowledge, NOW)
    gc.freeze()  # both as the bot does when it starts
    gc.set_threshold(20_000)
    print("| users | turn, ms | CPU a turn, ms |\n|---|---|---|")
    cost = []
    for many in (FEW, users):
        with tempfile.TemporaryDirectory() as folder:
            store = await open_store(Settings(_env_file=None, data_dir=Path(folder)), lambda: NOW)
            try:
                await _fill(store, many)
                wall, cpu = await _turns(store, many, TURNS, knowledge)
                cost.append(cpu)
                print(f"| {many:,} | {wall:.2f} | {cpu:.2f} |")
                if many == users:
                    before = _megabytes()
                    await _turns(store, many, turns, knowledge)
                    grown = _megabytes() - before
            finally:
                await store.close()
    print(f"\nCPU, many beside few: {cost[1] / cost[0]:.2f}")
    print(f"Memory at most after {turns:,} turns: {grown:+.1f} MB beside {before:.0f} MB")


async def _fill(store: Store, users: int) -> None:
    for first in range(1, users + 1, 1000):
        await asyncio.gather(*(_keep(store, user) for user in range(first, min(first + 1000, users + 1))))


async def _keep(store: Store, user: int) -> None:
    await store.change(user, lambda _: Change(Stored(STATE)))


async def _turns(store: Store, users: int, turns: int, knowledge: Knowledge) -> tuple[float, float]:
    chance = random.Random(7)
    took: deque[float] = deque(maxlen=TURNS)  # so that the list of times does not count as memory

    async def press() -> None:
        user = chance.randint(1, users)
        began = perf_counter()
        await take_turn(store, knowledge, user, Commanded("menu"), None, NOW, respond)
        took.append(perf_counter() - began)

    began = process_time()
    for _ in range(turns // AT_ONCE):
        await asyncio.gather(*(press() for _ in range(AT_ONCE)))
    return 1000 * median(took) / AT_ONCE, 1000 * (process_time() - began) / turns


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
