"""Several countries in one column, as their codes in order: ``CA,MX``. Staff type and read them by name.

Leaf module: no models of ours.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from cases.countries import country_name, in_order_of_names
from cases.country_spellings import exact_country

LONGEST_SET = 250 * 3  # characters; every country there is
_LONGEST_TYPED = 8_000


def codes_of(value: str) -> tuple[str, ...]:
    """The codes of a stored set."""
    return tuple(value.split(",")) if value else ()


def names_of(value: str) -> str:
    """ "Canada, Mexico"."""
    return ", ".join(name for _, name in in_order_of_names(codes_of(value)))


def parse_countries(text: str) -> str:
    """Read ``Mexico, Canada`` or ``MX, CA``, separated by commas, semicolons or lines, into a set to be stored.

    Raises:
        ValidationError: names the first word that is no country, or a country given twice.
    """
    codes: list[str] = []
    for word in text[:_LONGEST_TYPED].replace(";", ",").replace("\n", ",").split(","):
        word = " ".join(word.split())
        if not word:
            continue
        code = _code_of(word)
        if not code:
            raise ValidationError(
                "“%(word)s” is no country that we know. Write its English name or its two letters: Canada or CA.",
                code="unknown_country",
                params={"word": word[:40]},
            )
        if code in codes:
            raise ValidationError("“%(word)s” is there twice.", code="country_twice", params={"word": word[:40]})
        codes.append(code)
    return ",".join(sorted(codes))


def _code_of(word: str) -> str:
    is_code = len(word) == 2 and word.isascii() and word.isupper()
    if is_code and country_name(word) != word:
        return word
    named = exact_country(word)
    return named.code if named else ""


class CountriesFormField(forms.CharField):
    """A text box: ``Canada, Mexico``."""

    widget = forms.Textarea({"rows": 2})

    def to_python(self, value: Any) -> str:
        return parse_countries(super().to_python(value) or "")

    def prepare_value(self, value: Any) -> Any:
        is_stored = isinstance(value, str) and all(country_name(code) != code for code in codes_of(value))
        return names_of(value) if is_stored else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or "") != parse_countries(data or ""))
        except ValidationError:
            return True


class CountriesField(models.CharField):
    """A set of countries; none is an empty text."""

    description = "Codes of countries"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": LONGEST_SET, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return name, path, args, kwargs

    def in_words(self, value: str) -> str:
        return names_of(value)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if value != parse_countries(value):
            raise ValidationError("Give codes of countries in their order, such as CA,MX.", code="invalid")

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": CountriesFormField, **kwargs})
