"""Numbers of actions as people have written them. Leaf module: no models.

A number is unique by series, number and year, so that "UA 214/11", "214/11", "ua214/11", "UA: 214/2011", "UA 214.11"
and the form in addresses, "ua-214-11", name one action. The search, the commands and the reader of lines
(`campaigns.subject_lines`) ask here.
"""

import re
import unicodedata
from dataclasses import dataclass

# The first urgent action was of 1973, so two figures of a year mean 1973 to 2072.
FIRST_YEAR = 1973

_SERIES = {
    "ua": "UA", "uaa": "UA", "uas": "UA", "au": "UA", "fi": "UA", "ex": "EX", "extra": "EX", "ma": "MA",
    "nsa": "NSA", "ns": "NSA",
}  # fmt: skip
_SLIPS = frozenset({"uaa", "uas", "ns", "extra"})
# Words that name a series without its letters.
_IN_WORDS = (
    ("MA", re.compile(r"(?<!\w)medical\s+(?:letter[- ]writing\s+)?action(?!\w)")),
    ("NSA", re.compile(r"(?<!\w)refugee\s+action(?!\w)")),
    ("EX", re.compile(r"(?<!\w)extra(?:\s+action)?(?!\w)")),
    (
        "UA",
        re.compile(
            r"(?<!\w)(?:urgent\s+action|acci[oó]n\s+urgente|action\s+urgente|azione\s+urgente|eilaktion|blixtaktion)"
            r"(?!\w)"
        ),
    ),
)  # fmt: skip

_NUMBER = re.compile(
    r"""(?<![\w/.])
        (?: (?P<series> uaa | uas | ua | au | fi | extra | ex | ma | nsa | ns )
            (?P<gap> [\s:.#–-]* ) )?
        (?P<number> \d{1,4} )
        \s* (?P<mark> / | (?(series) (?: [.\\–-] | \s (?= \d{2} \s+ on \s ) ) | (?!) ) ) \s*
        (?P<year> \d{4} | \d{2} )
        (?: - (?P<update> \d{1,2} ) )?
        (?![\w/])""",
    re.IGNORECASE | re.VERBOSE,
)
# The number of a document: area, country number, serial, year. It is none of an action.
_INDEX = re.compile(r"(?<!\w)[A-Z]{3}\s?\d{1,3}\s?/\s?\d{1,5}\s?/\s?\d{2,4}(?!\w)", re.IGNORECASE)
# A day in figures is no number of an action.
_DAY = re.compile(r"(?<![\w/])\d{1,4}/\d{1,2}/\d{1,4}(?![\w/])")
# A section's file of a sheet: three figures of the number, two of the year.
_FILE_NAME = re.compile(r"(?<!\w)uaa(?P<number>\d{3})(?P<year>\d{2})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """What a written number says: the series only where it is given, the year in four figures."""

    series: str | None
    number: int
    year: int
    update: int | None = None  # FI 026/20-5 is the fifth update


@dataclass(frozen=True)
class Numbers:
    """All numbers in a text, what stands around them, and what is odd about how they are written.

    Args:
        in_words: the series that the words before the first number say: "medical action".
    """

    found: tuple[Reference, ...]
    in_words: str | None
    before: str
    after: str
    warnings: tuple[str, ...]

    @property
    def first(self) -> Reference | None:
        return self.found[0] if self.found else None


def find_reference(text: str) -> Reference | None:
    """The first number of an action in a text, in any digits; None where there is none."""
    return read_numbers(text).first


def read_numbers(text: str) -> Numbers:
    """Every number of an action in a text, in order; one that stands twice is given once."""
    plain = _INDEX.sub(" ", unicodedata.normalize("NFKC", text))
    plain = _FILE_NAME.sub(lambda name: f"ua {int(name['number'])}/{name['year']}", _DAY.sub(" ", plain))
    matches = [match for match in _NUMBER.finditer(plain) if int(match["number"])]
    in_words = _series_in_words(plain[: matches[0].start()] if matches else plain)
    if not matches:
        return Numbers((), in_words, plain, _after_words(plain), ())
    warnings: list[str] = []
    found = tuple(dict.fromkeys(_reference(match, warnings) for match in matches))
    if len(found) > 1:
        warnings.append(f"{len(found)} references in one line")
    if in_words not in (None, "UA") and found[0].series not in (None, in_words):
        warnings.append(f"the words say {in_words}, the number {found[0].series}")
    before, after = plain[: matches[0].start()], plain[matches[-1].end() :]
    return Numbers(found, in_words, before, after, tuple(dict.fromkeys(warnings)))


def _reference(match: re.Match[str], warnings: list[str]) -> Reference:
    """One number; what is odd about how it is written goes to the warnings."""
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 1900 if year >= FIRST_YEAR % 100 else 2000
    written = (match["series"] or "").casefold()
    if written in _SLIPS:
        warnings.append(f"“{written}” for “{_SERIES[written].lower()}”")
    if written and not match["gap"]:
        warnings.append("no space after the series")
    if match["number"].startswith("0"):
        warnings.append("leading zero")
    if match["mark"] != "/":
        warnings.append(f"“{match['mark']}” between number and year")
    if not FIRST_YEAR <= year <= 2100:
        warnings.append(f"there was no urgent action in {year}")
    update = int(match["update"]) if match["update"] else None
    return Reference(_SERIES.get(written), int(match["number"]), year, update)


def _series_in_words(text: str) -> str | None:
    plain = text.casefold()
    return next((series for series, pattern in _IN_WORDS if pattern.search(plain)), None)


def _after_words(text: str) -> str:
    """What follows the words for a series in a line without a number: "refugee action on usa"."""
    plain = text.casefold()
    ends = [found.end() for _, pattern in _IN_WORDS if (found := pattern.search(plain))]
    return text[min(ends) :] if ends and len(plain) == len(text) else text
