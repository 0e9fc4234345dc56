"""Charts and pages as lines of plain text: for the terminal, and for a chat where no picture can be drawn."""

import textwrap
from collections.abc import Iterator, Sequence

from dialogs.attachments import Chart, PainChart, Sheet, ShoeChart, WeekChart

FITS_A_PHONE = 34  # letters of one width in a line
_LEVELS = (10, 8, 6, 4, 2, 0)
_MARK, _BAR, _LINE = "●", "█", "|"


def chart_lines(chart: Chart, width: int) -> list[str]:
    """Return the chart as lines of at most ``width`` letters of one width; at least 20 are needed."""
    match chart:
        case PainChart():
            lines = _pain(chart, width)
        case WeekChart():
            lines = _weeks(chart, width)
        case ShoeChart():
            lines = _shoes(chart, width)
    return [*textwrap.wrap(chart.title, width), "", *lines]


def sheet_lines(sheet: Sheet, width: int) -> list[str]:
    """Return the page as lines of at most ``width`` letters of one width."""
    lines = [*textwrap.wrap(sheet.title, width), *textwrap.wrap(sheet.subtitle, width)]
    for section in sheet.sections:
        lines += ["", *textwrap.wrap(section.heading.upper(), width)]
        for line in section.lines:
            lines += textwrap.wrap(line, width, initial_indent="- ", subsequent_indent="  ")
    if sheet.chart is not None:
        lines += ["", *chart_lines(sheet.chart, width)]
    return [*lines, "", *textwrap.wrap(sheet.note, width)]


def _pain(chart: PainChart, width: int) -> Iterator[str]:
    """A column for some days, with a mark at their mean, and below them whether there was a run."""
    margin = 4
    columns = width - margin
    first, last = chart.points[0][0], chart.points[-1][0]
    span = max((last - first).days, 1)
    in_column: dict[int, list[float]] = {}
    for day, score in chart.points:
        in_column.setdefault((day - first).days * (columns - 1) // span, []).append(score)
    levels = {column: _level(sum(scores) / len(scores)) for column, scores in in_column.items()}
    for level in _LEVELS:
        marks = "".join(_MARK if levels.get(column) == level else " " for column in range(columns))
        yield f"{level:2} {_LINE}{marks}".rstrip()
    ran = {(day - first).days * (columns - 1) // span for day in chart.runs}
    yield f"   {''.join('^' if column in ran else '-' for column in range(-1, columns))}"
    left, right = chart.ticks[0][1], chart.ticks[-1][1]
    gap = max(columns - len(left) - len(right), 1)
    yield f"    {left}{' ' * gap}{right}"[:width] if len(chart.ticks) > 1 else f"    {left}"[:width]
    yield from textwrap.wrap(f"{_MARK} {chart.pain_label}", width)
    if chart.runs:
        yield from textwrap.wrap(f"^ {chart.runs_label}", width)


def _level(score: float) -> int:
    return min(_LEVELS, key=lambda level: abs(level - score))


def _weeks(chart: WeekChart, width: int) -> Iterator[str]:
    names = max(len(week.label) for week in chart.weeks)
    room = width - names - 7
    limits = [week.before * (1 + chart.growth) for week in chart.weeks]
    largest = max(*(week.distance for week in chart.weeks), *limits, 1)
    for week, limit in zip(chart.weeks, limits, strict=True):
        bar = _bar(week.distance, [limit] if limit else [], largest, room)
        yield f"{week.label:>{names}} {bar} {week.distance:.0f}"
    if any(limits):
        yield from textwrap.wrap(f"{_LINE} {chart.band_label}", width)


def _shoes(chart: ShoeChart, width: int) -> Iterator[str]:
    lines = [at for _, at in chart.lines]
    labels = max(map(len, chart.labels))
    largest = max(*(distance for _, distance in chart.pairs), *lines)
    for (name, distance), label in zip(chart.pairs, chart.labels, strict=True):
        yield from textwrap.wrap(name, width)
        yield f"{_bar(distance, lines, largest, width - labels - 1)} {label}"
    yield from textwrap.wrap(f"{_LINE} {', '.join(label for label, _ in chart.lines)}", width)


def _bar(value: float, lines: Sequence[float], largest: float, width: int) -> str:
    """A bar of the value's length on a scale up to ``largest``, with a stroke where each line stands."""
    filled = round(value / largest * width)
    letters = [_BAR if place < filled else " " for place in range(width)]
    for line in lines:
        letters[min(int(line / largest * width), width - 1)] = _LINE
    return "".join(letters)
