"""What cannot be right together in one sheet, with both readings. Leaf module: no models."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from campaigns.sheet_reading.header import Header
from campaigns.subject_lines import read_line
from cases.country_spellings import exact_country

_LOOK = "Please look which is right."


def contradictions(header: Header, *, appeal: date | None, countries: Sequence[str | None]) -> list[str]:
    """A sentence for each.

    Args:
        header: number, index, country and day as they were read.
        appeal: the day until which appeals are asked for.
        countries: of those who are written to, None where an address does not say.
    """
    return [*_of_days(header, appeal), *_of_numbers(header), *_of_countries(header, countries)]


def _of_days(header: Header, appeal: date | None) -> Iterator[str]:
    issued = header.issue_date.value if header.issue_date else None
    if issued and appeal and appeal <= issued:
        yield f"Appeals end on {appeal:%-d %B %Y}, but the sheet is dated {issued:%-d %B %Y}. {_LOOK}"


def _of_numbers(header: Header) -> Iterator[str]:
    """The number and the index against the day."""
    issued = header.issue_date.value if header.issue_date else None
    if issued is None:
        return
    if header.reference:
        number = header.reference.value
        update = "update on " if header.kind and header.kind.value != "new" else ""
        line = read_line(f"{update}{number.series} {number.number}/{number.year} issued on {issued:%-d %B %Y}")
        for said in line.warnings:
            if re.search(r"dated|number \d|new action", said):
                yield f"{said[0].upper()}{said[1:]}."
    index = header.index_number.value if header.index_number else ""
    year = re.search(r"/(\d{4}|\d{2})(?:/[a-z]{1,2})?$", index)
    if year and int(year[1]) not in (issued.year, issued.year % 100):
        yield f"The index number {index} is of another year than the date, {issued:%-d %B %Y}."


def _of_countries(header: Header, countries: Sequence[str | None]) -> Iterator[str]:
    """The country of the sheet against that of everybody who is written to; a name may have several spellings."""
    own = exact_country(header.country.value) if header.country else None
    asked = {country.code for name in countries if name and (country := exact_country(name))}
    if own is not None and len(asked) == 1 and own.code not in asked and all(countries):
        yield f"The sheet is on {own.name}, but everybody to write to is in {countries[0]}. {_LOOK}"
