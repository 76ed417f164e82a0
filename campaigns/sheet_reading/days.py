"""Days, months and years as sheets write them, in five languages. Leaf module: no models, no clock.

"13 July 2011", "July 13, 2011", "13 juillet 2011", "13. Juli 2011", "13 de julio de 2011", "19 July" (no year),
"end of June", "October 2007", "since 2002"; slips such as "sepember" only where a label says that a date follows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

from campaigns.references import FIRST_YEAR
from cases.partial_dates import PartialDate

_MONTHS = (
    "january jan janvier januar jänner enero gennaio", "february feb février fevrier februar febrero febbraio",
    "march mar mars märz marzo", "april apr avril abril aprile", "may mai mayo maggio",
    "june jun juin juni junio giugno", "july jul juillet juli julio luglio", "august aug août aout agosto",
    "september sept sep septembre septiembre setiembre settembre", "october oct octobre oktober octubre ottobre",
    "november nov novembre noviembre", "december dec décembre decembre dezember diciembre dicembre",
)  # fmt: skip
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_NAMES = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
# A short form that is a word of its own ("may", "mar", "sep") counts only beside figures.
_MONTH = rf"(?P<month>{_NAMES})\.?"
_ORDINAL = r"(?:st|nd|rd|th|er|º|°|\.)?"
_OF = r"(?:\s+(?:of|de|del|di))?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_ISO = r"(?P<iso>(?:19|20)\d{2}-\d{2}-\d{2})"
_DAY_FIRST = rf"(?P<day>\d{{1,2}}){_ORDINAL}{_OF}\s+{_MONTH}(?:,?{_OF}\s+{_YEAR})?"
_MONTH_FIRST = (
    rf"(?P<month2>{_NAMES})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year2>(?:19|20)\d{{2}}))?(?!\d|[:/])"
)
_MONTH_ONLY = rf"(?P<month3>{_NAMES})\.?,?{_OF}\s+(?P<year3>(?:19|20)\d{{2}})"
_EDGE = (
    r"(?P<edge>(?:the\s+)?(?:beginning|end|middle|early|late|mid)(?:\s+of|-)?|à la fin de|fin|finales de|"
    r"a finales de|ende|alla fine di)"
    rf"\s+(?P<month4>{_NAMES})(?:{_OF}\s+(?P<year4>(?:19|20)\d{{2}}))?"
)
_YEAR_ONLY = (
    r"(?:since|in|by|from|until|during|en|depuis|seit|im jahr|nel|dal|desde|dans)\s+(?P<year5>(?:19|20)\d{2})(?![\d/-])"
)
# A month alone, its name in full and after a word that makes it a time.
_FULL_NAMES = "|".join(
    name
    for name in sorted(_NUMBER_OF, key=len, reverse=True)
    if len(name) > 4 or name in ("may", "mai", "june", "juin", "july")
)
_MONTH_ALONE = (
    rf"(?:in|during|since|by|until|late|early|en|im|seit|depuis|desde|dans)\s+(?P<month6>{_FULL_NAMES})(?!,?{_OF}\s+\d)"
)
_ANY = re.compile(
    rf"(?<![\w/])(?:{_ISO}|{_EDGE}|{_DAY_FIRST}|{_MONTH_FIRST}|{_MONTH_ONLY}|{_YEAR_ONLY}|{_MONTH_ALONE})(?!\w)",
    re.IGNORECASE,
)
# A day that a line's end cuts: "3 February / 2012", "2 de / agosto de 2013", "8. / Februar".
_CUT_BEFORE_YEAR = re.compile(rf"\d{{1,2}}\S{{0,2}}\s+(?:(?:of|de|del|di)\s+)?(?:{_NAMES}),?(?:\s+de)?$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?:de\s+)?(?:19|20)\d{2}(?!\d)\S?")
_CUT_BEFORE_MONTH = re.compile(r"(?<![\w/])\d{1,2}(?:\.|st|nd|rd|th|er)?(?:\s+(?:of|de|del|di))?$", re.IGNORECASE)
_MONTH_FIRST_WORDS = re.compile(
    rf"(?:de\s+)?(?:{_NAMES})(?:,?(?:\s+de)?\s+(?:19|20)\d{{2}}(?!\d))?(?!\w)\S?", re.IGNORECASE
)
_LABELLED = re.compile(
    r"(?<![\w/])(?:(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?(?:\s+(?:of|de|del|di)\s+|\s*)(?P<month>[^\W\d_]{3,12})"
    r"\.?,?(?:\s+(?:of|de|del|di))?"
    r"\s+(?P<year>\d{4}|['’]?\d{2})"
    r"|(?P<month2>[^\W\d_]{3,12})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{4}|['’]?\d{2})"
    r"|(?P<figures>\d{1,2}\s?[./]\s?\d{1,2}\s?[./]\s?\d{2,4}))(?![\w/])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mention:
    """A date in running text: what is known of it, and its place in the text."""

    day: int | None
    month: int | None
    year: int | None
    edge: str  # "end", "early", …
    start: int
    end: int

    @property
    def precision(self) -> str:
        if self.day:
            return "day"
        return "year" if self.month is None else f"{self.edge} of month" if self.edge else "month"


@dataclass(frozen=True)
class WrittenDay:
    """A day where a label promises one, what is odd about how it is written, and its place in the text."""

    day: date
    warnings: tuple[str, ...]
    start: int
    end: int


def rest_of_day(text: str, following: str) -> str:
    """What of the next line belongs to a day that is cut by the end of this one; empty where none is."""
    found = None
    if _CUT_BEFORE_YEAR.search(text[-40:]):
        found = _YEAR_FIRST.match(following)
    elif _CUT_BEFORE_MONTH.search(text[-20:]):
        found = _MONTH_FIRST_WORDS.match(following)
    return found[0] if found else ""


def find_day(text: str) -> WrittenDay | None:
    """The first whole day in a text that a label announced; slips in the month's name are forgiven with a warning."""
    for found in _LABELLED.finditer(text):
        warnings: list[str] = []
        day = _of_figures(found, warnings) if found["iso"] or found["figures"] else _of_words(found, warnings)
        if day is not None:
            return WrittenDay(day, tuple(warnings), found.start(), found.end())
    return None


def _of_words(found: re.Match[str], warnings: list[str]) -> date | None:
    word = (found["month"] or found["month2"]).casefold()
    month = _NUMBER_OF.get(word)
    if month is None:
        near = get_close_matches(word, [name for name in _NUMBER_OF if len(name) > 4], n=1, cutoff=0.78)
        if not near:
            return None
        month = _NUMBER_OF[near[0]]
        warnings.append(f"The month is misspelt: “{word}”.")
    return _day(_year(found["year"] or found["year2"], warnings), month, int(found["day"] or found["day2"]))


def _of_figures(found: re.Match[str], warnings: list[str]) -> date | None:
    if found["iso"]:
        return _day(*map(int, found["iso"].split("-")))
    first, second, year = re.findall(r"\d+", found["figures"])
    one, two = int(first), int(second)
    if "/" in found["figures"] and one <= 12 and two <= 12 and one != two:
        warnings.append(f"“{found['figures']}” may be day first or month first; it was read as day first.")
    if one <= 12 < two:
        one, two = two, one
    return _day(_year(year, warnings), two, one)


def _year(written: str, warnings: list[str]) -> int:
    figures = written.lstrip("'’")
    year = int(figures)
    if len(figures) == 2:
        year += 1900 if year >= FIRST_YEAR % 100 else 2000
        warnings.append(f"The year has two figures: “{written}”.")
    return year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def mentions(text: str) -> Iterator[Mention]:
    """Every date in running text that is written in words, in order."""
    for found in _ANY.finditer(text):
        if found["iso"]:
            year, month, day = map(int, found["iso"].split("-"))
            yield Mention(day, month, year, "", found.start(), found.end())
            continue
        groups = found.groupdict()
        name = next((groups[key] for key in ("month", "month2", "month3", "month4", "month6") if groups[key]), None)
        written_day = groups["day"] or groups["day2"]
        written_year = next((groups[key] for key in ("year", "year2", "year3", "year4", "year5") if groups[key]), None)
        if written_day and not 1 <= int(written_day) <= 31:
            continue
        yield Mention(
            int(written_day) if written_day else None,
            _NUMBER_OF[name.casefold()] if name else None,
            int(written_year) if written_year else None,
            _edge(groups["edge"] or ""),
            found.start(),
            found.end(),
        )


def _edge(written: str) -> str:
    word = written.casefold()
    if not word:
        return ""
    if "begin" in word or "early" in word:
        return "beginning"
    return "middle" if "mid" in word else "end"


def completed(
    mention: Mention, *, issued: date | None, ahead: bool, before: PartialDate | None = None
) -> tuple[PartialDate | None, bool]:
    """The date, and whether its year is not written but taken from elsewhere.

    Args:
        issued: the day of issue, from which a missing year is taken.
        ahead: something that is to come after the issue, such as a hearing: then the year is the next one in which
            the day comes. Else it is the last one.
        before: the date told before it in the same paragraph, which goes first where nothing is to come: after
            "on 8 March 2016 …" "on 11 March" is of 2016.
    """
    if mention.year is not None:
        return _partial(mention.year, mention.month, mention.day), False
    if mention.month is None:
        return None, False
    if before is not None and not ahead:
        told_on = _next_after(mention, before)
        if told_on is not None and (issued is None or told_on.first_day <= issued):
            return told_on, True
    if issued is None:
        return None, False
    year = issued.year
    last = _partial(year, mention.month, mention.day)
    if last is None:
        return None, False
    if ahead and last.last_day < issued - timedelta(days=90):
        year += 1
    elif not ahead and last.first_day > issued + timedelta(days=100):
        year -= 1
    return _partial(year, mention.month, mention.day), True


def _next_after(mention: Mention, before: PartialDate) -> PartialDate | None:
    """The first time that a day comes on or after a date that was told before it."""
    same = _partial(before.year, mention.month, mention.day)
    if same is not None and same.last_day < before.first_day:
        return _partial(before.year + 1, mention.month, mention.day)
    return same


def _partial(year: int, month: int | None, day: int | None) -> PartialDate | None:
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None
