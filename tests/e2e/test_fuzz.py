import pytest

from dialogs.state import from_json
from knowledge.load import load
from tests.bot.talks import text_update
from tests.e2e.fuzz import Fuzz

SOMEBODY_ELSE = 4711


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_odd_updates_break_nothing_and_leave_everybody_else_as_they_were(seed: int) -> None:
    fuzz = Fuzz(load(), seed)

    found = await fuzz.run(300)

    assert found.failures == {}
    assert found.answers > 100
    assert len(fuzz.order) == 0
    for stored in fuzz.store.users.values():
        assert from_json(stored.state).node
    await fuzz.answering.answer(text_update(10_000, "/start", SOMEBODY_ELSE))
    assert fuzz.api.shown[-1].chat_id == SOMEBODY_ELSE
    assert SOMEBODY_ELSE not in fuzz.store.users
