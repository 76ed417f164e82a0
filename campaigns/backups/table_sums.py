"""How many rows each table of a database has, and a sum over them that tells two databases apart.

The sum of a table adds a SHA-256 of each row, so that it is the same in whatever order the rows come, and a row that
stands there twice counts twice. It finds what was lost or damaged; that nobody changed a backup on purpose is for
the encryption to say, which is authenticated.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any

AT_ONCE = 2_000  # rows fetched together
_ROUND = 1 << 256

# In which form PostgreSQL writes a row as text must not depend on who asks.
_PLAIN_FORMS = (
    "SET LOCAL timezone TO 'UTC'",
    "SET LOCAL datestyle TO 'ISO'",
    "SET LOCAL intervalstyle TO 'postgres'",
    "SET LOCAL bytea_output TO 'hex'",
    "SET LOCAL extra_float_digits TO 1",
)


@dataclass(frozen=True)
class TableSum:
    rows: int
    checksum: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def sums_of_sqlite(path: str) -> dict[str, TableSum]:
    """The sums of a file that nobody writes to meanwhile."""
    with closing(sqlite3.connect(path)) as database:
        found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' "
                                 "ESCAPE '!' ORDER BY name")  # fmt: skip
        names = [name for (name,) in found]
        return {name: _sum(map(repr, database.execute(f'SELECT * FROM "{name}"'))) for name in names}  # noqa: S608  # a name the database gave


def sums_of_postgresql(connection: Any) -> dict[str, TableSum]:
    """The sums of a database as a connection of psycopg sees it, which is inside a transaction."""
    with connection.cursor() as cursor:
        for form in _PLAIN_FORMS:
            cursor.execute(form)
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        names = [name for (name,) in cursor.fetchall()]
    return {name: _sum(_texts(connection, name)) for name in names}


def differences(wanted: dict[str, TableSum], found: dict[str, TableSum]) -> list[str]:
    """What differs, one sentence for each table; none if nothing does."""
    sentences = []
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            sentences.append(f"{name} is missing.")
        elif name not in wanted:
            sentences.append(f"{name} is not in the manifest.")
        elif wanted[name].rows != found[name].rows:
            sentences.append(f"{name} has {found[name].rows} rows; the manifest says {wanted[name].rows}.")
        elif wanted[name] != found[name]:
            sentences.append(f"{name} has as many rows as the manifest says, {found[name].rows}, but not the same.")
    return sentences


def _texts(connection: Any, name: str) -> Iterator[str]:
    with connection.cursor(name="table_sums") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(f'SELECT t::text FROM public."{name}" AS t')  # noqa: S608  # a name the database gave
        for (text,) in cursor:
            yield text


def _sum(texts: Iterable[str]) -> TableSum:
    rows = total = 0
    for text in texts:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        rows, total = rows + 1, (total + int.from_bytes(digest, "big")) % _ROUND
    return TableSum(rows, f"{total:064x}")
