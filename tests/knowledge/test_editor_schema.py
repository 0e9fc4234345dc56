"""The schema files for editors' programs are those of the models, and every file points to its own."""

import json
from pathlib import Path

import pytest

from knowledge.editor_schema import FOLDER, editor_schemas, first_line, write_schemas
from knowledge.files import FACTS, content_files
from knowledge.load import default_folder

SCHEMAS = dict(editor_schemas())
CONTENT = default_folder()
FILES = [*(path.relative_to(CONTENT).as_posix() for path in content_files(CONTENT)), FACTS]


def test_the_schema_files_are_up_to_date() -> None:
    """If not: python -m knowledge schema."""
    stored = {path.name: path.read_text("utf-8") for path in (CONTENT.parent / FOLDER).iterdir()}

    assert stored == SCHEMAS


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_names_a_schema_names_its_own(name: str) -> None:
    first = (CONTENT / name).read_text("utf-8").splitlines(keepends=True)[0]

    if first.startswith("# yaml-language-server"):
        assert first == first_line(name)


@pytest.mark.parametrize("name", FILES)
def test_the_schema_of_every_file_exists(name: str) -> None:
    schema = first_line(name).strip().partition("$schema=")[2]

    assert ((CONTENT / name).parent / schema).is_file()


def test_most_files_name_their_schema() -> None:
    named = [name for name in FILES if (CONTENT / name).read_text("utf-8").startswith("# yaml-language-server")]

    assert len(named) >= 18


def test_a_schema_lists_what_a_topic_needs_and_refuses_what_it_does_not_know() -> None:
    topic = json.loads(SCHEMAS["faq.json"])["$defs"]["Topic"]

    assert {"id", "theme", "title", "answer", "examples", "sources"} <= set(topic["required"])
    assert topic["properties"]["examples"]["minItems"] == 6
    assert topic["additionalProperties"] is False


def test_the_files_are_written_beside_the_content(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "en")

    assert sorted(written) == sorted(path.name for path in (tmp_path / "schema").iterdir())
    assert json.loads((tmp_path / "schema" / "faq.json").read_text("utf-8"))["$defs"]
