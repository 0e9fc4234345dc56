"""The contract of ``python -m knowledge``; scripts and editors rely on it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.__main__ import main
from tests.knowledge.content import small_content, write


def run(*arguments: str, lines: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "knowledge", *arguments], input=lines, capture_output=True, timeout=60, check=False
    )


def test_sound_content_gives_one_line_with_counts_and_exit_code_0() -> None:
    done = run()

    assert done.returncode == 0, done.stdout.decode()
    assert done.stdout.count(b"\n") == 1
    assert b"topics" in done.stdout
    assert done.stderr == b""


def test_every_problem_is_a_line_and_the_exit_code_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = small_content()
    content["faq/shoes.yaml"][0]["sources"] = ["099"]
    content["causes.yaml"][0]["routine"] = "dance"

    code = main(["--folder", str(write(content, tmp_path))])

    assert code == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["causes.yaml", "faq/shoes.yaml"]
    assert lines[1].endswith(': shoe_life: unknown source "099"')


def test_an_example_that_finds_another_topic_is_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = small_content()
    content["faq/help.yaml"]["examples"][0] = "when are my shoes worn out"

    code = main(["--folder", str(write(content, tmp_path))])

    assert code == 1
    expected = 'faq: see_doctor: the example "when are my shoes worn out" finds shoe_life\n'
    assert capsys.readouterr().out == expected


def test_ask_answers_each_line_with_one_line() -> None:
    done = run(
        "ask",
        "--json",
        lines=b'{"id": "a", "q": "why is my lower back sore after a run"}\n'
        b'{"id": 7, "q": "who won the football"}\n'
        b'{"id": null, "q": ""}\n',
    )

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert answers[0]["id"] == "a"
    assert answers[0]["topics"][0] == "why_back_hurts"
    assert answers[0]["answered"] is True
    assert answers[1] == {"id": 7, "topics": [], "answered": False}
    assert answers[2] == {"id": None, "topics": [], "answered": False}


def test_ask_answers_bad_lines_with_an_error_and_goes_on() -> None:
    bad = [b"nonsense", b"[1]", b'{"id": 1}', b'{"id": 1, "q": 5}', b"\xff\xfe", b"", b"[" * 100_000]
    done = run("ask", "--json", lines=b"\n".join(bad) + b'\n{"id": 2, "q": "physio"}\n')

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert done.stderr == b""
    assert len(answers) == len(bad) + 1
    assert all("error" in answer for answer in answers[:-1])
    assert answers[3]["id"] == 1
    assert answers[-1]["id"] == 2
    assert "error" not in answers[-1]


def test_each_answer_is_out_before_the_next_question_is_in() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "knowledge", "ask", "--json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as asking:
        assert asking.stdin
        assert asking.stdout
        for number in range(3):
            asking.stdin.write(json.dumps({"id": number, "q": "physio"}).encode() + b"\n")
            asking.stdin.flush()
            assert json.loads(asking.stdout.readline())["id"] == number
        asking.stdin.close()
        assert asking.wait(timeout=30) == 0


def test_ask_shows_a_person_the_answer_and_why(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = str(write(small_content(), tmp_path))

    main(["--folder", folder, "ask", "trainers", "worn", "out"])
    sure = capsys.readouterr().out
    main(["--folder", folder, "ask", "knee"])
    outside = capsys.readouterr().out

    assert "Until they feel dead." in sure
    assert "trainers -> shoes" in sure
    assert "No answer" in outside


def test_scan_answers_each_line_with_one_line() -> None:
    done = run("scan", "--json", lines=b'{"id": 1, "text": "I cant pee at all since this morning"}\n'
        b'{"id": 2, "text": "my shoes are old"}\nnonsense\n{"id": 3, "q": "x"}\n')  # fmt: skip

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert answers[0] == {"id": 1, "level": "emergency", "findings": ["toilet"], "clarify": None}
    assert answers[1] == {"id": 2, "level": None, "findings": [], "clarify": None}
    assert set(answers[2]) == {"error"}
    assert answers[3] == {"id": 3, "error": 'needs "text", a text'}


def test_scan_shows_a_person_what_it_found(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    main(["--folder", str(write(small_content(), tmp_path)), "scan", "i", "cant", "pee"])

    assert capsys.readouterr().out.splitlines() == [
        "level: emergency",
        "findings: toilet",
        "to ask: nothing",
        "answers: toilet = yes",
    ]
