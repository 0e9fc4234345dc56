"""Long polling that confirms an update only when its answer is out.

Telegram forgets every update before the offset that it is asked with. So the offset is always the first update that is
not answered yet; the ones behind it come again with every poll until then, and are passed over. Nobody waits for a slow
user, with one limit: at most 100 updates are shown from the offset on. And Telegram slows down a bot that asks again
with the same offset: within half a second it shows one update only.
Source: tdlib/telegram-bot-api, Client::process_get_updates_query
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.botapi import BotApi, RawUpdate
from bot.clock import Clock
from bot.failures import CallFailure, TakenOver, TokenRefused, TooFast, deliver, pause_seconds
from bot.limits import InteractiveLane

_BATCH_SECONDS = 0.05
_SAME_OFFSET_SECONDS = 0.55
_LAST_WORD_SECONDS = 3.0
_MOST_CONFLICTS = 3
_MOST_BEHIND = 50
_STUCK_SECONDS = 5.0


class Polling:
    """Fetches updates and has each answered in a task of its own.

    answer:    returns when the update may be confirmed.
    set_aside: lets the answer of an update end soon, if nothing but its delivery is missing.
    """

    def __init__(
        self,
        api: BotApi,
        answer: Callable[[RawUpdate], Awaitable[None]],
        set_aside: Callable[[int], None],
        clock: Clock,
        timeout_seconds: int,
    ) -> None:
        self._api = api
        self._answer = answer
        self._set_aside = set_aside
        self._clock = clock
        self._timeout_seconds = timeout_seconds
        self._unanswered: dict[int, asyncio.Task[None]] = {}  # in the order of their ids
        self._answered: set[int] = set()  # beyond the offset, so they will come again
        self._first_seen: tuple[int, float] = (0, 0.0)  # the first unanswered update, and since when it is
        self._next = 0
        self._is_taken_over = False

    @property
    def offset(self) -> int:
        """The first update that is not answered yet; 0 before anything came."""
        return next(iter(self._unanswered), self._next)

    async def run(self) -> None:
        """Poll until cancelled. Raises TokenRefused and TakenOver, which waiting does not mend."""
        await deliver(self._api.delete_webhook, InteractiveLane(), self._clock, fatal=(TokenRefused,))
        failures = conflicts = 0
        while True:
            offset, began = self.offset, self._clock.seconds()
            try:
                updates = await self._api.updates(offset, self._timeout_seconds)
            except TokenRefused:
                raise
            except TakenOver:
                # The poll of a process that was killed may linger on: only a conflict that stays is one.
                conflicts += 1
                if conflicts == _MOST_CONFLICTS:
                    self._is_taken_over = True
                    raise
                await self._pause(conflicts, "another_process_polls")
            except CallFailure as failure:
                failures += 1
                await self._pause(failures, "telegram_does_not_answer", failure)
            else:
                failures = conflicts = 0
                self._drop_confirmed(offset)
                self._begin(updates)
                self._help_the_first(offset, began)
                await self._let_them_work(offset, began)

    async def finish(self, seconds: float) -> None:
        """Let the answers under way come to their end, then tell Telegram what is answered. Only after ``run``."""
        if self._unanswered:
            await self._clock.wait(list(self._unanswered.values()), seconds)
        offset, left = self.offset, list(self._unanswered.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        # A last poll would end that of the process that has taken over, and so stop both.
        if not offset or self._is_taken_over:
            return
        try:
            await asyncio.wait_for(self._api.updates(offset, 0), _LAST_WORD_SECONDS)
        except (CallFailure, TimeoutError) as failure:
            # Then they come again after the next start, and are known there.
            _log.info("last_word_not_heard", cause=type(failure).__name__)

    def _begin(self, updates: Sequence[RawUpdate]) -> None:
        for update in updates:
            number: int = update["update_id"]
            if number in self._unanswered or number in self._answered:
                continue
            self._next = number + 1
            self._unanswered[number] = asyncio.create_task(self._answer_one(number, update))

    async def _answer_one(self, number: int, update: RawUpdate) -> None:
        try:
            await self._answer(update)
        except Exception as error:  # it would fail the next time as well, and hold up everybody
            _log.error("update_not_answered", turn=number, cause=type(error).__name__)
        del self._unanswered[number]
        self._answered.add(number)

    def _drop_confirmed(self, offset: int) -> None:
        """Forget what Telegram forgot with this offset. Ids may jump, down as well, when nothing is under way."""
        if offset == self._next:
            self._answered.clear()
        else:
            self._answered = {number for number in self._answered if number >= offset}

    def _help_the_first(self, offset: int, now: float) -> None:
        """Set the first update aside if it holds up many that are answered already."""
        if self._first_seen[0] != offset:
            self._first_seen = (offset, now)
        if len(self._answered) >= _MOST_BEHIND and now - self._first_seen[1] >= _STUCK_SECONDS:
            _log.warning("answer_stuck", turn=offset, behind=len(self._answered))
            self._set_aside(offset)

    async def _let_them_work(self, offset: int, began: float) -> None:
        """Wait a little for the answers under way, so that the next poll brings new updates only."""
        if self._unanswered:
            await self._clock.wait(list(self._unanswered.values()), _BATCH_SECONDS)
        while self._unanswered and self.offset == offset:
            left = began + _SAME_OFFSET_SECONDS - self._clock.seconds()
            if left <= 0:
                break
            await self._clock.wait([self._unanswered[offset]], left)

    async def _pause(self, failures: int, what: str, failure: CallFailure | None = None) -> None:
        asked = failure.wait_seconds if isinstance(failure, TooFast) else 0.0
        seconds = max(asked, pause_seconds(failures))
        cause = str(failure) if failure else "conflict"
        _log.warning(what, cause=cause, failures=failures, pause_seconds=seconds)
        await self._clock.sleep(seconds)


_log = structlog.get_logger()
