import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.botapi import to_failure
from bot.failures import CallFailure, NoAnswer, Refused, TakenOver, TokenRefused, TooFast, Unreachable, pause_seconds

SECRET = "123456:secret"


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (BadRequest(f"can't parse {SECRET}"), Refused),
        (Forbidden("bot was blocked by the user"), Unreachable),
        (InvalidToken(SECRET), TokenRefused),
        (Conflict("terminated by other getUpdates request"), TakenOver),
        (TimedOut(), NoAnswer),
        (NetworkError(f"httpx.ConnectError: {SECRET}"), NoAnswer),
        (ChatMigrated(5), NoAnswer),
    ],
)
def test_each_error_of_the_library_has_our_name_and_loses_its_text(
    error: Exception, failure: type[CallFailure]
) -> None:
    found = to_failure(error)  # type: ignore[arg-type]  # all of them are TelegramErrors

    assert type(found) is failure
    assert SECRET not in str(found)


def test_an_edit_that_changes_nothing_is_told_apart() -> None:
    same = to_failure(BadRequest("Message is not modified: specified new message content is the same"))
    other = to_failure(BadRequest("Message can't be edited"))

    assert isinstance(same, Refused)
    assert isinstance(other, Refused)
    assert (same.is_same, other.is_same) == (True, False)


def test_the_wait_that_telegram_asks_for_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")

    failure = to_failure(RetryAfter(17))

    assert isinstance(failure, TooFast)
    assert failure.wait_seconds == 17


def test_pauses_grow_up_to_a_minute_whatever_the_count() -> None:
    assert [pause_seconds(failures) for failures in (1, 2, 3, 4, 8, 9, 10_000)] == [0.5, 1, 2, 4, 60, 60, 60]
