"""Pairs of shoes in words: how far each has been run, and what that calls for."""

from collections.abc import Iterator
from dataclasses import replace

from dialogs.log.distances import METRES_IN, distance_said, unit_of
from dialogs.log.wear import STEPS_IN_MILES, step_of_wear, worn_metres
from dialogs.replies import Say
from dialogs.state import Shoe, UserState


def pair_said(number: int, shoe: Shoe, state: UserState) -> Say:
    """Return the pair as one line of a list. Raises DiaryUnread."""
    words = "text.shoes_line_retired" if shoe.retired else "text.shoes_line"
    return Say(words, {"number": number, "pair": shoe.name, "distance": worn_said(shoe, state)}, style="item")


def worn_said(shoe: Shoe, state: UserState) -> Say:
    """Return how far the pair has been run. Raises DiaryUnread."""
    return distance_said(worn_metres(shoe, state.diary.entries), unit_of(state))


def wear_said(shoe: Shoe, state: UserState) -> Iterator[Say]:
    """Yield what the wear of the pair calls for; nothing below the first step. Raises DiaryUnread."""
    step = step_of_wear(worn_metres(shoe, state.diary.entries))
    if step:
        first, last = (distance_said(miles * METRES_IN["mi"], unit_of(state)) for miles in STEPS_IN_MILES)
        words = "text.shoes_worn" if step == STEPS_IN_MILES[-1] else "text.shoes_wearing"
        yield Say(words, {"pair": shoe.name, "distance": worn_said(shoe, state), "first": first, "last": last})
        yield Say("text.shoes_range")


def with_wear_told(state: UserState, shoe_id: str | None) -> tuple[UserState, tuple[Say, ...]]:
    """Return the state after a change of a pair's distance, and the words for a step of wear that is reached anew.

    A step is told once; if the distance falls below it again, it may be told again. Raises DiaryUnread.
    """
    shoe = next((one for one in state.shoes if one.id == shoe_id), None)
    if shoe is None:
        return state, ()
    step = step_of_wear(worn_metres(shoe, state.diary.entries))
    says = tuple(wear_said(shoe, state)) if step > shoe.told_miles else ()
    return with_pair(state, replace(shoe, told_miles=step)), says


def with_pair(state: UserState, shoe: Shoe) -> UserState:
    """Return the state with this pair in the place of the one with its id."""
    return replace(state, shoes=tuple(shoe if one.id == shoe.id else one for one in state.shoes))
