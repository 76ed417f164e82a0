"""Addresses that stand side by side, put one below the other. Leaf module: no models."""

import re
from collections.abc import Sequence
from dataclasses import replace

from campaigns.sheet_reading.source_lines import SourceLine

_GAP = re.compile(r"\s{3,}")
_NEAR = 6  # characters between two cells of one column
_MOST_COLUMNS = 4


def in_one_column(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Lines whose cells are parted by wide gaps, column by column; other lines as they are."""
    rows = [(line, _cells(line.raw)) for line in lines]
    wide = sum(len(cells) > 1 for _, cells in rows)
    if wide < 3 or wide < 0.3 * len(rows):
        return list(lines)
    starts: list[int] = []
    for _, cells in rows:
        for start, _ in cells:
            if not any(abs(start - known) <= _NEAR for known in starts):
                starts.append(start)
    if not 2 <= len(starts) <= _MOST_COLUMNS:
        return list(lines)
    starts.sort()
    columns: list[list[SourceLine]] = [[] for _ in starts]
    for line, cells in rows:
        for start, text in cells:
            column = min(range(len(starts)), key=lambda place: abs(starts[place] - start))
            first = not columns[column]
            columns[column].append(replace(line, text=text, raw=text, blank_before=line.blank_before or first))
    return [line for column in columns for line in column]


def _cells(raw: str) -> list[tuple[int, str]]:
    cells, place = [], 0
    for gap in [*_GAP.finditer(raw), None]:
        end = gap.start() if gap else len(raw)
        text = raw[place:end].strip()
        if text:
            cells.append((place + len(raw[place:end]) - len(raw[place:end].lstrip()), text))
        place = gap.end() if gap else end
    return cells
