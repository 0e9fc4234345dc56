"""Can a typed answer be understood in two ways? Then it would be understood wrongly by one of them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from knowledge.answers import Answers
from knowledge.files import Contents, Placed, Problem
from knowledge.schema import Question, Region

K = TypeVar("K", bound=str)


def answer_problems(contents: Contents) -> Iterator[Problem]:
    """Every phrase that stands for two answers at once."""
    if contents.answers:
        yield from _unclear_answers(contents.answers)
    if contents.search_words:
        same = contents.search_words
        for phrase, first, second in clashes(_flat(same.entry.same)):
            yield same.problem(f'"{phrase}" stands both in same.{first} and in same.{second}', "same", second)
    for question in contents.of(Question):
        yield from _unclear_options(question)
    regions = {region.id: region for region in contents.of(Region)}
    named = [(name, key) for key, region in regions.items() for name in (region.entry.label, *region.entry.means)]
    for phrase, first, second in clashes(named):
        yield regions[second].problem(f'"{phrase}" means {first} as well', "means")


def _unclear_answers(placed: Placed[Answers]) -> Iterator[Problem]:
    answers = placed.entry
    for phrase, first, second in clashes(_flat(answers.groups())):
        yield placed.problem(f'"{phrase}" stands both in {first} and in {second}', *second.split("."))
    for name, named in (
        ("days", _flat(answers.days)),
        ("units", _flat(answers.units)),
        ("ways", _flat(answers.ways)),
    ):
        for phrase, first, second in clashes(named):
            yield placed.problem(f'"{phrase}" stands both in {name}.{first} and in {name}.{second}', name, second)


def _flat(groups: Mapping[K, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(phrase, group) for group, phrases in groups.items() for phrase in phrases]


def _unclear_options(placed: Placed[Question]) -> Iterator[Problem]:
    ids = [option.id for option in placed.entry.options]
    named = [
        (name, option.id)
        for option in placed.entry.options
        for name in dict.fromkeys((option.label, option.short or option.label, *option.means))
    ]
    for phrase, first, second in clashes(named):
        yield placed.problem(f'"{phrase}" means both {first} and {second}', "options", ids.index(second))


def clashes(named: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """(phrase, group, other group) for every phrase in two groups; compared without case and punctuation."""
    group_of: dict[str, str] = {}
    for phrase, group in named:
        plain = _plain(phrase)
        first = group_of.setdefault(plain, group)
        if first != group:
            yield phrase, first, group


def _plain(phrase: str) -> str:
    text = re.sub(r"['’`]", "", unicodedata.normalize("NFKC", phrase).casefold())
    bare = " ".join(re.sub(r"[^\w\s]", " ", text).split())
    return bare or text  # a sign such as a raised thumb is all there is
