"""Reply -> Message: the words of the content put in place of their ids. Both channels show the same Message."""

from dataclasses import dataclass

from dialogs.attachments import Attachment
from dialogs.replies import Button, Reply, Say, Style
from knowledge.load import Knowledge


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of finished text. A channel may show ``strong`` in bold and must set ``item`` as a list."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Message:
    """A finished message. ``rows`` pairs each button with its label. The rest is as in ``Reply``."""

    paragraphs: tuple[Paragraph, ...]
    rows: tuple[tuple[tuple[str, Button], ...], ...] = ()
    replaces: bool = False
    attachment: Attachment | None = None

    @property
    def text(self) -> str:
        """The plain text: paragraphs apart by an empty line, list items one a line."""
        text = ""
        before: Paragraph | None = None
        for paragraph in self.paragraphs:
            is_item = paragraph.style == "item"
            if before is not None:
                text += "\n" if is_item and before.style == "item" else "\n\n"
            text += f"• {paragraph.text}" if is_item else paragraph.text
            before = paragraph
        return text


def words(say: Say, knowledge: Knowledge) -> str:
    """Return the finished text of one paragraph. Raises KeyError if the content has no such words."""
    template = knowledge.words[say.words]
    if not say.values:
        return template
    values = {name: words(value, knowledge) if isinstance(value, Say) else value for name, value in say.values.items()}
    return template.format(**values)


def message(reply: Reply, knowledge: Knowledge) -> Message:
    """Return the finished message."""
    return Message(
        paragraphs=tuple(Paragraph(words(say, knowledge), say.style) for say in reply.says),
        rows=tuple(tuple((words(button.label, knowledge), button) for button in row) for row in reply.rows),
        replaces=reply.replaces,
        attachment=reply.attachment,
    )
