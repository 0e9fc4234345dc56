"""Each way in which content can be wrong is named, with its file and id."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import ContentError
from knowledge.load import load
from tests.knowledge.content import Content, small_content, write


def problems_of(content: Content, folder: Path) -> tuple[str, ...]:
    with pytest.raises(ContentError) as raised:
        load(write(content, folder))
    return raised.value.problems


def _habit(content: Content) -> Content:
    return content["questions/habits.yaml"][0]  # type: ignore[no-any-return]


BREAKS: list[tuple[str, Callable[[Content], object], str]] = [
    (
        "unknown source",
        lambda c: c["faq/shoes.yaml"][0].update(sources=["000", "099"]),
        'faq/shoes.yaml:{line}: shoe_life: unknown source "099"',
    ),
    (
        "unused source",
        lambda c: c["sources.yaml"].append({**c["sources.yaml"][0], "id": "001"}),
        "sources.yaml:{line}: 001: is used by no entry",
    ),
    (
        "unknown fact",
        lambda c: c["faq/shoes.yaml"][0].update(facts=["soles_wear"]),
        'faq/shoes.yaml:{line}: shoe_life: unknown fact "soles_wear"',
    ),
    (
        "a field of one's own that is none",
        lambda c: c["causes.yaml"][0].update(own=["fix", "dosage"]),
        'causes.yaml:{line}: shoes: own: the entry has no field "dosage"',
    ),
    (
        "a field of a step that is none",
        lambda c: c["routines/warm_up.yaml"][0].update(own=["cat.speed"]),
        'routines/warm_up.yaml:{line}: warm_up: own: the entry has no field "cat.speed"',
    ),
    (
        "a theme without a title",
        lambda c: c["texts/talk.yaml"].pop("theme_shoes"),
        'faq/shoes.yaml:{line}: shoe_life: the theme "shoes" has no title: add theme_shoes to texts/home.yaml',
    ),
    (
        "words that are still to be written",
        lambda c: c["causes.yaml"][0].update(fix="FILL IN: what to do"),
        "causes.yaml:{line}: shoes: fix: still to be written",
    ),
    (
        "unknown question",
        lambda c: c["triage.yaml"][0]["when"].update(all={"salad": ["yes"]}),
        'triage.yaml:{line}: toilet_changed: unknown question "salad"',
    ),
    (
        "unknown answer",
        lambda c: c["triage.yaml"][0]["when"].update(none={"toilet": ["perhaps"]}),
        'triage.yaml:{line}: toilet_changed: toilet has no answer "perhaps", only yes, no, not_sure, skipped',
    ),
    (
        "unknown answer that suggests a cause",
        lambda c: c["causes.yaml"][0]["suggested_by"][0].update(answers=["yes", "sometimes"]),
        'causes.yaml:{line}: shoes: old_shoes has no answer "sometimes", only yes, no, not_sure, skipped',
    ),
    (
        "not sure where it is not offered",
        lambda c: _habit(c).update(ask_if={"all": {"age": ["not_sure"]}}),
        'questions/habits.yaml:{line}: old_shoes: age has no answer "not_sure", only young, grown, skipped',
    ),
    (
        "more answers asked for than named",
        lambda c: c["triage.yaml"][0]["when"].update(at_least={"count": 2, "of": {"toilet": ["yes"]}}),
        "triage.yaml:{line}: toilet_changed: asks for 2 answers of 1",
    ),
    (
        "condition on a later question",
        lambda c: c["questions/danger.yaml"][0].update(ask_if={"any": {"old_shoes": ["yes"]}}),
        'questions/danger.yaml:{line}: toilet: depends on "old_shoes", which is not asked before it',
    ),
    (
        "unknown related topic",
        lambda c: c["faq/shoes.yaml"][0].update(related=["socks"]),
        'faq/shoes.yaml:{line}: shoe_life: unknown related topic "socks"',
    ),
    (
        "a way in that leads nowhere",
        lambda c: c["faq/shoes.yaml"][0].update(way_in="guide.socks"),
        'faq/shoes.yaml:{line}: shoe_life: way_in: leads to "guide.socks", which does not exist',
    ),
    (
        "a way in that only a guide can have",
        lambda c: c["faq/shoes.yaml"][0].update(way_in="coping"),
        'faq/shoes.yaml:{line}: shoe_life: way_in: leads to "coping", which does not exist',
    ),
    (
        "unknown routine",
        lambda c: c["causes.yaml"][0].update(routine="dance"),
        'causes.yaml:{line}: shoes: unknown routine "dance"',
    ),
    (
        "the same topic in two files",
        lambda c: c.update({"faq/more.yaml": c["faq/shoes.yaml"]}),
        "faq/shoes.yaml:{line}: shoe_life: the same id stands in faq/more.yaml:2",
    ),
    (
        "a habit that leads nowhere",
        lambda c: c["questions/habits.yaml"].append({**_habit(c), "id": "hills"}),
        "questions/habits.yaml:{line}: hills: suggests no cause: its answer would change nothing",
    ),
    (
        "a danger question that leads nowhere",
        lambda c: c["questions/danger.yaml"].append({**c["questions/danger.yaml"][0], "id": "saddle"}),
        "questions/danger.yaml:{line}: saddle: is used by no rule and no later question",
    ),
    (
        "a question in the wrong file",
        lambda c: _habit(c).update(group="pain"),
        "questions/habits.yaml:{line}: old_shoes: belongs in questions/pain.yaml by its group",
    ),
    (
        "a core question that is no danger sign",
        lambda c: _habit(c).update(core=True),
        "questions/habits.yaml:{line}: old_shoes: only a danger question can be core",
    ),
    (
        "an answer that is a yes and a no",
        lambda c: c["answers.yaml"]["no"].append("Yes!"),
        'answers.yaml:{line}: "Yes!" stands both in yes and in no',
    ),
    (
        "an answer that is a no and a control",
        lambda c: c["answers.yaml"]["controls"].update(stop=["no"]),
        'answers.yaml:{line}: "no" stands both in no and in controls.stop',
    ),
    (
        "an option that means what another means",
        lambda c: c["questions/about.yaml"][0]["options"][1].update(means=["A kid"]),
        'questions/about.yaml:{line}: age: "A kid" means both young and grown',
    ),
    (
        "a word that the search takes for two others",
        lambda c: c["search.yaml"]["same"]["back"].append("Trainers"),
        'search.yaml:{line}: "Trainers" stands both in same.shoes and in same.back',
    ),
    (
        "a danger sign with an unknown finding",
        lambda c: c["danger/signs.yaml"]["signs"][0].update(finding="salad"),
        'danger/signs.yaml:{line}: cannot_pee: unknown question "salad"',
    ),
    (
        "a danger sign that sets an unknown answer",
        lambda c: c["danger/signs.yaml"]["signs"][0].update(sets={"toilet": "perhaps"}),
        'danger/signs.yaml:{line}: cannot_pee: toilet has no answer "perhaps", only yes, no, not_sure, skipped',
    ),
    (
        "a danger phrase that cannot be read",
        lambda c: c["danger/signs.yaml"]["signs"][0].update(phrases=["[nowhere]"]),
        "danger: sign cannot_pee: no such concept: nowhere",
    ),
    (
        "a danger cue that is missing",
        lambda c: c["danger/signs.yaml"]["concepts"].pop("negate"),
        "danger: negate: concept is missing",
    ),
    (
        "a region that means what another means",
        lambda c: c["regions.yaml"].append({**c["regions.yaml"][0], "id": "gb", "label": "Great Britain"}),
        'regions.yaml:{line}: gb: "britain" means uk as well',
    ),
    (
        "a step twice",
        lambda c: c["routines/warm_up.yaml"][0]["steps"].append(c["routines/warm_up.yaml"][0]["steps"][0]),
        'routines/warm_up.yaml:{line}: warm_up: steps: the id "cat" twice: give each time an id of its own',
    ),
    (
        "an unknown exercise",
        lambda c: c["routines/warm_up.yaml"][0]["steps"].append({"exercise": "dance", "seconds": 30}),
        'routines/warm_up.yaml:{line}: warm_up: unknown exercise "dance"',
    ),
    (
        "an exercise that no routine has",
        lambda c: c["exercises/back.yaml"].append({**c["exercises/back.yaml"][0], "id": "cow"}),
        "exercises/back.yaml:{line}: cow: is in no routine: nobody would see it",
    ),
    (
        "an unknown guide after a routine",
        lambda c: c["routines/warm_up.yaml"][0].update(after="applause"),
        'routines/warm_up.yaml:{line}: warm_up: unknown guide "applause"',
    ),
    (
        "a step with two measures",
        lambda c: c["routines/warm_up.yaml"][0]["steps"][0].update(count="twice"),
        "routines/warm_up.yaml:{line}: warm_up: steps.0: needs exactly one of count and seconds",
    ),
    (
        "a step whose buttons carry too much",
        lambda c: c["routines/warm_up.yaml"][0].update(
            id="warm_up_for_long_runs_in_winter",
            steps=[{"exercise": "cat", "id": "cat_on_all_fours_by_the_bed", "seconds": 9}],
        ),
        "routines/warm_up.yaml:{line}: warm_up_for_long_runs_in_winter: "
        'steps: the buttons of "cat_on_all_fours_by_the_bed" would carry over 64 bytes: shorten the ids',
    ),
    (
        "a button that carries too much",
        lambda c: c["questions/about.yaml"][0].update(
            id="a" * 32, options=[{"id": "b" * 32, "label": "B"}, {"id": "grown", "label": "G"}]
        ),
        f'questions/about.yaml:{{line}}: {"a" * 32}: the button for "{"b" * 32}" would carry over 64 bytes',
    ),
    (
        "a question that is too long",
        lambda c: _habit(c).update(text="why " * 41),
        "questions/habits.yaml:{line}: old_shoes: text: 41 words, at most 40 are allowed",
    ),
    (
        "an answer that does not fit a phone screen",
        lambda c: c["faq/shoes.yaml"][0].update(answer="x" * 601),
        "faq/shoes.yaml:{line}: shoe_life: answer: 601 characters, 600 at most: move the rest to more",
    ),
    (
        "an unknown field",
        lambda c: c["causes.yaml"][0].update(remedy="Rest"),
        "causes.yaml:{line}: shoes: remedy: unknown field",
    ),
    ("a missing field", lambda c: c["causes.yaml"][0].pop("fix"), "causes.yaml:{line}: shoes: fix: is missing"),
    (
        "a choice without options",
        lambda c: c["questions/about.yaml"][0].update(options=[]),
        "questions/about.yaml:{line}: age: options: a choice needs them, the other kinds have none",
    ),
    (
        "braces outside of texts",
        lambda c: c["causes.yaml"][0].update(fix="Run {distance} less."),
        "causes.yaml:{line}: shoes: only files in texts/ may hold {{ or }}",
    ),
    (
        "a placeholder that is no name",
        lambda c: c["texts/talk.yaml"].update(welcome="Hello {user.name}"),
        'texts/talk.yaml:{line}: welcome: "{{user.name}}" must be a plain name in braces',
    ),
    (
        "a placeholder with a format",
        lambda c: c["texts/talk.yaml"].update(welcome="{count:>9}"),
        'texts/talk.yaml:{line}: welcome: "{{count}}" must be a plain name in braces',
    ),
    (
        "an open brace",
        lambda c: c["texts/talk.yaml"].update(welcome="Hello {"),
        "texts/talk.yaml:{line}: welcome: braces: ",
    ),
    (
        "doubled braces",
        lambda c: c["texts/talk.yaml"].update(welcome="{{hello}}"),
        "texts/talk.yaml:{line}: welcome: doubled braces",
    ),
    (
        "a text id in capitals",
        lambda c: c["texts/talk.yaml"].update(Welcome="Hello"),
        "texts/talk.yaml:{line}: Welcome: a text's id is small letters, digits, _ and dots",
    ),
    ("a text that is a number", lambda c: c["texts/talk.yaml"].update(welcome=5), "texts/talk.yaml:{line}: welcome: "),
    ("a file too many", lambda c: c.update({"notes.yaml": []}), "notes.yaml: is no file of the content"),
    ("a file that is missing", lambda c: c.pop("triage.yaml"), "triage.yaml: is missing"),
    ("a list that is none", lambda c: c.update({"care.yaml": "5"}), "care.yaml:1: must be a list of entries"),
    ("an unquoted text", lambda c: c.update({"texts/more.yaml": "hi: no"}), 'texts/more.yaml:1: quote it: "no"'),
]


@pytest.mark.parametrize(("spoil", "expected"), [fault[1:] for fault in BREAKS], ids=[fault[0] for fault in BREAKS])
def test_a_fault_is_named_with_its_file_line_and_id(
    spoil: Callable[[Content], object], expected: str, tmp_path: Path
) -> None:
    content = small_content()
    spoil(content)

    problems = problems_of(content, tmp_path)

    start, _, rest = expected.replace("{{", "{").replace("}}", "}").partition("{line}")
    if not rest:
        assert any(problem.startswith(start) for problem in problems), problems
        return
    found = next((p for p in problems if p.startswith(start) and rest in p), None)
    assert found, problems
    line = int(found.removeprefix(start).partition(":")[0])
    assert 1 <= line <= len((tmp_path / start.rstrip(":")).read_text().splitlines())


@pytest.mark.parametrize(
    "words",
    [
        "Don't worry about it.",
        "Don’t worry.",
        "It's nothing.",
        "You're fine to go on.",
        "You have a slipped disc.",
        "Take 400 mg twice.",
        "Take 400mg twice.",
        "This cures it.",
        "There is nothing to worry about.",
    ],
)
def test_words_that_must_never_be_said_are_refused(words: str, tmp_path: Path) -> None:
    content = small_content()
    content["causes.yaml"][0]["fix"] = words

    problems = problems_of(content, tmp_path)

    assert len(problems) == 1
    assert problems[0].startswith("causes.yaml:")
    assert "shoes: never say" in problems[0]


@pytest.mark.parametrize(
    "words",
    [
        "Stop if you have a fever.",
        "You have a check that is open.",
        "It is nothing like a race.",
        "Worry less about pace.",
    ],
)
def test_words_that_only_look_like_them_are_allowed(words: str, tmp_path: Path) -> None:
    content = small_content()
    content["causes.yaml"][0]["fix"] = words

    assert load(write(content, tmp_path)).words["cause.shoes.fix"] == words


def test_what_is_our_own_may_be_a_field_a_step_or_a_field_of_steps(tmp_path: Path) -> None:
    content = small_content()
    content["routines/warm_up.yaml"][0]["own"] = ["intro", "steps", "steps.exercise", "cat", "cat.seconds"]

    assert load(write(content, tmp_path)).routines["warm_up"].own[-1] == "cat.seconds"


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    content = small_content()
    content["faq/shoes.yaml"][0]["sources"] = ["099"]
    content["causes.yaml"][0]["routine"] = "dance"
    content["care.yaml"][0].pop("text")
    content["texts/more.yaml"] = "hi: no\nho: {}\n"
    content["texts/talk.yaml"]["welcome"] = "{"

    problems = problems_of(content, tmp_path)

    assert [problem.partition(":")[0] for problem in problems] == [
        "care.yaml",
        "causes.yaml",
        "faq/shoes.yaml",
        "texts/more.yaml",
        "texts/more.yaml",
        "texts/talk.yaml",
    ]


def test_an_entry_with_a_fault_of_its_own_does_not_make_others_look_wrong(tmp_path: Path) -> None:
    content = small_content()
    content["questions/danger.yaml"][0].pop("topic")

    problems = problems_of(content, tmp_path)

    assert len(problems) == 1
    assert problems[0].endswith(": toilet: topic: is missing")


def test_an_unquoted_value_is_one_fault_and_not_a_missing_field_too(tmp_path: Path) -> None:
    content = small_content()
    content["care.yaml"] = '- id: "see"\n  kind: get_help\n  text: "See someone."\n  sources: ["000"]\n'

    assert problems_of(content, tmp_path) == ('care.yaml:2: quote it: "get_help"',)


def test_a_folder_that_does_not_exist_is_a_fault_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as raised:
        load(tmp_path / "nowhere")

    assert "sources.yaml: is missing" in raised.value.problems
