"""Filters of a list, read from an address that may hold anything.

A filter that cannot be used never stops the others: it is left out, and a sentence says so.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cases.countries import country_name

_ECHOED = 40  # letters of a wrong value that a sentence repeats


def readable(text: str) -> str:
    """The text without control characters, direction controls and lone surrogates, safe to repeat on a page."""
    return "".join(
        letter if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn") else " " for letter in text
    ).strip()


def echo(text: str) -> str:
    shown = readable(text[: 2 * _ECHOED])
    return f"“{shown[:_ECHOED]}{'…' if len(shown) > _ECHOED or len(text) > 2 * _ECHOED else ''}”"


class PlainSelect(forms.Select):
    """A list to choose from, written in one go.

    Django renders a template for each option: with every country of the world in the list that took longer than
    all the rest of the page.
    """

    option = '<option value="{0}"{1}>{2}</option>'

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen, mark = self.format_value(value), flatatt({"selected": True})
        options = format_html_join(
            "",
            self.option,
            ((code, mark if str(code) in chosen else "", words) for code, words in self.choices),
        )
        own = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(own), options)


class KnownChoiceField(forms.ChoiceField):
    """A choice whose wrong value is named in a sentence."""

    widget = PlainSelect

    def __init__(self, *, what: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.what = what

    def validate(self, value: str) -> None:
        if value and not self.valid_value(value):
            raise ValidationError(
                f"{echo(value)} is no {self.what} that we know, so this filter was left out.", code="unknown"
            )


class CountryField(KnownChoiceField):
    """Offers the countries that have something to show, and understands every other."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).upper()

    def valid_value(self, value: str) -> bool:
        return super().valid_value(value) or country_name(value) != value


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the query string of the page without it."""

    label: str
    value: str
    query_without: str


@dataclass(frozen=True)
class Option:
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Select:
    """A filter to choose from, as the page writes it out."""

    name: str
    label: str
    options: list[Option]


class FilterForm(forms.Form):
    """The filters of a list.

    After `is_valid` (whatever it says) `cleaned_data` holds the filters that can be used and `notices` says in
    sentences what was left out and why.
    """

    # By the name of a filter, those that say more of it: they are shown and taken away with it.
    parts: ClassVar[dict[str, tuple[str, ...]]] = {}

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, label_suffix="")
        self._query = data

    def _choices(self, name: str) -> list[tuple[str, str]]:
        return [(str(value), str(words)) for value, words in cast(Any, self.fields[name]).choices]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def _offer_chosen_country(self, countries: Sequence[str]) -> None:
        """Nothing to show there: it stays chosen on the page that says so."""
        chosen = self.cleaned_data.get("country")
        if chosen and chosen not in countries:
            self._offer("country", [*self._choices("country"), (chosen, country_name(chosen))])

    @property
    def notices(self) -> list[str]:
        """What was left out of the filters and why, one sentence each."""
        sentences = [str(error) for errors in self.errors.values() for error in errors]
        return sentences + [
            f"{field.label} was given {len(self._query.getlist(name))} times; the last one counts."
            for name, field in self.fields.items()
            if len(self._query.getlist(name)) > 1
        ]

    @property
    def used(self) -> dict[str, str]:
        """The filters in use, by their name in the address."""
        return {name: value for name in self.fields if (value := self.cleaned_data.get(name))}

    @property
    def selects(self) -> list[Select]:
        """The filters to choose from; nothing is chosen where what was asked for cannot be used."""
        used = self.used
        return [
            Select(
                name,
                str(field.label),
                [Option(value, words, value == used.get(name, "")) for value, words in self._choices(name)],
            )
            for name, field in self.fields.items()
            if isinstance(field, forms.ChoiceField)
        ]

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(str(self.fields[name].label), self._in_words(name, value), self.query_string(without=name))
            for name, value in self.used.items()
            if not any(name in parts for parts in self.parts.values())
        ]

    def _in_words(self, name: str, value: str) -> str:
        return value if name == "q" else dict(self._choices(name))[value]

    def query_string(self, *, without: str = "", **more: object) -> str:
        """The filters in use as a query string with its question mark; "?" where there is none."""
        query, gone = QueryDict(mutable=True), {without, *self.parts.get(without, ())}
        query.update({name: value for name, value in self.used.items() if name not in gone})
        query.update({name: str(value) for name, value in more.items()})
        return f"?{query.urlencode()}"
