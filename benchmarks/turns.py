"""How fast the bot answers, as ratios to a bare echo in the same run: python -m benchmarks.turns [users] [runs]

Both run as processes of their own against the Bot API of the tests, over real HTTP, with the same number of users who
tap at once. The bot saves every answer before it shows the next question; the echo keeps nothing. Linux only (/proc).
"""

# ruff: noqa: T201  # its output is a table for a person

import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.e2e.bot_process import BotProcess
from tests.e2e.botapi import BotApi
from tests.e2e.people import Person
from tests.e2e.walk import asks, begin, walk

_TAPS = 12
_LAST_QUESTION = "cancer"
_WARM_UP = 3


class Echo(BotProcess):
    """The yardstick."""

    arguments = ("-m", "benchmarks.ptb_echo")


@dataclass(frozen=True, slots=True)
class Figures:
    """One run. cpu_ms: of the bot's process, for each update; wait_ms: half of the users waited less for an answer."""

    per_second: float
    cpu_ms: float
    wait_ms: float


async def tap_along(person: Person) -> None:
    """Tap the first button of the echo, again and again; it confirms an update before it is answered."""
    person.send("/start")
    await person.next_reply()
    for _ in range(_TAPS):
        person.tap(person.last.labels[0])
        await person.next_reply()


async def answer_questions(person: Person) -> None:
    """Agree, start a self-check and answer its first questions."""
    await begin(person)
    await walk(person, asks(_LAST_QUESTION))


async def measure(kind: type[BotProcess], talk: Callable[[Person], Awaitable[None]], users: int) -> Figures:
    """Let so many users talk at once with a fresh process."""
    async with BotApi() as api:
        with tempfile.TemporaryDirectory() as folder:
            async with kind(api, Path(folder)) as process:
                await process.start()
                await asyncio.gather(*(talk(api.person()) for _ in range(_WARM_UP)))
                before, cpu, began = _updates(api), _cpu_seconds(process.pid), perf_counter()
                await asyncio.gather(*(talk(api.person()) for _ in range(users)))
                took = perf_counter() - began
                updates = _updates(api) - before
                used = _cpu_seconds(process.pid) - cpu
    return Figures(updates / took, 1000 * used / updates, 1000 * took * users / updates)


async def main() -> None:
    """Print a table in Markdown."""
    users, runs = (int(text) for text in (*sys.argv[1:], "50", "3")[:2])
    bots: dict[str, list[Figures]] = {"bare echo": [], "this bot": []}
    for _ in range(runs):
        bots["bare echo"].append(await measure(Echo, tap_along, users))
        bots["this bot"].append(await measure(BotProcess, answer_questions, users))
    print("| bot | updates a second | CPU ms an update | mean wait ms |")
    print("|---|---|---|---|")
    for name, found in bots.items():
        figures = [_median(found, part) for part in ("per_second", "cpu_ms", "wait_ms")]
        print(f"| {name} | {figures[0]:.0f} | {figures[1]:.2f} | {figures[2]:.0f} |")
    ratio = _median(bots["this bot"], "cpu_ms") / _median(bots["bare echo"], "cpu_ms")
    print(f"\nCPU an update, as a ratio to the bare echo: {ratio:.2f} ({users} users, medians of {runs} runs)")


def _median(found: list[Figures], part: str) -> float:
    return float(statistics.median(getattr(one, part) for one in found))


def _updates(api: BotApi) -> int:
    return len(api.updates.confirmed) + len(api.updates.waiting)


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    asyncio.run(main())
