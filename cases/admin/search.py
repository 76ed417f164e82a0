"""How the lists and the autocomplete of staff find a row: every word, in any script, a country by its name."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django_countries import countries

from cases.countries import country_name

MOST_WORDS = 10


def having_every_word(rows: QuerySet[Any], term: str, fields: Iterable[str]) -> QuerySet[Any]:
    """Rows that hold each word of a term in one of the fields; no row comes twice.

    Args:
        fields: lookups to text or numbers; one that ends in ``country`` is asked by the country's name or code.
    """
    lookups = tuple(fields)
    for word in term.replace("\x00", "").split()[:MOST_WORDS]:
        found = Q()
        for lookup in lookups:
            found |= _holds(lookup, word)
        rows = rows.filter(pk__in=rows.model._default_manager.filter(found).values("pk"))
    return rows


def _holds(lookup: str, word: str) -> Q:
    """The lookup holds the word, whatever the case.

    SQLite levels the case of plain Latin letters only, so a Cyrillic word is asked for as typed, in small
    letters, in capitals, and with one capital: the same rows come on both databases.
    """
    if lookup.endswith("country"):
        return Q(**{f"{lookup}__in": countries_named(word)})
    found = Q()
    for form in sorted({word, word.lower(), word.upper(), word.capitalize()}):
        found |= Q(**{f"{lookup}__icontains": form})
    return found


def countries_named(word: str) -> list[str]:
    """Codes of the countries whose English name holds a word of three letters or more, or whose code it is."""
    low = word.lower()
    return [code for code, name in countries if low == code.lower() or (len(low) >= 3 and low in name.lower())]


class CountryFilter(admin.AllValuesFieldListFilter):
    """The countries that occur among the rows that whoever asks may see, by their names."""

    def __init__(self, field: Any, request: Any, params: Any, model: Any, model_admin: Any, field_path: str) -> None:
        super().__init__(field, request, params, model, model_admin, field_path)
        rows = model_admin.get_queryset(request).order_by(field_path)
        self.lookup_choices = rows.values_list(field_path, flat=True).distinct()

    def choices(self, changelist: Any) -> Iterator[Any]:
        # Django gives the code, with the number of rows behind it where facets are on: "RU (3)".
        everything, *found = super().choices(changelist)
        named = [{**choice, "display": country_name(choice["display"][:2]) + choice["display"][2:]} for choice in found]
        yield everything
        yield from sorted(named, key=lambda choice: str(choice["display"]))
