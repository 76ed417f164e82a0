"""Countries and areas as they are written in titles, mail subjects and registers. Leaf module: no models.

Eleven thousand lines of one register spelled countries in 790 ways, so a name is looked up by what is left of it
once accents, points and case are gone: among the names of CLDR (`babel`) in the languages of the editions, the
aliases below and, for one that is only nearly right, what lies next to it.
"""

import re
import unicodedata
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from babel import Locale

LONGEST_NAME = 60  # characters; nothing longer is looked up

# How much of a misspelt name must be right. Below this, Niger and Nigeria or Iran and Iraq would pass for each other.
_NEARLY = 0.85
# Shorter names are too near to one another to be guessed.
_SHORTEST_GUESS = 6

_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})  # CLDR lists them among the territories
# Names that CLDR writes otherwise or not at all: as people write them, and the code. No code: a state that is gone.
_ALIASES: dict[str, str] = {
    "Bosnia": "BA", "Bosnia and Herzegovina": "BA", "Bosnia-Herzegovina": "BA", "Brunei Darussalam": "BN",
    "Burma": "MM", "Myanmar": "MM", "Cape Verde": "CV", "Congo": "CG", "Republic of Congo": "CG",
    "Republic of the Congo": "CG", "Democratic Republic of Congo": "CD", "Democratic Republic of the Congo": "CD",
    "DRC": "CD", "DR Congo": "CD", "Zaire": "CD", "Czech Republic": "CZ", "East Timor": "TL", "Timor-Leste": "TL",
    "Cote d'Ivoire": "CI", "Ivory Coast": "CI", "Great Britain": "GB", "Britain": "GB", "UK": "GB",
    "Hong Kong": "HK", "Iran": "IR", "Islamic Republic of Iran": "IR", "Israel": "IL", "Korea": "KR",
    "North Korea": "KP", "DPRK": "KP", "Democratic People's Republic of Korea": "KP", "South Korea": "KR",
    "Republic of Korea": "KR", "Lao": "LA", "Laos": "LA", "Lao People's Democratic Republic": "LA", "Libya": "LY",
    "Libyan Arab Jamahiriya": "LY", "Macao": "MO", "Macedonia": "MK", "FYROM": "MK", "Moldova": "MD",
    "Republic of Moldova": "MD", "Palestine": "PS", "Palestinian Authority": "PS", "Palestinian Territories": "PS",
    "Occupied Palestinian Territories": "PS", "Occupied Territories": "PS", "People's Republic of China": "CN",
    "PRC": "CN", "Russia": "RU", "Russian Federation": "RU", "St Lucia": "LC", "Saint Lucia": "LC",
    "St Vincent": "VC", "Surinam": "SR", "Swaziland": "SZ", "Syria": "SY", "Syrian Arab Republic": "SY",
    "Taiwan": "TW", "Tanzania": "TZ", "United Republic of Tanzania": "TZ", "The Gambia": "GM", "Gambia": "GM",
    "The Bahamas": "BS", "Bahamas": "BS", "The Maldives": "MV", "The Netherlands": "NL", "The Philippines": "PH",
    "Holland": "NL", "Turkey": "TR", "Türkiye": "TR", "UAE": "AE", "USA": "US", "US": "US", "United States": "US",
    "United States of America": "US", "Vatican": "VA", "Viet Nam": "VN", "Vietnam": "VN", "Western Sahara": "EH",
    "Kosovo": "XK", "Yugoslavia": "", "Federal Republic of Yugoslavia": "", "FRY": "", "Serbia and Montenegro": "",
    "Czechoslovakia": "", "Soviet Union": "", "USSR": "", "East Germany": "", "Trinidad": "TT", "Antigua": "AG",
    "Papua New Guinea": "PG", "Kazakstan": "KZ", "Kirghizstan": "KG", "Bielorussia": "BY", "Byelorussia": "BY",
}  # fmt: skip
# Aliases that are old or wrong spellings: what they are shown as.
_SHOWN_AS = {"kazakstan": "Kazakhstan", "kirghizstan": "Kyrgyzstan", "bielorussia": "Belarus", "byelorussia": "Belarus",
             "surinam": "Suriname"}  # fmt: skip
# Misspellings that are nearer to another word than to the country.
_MISSPELT = {"columbia": "Colombia", "phillipines": "Philippines", "equador": "Ecuador", "guatamala": "Guatemala",
             "isreal": "Israel", "argentinia": "Argentina", "rumania": "Romania"}  # fmt: skip
# Parts of a state that stand where the country is expected, often before it: "Chechnya/Russian Federation".
_AREAS = frozenset(
    {"chechnya", "chechen republic", "dagestan", "ingushetia", "tibet", "xinjiang", "kashmir", "jammu and kashmir",
     "kurdistan", "northern ireland", "scotland", "texas", "california", "florida", "chiapas", "aceh", "papua",
     "west bank", "gaza", "gaza strip", "darfur", "transdniestria", "abkhazia", "south ossetia",
     "crimea", "nagorno karabakh"}
)  # fmt: skip


class Named(NamedTuple):
    """A country as somebody wrote it.

    Args:
        name: in its common spelling.
        code: ISO 3166-1 alpha-2, or XK; empty for a state that is gone.
        is_misspelt: it was not written like that.
    """

    name: str
    code: str
    is_misspelt: bool


def exact_country(text: str) -> Named | None:
    """The country that a piece of text names in a spelling known to be right; quick enough for any line of a text."""
    key = _key(text[: 2 * LONGEST_NAME])
    if not key or len(key) > LONGEST_NAME or key in _SHOWN_AS or key in _MISSPELT:
        return None
    return _names().get(key) or _names().get(key.removeprefix("the "))


def named_country(text: str) -> Named | None:
    """The country that a piece of text names and nothing else; None if it names none that is known."""
    key = _key(text)
    if not key or len(key) > LONGEST_NAME:
        return None
    if key in _SHOWN_AS:
        return Named(_SHOWN_AS[key], _names()[key].code, is_misspelt=True)
    if key in _MISSPELT:
        return Named(_MISSPELT[key], _names()[_key(_MISSPELT[key])].code, is_misspelt=True)
    known = _names().get(key) or _names().get(key.removeprefix("the "))
    if known is not None:
        return known
    if len(key) < _SHORTEST_GUESS or key in _AREAS:
        return None
    near = get_close_matches(key, _long_keys(), n=1, cutoff=_NEARLY)
    return _names()[near[0]]._replace(is_misspelt=True) if near else None


def is_area(text: str) -> bool:
    """Whether it is known as a part of a state."""
    return _key(text) in _AREAS


def country_within(text: str) -> Named | None:
    """The longest run of words in a text that names a country exactly, the first of several; None if there is none."""
    words = text.split()[:40]
    for length in range(min(6, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            part = " ".join(words[start : start + length]).strip(" .,:;()[]'\"–-")
            # "US" and "Korea" are names only where they stand alone; "us" and "lao" are words.
            if len(part) > 3 or part.isupper():
                known = _names().get(_key(part))
                if known is not None:
                    return known
    return None


def _key(text: str) -> str:
    """Without accents, points, apostrophes and case; "&" is "and"."""
    plain = unicodedata.normalize("NFKD", text[: LONGEST_NAME * 2]).casefold().replace("&", " and ")
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    plain = re.sub(r"[.’'`]", "", plain)
    return " ".join(re.sub(r"[^\w]", " ", plain).split())


@lru_cache(maxsize=1)
def _names() -> dict[str, Named]:
    names: dict[str, Named] = {}
    english = Locale("en").territories
    for language in ("it", "de", "fr", "es", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:
                names[_key(name)] = Named(english[code], code, is_misspelt=False)
    for name, code in _ALIASES.items():
        names[_key(name)] = Named(name, code, is_misspelt=False)
    return names


@lru_cache(maxsize=1)
def _long_keys() -> tuple[str, ...]:
    return tuple(key for key in _names() if len(key) >= _SHORTEST_GUESS)
