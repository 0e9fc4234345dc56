"""The examples beside the phrases, tried out: what an editor adds is tested without writing any code.

They prove the phrases, so the second ear, which can have a question put on its own account, does not listen.
"""

from collections.abc import Iterator
from dataclasses import replace

from knowledge.danger.ear import Ear
from knowledge.danger.scan import Danger, Scan, scan
from knowledge.danger.schema import Sign


def example_problems(danger: Danger) -> Iterator[str]:
    """Yield a line for each example that does not come to what its sign says."""
    danger = replace(danger, ear=Ear())
    for sign in danger.signs.values():
        for text in sign.finds:
            if sign.finding not in scan(text, danger).findings:
                yield f'{sign.id}: finds nothing in "{text}"'
        for text in sign.asks_about:
            if not _asks(sign, scan(text, danger)):
                yield f'{sign.id}: does not ask about "{text}"'
        for text in sign.ignores:
            result = scan(text, danger)
            if sign.finding in result.findings or _asks(sign, result):
                yield f'{sign.id}: does not ignore "{text}"'


def _asks(sign: Sign, result: Scan) -> bool:
    return result.clarify == (sign.asks or sign.finding)
