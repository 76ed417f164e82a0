"""``manage.py read_references < LINES``: what titles, mail subjects and register rows say of urgent actions."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.subject_lines import LONGEST_LINE, read_lines

MOST_LINES = 200_000
# A row with its categories; the reader takes the first part of a longer one and says so.
_LONGEST_READ = 20 * LONGEST_LINE  # bytes


class Command(BaseCommand):
    help = (
        "Read lines from standard input, UTF-8, and print one JSON object for each: series, number, year, kind, "
        "ordinal, final, other_refs, country, area, issued_in_subject, warnings. A line is a title, the subject of "
        "a mail, or a row of a register: its subject, a tab, and its categories parted by “|”; or a JSON object "
        "with the keys subject and categories. Lines of one input that contradict each other are told of it."
    )
    stealth_options = ("stdin",)
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        stdin = options.get("stdin") or sys.stdin.buffer
        for line in read_lines(rows_of(stdin)):
            self.stdout.write(json.dumps(asdict(line), default=date.isoformat, ensure_ascii=False))


def rows_of(file: Any) -> Iterator[tuple[str, list[str]]]:
    """The rows of an open file of bytes, as the help of this command says: a subject and its categories."""
    return _rows(_lines(file))


def _lines(stdin: Any) -> Iterator[str]:
    """The lines, each read to a bounded length and the rest of it passed over."""
    count = 0
    while raw := stdin.readline(_LONGEST_READ):
        rest = raw
        while rest and not rest.endswith(b"\n"):
            rest = stdin.readline(_LONGEST_READ)
        count += 1
        if count > MOST_LINES:
            raise CommandError(f"At most {MOST_LINES:,} lines are read at once. Split the file and run it again.")
        yield raw.decode("utf-8", errors="replace").strip("\r\n\ufeff")


def _rows(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """A subject and its categories; an empty line stays one, so that the output has a line for each of the input."""
    for line in lines:
        subject, categories = _from_json(line) if line.lstrip().startswith("{") else (line, None)
        if categories is None:
            subject, _, written = subject.partition("\t")
            categories = written
        yield subject, [category for category in categories.split("|") if category.strip()]


def _from_json(line: str) -> tuple[str, str | None]:
    """A row that is a JSON object; anything else that begins with a brace is a line like any other."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return line, None
    if not isinstance(row, dict) or not isinstance(row.get("subject"), str):
        return line, None
    categories = row.get("categories")
    return row["subject"], categories if isinstance(categories, str) else ""
