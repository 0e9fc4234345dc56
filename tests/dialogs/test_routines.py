"""Guided routines: walked to the end, paused, timed, left, and ended by any danger sign. Over all of the content."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.__main__ import Player
from dialogs.diary import RoutineDone
from dialogs.events import Chose, Commanded, Said
from dialogs.state import HOME, Check
from dialogs.training.stops import Stop, stops
from dialogs.training.timing import HALF_TIME, TIMER
from dialogs.wording import Message
from knowledge.levels import Level
from knowledge.load import Knowledge
from knowledge.schema import Exercise, Routine
from knowledge.schema import Step as RoutineStep
from knowledge.words import words_of
from tests.dialogs.walking import SUNDAY_8AM, agreed_player, the_content

CONTENT = the_content()
EMERGENCY = "i can't pee any more and both my legs are numb"

PLANK = Exercise(
    id="long_plank", title="Long plank", text="Hold it.", feel="Firm.", stop="Stop if it hurts.", sources=("000",)
)
LEAN = Exercise(
    id="lean",
    title="Lean",
    text="Lean over.",
    feel="A stretch.",
    stop="Stop if it hurts.",
    sides=True,
    caution="Not with a sore knee.",
    sources=("000",),
)
MADE_UP = Routine(
    id="made_up",
    title="Made-up set",
    intro="Let's go.",
    done="All done.",
    minutes=5,
    group="hips",
    caution="Not when it is fresh.",
    means=("bendy bits",),
    steps=(
        RoutineStep(exercise="lean", count="5 times"),
        RoutineStep(exercise="lean", id="lean_held", seconds=30),
        RoutineStep(exercise="long_plank", seconds=150),
    ),
    own=("lean.count", "steps.exercise"),
    sources=("000",),
)


def with_made_up(routine: Routine = MADE_UP) -> Knowledge:
    words = {words.id: words.text for entry in (routine, PLANK, LEAN) for words in words_of(entry)}
    return replace(
        CONTENT,
        routines={**CONTENT.routines, routine.id: routine},
        exercises={**CONTENT.exercises, PLANK.id: PLANK, LEAN.id: LEAN},
        words={**CONTENT.words, **words},
    )


MADE_UP_CONTENT = with_made_up()


def begun(routine: str = "made_up", content: Knowledge = MADE_UP_CONTENT) -> Player:
    """A player at the first step; the last words are those of that step."""
    player = agreed_player()
    player.knowledge = content
    player.play(Commanded(routine))
    player.choose("safe")
    return player


def walk_of(routine: Routine) -> Iterator[Stop]:
    yield from stops(routine, CONTENT.exercises)


def text(shown: list[Message]) -> str:
    return "\n".join(message.text for message in shown)


def timers(player: Player) -> set[str]:
    return {key for key in player.alarms if key.partition(".")[0] in (TIMER, HALF_TIME)}


def done_lately(player: Player) -> list[tuple[str, int, int]]:
    entries = player.state.diary.entries
    return [(each.routine, each.steps_done, each.steps) for each in entries if isinstance(each, RoutineDone)]


@pytest.mark.parametrize("routine", CONTENT.routines.values(), ids=list(CONTENT.routines))
def test_next_leads_through_every_step_once_and_ends_with_its_last_words(routine: Routine) -> None:
    player = agreed_player()
    player.play(Commanded(routine.id))
    shown = player.choose("safe")
    assert routine.intro in text(shown)
    assert (routine.caution or "") in text(shown)
    walk = list(walk_of(routine))

    for number, stop in enumerate(walk, start=1):
        assert player.state.node == stop.node
        assert f"Step {number} of {len(walk)}: {CONTENT.exercises[stop.step.exercise].title}" in text(shown)
        shown = player.choose("next")

    assert routine.done in text(shown)
    assert player.state.node == HOME or player.state.node.startswith(f"guide.{routine.after}.")
    assert done_lately(player) == [(routine.id, len(walk), len(walk))]


@pytest.mark.parametrize("routine", CONTENT.routines.values(), ids=list(CONTENT.routines))
def test_a_danger_sign_at_any_step_ends_the_routine_and_drops_its_timer(routine: Routine) -> None:
    player = begun(routine.id, CONTENT)
    for stop in walk_of(routine):
        if stop.step.seconds is not None:
            player.choose("timer")
            assert timers(player)
        hurt = Player(CONTENT, player.now)
        hurt.state, hurt.alarms = player.state, dict(player.alarms)

        hurt.play(Said(EMERGENCY))

        assert hurt.state.node == "check.emergency"
        assert not timers(hurt)
        assert hurt.move_clock(hurt.now + timedelta(minutes=20)) == []
        hurt.play(Commanded(routine.id))
        assert hurt.state.node == "check.emergency"
        assert (hurt.state.paused, hurt.state.safe_at) == (None, None)
        player.choose("next")


@pytest.mark.parametrize("routine", CONTENT.routines)
@pytest.mark.parametrize("level", [Level.URGENT, Level.EMERGENCY])
def test_no_routine_begins_while_something_urgent_stands(routine: str, level: Level) -> None:
    player = agreed_player()
    check = Check(SUNDAY_8AM, fired={"any": level}, ended_at=SUNDAY_8AM)
    player.state = replace(player.state, check=check, safe_at=SUNDAY_8AM)

    player.play(Commanded(routine))

    assert player.state.node == f"check.{level}"


def test_a_danger_sign_that_was_seen_to_is_asked_for_anew_before_the_next_routine() -> None:
    player = begun("warm_up", CONTENT)
    player.play(Said(EMERGENCY))
    player.choose("seen")

    player.play(Commanded("warm_up"))

    assert player.state.node == "warm_up.screen"


def test_a_check_that_was_begun_since_counts_more_than_an_earlier_word_that_no_sign_fits() -> None:
    player = begun("warm_up", CONTENT)
    player.choose("stop")
    player.move_clock(player.now + timedelta(minutes=1))
    player.play(Commanded("check"))
    player.play(Commanded("cancel"))

    player.play(Commanded("warm_up"))

    assert player.state.node == "warm_up.screen"


def test_a_timed_step_with_sides_has_a_timer_for_each_and_a_counted_one_says_so() -> None:
    player = begun()
    assert "How much: 5 times, on each side" in text(player.play(Commanded("start")))

    left = text(player.choose("next"))
    player.choose("timer")
    right = text(player.choose("next"))

    assert "Step 2 of 4: Lean, left side" in left
    assert "Step 3 of 4: Lean, right side" in right
    assert {"timer", "next", "back", "pause", "stop"} <= set(player.buttons)


def test_cautions_come_before_the_step_and_our_own_choices_are_named() -> None:
    first = text(begun().play(Commanded("start")))

    assert first.index("Not when it is fresh.") < first.index("Step 1") < first.index("Not with a sore knee.")
    assert first.index("Not with a sore knee.") < first.index("Lean over.")
    assert "Our own choice: this move and how much of it." in first
    assert "Our own choice" not in text(begun("warm_up", CONTENT).play(Commanded("start")))


def test_the_sources_of_a_routine_can_be_seen_without_leaving_it() -> None:
    player = begun("warm_up", CONTENT)

    shown = player.choose("from_routine.warm_up")

    assert "Where this comes from" in text(shown)
    assert CONTENT.sources["000"].title in text(shown)
    assert "Step 1 of 5" in shown[-1].text


def test_a_danger_sign_ends_a_paused_routine_too() -> None:
    player = begun()
    player.choose("pause")

    player.play(Said(EMERGENCY))

    assert (player.state.node, player.state.paused) == ("check.emergency", None)


def test_pause_keeps_the_place_and_drops_the_timer() -> None:
    player = begun()
    player.choose("next")
    player.choose("timer")

    shown = player.choose("pause")

    assert "Made-up set: a break at step 2 of 4" in text(shown)
    assert not timers(player)
    assert "Step 2 of 4" in text(player.choose("go_on"))
    assert player.state.paused is None


def test_the_menu_leads_back_to_where_a_routine_was_left() -> None:
    player = begun()
    player.choose("next")

    home = player.play(Commanded("menu"))
    assert "Go on with Made-up set" in [label for message in home for row in message.rows for label, _ in row]
    shown = player.choose("made_up")

    assert "a break at step 2 of 4" in text(shown)
    assert "Step 2 of 4" in text(player.play(Said("continue")))


def test_whatever_else_was_asked_for_the_place_in_the_routine_is_kept() -> None:
    player = begun()
    player.choose("next")
    player.play(Commanded("settings"))

    player.play(Commanded("made_up"))

    assert (player.state.node, player.state.paused) == ("made_up.paused", "made_up.lean_held")


def test_a_paused_routine_can_be_begun_anew() -> None:
    player = begun()
    player.choose("next")
    player.choose("pause")

    assert "Step 1 of 4" in text(player.choose("anew"))
    assert player.state.paused is None


def test_after_a_day_a_paused_routine_goes_on_by_way_of_the_danger_question() -> None:
    player = begun()
    player.choose("next")
    player.choose("pause")
    player.play(Commanded("menu"))
    player.move_clock(SUNDAY_8AM + timedelta(hours=25))

    player.choose("made_up")
    assert player.state.node == "made_up.screen"
    player.choose("safe")

    assert player.state.node == "made_up.paused"


def test_a_paused_step_that_the_content_no_longer_has_leads_to_the_first_one() -> None:
    player = begun()
    player.state = replace(player.state, node="made_up.paused", paused="made_up.gone")
    player.buttons = {}

    player.play(Said("go on"))

    assert player.state.node == "made_up.lean"


def test_stop_keeps_what_was_done_and_nothing_of_a_routine_that_had_not_begun() -> None:
    player = begun()
    player.choose("stop")
    assert (player.state.node, done_lately(player)) == (HOME, [])

    player = begun()
    player.choose("next")
    player.choose("pause")
    assert "Every bit counts" in text(player.choose("stop"))

    assert done_lately(player) == [("made_up", 1, 4)]
    assert player.state.paused is None


def test_a_timer_tells_its_end_and_only_a_long_one_its_half() -> None:
    player = begun()
    player.choose("next")
    player.choose("timer")
    assert "Time's up" in text(player.move_clock(player.now + timedelta(seconds=31)))
    player.choose("next")
    player.choose("next")
    start = player.now

    assert "2 minutes" not in text(player.choose("timer"))
    assert "75 seconds to go" in text(player.move_clock(start + timedelta(seconds=80)))
    assert player.move_clock(start + timedelta(seconds=149)) == []
    assert "Time's up" in text(player.move_clock(start + timedelta(seconds=151)))


def test_the_timer_of_a_step_that_was_left_is_silent_even_after_coming_back() -> None:
    player = begun()
    player.choose("next")
    player.choose("timer")
    player.choose("next")
    player.choose("back")

    assert player.move_clock(player.now + timedelta(minutes=5)) == []


def test_a_timer_that_is_over_for_long_is_silent() -> None:
    player = begun()
    player.choose("next")
    player.choose("timer")
    (key, due), *_ = player.alarms.items()

    late = Player(MADE_UP_CONTENT, due + timedelta(hours=2))
    late.state, late.alarms = player.state, {key: due}

    assert late.move_clock(late.now) == []


def test_a_button_of_a_step_that_was_left_is_refused_politely() -> None:
    player = begun()
    old = player.buttons["next"]
    player.choose("next")
    before = player.state

    shown = player.play(Chose(old.option, old.node, old.mark))

    assert "earlier message" in text(shown)
    assert player.state == before


def test_a_guide_that_belongs_after_a_routine_opens_at_its_end() -> None:
    guide = next(iter(CONTENT.guides.values()))
    player = begun(content=with_made_up(MADE_UP.model_copy(update={"after": guide.id})))
    for _ in range(3):
        player.choose("next")

    shown = player.choose("next")

    assert "All done." in text(shown)
    assert player.state.node.startswith(f"guide.{guide.id}.")
    assert done_lately(player) == [("made_up", 4, 4)]


def test_the_menu_of_routines_leads_to_every_one() -> None:
    reached = set()
    player = agreed_player()
    player.play(Commanded("menu"))
    player.choose("routines")
    for option in [*player.buttons]:
        player.play(Commanded("routines"))
        if option.startswith("group."):
            player.choose(option)
        reached |= set(player.buttons) & set(CONTENT.routines)

    assert reached == set(CONTENT.routines)


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("core", "Which level today?"),
        ("cool down", "Cool-down"),
        ("foam rolling", "foam_rolling"),
        ("start the foam rolling please", "foam_rolling"),
        ("core, easy", "core_easy"),
        ("Hip openers", "hip_openers"),
        ("bendy bits", "made_up"),
    ],
)
def test_a_group_or_a_routine_opens_by_its_typed_name(typed: str, leads_to: str) -> None:
    player = agreed_player()
    player.knowledge = MADE_UP_CONTENT

    shown = player.play(Said(typed))

    assert player.state.node == f"{leads_to}.screen" or (player.state.node == HOME and leads_to in text(shown))


def test_while_something_urgent_stands_the_menu_of_routines_is_not_shown() -> None:
    player = agreed_player()
    check = Check(SUNDAY_8AM, fired={"any": Level.URGENT}, ended_at=SUNDAY_8AM)
    player.state = replace(player.state, node="check.urgent", check=check)

    for command in ("routines", "group.core"):
        assert "Core" not in text(player.play(Commanded(command)))


def test_a_quick_question_at_a_step_is_answered_and_the_step_shown_again() -> None:
    player = begun("core_easy", the_content())
    step = player.state.node

    shown = player.play(Said("ice or heat?"))

    assert "Heat has the better evidence" in text(shown)
    assert player.state.node == step
    assert "Step 1" in shown[-1].text
