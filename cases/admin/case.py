"""The page of a case: its people, hearings, deadlines and developments, one below the other.

Not registered here: `campaigns.admin.case` adds the actions of the case, which this room knows nothing of.
"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest

from cases.admin.base import DeskAdmin, changes_what_is_published
from cases.admin.dates import DeadlineInline, HearingInline, days_in_words, time_zones
from cases.admin.facts import LEVELS, WHERE_FROM, FactInline, NoteInline, note_readings
from cases.admin.person import PersonInline
from cases.admin.search import CountryFilter
from cases.models import Development
from cases.models.case import CaseQuerySet
from cases.published import note_change
from config import clock


class DevelopmentInline(FactInline):
    model = Development
    fieldsets = ((None, {"fields": (("happened_on", "date_note"), "what", "attributed_to", LEVELS)}), WHERE_FROM)


class CaseAdmin(DeskAdmin):
    case_path = ""
    list_display = ("title", "country", "next_hearing", "next_deadline", "owner", "opened_on")
    list_filter = (
        "concerns",
        ("country", CountryFilter),
        ("owner", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("owner",)
    search_fields = ("title", "people__published_as", "people__other_spellings", "country")
    search_help_text = "Working title, name as published, or country"
    date_hierarchy = "opened_on"
    list_per_page = 50
    save_on_top = False
    inlines = (PersonInline, HearingInline, DeadlineInline, DevelopmentInline, NoteInline)
    fieldsets = (
        (None, {"fields": ("title", "country", "summary", "concerns", ("owner", "opened_on"))}),
        (
            "Private",
            {
                "classes": ("private",),
                "description": "Stays on this desk: no page, sheet, letter or mail shows it. All staff who see the "
                "case read these two boxes (level “network”). What fewer may know goes into a note below, with a level "
                "of its own.",
                "fields": ("sources", "internal_notes"),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> CaseQuerySet:
        cases: CaseQuerySet = super().get_queryset(request)  # type: ignore[assignment]
        return cases.with_next_dates(clock.today(), reader=request.user)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "owner": request.user.pk,
            "opened_on": clock.today(),
            **super().get_changeform_initial_data(request),
        }

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "concerns":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "owner":
            # Those who may log in; and whoever owns it now, for a case of somebody who has left.
            owners = models.Q(is_active=True, is_staff=True)
            if case_id := request.resolver_match and request.resolver_match.kwargs.get("object_id"):
                owners |= models.Q(cases__pk=case_id) if str(case_id).isdigit() else models.Q()
            kwargs["queryset"] = get_user_model().objects.filter(owners).distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if changes_what_is_published(form, formsets):
            note_change(form.instance, at=clock.now())

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        note_readings(request, context["inline_admin_formsets"])
        return super().render_change_form(request, {**context, "time_zones": time_zones()}, *args, **kwargs)

    @admin.display(description="next hearing", ordering="next_hearing_on", empty_value="–")
    def next_hearing(self, case: Any) -> str | None:
        return _day_and_distance(case.next_hearing_on)

    @admin.display(description="next deadline", ordering="next_deadline_on", empty_value="–")
    def next_deadline(self, case: Any) -> str | None:
        return _day_and_distance(case.next_deadline_on)


def _day_and_distance(day: date | None) -> str | None:
    return None if day is None else f"{day:%-d %b %Y} ({days_in_words(day, clock.today())})"
