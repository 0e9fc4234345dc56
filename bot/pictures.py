"""Charts as PNG for a phone. Imported when the first one is drawn, because matplotlib takes a second to load.

Each has a background of its own, so that it reads in a light and in a dark chat. Not for several threads at once.
"""

from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from bot.fonts import drawable
from dialogs.attachments import Chart, PainChart, ShoeChart, WeekChart

_INCHES, _DOTS_PER_INCH = (10.8, 7.2), 100
_PAPER, _INK, _FAINT = "#fbf9f4", "#2b2f36", "#d8d4ca"
_BLUE, _ORANGE, _GREEN = "#2f6690", "#d1662a", "#4f8a5b"
_STYLES: dict[str, dict[str, Any]] = {
    "font": {"family": "DejaVu Sans", "size": 22},
    "text": {"color": _INK, "parse_math": False},  # a dollar in a name is no formula
    "axes": {"edgecolor": _INK},
    "xtick": {"color": _INK},
    "ytick": {"color": _INK},
}
_STYLE: dict[Any, Any] = {f"{of}.{name}": value for of, style in _STYLES.items() for name, value in style.items()}
_ON_PAPER: dict[str, Any] = {"facecolor": _PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 1}
_NO_TENTHS_FROM = 10
_LONGEST_BAR = 1.8  # times the last line
_LONGEST_NAME = 42  # letters; what fits across the picture


def png(chart: Chart) -> bytes:
    """Return the chart as a picture of 1080 x 720."""
    with mpl.rc_context(_STYLE):
        layout = ConstrainedLayoutEngine(w_pad=0.25, h_pad=0.25)
        figure = Figure(figsize=_INCHES, dpi=_DOTS_PER_INCH, facecolor=_PAPER, layout=layout)
        axes = figure.add_subplot(facecolor=_PAPER)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(length=0, pad=10)
        match chart:
            case PainChart():
                _draw_pain(axes, chart)
            case WeekChart():
                _draw_weeks(axes, chart)
            case ShoeChart():
                _draw_shoes(axes, chart)
        out = BytesIO()
        figure.savefig(out, format="png")
        return out.getvalue()


def _draw_pain(axes: Axes, chart: PainChart) -> None:
    days = [day.toordinal() for day, _ in chart.points]
    scores = [score for _, score in chart.points]
    runs = [day.toordinal() for day in chart.runs]
    is_dense = len(days) > 40
    axes.fill_between(days, scores, color=_ORANGE, alpha=0.15, linewidth=0)
    axes.plot(
        days, scores, color=_ORANGE, linewidth=4, marker="" if is_dense else "o", markersize=12, label=chart.pain_label
    )
    if runs:
        axes.plot(
            runs, [-0.7] * len(runs), color=_BLUE, linestyle="", marker="^", markersize=12, label=chart.runs_label
        )
    axes.set_ylim(-1.3, 10.3)
    axes.set_yticks(range(0, 11, 2))
    axes.grid(axis="y", color=_FAINT)
    margin = max(1.0, 0.03 * (days[-1] - days[0]))
    axes.set_xlim(days[0] - margin, days[-1] + margin)
    axes.set_xticks([day.toordinal() for day, _ in chart.ticks], [drawable(label) for _, label in chart.ticks])
    axes.spines["bottom"].set_visible(False)
    _title(axes, chart.title, has_legend=True)


def _draw_weeks(axes: Axes, chart: WeekChart) -> None:
    numbers = range(len(chart.weeks))
    distances = [week.distance for week in chart.weeks]
    limits = [week.before * (1 + chart.growth) for week in chart.weeks]
    colours = [_ORANGE if 0 < limit < distance else _BLUE for limit, distance in zip(limits, distances, strict=True)]
    axes.bar(numbers, distances, color=colours, width=0.66, zorder=2)
    for number, distance in zip(numbers, distances, strict=True):
        axes.annotate(
            f"{distance:.0f}" if distance >= _NO_TENTHS_FROM else f"{distance:.1f}".removesuffix(".0"),
            (number, distance),
            (0, 8),
            textcoords="offset points",
            ha="center",
            fontsize=20,
            zorder=4,
            bbox=_ON_PAPER,
        )
    banded = [number for number in numbers if chart.weeks[number].before]
    axes.bar(
        banded,
        [limits[number] - chart.weeks[number].before for number in banded],
        bottom=[chart.weeks[number].before for number in banded],
        width=0.86,
        facecolor=_GREEN,
        alpha=0.55,
        zorder=3,
        label=chart.band_label,
    )
    axes.set_ylim(0, 1.18 * max(*distances, *limits, 1))
    axes.set_xlim(-0.7, max(len(chart.weeks), 4) - 0.3)
    axes.grid(axis="y", color=_FAINT, zorder=0)
    shown = numbers[:: 1 + len(chart.weeks) // 7]
    axes.set_xticks(list(shown), [drawable(chart.weeks[number].label) for number in shown])
    _title(axes, chart.title, has_legend=bool(banded))


def _draw_shoes(axes: Axes, chart: ShoeChart) -> None:
    places = [-float(number) for number in range(len(chart.pairs))]
    first, last = chart.lines[0][1], chart.lines[-1][1]
    # A bar that would press the lines together ends earlier; its label tells the distance.
    distances = [min(distance, _LONGEST_BAR * last) for _, distance in chart.pairs]
    axes.barh(places, distances, height=0.32, color=[_ORANGE if d >= first else _BLUE for d in distances], zorder=2)
    right = 1.22 * max(*distances, last)
    for place, (name, _), distance, label in zip(places, chart.pairs, distances, chart.labels, strict=True):
        axes.text(0, place + 0.24, _cut(name), va="bottom", fontsize=20, bbox=_ON_PAPER)
        axes.text(distance + 0.01 * right, place, drawable(label), va="center", fontsize=20, bbox=_ON_PAPER)
    for label, at in chart.lines:
        axes.plot([at, at], [places[-1] - 0.4, 0.75], color=_INK, linewidth=2.5, linestyle=(0, (4, 3)), zorder=1)
        axes.text(at, places[-1] - 0.45, drawable(label), ha="center", va="top", fontsize=20)
    axes.set_xlim(0, right)
    axes.set_ylim(min(places[-1], -2.0) - 0.75, 0.75)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    _title(axes, chart.title)


def _title(axes: Axes, title: str, *, has_legend: bool = False) -> None:
    """Put the title above the picture, and what the colours mean between the two."""
    axes.set_title(drawable(title), loc="left", fontweight="bold", fontsize=26, pad=62 if has_legend else 24)
    if has_legend:
        axes.legend(
            loc="lower left",
            bbox_to_anchor=(0, 1.01),
            ncols=2,
            frameon=False,
            fontsize=20,
            borderaxespad=0,
            borderpad=0.2,
            handlelength=1.2,
        )


def _cut(name: str) -> str:
    name = drawable(name)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
