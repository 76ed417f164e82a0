"""The country from which somebody writes, as an address says it (``?from=CH``). Nothing of it is kept.

It decides until when a letter must be posted, and which embassy is that of the writer's country.
"""

from functools import lru_cache

from django.conf import settings
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django_countries import countries

from appeals.filters import echo
from cases.countries import country_name, in_order_of_names

PARAMETER = "from"


def read_country(text: str | None) -> tuple[str, str]:
    """The country that an address names by its two letters, and a sentence where it names none that we know.

    Where it says nothing, or nothing that we know, it is `settings.POST_FROM`.
    """
    code = (text or "").upper()
    if not code:
        return settings.POST_FROM, ""
    if len(code) == 2 and code.isascii() and code.isalpha() and country_name(code) != code:
        return code, ""
    return settings.POST_FROM, (
        f"{echo(text or '')} is no country that we know, so this is counted for {country_name(settings.POST_FROM)}: "
        "choose yours."
    )


def country_asked_for(query: QueryDict) -> tuple[str, str]:
    """The same of a whole query string; of several countries the last one counts."""
    return read_country(query.get(PARAMETER))


@lru_cache(maxsize=16)
def _choices(language: str | None) -> tuple[tuple[str, str], ...]:
    return tuple(in_order_of_names(code for code, _ in countries))


def country_choices() -> tuple[tuple[str, str], ...]:
    """All countries by name, for the field of a form."""
    return _choices(get_language())


def country_options(chosen: str) -> SafeString:
    """The options of a list of all countries by name, one of them chosen.

    Written once for a language and kept by the process: there are 250, and every page of an action shows them.
    """
    options = _all_options(get_language())
    mark = format_html('value="{}"', chosen)
    # The chosen code is one of ours and was escaped; nothing else is put in.
    return mark_safe(options.replace(mark, f"{mark} selected", 1))


@lru_cache(maxsize=16)
def _all_options(language: str | None) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', _choices(language))
