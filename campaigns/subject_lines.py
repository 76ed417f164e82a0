"""Titles, mail subjects and register rows, read into what they say of an urgent action. Leaf module: no models.

"second update on ua 114/13 on bahrain issued on (30 may 2013)" names a document: series, number and year of its
action, what kind of document it is and the how-manieth, the country, a day. People typed these lines by hand for
decades, so what is read comes with warnings: a number is never to be trusted where one stands.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from campaigns.line_countries import LineCountry, read_country
from campaigns.line_dates import read_issue_date
from campaigns.line_kinds import is_final, kind_of, ordinal_of, stands_for_an_action
from campaigns.references import Numbers, Reference, read_numbers
from cases.text import tidy

LONGEST_LINE = 1_000  # characters; what follows is not read


@dataclass(frozen=True)
class Line:
    """What a line says. The names of the fields are those of `manage.py read_references`."""

    series: str | None  # UA, EX, MA, NSA
    number: int | None
    year: int | None  # four figures
    kind: str | None  # new, update, stop, correction, addition; None where no action is named
    ordinal: int | None  # the second update: 2
    final: bool
    other_refs: tuple[str, ...]  # "UA 26/00"
    country: str | None  # in its common spelling
    area: str | None  # as written
    issued_in_subject: date | None
    warnings: tuple[str, ...]

    @property
    def reference(self) -> tuple[str | None, int | None, int | None]:
        return self.series, self.number, self.year


def read_line(text: str, *, categories: Sequence[str] = ()) -> Line:
    """Read one line.

    Args:
        text: a title, the subject of a mail, or a row of a register.
        categories: what the register says of the document besides, such as a country or its number once more. They
            fill what the subject leaves out, and contradict it where they say otherwise.

    Returns:
        What the line says; nothing is taken from elsewhere without a warning.
    """
    plain = tidy(text[:LONGEST_LINE])
    warnings = [] if len(text) <= LONGEST_LINE else [f"only the first {LONGEST_LINE} characters were read"]
    issued = read_issue_date(plain)
    numbers = read_numbers(issued.rest)
    if numbers.first and not (numbers.first.series or numbers.in_words or stands_for_an_action(numbers)):
        numbers = Numbers((), None, issued.rest, "", ("a number that does not stand where one of an action does",))
    ordinal, kind, counting = ordinal_of(numbers, kind_of(numbers))
    country = read_country(numbers.before if numbers.found else "", numbers.after)
    series = numbers.first.series if numbers.first and numbers.first.series else numbers.in_words
    if numbers.first and series is None:
        series = "UA"
        warnings.append("no series beside the number: taken for UA")
    line = Line(
        series=series,
        number=numbers.first.number if numbers.first else None,
        year=numbers.first.year if numbers.first else None,
        kind=None if kind == "new" and series is None else kind,
        ordinal=ordinal,
        final=kind == "update" and is_final(numbers),
        other_refs=tuple(_written(number, series) for number in numbers.found[1:]),
        country=country.name,
        area=country.area,
        issued_in_subject=issued.day,
        warnings=(*warnings, *numbers.warnings, *filter(None, [counting]), *country.warnings, *issued.warnings),
    )
    line = _with_pace(line)
    return _with_categories(line, country, categories) if categories else _without_categories(line)


def read_lines(lines: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Line]:
    """Read many lines, pairs of text and categories; what one says against another of them becomes a warning.

    All are read before the first is given: a line may contradict an earlier one. A read line takes under a
    kilobyte.
    """
    read = [read_line(text, categories=categories) for text, categories in lines]
    named: dict[tuple[str | None, int | None, int | None], Counter[str]] = defaultdict(Counter)
    for line in read:
        if line.number is not None and line.country:
            named[line.reference][line.country] += 1
    for line in read:
        countries = named.get(line.reference)
        if countries and line.country:
            # Of three lines that agree and one that does not, the one is told of it.
            mine = countries[line.country]
            others = [name for name, count in countries.items() if name != line.country and count >= mine]
            if others:
                said = f"another line of the same number is on {' and '.join(others[:3])}"
                line = replace(line, warnings=(*line.warnings, said))
        yield line


def _written(reference: Reference, series: str | None) -> str:
    return f"{reference.series or series} {reference.number}/{reference.year % 100:02d}"


# The busiest year on record had 468 new actions (2002), the quietest of those with numbers some 280.
_MOST_A_DAY, _LEAST_A_DAY = 468 / 365, 280 / 365 / 2


def _with_pace(line: Line) -> Line:
    """A number and a day that cannot both be right, by how many actions a year has had."""
    day = line.issued_in_subject
    if day is None or line.number is None or line.year is None or line.series != "UA":
        return line
    said = ""
    if day.year < line.year:
        said = f"dated {day:%-d %B %Y}, before the year of its number"
    elif day.year == line.year:
        passed = day.timetuple().tm_yday
        if line.number > passed * _MOST_A_DAY + 15:
            said = f"number {line.number} of {line.year} can hardly have been reached by {day:%-d %B}"
        elif line.kind == "new" and line.number < passed * _LEAST_A_DAY - 5:
            said = f"number {line.number} is low for a new action of {day:%-d %B %Y}"
    elif line.kind == "new" and (day - date(line.year, 12, 31)).days > 31:
        said = f"a new action of {line.year} dated {day:%-d %B %Y}"
    return replace(line, warnings=(*line.warnings, said)) if said else line


def _without_categories(line: Line) -> Line:
    said = [] if line.country else ["no country in the subject"]
    if line.number is None:
        said.append("no number in the subject")
    return replace(line, warnings=(*line.warnings, *said))


def _with_categories(line: Line, country: LineCountry, categories: Sequence[str]) -> Line:
    """Fill from the register's categories what the subject leaves out, and say where they contradict it."""
    said: list[str] = []
    named = []
    for category in (tidy(category[:LONGEST_LINE]) for category in categories[:50]):
        numbers = read_numbers(category)
        for number in numbers.found:
            written = _written(number, line.series)
            is_mine = (number.number, number.year) == (line.number, line.year)
            if line.number is not None and not is_mine and written not in line.other_refs:
                said.append(f"a category says {written}")
        if line.number is None and numbers.found:
            said.append(f"no number in the subject; a category has “{category}”")
        if not numbers.found:
            one = read_country("", category)
            if one.is_known and one.name and not one.warnings:
                named.append(one)
    if line.country is None and named:
        said.append("no country in the subject (taken from the categories)")
        line = replace(line, country=named[0].name)
    elif line.country is None:
        said.append("no country in the subject")
    elif named and country.codes and not country.codes & {code for one in named for code in one.codes}:
        said.append(f"the categories name another country ({', '.join(str(one.name) for one in named)})")
    return replace(line, warnings=(*line.warnings, *dict.fromkeys(said)))
