"""Names of countries by their code (ISO 3166-1 alpha-2, and XK for Kosovo). Leaf module: no models."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import get_language
from django_countries import countries


def country_name(code: object) -> str:
    """The name in the language of the page; the code itself where there is no such country."""
    return _name_in(str(code), get_language())


def in_order_of_names(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of code and name, sorted by the name in the language of the page."""
    language = get_language()
    return sorted(((code, _name_in(code, language)) for code in codes), key=lambda pair: pair[1])


# Looking one up takes 40 microseconds, and the list of open actions offers up to 250 of them. The size holds
# all countries in four languages, and whatever codes people make up in an address.
@lru_cache(maxsize=1024)
def _name_in(code: str, language: str | None) -> str:
    # The library takes a raised two for a figure, and fails on it.
    return str(countries.name(code) or code) if code.isascii() else code


def country_code3(code: object) -> str:
    """The three-letter code (ISO 3166-1 alpha-3), or nothing."""
    return countries.alpha3(str(code)) or ""
