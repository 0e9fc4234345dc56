"""What can go wrong between us and Telegram, and what then helps.

CallFailure
├── Refused        the call itself is wrong; repeating it cannot help
├── Unreachable    this user cannot be written to: blocked the bot, or is gone
├── TooFast        Telegram asks to wait
├── NoAnswer       the network or Telegram's server is away; the call may or may not have been carried out
├── TokenRefused   the token is wrong or was revoked
└── TakenOver      another process polls with the same token, or a webhook was set
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from bot.clock import Clock
from bot.limits import Lane
from bot.store import StoreError

Result = TypeVar("Result")

_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 60.0


class CallFailure(Exception):  # noqa: N818  # mostly nobody's mistake
    """Base of all failures of a call to Telegram. Their texts carry nothing that was sent."""


class Refused(CallFailure):
    """The call is wrong. ``is_same``: it was an edit that would change nothing."""

    def __init__(self, *, is_same: bool = False) -> None:
        super().__init__("not modified" if is_same else "refused")
        self.is_same = is_same


class Unreachable(CallFailure):
    """The user blocked the bot, never started it, or does not exist any more."""


class TooFast(CallFailure):
    """Too many messages; nothing was done. ``wait_seconds``: before trying again."""

    def __init__(self, wait_seconds: float) -> None:
        super().__init__(f"wait {wait_seconds:g} s")
        self.wait_seconds = wait_seconds


class NoAnswer(CallFailure):
    """No usable answer came."""


class TokenRefused(CallFailure):
    """Telegram does not know the token."""


class TakenOver(CallFailure):
    """Someone else receives the updates."""


def pause_seconds(failures: int) -> float:
    """Return how long to wait after that many failures in a row (1 or more): 0.5, 1, 2, 4 up to 60 seconds."""
    return min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2.0 ** min(failures - 1, 16))


async def deliver(
    call: Callable[[], Awaitable[Result]], lane: Lane, clock: Clock, *, fatal: tuple[type[CallFailure], ...] = ()
) -> Result:
    """Make the call until it succeeds, waiting as long as Telegram asks, or longer and longer while it is away.

    fatal: further failures to raise. A refused token ends the polling, and with it the process; for all other calls it
           is a failure like the rest, so that nothing counts as answered that is not.

    Raises Refused and Unreachable at once: there, waiting does not help.
    """
    failures = 0
    while True:
        await lane.slot()
        try:
            return await call()
        except fatal:
            raise
        except TooFast as failure:
            lane.pause(failure.wait_seconds)
            _log.warning("telegram_asks_to_wait", seconds=failure.wait_seconds)
            await clock.sleep(failure.wait_seconds)
        except (NoAnswer, TokenRefused, TakenOver) as failure:
            failures += 1
            seconds = pause_seconds(failures)
            _log.warning("telegram_does_not_answer", failures=failures, pause_seconds=seconds, cause=str(failure))
            await clock.sleep(seconds)


async def persist(work: Callable[[], Awaitable[Result]], clock: Clock) -> Result:
    """Do the work, again and again while the store cannot (locked, disk full), with growing pauses."""
    failures = 0
    while True:
        try:
            return await work()
        except StoreError as error:
            failures += 1
            seconds = pause_seconds(failures)
            _log.error("store_cannot_write", cause=str(error), failures=failures, pause_seconds=seconds)
            await clock.sleep(seconds)


_log = structlog.get_logger()
