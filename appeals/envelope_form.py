"""What somebody chooses to print addresses on. What they type is used once: it is in the request and in the answer."""

from functools import lru_cache
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django_countries import countries

from appeals.envelopes import PostError, check_sender, check_start
from appeals.filters import PlainSelect
from appeals.post_formats import ENVELOPES, LABELS, WINDOWS
from appeals.post_geometry import PostFormat
from cases.address_lines import postal_languages
from cases.text import lines_of, tidy, validate_line

MOST_EACH = 30  # a group of thirty, each with a letter to each office
MOST_ADDRESSES = 200  # in one PDF: they print in two seconds
MOST_SENDER_LINES = 6
LONGEST_SENDER = 400  # characters

KINDS: tuple[tuple[str, str, tuple[PostFormat, ...]], ...] = (
    ("Labels", "A whole sheet goes through the printer.", tuple(LABELS.values())),
    ("Envelopes", "Each envelope goes through the printer.", tuple(ENVELOPES.values())),
    (
        "Envelopes with a window",
        "You get a page with the address, to fold in front of your own letter.",
        tuple(WINDOWS.values()),
    ),
)


@lru_cache(maxsize=1)
def posting_choices() -> tuple[tuple[str, str], ...]:
    """Where letters are posted: ``CH-de``, "Switzerland (in German)"; one for each language that its post reads."""
    names = Locale("en").languages
    choices = []
    for code, name in countries:
        spoken = postal_languages(code)
        for language in spoken:
            words = f"{name} (in {names.get(language, language)})" if len(spoken) > 1 else str(name)
            choices.append((f"{code}-{language}", words))
    return tuple(choices)


def usual_posting(country: str = "") -> str:
    """The choice for a country; for that of the section (`settings.POST_FROM`) if none is given."""
    country = country or settings.POST_FROM
    return f"{country}-{postal_languages(country)[0]}"


class EnvelopeForm(forms.Form):
    """Kind, first label, number of each, country of posting, and an optional sender."""

    kind = forms.ChoiceField(
        label="Print on",
        choices=[(each.key, each.name) for _, _, formats in KINDS for each in formats],
        error_messages={
            "required": "Choose what to print on.",
            "invalid_choice": "Choose one of the kinds in the list.",
        },
    )
    start = forms.IntegerField(
        label="Start at label",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "aria-describedby": "start-hint start-error"}),
        error_messages={"invalid": "Type the number of the first label that is still on the sheet, such as 4."},
    )
    each = forms.IntegerField(
        label="How many of each",
        required=False,
        min_value=1,
        max_value=MOST_EACH,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "aria-describedby": "each-hint each-error"}),
        error_messages={
            "invalid": f"Type a number from 1 to {MOST_EACH}.",
            "min_value": f"Type a number from 1 to {MOST_EACH}.",
            "max_value": f"Type a number from 1 to {MOST_EACH}. For more, print again.",
        },
    )
    posted_in = forms.ChoiceField(
        label="Posted in",
        required=False,
        choices=posting_choices,
        widget=PlainSelect(attrs={"aria-describedby": "posted_in-hint posted_in-error"}),
        error_messages={"invalid_choice": "Choose one of the countries in the list."},
    )
    to_embassy = forms.BooleanField(label="The embassy in the country of posting too", required=False)
    sender = forms.CharField(
        label="Your address (if you like)",
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 4, "autocomplete": "off", "aria-describedby": "sender-hint sender-error", "dir": "auto"}
        ),
    )
    without = forms.BooleanField(label="Print the others without these", required=False)

    def clean_start(self) -> int:
        start = self.cleaned_data.get("start")
        return 1 if start is None else int(start)

    def clean_each(self) -> int:
        return int(self.cleaned_data.get("each") or 1)

    def clean_posted_in(self) -> str:
        return str(self.cleaned_data.get("posted_in") or usual_posting())

    def clean_sender(self) -> tuple[str, ...]:
        typed = self.cleaned_data["sender"]
        if len(typed) > LONGEST_SENDER:
            raise ValidationError(f"Your address has {len(typed):,} characters; at most {LONGEST_SENDER} fit.")
        lines = tuple(lines_of(tidy(typed)))
        for line in lines:
            validate_line(line)
        if len(lines) > MOST_SENDER_LINES:
            raise ValidationError(f"Your address has {len(lines)} lines; at most {MOST_SENDER_LINES} fit.")
        return lines

    def clean(self) -> dict[str, Any]:
        kind = self.cleaned_data.get("kind", "")
        if kind in LABELS:
            self._ask("start", check_start, kind)
        elif kind:
            # What stands in the box for labels is no matter for an envelope.
            self.errors.pop("start", None)
            self.cleaned_data.setdefault("start", 1)
            self._ask("sender", check_sender, kind)
        return self.cleaned_data

    def _ask(self, field: str, check: Any, kind: str) -> None:
        if field in self.cleaned_data:
            try:
                check(self.cleaned_data[field], kind)
            except PostError as refusal:
                self.add_error(field, str(refusal))

    @property
    def posting(self) -> tuple[str, str]:
        """The country of posting and the language of its post, of a form that is valid."""
        country, _, language = self.cleaned_data["posted_in"].partition("-")
        return country, language

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The kinds to choose from, with what the page says of each group."""
        chosen = self["kind"].value() or ""
        return [
            {"title": title, "hint": hint, "formats": [(each, each.key == chosen) for each in formats]}
            for title, hint, formats in KINDS
        ]
