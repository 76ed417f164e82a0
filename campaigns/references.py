"""Numbers of actions as people write them. Leaf module: no models.

A number is unique by series, number and year, so that "UA 214/11", "214/11", "ua214/11", "UA: 214/2011" and the
form in addresses, "ua-214-11", name one action.
"""

import re
import unicodedata
from dataclasses import dataclass

# Two figures of a year mean 1973 to 2072: the first urgent action was of 1973.
_FIRST_YEAR = 73

# An index number (EUR 46/033/2011) holds two slashes and is none of these.
_REFERENCE = re.compile(
    r"""(?<![\w/])
        (?: (?P<series> UA | EX | MA | NSA ) [\s:.–-]* )?
        (?P<number> \d{1,4} )
        \s* (?: / | (?(series) [-–] | (?!) ) ) \s*
        (?P<year> \d{4} | \d{2} )
        (?![\w/])""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Reference:
    """What a written number says: the series only where it is given, the year in four figures."""

    series: str | None
    number: int
    year: int


def find_reference(text: str) -> Reference | None:
    """The first number of an action in a text, in any digits; None where there is none."""
    found = _REFERENCE.search(unicodedata.normalize("NFKC", text))
    if found is None:
        return None
    series, number, year = found["series"], int(found["number"]), int(found["year"])
    if len(found["year"]) == 2:
        year += 1900 if year >= _FIRST_YEAR else 2000
    return Reference(series.upper() if series else None, number, year)
