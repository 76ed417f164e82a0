"""What became of each file: a row, a journal of rows, and a report in CSV or JSON. Leaf module: no models."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields
from itertools import chain
from pathlib import Path

from cases.table_files import write_table

READ, SAVED, REFUSED, SAME, PERHAPS = "read", "saved", "refused", "same", "perhaps the same action"


@dataclass
class Row:
    """One file.

    Args:
        outcome: read, saved, refused, same (as an earlier file or draft), perhaps the same action.
        reason: why it was refused, or of what it is the same.
        same_action_as: an earlier file, or an action of the desk, that has the same number.
        is_to_save: whether drafts were asked for when this was written.
        text_key: of the text without capitals, spaces and signs.
    """

    name: str
    outcome: str
    reason: str = ""
    reference: str = ""
    kind: str = ""
    country: str = ""
    issue_date: str = ""
    appeal_before: str = ""
    headline: str = ""
    same_action_as: str = ""
    draft: str = ""
    warnings: list[str] = field(default_factory=list)
    file_hash: str = ""
    text_key: str = ""
    is_to_save: bool = False


COLUMNS = tuple(one.name for one in fields(Row) if one.name not in ("text_key", "is_to_save"))


class Journal:
    """Rows as they come, one line of JSON each, so that a run that was cut off goes on where it stopped."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def rows(self) -> Iterator[Row]:
        """Those of earlier runs. A line that was cut off is passed over: its file is read again."""
        if self.path is None or not self.path.exists():
            return
        known = {one.name for one in fields(Row)}
        with self.path.open(encoding="utf-8") as file:
            for line in file:
                try:
                    said = json.loads(line)
                    yield Row(**{key: value for key, value in said.items() if key in known})
                except (ValueError, TypeError, AttributeError):
                    continue

    def note(self, row: Row) -> None:
        """Add a row; on the disk before the next file is read."""
        if self.path is None:
            return
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")

    def begin_line(self) -> None:
        """End the line that an earlier run left open."""
        if self.path is not None and self.path.exists() and self.path.stat().st_size:
            with self.path.open("rb+") as file:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")


def write_report(rows: Iterable[Row], path: Path) -> None:
    """Write all rows, as JSON where the name ends so, else as CSV; whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    beside = path.with_name(f"{path.name}.part")
    with beside.open("w", encoding="utf-8", newline="") as file:
        if path.suffix.lower() == ".json":
            file.write("[")
            for place, row in enumerate(rows):
                file.write(",\n" if place else "\n")
                file.write(json.dumps({key: getattr(row, key) for key in COLUMNS}, ensure_ascii=False))
            file.write("\n]\n")
        else:
            write_table(file, chain([COLUMNS], ([_cell(getattr(row, key)) for key in COLUMNS] for row in rows)))
    beside.replace(path)


def _cell(value: str | list[str]) -> str:
    """A cell of one line."""
    text = " | ".join(value) if isinstance(value, list) else value
    return " ".join(text.split())
