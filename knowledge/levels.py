"""The four answers to "how soon should someone look at this?", from least to most pressing."""

from enum import StrEnum


class Level(StrEnum):
    """How soon help is needed. Ordered: a later member outranks an earlier one.

    Source: the triage model of the project (docs/safety.md).
    """

    SELF_CARE = "self_care"
    PROFESSIONAL = "professional"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """0 for self-care up to 3 for an emergency."""
        return _ORDER.index(self)

    def at_least(self, other: "Level") -> bool:
        """Whether this level is as pressing as ``other``, or more."""
        return self.rank >= other.rank


_ORDER = tuple(Level)


def highest(*levels: Level) -> Level:
    """Return the most pressing of the levels; self-care if there is none."""
    return max(levels, key=lambda level: level.rank, default=Level.SELF_CARE)
