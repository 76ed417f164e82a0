"""What somebody asks for who prepares an evening: read, judged, used once. It has no model, and nothing is kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property

from appeals.embassies import embassy_beside
from appeals.envelope_form import KINDS, posting_choices, usual_posting
from appeals.envelopes import PostError, check_start
from appeals.filters import PlainSelect, echo
from appeals.letter_forms import (
    LONGEST_PLACE,
    PAPER_NAMES,
    TypedField,
    language_of_choice,
    offered_languages,
)
from appeals.packs import MOST_ACTIONS, MOST_LETTERS, MOST_SPARE, MOST_WRITERS, PackAction, PackOrder
from appeals.pdf import unprintable
from appeals.post_formats import LABELS
from appeals.sheets import Paper
from appeals.wording import DEFAULT_LANGUAGE
from appeals.writer_names import NamesField
from campaigns.content import SheetContent

MOST_DAYS_AHEAD = 60


@dataclass(frozen=True)
class Offer:
    """An open action that can be chosen."""

    slug: str
    sheet_id: int
    content: SheetContent

    @property
    def field(self) -> str:
        """The name of its box for the language."""
        return f"language-{self.slug}"

    @cached_property
    def languages(self) -> list[tuple[str, str]]:
        return offered_languages(self.content)


class NumberField(forms.IntegerField):
    """A whole number within bounds, typed; nothing means none."""

    def __init__(self, *, least: int, most: int, label: str, name: str, **kwargs: Any) -> None:
        sentence = f"Type a number from {least} to {most}."
        super().__init__(
            label=label,
            required=False,
            min_value=least,
            max_value=most,
            widget=forms.TextInput({"inputmode": "numeric", "aria-describedby": f"{name}-hint {name}-error"}),
            error_messages={"invalid": sentence, "min_value": sentence, "max_value": sentence},
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        # Python reads digits of every script, and a number of ten thousand digits takes it seconds.
        if text and not re.fullmatch(r"-?[0-9]{1,6}", text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


class PackForm(forms.Form):
    """Actions, writers, and how all of it is printed."""

    actions = forms.Field(label="Actions", required=False, widget=forms.SelectMultiple)
    names = NamesField(
        label="Names of the writers",
        required=False,
        widget=forms.Textarea(
            {"rows": 8, "autocomplete": "off", "dir": "auto", "aria-describedby": "names-hint names-error"}
        ),
    )
    blank = NumberField(label="Writers who sign by hand", name="blank", least=0, most=MOST_WRITERS)
    place = TypedField(
        label="Place",
        longest=LONGEST_PLACE,
        widget=forms.TextInput({"autocomplete": "address-level2", "dir": "auto", "aria-describedby": "place-error"}),
        error_messages={"required": "Type the town in which you meet: it stands beside the date of each letter."},
    )
    day = forms.DateField(
        label="Day of the evening",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date", "aria-describedby": "day-hint day-error"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose the day on which you meet: the letters bear it.",
            "invalid": "This is no day. Type it as year, month and day: 2011-07-13.",
        },
    )
    paper = forms.ChoiceField(label="Paper", choices=list(PAPER_NAMES.items()), initial=Paper.A4)
    kind = forms.ChoiceField(
        label="Envelopes or labels",
        required=False,
        choices=[
            ("", "None: we write the envelopes by hand"),
            *((title, [(each.key, each.name) for each in formats]) for title, _, formats in KINDS),
        ],
        widget=forms.Select({"aria-describedby": "kind-hint kind-error"}),
    )
    start = NumberField(label="Start at label", name="start", least=1, most=999, initial=1)
    posted_in = forms.ChoiceField(
        label="Posted in",
        required=False,
        choices=posting_choices,
        widget=PlainSelect({"aria-describedby": "posted_in-hint posted_in-error"}),
    )
    spare = NumberField(label="Spare letters to each recipient", name="spare", least=0, most=MOST_SPARE, initial=2)
    is_large = forms.BooleanField(label="Large print", required=False)
    embassies = forms.BooleanField(label="Letters to the embassies too", required=False)
    on_both_sides = forms.BooleanField(label="Our printer prints on both sides", required=False)

    def __init__(
        self, data: QueryDict | None, *, offers: Sequence[Offer], gone: Mapping[str, str], on: date, **kwargs: Any
    ) -> None:
        """
        Args:
            offers: the open actions to choose from, and every open one that was chosen.
            gone: why an action that was chosen cannot be, by its slug.
        """
        self.offers, self.gone, self.on = {offer.slug: offer for offer in offers}, gone, on
        usual = {"day": on, "posted_in": usual_posting(), **kwargs.pop("initial", {})}
        super().__init__(data, initial=usual, **kwargs)
        for name in ("paper", "kind", "posted_in"):
            self.fields[name].error_messages["invalid_choice"] = "This cannot be chosen. Choose one of the list."
        for offer in offers:
            usual_language = next((code for code, _ in offer.languages if code == DEFAULT_LANGUAGE), "")
            self.fields[offer.field] = forms.ChoiceField(
                label=f"Language of the letters for {offer.content.reference}",
                required=False,
                choices=offer.languages,
                initial=usual_language or offer.languages[0][0],
                error_messages={"invalid_choice": "Choose one of the languages of this sheet."},
            )

    def clean_actions(self) -> tuple[str, ...]:
        chosen = list(dict.fromkeys(self.cleaned_data["actions"] or ()))
        if not chosen:
            raise ValidationError("Choose at least one action.")
        if len(chosen) > MOST_ACTIONS:
            raise ValidationError(
                f"These are {len(chosen)} actions; at most {MOST_ACTIONS} fit in one pack. Make two packs."
            )
        refused = [self.gone.get(slug) or f"There is no open action {echo(slug)}." for slug in chosen]
        problems = [problem for slug, problem in zip(chosen, refused, strict=True) if slug not in self.offers]
        if problems:
            raise ValidationError([ValidationError(problem) for problem in problems])
        return tuple(chosen)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self.on:
            raise ValidationError("This day is over. Choose today or a later one.")
        if day > self.on + timedelta(days=MOST_DAYS_AHEAD):
            raise ValidationError(
                f"This is more than {MOST_DAYS_AHEAD} days ahead, and by then most of it has changed. Make the pack a "
                "few days before."
            )
        return day

    def clean_place(self) -> str:
        place: str = self.cleaned_data["place"]
        if missing := unprintable(place):
            raise ValidationError(f"Our fonts lack {missing[0]} (U+{ord(missing[0]):04X}). Leave it out.")
        return place

    def clean(self) -> dict[str, Any]:
        self._check_writers()
        self._check_label()
        self._check_days()
        if not self.errors and self.order.pages_at_least > MOST_LETTERS:
            self.add_error(None, self._too_many())
        return self.cleaned_data

    def _check_writers(self) -> None:
        if "names" not in self.cleaned_data or "blank" not in self.cleaned_data:
            return
        writers = len(self.cleaned_data["names"]) + (self.cleaned_data["blank"] or 0)
        if not writers:
            self.add_error("names", "Nobody writes yet. Paste names, one a line, or say below how many sign by hand.")
        if writers > MOST_WRITERS:
            self.add_error("blank", f"With the names these are {writers} writers; at most {MOST_WRITERS} fit in.")

    def _check_label(self) -> None:
        kind = self.cleaned_data.get("kind", "")
        if kind not in LABELS:
            # What stands in the box for labels is no matter for anything else.
            self.errors.pop("start", None)
            self.cleaned_data["start"] = 1
        elif "start" in self.cleaned_data:
            try:
                check_start(self.cleaned_data["start"] or 1, kind)
            except PostError as refusal:
                self.add_error("start", str(refusal))

    def _check_days(self) -> None:
        day = self.cleaned_data.get("day")
        if day is None:
            return
        for slug in self.cleaned_data.get("actions", ()):
            content = self.offers[slug].content
            if content.last_good_day < day:
                last = f"{content.last_good_day:%-d %B %Y}"
                self.add_error(
                    "actions",
                    f"{content.reference} asks for letters until {last} only, which is before your evening. Leave it "
                    "out, or meet earlier.",
                )

    def _too_many(self) -> str:
        order = self.order
        envelopes = f" and {order.envelopes:,} envelopes" if order.envelopes else ""
        of_both = " of both together" if envelopes else ""
        return (
            f"These are {order.letters:,} letters{envelopes}; at most {MOST_LETTERS:,}{of_both} fit in one pack. Split "
            "it: half of the writers with all actions, then the other half; or some of the actions in each."
        )

    @cached_property
    def order(self) -> PackOrder:
        """What is asked for, of a form in which nothing is wrong."""
        typed = self.cleaned_data
        country, _, language = (typed["posted_in"] or usual_posting()).partition("-")
        return PackOrder(
            actions=tuple(self._action(self.offers[slug], country) for slug in typed["actions"]),
            names=(*typed["names"], *[""] * (typed["blank"] or 0)),
            place=typed["place"],
            day=typed["day"],
            paper=typed["paper"],
            kind=typed["kind"],
            start=typed["start"] or 1,
            posted_in=(country, language),
            is_large=typed["is_large"],
            on_both_sides=typed["on_both_sides"],
            spare=typed["spare"] or 0,
            with_embassies=typed["embassies"],
        )

    def _action(self, offer: Offer, country: str) -> PackAction:
        chosen = self.cleaned_data[offer.field] or self.fields[offer.field].initial
        is_wanted = self.cleaned_data["embassies"]
        embassy = embassy_beside(offer.content, from_country=country, on=self.on) if is_wanted else None
        return PackAction(offer.slug, offer.sheet_id, offer.content, language_of_choice(chosen), embassy)

    @property
    def choices(self) -> Iterator[tuple[Offer, bool, Any]]:
        """Each action to choose from, whether it is chosen, and its box for the language."""
        chosen = set(self["actions"].value() or ())
        for offer in self.offers.values():
            yield offer, offer.slug in chosen, self[offer.field]

    @property
    def carried(self) -> Iterator[tuple[str, str]]:
        """What was typed, as names and values of hidden boxes; of actions that were not chosen nothing."""
        for slug in self.cleaned_data["actions"]:
            yield "actions", slug
            yield f"language-{slug}", str(self[f"language-{slug}"].value() or "")
        for name in ("names", "blank", "place", "day", "paper", "kind", "start", "posted_in", "spare"):
            yield name, str(self[name].value() or "")
        for name in ("is_large", "on_both_sides", "embassies"):
            if self.cleaned_data[name]:
                yield name, "on"
