"""The log in pictures: what each chart holds, the line below it, and how small it stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pydantic import TypeAdapter

from bot.turn import Answer
from dialogs.attachments import MOST_POINTS, PainChart, ShoeChart, WeekChart
from dialogs.diary import Entry
from dialogs.events import Chose, Commanded, Event, Said
from dialogs.log.charts import pain_chart, short_date
from dialogs.state import Shoe
from tests.dialogs.logged import AGREED, CONTENT, URGENT, answer, pain, run, said, with_log
from tests.dialogs.walking import SUNDAY_8AM

PAIN, ALL_PAIN = Chose("charts.pain"), Chose("charts.pain_all")
WEEKS, SHOES = Chose("charts.weeks"), Chose("charts.shoes")
TODAY = SUNDAY_8AM.date()
BLUE = Shoe("s1", "Blue ones", start_metres=400_000)


def charted(entries: list[Entry], event: Event) -> PainChart:
    found = answer(with_log(entries), event).replies[0].attachment
    assert isinstance(found, PainChart)
    return found


@pytest.mark.parametrize("asked", [Commanded("charts"), Said("show my charts"), Chose("charts")])
def test_the_pictures_can_be_chosen_from(asked: Event) -> None:
    [reply] = answer(AGREED, asked).replies

    options = [button.option for row in reply.rows for button in row]
    assert options == ["charts.pain", "charts.weeks", "charts.shoes", "home"]


@pytest.mark.parametrize(("asked", "words"), [(PAIN, "pain 3"), (WEEKS, "5 km easy"), (SHOES, "Add a pair")])
def test_an_empty_log_gets_a_kind_line_and_no_picture(asked: Event, words: str) -> None:
    turn = answer(with_log([]), asked)

    assert words in said(turn)
    assert turn.replies[0].attachment is None


@pytest.mark.parametrize(
    ("scores", "line"),
    [
        ({0: 4}, "One day so far: pain 4"),
        ({21: 5, 18: 5, 3: 2, 0: 2}, "from about 5 to about 2 in 3 weeks"),
        ({21: 2, 18: 2, 3: 5, 0: 5}, "from about 2 to about 5 in 3 weeks. Ease off"),
        ({1: 3, 0: 3}, "stayed at about 3 for a day"),
        ({5: 6, 0: 4}, "from about 6 to about 4 in 5 days"),
    ],
)
def test_the_line_below_says_how_the_pain_went(scores: dict[int, int], line: str) -> None:
    assert line in said(answer(with_log([pain(ago, score) for ago, score in scores.items()]), PAIN))


def test_pain_that_grew_leads_to_the_check() -> None:
    [reply] = answer(with_log([pain(5, 2), pain(0, 6)]), PAIN).replies

    assert reply.rows[0][0].option == "check"


def test_a_day_shows_its_worst_pain_and_the_days_of_runs_are_marked() -> None:
    chart = charted([pain(2, 3), run(2, 5, after=6), pain(0, 1), run(40, 5)], PAIN)

    assert chart.points == ((TODAY - timedelta(days=2), 6), (TODAY, 1))
    assert chart.runs == (TODAY - timedelta(days=2),)


def test_a_chart_shows_twelve_weeks_and_leads_to_the_rest() -> None:
    state = with_log([pain(200, 8), pain(10, 4), pain(0, 3)])
    [lately], [whole] = answer(state, PAIN).replies, answer(state, ALL_PAIN).replies

    assert isinstance(lately.attachment, PainChart)
    assert isinstance(whole.attachment, PainChart)
    assert len(lately.attachment.points) == 2
    assert "charts.pain_all" in [button.option for row in lately.rows for button in row]
    assert whole.attachment.points[0] == (date(2026, 5, 4), 8)


def test_a_chart_of_many_years_stays_small() -> None:
    entries: list[Entry] = [pain(ago, ago % 11) for ago in range(12 * 365)]

    chart = charted(entries, ALL_PAIN)

    assert len(chart.points) == MOST_POINTS
    assert chart.points[-1][0] == date(2026, 11, 16)
    assert chart.ticks[-1][1] == "Nov 2026"


def test_weeks_without_a_run_are_part_of_the_chart_and_each_knows_the_one_before() -> None:
    chart = answer(with_log([run(20, 10), run(19, 5), run(0, 12)]), WEEKS).replies[0].attachment

    assert isinstance(chart, WeekChart)
    assert [(week.label, week.distance, week.before) for week in chart.weeks] == [
        ("2 Nov", 15, 0),
        ("9 Nov", 0, 15),
        ("16 Nov", 12, 0),
    ]


def test_weeks_above_the_band_are_counted_and_the_rule_is_called_a_rule_of_thumb() -> None:
    words = said(answer(with_log([run(14, 10), run(7, 11), run(0, 13)]), WEEKS))

    assert "above the one before: 1." in words
    assert "rule of thumb" in words


def test_distances_are_in_the_users_unit() -> None:
    chart = answer(with_log([run(0, 16.09344)], replace(AGREED, unit="mi")), WEEKS).replies[0].attachment

    assert isinstance(chart, WeekChart)
    assert chart.weeks[0].distance == 10
    assert "miles" in chart.title


def test_pairs_in_use_are_drawn_with_what_they_had_before_the_most_used_first() -> None:
    shoes = (Shoe("s2", "Race shoes"), BLUE, replace(BLUE, id="s3", name="Old ones", retired=True))
    state = with_log([run(1, 12, shoes="s1"), run(0, 8, shoes="s2")], replace(AGREED, shoes=shoes))

    turn = answer(state, SHOES)

    chart = turn.replies[0].attachment
    assert isinstance(chart, ShoeChart)
    assert chart.pairs == (("Blue ones", 412), ("Race shoes", 8))
    assert [label for label, _ in chart.lines] == ["483 km", "805 km"]
    assert "Blue ones, with 412 km" in said(turn)


@pytest.mark.parametrize("asked", [PAIN, WEEKS, SHOES])
def test_while_something_urgent_stands_no_picture_is_drawn(asked: Event) -> None:
    turn = answer(with_log([pain(0, 4), run(0, 5)], replace(URGENT, shoes=(BLUE,))), asked)

    assert "needs someone to look at it" in said(turn)
    assert all(reply.attachment is None for reply in turn.replies)


@pytest.mark.parametrize("asked", [PAIN, WEEKS, SHOES, Commanded("summary"), Commanded("export")])
def test_an_answer_with_something_attached_can_be_kept_and_said_again(asked: Event) -> None:
    kept = TypeAdapter(Answer)
    turn = answer(with_log([pain(3, 4), run(0, 5)], replace(AGREED, shoes=(BLUE,))), asked)

    assert kept.validate_json(kept.dump_json(Answer(turn.replies))) == Answer(turn.replies)


def test_a_day_without_pain_notes_has_no_chart() -> None:
    assert pain_chart(with_log([run(0, 5)]), CONTENT) is None
    assert short_date(TODAY, CONTENT) == "22 Nov"
