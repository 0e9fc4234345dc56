"""JSON Schema of the content files, so that an editor's program can complete fields and mark faults while typing.

A file names its schema in its first line. The schema knows one file only: whether the names in it lead anywhere is
checked by ``python -m knowledge``.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from knowledge.answers import Answers
from knowledge.danger.schema import DangerFile
from knowledge.files import ANSWERS, DANGER, FACTS, LISTS, SEARCH_WORDS, TEXTS
from knowledge.schema import Entry, Fact, Text
from knowledge.terms import SearchWords

FOLDER = "schema"  # beside the English content
_WHOLE: tuple[tuple[str, type[Entry]], ...] = (
    (ANSWERS, Answers),
    (SEARCH_WORDS, SearchWords),
    (DANGER, DangerFile),
)


def editor_schemas() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each schema file."""
    lists: tuple[tuple[str, type[Entry]], ...] = (*LISTS, (FACTS, Fact))
    models = {schema_name(pattern): model for pattern, model in lists}
    for name, model in models.items():
        entry = TypeAdapter(model).json_schema()
        definitions = entry.pop("$defs", {})
        entries = {"type": "array", "items": {"$ref": f"#/$defs/{model.__name__}"}}
        one = {"$ref": f"#/$defs/{model.__name__}"}
        yield name, _text({"anyOf": [entries, one], "$defs": definitions | {model.__name__: entry}})
    for pattern, whole in _WHOLE:
        yield schema_name(pattern), _text(TypeAdapter(whole).json_schema())
    yield schema_name(TEXTS), _text(TypeAdapter(dict[str, Text]).json_schema())


def write_schemas(folder: Path) -> list[str]:
    """Write the schema files beside the content folder and return their names."""
    place = folder.parent / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in editor_schemas():
        (place / name).write_text(text, "utf-8")
        written.append(name)
    return written


def schema_name(pattern: str) -> str:
    """The schema of the files of a pattern: that of its folder, if it has one, else of its own name."""
    folder, _, name = pattern.rpartition("/")
    kind = folder if folder.strip(".") else name.removesuffix(".yaml")
    return f"{kind}.json"


def first_line(name: str) -> str:
    """The line that tells an editor's program the schema of a content file."""
    up = "" if name == FACTS else "../" * (name.count("/") + 1)
    return f"# yaml-language-server: $schema={up}{FOLDER}/{schema_name(name)}\n"


def _text(schema: dict[str, object]) -> str:
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
