"""Hearings and deadlines: on the page of their case, and in lists of their own for whoever watches the days.

Not registered here: `campaigns.admin.dates` adds the ways to move them, which show what this room knows nothing of.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest

from cases.admin.base import DeskAdmin
from cases.admin.dated_forms import DeadlineForm, HearingForm
from cases.admin.facts import LEVELS, WHERE_FROM, FactInline
from cases.admin.search import CountryFilter
from cases.countries import country_name
from cases.levels import listed
from cases.models import Case, Deadline, Hearing
from config import clock

# The desk looks this far ahead; the lists offer the same span.
COMING_DAYS = 14


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """Every zone one may type, for the list below the box."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")))


_HEARING = (
    ("court", "matter"),
    ("on", "at", "time_zone"),
    ("status", "new_date"),
    "result",
    LEVELS,
    "went_on_to",
)
_DEADLINE = (("kind", "on"), "what", "status", "result", LEVELS)


def saved_by(form: Any, user: Any) -> Any:
    """The form of a date, for somebody who saves it: what moves a date keeps who did so."""
    return type(form.__name__, (form,), {"by": user})


class DatedInline(FactInline):
    """Hearings or deadlines on the page of their case."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form = saved_by(formset.form, request.user)
        return formset


class _HearingFields(BaseModelAdmin):
    """The fields of a hearing, on the page of its case and on its own."""

    def fields_for(self, request: HttpRequest) -> tuple[Any, ...]:
        """Without the box for a new date for somebody who only reads."""
        if request.user.has_perm("cases.change_hearing") or request.user.has_perm("cases.add_hearing"):
            return _HEARING
        return tuple("status" if field == ("status", "new_date") else field for field in _HEARING)

    @admin.display(description="went on to")
    def went_on_to(self, hearing: Hearing) -> str:
        if hearing.adjourned_to is None:
            return "–"
        is_known = hearing.adjourned_to.is_known_to_readers_of(hearing)
        return f"{hearing.adjourned_to.on:%-d %B %Y}" if is_known else "a day for the team of the case"


class HearingInline(_HearingFields, DatedInline):
    model = Hearing
    fk_name = "case"
    form = HearingForm
    autocomplete_fields = ("court",)
    readonly_fields = ("went_on_to",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return ((None, {"fields": self.fields_for(request)}), WHERE_FROM)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Hearing]:
        return super().get_queryset(request).select_related("court", "adjourned_to")


class DeadlineInline(DatedInline):
    model = Deadline
    form = DeadlineForm
    fieldsets = ((None, {"fields": _DEADLINE}), WHERE_FROM)


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

    case_path = "case"
    date_hierarchy = "on"
    ordering = ("on", "pk")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without sealed ones: their only page is that of their case, where each reading is written down."""
        return listed(super().get_queryset(request), request.user)

    def root_of(self, obj: Hearing | Deadline) -> Case:
        return obj.case

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return saved_by(super().get_form(request, obj, change=change, **kwargs), request.user)

    @admin.display(description="when")
    def days(self, event: Hearing | Deadline) -> str:
        return days_in_words(event.on, clock.today())

    @admin.display(description="country", ordering="case__country")
    def country(self, event: Hearing | Deadline) -> str:
        return country_name(event.case.country)

    @admin.display(description="owner", ordering="case__owner")
    def owner(self, event: Hearing | Deadline) -> str:
        return str(event.case.owner)


class HearingAdmin(_HearingFields, _DatedAdmin):
    form = HearingForm
    list_display = ("on", "days", "matter", "court", "case", "country", "owner", "status")
    list_filter = (WhenFilter, "status", ("case__country", CountryFilter))
    list_select_related = ("case__owner", "court")
    search_fields = ("matter", "court__office", "case__title")
    autocomplete_fields = ("case", "court")
    readonly_fields = ("went_on_to",)
    change_form_template = "admin/cases/dated_change_form.html"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return ((None, {"fields": ("case", *self.fields_for(request))}), WHERE_FROM)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        return super().render_change_form(request, {**context, "time_zones": time_zones()}, *args, **kwargs)


class DeadlineAdmin(_DatedAdmin):
    form = DeadlineForm
    list_display = ("on", "days", "kind", "what", "case", "country", "owner", "status")
    list_filter = (WhenFilter, "status", "kind", ("case__country", CountryFilter))
    list_select_related = ("case__owner",)
    search_fields = ("what", "case__title")
    autocomplete_fields = ("case",)
    fieldsets = ((None, {"fields": ("case", *_DEADLINE)}), WHERE_FROM)
