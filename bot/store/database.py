"""A store whose rows can all be reached: what keys, rotation and copying need, and no turn does."""

from typing import Protocol, TypeVar

from bot.store import Store
from bot.store.rows import Steps

Result = TypeVar("Result")


class Database(Store, Protocol):
    """A store that is a database of its own, and not a wrapping of one."""

    async def run(self, steps: Steps[Result]) -> Result:
        """Take all steps in one transaction. Raises StoreError, and what the steps raise; then nothing has changed."""

    async def schema(self) -> int:
        """Return the number of the last migration that was applied."""
