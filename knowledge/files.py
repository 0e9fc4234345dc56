"""The files of a content folder: which there are, what each holds, and each entry with the line it stands on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from knowledge import strict_yaml
from knowledge.answers import Answers
from knowledge.danger.schema import DangerFile
from knowledge.guides import Guide
from knowledge.plans import SmallThing, Stage
from knowledge.reminders import ReminderKind
from knowledge.schema import Care, Cause, Entry, Exercise, Fact, Question, Region, Routine, Rule, Source, Text, Topic
from knowledge.terms import SearchWords

T = TypeVar("T")
E = TypeVar("E", bound=Entry)

# In the order in which they are read, and so in which questions are asked. A star stands for any file of that folder.
LISTS: tuple[tuple[str, type[Entry]], ...] = (
    ("sources.yaml", Source),
    ("regions.yaml", Region),
    ("questions/about.yaml", Question),
    ("questions/danger.yaml", Question),
    ("questions/pain.yaml", Question),
    ("questions/habits.yaml", Question),
    ("triage.yaml", Rule),
    ("causes.yaml", Cause),
    ("first_care.yaml", Care),
    ("care.yaml", Care),
    ("faq/*.yaml", Topic),
    ("exercises/*.yaml", Exercise),
    ("routines/*.yaml", Routine),
    ("guides/*.yaml", Guide),
    ("reminders/*.yaml", ReminderKind),
    ("comeback/*.yaml", Stage),
    ("plan/*.yaml", SmallThing),
)
TEXTS = "texts/*.yaml"
ANSWERS = "answers.yaml"
SEARCH_WORDS = "search.yaml"
DANGER = "danger/*.yaml"
FACTS = "../facts.yaml"  # beside the folder, because all languages share it


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of the content. ``line`` counts from 1; 0 where none is known. ``id`` is empty for a whole file."""

    file: str
    line: int
    id: str
    what: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.id}: {self.what}" if self.id else f"{place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """An entry and where it stands: ``path`` leads to it in its file."""

    id: str
    entry: T
    file: str
    document: strict_yaml.Document
    path: strict_yaml.Path

    @property
    def line(self) -> int:
        """The line on which the entry begins."""
        return self.document.line(self.path)

    def problem(self, what: str, *field_path: str | int) -> Problem:
        """A fault of this entry, placed at the line of the field that ``field_path`` leads to."""
        return Problem(self.file, self.document.line((*self.path, *field_path)), self.id, what)

    def part(self, part_id: str, *path: str | int) -> "Placed[T]":
        """The same entry, placed at a part of it that has an id of its own."""
        return replace(self, id=part_id, path=(*self.path, *path))


@dataclass
class Contents:
    """All that the files hold, before it is known to fit together.

    names: for each kind of entry, every id in the files, also of entries that are left out for their own faults;
           so one fault does not look like many.
    """

    placed: dict[type[Entry], list[Placed[Any]]] = field(default_factory=dict)
    texts: list[Placed[str]] = field(default_factory=list)
    answers: Placed[Answers] | None = None
    search_words: Placed[SearchWords] | None = None
    danger: list[Placed[DangerFile]] = field(default_factory=list)
    names: dict[type[Entry], set[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of(self, model: type[E]) -> list[Placed[E]]:
        """The entries of one kind, in the order of the files."""
        return cast("list[Placed[E]]", self.placed.get(model, []))

    def entries(self) -> Iterator[Placed[Any]]:
        """The entries of all kinds; not the texts and the answers, which have no kind."""
        for entries in self.placed.values():
            yield from entries


def content_files(folder: Path) -> list[Path]:
    """Every YAML file of the folder, by name."""
    return sorted(path for path in folder.rglob("*") if path.suffix in {".yaml", ".yml"})


def read_contents(folder: Path) -> Contents:
    """Return all entries of the folder, with every fault that a file shows by itself."""
    contents = Contents()
    left = {path.relative_to(folder).as_posix(): path for path in content_files(folder)}
    for pattern, model in LISTS:
        for name in _take(pattern, left, contents):
            _read_list(contents, name, _document(contents, name, left.pop(name)), model)
    for name in _take(TEXTS, left, contents):
        _read_texts(contents, name, _document(contents, name, left.pop(name)))
    for name in _take(ANSWERS, left, contents):
        contents.answers = _read_whole(contents, name, _document(contents, name, left.pop(name)), Answers)
    for name in _take(SEARCH_WORDS, left, contents):
        contents.search_words = _read_whole(contents, name, _document(contents, name, left.pop(name)), SearchWords)
    for name in _take(DANGER, left, contents):
        danger = _read_whole(contents, name, _document(contents, name, left.pop(name)), DangerFile)
        contents.danger += [danger] if danger else []
    contents.problems += [Problem(name, 0, "", "is no file of the content: nothing reads it") for name in left]
    if (folder / FACTS).is_file():
        _read_list(contents, FACTS, _document(contents, FACTS, folder / FACTS), Fact)
    return contents


def _take(pattern: str, left: Mapping[str, Path], contents: Contents) -> list[str]:
    folder, _, name = pattern.rpartition("/")
    if name == "*.yaml":
        return [found for found in left if found.endswith(".yaml") and found.rpartition("/")[0] == folder]
    if pattern not in left:
        contents.problems.append(Problem(pattern, 0, "", "is missing"))
        return []
    return [pattern]


def _document(contents: Contents, name: str, path: Path) -> strict_yaml.Document:
    document = strict_yaml.read(path.read_bytes())
    contents.problems += [Problem(name, line, "", what) for line, what in document.problems]
    return document


def _read_list(contents: Contents, name: str, document: strict_yaml.Document, model: type[Entry]) -> None:
    """Read a file that holds a list of entries, or one entry alone."""
    value = document.value
    entries: Iterable[tuple[strict_yaml.Path, object]]
    if isinstance(value, dict) and "id" in value:
        entries = [((), value)]
    elif isinstance(value, list):
        entries = [((at,), entry) for at, entry in enumerate(value)]
    else:
        if not document.problems:
            contents.problems.append(Problem(name, 1, "", "must be a list of entries, each with an id"))
        return
    for path, raw in entries:
        raw_id = raw.get("id") if isinstance(raw, dict) else None
        entry_id = raw_id if isinstance(raw_id, str) else ""
        contents.names.setdefault(model, set()).add(entry_id)
        try:
            entry = model.model_validate(raw)
        except ValidationError as error:
            contents.problems += field_problems(error, name, document, path, entry_id)
        else:
            contents.placed.setdefault(model, []).append(Placed(entry_id, entry, name, document, path))


_TEXTS = TypeAdapter(Text)


def _read_texts(contents: Contents, name: str, document: strict_yaml.Document) -> None:
    """Read a file that maps ids to texts."""
    if not isinstance(document.value, dict):
        if not document.problems:
            contents.problems.append(Problem(name, 1, "", 'must map ids to texts, as in: welcome: "Hello"'))
        return
    for text_id, raw in document.value.items():
        try:
            text = _TEXTS.validate_python(raw)
        except ValidationError as error:
            contents.problems += field_problems(error, name, document, (text_id,), text_id)
        else:
            contents.texts.append(Placed(text_id, text, name, document, (text_id,)))


def _read_whole(contents: Contents, name: str, document: strict_yaml.Document, model: type[E]) -> Placed[E] | None:
    """Read a file that is one entry without an id."""
    try:
        return Placed("", model.model_validate(document.value), name, document, ())
    except ValidationError as error:
        contents.problems += field_problems(error, name, document, (), "")
        return None


def field_problems(
    error: ValidationError, name: str, document: strict_yaml.Document, path: strict_yaml.Path, entry_id: str
) -> list[Problem]:
    """One fault for each field that does not fit, except where the file's own fault made it so."""
    problems = []
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        place = (*path, *fault["loc"])
        if any(place[:length] in document.faulty for length in range(len(place) + 1)):
            continue
        where = ".".join(str(part) for part in fault["loc"])
        what = fault["msg"].removeprefix("Value error, ")
        problems.append(
            Problem(name, document.line(place), entry_id, f"{where}: {_plain(what)}" if where else _plain(what))
        )
    return problems


def _plain(message: str) -> str:
    """The message with a small first letter, and without the words that only a programmer knows."""
    message = message.replace("Extra inputs are not permitted", "unknown field").replace("Field required", "is missing")
    return message[:1].lower() + message[1:]
