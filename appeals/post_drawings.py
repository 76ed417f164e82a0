"""The formats of the post as drawings: outlines to hold against paper, and small pictures to choose by.

Both are made of the table in `appeals.post_formats`. The pictures are files, so that a page may show them:
``python -m appeals.post_drawings`` writes them anew, and a test fails until that is done.
"""

from dataclasses import dataclass
from pathlib import Path

from appeals.post_formats import FORMATS
from appeals.post_geometry import Box, EnvelopeFormat, LabelFormat, PostFormat, WindowFormat

PICTURES = Path(__file__).resolve().parent.parent / "static" / "post" / "pictures"

# Where the rulers lie, in mm from the edge of the paper: printers leave the outer 5 mm white.
_RULER = 7.0
_FIRST_TICK = 10


@dataclass(frozen=True)
class Line:
    """A path of SVG in mm, how thick, and how it is broken (``1 1``) if it is."""

    path: str
    width: float
    dashes: str = ""


@dataclass(frozen=True)
class Number:
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Drawing:
    """What an alignment page shows, in mm."""

    width: float
    height: float
    lines: tuple[Line, ...]
    numbers: tuple[Number, ...]


def drawing_of(chosen: PostFormat) -> Drawing:
    """The outlines of a format with rulers along the upper and the left edge."""
    width, height = chosen.size
    ticks, numbers = _rulers(width, height)
    if isinstance(chosen, LabelFormat):
        labels = [chosen.label_at(number) for number in range(1, chosen.per_sheet + 1)]
        numbered = [Number(label.right - 5, label.bottom - 1.5, str(n)) for n, label in enumerate(labels, start=1)]
        outlines = Line(_boxes(*labels), 0.2)
        return Drawing(width, height, (outlines, Line(ticks, 0.12)), (*numbers, *numbered))
    if isinstance(chosen, WindowFormat):
        lines = (
            # Of a letter that lies against the upper left corner of its envelope.
            Line(_boxes(*(opening.window for opening in chosen.openings)), 0.1),
            Line(_boxes(chosen.always_seen), 0.2, "1.5 1"),
            Line(_boxes(chosen.zone), 0.5),
            Line("".join(f"M4 {fold:g}h6" for fold in chosen.folds), 0.2),
            Line(ticks, 0.12),
        )
        return Drawing(width, height, lines, numbers)
    return Drawing(width, height, (Line(_boxes(chosen.zone, chosen.sender), 0.3), Line(ticks, 0.12)), numbers)


def picture_of(chosen: PostFormat) -> str:
    """A small picture of a format in its true proportions, as an SVG file that says nothing: its name stands beside."""
    if isinstance(chosen, WindowFormat):
        opening = chosen.openings[0]
        size, inside = (opening.width, opening.height), _boxes(opening.window)
        text = _scribble(opening.window)
    elif isinstance(chosen, EnvelopeFormat):
        size, inside, text = chosen.size, _boxes(_stamp(chosen)), _scribble(chosen.zone)
    else:
        labels = [chosen.label_at(number) for number in range(1, chosen.per_sheet + 1)]
        size, inside, text = chosen.size, _boxes(*labels), "".join(map(_scribble, labels[:4]))
    width, height = size
    thick = max(size) / 90
    outline = _boxes(Box(0, 0, width, height))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-thick:.4g} {-thick:.4g} {width + 2 * thick:.4g} '
        f'{height + 2 * thick:.4g}" fill="none" stroke-linejoin="round">\n'
        f'<path d="{outline}" fill="#fff" stroke="#1b232c" stroke-width="{thick:.4g}"/>\n'
        f'<path d="{inside}" fill="#ecf6ef" stroke="#535d68" stroke-width="{thick / 2:.4g}"/>\n'
        f'<path d="{text}" stroke="#1b232c" stroke-width="{thick:.4g}"/>\n'
        "</svg>\n"
    )


def _scribble(box: Box) -> str:
    """Four lines for an address, the last the longest."""
    left, step = box.left + box.width * 0.1, min(box.height / 5, 9)
    return "".join(
        f"M{left:.4g} {box.top + step * row:.4g}h{box.width * share:.4g}"
        for row, share in enumerate((0.45, 0.6, 0.4, 0.5), start=1)
    )


def _stamp(envelope: EnvelopeFormat) -> Box:
    return Box(envelope.size[0] - 32, 8, 22, 26)


def _rulers(width: float, height: float) -> tuple[str, tuple[Number, ...]]:
    across, down = range(_FIRST_TICK, int(width) - 5), range(_FIRST_TICK, int(height) - 5)
    path = "".join(f"M{x} {_RULER:g}v{_tick(x):g}" for x in across)
    path += "".join(f"M{_RULER:g} {y}h{_tick(y):g}" for y in down)
    numbers = [Number(x + 0.4, _RULER + 4.2, str(x)) for x in across if x % 20 == 0]
    numbers += [Number(_RULER + 3.2, y - 0.4, str(y)) for y in down if y % 20 == 0]
    return path, tuple(numbers)


def _tick(at: int) -> float:
    return 3.0 if at % 10 == 0 else 2.0 if at % 5 == 0 else 1.2


def _boxes(*boxes: Box) -> str:
    return "".join(f"M{box.left:.4g} {box.top:.4g}h{box.width:.4g}v{box.height:.4g}h-{box.width:.4g}z" for box in boxes)


def _write() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for key, chosen in FORMATS.items():
        (PICTURES / f"{key}.svg").write_text(picture_of(chosen), encoding="utf-8")


if __name__ == "__main__":
    _write()
