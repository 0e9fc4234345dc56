"""What a reply may bring along besides its words: a chart, a page or a file. Plain data, drawn anew by each channel.

They are kept with the answer to be said again, so a chart holds ``MOST_POINTS`` points at most. Their words are
finished ones: whoever draws knows no content.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class PainChart:
    """Pain over time.

    points: day and score from 0 (none) to 10, oldest first; at least one.
    runs:   the days of runs, oldest first; none before the first point or after the last.
    ticks:  days that are named on the axis.
    """

    title: str
    points: tuple[tuple[date, float], ...]
    runs: tuple[date, ...]
    ticks: tuple[tuple[date, str], ...]
    pain_label: str
    runs_label: str
    kind: Literal["pain_chart"] = "pain_chart"


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a chart: its name, the distance run, and the distance of the week before."""

    label: str
    distance: float
    before: float


@dataclass(frozen=True, slots=True)
class WeekChart:
    """Distance by week, oldest first and none left out; at least one. growth: how much more is the band, as in 0.1."""

    title: str
    weeks: tuple[Week, ...]
    growth: float
    band_label: str
    kind: Literal["week_chart"] = "week_chart"


@dataclass(frozen=True, slots=True)
class ShoeChart:
    """Distance of each pair, at least one, and lines at distances with a meaning, at least one, the smallest first.

    labels: what stands beside each bar.
    """

    title: str
    pairs: tuple[tuple[str, float], ...]
    labels: tuple[str, ...]
    lines: tuple[tuple[str, float], ...]
    kind: Literal["shoe_chart"] = "shoe_chart"


Chart = PainChart | WeekChart | ShoeChart


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: a heading and short lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to take along. name: of the file, without its ending; note: what stands at the foot."""

    name: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    note: str
    chart: PainChart | None = None
    kind: Literal["sheet"] = "sheet"


@dataclass(frozen=True, slots=True)
class Document:
    """A text file. name: with its ending."""

    name: str
    text: str
    kind: Literal["document"] = "document"


Attachment = PainChart | WeekChart | ShoeChart | Sheet | Document
