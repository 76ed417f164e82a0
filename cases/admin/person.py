"""People at risk, on the page of their case and one by one with all their statuses."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import never_cache

from cases.admin.base import DeskAdmin, DeskForm, DeskInline, changes_what_is_published
from cases.admin.facts import FactInline, note_readings
from cases.admin.search import CountryFilter
from cases.admin.true_name import true_name_page
from cases.consents import standings_of, withdrawn_uses
from cases.levels import Level
from cases.models import Case, Consent, PersonAtRisk, PersonStatus, TrueName
from cases.partial_dates import PartialDateFormField
from cases.published import note_change
from config import clock

_FACTS = (
    ("published_as", "form"),
    ("kind", "people_count"),
    ("gender", "pronouns", "age"),
    ("nationality", "identifiers"),
    "other_spellings",
)


class PersonFactsForm(DeskForm):
    """A person: nobody whose name is withheld is shown by name by a slip."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("form") == PersonAtRisk.Form.NAME and self._keeps_a_name():
            self.add_error("form", "A name is withheld for this person. Give it up on its own page first.")
        return cleaned

    def _keeps_a_name(self) -> bool:
        return self.instance.pk is not None and TrueName.objects.filter(person=self.instance.pk).exists()


class PersonForm(PersonFactsForm):
    """A person, and in the same step what is true of them from a day on."""

    new_status = forms.ChoiceField(
        label="New status", required=False, choices=[("", "no change"), *PersonStatus.Status.choices]
    )
    new_since = PartialDateFormField(
        label="Since", required=False, max_length=40, help_text="As far as it is known: 2010-11-03, 2010-11 or 2010."
    )
    new_note = forms.CharField(
        label="Note on the new status",
        required=False,
        help_text="Private: stays on this desk.",
        widget=AdminTextareaWidget(attrs={"rows": 2}),
    )
    new_level = forms.ChoiceField(
        label="Who may read the new status",
        required=False,
        choices=[("", "as usual, all staff"), *((one.value, one.label) for one in (Level.TEAM, Level.SEALED))],
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        status, since = cleaned.get("new_status"), cleaned.get("new_since")
        if since and not status:
            self.add_error("new_status", "Choose what has been true since that date.")
        elif status and not since and "new_since" not in self.errors:
            self.add_error("new_since", "Say since when, at least the year.")
        elif cleaned.get("new_note") and not status:
            self.add_error("new_status", "A note belongs to a status: choose one, or delete the note.")
        elif status and since:
            self._check_status(status, since, cleaned.get("new_note") or "")
        return cleaned

    def _check_status(self, status: str, since: Any, note: str) -> None:
        self.new = PersonStatus(person=self.instance, status=status, since=since, note=note)
        self.new.level = self.cleaned_data.get("new_level") or Level.NETWORK
        try:
            self.new.full_clean(exclude=() if self.instance.pk else ("person",))
        except ValidationError as refused:
            names = {"status": "new_status", "since": "new_since", "note": "new_note"}
            for field, messages in refused.message_dict.items():
                self.add_error(names.get(field, "new_status"), messages)

    def _save_m2m(self) -> None:
        # Django calls this once the person has a row, whoever saved it: form, formset or admin.
        super()._save_m2m()  # type: ignore[misc]
        if self.cleaned_data.get("new_status"):
            self.new.person = self.instance
            self.new.save()


class _WithStatuses(BaseModelAdmin):
    """Shows every status of a person with its date, the latest last."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[PersonAtRisk]:
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("statuses", PersonStatus.objects.listed_for(request.user)))
        )

    @admin.display(description="known statuses")
    def known_statuses(self, person: PersonAtRisk) -> str:
        rows = [(row.get_status_display(), row.since) for row in person.statuses.all()] if person.pk else []
        return format_html_join(", ", "{} since {}", rows) or "none yet"


class PersonInline(_WithStatuses, DeskInline):
    model = PersonAtRisk
    form = PersonForm
    show_change_link = True
    readonly_fields = ("known_statuses",)
    fieldsets = (
        (None, {"fields": _FACTS}),
        ("Status", {"fields": ("known_statuses", ("new_status", "new_since"))}),
        ("Private", {"classes": ("private", "collapse"), "fields": ("new_note", "new_level")}),
    )

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1 if obj is None else 0

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without the fields of a new status for somebody who only reads."""
        if self.has_change_permission(request, obj) or self.has_add_permission(request, obj):
            return self.fieldsets
        return ((None, {"fields": (*_FACTS, "known_statuses")}),)


class StatusInline(FactInline):
    model = PersonStatus
    fields = (("status", "since"), "note", "level", ("source", "reliability"))


class ConsentForm(DeskForm):
    """A consent that was given by now, to what nobody has taken back: agreeing again has a page of its own."""

    def clean_given_on(self) -> date | None:
        day: date | None = self.cleaned_data["given_on"]
        if day and day > clock.today():
            raise ValidationError("This day is still to come. Enter the day on which they agreed.")
        return day

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        person = self.instance.person if self.instance.person_id else None
        for use in withdrawn_uses(person) if person is not None else ():
            if cleaned.get(f"for_{use}") and f"for_{use}" in self.changed_data:
                self.add_error(
                    f"for_{use}",
                    "This was taken back. Write down on its own page that they agree again: Withdraw, or agree again.",
                )
        return cleaned


class ConsentInline(DeskInline):
    model = Consent
    form = ConsentForm
    fields = (
        ("giver", "given_on"),
        "who",
        ("for_name", "for_picture", "for_story", "for_web", "for_letter", "for_press"),
        "note",
    )


@admin.register(PersonAtRisk)
class PersonAtRiskAdmin(_WithStatuses, DeskAdmin):
    """One person with every status, for corrections; new people are added on the page of their case."""

    form = PersonFactsForm
    case_path = "case"
    list_display = ("published_as", "case", "kind", "gender", "age", "known_statuses")
    list_filter = ("kind", "form", ("case__country", CountryFilter))
    list_select_related = ("case",)
    search_fields = ("published_as", "other_spellings", "case__title")
    autocomplete_fields = ("case",)
    inlines = (ConsentInline, StatusInline)
    readonly_fields = ("consent_standing", "withheld_name")
    fieldsets = (
        (None, {"fields": ("case", *_FACTS)}),
        ("Private", {"classes": ("private",), "fields": ("consent_standing", "withheld_name")}),
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(never_cache(self.true_name_view))
        return [path("<path:object_id>/true-name/", view, name="cases_personatrisk_true-name"), *super().get_urls()]

    def true_name_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        person = self.get_object(request, unquote(object_id))
        if person is None:
            messages.error(request, self.gone_sentence(request, object_id))
            return HttpResponseRedirect(reverse("admin:index"))
        return true_name_page(self.admin_site, request, person)

    @admin.display(description="agreed to")
    def consent_standing(self, person: PersonAtRisk) -> str:
        """What holds today, and where it is taken back or agreed to again."""
        if person.pk is None:
            return "nothing yet"
        standing = standings_of([person], at=clock.now())[person.pk]
        withdrawn = f"; withdrawn: {standing.withdrawn_words}" if standing.withdrawn else ""
        page = reverse("admin:consent", args=[person.pk])
        return format_html(
            '{}{}. <a href="{}">Withdraw, or agree again</a>', standing.allowed_words or "nothing", withdrawn, page
        )

    @admin.display(description="withheld name")
    def withheld_name(self, person: PersonAtRisk) -> str:
        """Where to keep or read it, and never the name."""
        if person.pk is None or person.form != PersonAtRisk.Form.CHOSEN:
            return "none: this person is shown by name"
        page = reverse("admin:cases_personatrisk_true-name", args=[person.pk])
        return format_html('<a href="{}">Keep it, or read it</a>', page)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        note_readings(request, context["inline_admin_formsets"])
        return super().render_change_form(request, context, *args, **kwargs)

    def root_of(self, obj: PersonAtRisk) -> Case:
        return obj.case

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if changes_what_is_published(form, formsets):
            note_change(form.instance.case, at=clock.now())

    def delete_model(self, request: HttpRequest, obj: PersonAtRisk) -> None:
        super().delete_model(request, obj)
        note_change(obj.case, at=clock.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[PersonAtRisk]) -> None:
        cases = {person.case for person in queryset.select_related("case")}
        super().delete_queryset(request, queryset)
        for case in cases:
            note_change(case, at=clock.now())
