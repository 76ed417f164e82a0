"""A value as people read it, and what is different between two texts. Leaf module: no models."""

import re
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from cases.word_diff import Piece, Side, word_diff

# As many words of what stayed are shown on each side of a change.
_AROUND = 8


def words_of(field: Any, value: Any) -> str:
    """A value of a field; empty where there is none. Fields of ours may say it themselves (`in_words`)."""
    if value is None or value == "" or value == []:
        return ""
    if hasattr(field, "in_words"):
        return str(field.in_words(value))
    if field.choices and (label := dict(field.flatchoices).get(value if isinstance(value, int) else str(value))):
        return str(label)
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{timezone.localtime(value):%-d %B %Y, %H:%M}"
        case date():
            return f"{value:%-d %B %Y}"
        case time():
            return f"{value:%H:%M}"
        case list():
            return ", ".join(str(one) for one in value)
    return str(value)


def pieces_between(old: str, new: str) -> tuple[Piece, ...]:
    """What went and what came, word by word, with a few words of what stayed around it."""
    # A space behind both, so that a word at the end is the same as in the middle.
    pieces = word_diff(f"{old.rstrip()} ", f"{new.rstrip()} ")
    return tuple(
        _trimmed(piece, is_first=place == 0, is_last=place == len(pieces) - 1) for place, piece in enumerate(pieces)
    )


def _trimmed(piece: Piece, *, is_first: bool, is_last: bool) -> Piece:
    """What stayed, without its middle (or its far end) where that is long."""
    words = re.findall(r"^\s+|\S+\s*", piece.text)
    if piece.side != Side.BOTH or len(words) <= 2 * _AROUND:
        return piece
    begin = "" if is_first else "".join(words[:_AROUND])
    end = "" if is_last else "".join(words[-_AROUND:])
    return Piece(Side.BOTH, f"{begin}… {end}")
