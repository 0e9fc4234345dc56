"""Which topics answer a question in the runner's own words?

A question is compared with the examples, titles and keywords of every topic, and with questions about other subjects
(``search_score``). Some words settle that it is not ours (``search_scope``). The best topic is the answer if it can be
trusted (``search_trust``), else a suggestion. The same question and content always give the same result.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.search_index import OUTSIDE, Asked, Index
from knowledge.search_scope import doubtful, foreign, other_subject, story, urgent
from knowledge.search_score import Scores, closest_line, score
from knowledge.search_trust import signs, trust
from knowledge.terms import stem

if TYPE_CHECKING:
    from knowledge.load import Knowledge

# Chosen by cross-validation on benchmarks/faq_dev.yaml: see docs/search.md.
SURE = 0.7  # a topic that can be trusted so far is the answer
SURE_OF_A_STORY = 0.9  # the same for a long message that asks nothing: else it leads to the check
NOT_OURS = 1.5  # standard deviations that another subject is ahead of every topic: a decline, no suggestions
WORTH_SHOWING = 0.12  # a topic whose nearest lines are less like the question is not even suggested
MOST_TOPICS = 3
STORY = "self_check"  # where a story without a question leads: the check asks what the story leaves open


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found.

    topics: ids, best first, at most three; empty if the question is about something else.
    sure:   the first topic answers it; else the topics are suggestions.
    trust:  how far the first topic can be trusted, 0 to 1; -1 if it cannot be the answer.
    why:    what led there, for an editor. Holds the user's words: never log it.
    """

    topics: tuple[str, ...] = ()
    sure: bool = False
    why: tuple[str, ...] = ()
    trust: float = -1.0


def find(question: str, knowledge: "Knowledge") -> Found:
    """Return the topics that answer the question. Takes any text and never raises; under 5 ms."""
    index = knowledge.search
    asked = index.ask(question)
    scores = score(asked, index)
    ours, others = ranked(scores, index)
    known = index.exact.get(asked.words)
    if known is not None:
        others_too = [index.topics[topic] for topic in ours if index.topics[topic] != known]
        return Found((known, *others_too)[:MOST_TOPICS], True, ("it is an example of the topic",), 1.0)
    if not ours or scores.near[ours[0]] < WORTH_SHOWING:
        return Found(why=("no topic comes close",))
    other = foreign(asked, index) or other_subject(asked, index, ours[0])
    if other:
        return Found(why=(other,))
    found = signs(scores, ours[0], ours[1] if len(ours) > 1 else None, others[0] if others else None)
    topics = tuple(index.topics[topic] for topic in ours[:MOST_TOPICS])
    why = (
        *_explain(asked, scores, index, ours[0]),
        _compare(scores, index, (*ours[:2], *others[:1])),
    )
    if others and scores.fit[others[0]] - scores.fit[ours[0]] > NOT_OURS:
        return Found(why=("closer to another subject", *why))
    sure = trust(found)
    if sure < SURE_OF_A_STORY and STORY in index.topics and story(asked, index):
        rest = tuple(topic for topic in topics if topic != STORY)
        topics, sure, why = (STORY, *rest)[:MOST_TOPICS], SURE_OF_A_STORY, ("a story without a question", *why)
    held = (doubtful(asked, index, ours[0]) or urgent(asked, knowledge)) if sure >= SURE else None
    if held:
        return Found(topics, why=(held, *why))
    return Found(topics, sure >= SURE, (*why, f"trust: {sure:.2f}"), sure)


def ranked(scores: Scores, index: Index) -> tuple[list[int], list[int]]:
    """Our topics that share a term with the question, best first; and the other subjects."""
    there = [topic for topic in range(len(index.topics)) if scores.near[topic] > 0]
    there.sort(key=lambda topic: (-scores.fit[topic], index.topics[topic]))
    return (
        [topic for topic in there if not index.topics[topic].startswith(OUTSIDE)],
        [topic for topic in there if index.topics[topic].startswith(OUTSIDE)],
    )


def _compare(scores: Scores, index: Index, topics: Sequence[int]) -> str:
    return f"scores: {', '.join(f'{index.topics[topic]} {scores.fit[topic]:.1f}' for topic in topics)}"


def _explain(asked: Asked, scores: Scores, index: Index, topic: int) -> tuple[str, ...]:
    spoken = index.spoken[topic]
    shared: dict[str, None] = {}
    for term in asked.terms:
        if term.word in spoken:
            name = index.thesaurus.title(term.word)
            shared[term.said if stem(term.said) == term.word or term.said == name else f"{term.said} -> {name}"] = None
    closest = index.lines[closest_line(scores, index, topic)]
    return (f"matched: {', '.join(shared)}", f"closest line: {closest.text}")
