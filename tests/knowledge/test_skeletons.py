"""``python -m knowledge new`` writes entries that lack nothing but the words."""

import json
from pathlib import Path

import pytest

from knowledge.__main__ import main
from knowledge.check_words import FILL_IN
from knowledge.errors import ContentError
from knowledge.load import load
from tests.knowledge.content import small_content, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small content, with its lists written as an editor writes them: a dash before each entry."""
    content = {
        name: value if isinstance(value, dict) else "".join(f"- {json.dumps(entry)}\n" for entry in value)
        for name, value in small_content().items()
    }
    return write(content, tmp_path / "en")


def problems_of(folder: Path) -> list[str]:
    """What is wrong, without file and line."""
    with pytest.raises(ContentError) as raised:
        load(folder)
    return [problem.partition(": ")[2] for problem in raised.value.problems]


def fill_in(path: Path, **words: str) -> None:
    """Write the words where the file says that they are missing."""
    lines = path.read_text("utf-8").splitlines()
    for at, line in enumerate(lines):
        if FILL_IN in line:
            field = line.strip().partition(":")[0]
            start = line[: line.index('"')]
            lines[at] = f'{start}"{words.get(field, f"where can i find socks {at}")}"'
    path.write_text("\n".join(lines) + "\n", "utf-8")


def test_a_new_topic_lacks_nothing_but_its_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(folder), "new", "faq", "sock_choice", "--theme", "shoes"]) == 0

    assert "at the end of faq/shoes.yaml" in capsys.readouterr().out
    assert problems_of(folder) == [
        "sock_choice: title: still to be written",
        "sock_choice: answer: still to be written",
        *["sock_choice: examples: still to be written"] * 6,
    ]


def test_a_new_topic_is_whole_once_its_words_are_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--folder", str(folder), "new", "faq", "sock_choice"])
    fill_in(folder / "faq/basics.yaml", title="Which socks?", answer="Dry ones.")
    capsys.readouterr()

    assert main(["--folder", str(folder)]) == 0
    assert load(folder).topics["sock_choice"].theme == "basics"
    main(["--folder", str(folder), "ask", "where can i find socks"])
    assert "Dry ones." in capsys.readouterr().out


def test_the_first_topic_of_a_theme_begins_a_file_and_needs_a_title_for_the_menu(folder: Path) -> None:
    main(["--folder", str(folder), "new", "faq", "sock_choice", "--theme", "socks"])
    fill_in(folder / "faq/socks.yaml", title="Which socks?", answer="Dry ones.")

    assert (folder / "faq/socks.yaml").read_text("utf-8").startswith("# yaml-language-server: $schema=../../schema/")
    assert problems_of(folder) == ['sock_choice: the theme "socks" has no title: add theme_socks to texts/home.yaml']


def test_a_new_cause_and_the_question_that_suggests_it_fit_together(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--folder", str(folder), "new", "question", "heavy_pack"])
    fill_in(folder / "questions/habits.yaml", text="Do you run with a heavy pack?", topic="a heavy pack")
    assert problems_of(folder) == ["heavy_pack: suggests no cause: its answer would change nothing"]

    main(["--folder", str(folder), "new", "cause", "cause_heavy_pack", "--question", "heavy_pack"])
    fill_in(folder / "causes.yaml", title="A heavy pack", explains="It may add to it.", fix="Carry less.")
    capsys.readouterr()

    assert main(["--folder", str(folder)]) == 0
    cause = load(folder).causes["cause_heavy_pack"]
    assert cause.suggested_by[0].question == "heavy_pack"
    assert cause.reviewed is None


def test_a_new_cause_may_be_suggested_by_nothing(folder: Path) -> None:
    main(["--folder", str(folder), "new", "cause", "cause_heavy_pack"])
    fill_in(folder / "causes.yaml", title="A heavy pack", explains="It may add to it.", fix="Carry less.")

    assert load(folder).causes["cause_heavy_pack"].suggested_by == ()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["faq", "shoe_life"], "shoe_life is there already: faq/shoes.yaml:1"),
        (["cause", "shoes"], "shoes is there already: causes.yaml:1"),
        (["question", "toilet"], "toilet is there already: questions/danger.yaml:1"),
        (["faq", "Shoe Life"], '"Shoe Life" cannot be an id: small letters, digits and _ only, 32 at most'),
        (
            ["faq", "socks", "--theme", "../.."],
            '"../.." cannot be a theme: small letters, digits and _ only, 32 at most',
        ),
        (["cause", "heavy", "--question", "pack"], 'there is no question "pack": write it first'),
        (["faq", "socks", "--theme", "help"], 'faq/help.yaml is no list of entries: each must begin with "- "'),
    ],
)
def test_what_cannot_be_written_is_refused_and_changes_nothing(
    arguments: list[str], why: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_text("utf-8") for path in folder.rglob("*.yaml")}

    assert main(["--folder", str(folder), "new", *arguments]) == 1

    assert capsys.readouterr().out.startswith(why)
    assert {path: path.read_text("utf-8") for path in folder.rglob("*.yaml")} == before
