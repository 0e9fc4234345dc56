"""A user with a log, and what the dialogue answers them, for tests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from dialogs import UserState, respond
from dialogs.diary import Diary, Entry, Kept, PainNoted, RunLogged
from dialogs.events import Event
from dialogs.replies import Turn
from dialogs.state import Check
from dialogs.wording import message
from knowledge.levels import Level
from tests.dialogs.walking import SUNDAY_8AM, the_content

CONTENT = the_content()
AGREED = UserState(agreed_at=SUNDAY_8AM, seen_at=SUNDAY_8AM, region="europe", zone="Europe/London")
URGENT = replace(
    AGREED, node="check.urgent", check=Check(SUNDAY_8AM, fired={"fever": Level.URGENT}, ended_at=SUNDAY_8AM)
)


def pain(days_ago: float, score: int, text: str = "") -> PainNoted:
    return PainNoted(SUNDAY_8AM - timedelta(days=days_ago), score, text=text)


def run(days_ago: float, km: float, after: int | None = None, shoes: str | None = None) -> RunLogged:
    return RunLogged(SUNDAY_8AM - timedelta(days=days_ago), round(1000 * km), shoes=shoes, pain_after=after)


def with_log(entries: Sequence[Entry], state: UserState = AGREED) -> UserState:
    kept = sorted(entries, key=lambda entry: entry.at)
    return replace(state, diary=Diary(tuple(Kept(number, entry) for number, entry in enumerate(kept, start=1))))


def answer(state: UserState, event: Event) -> Turn:
    return respond(state, event, CONTENT, SUNDAY_8AM)


def said(turn: Turn) -> str:
    return "\n".join(message(reply, CONTENT).text for reply in turn.replies)
