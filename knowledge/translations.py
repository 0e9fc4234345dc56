"""Words in another language, laid over the English ones. What is missing stays English.

``content/de`` holds files of the same names as ``content/en``, and in them the same ids, but only words: no sources, no
conditions, no weights. So the rules are the same in every language, and stand in one place. What people type (search,
answers, danger signs) is understood in English only; files for it are refused here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from typing import Any

from pydantic import TypeAdapter, ValidationError

from knowledge import strict_yaml
from knowledge.check_words import broken_placeholders, forbidden_words
from knowledge.files import LISTS, TEXTS, Contents, Placed, Problem, content_files, field_problems
from knowledge.schema import Entry, Text
from knowledge.words import KINDS, PARTS, words_of

ENGLISH = "en"
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[a-z]{2,4})?")


@dataclass(frozen=True, slots=True)
class Translation:
    """What a language's folder holds. ``missing`` are the ids of English words that it has nothing for, in order."""

    words: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def languages(folder: Path) -> list[str]:
    """The languages beside the English folder, such as ``de`` or ``pt_br``."""
    beside = folder.parent.iterdir() if folder.parent.is_dir() else ()
    return sorted(path.name for path in beside if path.is_dir() and path != folder and _LANGUAGE.fullmatch(path.name))


def english_words(contents: Contents) -> Iterator[tuple[str, str]]:
    """Every text that a user can read, by the ids of ``words.py``."""
    for text in contents.texts:
        yield f"text.{text.id}", text.entry
    for placed in contents.entries():
        for words in words_of(placed.entry):
            yield words.id, words.text


def read_translation(folder: Path, english: Mapping[str, str]) -> Translation:
    """Return the words of a language's folder and all that is wrong with them. ``english`` is what they stand for."""
    reader = _Reader(folder.name, english)
    if not folder.is_dir():
        reader.problems.append(Problem(folder.name, 0, "", "there is no such folder"))
    for path in content_files(folder):
        reader.read_file(path.relative_to(folder).as_posix(), strict_yaml.read(path.read_bytes()))
    words = dict(_short_forms(reader.words, english)) | reader.words
    return Translation(words, tuple(name for name in english if name not in words), tuple(reader.problems))


def _short_forms(words: Mapping[str, str], english: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """An option whose short form is its label in English is called by its label in the other language too."""
    for name, text in words.items():
        stem, _, last = name.rpartition(".")
        short = f"{stem}.short"
        if last == "label" and short in english and english[short] == english[name]:
            yield short, text


class _Reader:
    """Collects words and faults, file by file."""

    def __init__(self, language: str, english: Mapping[str, str]) -> None:
        self.words: dict[str, str] = {}
        self.problems: list[Problem] = []
        self._language = language
        self._english = english

    def read_file(self, name: str, document: strict_yaml.Document) -> None:
        file = f"{self._language}/{name}"
        self.problems += [Problem(file, line, "", what) for line, what in document.problems]
        value = document.value
        model = next((model for pattern, model in LISTS if _is_one_of(name, pattern)), None)
        if model is None and not _is_one_of(name, TEXTS):
            self.problems.append(Problem(file, 0, "", "has no words to translate: leave the file out"))
        elif model is None and isinstance(value, dict):
            for text_id, text in value.items():
                self._take(Placed(text_id, text, file, document, (text_id,)), f"text.{text_id}", TypeAdapter(Text))
        elif model is not None and isinstance(value, dict | list):
            parts = [((), value)] if isinstance(value, dict) else [((at,), raw) for at, raw in enumerate(value)]
            for path, raw in parts:
                self._read_entry(model, Placed("", raw, file, document, path), "")
        elif not document.problems:
            self.problems.append(Problem(file, 1, "", "must be of the same form as the English file"))

    def _read_entry(self, model: type[Entry], placed: Placed[object], owner: str) -> None:
        raw = placed.entry
        if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
            self.problems.append(placed.problem("needs the id of the English entry"))
            return
        kind, fields = KINDS[model]
        listed, part = PARTS.get(model, ("", Entry))
        name = f"{owner}.{raw['id']}" if owner else raw["id"]
        here = Placed(name, raw, placed.file, placed.document, placed.path)
        for key, value in raw.items():
            if key in fields:
                text = Placed(name, value, here.file, here.document, (*here.path, key))
                self._take(text, f"{kind}.{name}.{key}", TypeAdapter(model.__annotations__[key]))
            elif key == listed and isinstance(value, list):
                for at, each in enumerate(value):
                    self._read_entry(part, Placed(name, each, here.file, here.document, (*here.path, key, at)), name)
            elif key != "id":
                known = key in model.model_fields
                what = "is the same in all languages: leave it out" if known else "unknown field"
                self.problems.append(here.problem(f"{key}: {what}", key))

    def _take(self, placed: Placed[object], name: str, form: TypeAdapter[Any]) -> None:
        """Keep a text under its id, if it stands for an English one, fits, and has no placeholder of its own."""
        english = self._english.get(name)
        if english is None or name in self.words:
            what = "stands here twice" if english else "is no text of the English content"
            self.problems.append(placed.problem(f"{name} {what}"))
            return
        if not isinstance(placed.entry, str):
            self.problems.append(placed.problem("must be a text in quotes"))
            return
        try:
            form.validate_python(placed.entry)
        except ValidationError as error:
            self.problems += field_problems(error, placed.file, placed.document, placed.path, placed.id)
            return
        text = Placed(placed.id, placed.entry.strip(), placed.file, placed.document, placed.path)
        problems = [*broken_placeholders(text), *forbidden_words(text, (), text.entry)]
        if not problems and not _placeholders(text.entry) <= _placeholders(english):
            has = ", ".join(sorted(_placeholders(english))) or "none"
            problems = [text.problem(f"may hold the placeholders of the English text only: {has}")]
        self.problems += problems
        self.words[name] = text.entry


def _is_one_of(name: str, pattern: str) -> bool:
    folder, _, last = pattern.rpartition("/")
    return name == pattern or (last == "*.yaml" and name.rpartition("/")[0] == folder and name.endswith(".yaml"))


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
