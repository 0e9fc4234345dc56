"""Message -> Telegram calls: HTML, keyboards, parts of at most 4096 characters, and the question edited in place.

A picture that cannot be drawn is sent as a chart of letters, one that Telegram refuses is left out: the words go out.
"""

import asyncio
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import structlog

from bot.botapi import BotApi
from bot.buttons import button_data
from bot.clock import Clock
from bot.drawing import Drawing, File
from bot.failures import CallFailure, Refused, deliver
from bot.incoming import Tap
from bot.limits import InteractiveLane, Lane
from bot.text_charts import FITS_A_PHONE, chart_lines, sheet_lines
from bot.turn import Outcome
from dialogs.attachments import Attachment, Document, Sheet
from dialogs.cards import Card
from dialogs.wording import Message, Paragraph

# Telegram counts UTF-16 units, after the markup is taken out. Source: https://core.telegram.org/api/entities
_MOST_UNITS = 4096
_MOST_CAPTION = 1024
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

    def __init__(self, api: BotApi, clock: Clock, drawing: Drawing | None = None) -> None:
        self._api = api
        self._clock = clock
        self._drawing = drawing or Drawing()

    async def show(self, chat_id: int, outcome: Outcome, tap: Tap | None = None, lane: Lane = _INTERACTIVE) -> None:
        """Send all messages, in order, and return when they are out. The first may replace the tapped message.

        A message that Telegram refuses for good is logged and passed over. Raises Unreachable.
        """
        if tap is None:
            await self._show(chat_id, outcome, None, lane)
        else:
            # At once, so that a tap takes one way to Telegram and back, not two.
            await asyncio.gather(self._answer(tap, outcome.notice), self._show(chat_id, outcome, tap.message_id, lane))

    async def _show(self, chat_id: int, outcome: Outcome, editable: int | None, lane: Lane) -> None:
        for message in outcome.messages:
            if message.attachment is not None:
                await self._bring(chat_id, message, message.attachment, lane)
                continue
            for part in parts(message):
                if editable is not None and message.replaces and await self._edit(chat_id, editable, part):
                    editable = None
                else:
                    await self._send(chat_id, part, lane)

    async def deal(self, query_id: str, cards: Sequence[Card]) -> None:
        """Show these cards for an inline query. Raises CallFailure."""
        await self._api.answer_inline(query_id, [(card.id, card.title, parts(card.message)[0].text) for card in cards])

    async def _bring(self, chat_id: int, message: Message, attachment: Attachment, lane: Lane) -> None:
        """Send the attachment with the words as its caption; words that are too long for one go before it."""
        found = parts(message)
        file = await self._drawing.file(attachment)
        if file is None:
            found = (*(Part(part.text) for part in found), Part(_in_letters(attachment), found[-1].rows))
        elif len(found) == 1 and _units(message.text) <= _MOST_CAPTION:
            if not await self._send_file(chat_id, file, found[0], lane):
                await self._send(chat_id, found[0], lane)
            return
        for part in found:
            await self._send(chat_id, part, lane)
        if file is not None:
            await self._send_file(chat_id, file, Part(""), lane)

    async def _send_file(self, chat_id: int, file: File, part: Part, lane: Lane) -> bool:
        """Return whether Telegram took it. Raises Unreachable."""

        async def call() -> None:
            if file.is_picture:
                await self._api.send_picture(chat_id, file.content, part.text, part.rows)
            else:
                await self._api.send_document(chat_id, file.name, file.content, part.text, part.rows)

        try:
            await deliver(call, lane, self._clock)
        except Refused:
            _log.error("file_refused", size=len(file.content), is_picture=file.is_picture)
            return False
        return True

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


def _in_letters(attachment: Attachment) -> str:
    """Return the HTML of an attachment that could not be drawn."""
    match attachment:
        case Document():
            text = attachment.text
        case Sheet():
            text = "\n".join(sheet_lines(attachment, FITS_A_PHONE))
        case _:
            text = "\n".join(chart_lines(attachment, FITS_A_PHONE))
    return f"<pre>{html.escape(text[: _fitting(text)], quote=False)}</pre>"


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
