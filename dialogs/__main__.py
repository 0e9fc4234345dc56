"""Play a dialogue from standard input, ``python -m dialogs play [--json]``, or written cases, ``... vignette FILE``.

With --json each line is ``{"say": text}``, ``{"choose": option}``, ``{"command": name}`` or ``{"now": ISO time}``; the
last moves the clock and fires what is due. Each line gets one line back. Without it, lines are typed text, and a line
that starts with a slash is a command.

``vignette`` prints how often the triage of the cases is right (see ``measures.py``) and every case that missed. It
exits with 1 if a case ends below its level, with 2 if the cases cannot be played.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from dialogs.check.contributors import likely_contributors
from dialogs.check.measures import report
from dialogs.check.safety import level_of, level_so_far
from dialogs.check.vignettes import play_all, read_vignettes
from dialogs.diary import Diary
from dialogs.engine import respond
from dialogs.errors import WrongVignettes
from dialogs.events import CameDue, Chose, Commanded, Event, Said
from dialogs.replies import Button, DropAlarm, Turn
from dialogs.state import UserState, from_json, to_json
from dialogs.wording import Message, message
from knowledge.errors import ContentError
from knowledge.levels import Level
from knowledge.load import Knowledge, load


class Player:
    """One user in memory: the state, its alarms, the clock, and the buttons that were shown last."""

    def __init__(self, knowledge: Knowledge, now: datetime) -> None:
        self.knowledge = knowledge
        self.now = now
        self.state = UserState(diary=Diary(()))
        self.alarms: dict[str, datetime] = {}
        self.buttons: dict[str, Button] = {}

    def play(self, event: Event) -> list[Message]:
        """Apply one event and return what is shown."""
        return self._applied(respond(self.state, event, self.knowledge, self.now))

    def choose(self, option: str) -> list[Message]:
        """Press the button with this option; one that is not shown is an old button."""
        button = self.buttons.get(option)
        return self.play(Chose(option, button.node, button.mark) if button else Chose(option, "?", "?"))

    def move_clock(self, now: datetime) -> list[Message]:
        """Fire everything that is due up to ``now``, in order, each at its own instant."""
        shown: list[Message] = []
        while due := sorted((at, key) for key, at in self.alarms.items() if at <= now):
            at, key = due[0]
            del self.alarms[key]
            self.now = max(self.now, at)
            shown += self.play(CameDue(key, at))
        self.now = now
        return shown

    def _applied(self, turn: Turn) -> list[Message]:
        kept = () if turn.forget else replace(turn.state.diary, read=self.state.diary.read).kept
        self.state = replace(from_json(to_json(turn.state)), diary=Diary(kept))
        if turn.forget:
            self.alarms.clear()
        for change in turn.alarms:
            if isinstance(change, DropAlarm):
                self.alarms.pop(change.key, None)
            else:
                self.alarms[change.key] = change.due
        shown = [message(reply, self.knowledge) for reply in turn.replies]
        pressed = {button.option: button for one in shown for row in one.rows for _label, button in row}
        self.buttons = pressed or self.buttons
        return shown

    def report(self, shown: list[Message]) -> dict[str, object]:
        """Return the state of the talk and what was shown, as the command-line contract says."""
        flow, _, node = self.state.node.partition(".")
        level, causes = self._result()
        return {
            "flow": flow,
            "node": node,
            "level": level,
            "causes": causes,
            "replies": [
                {
                    "text": one.text,
                    "buttons": [{"label": label, "option": button.option} for row in one.rows for label, button in row],
                }
                for one in shown
            ],
            "done": self._is_done(),
        }

    def _is_done(self) -> bool:
        return self.state.node in ("home.idle", "check.result", "check.urgent", "check.emergency", "reminder.list")

    def _result(self) -> tuple[Level | None, list[str]]:
        check = self.state.check
        if check is None:
            return None, []
        if check.ended_at is None:
            reached = level_so_far(check)
            return (None if reached is Level.SELF_CARE else reached), []
        level = level_of(check, self.knowledge)
        if level.at_least(Level.URGENT):
            return level, []
        return level, [contributor.cause.id for contributor in likely_contributors(check.answers, self.knowledge)]


def play_json(lines: Iterator[str], player: Player) -> None:
    """Answer each JSON line with one; a bad line gets an error and changes nothing."""
    for line in lines:
        try:
            given = json.loads(line)
            shown = _played(player, given)
            answer = player.report(shown)
        except (ValueError, KeyError, TypeError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer, ensure_ascii=False), flush=True)


def _played(player: Player, given: object) -> list[Message]:
    if not isinstance(given, dict) or len(given) != 1:
        raise ValueError('expected an object with one of "say", "choose", "command", "now"')
    ((kind, value),) = given.items()
    if not isinstance(value, str):
        raise TypeError(f"{kind} must be text")
    if kind == "say":
        return player.play(Said(value))
    if kind == "choose":
        return player.choose(value)
    if kind == "command":
        name, _, argument = value.lstrip("/").partition(" ")
        return player.play(Commanded(name.lower(), argument.strip()))
    if kind == "now":
        moment = datetime.fromisoformat(value)
        return player.move_clock(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    raise ValueError(f"unknown key {kind}")


def play_text(lines: Iterator[str], player: Player) -> None:
    """Show what each typed line leads to."""
    for line in lines:
        said = line.rstrip("\n")
        name, _, argument = said.removeprefix("/").partition(" ")
        event = Commanded(name.lower(), argument) if said.startswith("/") else Said(said)
        for one in player.play(event):
            labels = " ".join(f"[{label}]" for row in one.rows for label, _button in row)
            print(f"{one.text}\n{labels}\n", flush=True)


def play_vignettes(files: list[Path], half: str | None, knowledge: Knowledge) -> int:
    """Print the figures of the written cases; returns the exit code. ``half`` keeps "work" or "measure" alone."""
    try:
        cases = read_vignettes({str(file): file.read_bytes() for file in files}, knowledge)
    except (OSError, WrongVignettes) as error:
        print(error, file=sys.stderr)
        return 2
    outcomes = play_all((case for case in cases if half in (None, case.half)), knowledge)
    for line in report(outcomes):
        print(line)
    return 1 if any(one.too_low_by > 0 for one in outcomes) else 0


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m dialogs", description="Play a dialogue, or written cases.")
    commands = parser.add_subparsers(dest="command", required=True)
    play = commands.add_parser("play", help="one user, a line a turn")
    play.add_argument("--json", action="store_true", help="JSON lines in and out")
    vignette = commands.add_parser("vignette", help="written cases, and how often their triage is right")
    vignette.add_argument("files", nargs="+", type=Path, metavar="FILE", help="YAML files of cases")
    vignette.add_argument("--half", choices=("work", "measure"), help="only the cases to work on, or to measure with")
    options = parser.parse_args(arguments)
    try:
        knowledge = load()
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    if options.command == "vignette":
        return play_vignettes(options.files, options.half, knowledge)
    player = Player(knowledge, datetime.now(UTC))
    (play_json if options.json else play_text)(iter(sys.stdin.readline, ""), player)
    return 0


if __name__ == "__main__":
    sys.exit(main())
