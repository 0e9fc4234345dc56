"""The keys that seal what users told: from the settings, or from a file that is made at the first start.

A key is 32 bytes, written as base64. Several may be given, newest first: the first one seals, each of them opens.
"""

import base64
import binascii
import hashlib
import os
import re
import secrets
from pathlib import Path

_BYTES = 32


def new_key() -> str:
    """Return a fresh key, as it is written."""
    return base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def parse_keys(text: str) -> tuple[bytes, ...]:
    """Read keys that stand apart by commas or spaces. Raises ValueError, which quotes none of them."""
    keys = []
    for number, word in enumerate(re.split(r"[\s,]+", text.strip(" \t\r\n,")), start=1):
        try:
            # Some programs write base64 with - and _, and without the = at the end.
            key = base64.b64decode(word.rstrip("=").replace("-", "+").replace("_", "/") + "=", validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != _BYTES:
            raise ValueError(f"key {number} is not 32 bytes in base64; `python -m bot new-key` prints one that is")
        keys.append(key)
    if len(set(keys)) != len(keys):
        raise ValueError("the same key stands there twice")
    return tuple(keys)


def key_id(key: bytes) -> str:
    """Return the name by which sealed values call their key: 8 letters that tell nothing about it."""
    return hashlib.sha256(key).hexdigest()[:8]


def read_key_file(path: Path) -> tuple[bytes, ...] | None:
    """Return the keys of the file; None if there is none. Raises ValueError and OSError."""
    try:
        return parse_keys(path.read_text("ascii"))
    except FileNotFoundError:
        return None


def make_key_file(path: Path) -> tuple[bytes, ...]:
    """Write a fresh key for the owner's eyes only; return what the file holds, should another have come first."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{new_key()}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # Linked, not renamed: this never puts itself over a key that seals something already.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _sync_folder(path.parent)
    return parse_keys(path.read_text("ascii"))


def _sync_folder(folder: Path) -> None:
    """Let the name of a new file be on the disk, or a power cut could take the key and leave what it seals."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
