"""The updates that the bot has not confirmed, and getUpdates as Telegram has it.

Source: https://core.telegram.org/bots/api#getupdates; a second poller ends the first with 409.
"""

from copy import deepcopy

from tests.e2e.people import Signal
from tests.e2e.rules import Json, Refused

TAKEN_OVER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class Updates:
    """waiting: id -> update, oldest first, until an offset beyond it confirms and forgets it."""

    def __init__(self, happened: Signal) -> None:
        self.waiting: dict[int, Json] = {}
        self.confirmed: dict[int, Json] = {}
        self._happened = happened
        self._next_id = 700_000_001
        self._poll = 0
        self._polls = 0

    def add(self, content: Json) -> int:
        number = self._next_id
        self._next_id += 1
        self.waiting[number] = {"update_id": number, **deepcopy(content)}
        self._happened.give()
        return number

    def skip_ids(self, how_many: int) -> None:
        """Let the ids jump, as they may after a quiet week."""
        self._next_id += how_many

    def bring_back(self, update_id: int) -> None:
        """Make a confirmed update wait again, as when its confirmation was lost; tells after a restart only."""
        self.waiting = dict(sorted({**self.waiting, update_id: self.confirmed.pop(update_id)}.items()))
        self._happened.give()

    def close(self) -> None:
        """End a waiting long poll without an answer."""
        self._poll = 0
        self._happened.give()

    async def get(self, values: Json) -> list[Json]:
        """Answer getUpdates. Raises Refused when another poll takes over."""
        offset, limit = int(values.get("offset") or 0), min(100, max(1, int(values.get("limit") or 100)))
        timeout_seconds = min(50, max(0, int(values.get("timeout") or 0)))
        self._confirm(offset)
        self._polls += 1
        self._poll = mine = self._polls
        self._happened.give()
        try:
            await self._happened.until(lambda: self.waiting or self._poll != mine, timeout_seconds)
        except TimeoutError:
            return []
        if self._poll != mine:
            raise Refused(409, TAKEN_OVER)
        return list(self.waiting.values())[:limit]

    def confirm(self, update_id: int) -> None:
        """Forget an update that was taken over a webhook."""
        self.confirmed[update_id] = self.waiting.pop(update_id)
        self._happened.give()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            offset = next(iter(list(self.waiting)[offset:]), 0)
        for number in [number for number in self.waiting if number < offset]:
            self.confirmed[number] = self.waiting.pop(number)
