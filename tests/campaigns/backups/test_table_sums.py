"""Two databases are equal if each table has the same rows, in whatever order."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from campaigns.backups.table_sums import TableSum, differences, sums_of_sqlite

ROWS = [(1, "Anna"), (2, "Ben"), (2, "Ben")]


def database(path: Path, rows: list[tuple[int, str | None]]) -> dict[str, TableSum]:
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE people (id integer, name text)")
        made.executemany("INSERT INTO people VALUES (?, ?)", rows)
        made.commit()
    return sums_of_sqlite(str(path))


def test_order_makes_no_difference(tmp_path: Path) -> None:
    one, other = database(tmp_path / "one", ROWS), database(tmp_path / "other", ROWS[::-1])

    assert (one["people"].rows, differences(one, other)) == (3, [])


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        pytest.param(ROWS[:2], "people has 2 rows; the manifest says 3.", id="a row too few"),
        pytest.param([*ROWS[:2], (3, "Ben")], "people has as many rows", id="another number"),
        pytest.param([ROWS[0], ROWS[0], ROWS[1]], "people has as many rows", id="another row twice"),
        pytest.param([*ROWS[:2], (2, None)], "people has as many rows", id="nothing for something"),
    ],
)
def test_what_differs_is_said(tmp_path: Path, rows: list[tuple[int, str | None]], sentence: str) -> None:
    (found,) = differences(database(tmp_path / "one", ROWS), database(tmp_path / "other", rows))

    assert found.startswith(sentence)


def test_a_table_that_only_one_has_is_said() -> None:
    table = {"people": TableSum(0, "0")}

    assert differences(table, {}) == ["people is missing."]
    assert differences({}, table) == ["people is not in the manifest."]
