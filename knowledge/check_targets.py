"""Does everything that a button leads to exist?"""

from collections.abc import Iterator
from typing import get_args

from knowledge.files import Contents, Problem
from knowledge.guides import Group, Guide
from knowledge.schema import Routine, Topic
from knowledge.targets import CHARTS, LOGS, MENU, PLACES, SUMS

ONLY_IN_GUIDES = "coping"  # it needs the guide's own way to the check


def exists(target: str, contents: Contents) -> bool:
    """Whether a target leads somewhere."""
    kind, _, name = target.partition(".")
    names = {
        "routine": contents.names.get(Routine, set()),
        "guide": contents.names.get(Guide, set()),
        "topic": contents.names.get(Topic, set()),
        "more": {topic.id for topic in contents.of(Topic) if topic.entry.more},
        "group": get_args(Routine.model_fields["group"].annotation),
        "guides": get_args(Group),
        "sum": SUMS,
        "log": LOGS,
        "charts": CHARTS,
    }
    return target in PLACES or name in names.get(kind, ())


def target_problems(contents: Contents) -> Iterator[Problem]:
    """Every way in and every typed name that leads nowhere. The choices of guides are checked with their pages."""
    for topic in contents.of(Topic):
        way_in = topic.entry.way_in
        if way_in is not None and (way_in == ONLY_IN_GUIDES or not exists(way_in, contents)):
            yield topic.problem(f'way_in: leads to "{way_in}", which does not exist', "way_in")
    answers = contents.answers
    if answers is None:
        return
    for option in answers.entry.ways:
        if option not in (*LOGS, *MENU) and not exists(option, contents):
            yield answers.problem(f'ways: leads to "{option}", which does not exist', "ways", option)
