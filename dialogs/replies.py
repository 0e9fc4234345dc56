"""What the dialogue answers: ids of words and values, no finished text. ``wording`` turns them into messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from dialogs.attachments import Attachment
from dialogs.state import UserState

Style = Literal["plain", "strong", "item"]


@dataclass(frozen=True, slots=True)
class Say:
    """One paragraph: an id of ``Knowledge.words`` and the values for its placeholders, themselves words or plain."""

    words: str
    values: Mapping[str, "Say | str | int"] = field(default_factory=dict)
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message. With an empty ``node`` it works from anywhere; else only while that node is current."""

    label: Say
    option: str
    node: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the user.

    replaces:   whether it takes the place of the message whose button was pressed, where the channel can do that.
    attachment: a chart, page or file that comes with the words; such a message replaces none.
    """

    says: tuple[Say, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    replaces: bool = False
    attachment: Annotated[Attachment | None, Field(discriminator="kind")] = None


@dataclass(frozen=True, slots=True)
class SetAlarm:
    """Wake the dialogue with ``CameDue(key, due)``; an alarm with the same key is replaced.

    due is aware, in UTC. wall and zone tell what the user chose ("06:30", "Europe/London"), for people to read.
    """

    key: str
    due: datetime
    wall: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class DropAlarm:
    """Remove the alarm with this key, if there is one."""

    key: str


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one event leads to.

    state:   what to remember. Nothing may be stored while ``state.agreed_at`` is None.
    replies: messages to send, in order; empty means that nothing needs to be said.
    alarms:  changes of the user's alarms, in order.
    notice:  a short word on the pressed button itself, where the channel has such a thing.
    forget:  remove everything that is stored about this user, alarms included; ``state`` is then empty.
    counts:  names of counters to raise by one. They belong to nobody and hold nothing that a user wrote.
    """

    state: UserState
    replies: tuple[Reply, ...] = ()
    alarms: tuple[SetAlarm | DropAlarm, ...] = ()
    notice: Say | None = None
    forget: bool = False
    counts: tuple[str, ...] = ()
