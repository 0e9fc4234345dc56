"""YAML without its traps, and with line numbers.

Plain YAML reads an unquoted ``no`` as False and ``19:30`` as 1170, and of a repeated key it silently keeps the last.
Here every text is quoted, and whatever else could be misread is refused. Keys may stay plain: they are always text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

Path = tuple[str | int, ...]

# The C parser is several times as fast; PyYAML has it only where libyaml was there when it was built.
_Loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"-?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_TAG = "tag:yaml.org,2002:"
_KINDS = ("str", "int", "float", "bool", "null", "map", "seq", "timestamp")
_CONSTANTS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None}


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds.

    value: dicts with text keys, lists, str, int, float, bool and None; None too if the file could not be read at all.
    lines: where each part stands: the keys and positions that lead to it -> its line, counted from 1.
    problems: every fault as (line, what is wrong); faulty parts are left out of ``value``.
    faulty: the keys and positions that lead to the faulty parts of a mapping.
    """

    value: object = None
    lines: Mapping[Path, int] = field(default_factory=dict)
    problems: tuple[tuple[int, str], ...] = ()
    faulty: frozenset[Path] = frozenset()

    def line(self, path: Path) -> int:
        """The line of the part at ``path``, or of the nearest part around it that is in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(content: bytes) -> Document:
    """Return what the file holds. Never raises on its content: all faults are in ``problems``."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Document(problems=((content[: error.start].count(b"\n") + 1, "is not UTF-8 text"),))
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Document(problems=((mark.line + 1 if mark else 1, f"is not valid YAML: {error.problem}"),))
    except yaml.YAMLError:
        return Document(problems=((1, "is not valid YAML: it holds a character that YAML does not allow"),))
    except RecursionError:
        return Document(problems=((1, "is not valid YAML: nested too deep"),))
    if root is None:
        return Document(problems=((1, "is empty"),))
    reader = _Reader()
    value = reader.read(root, ())
    return Document(value, reader.lines, tuple(reader.problems), frozenset(reader.faulty))


class _Fault:
    """Stands where a value could not be read, until it is left out."""


_FAULT = _Fault()


class _Reader:
    """Builds plain values out of the parser's nodes, noting lines and faults on the way."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.problems: list[tuple[int, str]] = []
        self.faulty: set[Path] = set()
        self._seen: set[int] = set()

    def read(self, node: yaml.Node, path: Path) -> object:
        self.lines.setdefault(path, _line(node))
        # An alias gives the very node of its anchor again; besides being hard to read it may hold itself.
        if id(node) in self._seen:
            return self._refuse(node, "anchors and aliases are not allowed: write the value out")
        self._seen.add(id(node))
        if node.tag.removeprefix(_TAG) not in _KINDS:
            return self._refuse(node, f'tags such as "{node.tag}" are not allowed')
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return self._sequence(node, path)
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        keys: set[str] = set()
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(key_node, "a key must be a plain word")
                continue
            key = str(key_node.value)
            if key in keys:
                self._refuse(key_node, f'repeated key "{key}"')
                continue
            keys.add(key)
            self.lines[*path, key] = _line(key_node)
            value = self.read(value_node, (*path, key))
            if value is _FAULT:
                self.faulty.add((*path, key))
            else:
                found[key] = value
        return found

    def _sequence(self, node: yaml.SequenceNode, path: Path) -> list[object]:
        values: list[object] = []
        for child in node.value:
            # A faulty value takes no position, so the lines are those of the positions in the result.
            self.lines[*path, len(values)] = _line(child)
            value = self.read(child, (*path, len(values)))
            if value is _FAULT:
                self.faulty.add(path)
            else:
                values.append(value)
        return values

    def _scalar(self, node: yaml.Node) -> object:
        text = str(node.value)
        # The C parser gives a plain word the style "", the Python one gives it None.
        if getattr(node, "style", None):
            return text
        is_text = node.tag == f"{_TAG}str"
        if text in _CONSTANTS and not is_text:
            return _CONSTANTS[text]
        if _INT.fullmatch(text) and not is_text:
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
        if not text:
            return self._refuse(node, "has no value: write null if that is meant")
        shown = text if len(text) <= 30 else f"{text[:30]}..."
        return self._refuse(node, f'quote it: "{shown}"')

    def _refuse(self, node: yaml.Node, what: str) -> _Fault:
        self.problems.append((_line(node), what))
        return _FAULT


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
