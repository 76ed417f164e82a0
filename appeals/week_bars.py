"""A drawing of how many letters went in each week, each way a part of its bar. Pure geometry: no models, no HTML.

Each part has a tone of its own and a line between it and the next; the table beside the drawing says the same in
numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# All lengths are in units of the drawing, which is WIDTH wide and shown at one unit to a pixel at most.
WIDTH = 288
THICKNESS = 16
_ROW = 44
_BASELINE = 14  # of the words, from the top of their row
_BAR_AT = 20
_LONGEST = 236  # leaves room for the number behind the longest bar
_SHORTEST = 3  # something is never drawn as nothing
_GAP = 6


@dataclass(frozen=True)
class Part:
    """One way's share of a week."""

    tone: int  # 0 to 3, the place of the way
    x: int
    length: int


@dataclass(frozen=True)
class WeekBar:
    words: str
    total: int
    words_y: int
    bar_y: int
    parts: tuple[Part, ...]
    count_x: int
    count_y: int


@dataclass(frozen=True)
class WeekBars:
    bars: tuple[WeekBar, ...]
    ways: tuple[str, ...]
    height: int
    description: str
    width: int = WIDTH
    thickness: int = THICKNESS


def draw(weeks: Sequence[tuple[str, Sequence[int]]], ways: Sequence[str]) -> WeekBars:
    """The drawing of some weeks in their order, the greatest as long as there is room.

    Args:
        weeks: the words of each, and how many letters went by each of the ways.
    """
    most = max((sum(counts) for _, counts in weeks), default=1) or 1
    bars = tuple(_bar(place, words, counts, most) for place, (words, counts) in enumerate(weeks))
    listed = "; ".join(f"{words}: {sum(counts)}" for words, counts in weeks)
    return WeekBars(bars, tuple(ways), _ROW * len(bars), f"{listed}." if listed else "Nothing to draw.")


def _bar(place: int, words: str, counts: Sequence[int], most: int) -> WeekBar:
    top, x, parts = place * _ROW, 0, []
    for tone, count in enumerate(counts):
        if count:
            length = max(round(_LONGEST * count / most), _SHORTEST)
            parts.append(Part(tone, x, length))
            x += length
    return WeekBar(
        words=words,
        total=sum(counts),
        words_y=top + _BASELINE,
        bar_y=top + _BAR_AT,
        parts=tuple(parts),
        count_x=x + _GAP,
        count_y=top + _BAR_AT + THICKNESS - 3,
    )
