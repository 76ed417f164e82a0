"""Of which nationality somebody is, where a sheet says so in as many words. Leaf module: no models.

"Anna Beispiel, an Icelandic national", "the Icelandic citizen Anna Beispiel", "a citizen of Iceland", or a label. An
adjective alone, as in "Icelandic man", may mean a language or a people, and sets nothing.
"""

import re
from collections.abc import Iterator, Sequence

from campaigns.sheet_reading.source_lines import Found, Place, Prose, SourceLine
from cases.country_spellings import exact_country

_MOST_MENTIONS = 20  # of one name
_BEFORE, _AFTER = 60, 140  # characters around a name
_ADJECTIVE = r"(?P<nationality>[A-ZÀ-Þ][\w-]+(?:\s[A-ZÀ-Þ][\w-]+)?)"
_IS_ONE = re.compile(
    rf"(?:\s*\([^()]{{0,20}}\))?,?\s+(?:who\s+)?(?:is\s+|was\s+)?an?\s+(?:[\w-]+\s){{0,2}}?{_ADJECTIVE}"
    r"\s+(?:national|citizen)\b"
)
_IS_OF = re.compile(
    r"[^.]{0,60}?\b(?:national|citizen)\s+of\s+(?:the\s+)?(?P<land>[A-ZÀ-Þ][\w-]+(?:\s[A-ZÀ-Þ]\w+){0,2})"
)
_THE_ONE = re.compile(rf"\b{_ADJECTIVE}\s+(?:national|citizen)\s+$")
_LABEL = re.compile(r"^\s*nationality\s*:\s*(?P<nationality>[^\W\d_][\w -]{1,40}?)\s*[.;]?\s*$", re.IGNORECASE)
_LONGEST = 80


def read_nationalities(names: Sequence[str], told: Sequence[SourceLine]) -> dict[str, Found[str]]:
    """The nationality of each person that the text gives one, in its words; of "citizen of" the country."""
    prose = Prose(told)
    found: dict[str, Found[str]] = {}
    for name in names:
        for start in _mentions(name, prose.text):
            said = _said(prose.text, start, start + len(name))
            if said:
                found[name] = Found(said, prose.place(start, start + len(name)), "likely")
                break
    labelled = [(line, label) for line in told if (label := _LABEL.match(line.text[:_LONGEST]))]
    if len(names) == 1 and len(labelled) == 1 and names[0] not in found:
        line, label = labelled[0]
        found[names[0]] = Found(label["nationality"], Place.of([line]))
    return found


def _mentions(name: str, text: str) -> Iterator[int]:
    start = text.find(name) if name else -1
    for _ in range(_MOST_MENTIONS):
        if start < 0:
            return
        yield start
        start = text.find(name, start + len(name))


def _said(text: str, start: int, end: int) -> str:
    """What the words around one mention of a name say."""
    after = text[end : end + _AFTER]
    one = _IS_ONE.match(after) or _THE_ONE.search(text[max(start - _BEFORE, 0) : start])
    if one:
        return one["nationality"]
    of = _IS_OF.match(after)
    named = exact_country(of["land"]) if of else None
    return named.name if named else ""
