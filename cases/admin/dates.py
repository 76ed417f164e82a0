"""Hearings and deadlines: on the page of their case, and in lists of their own for whoever watches the days."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from babel.core import get_global
from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminDateWidget, AdminTextInputWidget
from django.db.models import QuerySet
from django.http import HttpRequest

from cases.admin.base import DeskAdmin, DeskForm, DeskInline
from cases.admin.search import CountryFilter
from cases.countries import country_name
from cases.models import Deadline, Hearing
from config import clock

# The desk looks this far ahead; the lists offer the same span.
COMING_DAYS = 14


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """Every zone one may type, for the list below the box."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")))


def only_zone_of(country: str) -> str:
    """The time zone of a country that has just one, else nothing."""
    zones = get_global("territory_zones").get(country, [])
    return zones[0] if len(zones) == 1 else ""


class HearingForm(DeskForm):
    """A hearing; where it was adjourned, the new day is typed here and becomes a hearing of its own."""

    new_date = forms.DateField(
        label="Adjourned to",
        required=False,
        widget=AdminDateWidget,
        help_text="The new day. It becomes a hearing of its own: same court, same matter.",
    )

    class Meta:
        widgets = {"time_zone": AdminTextInputWidget(attrs={"list": "time-zones", "class": "vTextField"})}

    def clean_time_zone(self) -> str:
        """The zone as typed; where there is a time and no zone, that of the court's country if it has just one."""
        typed: str = self.cleaned_data["time_zone"]
        court = self.cleaned_data.get("court")
        if typed or not self.cleaned_data.get("at") or court is None:
            return typed
        return only_zone_of(str(court.country))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        new, day = cleaned.get("new_date"), cleaned.get("on")
        if new and cleaned.get("status") != Hearing.Status.ADJOURNED:
            self.add_error("new_date", "Only an adjourned hearing has a new date: set its status to adjourned.")
        elif new and self.instance.adjourned_to_id:
            self.add_error("new_date", "This hearing has its new date already: change that hearing instead.")
        elif new and day and new <= day:
            self.add_error("new_date", "The new date must lie after the day of this hearing.")
        return cleaned

    def _save_m2m(self) -> None:
        # Django calls this once the hearing has a row, whoever saved it: form, formset or admin.
        super()._save_m2m()  # type: ignore[misc]
        if new := self.cleaned_data.get("new_date"):
            hearing = self.instance
            hearing.adjourned_to, _ = Hearing.objects.get_or_create(
                case=hearing.case,
                court=hearing.court,
                matter=hearing.matter,
                on=new,
                defaults={"time_zone": hearing.time_zone, "is_public": hearing.is_public},
            )
            hearing.save(update_fields=["adjourned_to"])


_HEARING = (
    ("court", "matter"),
    ("on", "at", "time_zone"),
    ("status", "new_date"),
    "result",
    ("is_public", "went_on_to"),
)
_DEADLINE = (("kind", "on"), "what", "status", "result", "is_public")


class _HearingFields(BaseModelAdmin):
    """The fields of a hearing, on the page of its case and on its own."""

    def fields_for(self, request: HttpRequest) -> tuple[Any, ...]:
        """Without the box for a new date for somebody who only reads."""
        if request.user.has_perm("cases.change_hearing") or request.user.has_perm("cases.add_hearing"):
            return _HEARING
        return tuple("status" if field == ("status", "new_date") else field for field in _HEARING)

    @admin.display(description="went on to")
    def went_on_to(self, hearing: Hearing) -> str:
        return f"{hearing.adjourned_to.on:%-d %B %Y}" if hearing.adjourned_to else "–"


class HearingInline(_HearingFields, DeskInline):
    model = Hearing
    fk_name = "case"
    form = HearingForm
    autocomplete_fields = ("court",)
    readonly_fields = ("went_on_to",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields_for(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Hearing]:
        return super().get_queryset(request).select_related("court", "adjourned_to")


class DeadlineInline(DeskInline):
    model = Deadline
    fields = _DEADLINE


class WhenFilter(admin.SimpleListFilter):
    """The spans of the desk: what is coming, and what has passed without a word of what happened."""

    title = "when"
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("coming", f"Next {COMING_DAYS} days, still expected"), ("passed", "Past, still expected")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = clock.today()
        expected = queryset.filter(status="expected")
        match self.value():
            case "coming":
                return expected.filter(on__gte=today, on__lte=today + timedelta(days=COMING_DAYS))
            case "passed":
                return expected.filter(on__lt=today)
        return queryset


def days_in_words(day: date, on: date) -> str:
    """ "today", "tomorrow", "in 6 days", "3 days ago"."""
    days = (day - on).days
    match days:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case -1:
            return "yesterday"
    return f"in {days} days" if days > 0 else f"{-days} days ago"


class _DatedAdmin(DeskAdmin):
    """What the lists of hearings and of deadlines share."""

    date_hierarchy = "on"
    ordering = ("on", "pk")
    list_per_page = 50

    @admin.display(description="when")
    def days(self, event: Hearing | Deadline) -> str:
        return days_in_words(event.on, clock.today())

    @admin.display(description="country", ordering="case__country")
    def country(self, event: Hearing | Deadline) -> str:
        return country_name(event.case.country)

    @admin.display(description="owner", ordering="case__owner")
    def owner(self, event: Hearing | Deadline) -> str:
        return str(event.case.owner)


@admin.register(Hearing)
class HearingAdmin(_HearingFields, _DatedAdmin):
    form = HearingForm
    list_display = ("on", "days", "matter", "court", "case", "country", "owner", "status")
    list_filter = (WhenFilter, "status", ("case__country", CountryFilter))
    list_select_related = ("case__owner", "court")
    search_fields = ("matter", "court__office", "case__title")
    autocomplete_fields = ("case", "court")
    readonly_fields = ("went_on_to",)
    change_form_template = "admin/cases/dated_change_form.html"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("case", *self.fields_for(request))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        return super().render_change_form(request, {**context, "time_zones": time_zones()}, *args, **kwargs)


@admin.register(Deadline)
class DeadlineAdmin(_DatedAdmin):
    list_display = ("on", "days", "kind", "what", "case", "country", "owner", "status")
    list_filter = (WhenFilter, "status", "kind", ("case__country", CountryFilter))
    list_select_related = ("case__owner",)
    search_fields = ("what", "case__title")
    autocomplete_fields = ("case",)
    fields = ("case", *_DEADLINE)
