"""How an address is set for the post: the lines as printed, and under them the country where it has to stand.

Printed lines always win: each of them comes out, in its order and as it is written. What is added is one line, the
country in capitals, for a letter that crosses a border: the post of the country in which it is posted sorts by it and
reads no further, so it is in the language of that post (Universal Postal Convention, regulations on addressing: the
name of the country of destination in capitals as the last line, preferably in the language of the country of origin).

Leaf module: no models. Names of countries come from Babel's copy of the CLDR.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from cases.countries import country_name
from cases.country_spellings import named_country

# What every post reads, where its own script is none that travels.
_ANY_POST = "en"
_EVERYWHERE = "LATIN"  # letters that every post reads
_SCRIPTS_THAT_TRAVEL = ("LATIN", "CYRILLIC", "GREEK", "ARABIC")
_MOST_LANGUAGES = 3  # of a country; Switzerland has three on its letters

_FORMAL = re.compile(
    r"^(the )?((islamic|federal|federative|democratic|people.?s|socialist|arab|united) )*"
    r"(republic|kingdom|state|sultanate|federation|principality) of (the )?",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[,;/(]|\s[-–—]\s")
_TOWN = re.compile(r"[^\W\d_]{3,}")
# "Ciudad de Guatemala", "Ville de Luxembourg": a town, not the country.
_OF = frozenset({"de", "of", "du", "da", "do", "di", "del", "la", "new"})


def postal_languages(country: str) -> tuple[str, ...]:
    """The languages in which the post of a country reads the name of another one, the usual one first; never empty.

    Its official languages, as far as they are written in a script that the post of other countries reads too; English
    before them where the first is not.

    Args:
        country: ISO 3166-1 alpha-2.
    """
    if not re.fullmatch("[A-Z]{2}", country):
        return (_ANY_POST,)
    official = get_official_languages(country) or get_official_languages(country, de_facto=True)
    spoken = dict.fromkeys("nb" if code == "no" else code for code in official)
    travelling = [code for code in spoken if _travels(code)]
    if not spoken or not _travels(next(iter(spoken))):
        travelling = [_ANY_POST, *(code for code in travelling if code != _ANY_POST)]
    # Of one language in two scripts (uz, uz_Cyrl; sr_Latn, sr) the first is the usual one.
    usual = [code for place, code in enumerate(travelling) if _tongue(code) not in map(_tongue, travelling[:place])]
    return tuple(usual[:_MOST_LANGUAGES])


def country_line(country: str, *, posted_in: str, language: str = "") -> str:
    """The line for a country in capitals; empty for a letter that stays within one.

    Args:
        country: where the letter goes, ISO 3166-1 alpha-2; empty if nobody knows.
        posted_in: where it is posted.
        language: one of `postal_languages(posted_in)`; the first of them if empty.
    """
    if not country or country == posted_in:
        return ""
    language = language or postal_languages(posted_in)[0]
    return _capitals(_name_in(country, language) or country_name(country), language)


def lines_for_post(printed: Iterable[str], *, country: str, posted_in: str, language: str = "") -> tuple[str, ...]:
    """The lines of an address as they go on paper.

    Every line that went in comes out, in its order; lines that hold nothing but spaces are none. The country comes
    last (`country_line`), unless the last line says it already, in whatever spelling or language: what is printed wins.
    But a name in letters that the post reads neither here nor anywhere ("الأردن" on a letter from Berne) is none to it.

    Args: as `country_line`.
    """
    lines = tuple(line.strip() for line in printed if line.strip())
    added = country_line(country, posted_in=posted_in, language=language)
    if not lines or not added or _key(lines[-1]) == _key(added):
        return lines
    is_said = says_country(lines[-1], country) and _scripts(lines[-1]) <= {_EVERYWHERE, *_scripts(added)}
    return lines if is_said else (*lines, added)


def says_country(line: str, country: str) -> bool:
    """Whether an address line is the name of that country, or ends with it: "Uzbekistan", "Tashkent, Uzbekistan".

    Of a town with the name of its country ("0816 Panama") it says no: the country twice does no harm, none at all does.
    """
    line = line.strip(" .,;:")
    if _names(line, country):
        return True
    parts = _SEPARATOR.split(line)
    if len(parts) > 1 and _names(parts[-1].strip(" .)"), country):
        return True
    words = line.split()
    for length in range(1, min(5, len(words) - 1) + 1):
        before, last = words[:-length], words[-length:]
        if _names(" ".join(last), country):
            return before[-1].casefold() not in _OF and bool(_TOWN.search(" ".join(before)))
    return False


def _names(text: str, country: str) -> bool:
    if not country or not text:
        return False
    if _key(text) in _own_names(country):
        return True
    for name in (text, _FORMAL.sub("", text)):
        known = named_country(name)
        if known is not None and known.code == country:
            return True
    return False


@lru_cache(maxsize=512)
def _own_names(country: str) -> frozenset[str]:
    """What a country calls itself, in all its official languages, and its code of two letters with none beside it."""
    languages = get_official_languages(country, de_facto=True)
    return frozenset(_key(name) for code in languages if (name := _name_in(country, code)))


def _key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("ʻ", "'")


@lru_cache(maxsize=2048)
def _name_in(country: str, language: str) -> str:
    try:
        return str(Locale.parse(language).territories.get(country, ""))
    except (UnknownLocaleError, ValueError):
        return ""


@lru_cache(maxsize=256)
def _travels(language: str) -> bool:
    """Whether it is known, and written in a script that the post of other countries reads."""
    name = _name_in("FR", language)
    return bool(name) and unicodedata.name(name[0], "").startswith(_SCRIPTS_THAT_TRAVEL)


def _scripts(text: str) -> set[str]:
    """Those of its letters, by the first word of their names in Unicode."""
    return {unicodedata.name(sign, "UNKNOWN").split()[0] for sign in text if sign.isalpha()}


def _tongue(code: str) -> str:
    return code.split("_")[0]


def _capitals(name: str, language: str) -> str:
    """In capitals as the language writes them; a script without capitals stays as it is."""
    if _tongue(language) in ("tr", "az"):
        name = name.replace("i", "İ")
    capitals = unicodedata.normalize("NFC", name).upper()
    if _tongue(language) == "el":  # Greek capitals bear no accent
        bare = "".join(sign for sign in unicodedata.normalize("NFD", capitals) if sign != "\N{COMBINING ACUTE ACCENT}")
        capitals = unicodedata.normalize("NFC", bare)
    return capitals
