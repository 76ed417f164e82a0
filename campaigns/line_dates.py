"""The day on which a document was issued, where a line says it. Leaf module: no models."""

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from campaigns.references import FIRST_YEAR

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip

_DAY_FIRST = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>[a-z]{3,12})\.?,?\s+(?P<year>\d{4}|\d{2})"
_MONTH_FIRST = r"(?P<month2>[a-z]{3,12})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{4}|\d{2})"
_ISO = r"(?P<year3>\d{4})-(?P<month3>\d{2})-(?P<day3>\d{2})"
_DATE = rf"(?:{_DAY_FIRST}|{_MONTH_FIRST}|{_ISO})"
_ISSUED = re.compile(
    rf"[\s(\[,;–-]*(?<!\w)(?:issued|isssued|issue\s+date|date[d]?)\s*(?:on|:)?\s*[(\[]?\s*{_DATE}\s*[)\]]*",
    re.IGNORECASE,
)
# Without the word only where it stands alone in brackets or at the end.
_BARE = re.compile(rf"\s*(?:[(\[]\s*{_DATE}\s*[)\]]|[,–-]\s*{_DATE.replace('>', 'b>')}\s*$)", re.IGNORECASE)


@dataclass(frozen=True)
class IssueDate:
    """The day, what is left of the line without it, and what is odd about it."""

    day: date | None
    rest: str
    warnings: tuple[str, ...]


def read_issue_date(text: str) -> IssueDate:
    """The day a line says it was issued on: "issued on (31 may 2013)", "(issued 12 april 13)", "(May 31, 2013)"."""
    found = _ISSUED.search(text) or _BARE.search(text)
    if found is None:
        return IssueDate(None, text, ())
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    parts = {name.rstrip("b23"): value for name, value in found.groupdict().items() if value}
    month, warnings = _month(parts["month"])
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        year += 1900 if year >= FIRST_YEAR % 100 else 2000
        warnings.append("two-digit year in the date")
    if month is None:
        return IssueDate(None, text, ())
    try:
        return IssueDate(date(year, month, int(parts["day"])), rest, tuple(warnings))
    except ValueError:
        return IssueDate(None, rest, (f"“{found[0].strip(' ()[],-–')}” is no day",))


def _month(word: str) -> tuple[int | None, list[str]]:
    if word.isdigit():
        return int(word), []
    plain = word.casefold()
    for number, name in enumerate(_MONTHS, start=1):
        if name == plain or (len(plain) in (3, 4) and name.startswith(plain)):
            return number, []
    near = get_close_matches(plain, _MONTHS, n=1, cutoff=0.75)
    return (_MONTHS.index(near[0]) + 1, [f"month misspelt: “{word}”"]) if near else (None, [])
