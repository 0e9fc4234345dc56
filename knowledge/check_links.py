"""Does everything that an entry names exist, and does everything that exists lead somewhere?"""

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.files import Contents, Placed, Problem
from knowledge.guides import Guide
from knowledge.plans import SmallThing, Stage
from knowledge.reminders import ReminderKind
from knowledge.schema import (
    Care,
    Cause,
    Condition,
    Entry,
    Exercise,
    Fact,
    Question,
    Region,
    Routine,
    Rule,
    Source,
    Sourced,
    Topic,
)
from knowledge.words import PARTS

CRISIS = "crisis"  # a finding that no question asks for by this name
ASKED_MOST = "basics"  # a theme without a title: its topics stand in the menu of quick questions themselves

_Path = tuple[str | int, ...]


def link_problems(contents: Contents) -> Iterator[Problem]:
    """Every name without an entry, every id given twice, and every entry that leads nowhere."""
    yield from _repeated_ids(contents)
    yield from _unknown_sources(contents)
    yield from _unused_sources(contents)
    yield from _unknown_facts(contents)
    yield from _unknown_own(contents)
    yield from _untitled_themes(contents)
    yield from _unknown_answers(contents)
    yield from _late_conditions(contents)
    yield from _unknown_topics_and_routines(contents)
    yield from _unknown_and_idle_exercises(contents)
    yield from _idle_questions(contents)
    yield from _misplaced_questions(contents)


def _repeated_ids(contents: Contents) -> Iterator[Problem]:
    lists = (Fact, Source, Region, Question, Rule, Cause, Care, Topic, Exercise, Routine, Guide, ReminderKind, Stage)
    for kind in (*lists, SmallThing):
        yield from _second(contents.of(kind))
    yield from _second(contents.texts)
    for routine in contents.of(Routine):
        steps = [step.id for step in routine.entry.steps]
        for at, step in enumerate(steps):
            if step in steps[:at]:
                yield routine.problem(f'steps: the id "{step}" twice: give each time an id of its own', "steps", at)


def _second(entries: list[Any]) -> Iterator[Problem]:
    first: dict[str, Placed[Any]] = {}
    for entry in entries:
        other = first.setdefault(entry.id, entry)
        if other is not entry:
            yield entry.problem(f"the same id stands in {other.file}:{other.line}")


def _sourced(contents: Contents) -> Iterator[Placed[Sourced]]:
    yield from (placed for placed in contents.entries() if isinstance(placed.entry, Sourced))


def _unknown_sources(contents: Contents) -> Iterator[Problem]:
    known = contents.names.get(Source, set())
    entries: list[Placed[Any]] = [*_sourced(contents), *contents.of(Fact)]
    for placed in entries:
        for at, source in enumerate(placed.entry.sources):
            if source not in known:
                yield placed.problem(f'unknown source "{source}"', "sources", at)


def _unused_sources(contents: Contents) -> Iterator[Problem]:
    used = {source for placed in _sourced(contents) for source in placed.entry.sources}
    for placed in contents.of(Source):
        if placed.id not in used:
            yield placed.problem("is used by no entry")


def _unknown_facts(contents: Contents) -> Iterator[Problem]:
    names, facts = contents.names.get(Fact, set()), {placed.id: placed.entry for placed in contents.of(Fact)}
    for placed in _sourced(contents):
        for at, name in enumerate(placed.entry.facts):
            if name not in names:
                yield placed.problem(f'unknown fact "{name}"', "facts", at)
            elif name in facts and not set(facts[name].sources) & set(placed.entry.sources):
                what = f'tells "{name}", so its sources need one of {", ".join(facts[name].sources)}'
                yield placed.problem(what, "sources")


def _unknown_own(contents: Contents) -> Iterator[Problem]:
    for placed in _sourced(contents):
        for at, name in enumerate(placed.entry.own):
            if not _has_field(placed.entry, name):
                yield placed.problem(f'own: the entry has no field "{name}"', "own", at)


def _has_field(entry: Entry, name: str) -> bool:
    """Whether there is such a field: ``fix``, or ``steps.text`` for all steps, or ``leg_swings.count`` for one."""
    first, _, rest = name.partition(".")
    if first in type(entry).model_fields and not rest:
        return True
    listed, part = PARTS.get(type(entry), ("", Entry))
    ids = {listed, *(each.id for each in getattr(entry, listed, ()))}
    return first in ids and (not rest or rest in part.model_fields)


def _untitled_themes(contents: Contents) -> Iterator[Problem]:
    titles = {text.id for text in contents.texts}
    for topic in contents.of(Topic):
        title = f"theme_{topic.entry.theme}"
        if topic.entry.theme != ASKED_MOST and title not in titles:
            what = f'the theme "{topic.entry.theme}" has no title: add {title} to texts/home.yaml'
            yield topic.problem(what, "theme")


def _conditions(contents: Contents) -> Iterator[tuple[Placed[Any], _Path, Condition]]:
    for question in contents.of(Question):
        yield question, ("ask_if",), question.entry.ask_if
    for rule in contents.of(Rule):
        yield rule, ("when",), rule.entry.when
    for care in contents.of(Care):
        yield care, ("when",), care.entry.when
    for file in contents.danger:
        for at, row in enumerate(file.entry.together):
            yield file.part(row.id, "together", at), ("when",), row.when


def _parts(condition: Condition) -> Iterator[tuple[_Path, Mapping[str, tuple[str, ...]]]]:
    yield ("all",), condition.all
    yield ("any",), condition.any
    yield ("none",), condition.none
    if condition.at_least:
        yield ("at_least", "of"), condition.at_least.of


def _named_answers(contents: Contents) -> Iterator[tuple[Placed[Any], _Path, str, tuple[str, ...]]]:
    """Every place that names a question and answers of it: (entry, path to the place, question, answers)."""
    for placed, field, condition in _conditions(contents):
        for part, named in _parts(condition):
            for question, answers in named.items():
                yield placed, (*field, *part, question), question, answers
    for cause in contents.of(Cause):
        for at, suggestion in enumerate(cause.entry.suggested_by):
            yield cause, ("suggested_by", at), suggestion.question, suggestion.answers
    yield from _answers_of_signs(contents)


def _answers_of_signs(contents: Contents) -> Iterator[tuple[Placed[Any], _Path, str, tuple[str, ...]]]:
    for file in contents.danger:
        for at, sign in enumerate(file.entry.signs):
            placed = file.part(sign.id, "signs", at)
            for question, answer in sign.sets.items():
                yield placed, ("sets", question), question, (answer,)
            if sign.finding != CRISIS:
                yield placed, ("finding",), sign.finding, ()
            if sign.asks is not None and sign.asks != CRISIS:
                yield placed, ("asks",), sign.asks, ()
            if sign.then is not None:
                yield placed, ("then",), sign.then, ()


def _unknown_answers(contents: Contents) -> Iterator[Problem]:
    names = contents.names.get(Question, set())
    questions = {placed.id: placed.entry for placed in contents.of(Question)}
    for placed, path, question, answers in _named_answers(contents):
        if question not in names:
            yield placed.problem(f'unknown question "{question}"', *path)
        elif question in questions:
            known = questions[question].answers
            for answer in answers:
                if answer not in known:
                    yield placed.problem(f'{question} has no answer "{answer}", only {", ".join(known)}', *path)
    for placed, field, condition in _conditions(contents):
        few = condition.at_least
        if few and few.count > len(few.of):
            yield placed.problem(f"asks for {few.count} answers of {len(few.of)}", *field, "at_least", "count")


def _late_conditions(contents: Contents) -> Iterator[Problem]:
    order = {placed.id: at for at, placed in enumerate(contents.of(Question))}
    for at, placed in enumerate(contents.of(Question)):
        for part, named in _parts(placed.entry.ask_if):
            for question in named:
                if order.get(question, -1) >= at:
                    what = f'depends on "{question}", which is not asked before it'
                    yield placed.problem(what, "ask_if", *part, question)


def _unknown_topics_and_routines(contents: Contents) -> Iterator[Problem]:
    topics, routines = contents.names.get(Topic, set()), contents.names.get(Routine, set())
    for topic in contents.of(Topic):
        for at, related in enumerate(topic.entry.related):
            if related not in topics:
                yield topic.problem(f'unknown related topic "{related}"', "related", at)
            if related == topic.id:
                yield topic.problem("is related to itself", "related", at)
    for cause in contents.of(Cause):
        if cause.entry.routine is not None and cause.entry.routine not in routines:
            yield cause.problem(f'unknown routine "{cause.entry.routine}"', "routine")
    for kind in contents.of(ReminderKind):
        if kind.entry.routine is not None and kind.entry.routine not in routines:
            yield kind.problem(f'unknown routine "{kind.entry.routine}"', "routine")


def _unknown_and_idle_exercises(contents: Contents) -> Iterator[Problem]:
    names, used = contents.names.get(Exercise, set()), set()
    for routine in contents.of(Routine):
        for at, step in enumerate(routine.entry.steps):
            used.add(step.exercise)
            if step.exercise not in names:
                yield routine.problem(f'unknown exercise "{step.exercise}"', "steps", at, "exercise")
        after = routine.entry.after
        if after is not None and after not in contents.names.get(Guide, set()):
            yield routine.problem(f'unknown guide "{after}"', "after")
    # A routine that is left out for a fault of its own may be the one that uses it.
    if len(contents.of(Routine)) == len(contents.names.get(Routine, set())):
        for exercise in contents.of(Exercise):
            if exercise.id not in used:
                yield exercise.problem("is in no routine: nobody would see it")


def _idle_questions(contents: Contents) -> Iterator[Problem]:
    """A danger question must be able to change the level or the talk; a habit must be able to suggest a cause."""
    used: dict[type[Entry], set[str]] = {Rule: set(), Question: set(), Cause: set()}
    for placed, _, question, _ in _named_answers(contents):
        used.setdefault(type(placed.entry), set()).add(question)
    # Where a whole file is missing, that is the fault to report, not every question that it would have used.
    has_rules, has_causes = bool(contents.of(Rule)), bool(contents.of(Cause))
    for placed in contents.of(Question):
        if has_rules and placed.entry.group == "danger" and placed.id not in used[Rule] | used[Question]:
            yield placed.problem("is used by no rule and no later question: its answer would change nothing")
        if has_causes and placed.entry.group == "habits" and placed.id not in used[Cause]:
            yield placed.problem("suggests no cause: its answer would change nothing")


def _misplaced_questions(contents: Contents) -> Iterator[Problem]:
    for placed in contents.of(Question):
        question = placed.entry
        if placed.file != f"questions/{question.group}.yaml":
            yield placed.problem(f"belongs in questions/{question.group}.yaml by its group", "group")
        if question.core and question.group != "danger":
            yield placed.problem("only a danger question can be core", "core")
        if question.first and question.group != "habits":
            yield placed.problem("only a habit can be among the first", "first")
