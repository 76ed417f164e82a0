"""Imports run down: appeals -> campaigns -> cases -> accounts. Whoever needs to look up has a row too few below."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from tests.house.source import ROOMS, dotted, imported, modules, short

# Only these may ask what time it is; all else is told.
CLOCK_READERS = ("views", "admin", "tasks", "commands", "templatetags")
# Modules that start something. Nothing else imports them: a rule that lies in one has to move out of it.
ENTRANCES = ("views", "admin", "tasks", "management", "urls", "apps")


def upward_imports(source: str, module: str) -> list[str]:
    """What a module of a room imports though it may not, one sentence each."""
    room = module.split(".")[0]
    allowed = ROOMS[: ROOMS.index(room) + 1]
    found = []
    for line, name in imported(source, module):
        top = name.split(".")[0]
        if top in ROOMS and top not in allowed:
            found.append(f"{module}:{line} imports {name}: {room} lies below {top}")
        if top in ("tests", "benchmarks"):
            found.append(f"{module}:{line} imports {name}: it is not there on a real site")
        if top == "config" and name not in ("config", "config.clock"):
            found.append(f"{module}:{line} imports {name}: of config, only config.clock is for the rooms")
        if name == "config.clock" and not set(module.split(".")) & set(CLOCK_READERS):
            found.append(f"{module}:{line} reads the clock: take `at` or `on` as an argument")
    return found


def test_imports_run_down() -> None:
    found = [line for path in modules(*ROOMS) for line in upward_imports(path.read_text(), dotted(path))]

    assert found == []


@pytest.mark.parametrize(
    ("source", "module", "sentence"),
    [
        ("from campaigns.models import Sheet", "cases.models.case", "cases lies below campaigns"),
        ("import appeals.pdf", "campaigns.tasks", "campaigns lies below appeals"),
        ("def late():\n    from appeals import pdf", "accounts.models", "accounts lies below appeals"),
        ("from config import clock", "campaigns.reminders", "take `at` or `on` as an argument"),
        ("from config.settings import SITE_URL", "campaigns.tasks", "only config.clock is for the rooms"),
        ("from tests.builders import make_case", "appeals.demo.azimov", "it is not there on a real site"),
    ],
)
def test_upward_import_is_found(source: str, module: str, sentence: str) -> None:
    found = upward_imports(source, module)

    assert len(found) >= 1
    assert all(sentence in line for line in found)


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("from cases.models import Case\nfrom accounts.models import User", "campaigns.lifecycle"),
        ("from config import clock", "appeals.views.actions"),
        ("from . import person", "cases.models.case"),
    ],
)
def test_downward_import_passes(source: str, module: str) -> None:
    assert upward_imports(source, module) == []


def test_foreign_keys_run_down() -> None:
    upward = [
        f"{model._meta.label}.{field.name} points up to {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is not None
        if field.related_model._meta.app_label in ROOMS
        if ROOMS.index(field.related_model._meta.app_label) > ROOMS.index(model._meta.app_label)
    ]

    assert upward == []


def test_models_import_only_modules_without_models() -> None:
    """Inside a room: leaf modules, then models, then what is done with them."""
    by_name = {dotted(path): path for path in modules(*ROOMS)}

    def reaches_models(name: str, seen: frozenset[str] = frozenset()) -> bool:
        if name not in by_name or name in seen:
            return False
        if name.split(".")[1:2] == ["models"]:
            return True
        below = {target for _, target in imported(by_name[name].read_text(), name) if target in by_name}
        return any(reaches_models(target, seen | {name}) for target in below if target.count("."))

    found = [
        f"{name}:{line} imports {target}"
        for name, path in by_name.items()
        if name.split(".")[1:2] == ["models"]
        for line, target in imported(path.read_text(), name)
        if target in by_name and target.split(".")[1:2] not in (["models"], []) and reaches_models(target)
    ]

    assert found == []


def test_entrances_are_imported_by_entrances_only() -> None:
    found = [
        f"{dotted(path)}:{line} imports {name}"
        for path in modules(*ROOMS)
        if not set(dotted(path).split(".")) & set(ENTRANCES)
        for line, name in imported(path.read_text(), dotted(path))
        if name.split(".")[0] in ROOMS and set(name.split(".")[1:2]) & set(ENTRANCES)
    ]

    assert found == []


def inline_imports_without_reason(source: str, name: str) -> list[str]:
    """Imports inside a function that no comment explains: on their line, or above them (one for a run of them)."""
    lines = source.splitlines()
    explained: set[int] = set()
    found = []
    inside = {
        node
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    for node in sorted(inside, key=lambda node: node.lineno):
        last = node.end_lineno or node.lineno
        comment = lines[last - 1].partition("#")[2].strip()
        above = lines[node.lineno - 2].strip().startswith("#") or node.lineno - 1 in explained
        if above or (comment and not comment.startswith(("noqa", "type:"))):
            explained.add(last)
        else:
            found.append(f"{name}:{node.lineno}")
    return found


def test_inline_import_says_why() -> None:
    found = [
        line
        for path in modules(*ROOMS, "config")
        for line in inline_imports_without_reason(path.read_text(), short(path))
    ]

    assert found == []


def test_inline_import_without_reason_is_found() -> None:
    explained = "def f():\n    import json  # slow, and seldom needed"
    silenced = "def f():\n    import json  # noqa: F401"
    bare = "def f():\n    import json"

    run = "def f():\n    # Both are slow.\n    import json\n    import csv"

    assert inline_imports_without_reason(explained, "a.py") == []
    assert inline_imports_without_reason(run, "a.py") == []
    assert inline_imports_without_reason(silenced, "a.py") == ["a.py:2"]
    assert inline_imports_without_reason(bare, "a.py") == ["a.py:2"]


def test_source_is_walked() -> None:
    """The walk above sees every room: an empty list of files would pass every test here."""
    assert {Path(short(path)).parts[0] for path in modules(*ROOMS)} == set(ROOMS)


def test_one_module_writes_tables() -> None:
    """Whoever else did might write a cell that a table program runs: `cases/table_files.py`."""
    found = [
        f"{short(path)}:{line}"
        for path in modules(*ROOMS, "config", "benchmarks")
        for line, name in imported(path.read_text(), dotted(path))
        if name.partition(".")[0] in ("csv", "openpyxl", "xlsxwriter", "xlwt", "odf")
        and dotted(path) != "cases.table_files"
    ]

    assert found == []
