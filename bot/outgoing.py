"""Message -> Telegram calls: HTML, keyboards, parts of at most 4096 characters, and the question edited in place."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import structlog

from bot.botapi import BotApi
from bot.buttons import button_data
from bot.clock import Clock
from bot.failures import CallFailure, Refused, deliver
from bot.incoming import Tap
from bot.limits import InteractiveLane, Lane
from bot.turn import Outcome
from dialogs.cards import Card
from dialogs.wording import Message, Paragraph

# Telegram counts UTF-16 units, after the markup is taken out. Source: https://core.telegram.org/api/entities
_MOST_UNITS = 4096
_MOST_NOTICE = 200
_BULLET = "• "
_INTERACTIVE = InteractiveLane()
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Part:
    """One message as Telegram takes it: HTML, and label and data of each button."""

    text: str
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()


class Messenger:
    """Shows what a turn says in a chat."""

    def __init__(self, api: BotApi, clock: Clock) -> None:
        self._api = api
        self._clock = clock

    async def show(self, chat_id: int, outcome: Outcome, tap: Tap | None = None, lane: Lane = _INTERACTIVE) -> None:
        """Send all messages, in order, and return when they are out. The first may replace the tapped message.

        A message that Telegram refuses for good is logged and passed over. Raises Unreachable.
        """
        if tap is not None:
            await self._answer(tap, outcome.notice)
        editable = tap.message_id if tap else None
        for message in outcome.messages:
            for part in parts(message):
                if editable is not None and message.replaces and await self._edit(chat_id, editable, part):
                    editable = None
                else:
                    await self._send(chat_id, part, lane)

    async def deal(self, query_id: str, cards: Sequence[Card]) -> None:
        """Show these cards for an inline query. Raises CallFailure."""
        await self._api.answer_inline(query_id, [(card.id, card.title, parts(card.message)[0].text) for card in cards])

    async def _answer(self, tap: Tap, notice: str) -> None:
        """Once only: the waiting sign goes away by itself, and a query that is too old can never be answered."""
        try:
            await self._api.answer_tap(tap.query_id, notice[:_MOST_NOTICE])
        except CallFailure as failure:
            _log.debug("tap_not_answered", cause=type(failure).__name__)

    async def _edit(self, chat_id: int, message_id: int, part: Part) -> bool:
        try:
            await deliver(lambda: self._api.edit(chat_id, message_id, part.text, part.rows), _INTERACTIVE, self._clock)
        except Refused as failure:
            return failure.is_same
        return True

    async def _send(self, chat_id: int, part: Part, lane: Lane) -> None:
        try:
            await deliver(lambda: self._api.send(chat_id, part.text, part.rows), lane, self._clock)
        except Refused:
            _log.error("message_refused", units=_units(part.text), buttons=sum(map(len, part.rows)))


def parts(message: Message) -> tuple[Part, ...]:
    """Cut a message where paragraphs end, so that each part fits; the keyboard goes under the last one."""
    texts = _texts(message.paragraphs)
    rows = tuple(tuple((label, button_data(button)) for label, button in row) for row in message.rows)
    return tuple(Part(text, rows if number == len(texts) else ()) for number, text in enumerate(texts, 1))


def _texts(paragraphs: Sequence[Paragraph]) -> list[str]:
    texts: list[str] = []
    open_part = _OpenPart()
    for paragraph in _short_enough(paragraphs):
        if open_part.has_room_for(paragraph):
            open_part.add(paragraph)
        else:
            texts.append(open_part.text)
            open_part = _OpenPart()
            open_part.add(paragraph)
    return [*texts, open_part.text] if open_part.text else texts


@dataclass(slots=True)
class _OpenPart:
    text: str = ""
    units: int = 0
    last: Paragraph | None = field(default=None)

    def has_room_for(self, paragraph: Paragraph) -> bool:
        return self.units + len(self._gap(paragraph)) + _units(_plain(paragraph)) <= _MOST_UNITS

    def add(self, paragraph: Paragraph) -> None:
        gap, plain = self._gap(paragraph), _plain(paragraph)
        escaped = html.escape(plain, quote=False)
        self.text += gap + (f"<b>{escaped}</b>" if paragraph.style == "strong" else escaped)
        self.units += len(gap) + _units(plain)
        self.last = paragraph

    def _gap(self, paragraph: Paragraph) -> str:
        if self.last is None:
            return ""
        return "\n" if paragraph.style == "item" and self.last.style == "item" else "\n\n"


def _short_enough(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Cut a paragraph that is too long by itself at a line end or a blank, else anywhere; pass over empty ones."""
    for paragraph in paragraphs:
        rest = paragraph.text.strip()
        while _units(rest) > _MOST_UNITS - len(_BULLET):
            end = _fitting(rest)
            blank = max(rest.rfind("\n", 0, end), rest.rfind(" ", 0, end))
            end = blank if blank > 0 else end
            yield Paragraph(rest[:end].rstrip(), paragraph.style)
            rest = rest[end:].lstrip()
        if rest:
            yield Paragraph(rest, paragraph.style)


def _fitting(text: str) -> int:
    """How many characters of the text fit into one message."""
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * (_MOST_UNITS - len(_BULLET))]
    return len(units.decode("utf-16-le", "ignore"))


def _plain(paragraph: Paragraph) -> str:
    return _BULLET + paragraph.text if paragraph.style == "item" else paragraph.text


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
