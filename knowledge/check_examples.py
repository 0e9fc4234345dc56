"""Does sound content also do what it says: are the examples found, all facts told, the safety texts easy to read?"""

from collections.abc import Iterator

from knowledge.coverage import cover
from knowledge.danger import example_problems
from knowledge.load import Knowledge
from knowledge.search import find


def check_examples(knowledge: Knowledge) -> Iterator[str]:
    """Yield a line for each example that is not understood as its entry says, and for each fact that nobody tells."""
    yield from _lost_examples(knowledge)
    yield from (f"danger: {problem}" for problem in example_problems(knowledge.danger))
    yield from cover(knowledge).problems()


def _lost_examples(knowledge: Knowledge) -> Iterator[str]:
    """Examples that find another topic before their own, or none at all."""
    for topic in knowledge.topics.values():
        for example in topic.examples:
            found = find(example, knowledge).topics
            if found[:1] != (topic.id,):
                yield f'faq: {topic.id}: the example "{example}" finds {found[0] if found else "nothing"}'
