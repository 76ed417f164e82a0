"""A drawing of how many there are of each of several things, as numbers. Pure geometry: no models, no HTML.

`draw` says where each bar and each word stands; the template writes that down as SVG. Each word stands above its bar,
so that the drawing is narrow enough for a telephone; the table beside it says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# All lengths are in units of the drawing, which is WIDTH wide and shown at one unit to a pixel at most.
WIDTH = 288
THICKNESS = 14
_ROW = 40
_BASELINE = 14  # of the words, from the top of their row
_BAR_AT = 20
_LONGEST = 244  # leaves room for the number behind the longest bar
_SHORTEST = 3  # something is never drawn as nothing
_GAP = 6


@dataclass(frozen=True)
class Bar:
    """One thing: its words, its bar, and its number behind that."""

    words: str
    count: int
    words_y: int
    bar_y: int
    length: int
    count_x: int
    count_y: int


@dataclass(frozen=True)
class Bars:
    bars: tuple[Bar, ...]
    height: int
    description: str
    width: int = WIDTH
    thickness: int = THICKNESS


def draw(counts: Sequence[tuple[str, int]]) -> Bars:
    """The drawing of some counts in their order, the greatest as long as there is room.

    Args:
        counts: words, and how many there are; each at least one.
    """
    most = max((count for _, count in counts), default=1)
    bars = tuple(_bar(place, words, count, most) for place, (words, count) in enumerate(counts))
    listed = "; ".join(f"{words}: {count}" for words, count in counts)
    return Bars(bars, height=_ROW * len(bars), description=f"{listed}." if listed else "Nothing to draw.")


def _bar(place: int, words: str, count: int, most: int) -> Bar:
    top = place * _ROW
    length = max(round(_LONGEST * count / most), _SHORTEST)
    return Bar(
        words=words,
        count=count,
        words_y=top + _BASELINE,
        bar_y=top + _BAR_AT,
        length=length,
        count_x=length + _GAP,
        count_y=top + _BAR_AT + THICKNESS - 3,
    )
