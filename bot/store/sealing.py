"""How a value is sealed: AES-256-GCM, with a nonce of its own.

    1 byte   0x01, the form; JSON begins with another byte, so a value from before there were keys is still known
    4 bytes  the id of the key
    12 bytes the nonce
    the rest the sealed value and its tag

The user's number and the column are sealed along, so a value that is moved to another user or column does not open.
"""

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.store import UnusableStoreError
from bot.store.keys import key_id

_FORM = b"\x01"
_NONCE_BYTES = 12
_HEAD_BYTES = 5


class Sealer:
    """Seals with the first key, opens with any. ``keys``: at least one, newest first."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._ciphers = {_FORM + bytes.fromhex(key_id(key)): AESGCM(key) for key in keys}
        self._newest = next(iter(self._ciphers))

    @property
    def newest(self) -> str:
        """The id of the key that seals."""
        return self._newest[1:].hex()

    def seal(self, user_id: int, column: str, value: bytes) -> bytes:
        """Return the value sealed; nothing at all stays nothing."""
        if not value:
            return value
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self._newest].encrypt(nonce, value, _belonging(user_id, column))
        return self._newest + nonce + sealed

    def open(self, user_id: int, column: str, value: bytes) -> bytes:
        """Return what was sealed, or the value as it is if it never was.

        Raises UnusableStoreError if its key is missing, or if it was changed or moved.
        """
        if not value.startswith(_FORM):
            return value
        head, nonce = value[:_HEAD_BYTES], value[_HEAD_BYTES : _HEAD_BYTES + _NONCE_BYTES]
        cipher = self._ciphers.get(head)
        if cipher is None:
            raise UnusableStoreError(f"{column} is sealed with key {head[1:].hex()}, which is not among the keys")
        try:
            return cipher.decrypt(nonce, value[_HEAD_BYTES + _NONCE_BYTES :], _belonging(user_id, column))
        except (InvalidTag, ValueError):
            raise UnusableStoreError(f"{column} does not open: it was changed, or moved from elsewhere") from None

    def resealed(self, user_id: int, column: str, value: bytes) -> bytes:
        """Return the value sealed with the newest key; itself if it is already."""
        return (
            value if value.startswith(self._newest) else self.seal(user_id, column, self.open(user_id, column, value))
        )


def _belonging(user_id: int, column: str) -> bytes:
    return f"{user_id} {column}".encode()
