import io
import json
import logging
import warnings
from typing import Any

import pytest
import structlog

from bot import logs

SECRET = "123456:secret"


@pytest.fixture
def stream(logging_as_before: None) -> io.StringIO:
    out = io.StringIO()
    logs.set_up("INFO", out)
    return out


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_our_lines_are_json_from_their_level_on(stream: io.StringIO) -> None:
    structlog.get_logger().info("turn", turn=5, node="home.idle")
    structlog.get_logger().debug("detail")

    [line] = lines(stream)
    assert (line["event"], line["turn"], line["node"], line["level"]) == ("turn", 5, "home.idle", "info")


def test_of_a_librarys_lines_only_the_origin_and_the_class_of_error_are_shown(stream: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot%s/sendMessage", SECRET)
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("telegram.request").exception("Can not load %s", SECRET)

    [line] = lines(stream)
    assert (line["logger"], line["cause"], line["level"]) == ("telegram.request", "ValueError", "error")
    assert SECRET not in stream.getvalue()


def test_warnings_become_lines_without_their_text(stream: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(SECRET, stacklevel=1)

    assert [line["logger"] for line in lines(stream)] == ["py.warnings"]
    assert SECRET not in stream.getvalue()


class _FullDisk(io.StringIO):
    def write(self, _: str) -> int:
        raise OSError(28, "No space left on device")


def test_a_line_that_cannot_be_written_is_lost_and_stops_nobody_and_is_counted_all_the_same(
    logging_as_before: None,
) -> None:
    counted: list[str] = []
    logs.set_up("INFO", _FullDisk(), watch=lambda line: counted.append(line["event"]))

    structlog.get_logger().error("store_cannot_write")
    logging.getLogger("library").error("something")

    assert counted == ["store_cannot_write", "library"]
