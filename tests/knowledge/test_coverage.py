"""Everything the articles say is told, or left out for a reason."""

import json
from pathlib import Path

import pytest

from knowledge.__main__ import main
from knowledge.coverage import cover
from knowledge.load import load
from tests.knowledge.content import Content, small_content, write

FACTS = [
    {"id": "soles_wear", "kind": "shoe_rule", "sources": ["000"]},
    {"id": "buy_these", "kind": "shoe_rule", "sources": ["000"], "left_out": "It is a shop link."},
]


def content_with_facts(folder: Path, *told: str) -> Path:
    content: Content = small_content()
    content["faq/shoes.yaml"][0]["facts"] = list(told)
    write({"facts.yaml": FACTS}, folder)
    return write(content, folder / "en")


def test_every_fact_of_the_articles_is_told_or_left_out_for_a_reason() -> None:
    knowledge = load()
    covered = cover(knowledge)

    assert len(covered.told) == 244
    assert [*covered.problems()] == []
    assert len(covered.left_out) < 15  # what is left out is the exception


def test_a_fact_is_mapped_to_every_entry_that_tells_it() -> None:
    told = cover(load()).told

    assert {"routine.warm_up", "topic.warm_up_routine"} <= {*told["warm_up_arm_swings"]}
    assert "cause.cause_worn_shoes" in told["shoe_replace_300_500"]
    assert "question.worn_shoes" in told["shoe_replace_300_500"]


def test_a_fact_that_nothing_tells_is_a_gap(tmp_path: Path) -> None:
    covered = cover(load(content_with_facts(tmp_path)))

    assert covered.told == {"soles_wear": (), "buy_these": ()}
    assert covered.left_out == {"buy_these": "It is a shop link."}
    assert [line.partition(" no entry")[0] for line in covered.problems()] == ["facts.yaml: soles_wear:"]


def test_a_fact_cannot_be_both_told_and_left_out(tmp_path: Path) -> None:
    covered = cover(load(content_with_facts(tmp_path, "soles_wear", "buy_these")))

    assert [*covered.problems()] == ["facts.yaml: buy_these: is left out, and yet topic.shoe_life names it"]


def test_the_command_names_gaps_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(content_with_facts(tmp_path))

    assert main(["--folder", folder, "coverage"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "facts.yaml: soles_wear: no entry tells it: name it in the facts of one, or say why under left_out",
        "0 of 2 facts are told, by 0 entries.",
        "Left out: buy_these: It is a shop link.",
    ]


def test_the_command_succeeds_without_a_gap(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(content_with_facts(tmp_path, "soles_wear"))

    assert main(["--folder", folder, "coverage", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "told": {"soles_wear": ["topic.shoe_life"], "buy_these": []},
        "left_out": {"buy_these": "It is a shop link."},
        "problems": [],
    }


def test_the_content_check_fails_on_a_gap_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(content_with_facts(tmp_path))]) == 1
    assert capsys.readouterr().out.startswith("facts.yaml: soles_wear: no entry tells it")


def test_a_fact_must_come_from_a_source_of_the_entry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = small_content()
    content["sources.yaml"].append({**content["sources.yaml"][0], "id": "001"})
    content["faq/shoes.yaml"][0]["facts"] = ["soles_wear"]
    write({"facts.yaml": [{**FACTS[0], "sources": ["001"]}]}, tmp_path)

    assert main(["--folder", str(write(content, tmp_path / "en"))]) == 1
    assert 'shoe_life: tells "soles_wear", so its sources need one of 001' in capsys.readouterr().out


def test_a_fact_of_an_unknown_source_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write({"facts.yaml": [{**FACTS[0], "sources": ["009"]}]}, tmp_path)

    assert main(["--folder", str(write(small_content(), tmp_path / "en"))]) == 1
    assert capsys.readouterr().out.strip().endswith('soles_wear: unknown source "009"')


def test_an_unknown_fact_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(content_with_facts(tmp_path, "soles_ware")), "coverage"]) == 1

    assert capsys.readouterr().out.strip().endswith('shoe_life: unknown fact "soles_ware"')
