"""How full the coming day is, and what that means for a reminder at a time of it.

Messages leave at a set pace, so where many are due in the same half hour the last of them come late. Nobody knows how
they lie within the half hour; as most people choose the full hour, all are taken to be due at its beginning.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from dialogs.reminders.schedule import DAYS_IN_A_WEEK, next_due

HALF_HOUR = timedelta(minutes=30)
WORTH_TELLING = timedelta(minutes=5)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Crowd:
    """How late the last message of a half hour of the coming day may come, by its beginning in UTC; 0 if not given."""

    late: Mapping[datetime, timedelta] = field(default_factory=dict)

    @property
    def matters(self) -> bool:
        """Whether any time of the day is so full that it is worth telling."""
        return any(late > WORTH_TELLING for late in self.late.values())

    def late_at(self, wall: str, zone: str, now: datetime) -> timedelta:
        """Return how late a reminder at this wall time of the coming day may come."""
        due = next_due(now, range(DAYS_IN_A_WEEK), wall, zone)
        return self.late.get(due - (due - _BEGINNING) % HALF_HOUR, timedelta())


def crowd_of(load: Mapping[datetime, int], messages_per_second: float) -> Crowd:
    """Return what that many messages in each half hour lead to; what one cannot send is left for the next."""
    late: dict[datetime, timedelta] = {}
    waiting = 0.0
    half_hour, last = min(load, default=_BEGINNING), max(load, default=_BEGINNING - HALF_HOUR)
    while half_hour <= last or waiting > 0:
        waiting += load.get(half_hour, 0)
        late[half_hour] = timedelta(seconds=round(waiting / messages_per_second))
        waiting = max(0.0, waiting - messages_per_second * HALF_HOUR.total_seconds())
        half_hour += HALF_HOUR
    return Crowd(late)
