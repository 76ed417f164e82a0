"""Names of countries by their code (ISO 3166-1 alpha-2, and XK for Kosovo). Leaf module: no models."""

from django_countries import countries


def country_name(code: object) -> str:
    """The name in the language of the page; the code itself where there is no such country."""
    return str(countries.name(str(code)) or code)


def country_code3(code: object) -> str:
    """The three-letter code (ISO 3166-1 alpha-3), or nothing."""
    return countries.alpha3(str(code)) or ""
