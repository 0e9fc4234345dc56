"""Log lines as JSON on standard error: ids, nodes, classes, milliseconds; never a text, an answer, a name or a token.

Libraries may quote all of these in their own lines (httpx logs each address, and the token is part of it; asyncio and
python-telegram-bot log what an error says), so of theirs only the logger, the level and the class of the error appear.
"""

import logging
import sys
from typing import TextIO

import structlog

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def set_up(level: str, stream: TextIO | None = None) -> None:
    """Write our own lines from this level on, and those of libraries from WARNING on."""
    out = stream or sys.stderr
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.WriteLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_NamesOnly()]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)


class _NamesOnly(logging.Handler):
    """Passes on where a line of a library came from, and not what it says."""

    def emit(self, record: logging.LogRecord) -> None:
        cause = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        structlog.get_logger().log(record.levelno, "library", logger=record.name, line=record.lineno, cause=cause)
