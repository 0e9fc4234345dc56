"""Do the stages of the way back build up, and does each thing of a plan name what exists?"""

from collections.abc import Iterator
from itertools import pairwise

from knowledge.files import Contents, Problem
from knowledge.guides import Guide
from knowledge.plans import SmallThing, Stage
from knowledge.reminders import ReminderKind
from knowledge.schema import Cause, Entry, Routine


def plan_problems(contents: Contents) -> Iterator[Problem]:
    """Every stage that asks for less than the one before it, every unknown name, every thing that nobody would get."""
    for before, after in pairwise(contents.of(Stage)):
        if after.entry.jog_seconds <= before.entry.jog_seconds:
            yield after.problem(f"is jogged no longer at a time than {before.id} before it", "jog_seconds")
    routines_of_causes = {placed.entry.routine for placed in contents.of(Cause)}
    for thing in contents.of(SmallThing):
        named: tuple[tuple[str, type[Entry], str | None], ...] = (
            ("routine", Routine, thing.entry.routine),
            ("guide", Guide, thing.entry.guide),
            ("reminder", ReminderKind, thing.entry.reminder),
        )
        for field, kind, name in named:
            if name is not None and name not in contents.names.get(kind, set()):
                yield thing.problem(f'unknown {field} "{name}"', field)
        for at, cause in enumerate(thing.entry.causes):
            if cause not in contents.names.get(Cause, set()):
                yield thing.problem(f'unknown cause "{cause}"', "causes", at)
        if not thing.entry.always and not thing.entry.causes and thing.entry.routine not in routines_of_causes:
            yield thing.problem("is for no cause: nobody would get it")
