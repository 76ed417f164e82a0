"""What of the desk a sheet may mean: offices of the book, and actions that are there already.

A match is only ever offered. An office with exactly the same name in the same country is taken for the same, since the
book has each only once; what is merely near, and every action, is for a person to choose.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from campaigns.models import UrgentAction
from cases.folding import fold
from cases.models import Authority

MOST_OFFERED = 5
_NEAR = 0.5  # of the words of two names that both have
_BEGINNING = 6  # letters of a word that are compared
# Words that every second office has.
_COMMON = frozenset(
    ("of", "the", "and", "for", "de", "la", "del", "du", "des", "der", "di", "et", "y", "und", "a", "an", "his", "her")
)


@dataclass
class Book:
    """The offices of some countries, read once."""

    authorities: dict[int, Authority] = field(default_factory=dict)

    @classmethod
    def of(cls, countries: Iterable[str]) -> "Book":
        wanted = {country for country in countries if country}
        return cls({one.pk: one for one in Authority.objects.filter(country__in=wanted)} if wanted else {})

    def same(self, office: str, country: str) -> Authority | None:
        """The one office of this name in this country; None where there is none, or more than one."""
        key = fold(office)
        found = [one for one in self._in(country) if key and fold(one.office) == key]
        return found[0] if len(found) == 1 else None

    def near(self, office: str, holder: str, country: str) -> list[Authority]:
        """Those that may be meant, the nearest first."""
        words, person = _words(office), fold(holder)
        ranked = []
        for one in self._in(country):
            shared = _shared(words, _words(one.office))
            if person and fold(one.holder) == person:
                shared = max(shared, 0.9)
            if shared >= _NEAR:
                ranked.append((-shared, one.pk, one))
        return [one for _, _, one in sorted(ranked, key=lambda rank: rank[:2])][:MOST_OFFERED]

    def _in(self, country: str) -> list[Authority]:
        return [one for one in self.authorities.values() if str(one.country) == country]


def _words(text: str) -> frozenset[str]:
    """By their beginnings: a minister is near to a ministry."""
    return frozenset(word[:_BEGINNING] for word in fold(text).split()) - _COMMON


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def actions_by_number(*, series: str, number: int | None, year: int | None) -> list[UrgentAction]:
    """The action with this very number; never taken for the same by that alone, for numbers are misprinted."""
    if number is None or year is None:
        return []
    return list(_known().filter(series=series, number=number, year=year))


def actions_by_people(names: Sequence[str], *, country: str) -> list[UrgentAction]:
    """Actions of this country on somebody whose name is written the same, the newest first."""
    if not names or not country:
        return []
    found = _known().filter(case__people__published_as__in=names, case__country=country)
    return list(found.distinct()[:MOST_OFFERED])


def _known() -> QuerySet[UrgentAction]:
    # Whoever reads an old sheet is told nothing of a sealed case, not even that it may be the same.
    actions: QuerySet[UrgentAction] = UrgentAction.objects.exclude(case__is_sealed=True)
    return actions.select_related("case").defer("search_text")
