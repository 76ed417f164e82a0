"""In which languages a sheet asks people to write. Leaf module: no models."""

import re
from collections.abc import Sequence
from functools import lru_cache

from babel import Locale

from campaigns.sheet_reading.sections import Section
from campaigns.sheet_reading.source_lines import Found, Place, Prose, joined

_OWN = re.compile(
    r"\byour own\b(?! (?:words|name|hand|country|section|letter|address))|"
    r"\bsu propio idioma\b|\ben su idioma\b|\bvotre (?:propre )?langue\b|"
    r"\blangue de votre choix\b"
    r"|\bihrer (?:eigenen )?sprache\b|\b(?:nella )?(?:vostra|propria|tua) lingua\b",
    re.IGNORECASE,
)
_IMMEDIATELY = re.compile(
    r"\bimmediately\b|\binmediatamente\b|\bimmédiatement\b|\bsofort\b|\bunverzüglich\b|\bimmediatamente\b",
    re.IGNORECASE,
)
_WRITE = re.compile(r"\bwrite\b|\bescrib|\bécri|\bschreib|\bscriv", re.IGNORECASE)
_WRITE_IN = re.compile(
    r"\b(?:write|escriban?|écrivez|schreiben sie|scrivete|scrivere)\b"
    r"[^.]{0,40}?\b(?:in|auf|en)\s+(?P<names>[^.]{3,80})",
    re.IGNORECASE,
)
# Names that are no language of letters, or words of another meaning.
_NOT_MEANT = frozenset({"as", "no", "even", "fang", "kara", "ho", "crow", "unknown language", "luba"})


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    names: set[str] = set()
    for edition in ("en", "es", "fr", "de", "it"):
        for code, name in Locale(edition).languages.items():
            if len(code) < 4 and len(name) > 2 and "(" not in name:
                names.add(name.casefold())
    names |= {
        "farsi",
        "dari",
        "castellano",
        "mandarin",
        "cantonese",
        "kiswahili",
        "bahasa indonesia",
        "bahasa malaysia",
        "montenegrin",
        "monténégrin",
        "montenegrino",
        "montenegrinisch",
    }
    names -= _NOT_MEANT
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


def languages_in(text: str) -> list[str]:
    """The languages that a text names, in its order and spelling."""
    return list(dict.fromkeys(found[0] for found in _names().finditer(text[:600])))


def read_languages(sections: Sequence[Section]) -> tuple[list[Found[str]], Found[bool] | None, Found[bool] | None]:
    """The languages asked for, whether one's own will do, and whether people are to write at once.

    The last two are None where the text does not say.
    """
    found: list[Found[str]] = []
    own: Found[bool] | None = None
    at_once: Found[bool] | None = None
    for section in sections:
        if at_once is None and section.key == "demands" and _IMMEDIATELY.search(joined(section.head)):
            at_once = Found(True, Place.of(section.head))
        text, place = _asking(section)
        if not text or place is None:
            continue
        if not found:
            found = [Found(name, place) for name in languages_in(text)]
        if own is None and _OWN.search(text):
            own = Found(True, place)
    found = found or _asked_elsewhere(sections)
    if own is None:
        own = _said_elsewhere(sections)
    return found, own, at_once


def _asked_elsewhere(sections: Sequence[Section]) -> list[Found[str]]:
    """A sentence of its own: "Please write in English or German.", "Schreiben Sie in gutem Englisch"."""
    for section in sections:
        if section.key in ("letter", "background", "summary"):
            continue
        prose = Prose(section.content[:40])
        for asked in _WRITE_IN.finditer(prose.text):
            if names := languages_in(asked["names"]):
                place = prose.place(asked.start(), asked.end())
                return [Found(name, place) for name in names]
    return []


def says_own_language(text: str) -> bool:
    """Whether a line is the sentence "You can also write in your own language." """
    return bool(_OWN.search(text) and _WRITE.search(text)) and len(text) < 200


def _said_elsewhere(sections: Sequence[Section]) -> Found[bool] | None:
    """A sentence of its own: "You can also write in your own language." """
    for section in sections:
        for line in section.lines if section.key != "letter" else []:
            if says_own_language(line.text):
                return Found(True, Place.of([line]))
    return None


def _asking(section: Section) -> tuple[str, Place | None]:
    """The words of a part that may say in which language to write."""
    if section.key == "demands":
        text = joined(section.head)
        within = re.search(r"(?<!\w)(?:in|en|auf|in lingua)\s+.*", text, re.IGNORECASE)
        return within[0] if within else text, Place.of(section.head)
    if section.key == "language":
        return f"{section.value} {joined(section.lines[:1])}", section.value_place
    return "", None
