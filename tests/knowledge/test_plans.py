"""Stages and things of a plan: what is refused, and that they are whole."""

from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import ContentError
from knowledge.load import load
from tests.knowledge.content import small_content, write

STAGE: dict[str, Any] = {
    "id": "easy",
    "jog_seconds": 60,
    "walk_seconds": 120,
    "rounds": 6,
    "sources": ["000"],
    "reviewed": None,
}
THING: dict[str, Any] = {
    "id": "look",
    "title": "A look",
    "text": "Look at your shoes.",
    "watch": "The soles.",
    "causes": ["shoes"],
    "sources": ["000"],
    "reviewed": None,
}


def problems_of(folder: Path, stages: list[dict[str, Any]], things: list[dict[str, Any]]) -> str:
    content = small_content() | {"comeback/stages.yaml": stages, "plan/things.yaml": things}
    try:
        load(write(content, folder))
    except ContentError as error:
        return str(error)
    return ""


def test_stages_and_things_are_read_with_their_words(tmp_path: Path) -> None:
    content = small_content() | {"comeback/stages.yaml": [STAGE], "plan/things.yaml": [THING]}

    knowledge = load(write(content, tmp_path))

    assert [stage.rounds for stage in knowledge.stages] == [6]
    assert knowledge.words["thing.look.watch"] == "The soles."


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"walk_seconds": 0}, "needed where there is more than one round"),
        ({"jog_seconds": 5}, "jog_seconds"),
    ],
)
def test_a_stage_that_cannot_be_is_refused(tmp_path: Path, change: dict[str, Any], what: str) -> None:
    assert what in problems_of(tmp_path, [STAGE | change], [])


def test_a_stage_that_does_not_build_on_the_one_before_it_is_refused(tmp_path: Path) -> None:
    assert "is jogged no longer at a time than easy" in problems_of(tmp_path, [STAGE, STAGE | {"id": "same"}], [])


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"causes": ["nothing"]}, 'unknown cause "nothing"'),
        ({"routine": "nothing"}, 'unknown routine "nothing"'),
        ({"guide": "nothing"}, 'unknown guide "nothing"'),
        ({"reminder": "nothing"}, 'unknown reminder "nothing"'),
        ({"causes": []}, "is for no cause"),
        ({"times": 3, "most": 2}, "at least as many as times"),
        ({"times": 2, "most": 2, "run_days": True}, "no days of its own"),
        ({"routine": "warm_up", "guide": "any"}, "not both"),
    ],
)
def test_a_thing_that_leads_nowhere_is_refused(tmp_path: Path, change: dict[str, Any], what: str) -> None:
    assert what in problems_of(tmp_path, [], [THING | change])


def test_a_thing_whose_routine_a_cause_names_is_for_that_cause(tmp_path: Path) -> None:
    assert problems_of(tmp_path, [], [THING | {"causes": [], "routine": "warm_up"}]) == ""
