"""What somebody types or chooses to find an action, read from an address that may hold anything.

A filter that cannot be used never stops the others: it is left out, and a sentence says so.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaigns.models import Campaign
from campaigns.models.action import UrgentActionQuerySet
from campaigns.references import find_reference
from cases.countries import country_name, in_order_of_names
from cases.folding import LONGEST_QUERY, MOST_WORDS, fold, query_words
from cases.models import Concern

CLOSING_WITHIN = (7, 14, 30)  # days
PER_PAGE = 25
# An offset costs in proportion to its size, so paging ends here; filters and the search reach the rest.
LAST_PAGE = 40
_ECHOED = 40  # letters of a wrong value that a sentence repeats


def readable(text: str) -> str:
    """The text without control characters, direction controls and lone surrogates, safe to repeat on a page."""
    return "".join(
        letter if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn") else " " for letter in text
    ).strip()


def _echo(text: str) -> str:
    shown = readable(text[: 2 * _ECHOED])
    return f"“{shown[:_ECHOED]}{'…' if len(shown) > _ECHOED or len(text) > 2 * _ECHOED else ''}”"


class SearchField(forms.CharField):
    """Words to look for: cleaned of what cannot be seen rather than refused."""

    widget = forms.TextInput({"type": "search"})

    def to_python(self, value: Any) -> str:
        return readable(str(value or "")[: LONGEST_QUERY + 1])[:LONGEST_QUERY]

    def bound_data(self, data: Any, initial: Any) -> Any:
        return self.to_python(data)


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
                f"{_echo(value)} is no {self.what} that we know, so this filter was left out.", code="unknown"
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
class Followable:
    """A filter in use that reminders can follow, and the query string of the form to ask for them."""

    value: str
    query: str


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


class ActionFilterForm(forms.Form):
    """The filters of a list of actions.

    After `is_valid` (whatever it says) `cleaned_data` holds the filters that can be used and `notices` says in
    sentences what was left out and why.
    """

    q = SearchField(label="Name, country or number", required=False)
    country = CountryField(label="Country", what="country")
    concern = KnownChoiceField(label="Concern", what="concern")
    campaign = KnownChoiceField(label="Campaign", what="campaign")
    closing = KnownChoiceField(
        label="Closing",
        what="number of days to choose from",
        choices=[("", "Any day"), *((str(days), f"Within {days} days") for days in CLOSING_WITHIN)],
    )

    def __init__(
        self,
        data: QueryDict,
        *,
        countries: Sequence[str],
        concerns: Sequence[Concern],
        campaigns: Sequence[Campaign],
    ) -> None:
        super().__init__(data, label_suffix="")
        self._query = data
        self._concerns = {concern.slug: concern for concern in concerns}
        self._campaigns = {campaign.slug: campaign for campaign in campaigns}
        self._offer("country", [("", "All"), *in_order_of_names(countries)])
        self._offer("concern", [("", "All"), *((row.slug, row.name) for row in concerns)])
        self._offer("campaign", [("", "All"), *((row.slug, row.title) for row in campaigns)])
        self.fields["q"].widget.attrs.update(
            {"maxlength": LONGEST_QUERY, "autocomplete": "off", "aria-describedby": "q-hint"}
        )
        self.is_valid()
        chosen = self.cleaned_data.get("country")
        if chosen and chosen not in countries:
            # Nothing to show there: it stays chosen on the page that says so.
            self._offer("country", [*self._choices("country"), (chosen, country_name(chosen))])

    def _choices(self, name: str) -> list[tuple[str, str]]:
        return [(str(value), str(words)) for value, words in cast(Any, self.fields[name]).choices]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        query = self.cleaned_data.get("q", "")
        if query and not query_words(query):
            self.add_error("q", f"{_echo(query)} holds no letter and no figure to look for, so it was left out.")
        return self.cleaned_data

    @property
    def notices(self) -> list[str]:
        """What was left out of the filters and why, one sentence each."""
        sentences = [str(error) for errors in self.errors.values() for error in errors]
        sentences += [
            f"{field.label} was given {len(self._query.getlist(name))} times; the last one counts."
            for name, field in self.fields.items()
            if len(self._query.getlist(name)) > 1
        ]
        typed = self._query.get("q") or ""
        if len(typed) > LONGEST_QUERY:
            sentences.append(f"Only the first {LONGEST_QUERY} letters of the search were looked for.")
        elif len(fold(typed).split()) > MOST_WORDS and not find_reference(typed):
            sentences.append(f"Only the first {MOST_WORDS} words of the search were looked for.")
        return sentences

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
        ]

    @property
    def to_follow(self) -> list[Followable]:
        return [
            Followable(self._in_words(name, self.used[name]), f"?{urlencode([(name, self.used[name])])}")
            for name in ("country", "concern", "campaign")
            if name in self.used
        ]

    def _in_words(self, name: str, value: str) -> str:
        return value if name == "q" else dict(self._choices(name))[value]

    def query_string(self, *, without: str = "", **more: object) -> str:
        """The filters in use as a query string with its question mark; "?" where there is none."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self.used.items() if name != without})
        query.update({name: str(value) for name, value in more.items()})
        return f"?{query.urlencode()}"

    def narrow(self, actions: UrgentActionQuerySet, *, on: date) -> UrgentActionQuerySet:
        """The actions that fit every filter in use."""
        used = self.used
        if query := used.get("q"):
            actions = actions.found_by(query)
        if country := used.get("country"):
            actions = actions.filter(country=country)
        if concern := used.get("concern"):
            actions = actions.filter(case__concerns=self._concerns[concern])
        if campaign := used.get("campaign"):
            actions = actions.filter(campaign=self._campaigns[campaign])
        if closing := used.get("closing"):
            actions = actions.closing_between(on, on + timedelta(days=int(closing)))
        return actions


class PastActionFilterForm(ActionFilterForm):
    """The same filters for actions that are over, which do not close any more."""

    closing = None  # type: ignore[assignment]  # Django's way to leave out a field of the parent


def read_page(text: str | None) -> tuple[int, str]:
    """The number of the page that an address asks for, and a sentence where that makes no sense.

    Always between 1 and `LAST_PAGE`.
    """
    if not text:
        return 1, ""
    # A number of four figures at most: int() itself refuses very long ones, and takes its time.
    if not (text.isascii() and text.isdigit() and len(text) <= 4) or not 1 <= int(text) <= LAST_PAGE:
        return 1, (
            f"There is no page {_echo(text)}, so this is the first one. Pages go from 1 to {LAST_PAGE}; "
            "to reach further, choose a filter."
        )
    return int(text), ""
