"""Text that somebody copies out of a PDF, or hears read aloud from it.

The engine notes for each glyph which sign it stands for where it is used first. In words from right to left an opening
bracket is drawn with the glyph of a closing one; so after such words all brackets of a document, also those of English
sentences, would come out the wrong way round. Here each glyph stands for the sign that it looks like, which is what
readers of PDF expect: those that know of directions turn the brackets themselves.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

_PAIRS = ("()", "[]", "{}", "<>", "«»", "‹›")
_TWIN = {pair[0]: pair[1] for pair in _PAIRS} | {pair[1]: pair[0] for pair in _PAIRS}
_ENTRY = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>")  # a glyph, and the sign that it stands for


def turn_brackets(pdf: Any, fonts: Sequence[Path]) -> None:
    """Let each bracket of a document (of pydyf, not written yet) stand for itself.

    Args:
        fonts: the files of all fonts in it.
    """
    known = _brackets(tuple(fonts))
    for thing in pdf.objects:
        lines = getattr(thing, "stream", None)
        if isinstance(lines, list) and b"begincmap" in lines:
            lines[:] = [_turned(line, known) for line in lines]


def _turned(line: Any, known: dict[int, str]) -> Any:
    entry = _ENTRY.fullmatch(line) if isinstance(line, bytes) else None
    if entry is None:
        return line
    looks_like = known.get(int(entry[1], 16), "")
    is_turned = looks_like and _TWIN[looks_like] == chr(int(entry[2], 16))
    return b"<%s> <%04x>" % (entry[1], ord(looks_like)) if is_turned else line


@cache
def _brackets(fonts: tuple[Path, ...]) -> dict[int, str]:
    """The brackets of the fonts by the numbers of their glyphs; without numbers that mean another one elsewhere."""
    from fontTools.ttLib import TTFont  # late: it comes with the engine and takes as long to import

    found: dict[int, set[str]] = {}
    for path in fonts:
        with TTFont(path, lazy=True) as font:
            signs, numbers = font.getBestCmap(), font.getReverseGlyphMap()
            for sign in _TWIN:
                if ord(sign) in signs:
                    found.setdefault(numbers[signs[ord(sign)]], set()).add(sign)
    return {number: min(signs) for number, signs in found.items() if len(signs) == 1}
