"""Tables for other programs, as CSV: the only writer of it. Leaf module: no models.

A table program takes a cell that begins with certain signs for a formula, and runs it on the computer of whoever opens
the file. Such a cell gets an apostrophe before it. So does whatever stands behind a sign at which another program may
begin a new cell, for who opens a file with commas where semicolons are usual gets cells that nobody wrote. What begins
with an apostrophe gets one more, so that `without_guards` gives back exactly what was written.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TextIO

MARK = "\ufeff"  # by which table programs know UTF-8
GUARD = "'"
# Beside "=", "+", "-" and "@": a pipe begins a call of a program in old ones, and "%" a macro.
FORMULA = ("=", "+", "-", "@", "|", "%")
_BREAKS = re.compile("([\t\r\n\x00,;|])")
_PASSED_OVER = " \"'\u00a0"  # before the first sign of a formula


def write_table(file: TextIO, rows: Iterable[Iterable[str]]) -> None:
    """Write rows of text, none of which any program takes for a formula.

    Args:
        file: opened as text in UTF-8 with ``newline=""``.
    """
    file.write(MARK)
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([guarded(cell) for cell in row] for row in rows)


def read_table(file: TextIO) -> Iterator[list[str]]:
    """The rows that `write_table` was given.

    Raises:
        ValueError: it is no table of ours.
    """
    if file.read(len(MARK)) != MARK:
        raise ValueError("This is no table of ours: it lacks the mark of UTF-8 at its beginning.")
    yield from ([without_guards(cell) for cell in row] for row in csv.reader(file))


def guarded(cell: str) -> str:
    """A cell in which nothing begins as a formula does."""
    parts = _BREAKS.split(cell)
    # Text and breaks take turns. A cell that begins with a break is none that begins with text.
    begins = GUARD if len(parts) > 1 and not parts[0] else ""
    return begins + "".join(
        f"{GUARD}{part}" if place % 2 == 0 and _needs_guard(part) else part for place, part in enumerate(parts)
    )


def without_guards(cell: str) -> str:
    """What `guarded` was given."""
    parts = _BREAKS.split(cell)
    return "".join(part.removeprefix(GUARD) if place % 2 == 0 else part for place, part in enumerate(parts))


def _needs_guard(text: str) -> bool:
    # Full-width signs are signs too, and what nobody sees is passed over by whoever looks for the first one.
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) not in _UNSEEN)
    return text.startswith(GUARD) or seen.lstrip(_PASSED_OVER).startswith(FORMULA)


_UNSEEN = ("Cf", "Cc", "Zs")
