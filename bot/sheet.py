"""A page to take along, as PDF: always one page, A4. Imported when the first one is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import accumulate

from fpdf import FPDF

from bot.fonts import drawable, font_file
from bot.pictures import png
from dialogs.attachments import Section, Sheet

_FONT = "DejaVu"
_WIDTH, _HEIGHT, _MARGIN, _GAP = 210.0, 297.0, 15.0, 8.0  # mm
_COLUMN = (_WIDTH - 2 * _MARGIN - _GAP) / 2
_RIGHT = _MARGIN + _COLUMN + _GAP
_TOP, _BOTTOM = 42.0, _HEIGHT - 24.0
_ROOM = _BOTTOM - _TOP
_CHART = _COLUMN * 2 / 3 + 4.0  # high, with the gap below it
_SIZES = (10.0, 9.0, 8.0, 7.0)  # points; the first with which everything fits
_INK, _FAINT = (43, 47, 54), (110, 114, 120)
_MOST_LINES = 60  # of a section; more never fit
_POINT = 0.3528  # mm


@dataclass(frozen=True, slots=True)
class _Block:
    """A section as it stands on the page: its lines, each bold or not, with letters of one size."""

    lines: tuple[tuple[str, bool], ...]
    size: float

    @property
    def step(self) -> float:
        """From line to line, in mm."""
        return self.size * _POINT * 1.4

    @property
    def height(self) -> float:
        """With the gap to the next one, in mm."""
        return (len(self.lines) + 1) * self.step


def pdf(sheet: Sheet) -> bytes:
    """Return the page as PDF. What does not fit with the smallest letters is left out, from the longest section."""
    page = FPDF(format="A4")
    page.set_auto_page_break(auto=False)
    page.set_margin(_MARGIN)
    for style, file in (("", font_file()), ("B", font_file("-Bold"))):
        page.add_font(_FONT, style, file)
    page.set_title(drawable(sheet.title))
    page.add_page()
    _head(page, sheet)
    left, right = _fitting(page, sheet)
    y = _TOP
    if sheet.chart is not None:
        page.image(BytesIO(png(sheet.chart)), _RIGHT, y, _COLUMN)
        y += _CHART
    _write(page, left, _MARGIN, _TOP)
    _write(page, right, _RIGHT, y)
    _foot(page, sheet)
    return bytes(page.output())


def _head(page: FPDF, sheet: Sheet) -> None:
    page.set_text_color(*_INK)
    page.set_font(_FONT, "B", 18)
    page.cell(text=drawable(sheet.title), new_x="LMARGIN", new_y="NEXT", h=10)
    page.set_font(_FONT, "", 9)
    page.set_text_color(*_FAINT)
    page.multi_cell(0, 4.5, drawable(sheet.subtitle))
    page.set_draw_color(*_FAINT)
    page.line(_MARGIN, _TOP - 6, _WIDTH - _MARGIN, _TOP - 6)


def _foot(page: FPDF, sheet: Sheet) -> None:
    page.set_xy(_MARGIN, _BOTTOM + 4)
    page.set_font(_FONT, "", 8)
    page.set_text_color(*_FAINT)
    page.multi_cell(0, 4, drawable(sheet.note))


def _write(page: FPDF, blocks: Sequence[_Block], x: float, y: float) -> None:
    page.set_text_color(*_INK)
    for block in blocks:
        for number, (line, is_bold) in enumerate(block.lines, start=1):
            page.set_font(_FONT, "B" if is_bold else "", block.size)
            page.text(x, y + number * block.step - 1, line)
        y += block.height


def _fitting(page: FPDF, sheet: Sheet) -> tuple[Sequence[_Block], Sequence[_Block]]:
    """Return what stands on the left and on the right, in the largest letters with which it fits."""
    ruler, room_right = _Ruler(page), _ROOM - (_CHART if sheet.chart else 0.0)
    sections = [_shorter(section, _MOST_LINES) for section in sheet.sections if section.lines]
    for size in _SIZES:
        blocks = [_block(section, size, ruler) for section in sections]
        if (left := _on_the_left(blocks, room_right)) is not None:
            return blocks[:left], blocks[left:]
    while (left := _on_the_left(blocks, room_right)) is None:
        longest = max(range(len(blocks)), key=lambda at: blocks[at].height)
        sections[longest] = _shorter(sections[longest], len(sections[longest].lines) - 1)
        blocks[longest] = _block(sections[longest], _SIZES[-1], ruler)
    return blocks[:left], blocks[left:]


def _on_the_left(blocks: Sequence[_Block], room_right: float) -> int | None:
    """How many of the blocks stand on the left; None if the others do not fit on the right."""
    left = sum(height <= _ROOM for height in accumulate(block.height for block in blocks))
    return left if sum(block.height for block in blocks[left:]) <= room_right else None


def _shorter(section: Section, most: int) -> Section:
    return section if len(section.lines) <= most else replace(section, lines=(*section.lines[: most - 1], "…"))


def _block(section: Section, size: float, ruler: "_Ruler") -> _Block:
    lines = [(line, True) for line in ruler.wrapped(section.heading, "B", size)]
    for text in section.lines:
        lines += [(line, False) for line in ruler.wrapped(f"• {text}", "", size)]
    return _Block(tuple(lines), size)


class _Ruler:
    """Breaks lines and measures each word once: the library's own way is a hundred times slower."""

    def __init__(self, page: FPDF) -> None:
        self._page = page
        self._widths: dict[tuple[str, str], float] = {}
        self._wrapped: dict[tuple[str, str, float], list[str]] = {}

    def wrapped(self, text: str, style: str, size: float) -> list[str]:
        """Return the text in lines that fit into a column; a word that is too long is cut."""
        if (text, style, size) not in self._wrapped:
            self._wrapped[text, style, size] = list(self._lines(drawable(text), style, _COLUMN / size))
        return self._wrapped[text, style, size]

    def _lines(self, text: str, style: str, room: float) -> Iterator[str]:
        line, used = "", 0.0
        for word in text.split(" "):
            width = self._width(f" {word}", style)
            if line and used + width > room:
                yield line
                line, used = "", 0.0
            line, used = f"{line} {word}" if line else word, used + width
            while used > room:
                end = self._fitting(line, style, room)
                yield line[:end]
                line = line[end:]
                used = self._width(line, style)
        if line:
            yield line

    def _fitting(self, word: str, style: str, room: float) -> int:
        widths = accumulate(self._width(letter, style) for letter in word)
        return max(1, sum(width <= room for width in widths))

    def _width(self, text: str, style: str) -> float:
        """In mm, with letters of one point."""
        if (text, style) not in self._widths:
            self._page.set_font(_FONT, style, 1)
            self._widths[text, style] = self._page.get_string_width(text)
        return self._widths[text, style]
