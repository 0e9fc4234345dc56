"""Every text that a user can read, under one id each, so that a reply need carry ids only.

source.<id>.title|author|evidence       region.<id>.label|emergency|advice|crisis
question.<id>.text|topic                option.<question>.<option>.label|short
rule.<id>.why                           cause.<id>.title|explains|fix|expert
care.<id>.text|expert                   topic.<id>.title|answer|more|expert
exercise.<id>.title|text|feel|stop|caution
routine.<id>.title|intro|done|caution   step.<routine>.<step>.count

guide.<id>.title|intro|expert           page.<guide>.<page>.text|more_text|recap|keep
choice.<guide>.<page>.<choice>.label|note
reminder.<id>.title|due|why             idea.<reminder>.<idea>.text
stage.<id>.note                         thing.<id>.title|text|watch

What an entry leaves out has no words, except an option's ``short``, which falls back to its label.
The texts of ``texts/*.yaml`` join them as ``text.<id>``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.guides import Choice, Guide, Page
from knowledge.plans import SmallThing, Stage
from knowledge.reminders import Idea, ReminderKind
from knowledge.schema import (
    Care,
    Cause,
    Entry,
    Exercise,
    Fact,
    Option,
    Question,
    Region,
    Routine,
    Rule,
    Source,
    Step,
    Topic,
)

KINDS: Mapping[type[Entry], tuple[str, tuple[str, ...]]] = {
    Fact: ("fact", ()),
    Source: ("source", ("title", "author", "evidence")),
    Region: ("region", ("label", "emergency", "advice", "crisis")),
    Question: ("question", ("text", "topic")),
    Option: ("option", ("label", "short")),
    Rule: ("rule", ("why",)),
    Cause: ("cause", ("title", "explains", "fix", "expert")),
    Care: ("care", ("text", "expert")),
    Topic: ("topic", ("title", "answer", "more", "expert")),
    Exercise: ("exercise", ("title", "text", "feel", "stop", "caution")),
    Routine: ("routine", ("title", "intro", "done", "caution")),
    Step: ("step", ("count",)),
    Guide: ("guide", ("title", "intro", "expert")),
    Page: ("page", ("text", "more_text", "recap", "keep")),
    Choice: ("choice", ("label", "note")),
    ReminderKind: ("reminder", ("title", "due", "why")),
    Idea: ("idea", ("text",)),
    Stage: ("stage", ("note",)),
    SmallThing: ("thing", ("title", "text", "watch")),
}  # model -> what its ids begin with, and the fields that hold its words
PARTS: Mapping[type[Entry], tuple[str, type[Entry]]] = {
    Question: ("options", Option),
    Routine: ("steps", Step),
    Guide: ("pages", Page),
    Page: ("choices", Choice),
    ReminderKind: ("ideas", Idea),
}  # model -> the field that lists its parts, and their model


@dataclass(frozen=True, slots=True)
class Words:
    """One text that a user can read. ``path`` leads to it inside its entry."""

    id: str
    path: tuple[str | int, ...]
    text: str


def words_of(entry: Entry, owner: str = "", path: tuple[str | int, ...] = ()) -> Iterator[Words]:
    """Every text of the entry and of its parts. ``owner`` and ``path`` place an entry inside another."""
    kind, fields = KINDS[type(entry)]
    entry_id = str(getattr(entry, "id", ""))
    name = f"{owner}.{entry_id}" if owner else entry_id
    for field in fields:
        text = getattr(entry, field)
        if text is None and isinstance(entry, Option):
            text = entry.label
        if text is not None:
            yield Words(f"{kind}.{name}.{field}", (*path, field), text)
    listed, _ = PARTS.get(type(entry), ("", Entry))
    for at, part in enumerate(getattr(entry, listed) if listed else ()):
        yield from words_of(part, name, (*path, listed, at))
