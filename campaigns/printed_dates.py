"""Where a text names a day, in the forms in which people write days. Leaf module: no models, no clock.

"19 July", "19 July 2011", "July 19th", "18 and 19 July", "19.07.2011", "2011-07-19", "19 июля", "7月19日": the names of
the months are Babel's. A day of another year is not meant, and a day without a year is: better shown once too often.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError

_AROUND = 40  # letters shown on either side
_MOST = 5  # places shown of one text

_ORDINAL = r"(?:st|nd|rd|th|er|re|o|a|\.|-?го|-?е)?"
_BETWEEN = r"\s*(?:-|–|—|/|,|&|and|to|y|a|al|et|au|und|bis|e|и|по)\s*"
# "of", "de", "di", "d'".
_OF = r"(?:\s+[^\W\d_]{1,3}['’]?)?"
_NO_LETTER_AFTER, _NO_LETTER_BEFORE = r"(?![^\W\d_])", r"(?<![^\W\d_])"


def places_of(text: str, day: date, languages: Iterable[str] = ("en",)) -> list[str]:
    """The places where a text names a day, each with a few words around it; empty if it does not.

    Args:
        languages: in which the months may be named.
    """
    plain, place_of = _plain(text)
    found: list[tuple[int, int]] = []
    for start, end in sorted(_matches(plain, day, tuple(dict.fromkeys(languages)))):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return [_excerpt(text, place_of[start], place_of[end]) for start, end in found[:_MOST]]


def _matches(plain: str, day: date, languages: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for pattern in _patterns(day.day, day.month, languages):
        for match in pattern.finditer(plain):
            years = [year for year in match.groups() if year]
            if all(int(year) in (day.year, day.year % 100) for year in years):
                yield match.span()


def _plain(text: str) -> tuple[str, list[int]]:
    """The text in small letters, compatible forms and figures of ours, and for each letter its place in the text."""
    letters, places = [], []
    for place, sign in enumerate(text):
        figure = unicodedata.digit(sign, None)
        for letter in str(figure) if figure is not None else unicodedata.normalize("NFKC", sign).casefold():
            letters.append(letter)
            places.append(place)
    return "".join(letters), [*places, len(text)]


@lru_cache(maxsize=64)
def _patterns(day: int, month: int, languages: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    names = "|".join(sorted(map(re.escape, _names_of(month, languages)), key=len, reverse=True))
    d, m = rf"(?<!\d)0?{day}(?!\d)", rf"(?<!\d)0?{month}(?!\d)"
    other = rf"(?<!\d)\d{{1,2}}(?!\d){_ORDINAL}"
    year = rf"(?:{_OF}[\s,.]*(?<!\d)(\d{{4}})(?!\d))?"
    patterns = [
        # 19 July 2011; 19 and 20 July; 19 de julio de 2011
        rf"{d}{_ORDINAL}(?:{_BETWEEN}{other})?{_OF}\s*(?:{names})\.?{_NO_LETTER_AFTER}{year}",
        # July 19th, 2011; July 18-19
        rf"{_NO_LETTER_BEFORE}(?:{names})\.?\s*(?:{other}{_BETWEEN})?{d}{_ORDINAL}{_NO_LETTER_AFTER}{year}",
        # 2011年7月19日
        rf"(?:(\d{{4}})\s*[年년]\s*)?{m}\s*[月월]\s*{d}\s*[日일]",
        # 19.07.2011, 19/7/11, 19-07-2011; 2011-07-19; 07/19/2011
        rf"{d}\s?[./-]\s?{m}\s?[./-]\s?(\d{{4}}|\d{{2}})(?!\d)",
        rf"(?<!\d)(\d{{4}})[./-]{m}[./-]{d}",
        rf"{m}/{d}/(\d{{4}}|\d{{2}})(?!\d)",
        # 19.7. and 19/07
        rf"(?<![\d.]){d}\.\s?{m}\.(?!\s?\d)",
        rf"(?<![\d/]){d}/{month:02}(?![\d/])",
    ]
    return tuple(re.compile(pattern) for pattern in patterns)


def _names_of(month: int, languages: Iterable[str]) -> set[str]:
    names = set()
    for code in languages:
        try:
            months = Locale.parse(code.replace("-", "_")).months
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names.add(_plain(months[context][width][month])[0].rstrip("."))
    # "7" alone, as some languages abbreviate a month, is no name of it.
    return {name for name in names if not name.isdigit()} or {"\uffff"}


def _excerpt(text: str, start: int, end: int) -> str:
    # Whole words, unless one is so long that it would fill the place.
    before = text.find(" ", max(start - _AROUND, 0), start) + 1 if start > _AROUND else 0
    after = text.rfind(" ", end, end + _AROUND) if end + _AROUND < len(text) else len(text)
    before, after = before or max(start - _AROUND, 0), end + _AROUND if after < 0 else after
    words = " ".join(text[before:after].split())
    return f"{'… ' if before else ''}{words}{' …' if after < len(text) else ''}"
