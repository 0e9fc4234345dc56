"""JSON lines in, JSON lines out, for scripts."""

import json
import sys
from collections.abc import Callable, Iterable


def answer_lines(
    answer: Callable[[dict[str, object]], dict[str, object]], lines: Iterable[bytes] | None = None
) -> None:
    """Answer each line of standard input with one line, flushed at once; a bad line gets one with ``error``."""
    for line in sys.stdin.buffer if lines is None else lines:
        result: dict[str, object] = {}
        try:
            asked = _read_object(line)
            if "id" in asked:
                result["id"] = asked["id"]
            result |= answer(asked)
        except (ValueError, TypeError, RecursionError) as error:
            result["error"] = str(error)
        sys.stdout.write(f"{json.dumps(result)}\n")
        sys.stdout.flush()


def read_text(asked: dict[str, object], name: str) -> str:
    """Return the text of that name. Raises TypeError if there is none."""
    text = asked.get(name)
    if not isinstance(text, str):
        raise TypeError(f'needs "{name}", a text')
    return text


def _read_object(line: bytes) -> dict[str, object]:
    found = json.loads(line)
    if not isinstance(found, dict):
        raise TypeError("needs an object in braces")
    return found
