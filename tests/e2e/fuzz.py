"""Updates that nobody should send, by the thousand: python -m tests.e2e.fuzz 100000 [seed]

True updates are bent at random places: keys dropped, values of another type or size, half characters, buttons of other
users and of nobody. They go through the real dialogue; the store and Telegram live in memory. Prints what went wrong.
"""

import asyncio
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import structlog

from bot.answering import Answering
from bot.order import UserOrder
from bot.outgoing import Messenger
from dialogs.engine import respond
from dialogs.state import from_json
from knowledge.load import Knowledge, load
from tests.fakes import FakeBotApi, FakeClock, FakeStore

Json = dict[str, Any]

USERS = (41, 42, 43, 2**52, -7)
GROUP = {"id": -100, "type": "supergroup", "title": "Runners"}
TEXTS = (
    "/start", "/check", "/faq", "/remind", "/cancel", "/settings", "/help", "/privacy", "/start topic-shoes", "/none",
    "yes", "no", "not sure", "8", "mon wed 7:30", "my back hurts", "I can't feel my legs", "I wet myself", "<b>&lt;",
    "{disclaimer}", "%s%n", "~", "a~b~c", "\u0000", "\u202e\u200d", "\ud83d", "🏃" * 300, "x" * 5000, " ", "\n", "",
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 2**31, 2**63, 2**70, -(2**70), 1.5, float("nan"), float("inf"), "", " ", "private",
    "\ud800", "x" * 70_000, [], [[]], {}, {"id": 41}, [None], "channel",
)  # fmt: skip


@dataclass
class Findings:
    """What a run found. failures: lines of the log at level error and exceptions, by what they say."""

    updates: int = 0
    answers: int = 0
    failures: Counter[str] = field(default_factory=Counter)


class Fuzz:
    """A bot in memory under odd updates; the same seed gives the same run."""

    def __init__(self, knowledge: Knowledge, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311  # chance that can be repeated
        self.store, self.api, self.clock = FakeStore(), FakeBotApi(), FakeClock()
        self.order = UserOrder()
        self.answering = Answering(
            self.store, knowledge, respond, Messenger(self.api, self.clock), self.order, self.clock, "backstride_bot"
        )
        self.findings = Findings()
        self._seen_data = ["~agree", "~check", "check.toilet~yes~1", "~", "x"]

    async def run(self, how_many: int) -> Findings:
        """Send so many updates, a handful at a time."""
        structlog.configure(processors=[self._hear], logger_factory=structlog.ReturnLoggerFactory())
        numbers = iter(range(1, how_many + 1))
        try:
            while batch := [self._update(number) for number in islice(numbers, self._dice.randint(1, 8))]:
                for result in await asyncio.gather(*map(self.answering.answer, batch), return_exceptions=True):
                    if result is not None:
                        self.findings.failures[f"raised {type(result).__name__}: {result!s:.80}"] += 1
                self._look_at_what_was_shown()
        finally:
            structlog.reset_defaults()
        self.findings.updates = how_many
        for user_id, stored in self.store.users.items():
            from_json(stored.state)
            if user_id not in (*USERS, *ODD):
                self.findings.failures["kept something of somebody who is nobody"] += 1
        return self.findings

    def _hear(self, _: object, __: str, line: Mapping[str, Any]) -> str:
        if line["event"] in ("turn_failed", "update_not_answered", "message_refused"):
            self.findings.failures[f"{line['event']}: {line.get('cause')} at {line.get('at')}"] += 1
        return ""

    def _look_at_what_was_shown(self) -> None:
        for shown in self.api.shown:
            self.findings.answers += 1
            self._seen_data[5:] = [data for row in shown.rows for _, data in row] or self._seen_data[5:]
            shown.text.encode()  # half a character would fail here
        self.api.shown.clear()
        self.api.notices.clear()
        self.api.cards.clear()

    def _update(self, number: int) -> Json:
        update = {"update_id": number} | self._dice.choice((self._tap, self._tap, self._said, self._other))()
        for _ in range(self._dice.choice((0, 0, 0, 1, 1, 2, 5))):
            _bend(update, self._dice)
        return update | {"update_id": self._dice.choice((number, number, max(1, number - 1)))}

    def _message(self, **content: object) -> Json:
        user_id = self._dice.choice(USERS)
        chat = self._dice.choice(({"id": user_id, "type": "private"},) * 9 + (GROUP,))
        return {"message_id": 7, "date": 1, "chat": dict(chat), "from": _person(user_id), **content}

    def _said(self) -> Json:
        kind = self._dice.choice(("message", "message", "message", "edited_message"))
        return {kind: self._message(text=self._dice.choice(TEXTS))}

    def _tap(self) -> Json:
        message = self._message(text="?")
        data = self._dice.choice(self._seen_data)
        return {"callback_query": {"id": "q", "from": message["from"], "message": message, "data": data}}

    def _other(self) -> Json:
        file = {"file_id": "f", "file_unique_id": "u"}
        place = {"latitude": self._dice.uniform(-99, 99), "longitude": self._dice.uniform(-199, 199)}
        user = _person(self._dice.choice(USERS))
        change = {"chat": {"id": user["id"], "type": "private"}, "from": user, "new_chat_member": {"status": "member"}}
        return self._dice.choice(
            (
                {"message": self._message(photo=[file], caption=self._dice.choice(TEXTS))},
                {"message": self._message(voice=file)},
                {"message": self._message(location=place)},
                {"inline_query": {"id": "i", "from": user, "query": self._dice.choice(TEXTS)}},
                {"my_chat_member": change},
            )
        )


def _person(user_id: int) -> Json:
    return {"id": user_id, "is_bot": False, "first_name": "Ann"}


def _bend(update: Json, dice: random.Random) -> None:
    places = list(_places(update))
    if not places:
        return
    place, key = dice.choice(places)
    if dice.random() < 0.3:
        del place[key]
    else:
        place[key] = deepcopy(dice.choice(ODD))


def _places(value: Json) -> Iterator[tuple[Json, str]]:
    """Every key of every object in it."""
    for key, inner in value.items():
        yield value, key
        if isinstance(inner, dict):
            yield from _places(inner)


async def main() -> int:
    """Run and print; return 1 if anything went wrong."""
    how_many, seed = (*map(int, sys.argv[1:]), 1)[:2] if len(sys.argv) > 1 else (10_000, 1)
    fuzz = Fuzz(load(), seed)
    found = await fuzz.run(how_many)
    print(f"{found.updates} updates, {found.answers} answers, {len(fuzz.store.users)} users kept, seed {seed}")  # noqa: T201
    for what, count in found.failures.most_common():
        print(f"{count:8} {what}")  # noqa: T201
    return 1 if found.failures else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
