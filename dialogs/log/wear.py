"""How far a pair of shoes has been run, the two steps of wear, and which pair is next.

The steps are the rule of thumb of articles 000 and 003, 300 to 500 miles; shoes that feel dead matter more.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from dialogs.diary import Entry, RunLogged
from dialogs.log.distances import in_metres
from dialogs.state import Shoe

STEPS_IN_MILES = (300, 500)
A_ROTATION = 2  # pairs
LATELY = timedelta(days=28)


def worn_metres(shoe: Shoe, entries: Iterable[Entry]) -> int:
    """Return how far the pair has been run: before runs were logged with it, and since."""
    return shoe.start_metres + sum(
        entry.metres for entry in entries if isinstance(entry, RunLogged) and entry.shoes == shoe.id
    )


def step_of_wear(metres: int) -> int:
    """Return the last step that this distance has reached, in miles; 0 for none."""
    return max((miles for miles in STEPS_IN_MILES if metres >= in_metres(miles, "mi")), default=0)


def next_pair(shoes: Iterable[Shoe], entries: Sequence[Entry], now: datetime) -> Shoe | None:
    """Return the pair in use that was run the least in the last four weeks; None with fewer than two pairs."""
    in_use = [shoe for shoe in shoes if not shoe.retired]
    if len(in_use) < A_ROTATION:
        return None
    lately = [entry for entry in entries if now - entry.at <= LATELY]

    def used(shoe: Shoe) -> tuple[int, int]:
        return worn_metres(shoe, lately) - shoe.start_metres, worn_metres(shoe, entries)

    return min(in_use, key=used)
