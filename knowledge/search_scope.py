"""Is a question ours at all? What single words settle, before or beside the scores."""

from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.danger import scan
from knowledge.search_index import Asked, Index

if TYPE_CHECKING:
    from knowledge.load import Knowledge

PART = "other_part"  # the subject of elsewhere that holds the other parts of the body
STORY_WORDS = 22  # a message of so many words that asks nothing is a story


def foreign(asked: Asked, index: Index) -> str | None:
    """Why the question is in another language, if small words of one outnumber the English ones."""
    names = index.thesaurus
    theirs = [word for word in asked.words if word in names.foreign]
    english = sum(word in names.plain for word in asked.words)
    if len(set(theirs)) >= 2 and len(theirs) > english:
        return f"another language: {', '.join(dict.fromkeys(theirs))}"
    return None


def other_subject(asked: Asked, index: Index, topic: int) -> str | None:
    """Why the question is not ours, if a word of it settles that. ``topic`` is the best of our topics."""
    names = index.thesaurus
    for term in asked.terms:
        if names.never & {term.bare, term.word} and term.word not in index.spoken[topic]:
            return f'"{term.said}" is another subject'
    if names.complaint & {term.word for term in asked.terms}:
        return _word_from_elsewhere(asked, index, {PART})
    return None


def doubtful(asked: Asked, index: Index, topic: int) -> str | None:
    """Why the topic should not be given as the answer, if a word of the question is foreign to it."""
    return _word_from_elsewhere(asked, index, {*index.thesaurus.elsewhere.values()}, index.spoken[topic])


def _word_from_elsewhere(
    asked: Asked, index: Index, subjects: AbstractSet[str], ours: AbstractSet[str] = frozenset()
) -> str | None:
    names = index.thesaurus
    if names.here & {term.word for term in asked.terms}:
        return None
    for term in asked.terms:
        subject = names.elsewhere.get(term.bare)
        if subject in subjects and term.word not in ours:
            return f'"{term.said}" is another subject: {subject}'
    return None


def story(asked: Asked, index: Index) -> bool:
    """Whether a long message tells of a sore back and asks nothing."""
    if asked.asks or len(asked.words) < STORY_WORDS or not {"back", "pain"} <= {term.word for term in asked.terms}:
        return False
    asking = index.thesaurus.asking
    return not any(word in asking or f"{word} {after}" in asking for word, after in pairwise((*asked.words, "")))


def urgent(asked: Asked, knowledge: "Knowledge") -> str | None:
    """The danger sign of the question that no answer of the FAQ fits, if there is one."""
    found = knowledge.search.urgent.intersection(scan(" ".join(asked.words), knowledge.danger).findings)
    return f"a danger sign comes first: {min(found)}" if found else None
