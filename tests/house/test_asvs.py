"""The list of the ASVS is whole, and what it names is there."""

import ast
import re
from collections import Counter

import pytest

from tests.house.source import ROOT

LIST = (ROOT / "docs/asvs.md").read_text()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LIST.splitlines() if re.match(r"\| \d", line)]
# How many requirements of levels 1 and 2 each chapter has that are not left out: ASVS 5.0.0.
CHAPTERS = {1: 19, 2: 11, 3: 17, 4: 4, 5: 9, 6: 30, 7: 15, 8: 6, 9: 7, 11: 14, 12: 8, 13: 13, 14: 9, 15: 13, 16: 16}


def test_every_requirement_has_one_line() -> None:
    items = [row[0].strip() for row in ROWS]

    assert len(items) == len(set(items)) == 191
    assert Counter(int(item.split(".")[0]) for item in items) == CHAPTERS


def test_a_line_says_how_it_is_held() -> None:
    assert [row[0] for row in ROWS if len(row) != 5 or not all(row[2:])] == []


def test_few_are_waived() -> None:
    assert sum(row[1] == "W" for row in ROWS) <= 5


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_what_a_line_names_is_there(row: list[str]) -> None:
    named = re.findall(r"`([^`]+)`", row[4])

    assert named
    for name in named:
        path, _, test = name.partition("::")
        assert (ROOT / path).is_file(), name
        if test:
            assert test in _tests(path), name
        elif path.endswith(".py"):
            assert _tests(path), name


def _tests(path: str) -> set[str]:
    return {
        part.name
        for part in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(part, ast.FunctionDef) and part.name.startswith("test_")
    }
