"""The rows below the form of a sheet: what it asks for, of whom, and what it says became of people."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from campaigns.content import Addressee, content_of
from campaigns.models import Demand, Outcome, Recipient
from cases.admin.authority import age_in_words
from cases.admin.base import DeskForm, DeskInline
from cases.languages import language_name
from cases.models import PersonAtRisk
from cases.models.authority import STALE_AFTER_DAYS
from config import clock

LAST_PLACE = 9_999


class OrderedForm(DeskForm):
    """A row with its place in the order; without one it goes to the end."""

    order = forms.IntegerField(
        label="Place", required=False, min_value=1, max_value=LAST_PLACE, help_text="Empty: at the end."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["order"] = None

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or LAST_PLACE


class DemandInline(DeskInline):
    model = Demand
    form = OrderedForm
    fields = ("sheet_wording", "letter_wording", "order")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        wordings = {name: forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}) for name in self.fields[:2]}
        return super().get_formset(request, obj, widgets=wordings, **kwargs)


class RecipientInline(DeskInline):
    model = Recipient
    form = OrderedForm
    autocomplete_fields = ("authority",)
    readonly_fields = ("as_printed",)
    fields = (("authority", "role", "order"), "as_printed")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Recipient]:
        return super().get_queryset(request).select_related("authority", "sheet__action__case")

    @admin.display(description="as printed")
    def as_printed(self, recipient: Recipient) -> str:
        """The block as it stands on the sheet: frozen if that was issued, else as the book has it now."""
        if recipient.pk is None:
            return "Save the page to see the address as it will be printed."
        if not hasattr(self, "_printed"):
            self._printed = {row.authority_id: row for row in content_of(recipient.sheet).recipients}
        addressee = self._printed.get(recipient.authority_id)
        return _block(addressee) if addressee else "–"


class OutcomeInline(DeskInline):
    """What became of each person of the case; a first sheet tells of no end."""

    model = Outcome
    fields = (("person", "word", "happened_on"), "sentence")
    verbose_name = "line on what became of somebody"
    verbose_name_plural = "what became of them"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outcome]:
        return super().get_queryset(request).select_related("person")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None and "person" in formset.form.base_fields:
            person: Any = formset.form.base_fields["person"]
            person.queryset = PersonAtRisk.objects.filter(case=obj.action.case_id)
            person.widget.can_add_related = person.widget.can_change_related = person.widget.can_view_related = False
        return formset


def _block(addressee: Addressee) -> str:
    lines = [*addressee.name_lines]
    lines += [f"{word}: {value}" for word, value in (("Fax", addressee.fax), ("Phone", addressee.phone)) if value]
    lines += [*addressee.emails, *((addressee.web_form,) if addressee.web_form else ())]
    lines += [f"{language_name(code)}: {text}" for code, text in addressee.salutations] or ["No salutation yet."]
    return format_html(
        '<address class="printed">{}</address><p class="{}">{}</p>',
        format_html_join("", "<span>{}</span>", ((line,) for line in lines)),
        "stale" if _is_stale(addressee) else "fresh",
        f"Address {age_in_words(addressee.verified_on, clock.today())}.",
    )


def _is_stale(addressee: Addressee) -> bool:
    limit = clock.today() - timedelta(days=STALE_AFTER_DAYS)
    return addressee.verified_on is None or addressee.verified_on < limit
