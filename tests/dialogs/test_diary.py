"""The diary: what is added and dropped in a turn, and that nothing is read without need."""

from datetime import timedelta

import pytest

from dialogs.diary import Diary, DiaryUnread, RoutineDone, diary_of, entry_to_json
from dialogs.state import UserState, from_json, note, to_json
from tests.fakes import MONDAY_7AM

EARLY = RoutineDone(MONDAY_7AM, "warm_up", 5, 5)
LATE = RoutineDone(MONDAY_7AM + timedelta(days=1), "cool_down", 2, 6)


def test_an_entry_is_numbered_and_added_without_reading_the_diary() -> None:
    state = note(note(UserState(), LATE), EARLY)

    assert state.noted == 2
    assert [(one.number, one.entry) for one in state.diary.added] == [(1, LATE), (2, EARLY)]


def test_looking_into_a_diary_that_was_not_read_asks_for_it() -> None:
    with pytest.raises(DiaryUnread):
        _ = note(UserState(), EARLY).diary.entries


def test_entries_are_seen_by_time_with_those_of_this_turn_and_without_the_dropped() -> None:
    read = diary_of([(1, entry_to_json(LATE)), (2, entry_to_json(EARLY))])

    assert read.entries == (EARLY, LATE)
    assert read.without(1).entries == (EARLY,)
    assert read.without(1).with_entry(3, LATE).kept[-1].number == 3
    assert Diary(()).with_entry(3, LATE).without(3).added == ()


def test_the_diary_is_no_part_of_the_stored_state() -> None:
    state = note(UserState(), EARLY)

    assert b"warm_up" not in to_json(state)
    assert from_json(to_json(state)).noted == 1


def test_a_routine_is_finished_when_every_step_was_done() -> None:
    assert EARLY.finished
    assert not LATE.finished
