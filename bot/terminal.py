"""The second channel: the same turns as a chat in the terminal, for one user, with no token needed.

Buttons become numbers, charts are drawn with letters, and pages and files are written to a folder. It also works on a
pipe: a line a turn, and the end of the input ends the talk.
"""

import asyncio
import shutil
import sys
import textwrap
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from bot.alarms import AlarmLoop
from bot.clock import SystemClock
from bot.config import Settings
from bot.drawing import Drawing, File
from bot.limits import InteractiveLane, Lane
from bot.order import UserOrder
from bot.store import Store
from bot.store.opening import open_store
from bot.text_charts import chart_lines, sheet_lines
from bot.turn import Outcome, take_turn
from dialogs.attachments import Attachment, Document, Sheet
from dialogs.engine import respond
from dialogs.events import Chose, Commanded, Event, Said
from dialogs.replies import Button, Say
from dialogs.wording import Message, words
from knowledge.load import Knowledge

USER = 0  # no account on Telegram has this number
CONTROLS = ("back", "skip", "finish", "restart", "cancel")
WIDEST, NARROWEST = 80, 20  # columns
BOLD, NORMAL = "\x1b[1m", "\x1b[0m"
QUIT = ("/quit", "/exit")


async def chat(settings: Settings, knowledge: Knowledge) -> None:
    """Talk until the input ends or the user leaves. Raises StoreError and UnusableStoreError."""
    clock = SystemClock()
    store = await open_store(settings, clock.now)
    screen = Screen(knowledge, sys.stdout, settings.data_dir / "export")
    order = UserOrder()
    alarms = AlarmLoop(store, knowledge, respond, screen, order, InteractiveLane(), clock)
    ringing = asyncio.create_task(alarms.run())
    try:
        screen.note("terminal_intro", "terminal_token")
        await _talk(store, knowledge, screen, order, clock)
        screen.note("terminal_bye")
    finally:
        ringing.cancel()
        await asyncio.gather(ringing, return_exceptions=True)
        await alarms.finish(1.0)
        await store.close()


async def _talk(store: Store, knowledge: Knowledge, screen: "Screen", order: UserOrder, clock: SystemClock) -> None:
    lines = _lines(sys.stdin)
    event: Event = Commanded("start")
    while True:
        async with order.turn(USER):
            screen.begin_turn()
            await screen.show(USER, await take_turn(store, knowledge, USER, event, None, clock.now(), respond))
        screen.prompt()
        line = await lines.get()
        if line is None or line.strip().lower() in QUIT:
            screen.echo("")
            return
        if not sys.stdin.isatty():
            screen.echo(line)
        event = screen.event(line)


def _lines(stream: TextIO) -> asyncio.Queue[str | None]:
    """Return a queue of the lines that are typed; None at the end. A thread reads, so reminders can come meanwhile."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        try:
            for line in stream:
                loop.call_soon_threadsafe(queue.put_nowait, line.rstrip("\n"))
            loop.call_soon_threadsafe(queue.put_nowait, None)
        except RuntimeError:
            return  # the talk is over and its loop closed

    # A daemon, so that an unfinished read cannot keep the process alive.
    threading.Thread(target=read, daemon=True).start()
    return queue


class Screen:
    """Prints messages and turns what is typed back into events. folder: where files go; made when there is one."""

    def __init__(self, knowledge: Knowledge, out: TextIO, folder: Path) -> None:
        self._knowledge = knowledge
        self._out = out
        self._folder = folder
        self._drawing = Drawing()
        self._numbered: list[Button] = []
        self._named: dict[str, Button] = {}

    def begin_turn(self) -> None:
        """Forget the buttons shown so far: a number means what is on the screen now."""
        self._numbered, self._named = [], {}

    async def show(self, _user_id: int, outcome: Outcome, /, *, lane: Lane | None = None) -> None:
        """Print what a turn says. A screen is never too slow, so the lane does not matter."""
        del lane
        for message in outcome.messages:
            self._print_message(message, await self._in_lines(message.attachment) if message.attachment else ())

    def note(self, *texts: str) -> None:
        """Print lines of the content's texts."""
        for text in texts:
            self._print_wrapped(words(Say(f"text.{text}"), self._knowledge))

    def prompt(self) -> None:
        """Show that it is the user's turn."""
        print("> ", end="", file=self._out, flush=True)

    def echo(self, line: str) -> None:
        """Print a line that came over a pipe, so that the talk can be read."""
        print(line, file=self._out, flush=True)

    def event(self, line: str) -> Event:
        """Return what a typed line means: a number or the name of a button, a command, or text."""
        said = line.strip()
        if said.startswith("/"):
            name, _, argument = said[1:].partition(" ")
            return Commanded(name.lower(), argument.strip())
        if said.isascii() and said.isdigit() and 1 <= int(said) <= len(self._numbered):
            return _pressed(self._numbered[int(said) - 1])
        button = self._named.get(said.casefold())
        return _pressed(button) if button else Said(line)

    async def _in_lines(self, attachment: Attachment) -> list[str]:
        """Return a chart as lines of letters; write a page or file, and return the line that says where it is."""
        width = _width()
        if not isinstance(attachment, Sheet | Document):
            return chart_lines(attachment, width)
        file = await self._drawing.file(attachment)
        if file is None:
            return sheet_lines(attachment, width) if isinstance(attachment, Sheet) else attachment.text.splitlines()
        try:
            say = Say("text.terminal_written", {"path": str(self._write(file))})
        except OSError as error:
            say = Say("text.terminal_not_written", {"why": error.strerror or type(error).__name__})
        return textwrap.wrap(words(say, self._knowledge), width, break_on_hyphens=False, break_long_words=False)

    def _write(self, file: File) -> Path:
        """Write the file, which nobody else may read, and return where it is. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = (self._folder / file.name).resolve()
        path.touch(mode=0o600)
        path.write_bytes(file.content)
        return path

    def _print_message(self, message: Message, below: Iterable[str] = ()) -> None:
        before_item = False
        print(file=self._out)
        for number, paragraph in enumerate(message.paragraphs):
            is_item = paragraph.style == "item"
            if number and not (is_item and before_item):
                print(file=self._out)
            self._print_wrapped(paragraph.text, bullet=is_item, strong=paragraph.style == "strong")
            before_item = is_item
        for number, line in enumerate(below):
            print(line if number else f"\n{line}", file=self._out)
        buttons = [pair for row in message.rows for pair in row]
        if buttons:
            print(file=self._out)
            self._print_buttons(buttons)
        print(file=self._out, flush=True)

    def _print_buttons(self, buttons: Iterable[tuple[str, Button]]) -> None:
        buttons = list(buttons)
        has_scores = any(label.isdigit() for label, _button in buttons)
        typed = []
        for label, button in buttons:
            self._named[label.casefold()] = button
            if has_scores or button.option in CONTROLS:
                typed.append(label.lower())
            else:
                self._numbered.append(button)
                self._print_wrapped(f"{len(self._numbered)}) {label}", hang=4)
        if typed:
            labels = ", ".join(typed)
            self._print_wrapped(words(Say("text.terminal_or_type", {"labels": labels}), self._knowledge))

    def _print_wrapped(self, text: str, *, bullet: bool = False, strong: bool = False, hang: int = 0) -> None:
        lines = textwrap.wrap(
            text,
            _width(),
            initial_indent="• " if bullet else "",
            subsequent_indent="  " if bullet else " " * hang,
            break_on_hyphens=False,
        )
        is_bold = strong and self._out.isatty()
        for line in lines:
            print(f"{BOLD}{line}{NORMAL}" if is_bold else line, file=self._out)


def _width() -> int:
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))


def _pressed(button: Button) -> Chose:
    return Chose(button.option, button.node, button.mark)
