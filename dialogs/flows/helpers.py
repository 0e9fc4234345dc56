"""The helpers: all guides and small sums, by group or by name. The list changes nothing, so it is no flow."""

from collections.abc import Iterator, Mapping
from typing import get_args

from dialogs.flows.faq import sources_reply
from dialogs.keyboard import anywhere, rows
from dialogs.replies import Button, Reply, Say
from knowledge.guides import Group
from knowledge.load import Knowledge

HELPERS = "guides"
SUM_GROUPS: Mapping[str, Group] = {"cadence": "form", "mileage": "training", "next_week": "training"}


def helpers_menu(knowledge: Knowledge) -> Reply:
    """Return the groups that hold something, a button each."""
    filled = {guide.group for guide in knowledge.guides.values()} | {*SUM_GROUPS.values()}
    groups = [_group(group) for group in get_args(Group) if group in filled]
    return Reply((Say("text.guides", style="strong"), Say("text.guides_how")), (*rows(groups, 2), (anywhere("home"),)))


def _group(group: str) -> Button:
    return anywhere(f"{HELPERS}.{group}", Say(f"text.guides_{group}"))


def helpers_of(group: str, knowledge: Knowledge) -> Reply | None:
    """Return the guides and sums of a group, a button each; None if there is no such group."""
    if group not in get_args(Group):
        return None
    found = [
        anywhere(f"guide.{guide.id}", Say(f"guide.{guide.id}.title"))
        for guide in knowledge.guides.values()
        if guide.group == group
    ]
    sums = [
        anywhere(f"sum.{name}", Say(f"text.sum_title_{name}")) for name, place in SUM_GROUPS.items() if place == group
    ]
    return Reply(
        (Say(f"text.guides_{group}", style="strong"),),
        (*rows([*found, *sums], 1), (anywhere(HELPERS), anywhere("home"))),
        replaces=True,
    )


def guide_sources(name: str, knowledge: Knowledge) -> Reply | None:
    """Return the sources of a guide; None if there is no such guide."""
    guide = knowledge.guides.get(name)
    if guide is None:
        return None
    return sources_reply(guide.sources, [Say(f"guide.{guide.id}.expert")] if guide.expert else [])


def helper_names(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield (name, option) of each guide and sum, their groups and their list, by all names that people type."""
    words = knowledge.words
    yield words["text.guides"], HELPERS
    yield from ((words[f"text.guides_{group}"], f"{HELPERS}.{group}") for group in get_args(Group))
    yield from ((words[f"text.sum_title_{name}"], f"sum.{name}") for name in SUM_GROUPS)
    for guide in knowledge.guides.values():
        called = (guide.id.replace("_", " "), words[f"guide.{guide.id}.title"], *guide.means)
        yield from ((name, f"guide.{guide.id}") for name in called)
