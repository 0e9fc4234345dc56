"""Written cases against the real self-check, and the measures that are taken of them.

The half to work on may be read and learned from, so there every case must come out as written. The other half only
measures: the figures that must hold there are those of docs/safety.md.
"""

from functools import lru_cache
from pathlib import Path

import pytest

from dialogs.__main__ import main
from dialogs.check.measures import Share, causes_found, expecting, measure, overtriage_tendency, report, share
from dialogs.check.vignettes import Half, Outcome, Saying, Vignette, play, play_all, read_vignettes
from dialogs.errors import WrongVignettes
from knowledge.levels import Level
from tests.dialogs.walking import the_content

FILES = sorted((Path(__file__).parent / "vignettes").glob("*.yaml"))
FEWEST = {Level.EMERGENCY: 35, Level.URGENT: 30, Level.PROFESSIONAL: 30, Level.SELF_CARE: 35}
HALVES: tuple[Half, ...] = ("work", "measure")

KIDNEY = """
- id: "side_pain"
  text: "Waves of pain in the side."
  answers: {urine: "kidney"}
  expects: "%s"
"""


@lru_cache(maxsize=1)
def all_outcomes() -> tuple[Outcome, ...]:
    cases = read_vignettes({file.name: file.read_bytes() for file in FILES}, the_content())
    return play_all(cases, the_content())


def outcomes_of(half: Half) -> list[Outcome]:
    return [one for one in all_outcomes() if one.vignette.half == half]


def outcome(expects: Level, got: Level, causes: tuple[str, ...] = (), never: tuple[str, ...] = ()) -> Outcome:
    case = Vignette(id="a_case", text="A story.", expects=expects, causes=causes, never=never)
    return Outcome(case, got, causes=("cause_b",), because=("a_rule",), unasked=())


# The figures


def test_there_are_enough_cases_of_each_level_in_both_halves() -> None:
    for level, fewest in FEWEST.items():
        assert len(expecting(all_outcomes(), level)) >= fewest
        assert all(len(expecting(outcomes_of(half), level)) >= fewest / 2 for half in HALVES)


@pytest.mark.parametrize("half", HALVES)
def test_every_emergency_ends_as_an_emergency(half: Half) -> None:
    assert measure(expecting(outcomes_of(half), Level.EMERGENCY)).exact.value == 1


@pytest.mark.parametrize("half", HALVES)
def test_no_urgent_case_ends_below_urgent(half: Half) -> None:
    assert measure(expecting(outcomes_of(half), Level.URGENT)).never_below.value == 1


@pytest.mark.parametrize("half", HALVES)
def test_advice_is_safe_without_tolerance_and_nearly_always_exact(half: Half) -> None:
    found = measure(outcomes_of(half))

    assert found.never_below.value >= 0.98
    assert found.exact.value >= 0.90


@pytest.mark.parametrize("half", HALVES)
def test_plain_backs_stay_at_home_and_are_never_an_emergency(half: Half) -> None:
    plain = expecting(outcomes_of(half), Level.SELF_CARE)

    assert measure(plain).exact.value >= 0.90
    assert share(plain, lambda one: one.level is Level.EMERGENCY).hits == 0


def test_the_likely_contributors_are_nearly_always_those_of_the_case() -> None:
    assert causes_found(outcomes_of("measure")).value >= 0.90


def test_every_case_of_the_half_to_work_on_comes_out_as_written() -> None:
    assert [line for line in map(_missed, outcomes_of("work")) if line] == []


def _missed(one: Outcome) -> str:
    return "" if one.is_as_written else f"{one.vignette.id}: {one.level} {one.because} {one.missing} {one.unwanted}"


def test_every_row_of_the_triage_table_makes_the_level_of_some_case() -> None:
    made = {rule for one in all_outcomes() for rule in one.because}

    assert {rule.id for rule in the_content().rules} - made == set()


def test_every_answer_of_a_case_that_ends_below_urgent_was_asked_for() -> None:
    idle = [one for one in all_outcomes() if one.unasked and not one.level.at_least(Level.URGENT)]

    assert [(one.vignette.id, one.unasked) for one in idle] == []


def test_the_half_of_a_case_hangs_on_its_id_alone() -> None:
    told, retold = (Vignette(id="a_case", text=text, expects=Level.URGENT) for text in ("One way.", "Another."))

    assert told.half == retold.half == "work"
    assert Vignette(id="c_case", text="One way.", expects=Level.URGENT).half == "measure"


# Playing and reading


def test_a_case_may_skip_a_question_and_leaves_the_rest_calm() -> None:
    case = Vignette(id="skips", text="Next!", answers={"saddle": "skipped"}, expects=Level.PROFESSIONAL)

    one = play(case, the_content())

    assert (one.level, one.because, one.unasked) == (Level.PROFESSIONAL, ("skipped_saddle",), ())


def test_a_typed_message_is_heard_and_what_it_leads_to_is_answered() -> None:
    def told_of_a_calf(answer: str) -> Outcome:
        saying = Saying(at="worn_shoes", text="my left calf is swollen and hot", then={"calf": answer})
        return play(Vignette(id="calf", text="?", says=(saying,), expects=Level.URGENT), the_content())

    told = {answer: told_of_a_calf(answer) for answer in ("yes", "no")}

    assert (told["yes"].level, told["yes"].because) == (Level.URGENT, ("calf",))
    assert (told["no"].level, told["no"].unasked) == (Level.SELF_CARE, ())


def test_an_answer_that_no_question_was_put_for_is_told() -> None:
    case = Vignette(id="shoes", text="?", answers={"cancer_pain": "yes"}, expects=Level.SELF_CARE)

    one = play(case, the_content())

    assert one.unasked == ("cancer_pain",)
    assert list(report([one]))[-1] == "shoes: answers never asked for: cancer_pain"


def test_all_faults_of_the_cases_are_told_with_their_lines() -> None:
    content = b"""
- {id: "one", text: "T.", answers: {shoe: "yes"}, expects: "urgent"}
- {id: "one", text: "T.", answers: {toilet: "perhaps"}, expects: "urgent", causes: ["cause_luck"]}
- {id: "two", text: "T.", answers: {toilet: no}, expects: "urgent"}
- {id: "three", text: "T.", expects: "soon", mood: "bad"}
"""
    with pytest.raises(WrongVignettes) as caught:
        read_vignettes({"a.yaml": content, "b.yaml": b'"text"'}, the_content())

    told = "\n".join(caught.value.problems)
    for fault in (
        'a.yaml:2: one: unknown question "shoe"',
        'a.yaml:3: one: "perhaps" is no answer to toilet',
        'a.yaml:3: one: unknown cause "cause_luck"',
        "a.yaml:3: one: id used twice",
        'a.yaml:4: quote it: "no"',
        "a.yaml:5: expects:",
        "a.yaml:5: mood:",
        "b.yaml: holds no list of cases",
    ):
        assert fault in told


# Counting


def test_bounds_are_wilsons() -> None:
    assert Share(8, 10).bounds == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert Share(10, 10).bounds == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert Share(0, 10).bounds == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert Share(0, 0).bounds == (0.0, 1.0)


def test_under_and_over_triage_are_told_apart_and_one_level_below_is_the_looser_measure() -> None:
    outcomes = [
        outcome(Level.EMERGENCY, Level.EMERGENCY),
        outcome(Level.EMERGENCY, Level.URGENT),
        outcome(Level.EMERGENCY, Level.PROFESSIONAL),
        outcome(Level.SELF_CARE, Level.URGENT),
    ]

    found = measure(outcomes)

    assert (found.exact.hits, found.under.hits, found.over.hits) == (1, 2, 1)
    assert (found.never_below.hits, found.one_below_at_most.hits) == (2, 3)
    assert overtriage_tendency(outcomes) == Share(1, 3)


def test_contributors_count_only_where_a_case_speaks_of_them() -> None:
    silent = outcome(Level.SELF_CARE, Level.SELF_CARE)
    right = outcome(Level.SELF_CARE, Level.SELF_CARE, causes=("cause_b",), never=("cause_a",))
    missing = outcome(Level.SELF_CARE, Level.SELF_CARE, causes=("cause_a", "cause_b"))
    unwanted = outcome(Level.SELF_CARE, Level.SELF_CARE, never=("cause_b",))

    assert causes_found([silent, right, missing, unwanted]) == Share(1, 3)
    assert (missing.missing, unwanted.unwanted) == (("cause_a",), ("cause_b",))
    assert list(report([missing, unwanted]))[-2:] == [
        "a_case: not named: cause_a",
        "a_case: named, but should not be: cause_b",
    ]


# The command line


@pytest.mark.parametrize(
    ("expects", "code", "told"),
    [
        ("urgent", 0, "urgent             1  100.0 % (20.7-100.0)"),
        ("professional", 0, "side_pain: OVER: expected professional, got urgent (kidney)"),
        ("emergency", 1, "side_pain: UNDER: expected emergency, got urgent (kidney)"),
    ],
)
def test_the_command_tells_the_misses_and_fails_only_on_a_level_that_is_too_low(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], expects: str, code: int, told: str
) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(KIDNEY % expects, encoding="utf-8")

    assert main(["vignette", str(file)]) == code
    assert told in capsys.readouterr().out


def test_the_command_can_play_one_half_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(KIDNEY % "emergency", encoding="utf-8")
    half = read_vignettes({"": file.read_bytes()}, the_content())[0].half
    other = next(one for one in HALVES if one != half)

    assert main(["vignette", "--half", half, str(file)]) == 1
    assert main(["vignette", "--half", other, str(file)]) == 0
    assert capsys.readouterr().out.count("UNDER") == 1


def test_cases_that_cannot_be_played_end_the_command_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text("- {id: one}", encoding="utf-8")

    assert main(["vignette", str(file)]) == 2
    assert main(["vignette", str(tmp_path / "gone.yaml")]) == 2
    assert "quote it" in capsys.readouterr().err
