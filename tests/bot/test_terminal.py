"""The chat in the terminal, as a process on a pipe and as a screen."""

import io
import os
import subprocess
import sys
from pathlib import Path

from bot.terminal import Screen
from bot.turn import Outcome
from dialogs.attachments import Document, Week, WeekChart
from dialogs.events import Chose, Commanded, Said
from dialogs.keyboard import anywhere
from dialogs.replies import Reply, Say
from dialogs.wording import message
from tests.dialogs.walking import agreed_player, answer_until, the_content

CONTENT = the_content()
NOWHERE = Path("nowhere")


def chat(data: Path, *lines: str, columns: int = 80) -> str:
    environment = {**os.environ, "DATA_DIR": str(data), "COLUMNS": str(columns), "BOT_TOKEN": ""}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        input="".join(f"{line}\n" for line in lines),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout


async def shown_screen(*replies: Reply) -> tuple[Screen, str]:
    out = io.StringIO()
    screen = Screen(CONTENT, out, NOWHERE)
    screen.begin_turn()
    await screen.show(0, Outcome(tuple(message(reply, CONTENT) for reply in replies)))
    return screen, out.getvalue()


def test_without_a_token_it_says_how_to_get_one_and_a_second_start_goes_on_where_the_first_stopped(
    tmp_path: Path,
) -> None:
    first = chat(tmp_path, "1", "/check", "uk", "34", "nope")
    second = chat(tmp_path, "/quit")

    assert "BOT_TOKEN" in first
    assert "Question 3 of about" in first
    assert "Welcome back" in second
    assert "Question 3 of about" in second


def test_nothing_is_wider_than_a_narrow_window(tmp_path: Path) -> None:
    shown = chat(tmp_path, "1", "/check", "1", "3", columns=32)

    assert max(len(line) for line in shown.splitlines()) <= 32


async def test_answers_are_numbered_and_controls_are_typed() -> None:
    player = agreed_player()
    player.play(Commanded("check"))
    answer_until(player, "check.toilet", {})
    reply = [one for one in player.play(Commanded("start")) if one.rows][-1]
    out = io.StringIO()
    screen = Screen(CONTENT, out, NOWHERE)
    screen.begin_turn()
    await screen.show(0, Outcome((reply,)))

    assert "2) No" in out.getvalue()
    assert "Or type: back, skip, finish now, start again, cancel" in out.getvalue()
    assert screen.event("2") == Chose("no", "check.toilet", "1")
    assert screen.event("Finish now") == Chose("finish", "check.toilet", "1")
    assert screen.event("7") == Said("7")
    assert screen.event("/check now") == Commanded("check", "now")


async def test_a_pain_score_is_typed_as_it_is() -> None:
    player = agreed_player()
    player.play(Commanded("check"))
    shown = answer_until(player, "check.severity", {})
    out = io.StringIO()
    screen = Screen(CONTENT, out, NOWHERE)
    screen.begin_turn()
    await screen.show(0, Outcome(tuple(shown)))

    assert screen.event("7") == Chose("7", "check.severity", "1")


async def test_old_numbers_mean_nothing_after_the_next_turn() -> None:
    screen, shown = await shown_screen(Reply((Say("text.home"),)))
    screen.begin_turn()

    assert "What would you like to do" in shown
    assert screen.event("1") == Said("1")


async def test_a_chart_is_drawn_with_letters_between_the_words_and_the_buttons() -> None:
    chart = WeekChart("Your distance", (Week("2 Mar", 12, 0),), 0.1, "band")

    _, shown = await shown_screen(Reply((Say("text.home"),), ((anywhere("home"),),), attachment=chart))

    assert shown.index("What would you like") < shown.index("2 Mar █") < shown.index("1) Menu")


async def test_a_file_is_written_where_only_its_owner_can_read_it_and_the_place_is_told(tmp_path: Path) -> None:
    out, folder = io.StringIO(), tmp_path / "data" / "export"
    reply = Reply((Say("text.export"),), attachment=Document("log.json", "{}"))

    await Screen(CONTENT, out, folder).show(0, Outcome((message(reply, CONTENT),)))

    assert (folder / "log.json").read_text() == "{}"
    assert (folder / "log.json").stat().st_mode & 0o077 == 0
    assert "".join(str(folder / "log.json").split()) in "".join(out.getvalue().split())


async def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    out, no_folder = io.StringIO(), tmp_path / "file"
    no_folder.write_text("")
    reply = Reply((Say("text.export"),), attachment=Document("log.json", "{}"))

    await Screen(CONTENT, out, no_folder).show(0, Outcome((message(reply, CONTENT),)))

    assert "could not write the file" in out.getvalue()
