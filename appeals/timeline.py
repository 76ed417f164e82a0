"""The drawing of a case's dates, as numbers. Pure geometry: no models, no clock, no HTML.

`draw` takes dated marks and the present day and says where each line, point and word stands; the template
writes that down as SVG. Time runs downwards, so that the words stay readable on a telephone. Distances follow
the logarithm of the days between two dates, because a case has years of waiting and days that count: the true
dates stand beside the points, and a gap of more than a year is drawn as a broken line.
"""

import math
import unicodedata
from dataclasses import dataclass
from datetime import date

# All lengths are in units of the drawing, which is WIDTH wide and shown at one unit to a pixel at most.
WIDTH = 288
AXIS = 12
TEXT_AT = 30
_TOP = 14
_LINE_HEIGHT = 17
_AFTER_TEXT = 11
_LETTERS = 38  # of middling width, in a line
_MOST_LINES = 2
_MOST_MARKS = 12
_LONG_GAP = 366  # days


@dataclass(frozen=True)
class Mark:
    """A date with its words. `first` and `last` differ where only the month or the year is known."""

    first: date
    last: date
    when: str
    what: str
    shape: str  # event, hearing, deadline, sheet, step, limit


@dataclass(frozen=True)
class Line:
    """A word line: its baseline and its text."""

    y: int
    text: str


@dataclass(frozen=True)
class Point:
    """A mark in its place. `until_y` lies below `y` where the date is known to the month or year only."""

    y: int
    until_y: int
    shape: str
    when: Line
    what: tuple[Line, ...]
    is_past: bool

    @property
    def diamond(self) -> str:
        """The corners of a diamond around the point, for SVG's ``points``."""
        return f"{AXIS},{self.y - 7} {AXIS + 7},{self.y} {AXIS},{self.y + 7} {AXIS - 7},{self.y}"


@dataclass(frozen=True)
class Segment:
    """A stretch of the axis between two marks."""

    y: int
    until_y: int
    is_ahead: bool
    is_long: bool


@dataclass(frozen=True)
class Timeline:
    points: tuple[Point, ...]
    segments: tuple[Segment, ...]
    height: int
    description: str
    left_out: int
    width: int = WIDTH
    axis: int = AXIS
    text_at: int = TEXT_AT


def draw(marks: list[Mark], *, on: date, today: str) -> Timeline:
    """The drawing of some marks with the present day among them.

    At most twelve marks are drawn, those nearest to the present day; `left_out` counts the others.

    Args:
        on: the present day, which gets a mark of its own.
        today: the words for it, such as "Today, 13 July 2011".
    """
    nearest = sorted(marks, key=lambda mark: (_days_away(mark, on), mark.first))[:_MOST_MARKS]
    # What lies on the present day itself stands above the mark of today.
    drawn = sorted([*nearest, Mark(on, on, today, "", "today")], key=lambda m: (m.first, m.shape == "today", m.last))
    points: list[Point] = []
    y = _TOP
    for index, mark in enumerate(drawn):
        if index:
            y = _next_y(points[-1], drawn[index - 1], mark)
        points.append(_point(mark, y=y, on=on))
    segments = tuple(
        _segment(drawn[index], drawn[index + 1], points[index], points[index + 1], on=on)
        for index in range(len(points) - 1)
    )
    return Timeline(
        points=tuple(points),
        segments=segments,
        height=_bottom(points[-1]),
        description=_describe(drawn, today),
        left_out=len(marks) - len(nearest),
    )


def _days_away(mark: Mark, on: date) -> int:
    return max((mark.first - on).days, (on - mark.last).days, 0)


def _bottom(point: Point) -> int:
    last = point.what[-1] if point.what else point.when
    return max(last.y + _AFTER_TEXT, point.until_y + _AFTER_TEXT)


def _next_y(above: Point, before: Mark, mark: Mark) -> int:
    """Far enough below for the words above, and further the longer the time between."""
    days = max((mark.first - before.last).days, 0)
    by_time = above.until_y + round(9 * math.log2(1 + days))
    return max(_bottom(above) + _LINE_HEIGHT // 2, by_time)


def _point(mark: Mark, *, y: int, on: date) -> Point:
    lines = _wrap(mark.what)
    return Point(
        y=y,
        until_y=y if mark.first == mark.last else y + 16,
        shape=mark.shape,
        when=Line(y + 5, mark.when),
        what=tuple(Line(y + 5 + _LINE_HEIGHT * (row + 1), text) for row, text in enumerate(lines)),
        is_past=mark.last < on,
    )


def _segment(before: Mark, after: Mark, above: Point, below: Point, *, on: date) -> Segment:
    return Segment(
        y=above.until_y,
        until_y=below.y,
        is_ahead=after.first > on,
        is_long=(after.first - before.last).days > _LONG_GAP,
    )


def _wrap(text: str) -> list[str]:
    """The text in at most two lines that fit beside the axis; what is left out ends in "…"."""
    lines: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}".strip()
        if current and _breadth(longer) > _LETTERS:
            lines.append(current)
            current = word
        else:
            current = longer
    if current:
        lines.append(current)
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES - 1] += " …"
    return [_cut(line) for line in lines[:_MOST_LINES]]


def _cut(line: str) -> str:
    if _breadth(line) <= _LETTERS:
        return line
    while line and _breadth(line) > _LETTERS - 1:
        line = line[:-1]
    return line.rstrip(" …") + "…"


def _breadth(text: str) -> float:
    """The breadth of a text in letters of middling width."""
    return sum(
        0.0 if unicodedata.combining(letter)
        else 2.0 if unicodedata.east_asian_width(letter) in "WF"
        else 1.35 if letter.isupper() or letter in "mw—"
        else 1.0
        for letter in text
    )  # fmt: skip


def _describe(drawn: list[Mark], today: str) -> str:
    marks = [mark for mark in drawn if mark.shape != "today"]
    if not marks:
        return f"{today}. No other date."
    dates = "1 date" if len(marks) == 1 else f"{len(marks)} dates"
    return f"{dates} from {marks[0].when} to {marks[-1].when}, from top to bottom. {today}. The table lists them."
