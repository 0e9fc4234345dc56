"""What a database knows of its keys: for each one that may be in use, a sample that was sealed with it.

So a key that is missing is found when the bot starts, and not in the middle of a talk.
"""

from bot.store import UnusableStoreError, tables
from bot.store.database import Database
from bot.store.sealing import Sealer

UNFINISHED_COPY = "unfinished_copy"

_KEY = "key."
_SAMPLE = b"backstride"


async def known_keys(database: Database) -> list[str]:
    """Return the ids of the keys that may be in use. Raises UnusableStoreError if the database is half a copy."""
    noted = await tables.notes(database)
    if UNFINISHED_COPY in noted:
        raise UnusableStoreError("a copy into this database was never finished; run copy-data again")
    return [name.removeprefix(_KEY) for name in noted if name.startswith(_KEY)]


async def check_keys(database: Database, sealer: Sealer, origin: str) -> None:
    """See that each key that may be in use is there, then note the newest one.

    origin: where the keys come from, for the error. Raises UnusableStoreError, and nothing has changed, if one is not.
    """
    known = await known_keys(database)
    noted = await tables.notes(database)
    for key in known:
        try:
            sealer.open(0, "notes.value", noted[_KEY + key])
        except UnusableStoreError:
            raise UnusableStoreError(
                f"{origin}: what is kept was sealed with key {key}, and that key is not there; add it behind the others"
            ) from None
    if sealer.newest not in known:
        await tables.note(database, _KEY + sealer.newest, sealer.seal(0, "notes.value", _SAMPLE))


async def retire_keys(database: Database, sealer: Sealer) -> None:
    """Forget all keys but the newest. For when nothing is sealed with another one any more."""
    for key in await known_keys(database):
        if key != sealer.newest:
            await tables.unnote(database, _KEY + key)
