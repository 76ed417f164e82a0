"""The rows of the review of an imported sheet: people, demands, recipients, hearings, events. Each may be left out."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from campaigns.models import Demand, Recipient
from campaigns.sheet_drafts.proposal import (
    ProposedDemand,
    ProposedDevelopment,
    ProposedHearing,
    ProposedPerson,
    ProposedRecipient,
)
from cases.languages import language_name
from cases.models import Authority, Development, Hearing, PersonAtRisk
from cases.models.authority import Salutation
from cases.models.person import OLDEST
from cases.partial_dates import PartialDate

NEW, OUT = "new", "out"


def box_for(model: Any, name: str, *, required: bool = False, **options: Any) -> Any:
    """The box of a field of a model, with all the rules of that field."""
    field = model._meta.get_field(name)
    box = field.formfield(required=required, **{"help_text": "", **options})
    box.validators = [*box.validators, *[rule for rule in field.validators if rule not in box.validators]]
    return box


def text_box(model: Any, name: str, rows: int = 2, **options: Any) -> Any:
    """A box of several lines for such a field."""
    widget = forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})
    return box_for(model, name, widget=widget, **options)


def line_box(model: Any, name: str, **options: Any) -> Any:
    """A box of one line for such a field."""
    return box_for(model, name, widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}), **options)


class Row(forms.Form):
    """One row; unless it is taken, nothing in it can be wrong."""

    take = forms.BooleanField(label="Take it", required=False, initial=True)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.cleaned_data.get("take"):
            self._errors = ErrorDict()

    @property
    def is_taken(self) -> bool:
        return bool(self.cleaned_data.get("take"))

    def boxes(self) -> list[forms.BoundField]:
        """Those that a person sees, without the one that takes the row."""
        return [box for box in self.visible_fields() if box.name not in ("take", "choice")]


class PersonRow(Row):
    published_as = line_box(PersonAtRisk, "published_as", required=True, label="Name")
    kind = forms.ChoiceField(label="Kind", choices=PersonAtRisk.Kind.choices)
    gender = forms.ChoiceField(label="Gender", choices=[("", "not said"), *PersonAtRisk.Gender.choices], required=False)
    age = box_for(PersonAtRisk, "age", label="Age", max_value=OLDEST)
    nationality = line_box(PersonAtRisk, "nationality", label="Nationality")

    def proposed(self) -> ProposedPerson:
        said = self.cleaned_data
        return ProposedPerson(said["published_as"], said["kind"], said["gender"], said["age"], said["nationality"])


class DemandRow(Row):
    sheet_wording = text_box(Demand, "sheet_wording", required=True, label="On the sheet")
    letter_wording = text_box(Demand, "letter_wording", label="In a letter")

    def proposed(self) -> ProposedDemand:
        return ProposedDemand(self.cleaned_data["sheet_wording"], self.cleaned_data["letter_wording"])


class HearingRow(Row):
    on = forms.DateField(label="Date", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    court = line_box(Authority, "office", label="Court")
    matter = text_box(Hearing, "matter", required=True, label="Matter")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["court"].help_text = "Its office as the book or a recipient has it; else this is kept as an event."

    def proposed(self) -> ProposedHearing:
        return ProposedHearing(self.cleaned_data["on"], self.cleaned_data["court"], self.cleaned_data["matter"])


class DevelopmentRow(Row):
    happened_on = box_for(Development, "happened_on", required=True, label="Date")
    date_note = line_box(Development, "date_note", label="How the sheet puts the date")
    what = text_box(Development, "what", required=True, label="What happened")

    def proposed(self) -> ProposedDevelopment:
        on: PartialDate = self.cleaned_data["happened_on"]
        return ProposedDevelopment(on, self.cleaned_data["what"], self.cleaned_data["date_note"])


class RecipientRow(Row):
    """An office of the book, or a new one. `offered` holds the numbers of the offices that were offered."""

    offered = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    choice = forms.ChoiceField(label="Which office", widget=forms.RadioSelect)
    role = forms.ChoiceField(label="Role", choices=Recipient.Role.choices)
    office = line_box(Authority, "office", required=True, label="Office")
    kind = forms.ChoiceField(label="Kind", choices=Authority.Kind.choices)
    form_of_address = line_box(Authority, "form_of_address", label="Line above the holder")
    holder = line_box(Authority, "holder", label="Holder")
    country = box_for(Authority, "country", label="Country")
    postal_lines = text_box(Authority, "postal_lines", rows=4, label="Postal lines")
    fax = line_box(Authority, "fax", label="Fax")
    phone = line_box(Authority, "phone", label="Phone")
    emails = text_box(Authority, "emails", rows=1, label="E-mails")
    web_form = line_box(Authority, "web_form", label="Web form", assume_scheme="https")
    salutation = line_box(Salutation, "text", label="Salutation")
    language = forms.CharField(required=False, widget=forms.HiddenInput, max_length=8)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.data.get(self.add_prefix("offered"), "") if self.is_bound else self.initial.get("offered", "")
        pks = [int(pk) for pk in str(offered).split(",") if pk.isascii() and pk.isdecimal() and len(pk) < 10][:9]
        there = {one.pk: one for one in Authority.objects.filter(pk__in=pks)} if pks else {}
        known = [(str(pk), _in_the_book(there[pk])) for pk in pks if pk in there]
        choice: Any = self.fields["choice"]
        choice.choices = [*known, (NEW, "A new office, as read below; nobody has verified it"), (OUT, "Leave it out")]
        choice.error_messages["invalid_choice"] = "This office is not in the book any more. Choose anew."
        language = (self.data.get(self.add_prefix("language")) if self.is_bound else self.initial.get("language")) or ""
        if language:
            self.fields["salutation"].label = f"Salutation ({language_name(str(language))})"

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.cleaned_data.get("choice") not in (None, NEW):
            # What a new office would say counts only for a new one.
            wrong = {name: found for name, found in self.errors.items() if name in ("choice", "role")}
            self._errors = ErrorDict(wrong)

    @property
    def is_taken(self) -> bool:
        return super().is_taken and self.cleaned_data.get("choice") != OUT

    def proposed(self) -> ProposedRecipient:
        said = self.cleaned_data
        known = None if said["choice"] == NEW else int(said["choice"])
        names = ("kind", "form_of_address", "holder", "country", "postal_lines", "fax", "phone", "emails", "web_form")
        row = ProposedRecipient(said["role"], said.get("office", ""), known=known)
        for name in names:
            setattr(row, name, said.get(name, ""))
        if said.get("salutation"):
            row.salutations = {said.get("language") or "en": said["salutation"]}
        return row


def _in_the_book(authority: Authority) -> str:
    """What helps to tell it from the one on the sheet."""
    day = f"verified on {authority.verified_on:%-d %B %Y}" if authority.verified_on else "never verified"
    parts = [str(authority), authority.holder, ", ".join(authority.postal()[:3]), day]
    return " · ".join(part for part in parts if part)
