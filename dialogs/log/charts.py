"""The diary as charts: pain over time, distance by week, and how far each pair of shoes has been run.

Days are the user's, weeks begin on Monday. Spans and limits are our own; the 10 % and the miles are the rules of thumb
of ``load.py`` and ``wear.py``.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import mean

from dialogs.attachments import MOST_POINTS, Chart, PainChart, ShoeChart, Week, WeekChart
from dialogs.keyboard import Row, anywhere
from dialogs.log.days import day_of, week_of, zone_of
from dialogs.log.distances import METRES_IN, distance_said, unit_of
from dialogs.log.load import A_WEEK, run_days
from dialogs.log.trends import pain_by_day
from dialogs.log.wear import STEPS_IN_MILES, worn_metres
from dialogs.replies import Reply, Say
from dialogs.state import UserState
from dialogs.training.sums import RULE_PERCENT
from dialogs.wording import words
from knowledge.load import Knowledge

CHARTS = "charts"
PAIN, ALL_PAIN, WEEKS, SHOES = "pain", "pain_all", "weeks", "shoes"
SHOWN_WEEKS = 12
MOST_PAIRS = 8
MOST_DAYS = 120  # of single days; a longer time is shown by weeks
MOST_TICKS = 5
A_YEAR = timedelta(days=366)

Days = Mapping[date, float]


def charts_reply(name: str, state: UserState, knowledge: Knowledge, now: datetime) -> Reply | None:
    """Return the chart of this name, or the ways to all of them for an empty one. Raises DiaryUnread."""
    if not name:
        return Reply((Say("text.charts", style="strong"), Say("text.charts_how")), (*_ways(), (anywhere("home"),)))
    if name in (PAIN, ALL_PAIN):
        return _pain_reply(state, knowledge, now, is_whole=name == ALL_PAIN)
    if name == WEEKS:
        return _weeks_reply(state, knowledge, now)
    return _shoes_reply(state, knowledge) if name == SHOES else None


def _ways() -> tuple[Row, ...]:
    return tuple((anywhere(f"{CHARTS}.{name}", Say(f"text.button_chart_{name}")),) for name in (PAIN, WEEKS, SHOES))


def _with_chart(chart: Chart | None, says: Sequence[Say], *keys: Row) -> Reply:
    return Reply(tuple(says), (*keys, (anywhere(CHARTS), anywhere("log"), anywhere("home"))), attachment=chart)


# Pain


def pain_chart(state: UserState, knowledge: Knowledge, since: date | None = None) -> PainChart | None:
    """Return the pain of all days noted from this one on; None if there are none. Raises DiaryUnread."""
    noted = _since(pain_by_day(state.diary.entries, zone_of(state)), since)
    if not noted:
        return None
    first, last = min(noted), max(noted)
    ran = {day for day, _ in run_days(state) if first <= day <= last}
    is_weekly = (last - first).days > MOST_DAYS
    if is_weekly:
        noted, ran = _by_week(noted), {max(week_of(day), week_of(first)) for day in ran}
    points = tuple(noted.items())[-MOST_POINTS:]
    return PainChart(
        title=words(Say("text.chart_pain_title"), knowledge),
        points=points,
        runs=tuple(sorted(day for day in ran if points[0][0] <= day <= points[-1][0])),
        ticks=_ticks([day for day, _ in points], knowledge),
        pain_label=words(Say("text.chart_pain_by_week" if is_weekly else "text.chart_pain_by_day"), knowledge),
        runs_label=words(Say("text.chart_pain_run_weeks" if is_weekly else "text.chart_pain_runs"), knowledge),
    )


def _pain_reply(state: UserState, knowledge: Knowledge, now: datetime, *, is_whole: bool) -> Reply:
    zone, today = zone_of(state), day_of(now, state)
    noted = pain_by_day(state.diary.entries, zone)
    if not noted:
        says = (Say("text.chart_pain_none", style="strong"), Say("text.chart_pain_begin"))
        return _with_chart(None, says, (anywhere("pain"), anywhere("run")))
    since = today - SHOWN_WEEKS * A_WEEK
    if is_whole or max(noted) < since:
        since = min(noted)
    has_more = min(noted) < since
    keys = ((anywhere(f"{CHARTS}.{ALL_PAIN}", Say("text.button_chart_pain_all")),),) if has_more else ()
    shown, grew = _course(_since(noted, since))
    if grew:
        keys = ((anywhere("check"),), *keys)
    return _with_chart(pain_chart(state, knowledge, since), (shown,), *keys)


def _since(days: Mapping[date, float], since: date | None) -> dict[date, float]:
    return {day: score for day, score in days.items() if since is None or day >= since}


def _by_week(days: Days) -> dict[date, float]:
    """The mean of the days noted in each week, by its Monday."""
    weeks: dict[date, list[float]] = {}
    for day, score in days.items():
        weeks.setdefault(week_of(day), []).append(score)
    return {monday: round(mean(scores), 1) for monday, scores in weeks.items()}


def _course(days: Days) -> tuple[Say, bool]:
    """What the chart shows, in a line, and whether the pain grew: the first week's mean to the last one's."""
    first, last = min(days), max(days)
    if first == last:
        return Say("text.chart_pain_one", {"score": f"{days[first]:g}"}), False
    edge = A_WEEK if last - first >= 2 * A_WEEK else timedelta(days=1)
    early = round(mean(score for day, score in days.items() if day < first + edge))
    late = round(mean(score for day, score in days.items() if day > last - edge))
    values: dict[str, Say | str | int] = {"first": early, "last": late, "span": _span_said((last - first).days)}
    if early == late:
        return Say("text.chart_pain_same", values), False
    return Say("text.chart_pain_up" if late > early else "text.chart_pain_down", values), late > early


def _span_said(days: int) -> Say:
    for name, length, least in (("years", 365, 720), ("months", 30.4, 120), ("weeks", 7, 14), ("days", 1, 2)):
        if days >= least:
            return Say(f"text.span_{name}", {"count": round(days / length)})
    return Say("text.span_day")


def _ticks(days: Sequence[date], knowledge: Knowledge) -> tuple[tuple[date, str], ...]:
    """The first and the last day, and some evenly between them."""
    first, span = days[0], (days[-1] - days[0]).days
    count = min(MOST_TICKS, span + 1)
    named = [first + timedelta(days=span * number // max(count - 1, 1)) for number in range(count)]
    return tuple((day, short_date(day, knowledge, with_year=days[-1] - first > A_YEAR)) for day in named)


def short_date(day: date, knowledge: Knowledge, *, with_year: bool = False) -> str:
    """Return the words for a day where there is little room; with the year instead of the day, for long spans."""
    month = Say(f"text.short_month_{day.month}")
    said = Say("text.short_month_year", {"month": month, "year": day.year})
    return words(said if with_year else Say("text.short_date", {"day": day.day, "month": month}), knowledge)


# Distance


def _weeks_reply(state: UserState, knowledge: Knowledge, now: datetime) -> Reply:
    chart = week_chart(state, knowledge, now)
    if chart is None:
        says = (Say("text.chart_weeks_none", style="strong"), Say("text.week_begin"))
        return _with_chart(None, says, (anywhere("run"),))
    above = sum(0 < week.before * (1 + chart.growth) < week.distance for week in chart.weeks)
    values: dict[str, Say | str | int] = {"count": above, "rule": RULE_PERCENT}
    shown = Say("text.chart_weeks_above" if above else "text.chart_weeks_within", values)
    return _with_chart(chart, (shown, Say("text.sum_rule_of_thumb")), (anywhere("week"),))


def week_chart(state: UserState, knowledge: Knowledge, now: datetime) -> WeekChart | None:
    """Return the last weeks up to this one, from the first with a run; None if there are none. Raises DiaryUnread."""
    unit, monday = unit_of(state), week_of(day_of(now, state))
    sums: dict[date, int] = {}
    for day, run in run_days(state):
        sums[week_of(day)] = sums.get(week_of(day), 0) + run.metres
    mondays = [monday - A_WEEK * back for back in range(SHOWN_WEEKS - 1, -1, -1)]
    shown = [day for day in mondays if any(first <= day for first in sums)]
    if not any(day in sums for day in shown):
        return None
    return WeekChart(
        title=words(Say(f"text.chart_weeks_title_{unit}"), knowledge),
        weeks=tuple(
            Week(
                short_date(day, knowledge),
                _in_unit(sums.get(day, 0), state),
                _in_unit(sums.get(day - A_WEEK, 0), state),
            )
            for day in shown
        ),
        growth=RULE_PERCENT / 100,
        band_label=words(Say("text.chart_weeks_band", {"rule": RULE_PERCENT}), knowledge),
    )


def _in_unit(metres: float, state: UserState) -> float:
    return round(metres / METRES_IN[unit_of(state)], 1)


# Shoes


def _shoes_reply(state: UserState, knowledge: Knowledge) -> Reply:
    chart = shoe_chart(state, knowledge)
    if chart is None:
        return _with_chart(None, (Say("text.chart_shoes_none", style="strong"),), (anywhere("shoes"),))
    says = (Say("text.chart_shoes_most", {"pair": chart.pairs[0][0], "distance": chart.labels[0]}),)
    return _with_chart(chart, (*says, Say("text.shoes_range")), (anywhere("shoes"),))


def shoe_chart(state: UserState, knowledge: Knowledge) -> ShoeChart | None:
    """Return the pairs in use, the most used first; None if there are none. Raises DiaryUnread."""
    unit, entries = unit_of(state), state.diary.entries
    worn = {shoe.name: worn_metres(shoe, entries) for shoe in state.shoes if not shoe.retired}
    pairs = sorted(worn.items(), key=lambda pair: -pair[1])[:MOST_PAIRS]
    if not pairs:
        return None
    return ShoeChart(
        title=words(Say(f"text.chart_shoes_title_{unit}"), knowledge),
        pairs=tuple((name, _in_unit(metres, state)) for name, metres in pairs),
        labels=tuple(words(distance_said(metres, unit), knowledge) for _, metres in pairs),
        lines=tuple(_steps_of_wear(state, knowledge)),
    )


def _steps_of_wear(state: UserState, knowledge: Knowledge) -> Iterator[tuple[str, float]]:
    for miles in STEPS_IN_MILES:
        metres = miles * METRES_IN["mi"]
        yield words(distance_said(metres, unit_of(state)), knowledge), _in_unit(metres, state)
