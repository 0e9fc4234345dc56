"""A store that seals what users told before it reaches the database, and opens it when it comes back.

Sealed: the state, the last answer, waiting answers and the diary. Not sealed: who has a row, when alarms are due, the
ids of the last updates and the counters, which the database itself must read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from bot.store import Alarm, Change, Decide, Page, Store, Stored, Unsent, UnusableStoreError
from bot.store.sealing import Sealer


class SealedStore:
    """Implements ``Store`` around another one."""

    def __init__(self, store: Store, sealer: Sealer) -> None:
        self._store = store
        self._sealer = sealer

    async def change(self, user_id: int, decide: Decide) -> Change:
        """See ``Store.change``."""
        sealing = _Sealing(self._sealer, user_id, decide)
        await self._store.change(user_id, sealing.decide)
        return sealing.decided

    async def fire(self, alarm: Alarm, decide: Decide, lease_until: datetime) -> Change | None:
        """See ``Store.fire``."""
        sealing = _Sealing(self._sealer, alarm.user_id, decide)
        fired = await self._store.fire(alarm, sealing.decide, lease_until)
        return None if fired is None else sealing.decided

    async def due(self, now: datetime, limit: int, since: datetime | None = None) -> Sequence[Alarm]:
        """See ``Store.due``."""
        return await self._store.due(now, limit, since)

    async def unsent(self, now: datetime, limit: int, lease_until: datetime) -> Sequence[Unsent]:
        """See ``Store.unsent``; leaves out what does not open, so that it does not stop the others."""
        found = []
        for row in await self._store.unsent(now, limit, lease_until):
            try:
                found.append(replace(row, answer=self._sealer.open(row.user_id, "outbox.answer", row.answer)))
            except UnusableStoreError as error:
                _log.error("unsent_does_not_open", cause=str(error))
        return found

    async def sent(self, user_id: int, key: str, due: datetime) -> None:
        """See ``Store.sent``."""
        await self._store.sent(user_id, key, due)

    async def lead(self) -> bool:
        """See ``Store.lead``."""
        return await self._store.lead()

    async def load(self, since: datetime, until: datetime) -> Mapping[datetime, int]:
        """See ``Store.load``."""
        return await self._store.load(since, until)

    async def counts(self) -> Mapping[str, int]:
        """See ``Store.counts``."""
        return await self._store.counts()

    async def forget(self, user_id: int) -> None:
        """See ``Store.forget``."""
        await self._store.forget(user_id)

    async def close(self) -> None:
        """See ``Store.close``."""
        await self._store.close()


class _Sealing:
    """A decision between the sealed row and the sealed change. ``decided``: the change as it was before."""

    def __init__(self, sealer: Sealer, user_id: int, decide: Decide) -> None:
        self._sealer = sealer
        self._user_id = user_id
        self._decide = decide
        self.decided = Change()

    def decide(self, stored: Stored | None) -> Change:
        self.decided = change = self._decide(stored and self._opened(stored))
        return replace(
            change,
            keep=change.keep and self._sealed(change.keep),
            send=self._seal("outbox.answer", change.send),
            pages=[replace(page, text=self._seal("diary.entry", page.text)) for page in change.pages],
        )

    def _opened(self, stored: Stored) -> Stored:
        diary = stored.diary
        if diary is not None:
            diary = tuple(Page(page.number, self._open("diary.entry", page.text)) for page in diary)
        state, answer = self._open("users.state", stored.state), self._open("users.answer", stored.answer)
        return replace(stored, state=state, answer=answer, diary=diary)

    def _sealed(self, keep: Stored) -> Stored:
        state, answer = self._seal("users.state", keep.state), self._seal("users.answer", keep.answer)
        return replace(keep, state=state, answer=answer, diary=None)

    def _seal(self, column: str, value: bytes) -> bytes:
        return self._sealer.seal(self._user_id, column, value)

    def _open(self, column: str, value: bytes) -> bytes:
        return self._sealer.open(self._user_id, column, value)


_log = structlog.get_logger()
