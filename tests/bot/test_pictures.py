"""Charts as pictures, pages as PDF, and both as letters: that they come. What they look like has to be looked at."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import cycle, islice

import pytest

from bot.drawing import Drawing, draw
from bot.text_charts import FITS_A_PHONE, chart_lines, sheet_lines
from dialogs.attachments import (
    Attachment,
    Chart,
    Document,
    PainChart,
    Section,
    Sheet,
    ShoeChart,
    Week,
    WeekChart,
)

MONDAY = date(2026, 3, 2)
ODD = "Überlänge $x_1$ 日本語 🏃 \u202b \ud83d <b> of a pair of shoes"
LONG = "Averyveryverylongwordwithoutanyblankinit" * 4


def pain_chart(days: int) -> PainChart:
    points = tuple((MONDAY + timedelta(days=number), float(number % 11)) for number in range(days))
    ran = tuple(day for day, _ in points[::3])
    return PainChart("Your pain", points, ran, ((MONDAY, "2 Mar"), (points[-1][0], ODD)), "Worst of the day", "Run")


def week_chart(weeks: int) -> WeekChart:
    distances = list(islice(cycle([0.0, 12.5, 30.0, 31.0, 199.9]), weeks + 1))
    shown = (Week(f"{number} Mar", distances[number + 1], distances[number]) for number in range(weeks))
    return WeekChart("Your distance", tuple(shown), 0.1, "Up to 10 percent more")


def shoe_chart(pairs: int, distance: float = 120) -> ShoeChart:
    worn = tuple((f"{ODD} {number}", distance * number) for number in range(pairs))
    return ShoeChart("Your shoes", worn, tuple(f"{far:.0f} km" for _, far in worn), (("300", 483), ("500", 805)))


def sheet(lines: int, text: str, chart: PainChart | None = None) -> Sheet:
    sections = tuple(Section(f"{text} {number}", (text,) * lines) for number in range(8))
    return Sheet("page", "My back", f"Today. {text}", sections, "Not a medical record.", chart)


CHARTS: Sequence[Chart] = (
    *(pain_chart(days) for days in (1, 2, 12, 400)),
    *(week_chart(weeks) for weeks in (1, 2, 12)),
    *(shoe_chart(pairs) for pairs in (1, 2, 8)),
    shoe_chart(2, 90_000),
)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.kind)
def test_a_chart_becomes_a_picture_whatever_stands_in_it(chart: Chart) -> None:
    file = draw(chart)

    assert file.is_picture
    assert file.content.startswith(b"\x89PNG")
    assert int.from_bytes(file.content[16:20]) == 1080
    assert int.from_bytes(file.content[20:24]) == 720


@pytest.mark.parametrize("width", [20, FITS_A_PHONE, 80])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.kind)
def test_a_chart_of_letters_is_never_wider_than_it_may_be(chart: Chart, width: int) -> None:
    lines = chart_lines(chart, width)

    assert lines[0].startswith("Your ")
    assert max(map(len, lines)) <= width


def test_a_chart_of_letters_puts_high_pain_above_low_pain() -> None:
    chart = PainChart("Pain", ((MONDAY, 8), (MONDAY + timedelta(days=1), 2)), (MONDAY,), ((MONDAY, "2 Mar"),), "P", "R")

    lines = chart_lines(chart, 20)

    high, low = (next(line for line in lines if line.startswith(f" {level} |")) for level in (8, 2))
    assert high.index("●") < low.index("●")
    assert any("^" in line for line in lines)


def test_a_longer_distance_has_a_longer_bar() -> None:
    short, long = chart_lines(WeekChart("W", (Week("a", 5, 0), Week("b", 10, 0)), 0.1, "band"), 40)[-2:]

    assert long.count("█") == pytest.approx(2 * short.count("█"), abs=1)


@pytest.mark.parametrize("text", ["short", ODD, LONG, "many words " * 40])
@pytest.mark.parametrize("lines", [0, 1, 12, 500])
def test_a_page_is_always_one_page(lines: int, text: str) -> None:
    file = draw(sheet(lines, text, pain_chart(84) if lines else None))

    assert file.name == "page.pdf"
    assert file.content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", file.content)) == 1


def test_a_page_in_letters_holds_all_of_it() -> None:
    lines = sheet_lines(sheet(1, "stiff after sitting", pain_chart(3)), FITS_A_PHONE)

    assert "My back" in lines
    assert lines.count("- stiff after sitting") == 8
    assert max(map(len, lines)) <= FITS_A_PHONE


def test_a_file_is_the_text_in_utf_8() -> None:
    assert draw(Document("log.csv", "müde 日本")).content.decode() == "müde 日本"


async def test_what_cannot_be_drawn_is_no_file() -> None:
    broken: Attachment = PainChart("Your pain", (), (), (), "Worst of the day", "Run")

    assert await Drawing().file(broken) is None
