"""Text with the direction in which it runs, for an engine that does not know ``dir=auto``."""

import re
import unicodedata
from dataclasses import dataclass

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_ISOLATE, _END = "\u2068", "\u2069"  # of the first letter's direction, and its end (UAX 9)
_EMPTY_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Words:
    """A piece of text with the direction that it runs in (``ltr``, ``rtl``), and its language where known."""

    text: str
    dir: str
    lang: str = ""


def text_direction(text: str, default: str = "ltr") -> str:
    """``rtl`` or ``ltr`` by the first letter that has a direction (rule P2 of UAX 9), as ``dir=auto`` would.

    It is computed here because the PDF engine does not know ``dir=auto``.
    """
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return "ltr"
        if kind in _RIGHT_TO_LEFT:
            return "rtl"
    return default


def isolated(text: str, around: str) -> str:
    """A piece of text as it stands among others, such as an office in a list of them: where any of it runs otherwise
    than what is around it (``ltr``, ``rtl``), between marks that keep it together, so that all stay in their order.
    """
    otherwise = _RIGHT_TO_LEFT if around == "ltr" else frozenset({"L"})
    is_mixed = any(unicodedata.bidirectional(character) in otherwise for character in text)
    return f"{_ISOLATE}{text}{_END}" if is_mixed else text


def words_of(text: str, default: str) -> Words:
    return Words(text, text_direction(text, default))


def words_if_any(text: str, default: str) -> Words | None:
    return words_of(text, default) if text else None


def paragraphs_of(text: str, default: str) -> tuple[Words, ...]:
    """An empty line starts a new paragraph; a single line end stays a line end."""
    parts = (part.strip() for part in _EMPTY_LINE.split(text))
    return tuple(words_of(part, default) for part in parts if part)
