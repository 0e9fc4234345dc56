"""The command line: ``python -m bot run``, ``chat``, ``doctor`` and others; ``--help`` lists them."""

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Sequence

from bot import logs
from bot.config import Settings, SettingsError, load_settings, settings_for
from bot.store.keys import new_key
from knowledge.errors import ContentError
from knowledge.load import Knowledge, load

_UPKEEP = {
    "migrate": "bring the database to this version's schema; the start does so too",
    "rotate-keys": "seal everything with the newest of the data keys; stop the bot first",
    "copy-data": "copy everything into another, empty database; stop the bot first",
}
_TO_MEND = 1
_WRONG = 2
_INTERRUPTED = 130


def main() -> None:
    """Do what the arguments ask for; exit code 2, and a line for each fault, if settings or content are wrong."""
    sys.exit(start(sys.argv[1:]))


def start(arguments: Sequence[str]) -> int:
    """Return the exit code."""
    chosen = _parser().parse_args(arguments)
    command: str = chosen.command
    if command == "new-key":
        print(new_key())
        return 0
    if command in _UPKEEP:
        return _upkeep(chosen)
    if command == "doctor":
        return _doctor()
    problems: list[str] = []
    settings = knowledge = None
    try:
        settings = load_settings()
    except SettingsError as error:
        problems += error.problems
    try:
        knowledge = load()
    except ContentError as error:
        problems += error.problems
    if settings is None or knowledge is None:
        print("\n".join(problems), file=sys.stderr)
        return _WRONG
    return _do(command, settings, knowledge)


def _do(command: str, settings: Settings, knowledge: Knowledge) -> int:
    # Each imports what it needs when it is chosen: the terminal starts without the Telegram library.
    if command == "counts":
        return _counts(settings)
    if command == "chat" or (command == "run" and settings.bot_token is None):
        return _chat(settings, knowledge)
    gc.freeze()  # the content stays: no use in looking for garbage in it all through the rest of the start
    from bot.app import StartError, set_up
    from bot.app import start as start_bot

    logs.set_up(settings.log_level)
    try:
        if command == "setup":
            changed = asyncio.run(set_up(settings, knowledge))
            print("The commands menu is set." if changed else "The commands menu was right already.")
        else:
            start_bot(settings, knowledge)
    except StartError as error:
        print(error, file=sys.stderr)
        return _WRONG
    except KeyboardInterrupt:
        return _INTERRUPTED
    return 0


def _chat(settings: Settings, knowledge: Knowledge) -> int:
    from bot.store import StoreError, UnusableStoreError
    from bot.terminal import chat

    logs.set_up("ERROR")  # lines in between would spoil the talk
    try:
        asyncio.run(chat(settings, knowledge))
    except (UnusableStoreError, StoreError) as error:
        print(error, file=sys.stderr)
        return _WRONG
    except KeyboardInterrupt:
        print()
    except BrokenPipeError:
        # Whoever read our output has gone; without this, Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _upkeep(chosen: argparse.Namespace) -> int:
    """Work on the whole database; it needs no content, and most of it that no bot is running."""
    from bot.store import StoreError, UnusableStoreError
    from bot.store.upkeep import copy_data, migrate, rotate_keys

    try:
        settings = load_settings()
        if chosen.command == "copy-data":
            lines = asyncio.run(copy_data(settings, settings_for(settings, chosen.to)))
        else:
            lines = asyncio.run(migrate(settings) if chosen.command == "migrate" else rotate_keys(settings))
    except (SettingsError, UnusableStoreError, StoreError) as error:
        print(error, file=sys.stderr)
        return _WRONG
    except KeyboardInterrupt:
        return _INTERRUPTED
    print("\n".join(lines))
    return 0


def _doctor() -> int:
    from bot.clock import SystemClock
    from bot.doctor import examine_all

    logs.set_up("ERROR")
    report = asyncio.run(examine_all(SystemClock()))
    print(report)
    return 0 if report.is_healthy else _TO_MEND


def _counts(settings: Settings) -> int:
    from bot.app import StartError, read_counts

    try:
        found = asyncio.run(read_counts(settings))
    except StartError as error:
        print(error, file=sys.stderr)
        return _WRONG
    for name, count in found.items():
        print(f"{count:8} {name}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="backstride", description="A chat advisor for runners whose lower back hurts")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="on Telegram if BOT_TOKEN is set, else as a chat in the terminal")
    commands.add_parser("chat", help="a chat in the terminal")
    commands.add_parser("counts", help="which answers helped, and what was asked without an answer, over all users")
    commands.add_parser("setup", help="set the bot's commands menu on Telegram")
    commands.add_parser("doctor", help="say what is in order and what needs to be mended, and how full the day will be")
    commands.add_parser("new-key", help="print a fresh key for DATA_KEYS")
    for name, text in _UPKEEP.items():
        command = commands.add_parser(name, help=text)
        if name == "copy-data":
            command.add_argument("--to", required=True, metavar="DATABASE_URL", help="the database that gets the copy")
    return parser


if __name__ == "__main__":
    main()
