"""Whether an address fits where it has to stand: in the usual type, once smaller, or not at all. Nothing is cut.

Widths are those of the fonts that print it (`appeals.pdf`), without kerning, which only ever makes a line shorter by
a hair. A line that is too long even in the smaller type goes on below, at a space.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from appeals.pdf import FONT_FILES, FONTS, check_fonts
from appeals.post_geometry import Box

MM_PER_POINT = 25.4 / 72
# Shaping joins letters of some scripts into wider ones.
_MARGIN = 1.01


@dataclass(frozen=True)
class TypeSize:
    """A size of type, and the distance of its lines in mm."""

    name: str
    points: float
    leading: float


# Six lines of the usual size, or nine of the smaller, fill what of the address field of DIN 5008 is always seen.
# The USPS and Deutsche Post ask for 8 points at least.
USUAL = TypeSize("usual", 10, 4.2)
SMALL = TypeSize("small", 8, 3.25)
RETURN = TypeSize("return", 7, 4.3)  # the sender in one line above an address in a window
SIZES = (USUAL, SMALL, RETURN)


@dataclass(frozen=True)
class Setting:
    """An address as it is set: for each of its lines the rows that it takes."""

    size: TypeSize
    lines: tuple[tuple[str, ...], ...]

    @property
    def rows(self) -> int:
        return sum(len(rows) for rows in self.lines)

    @property
    def height(self) -> float:
        return self.rows * self.size.leading


def set_address(lines: Iterable[str], zone: Box, *, above: float = 0.0) -> Setting | None:
    """The address as it fits into a zone, or None if it does not even in the smaller type.

    In the usual type a line stays a line; in the smaller one a long line goes on below.

    Args:
        above: mm of the zone that something else takes.
    """
    lines = tuple(lines)
    whole = Setting(USUAL, tuple((line,) for line in lines))
    if _fits(whole, zone, above):
        return whole
    turned = tuple(rows_of(line, zone.width, SMALL) for line in lines)
    small = Setting(SMALL, turned)
    return small if _fits(small, zone, above) else None


def rows_of(line: str, width: float, size: TypeSize) -> tuple[str, ...]:
    """A line broken at spaces into rows of a width (mm). A word that is wider stands alone and sticks out."""
    rows: list[str] = []
    for word in line.split():
        longer = f"{rows[-1]} {word}" if rows else ""
        if rows and width_of(longer, size) <= width:
            rows[-1] = longer
        else:
            rows.append(word)
    return tuple(rows)


def width_of(text: str, size: TypeSize) -> float:
    """How wide a text prints, in mm; at least that of its signs side by side."""
    units = sum(map(_advances().__getitem__, text))
    return units / 1000 * size.points * MM_PER_POINT * _MARGIN


def _fits(setting: Setting, zone: Box, above: float) -> bool:
    # A hair for the sums of decimal fractions.
    return above + setting.height <= zone.height + 0.001 and _widest(setting) <= zone.width


def _widest(setting: Setting) -> float:
    rows: Sequence[str] = [row for rows in setting.lines for row in rows]
    return max((width_of(row, setting.size) for row in rows), default=0.0)


class _Advances(dict[str, float]):
    """The width of each sign, in thousandths of the type size."""

    def __missing__(self, sign: str) -> float:
        # Joiners and the like are in no font and take no room; of any other sign nobody knows.
        self[sign] = 0.0 if unicodedata.category(sign) == "Cf" else 1000.0
        return self[sign]


@lru_cache(maxsize=1)
def _advances() -> _Advances:
    """Of all signs of our fonts, each in the first one that has it."""
    from fontTools.ttLib import TTFont  # late: it comes with the engine and takes as long to import

    check_fonts()
    advances = _Advances()
    for name in (file for file in FONT_FILES if "Regular" in file):
        with TTFont(FONTS / name, lazy=True) as font:
            scale, widths = 1000 / font["head"].unitsPerEm, font["hmtx"]
            for sign, glyph in font.getBestCmap().items():
                advances.setdefault(chr(sign), widths[glyph][0] * scale)
    return advances
