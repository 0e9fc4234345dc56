"""The real bot as a process of its own, started as a user starts it, against the Bot API of a test."""

import asyncio
import contextlib
import os
import re
import signal
import sys
from pathlib import Path
from typing import Self

from tests.e2e.botapi import BotApi

ROOT = Path(__file__).parents[2]
STOPPING_SECONDS = 60.0
TYPED_WORDS = re.compile(r"[^\W\d_]{4,}")


class BotProcess:
    """``python -m bot run`` with its data in a folder of the test. Leaving the context kills it and checks its log."""

    arguments: tuple[str, ...] = ("-m", "bot", "run")

    def __init__(self, api: BotApi, folder: Path, **settings: str) -> None:
        self._api, self._log_file = api, folder / "bot.log"
        self._folder = folder
        self.database = folder / "data" / "backstride.db"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        told = {"BOT_TOKEN": api.token, "BOT_API_URL": api.url, "DATA_DIR": str(self.database.parent)}
        self._environment = kept | {"PYTHONPATH": str(ROOT)} | told | settings
        self._process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        """All that the process wrote to standard error and output, over all its starts."""
        return self._log_file.read_text() if self._log_file.exists() else ""

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int:
        assert self._process is not None, "not started"
        return self._process.pid

    async def launch(self) -> None:
        """Start the process, and wait for nothing. It runs in the folder of the test, so it reads no ``.env``."""
        with self._log_file.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, *self.arguments, cwd=self._folder, env=self._environment, stdout=log, stderr=log
            )

    async def start(self) -> None:
        """Start the process and return once it takes updates. Fails with the log if it ends before."""
        polls = asyncio.ensure_future(
            self._api.next_call("setWebhook" if "WEBHOOK_URL" in self._environment else "getUpdates")
        )
        await self.launch()
        ends = asyncio.ensure_future(self.exit_code())
        await asyncio.wait((polls, ends), return_when=asyncio.FIRST_COMPLETED)
        try:
            assert self.is_running, f"the bot ended at once:\n{self.log}"
            await polls
        finally:
            for waiting in (polls, ends):
                waiting.cancel()

    async def exit_code(self) -> int:
        """Wait for the end of the process and return its code."""
        assert self._process is not None, "not started"
        return await self._process.wait()

    async def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process is not None, "not started"
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()

    async def stop(self) -> int:
        """Ask it to end, as a service manager does; return its code."""
        assert self._process is not None, "not started"
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOPPING_SECONDS):
            return await self._process.wait()

    def check_log(self) -> None:
        """Fail if the log tells what must stay private, or shows an error that nobody caught."""
        log = self.log
        assert self._api.token not in log, "the token is in the log"
        assert self._api.token.split(":")[1] not in log, "the secret part of the token is in the log"
        for person in self._api.people:
            typed = [text for text in person.said if not text.startswith("/") and TYPED_WORDS.search(text)]
            for private in (person.name, *typed):
                assert private not in log, f"what belongs to a user is in the log:\n{log}"
        assert "Traceback" not in log, log

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.is_running:
            await self.kill()
        if kind is None:
            self.check_log()
