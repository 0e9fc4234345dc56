"""The guides: every page of each can be reached, left, and interrupted by a danger sign; and what they promise."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.buttons import button_data
from dialogs.__main__ import Player
from dialogs.check.safety import alert
from dialogs.events import Chose, Commanded, Said
from dialogs.wording import Message
from knowledge.guides import Choice, Guide, Page
from knowledge.levels import Level
from tests.dialogs.walking import SUNDAY_8AM, agreed_player, the_content

CONTENT = the_content()
GUIDES = [pytest.param(guide, id=guide.id) for guide in CONTENT.guides.values()]
LONGEST_BUTTON_DATA = 64  # bytes; Telegram's limit
A_DAY_AND_MORE = timedelta(hours=25)


def opened(guide: str) -> Player:
    """Return a player at the first page of the guide, past the danger question."""
    player = agreed_player()
    player.play(Chose(f"guide.{guide}"))
    if player.state.node.endswith(".screen"):
        player.choose("safe")
    return player


def at_page(guide: Guide, way: tuple[Choice, ...]) -> tuple[Player, list[Message]]:
    """Return a player who has made these choices, and what is shown then."""
    player = opened(guide.id)
    shown = player.play(Commanded("start"))
    for choice in way:
        shown = player.choose(choice.id)
    return player, shown


def ways(guide: Guide) -> Iterator[tuple[Page, tuple[Choice, ...]]]:
    """Yield every page that choices lead to, with the shortest way to it."""
    pages = {page.id: page for page in guide.pages}
    found: dict[str, tuple[Choice, ...]] = {guide.pages[0].id: ()}
    waiting = [guide.pages[0]]
    while waiting:
        page = waiting.pop(0)
        yield page, found[page.id]
        for choice in page.choices:
            if choice.to in pages and choice.to not in found:
                found[choice.to] = (*found[page.id], choice)
                waiting.append(pages[choice.to])


@pytest.mark.parametrize("guide", GUIDES)
def test_every_page_shows_its_text_and_every_button_leads_on(guide: Guide) -> None:
    for page, way in ways(guide):
        player, shown = at_page(guide, way)

        assert player.state.node == f"guide.{guide.id}.{page.id}"
        assert page.text in shown[-1].text
        for option, button in player.buttons.items():
            pressed = Player(CONTENT, player.now)
            pressed.state = player.state
            answer = pressed.play(Chose(option, button.node, button.mark))
            assert answer, (page.id, option)
            assert "earlier message" not in answer[0].text, (page.id, option)
            assert len(button_data(button).encode()) <= LONGEST_BUTTON_DATA


@pytest.mark.parametrize("guide", GUIDES)
def test_every_choice_can_be_typed_as_its_button_says(guide: Guide) -> None:
    for page, way in ways(guide):
        for choice in page.choices:
            player, _ = at_page(guide, way)
            before = player.state

            player.play(Said(choice.label))

            went_on = player.state.node != before.node or choice.to.partition(".")[0] in ("topic", "home")
            assert went_on, (page.id, choice.label)


@pytest.mark.parametrize("guide", GUIDES)
def test_stop_leads_home_from_every_page(guide: Guide) -> None:
    for page, way in ways(guide):
        player, _ = at_page(guide, way)

        player.play(Said("stop"))

        assert player.state.node == "home.idle", page.id


@pytest.mark.parametrize("guide", GUIDES)
def test_a_danger_sign_typed_at_any_page_ends_the_guide_and_drops_its_timer(guide: Guide) -> None:
    for page, way in ways(guide):
        player, _ = at_page(guide, way)
        if page.timer_seconds is not None:
            player.choose("timer")
            assert any(key.startswith("timer.") for key in player.alarms)

        player.play(Said("i can't pee"))

        assert player.state.node == "check.emergency", page.id
        assert alert(player.state) is Level.EMERGENCY
        assert not any(key.startswith(("timer.", "half_time.")) for key in player.alarms)


@pytest.mark.parametrize("guide", GUIDES)
def test_no_guide_opens_while_an_urgent_finding_stands(guide: Guide) -> None:
    player = agreed_player()
    player.play(Said("i can't pee"))

    player.play(Chose(f"guide.{guide.id}"))

    assert player.state.node == "check.emergency"


def test_every_guide_is_in_the_menu_of_its_group() -> None:
    player = agreed_player()
    player.play(Commanded("guides"))
    groups = [option for option in player.buttons if option.startswith("guides.")]
    found = set()
    for group in groups:
        player.play(Chose(group))
        found |= {option for option in player.buttons if option.startswith(("guide.", "sum."))}

    assert found == {f"guide.{name}" for name in CONTENT.guides} | {"sum.cadence", "sum.mileage", "sum.next_week"}


def test_a_guide_opens_by_its_typed_title_from_home_and_from_the_end_of_another() -> None:
    player = opened("form_focus")
    player.choose("tall")
    player.choose("remind")
    assert player.state.node == "guide.form_focus.promised"

    player.play(Said("Fresh pain: what to do now"))

    assert player.state.node == "guide.fresh_pain.how_bad"


def test_a_guide_that_holds_exercises_asks_for_danger_signs_first() -> None:
    player = agreed_player()

    shown = player.play(Chose("guide.ladder"))

    assert player.state.node == "guide.ladder.screen"
    assert "Does any of these fit" in shown[0].text
    assert "rung" not in shown[0].text


@pytest.mark.parametrize(
    ("said", "node"), [("no", "guide.ladder.slow"), ("yes", "check.region"), ("not sure", "check.region")]
)
def test_the_danger_question_can_be_answered_by_typing(said: str, node: str) -> None:
    player = agreed_player()
    player.play(Chose("guide.ladder"))

    player.play(Said(said))

    assert player.state.node == node


def test_a_page_left_open_for_more_than_a_day_asks_for_danger_signs_before_it_goes_on() -> None:
    player = opened("ladder")
    player.move_clock(player.now + A_DAY_AND_MORE)

    player.choose("not_better")
    assert player.state.node == "guide.ladder.screen"
    shown = player.choose("safe")

    assert player.state.node == "guide.ladder.stretch"
    assert "Second rung" in shown[0].text


def test_back_goes_along_the_way_that_was_taken() -> None:
    player = opened("ladder")
    player.choose("not_better")
    player.choose("better")

    player.choose("back")
    assert player.state.node == "guide.ladder.stretch"
    player.play(Said("go back"))

    assert player.state.node == "guide.ladder.slow"
    assert "back" not in player.buttons


def test_going_round_does_not_make_the_way_back_longer() -> None:
    player = opened("ladder")
    for _ in range(3):
        player.choose("better")
        player.choose("back_again")

    assert player.state.guide is not None
    assert player.state.guide.path == ("slow",)


@pytest.mark.parametrize("way", [(), ("not_better",), ("not_better", "not_better"), ("better",)])
def test_the_ladder_is_left_at_every_rung_for_professional_advice(way: tuple[str, ...]) -> None:
    player = opened("ladder")
    for choice in way:
        player.choose(choice)

    shown = player.choose("danger")

    assert player.state.node.startswith("check.")
    assert "looked at by a professional" in shown[0].text
    assert player.state.safe_at is None


def test_a_timer_of_a_page_tells_when_it_is_over() -> None:
    player = opened("fresh_pain")
    for choice in ("mild", "go_on", "today"):
        player.choose(choice)

    shown = player.choose("timer")
    assert "15 min" in shown[0].text
    player.move_clock(player.now + timedelta(minutes=8))
    shown = player.move_clock(player.now + timedelta(minutes=8))

    assert "Time's up" in shown[0].text
    assert player.state.node == "guide.fresh_pain.today"


def promised_switch() -> Player:
    player = opened("fresh_pain")
    for choice in ("mild", "go_on", "today", "remind"):
        player.choose(choice)
    return player


def test_the_change_to_warmth_comes_a_day_later_and_only_once() -> None:
    player = promised_switch()
    player.choose("home")
    assert player.alarms == {"guide.fresh_pain.switch": SUNDAY_8AM + timedelta(hours=24)}

    shown = player.move_clock(player.now + A_DAY_AND_MORE)

    assert "change to warmth" in shown[0].text
    assert player.state.node == "guide.fresh_pain.switch"
    assert player.alarms == {}


def test_what_comes_back_after_a_day_leads_to_nothing_before_the_danger_question() -> None:
    player = promised_switch()
    player.choose("home")
    player.move_clock(player.now + A_DAY_AND_MORE)

    player.choose("same")

    assert player.state.node == "guide.fresh_pain.screen"


def test_a_page_that_comes_back_leaves_a_running_check_alone() -> None:
    player = promised_switch()
    player.choose("home")
    player.move_clock(player.now + timedelta(hours=20))
    player.play(Commanded("check"))
    stands_at = player.state.node

    shown = player.move_clock(player.now + timedelta(hours=5))

    assert "change to warmth" in shown[0].text
    assert player.state.node == stands_at
    player.choose("guide.fresh_pain.switch")
    assert player.state.node == "guide.fresh_pain.switch"


def test_a_page_stays_away_while_an_urgent_finding_stands() -> None:
    player = promised_switch()
    player.play(Said("i can't pee"))

    shown = player.move_clock(player.now + A_DAY_AND_MORE)

    assert shown == []
    assert player.state.node == "check.emergency"


def test_a_page_that_would_come_at_night_waits_for_the_morning() -> None:
    player = agreed_player(SUNDAY_8AM + timedelta(hours=11))
    player.state = replace(player.state, zone="Europe/London")
    player.play(Chose("guide.form_focus"))
    for choice in ("safe", "tall", "remind"):
        player.choose(choice)

    (due,) = player.alarms.values()

    assert due == SUNDAY_8AM + timedelta(days=1, hours=1)


def test_what_was_chosen_comes_back_with_the_question_after_the_run() -> None:
    player = opened("form_focus")
    player.choose("steps")
    player.choose("remind")

    shown = player.move_clock(player.now + timedelta(hours=4))

    assert "Your focus: Short steps" in shown[0].text


def test_choices_are_forgotten_when_another_guide_starts() -> None:
    player = opened("form_focus")
    player.choose("steps")
    assert player.state.guide is not None
    assert player.state.guide.chosen == {"pick": "steps"}

    player.play(Chose("guide.relief_after"))

    assert player.state.guide is not None
    assert player.state.guide.chosen == {}


def test_a_guide_says_what_is_our_own_choice_and_where_the_rest_comes_from() -> None:
    player = opened("ladder")

    shown = player.play(Commanded("start"))
    assert "Our own choice" in shown[0].text
    shown = player.choose("from_guide.ladder")

    assert "Where this comes from" in shown[0].text
    assert "Theresa Marko" in shown[0].text


def test_who_cannot_cope_is_asked_directly_and_then_shown_where_to_call() -> None:
    player = opened("frustration")

    asked = player.choose("crisis")
    assert "How are you coping?" in asked[0].text
    shown = player.choose("coping.crisis")

    assert player.state.node == "check.emergency"
    assert "crisis" in shown[0].text


def test_a_wish_typed_at_a_page_leaves_the_guide_for_it() -> None:
    player = opened("shoe_buying")

    player.play(Said("remind me to stretch weekdays at 7pm"))

    assert player.state.node.startswith("reminder.")
