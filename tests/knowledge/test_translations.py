"""Another language is a folder of words, laid over the English content."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest

from knowledge.__main__ import main
from knowledge.errors import ContentError
from knowledge.load import load
from tests.knowledge.content import Content, small_content, write

WORDS: Content = {
    "texts/talk.yaml": {"welcome": "Ollah", "home.progress": "{total} - {position}"},
    "questions/about.yaml": [{"id": "age", "text": "Ega?", "options": [{"id": "young", "label": "Gnuoy"}]}],
    "faq/all.yaml": [{"id": "shoe_life", "answer": "Daed."}],
    "exercises/back.yaml": {"id": "cat", "text": "Tac."},
    "routines/warm_up.yaml": {"id": "warm_up", "steps": [{"id": "cat_again", "count": "5 semit"}]},
}


def english(tmp_path: Path) -> Path:
    return write(small_content(), tmp_path / "en")


def test_words_of_the_language_take_the_place_of_the_english_ones(tmp_path: Path) -> None:
    folder = english(tmp_path)
    write(WORDS, tmp_path / "xx")

    words = load(folder, "xx").words

    assert words["text.welcome"] == "Ollah"
    assert words["text.home.progress"] == "{total} - {position}"
    assert words["question.age.text"] == "Ega?"
    assert words["topic.shoe_life.answer"] == "Daed."
    assert words["exercise.cat.text"] == "Tac."
    assert words["step.warm_up.cat_again.count"] == "5 semit"


def test_what_the_language_leaves_out_is_english_and_named(tmp_path: Path) -> None:
    folder = english(tmp_path)
    write(WORDS, tmp_path / "xx")

    plain, other = load(folder), load(folder, "xx")

    assert list(other.words) == list(plain.words)
    assert plain.missing == ()
    assert {"cause.shoes.title", "topic.shoe_life.title"} <= {*other.missing}
    assert all(other.words[name] == plain.words[name] for name in other.missing)
    assert "text.welcome" not in other.missing
    assert other.rules == plain.rules


def test_an_option_is_called_by_its_label_in_the_other_language_too(tmp_path: Path) -> None:
    folder = english(tmp_path)
    write(WORDS, tmp_path / "xx")
    other = load(folder, "xx")

    assert other.words["option.age.young.short"] == "Gnuoy"
    assert "option.age.young.short" not in other.missing
    assert other.words["option.age.grown.short"] == "grown up"


def test_the_version_changes_with_the_language_and_its_words(tmp_path: Path) -> None:
    folder = english(tmp_path)
    write(WORDS, tmp_path / "xx")
    before = load(folder, "xx").version
    write({"texts/talk.yaml": {"welcome": "Ollah!"}}, tmp_path / "xx")

    assert len({load(folder).version, before, load(folder, "xx").version}) == 3


def test_a_language_without_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as raised:
        load(english(tmp_path), "zz")

    assert raised.value.problems == ("zz: there is no such folder",)


BREAKS: list[tuple[str, Callable[[Content], object], str]] = [
    (
        "logic",
        lambda c: c["faq/all.yaml"][0].update(sources=["000"]),
        "xx/faq/all.yaml:5: shoe_life: sources: is the same in all languages: leave it out",
    ),
    (
        "logic of an option",
        lambda c: c["questions/about.yaml"][0]["options"][0].update(means=["dik"]),
        "xx/questions/about.yaml:9: age.young: means: is the same in all languages: leave it out",
    ),
    (
        "an unknown field",
        lambda c: c["faq/all.yaml"][0].update(reply="Daed."),
        "xx/faq/all.yaml:5: shoe_life: reply: unknown field",
    ),
    (
        "an entry that English does not have",
        lambda c: c["faq/all.yaml"].append({"id": "socks", "answer": "Yrd."}),
        "xx/faq/all.yaml:8: socks: topic.socks.answer is no text of the English content",
    ),
    (
        "a text that English does not have",
        lambda c: c["texts/talk.yaml"].update(bye="Eyb"),
        "xx/texts/talk.yaml:4: bye: text.bye is no text of the English content",
    ),
    (
        "a text twice",
        lambda c: c.update({"faq/more.yaml": [{"id": "shoe_life", "answer": "Daed."}]}),
        "xx/faq/more.yaml:4: shoe_life: topic.shoe_life.answer stands here twice",
    ),
    (
        "a placeholder of its own",
        lambda c: c["texts/talk.yaml"].update({"home.progress": "{number}"}),
        "xx/texts/talk.yaml:3: home.progress: may hold the placeholders of the English text only: position, total",
    ),
    (
        "a placeholder outside of texts",
        lambda c: c["faq/all.yaml"][0].update(answer="{name}"),
        "xx/faq/all.yaml:4: shoe_life: may hold the placeholders of the English text only: none",
    ),
    (
        "an open brace",
        lambda c: c["texts/talk.yaml"].update(welcome="Ollah {"),
        "xx/texts/talk.yaml:2: welcome: braces: ",
    ),
    (
        "a dose",
        lambda c: c["faq/all.yaml"][0].update(answer="400 mg."),
        'xx/faq/all.yaml:4: shoe_life: never say "0 mg": names a dose',
    ),
    (
        "a label that is too long",
        lambda c: c["faq/all.yaml"][0].update(title="x" * 65),
        "xx/faq/all.yaml:5: shoe_life: string should have at most 64 characters",
    ),
    (
        "a number for a text",
        lambda c: c["faq/all.yaml"][0].update(title=5),
        "xx/faq/all.yaml:5: shoe_life: must be a text in quotes",
    ),
    (
        "an entry without an id",
        lambda c: c["faq/all.yaml"].append({"answer": "Daed."}),
        "xx/faq/all.yaml:6: needs the id of the English entry",
    ),
    (
        "typed phrases",
        lambda c: c.update({"answers.yaml": {"yes": ["sey"]}}),
        "xx/answers.yaml: has no words to translate: leave the file out",
    ),
    (
        "danger phrases",
        lambda c: c.update({"danger/signs.yaml": {"signs": []}}),
        "xx/danger/signs.yaml: has no words to translate: leave the file out",
    ),
    (
        "an unquoted text",
        lambda c: c.update({"texts/talk.yaml": "welcome: no"}),
        'xx/texts/talk.yaml:1: quote it: "no"',
    ),
    (
        "a file of another form",
        lambda c: c.update({"causes.yaml": '"words"'}),
        "xx/causes.yaml:1: must be of the same form as the English file",
    ),
]


@pytest.mark.parametrize(("spoil", "expected"), [fault[1:] for fault in BREAKS], ids=[fault[0] for fault in BREAKS])
def test_a_fault_of_a_language_is_named_with_its_file_line_and_id(
    spoil: Callable[[Content], object], expected: str, tmp_path: Path
) -> None:
    words = deepcopy(WORDS)
    spoil(words)
    folder = english(tmp_path)
    write(words, tmp_path / "xx")

    with pytest.raises(ContentError) as raised:
        load(folder, "xx")

    assert len(raised.value.problems) == 1
    assert raised.value.problems[0].startswith(expected)


def test_the_check_tells_how_much_each_language_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = english(tmp_path)
    write(WORDS, tmp_path / "xx")
    other = load(folder, "xx")

    assert main(["--folder", str(folder)]) == 0
    short = capsys.readouterr().out.splitlines()
    assert main(["--folder", str(folder), "--verbose"]) == 0
    long = capsys.readouterr().out.splitlines()

    assert short[1:] == [f"xx: {len(other.missing)} of {len(other.words)} texts missing"]
    assert long == [*short, *(f"  {name}" for name in other.missing)]


def test_the_check_tells_the_faults_of_every_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = english(tmp_path)
    write({"texts/talk.yaml": {"bye": "Eyb"}}, tmp_path / "xx")
    write({"answers.yaml": {}}, tmp_path / "yy")

    assert main(["--folder", str(folder)]) == 1
    assert [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        "xx/texts/talk.yaml",
        "yy/answers.yaml",
    ]


def test_ask_answers_in_the_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = english(tmp_path)
    write(WORDS, tmp_path / "xx")

    main(["--folder", str(folder), "--language", "xx", "ask", "trainers", "worn", "out"])

    assert "Daed." in capsys.readouterr().out
