"""The command-line contract of ``python -m dialogs play``."""

import json
import subprocess
import sys


def played(*lines: object, arguments: tuple[str, ...] = ("--json",)) -> list[str]:
    text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    done = subprocess.run(
        [sys.executable, "-m", "dialogs", "play", *arguments], input=text, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_each_json_line_gets_one_line_back_and_a_bad_one_an_error() -> None:
    answers = [
        json.loads(line)
        for line in played(
            {"command": "/start"},
            {"choose": "agree"},
            "not json",
            {"sing": "la"},
            {"say": 3},
            {"command": "check"},
            {"choose": "uk"},
            {"choose": "age_18_50"},
            {"say": "yes"},
            {"now": "2099-01-01T00:00:00"},
        )
    ]

    assert len(answers) == 10
    assert [("error" in answer) for answer in answers] == [False, False, True, True, True, *[False] * 5]
    assert set(answers[0]) == {"flow", "node", "level", "causes", "replies", "done"}
    assert {"label": "Yes, I agree", "option": "agree"} in answers[0]["replies"][0]["buttons"]
    assert (answers[8]["flow"], answers[8]["node"], answers[8]["level"]) == ("check", "emergency", "emergency")
    assert answers[8]["done"] is True


def test_plain_text_can_be_played_too() -> None:
    shown = "\n".join(played("/start", arguments=()))

    assert "Welcome to Backstride" in shown
    assert "[Yes, I agree]" in shown
