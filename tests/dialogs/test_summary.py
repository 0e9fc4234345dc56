"""The page for the physio: what stands on it, and what must not."""

from dataclasses import replace
from datetime import timedelta

from dialogs.attachments import Sheet
from dialogs.diary import CheckEnded, Entry, RoutineDone
from dialogs.events import Commanded
from dialogs.state import Reminder, Shoe, UserState
from knowledge.levels import Level
from tests.dialogs.logged import AGREED, CONTENT, URGENT, answer, pain, run, said, with_log
from tests.dialogs.walking import SUNDAY_8AM, agreed_player, answer_until

ASKED = Commanded("summary")
CAUSE = next(iter(CONTENT.causes.values()))


def page_of(entries: list[Entry], state: UserState = AGREED) -> Sheet:
    found = answer(with_log(entries, state), ASKED).replies[0].attachment
    assert isinstance(found, Sheet)
    return found


def lines_of(page: Sheet) -> str:
    return "\n".join(line for section in page.sections for line in (section.heading, *section.lines))


def test_an_empty_log_still_gives_a_page_that_says_so() -> None:
    page = page_of([])

    assert "No check was finished yet." in lines_of(page)
    assert "not a medical record" in page.subtitle
    assert "22 November 2026" in page.subtitle
    assert page.chart is None


def test_the_page_tells_the_result_the_causes_with_their_answers_and_what_was_denied() -> None:
    player = agreed_player()
    player.play(Commanded("check"))
    answer_until(player, "check.more", {"mileage_jump": "yes"})
    player.choose("show_result")

    page = lines_of(page_of([], replace(player.state, zone="Europe/London")))

    assert "22 Nov: " in page
    assert "May add to it: " in page
    assert "No to: new trouble with peeing or pooing" in page


def test_without_a_check_at_hand_the_last_one_of_the_log_counts() -> None:
    ended = CheckEnded(SUNDAY_8AM - timedelta(days=9), Level.PROFESSIONAL, (CAUSE.id, "a_cause_that_is_gone"))

    page = lines_of(page_of([ended]))

    assert "13 Nov: a visit to a GP or physiotherapist was advised" in page
    assert f"May add to it: {CAUSE.title}" in page


def test_the_log_of_four_weeks_is_summed_up() -> None:
    entries: list[Entry] = [pain(8, 6), pain(2, 3, "stiff after sitting"), run(2, 5, after=4), run(1, 8, shoes="s1")]
    reminder = Reminder("r1", "warm_up", (0,), "06:30", "Europe/London")
    state = replace(AGREED, shoes=(Shoe("s1", "Blue ones"),), reminders=(reminder,))

    page = lines_of(page_of(entries, state))

    assert "Last 7 days: 4.0 on average, 4 at worst (1 days noted)" in page
    assert "The 7 days before: 6.0 on average" in page
    assert "20 Nov, pain 3: stiff after sitting" in page
    assert "2 runs, 13 km in all" in page
    assert "Shoes in use: Blue ones, 8 km" in page
    assert "Monday at 06:30" in page


def test_days_with_and_without_a_routine_stand_side_by_side() -> None:
    done = RoutineDone(SUNDAY_8AM - timedelta(days=3), "warm_up", 5, 5)

    page = lines_of(page_of([pain(3, 2), pain(2, 5), done]))

    assert "Days with a routine: pain 2.0 on average; other days: 5.0" in page


def test_a_long_note_is_cut() -> None:
    assert "…" in lines_of(page_of([pain(0, 3, "word " * 200)]))


def test_while_something_urgent_stands_the_page_names_no_cause_and_no_exercise_and_the_help_comes_first() -> None:
    done = RoutineDone(SUNDAY_8AM - timedelta(days=3), "warm_up", 5, 5)
    ended = CheckEnded(SUNDAY_8AM - timedelta(days=9), Level.SELF_CARE, (CAUSE.id,))

    turn = answer(with_log([done, ended], URGENT), ASKED)

    page = turn.replies[0].attachment
    assert isinstance(page, Sheet)
    assert said(turn).startswith("Please get medical advice today")
    assert CAUSE.title not in lines_of(page)
    assert CONTENT.routines["warm_up"].title not in lines_of(page)
    assert "medical advice on the same day was advised" in lines_of(page)
