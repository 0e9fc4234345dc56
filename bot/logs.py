"""Log lines as JSON on standard error: ids, nodes, classes, milliseconds; never a text, an answer, a name or a token.

Libraries may quote all of these in their own lines (httpx logs each address, and the token is part of it; asyncio and
python-telegram-bot log what an error says), so of theirs only the logger, the level and the class of the error appear.
"""

import logging
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog
from structlog.typing import EventDict, WrappedLogger

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def set_up(level: str, stream: TextIO | None = None, watch: Callable[[Mapping[str, Any]], None] | None = None) -> None:
    """Write our own lines from this level on, and those of libraries from WARNING on.

    watch: is given every line from INFO on, whether it is written or not.
    """
    out = stream or sys.stderr
    lowest: int = getattr(logging, level)

    def watched(_: WrappedLogger, name: str, line: EventDict) -> EventDict:
        if watch is not None:
            watch(line)
        if logging.getLevelNamesMapping()[name.upper()] < lowest:
            raise structlog.DropEvent
        return line

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            *([watched] if watch else []),
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(min(lowest, logging.INFO) if watch else lowest),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", _Forgiving(out))),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_NamesOnly()]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)


class _Forgiving:
    """Loses a line that cannot be written, its disk full or its reader gone: what it tells of must go on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


class _NamesOnly(logging.Handler):
    """Passes on where a line of a library came from, and not what it says."""

    def emit(self, record: logging.LogRecord) -> None:
        cause = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        structlog.get_logger().log(record.levelno, "library", logger=record.name, line=record.lineno, cause=cause)
