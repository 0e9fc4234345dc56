"""Imports run one way: bot -> dialogs -> knowledge; the two inner packages know no channel, disk, clock or chance."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OUTER = {"knowledge": {"bot", "dialogs", "tests"}, "dialogs": {"bot", "tests"}, "bot": {"tests"}}
IMPURE = {
    "telegram", "asyncio", "aiosqlite", "sqlite3", "asyncpg", "psycopg", "time", "random", "secrets", "os", "socket",
    "subprocess", "threading", "httpx", "starlette", "uvicorn", "structlog", "logging",
}  # fmt: skip


def imported(tree: ast.AST) -> Iterator[str]:
    """The top names of all modules that are imported anywhere in a file, inside of functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "relative" if node.level else (node.module or "").partition(".")[0]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "__import__":
            yield "relative"


def forbidden(package: str, name: str) -> set[str]:
    """What a file of the package may not import."""
    impure = IMPURE if package != "bot" and name != "__main__.py" else set()
    return OUTER[package] | impure | {"relative"}


FILES = [(package, path) for package in OUTER for path in sorted((ROOT / package).rglob("*.py"))]


@pytest.mark.parametrize(("package", "path"), FILES, ids=[str(path.relative_to(ROOT)) for _, path in FILES])
def test_a_file_imports_only_what_it_may(package: str, path: Path) -> None:
    found = set(imported(ast.parse(path.read_text("utf-8"))))

    assert not found & forbidden(package, path.name)


def test_only_the_machine_imports_transitions() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for _, path in FILES
        if "transitions" in set(imported(ast.parse(path.read_text("utf-8"))))
    }

    assert users == {"dialogs/machine.py"}


@pytest.mark.parametrize(
    "line",
    ["import os", "import os.path", "from os import path", "def f():\n    import random", "from bot.app import x"],
)
def test_a_wrong_import_is_noticed(line: str) -> None:
    assert set(imported(ast.parse(line))) & forbidden("dialogs", "engine.py")


def test_there_is_something_to_check() -> None:
    assert {package for package, _ in FILES} == set(OUTER)
