"""What must hold on every path: the level is the highest reached, and a fired rule is never lost."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialogs.__main__ import Player
from dialogs.check.safety import alert, level_of
from dialogs.events import Chose, Commanded
from dialogs.wording import Message
from knowledge.conditions import holds
from knowledge.levels import Level, highest
from knowledge.schema import AtLeast, Condition
from tests.dialogs.walking import agreed_player, the_content

CONTENT = the_content()
WATCH_LIST = [care.text for care in CONTENT.care if care.kind == "watch"]
FORBIDDEN_WHEN_URGENT = [
    *(cause.title for cause in CONTENT.causes.values()),
    *(care.text for care in CONTENT.care if care.kind == "first_care"),
    *(exercise.title for exercise in CONTENT.exercises.values()),
    *(topic.title for topic in CONTENT.topics.values()),
    *(routine.title for routine in CONTENT.routines.values()),
    *(guide.title for guide in CONTENT.guides.values()),
]
OFFERED_WHEN_URGENT = {"seen", "sources", "follow_up", "restart", "slip", "home"}  # home leads back to the finding
LEAVES = {"seen", "slip", "forget", "forget_yes", "forget_sure"}  # the only ways in which a finding goes


def test_a_condition_holds_when_all_its_parts_do() -> None:
    condition = Condition(all={"a": ("yes",)}, any={"b": ("yes",), "c": ("yes",)}, none={"d": ("yes",)})

    assert holds(condition, {"a": "yes", "c": "yes"})
    assert not holds(condition, {"a": "yes"})
    assert not holds(condition, {"c": "yes"})
    assert not holds(condition, {"a": "yes", "b": "yes", "d": "yes"})
    assert holds(Condition(), {})


def test_at_least_counts_the_answers() -> None:
    condition = Condition(at_least=AtLeast(count=2, of={"a": ("yes",), "b": ("yes",), "c": ("yes",)}))

    assert not holds(condition, {"a": "yes"})
    assert holds(condition, {"a": "yes", "c": "yes"})


def test_levels_are_ordered() -> None:
    assert highest() is Level.SELF_CARE
    assert highest(Level.URGENT, Level.EMERGENCY, Level.PROFESSIONAL) is Level.EMERGENCY


@example(picks=[0, 0, 2, 3, 3, 3, 0, 0, 0, 0, 0, 7, 3])  # a skipped choice among the reasons
@settings(max_examples=60)
@given(picks=st.lists(st.integers(0, 30), min_size=10, max_size=90))
def test_a_random_walk_never_loses_a_finding_and_never_shows_an_exercise_after_one(picks: list[int]) -> None:
    player = agreed_player()
    player.play(Commanded("check"))
    reached: Level | None = None
    for pick in picks:
        options = sorted(set(player.buttons) - LEAVES) or ["check"]
        before = player.state.node
        shown = player.choose(options[pick % len(options)])
        found = alert(player.state)
        if reached is not None:
            assert found is not None, "a finding was lost"
            assert found.at_least(reached), "the level fell"
        reached = found or reached
        if found is not None:
            _holds_no_exercise_and_no_cause(shown)
        if player.state.node in ("check.urgent", "check.emergency"):
            assert {button.option for one in shown for row in one.rows for _, button in row} <= OFFERED_WHEN_URGENT
        if player.state.node != before:
            _result_ends_with_the_watch_list(player, shown)


def _holds_no_exercise_and_no_cause(shown: list[Message]) -> None:
    text = "\n".join(message.text for message in shown)
    found = [words for words in FORBIDDEN_WHEN_URGENT if words in text]
    assert not found, found


def _result_ends_with_the_watch_list(player: Player, shown: list[Message]) -> None:
    check = player.state.check
    if check is None or player.state.node not in ("check.result", "check.urgent") or not shown:
        return
    if level_of(check, CONTENT) is not Level.EMERGENCY:
        assert all(sign in "\n".join(message.text for message in shown) for sign in WATCH_LIST)


@settings(max_examples=40)
@given(
    option=st.text(max_size=64),
    node=st.sampled_from([*sorted({"", "?", "check.toilet", "check.emergency"})]),
    mark=st.sampled_from(["", "0", "1", "zz"]),
)
def test_forged_button_data_never_breaks_a_turn(option: str, node: str, mark: str) -> None:
    player = agreed_player()
    player.play(Commanded("check"))

    assert player.play(Chose(option, node, mark))
