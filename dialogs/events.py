"""What can happen in a chat, in the channel-free words of the dialogue. Each is a fact that has already happened."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Said:
    """The user typed a text. May be empty, very long, or in any alphabet."""

    text: str


@dataclass(frozen=True, slots=True)
class Chose:
    """The user pressed a button.

    node: the node that showed the button, as ``flow.name``; empty for a button that works from anywhere.
    mark: the talk it belongs to, as ``UserState.mark`` was then; empty for a button that works from anywhere.
    """

    option: str
    node: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Commanded:
    """The user sent a command: name without the slash, lower case; argument is the rest, for ``/start`` a deep link."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """The user sent something without text: ``kind`` is Telegram's word, such as photo, voice or sticker."""

    kind: str


@dataclass(frozen=True, slots=True)
class Located:
    """The user shared where they are. Only the time zone is known here, an IANA name; the place stays outside."""

    zone: str


@dataclass(frozen=True, slots=True)
class Edited:
    """The user changed a message that was sent earlier. ``text`` is the new one, empty if it has none."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class CameBack:
    """The user, whom no message could reach, can be written to again."""


@dataclass(frozen=True, slots=True)
class CameDue:
    """An alarm of this user is due. ``due`` is aware, in UTC; ``key`` is that of its ``SetAlarm``."""

    key: str
    due: datetime


Deed = Said | Chose | Commanded | Shared | Located | Edited
Event = Deed | CameBack | CameDue
