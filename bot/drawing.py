"""Attachment -> file. Drawn in a thread of its own, one at a time, so that nobody else waits for a picture.

The libraries that draw take a second to load and are not made for several threads: hence one, and imports on first use.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from dialogs.attachments import Attachment, Document, Sheet

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class File:
    """What is sent or written. is_picture: to be shown in the chat, not to be opened."""

    name: str
    content: bytes
    is_picture: bool = False


class Drawing:
    """Makes the files of attachments."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "drawing")

    async def file(self, attachment: Attachment) -> File | None:
        """Return the file; None if it cannot be drawn, which is logged."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, draw, attachment)
        except Exception as error:  # whatever a library stumbles over: the words must still go out
            # The text of an error may quote what the user wrote: only its class is logged.
            _log.error("not_drawn", kind=attachment.kind, cause=type(error).__name__)
            return None


def draw(attachment: Attachment) -> File:
    """Return the file of an attachment. Raises whatever the libraries do."""
    if isinstance(attachment, Document):
        return File(attachment.name, attachment.text.encode(errors="replace"))
    if isinstance(attachment, Sheet):
        from bot.sheet import pdf

        return File(f"{attachment.name}.pdf", pdf(attachment))
    from bot.pictures import png

    return File(f"{attachment.kind}.png", png(attachment), is_picture=True)
