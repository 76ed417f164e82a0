"""What stands on a page of a PDF, and where, in millimetres from its upper left corner."""

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

from appeals.post_geometry import Box

MM = 25.4 / 72
MOST_BETWEEN_SIGNS = 25  # mm; text that turns its direction jumps within a row


@dataclass(frozen=True)
class Row:
    """Signs on one baseline, from the left.

    Args:
        text: in the order of the file.
        from_left: the same signs in the order in which they lie.
        left: of the first sign's origin, which is where its place begins; its ink begins a hair further in.
        ink: the box around what is black.
    """

    text: str
    from_left: str
    left: float
    baseline: float
    ink: Box


def pages_in(pdf: bytes) -> list[tuple[float, float, list[Row]]]:
    """For each page its width and height, and its rows from the top."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [(page.get_width() * MM, page.get_height() * MM, list(_rows(page))) for page in document]
    finally:
        document.close()


@dataclass(frozen=True)
class _Sign:
    text: str
    x: float
    y: float
    box: tuple[float, float, float, float]  # left, bottom, right, top


def _rows(page: Any) -> Iterator[Row]:
    row: list[_Sign] = []
    for sign in _signs(page.get_textpage()):
        if row and not _continues(row, sign):
            yield _row(row, page.get_height())
            row = []
        row.append(sign)
    if row:
        yield _row(row, page.get_height())


def _continues(row: list[_Sign], sign: _Sign) -> bool:
    """Not on another baseline, nor on the label beside it. A mark above a letter lies higher, and is of its row."""
    on_line = next((each.y for each in row if not unicodedata.combining(each.text)), sign.y)
    is_mark = bool(unicodedata.combining(sign.text))
    return (is_mark or abs(sign.y - on_line) <= 0.1) and abs(sign.x - row[-1].x) <= MOST_BETWEEN_SIGNS / MM


def _signs(text: Any) -> Iterator[_Sign]:
    for index in range(text.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(text, index))
        if sign not in "\r\n\0" and not raw.FPDFText_IsGenerated(text, index):
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            yield _Sign(sign, x.value, y.value, text.get_charbox(index))


def _row(signs: list[_Sign], height: float) -> Row:
    boxes = [sign.box for sign in signs if not sign.text.isspace()] or [signs[0].box]
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return Row(
        text="".join(sign.text for sign in signs),
        from_left="".join(sign.text for sign in sorted(signs, key=lambda sign: sign.x)),
        left=min(sign.x for sign in signs) * MM,
        baseline=(height - signs[0].y) * MM,
        ink=Box(left * MM, (height - top) * MM, (right - left) * MM, (top - bottom) * MM),
    )
