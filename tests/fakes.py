"""Parts of the bot that live in memory, for tests. Each implements an interface of ours; the store keeps JSON."""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.botapi import RawUpdate, Rows
from bot.failures import CallFailure
from bot.store import HALF_HOUR, Alarm, Change, Decide, Page, Stored, StoreError, Unsent, with_diary
from dialogs.replies import SetAlarm
from dialogs.state import from_json, to_json

MONDAY_7AM = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


class FakeClock:
    """A clock that moves only when somebody sleeps or ``pass_by`` is called. ``slept``: every sleep, in seconds."""

    def __init__(self, start: datetime = MONDAY_7AM) -> None:
        self._start = start
        self._seconds = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._seconds)

    def seconds(self) -> float:
        return self._seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._seconds += seconds
        await asyncio.sleep(0)

    async def wait(self, tasks: Collection["asyncio.Task[None]"], seconds: float) -> None:
        for _ in range(1000):
            if all(task.done() for task in tasks):
                return
            await asyncio.sleep(0)
        self._seconds += seconds

    def pass_by(self, span: timedelta) -> None:
        self._seconds += span.total_seconds()


class FakeStore:
    """A store in memory.

    failing: how many of the next calls raise StoreError.
    leads:   whether this process is the one that sends in bulk.
    """

    def __init__(self) -> None:
        self.users: dict[int, Stored] = {}
        self.alarms: dict[tuple[int, str], datetime] = {}
        self.outbox: dict[tuple[int, str, datetime], tuple[bytes, datetime]] = {}
        self.counters: dict[str, int] = {}
        self.diaries: dict[tuple[int, int], bytes] = {}
        self.failing = 0
        self.leads = True

    async def change(self, user_id: int, decide: Decide) -> Change:
        self._may_fail()
        change = self._decided(user_id, decide)
        self._apply(user_id, change)
        return change

    async def fire(self, alarm: Alarm, decide: Decide, lease_until: datetime) -> Change | None:
        self._may_fail()
        if self.alarms.get((alarm.user_id, alarm.key)) != alarm.due:
            return None
        change = self._decided(alarm.user_id, decide)
        del self.alarms[alarm.user_id, alarm.key]
        self._apply(alarm.user_id, change)
        if change.send and not change.forget:
            self.outbox[alarm.user_id, alarm.key, alarm.due] = (change.send, lease_until)
        return change

    async def due(self, now: datetime, limit: int, since: datetime | None = None) -> Sequence[Alarm]:
        self._may_fail()
        first = since or datetime.min.replace(tzinfo=UTC)
        found = [Alarm(user_id, key, due) for (user_id, key), due in self.alarms.items() if first <= due <= now]
        reachable = [alarm for alarm in found if not self.users[alarm.user_id].suspended]
        return sorted(reachable, key=lambda alarm: alarm.due)[:limit]

    async def unsent(self, now: datetime, limit: int, lease_until: datetime) -> Sequence[Unsent]:
        self._may_fail()
        over = sorted((lease, row) for row, (_, lease) in self.outbox.items() if lease <= now)[:limit]
        found = []
        for _, row in over:
            answer, _ = self.outbox[row]
            self.outbox[row] = (answer, lease_until)
            found.append(Unsent(*row, answer))
        return found

    async def sent(self, user_id: int, key: str, due: datetime) -> None:
        self._may_fail()
        self.outbox.pop((user_id, key, due), None)

    async def forget(self, user_id: int) -> None:
        self._may_fail()
        self._forget(user_id)

    async def lead(self) -> bool:
        self._may_fail()
        return self.leads

    async def load(self, since: datetime, until: datetime) -> Mapping[datetime, int]:
        self._may_fail()
        dues = [alarm.due for alarm in await self.due(until, len(self.alarms)) if since <= alarm.due < until]
        return Counter(due - (due - datetime.min.replace(tzinfo=UTC)) % HALF_HOUR for due in dues)

    async def counts(self) -> Mapping[str, int]:
        self._may_fail()
        return dict(sorted(self.counters.items(), key=lambda item: (-item[1], item[0])))

    async def close(self) -> None:
        self.failing = 1_000_000

    def _may_fail(self) -> None:
        if self.failing:
            self.failing -= 1
            raise StoreError("database is locked")

    def _decided(self, user_id: int, decide: Decide) -> Change:
        stored = self.users.get(user_id)
        change = decide(stored)
        return decide(with_diary(stored, self._read_diary(user_id))) if change.wants_diary else change

    def _read_diary(self, user_id: int) -> Sequence[Page]:
        return [Page(number, text) for (owner, number), text in sorted(self.diaries.items()) if owner == user_id]

    def _forget(self, user_id: int) -> None:
        self.users.pop(user_id, None)
        self.alarms = {row: due for row, due in self.alarms.items() if row[0] != user_id}
        self.outbox = {row: kept for row, kept in self.outbox.items() if row[0] != user_id}
        self.diaries = {row: text for row, text in self.diaries.items() if row[0] != user_id}

    def _apply(self, user_id: int, change: Change) -> None:
        for name in change.counts:
            self.counters[name] = self.counters.get(name, 0) + 1
        if change.forget:
            self._forget(user_id)
            return
        if change.keep is None:
            return
        if change.keep.suspended:
            self.outbox = {row: kept for row, kept in self.outbox.items() if row[0] != user_id}
        self.users[user_id] = replace(change.keep, state=to_json(from_json(change.keep.state)), diary=None)
        self.diaries.update({(user_id, page.number): page.text for page in change.pages})
        for number in change.torn:
            self.diaries.pop((user_id, number), None)
        for alarm in change.alarms:
            if isinstance(alarm, SetAlarm):
                self.alarms[user_id, alarm.key] = alarm.due
            else:
                self.alarms.pop((user_id, alarm.key), None)


@dataclass
class Shown:
    """A call that shows something: ``message_id`` is None for a new message; ``file`` is what came with the text."""

    chat_id: int
    text: str
    rows: Rows = ()
    message_id: int | None = None
    file: bytes = b""


@dataclass
class FakeBotApi:
    """Telegram in memory.

    failures: for each call by name, what the next ones raise (None: that one succeeds).
    waiting:  updates that are not confirmed; offsets: what was asked with.
    """

    failures: dict[str, list[CallFailure | None]] = field(default_factory=dict)
    waiting: list[RawUpdate] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    cards: list[tuple[str, tuple[tuple[str, str, str], ...]]] = field(default_factory=list)
    menu: dict[str, str] = field(default_factory=dict)
    menus_set: int = 0
    webhooks: list[tuple[str, str]] = field(default_factory=list)
    is_closed: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def texts(self) -> list[str]:
        return [shown.text for shown in self.shown]

    def arrive(self, *updates: RawUpdate) -> None:
        self.waiting.extend(updates)
        self.news.set()

    async def own_name(self) -> str:
        self._may_fail("own_name")
        return "backstride_bot"

    async def delete_webhook(self) -> None:
        self._may_fail("delete_webhook")

    async def set_webhook(self, url: str, secret: str) -> None:
        self._may_fail("set_webhook")
        self.webhooks.append((url, secret))

    async def updates(self, offset: int, timeout_seconds: int) -> Sequence[RawUpdate]:
        self.offsets.append(offset)
        self._may_fail("updates")
        self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
        if not self.waiting and timeout_seconds:
            self.news.clear()
            await self.news.wait()
        return self.waiting[:100]

    async def send(self, chat_id: int, text: str, rows: Rows = ()) -> None:
        self._may_fail("send")
        self.shown.append(Shown(chat_id, text, rows))

    async def send_picture(self, chat_id: int, picture: bytes, caption: str, rows: Rows = ()) -> None:
        self._may_fail("send_picture")
        self.shown.append(Shown(chat_id, caption, rows, file=picture))

    async def send_document(self, chat_id: int, name: str, content: bytes, caption: str, rows: Rows = ()) -> None:
        self._may_fail("send_document")
        self.shown.append(Shown(chat_id, caption, rows, file=content))

    async def edit(self, chat_id: int, message_id: int, text: str, rows: Rows = ()) -> None:
        self._may_fail("edit")
        self.shown.append(Shown(chat_id, text, rows, message_id))

    async def answer_tap(self, query_id: str, notice: str) -> None:  # any query will do
        self._may_fail("answer_tap")
        self.notices.append(notice)

    async def answer_inline(self, query_id: str, cards: Sequence[tuple[str, str, str]]) -> None:
        self._may_fail("answer_inline")
        self.cards.append((query_id, tuple(cards)))

    async def commands(self) -> Mapping[str, str]:
        self._may_fail("commands")
        return dict(self.menu)

    async def set_commands(self, commands: Mapping[str, str]) -> None:
        self._may_fail("set_commands")
        self.menus_set += 1
        self.menu = dict(commands)

    async def close(self) -> None:
        self.is_closed = True

    def _may_fail(self, name: str) -> None:
        failure = self.failures[name].pop(0) if self.failures.get(name) else None
        if failure is not None:
            raise failure
