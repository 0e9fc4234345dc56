"""What inline mode shows in any chat: public answers of the FAQ, and nothing about anybody."""

from dataclasses import dataclass
from datetime import datetime

from dialogs.check.listening import first_aid
from dialogs.replies import Reply, Say
from dialogs.wording import Message, message, words
from knowledge.load import Knowledge
from knowledge.search import find

MOST_CARDS = 5


@dataclass(frozen=True, slots=True)
class Card:
    """One choice in inline mode. id: at most 64 bytes, the same for the same card."""

    id: str
    title: str
    message: Message


def cards(question: str, link: str, knowledge: Knowledge, now: datetime) -> tuple[Card, ...]:
    """Return the answers that fit what was typed after the bot's name, best first; what is asked most if nothing does.

    link: the address of the private chat. A danger sign gets the one card that says where to get help.
    """
    aid = first_aid(question, knowledge, now)
    if aid is not None:
        title = words(Say("text.inline_danger"), knowledge)
        return (Card("danger", title, message(Reply(aid.says), knowledge)),)
    found = find(question, knowledge).topics or tuple(knowledge.topics)
    return tuple(_card(topic, link, knowledge) for topic in found[:MOST_CARDS])


def _card(topic: str, link: str, knowledge: Knowledge) -> Card:
    says = (
        Say(f"topic.{topic}.title", style="strong"),
        Say(f"topic.{topic}.answer"),
        Say("text.inline_more", {"link": f"{link}?start=topic-{topic}"}),
    )
    return Card(topic, words(says[0], knowledge), message(Reply(says), knowledge))
