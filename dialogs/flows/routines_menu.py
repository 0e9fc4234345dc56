"""Ways to a routine: the groups, the routines of one group or its levels, and names as people type them.

They change nothing, so they are no flow. While an urgent finding stands they are not shown.
"""

from collections.abc import Iterator

from dialogs.flows.faq import sources_reply
from dialogs.keyboard import anywhere, rows
from dialogs.replies import Button, Reply, Say
from knowledge.load import Knowledge
from knowledge.schema import Routine

ROUTINES, GROUP = "routines", "group"


def routines_answer(kind: str, name: str, knowledge: Knowledge) -> Reply | None:
    """Return what an option of this kind shows; None if it is none of these."""
    if kind == ROUTINES:
        return routines_menu(knowledge)
    if kind == GROUP:
        return group_reply(name, knowledge)
    return routine_sources(name, knowledge) if kind == "from_routine" else None


def routines_menu(knowledge: Knowledge) -> Reply:
    """Return a button for each group; one that holds a single routine leads straight to it."""
    buttons = [anywhere(way_to(group, knowledge), _title_of(group)) for group in groups(knowledge)]
    return Reply(
        (Say("text.routines", style="strong"), Say("text.routines_how")),
        (*rows(buttons, 2), (anywhere("history"), anywhere("home"))),
        replaces=True,
    )


def group_reply(group: str, knowledge: Knowledge) -> Reply | None:
    """Return the routines of a group, by level where it has levels; None if there is no such group."""
    found = [routine for routine in knowledge.routines.values() if routine.group == group]
    if not found:
        return None
    levels = [routine for routine in found if routine.level]
    ask = [Say("text.routines_level")] if levels else []
    lengths = [
        Say("text.routine_length", {"routine": _name(routine), "minutes": routine.minutes}, style="item")
        for routine in found
        if str(routine.minutes) not in routine.title  # "5-minute warm-up" tells it already
    ]
    buttons: list[Button] = [anywhere(routine.id, _name(routine)) for routine in found]
    return Reply(
        (Say(f"text.routine_group_{group}", style="strong"), *ask, *lengths),
        (*rows(buttons, len(levels) or 1), (anywhere(ROUTINES), anywhere("home"))),
        replaces=True,
    )


def routine_sources(name: str, knowledge: Knowledge) -> Reply | None:
    """Return the sources of a routine and of the moves in it; None if there is no such routine."""
    routine = knowledge.routines.get(name)
    if routine is None:
        return None
    moves = [knowledge.exercises[step.exercise] for step in routine.steps]
    used = {source for entry in (routine, *moves) for source in entry.sources}
    return sources_reply(source for source in knowledge.sources if source in used)


def groups(knowledge: Knowledge) -> tuple[str, ...]:
    """Return the groups that have a routine, in the order of the files."""
    return tuple(dict.fromkeys(routine.group for routine in knowledge.routines.values()))


def way_to(group: str, knowledge: Knowledge) -> str:
    """Return the option that leads to a group: its menu, or its only routine."""
    found = [routine.id for routine in knowledge.routines.values() if routine.group == group]
    return found[0] if len(found) == 1 else f"{GROUP}.{group}"


def routine_names(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield (name, option) of each group, then of each routine, by all names that people type ("core, easy")."""
    yield knowledge.words["text.routines"], ROUTINES
    for group in groups(knowledge):
        names = (group.replace("_", " "), knowledge.words[f"text.routine_group_{group}"])
        yield from ((name, way_to(group, knowledge)) for name in names)
    for routine in knowledge.routines.values():
        called = (routine.id.replace("_", " "), routine.title, *routine.means)
        yield from ((name, routine.id) for name in called)


def _title_of(group: str) -> Say:
    return Say(f"text.routine_group_{group}")


def _name(routine: Routine) -> Say:
    return Say(f"text.routine_level_{routine.level}") if routine.level else Say(f"routine.{routine.id}.title")
