"""The content as one object, read once at start. Wrong content is refused here, with all faults, never in a talk."""

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from knowledge.answers import Answers
from knowledge.check_answers import answer_problems
from knowledge.check_guides import guide_problems
from knowledge.check_links import link_problems
from knowledge.check_plans import plan_problems
from knowledge.check_targets import target_problems
from knowledge.check_words import word_problems
from knowledge.danger import Danger, compile_danger
from knowledge.danger.ear import read_ear
from knowledge.errors import ContentError
from knowledge.files import Problem, content_files, read_contents
from knowledge.guides import Guide
from knowledge.plans import SmallThing, Stage
from knowledge.reminders import ReminderKind
from knowledge.schema import Care, Cause, Exercise, Fact, Question, Region, Routine, Rule, Source, Topic
from knowledge.search_index import Index, build_index
from knowledge.terms import SearchWords
from knowledge.translations import ENGLISH, Translation, english_words, read_translation

V = TypeVar("V")


# Compared and hashed by identity: so it can key a cache, and two loads are two versions of the content.
@dataclass(frozen=True, eq=False)
class Knowledge:
    """All content. Mappings go from id to entry, in the order of the files.

    version:   a short hash of all files; changes with any change of the content.
    questions: in the order of asking: about, danger, pain, habits.
    stages:    the way back to running, the easiest first.
    things:    what a week's plan is made of.
    facts:     what the articles say; each is told by some entry or left out for a reason.
    danger:    the compiled phrases of the danger scan.
    words:     every text that a user can read, by id; those of ``text.*`` may hold ``{placeholders}``.
    missing:   ids of the words that are English because the language of this content has none for them.
    """

    version: str
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    regions: Mapping[str, Region]
    questions: Mapping[str, Question]
    rules: tuple[Rule, ...]
    causes: Mapping[str, Cause]
    care: tuple[Care, ...]
    topics: Mapping[str, Topic]
    exercises: Mapping[str, Exercise]
    routines: Mapping[str, Routine]
    guides: Mapping[str, Guide]
    reminders: Mapping[str, ReminderKind]
    stages: tuple[Stage, ...]
    things: Mapping[str, SmallThing]
    answers: Answers
    words: Mapping[str, str]
    search_words: SearchWords
    danger: Danger
    missing: tuple[str, ...] = ()

    @cached_property
    def search(self) -> Index:
        """The index of the FAQ search. Built at the first question, because a start need not wait for it."""
        return build_index(self.topics.values(), self.search_words)


@contextmanager
def _keeping_everything() -> Iterator[None]:
    """Look for no garbage meanwhile: there is next to none, and looking takes as long as parsing all the files."""
    is_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_looking:
            gc.enable()


@_keeping_everything()
def load(folder: Path | None = None, language: str = ENGLISH) -> Knowledge:
    """Return the content of the folder, with the words of the language where it has any.

    folder:   the English content; ``knowledge/content/en`` if none is given.
    language: the name of a folder beside it.

    Raises ContentError with all faults of all files. Reads only files; takes less than half a second.
    """
    folder = folder or default_folder()
    contents = read_contents(folder)
    problems = {
        *contents.problems,
        *link_problems(contents),
        *word_problems(contents),
        *answer_problems(contents),
        *guide_problems(contents),
        *target_problems(contents),
        *plan_problems(contents),
    }
    words = dict(english_words(contents))
    translation = Translation()
    if language != ENGLISH:
        translation = read_translation(folder.parent / language, words)
        problems |= {*translation.problems}
    danger = None
    try:
        danger = compile_danger((file.entry for file in contents.danger), read_ear(folder / "danger"))
    except ValueError as error:
        # What is wrong with a file by itself is reported already, and its phrases are then missing here.
        if not any(problem.file.startswith("danger/") for problem in problems):
            problems |= {Problem("danger", 0, "", what) for what in str(error).splitlines()}
    if problems or danger is None or contents.answers is None or contents.search_words is None:
        raise ContentError(tuple(str(problem) for problem in sorted(problems)))
    return Knowledge(
        version=_version(folder, *([folder.parent / language] if language != ENGLISH else [])),
        facts=_by_id(entry.entry for entry in contents.of(Fact)),
        sources=_by_id(entry.entry for entry in contents.of(Source)),
        regions=_by_id(entry.entry for entry in contents.of(Region)),
        questions=_by_id(entry.entry for entry in contents.of(Question)),
        rules=tuple(entry.entry for entry in contents.of(Rule)),
        causes=_by_id(entry.entry for entry in contents.of(Cause)),
        care=tuple(entry.entry for entry in contents.of(Care)),
        topics=_by_id(entry.entry for entry in contents.of(Topic)),
        exercises=_by_id(entry.entry for entry in contents.of(Exercise)),
        routines=_by_id(entry.entry for entry in contents.of(Routine)),
        guides=_by_id(entry.entry for entry in contents.of(Guide)),
        reminders=_by_id(entry.entry for entry in contents.of(ReminderKind)),
        stages=tuple(entry.entry for entry in contents.of(Stage)),
        things=_by_id(entry.entry for entry in contents.of(SmallThing)),
        answers=contents.answers.entry,
        words=MappingProxyType({**words, **translation.words}),
        danger=danger,
        search_words=contents.search_words.entry,
        missing=translation.missing,
    )


def default_folder() -> Path:
    """The English content that comes with this package."""
    return Path(str(resources.files("knowledge"))) / "content" / "en"


def _by_id(entries: Iterable[V]) -> Mapping[str, V]:
    return MappingProxyType({entry.id: entry for entry in entries})  # type: ignore[attr-defined]  # all have an id


def _version(*folders: Path) -> str:
    """Twelve hexadecimal digits over the names and bytes of all files."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in content_files(folder):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()[:12]
