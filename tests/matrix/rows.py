"""What ought to be answered, read from `rows.txt` beside this module, where it is explained."""

from dataclasses import dataclass
from pathlib import Path

NOT_OFFERED = "-" * 8


@dataclass(frozen=True)
class Row:
    """A line of the table.

    Args:
        see: the letters of those who may read; None where that is not offered.
        post: of those who may send.
        answer: what is said to those who may.
    """

    see: str | None
    post: str | None
    answer: str

    @property
    def letters(self) -> str:
        return (self.see or "") + (self.post or "")


def read_rows(text: str) -> dict[str, Row]:
    """The table, by the name of the route.

    Raises:
        ValueError: for a line that is not one.
    """
    rows = {}
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        route, see, post, *answer = line.split()
        if len(see) != 8 or len(post) != 8 or len(answer) > 1 or route in rows:
            raise ValueError(line)
        rows[route] = Row(_letters(see), _letters(post), answer[0] if answer else "ok")
    return rows


def _letters(grid: str) -> str | None:
    return None if grid == NOT_OFFERED else grid.replace(".", "")


TABLE = (Path(__file__).parent / "rows.txt").read_text()
ROWS = read_rows(TABLE)
