"""Rows of a register beside the sheets: which country a number has there. Leaf module: no models."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from campaigns.references import Reference
from campaigns.sheet_reading.header import Header
from campaigns.subject_lines import read_lines
from cases.country_spellings import exact_country

Key = tuple[str | None, int, int]


@dataclass
class Register:
    """Countries by series, number and year, each with how many rows say so."""

    countries: dict[Key, Counter[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, Sequence[str]]]) -> "Register":
        """Read rows: a subject, and the categories beside it."""
        found: dict[Key, Counter[str]] = defaultdict(Counter)
        for line in read_lines(rows):
            if line.number is not None and line.year is not None:
                found[line.series, line.number, line.year][line.country or ""] += 1
        return cls(dict(found))

    def warnings(self, header: Header) -> list[str]:
        """What the register says otherwise than the sheet."""
        if not self.countries or header.reference is None:
            return []
        number: Reference = header.reference.value
        written = f"{number.series or 'UA'} {number.number}/{number.year % 100:02}"
        rows = self.countries.get((number.series or "UA", number.number, number.year))
        if rows is None:
            return [f"The register has no {written}."]
        named = [country for country, _ in rows.most_common() if country]
        own = exact_country(header.country.value) if header.country else None
        if own is None or not named:
            return []
        codes = {country.code for name in named if (country := exact_country(name))}
        if own.code in codes:
            return []
        return [f"The register has {written} on {' and '.join(named[:3])}, the sheet is on {own.name}."]
