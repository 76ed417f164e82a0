"""How the code is cut: named after the words of the field, small enough to read, nothing acting from afar."""

import ast
from pathlib import Path

from tests.house.source import ROOMS, dotted, imported, modules, project_files, short

OURS = (*ROOMS, "config")
# Where nobody finds a rule again, because the name says nothing.
BANNED = {"utils", "util", "helpers", "helper", "services", "service", "common", "misc", "tools", "managers", "mixins"}
LONGEST_MODULE = 300  # lines
LONGEST_FUNCTION = 45  # lines, its docstring apart


def test_module_is_named_after_a_word_of_the_field() -> None:
    found = [short(path) for path in modules(*OURS, "tests", "benchmarks") if BANNED & set(dotted(path).split("."))]

    assert found == []


def test_no_signals() -> None:
    """A write says what follows from it; nobody has to search for who listens."""
    signals = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.contrib.auth.signals")
    found = [
        f"{short(path)}:{line}"
        for path in modules(*OURS)
        for line, name in imported(path.read_text(), dotted(path))
        if name.startswith(signals)
    ]

    assert found == []


def test_module_is_short() -> None:
    lengths = {short(path): len(path.read_text().splitlines()) for path in modules(*OURS)}

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_function_is_short() -> None:
    def lines(function: ast.FunctionDef) -> int:
        first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
        return (function.end_lineno or 0) - first.lineno + 1

    found = {
        f"{short(path)}:{node.lineno} {node.name}": lines(node)
        for path in modules(*OURS)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and lines(node) > LONGEST_FUNCTION
    }

    assert found == {}


def test_tests_mirror_the_tree() -> None:
    """A test file is found by the name of what it tests; journeys and the house have rooms of their own."""
    rooms = {short(path).split("/")[1] for path in modules("tests") if path.name.startswith("test_")}

    assert rooms - {*ROOMS, "config", "house", "journeys", "benchmarks"} == set()


def test_no_file_of_an_editor_or_a_run() -> None:
    stray = {".pyc", ".sqlite3", ".log", ".orig", ".rej", ".swp", ".DS_Store"}

    assert [short(path) for path in project_files() if Path(path).suffix in stray] == []
