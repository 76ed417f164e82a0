"""The page of an urgent action: its state, its sheets, what was decided, and the buttons to decide."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from campaigns.admin.action_moves import (
    ASK_REOPEN,
    CLOSE,
    CORRECT,
    EMBARGO,
    FIRST_SHEET,
    NEW_SHEET,
    PAUSE,
    REOPEN,
    RESUME,
    SHOW,
)
from campaigns.admin.date_move import MOVE_DATE
from campaigns.admin.embargo_form import embargo_in_words
from campaigns.admin.ending_moves import STOP
from campaigns.admin.events import told_of
from campaigns.admin.moves import MovingAdmin
from campaigns.admin.other_actions import keys_of
from campaigns.corrections import CORRECTED
from campaigns.decisions import held_actions
from campaigns.lifecycle import request_to_reopen
from campaigns.models import UrgentAction
from campaigns.numbering import slug_for
from campaigns.outdated import differences_of
from campaigns.queues import CLOSING_DAYS
from campaigns.states import OVER, PUBLISHED, ActionStatus
from cases.admin.search import CountryFilter
from cases.chronicle import Act
from cases.countries import country_name
from cases.teams import may_see
from config import clock

BEGIN_A_SHEET = (NEW_SHEET, FIRST_SHEET, CORRECT, MOVE_DATE)


class ClosingFilter(admin.SimpleListFilter):
    """Open actions by their last good day, in the spans of the desk."""

    title = "last good day"
    parameter_name = "closing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("soon", f"Within {CLOSING_DAYS} days"), ("later", "Later"), ("over", "Over, not decided")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[UrgentAction]) -> QuerySet[UrgentAction]:
        today = clock.today()
        last = today + timedelta(days=CLOSING_DAYS)
        still_open = queryset.filter(status=ActionStatus.OPEN)
        match self.value():
            case "soon":
                return still_open.filter(last_good_day__gte=today, last_good_day__lte=last)
            case "later":
                return still_open.filter(last_good_day__gt=last)
            case "over":
                return still_open.filter(last_good_day__lt=today)
        return queryset


def days_left_in_words(action: UrgentAction) -> str | None:
    """For a column: "41", "last day", "over for 3 days"; nothing for an action that is not open."""
    left = action.days_left(on=clock.today())
    if left is None or action.status != ActionStatus.OPEN:
        return None
    if left < 0:
        return f"over for {-left} day{'s' if left < -1 else ''}"
    return "last day" if left == 0 else str(left)


class UrgentActionAdmin(MovingAdmin):
    """Registered by `appeals.admin.action`, which adds what was reported as sent for an action."""

    case_path = "case"
    moves = (FIRST_SHEET, NEW_SHEET, CORRECT, MOVE_DATE, EMBARGO, PAUSE, RESUME, CLOSE, STOP, ASK_REOPEN, REOPEN, SHOW)
    change_form_template = "admin/campaigns/action_change_form.html"
    list_display = ("reference", "last_good_day", "days_left", "status", "headline", "case_country", "campaign", "case")
    list_filter = (
        "status",
        ClosingFilter,
        "series",
        "campaign",
        ("case__country", CountryFilter),
    )
    list_select_related = ("case", "campaign", "current_sheet")
    search_fields = ("case__title", "case__people__published_as", "case__people__other_spellings", "case__country")
    search_help_text = "Number, name, headline or country"
    date_hierarchy = "opened_on"
    list_per_page = 50
    fieldsets = (
        (None, {"fields": ("case_page", ("series", "number", "year"), "campaign")}),
        ("State", {"fields": ("status", "opened_on", "last_good_day", "days_left", "embargo", "public_page")}),
    )
    readonly_fields = ("case_page", "status", "opened_on", "last_good_day", "days_left", "embargo", "public_page")

    @admin.display(description="embargo", empty_value="none")
    def embargo(self, action: UrgentAction) -> str | None:
        return embargo_in_words(action) or None

    def get_queryset(self, request: HttpRequest) -> QuerySet[UrgentAction]:
        rows = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "campaigns_urgentaction_stop":
            # A stop waits for no leave: what is public can be stopped by whoever may stop. The page shows no more.
            rows = UrgentAction.objects.filter(self.seen_rows(request.user) | Q(status__in=PUBLISHED))
        # The frozen text of every sheet would be read for one line of it.
        return rows.defer("search_text", "current_sheet__frozen", "current_sheet__story")

    def page_after(self, request: HttpRequest, landed: Any) -> str:
        """Whoever stopped an action of a case that they may not see comes back to the list of those that run."""
        is_hidden = isinstance(landed, UrgentAction) and not may_see(request.user, landed.case)
        return reverse("admin:stop") if is_hidden else super().page_after(request, landed)

    def told_of_acts(self, thing: UrgentAction, acts: Sequence[Act]) -> Mapping[UUID, list[str]]:
        return told_of(thing.events, acts)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never from here: an action starts on the page of its case."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: UrgentAction | None = None) -> bool:
        """Only what was never public can be deleted."""
        return obj is not None and obj.status == ActionStatus.DRAFT and super().has_delete_permission(request, obj)

    def held_for_move(self, request: HttpRequest, object_id: str) -> UrgentAction | None:
        # With those that are ticked to stop with it, in the order in which everybody locks them.
        held_actions(keys_of([object_id, *request.POST.getlist("also")]))
        held: UrgentAction | None = super().held_for_move(request, object_id)
        return held

    def frozen_because(self, obj: UrgentAction) -> str:
        if obj.status == ActionStatus.DRAFT:
            return ""
        return f"Nothing was saved: {obj.reference} is public by now, and its number and campaign stay as they are."

    def save_model(self, request: HttpRequest, obj: UrgentAction, form: forms.ModelForm, change: bool) -> None:
        if {"series", "number", "year"} & set(form.changed_data):
            obj.slug = slug_for(series=obj.series, number=obj.number, year=obj.year, country=str(obj.case.country))
        super().save_model(request, obj, form, change)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[UrgentAction], search_term: str
    ) -> tuple[QuerySet[UrgentAction], bool]:
        """By the words of the case, drafts included, or as the public search finds an action."""
        if not search_term.strip():
            return queryset, False
        by_case, _ = super().get_search_results(request, queryset, search_term)
        by_words = UrgentAction.objects.found_by(search_term.replace("\x00", ""))
        return queryset.filter(Q(pk__in=by_case.values("pk")) | Q(pk__in=by_words.values("pk"))), False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if (action := context.get("original")) is not None:
            sheets = list(action.sheets.select_related("created_by", "issued_by").defer("frozen").order_by("-version"))
            moves = self.possible_moves(request, action)
            draft = next((sheet for sheet in sheets if sheet.is_under_way), None)
            differences = differences_of([action], on=clock.today())[action.pk] if action.status in CORRECTED else ()
            if draft is not None:
                # One draft at a time: the way on is that draft.
                moves = [(move, url) for move, url in moves if move not in BEGIN_A_SHEET]
            elif not differences:
                moves = [(move, url) for move, url in moves if move != CORRECT]
            context = {
                **context,
                "moves": moves,
                "sheets": sheets,
                "events": action.events.select_related("by", "sheet__action").order_by("-at", "-pk"),
                "draft": draft,
                "differences": differences,
                "has_lapsed": action.has_lapsed(on=clock.today()),
                "asked": request_to_reopen(action) if action.status in OVER else None,
            }
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="headline")
    def headline(self, action: UrgentAction) -> str:
        return action.current_sheet.headline if action.current_sheet else "no sheet issued yet"

    @admin.display(description="country", ordering="case__country")
    def case_country(self, action: UrgentAction) -> str:
        return country_name(action.case.country)

    @admin.display(description="days left", ordering="last_good_day")
    def days_left(self, action: UrgentAction) -> str:
        return days_left_in_words(action) or str(self.get_empty_value_display())

    @admin.display(description="case")
    def case_page(self, action: UrgentAction) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:cases_case_change", args=[action.case_id]), action.case
        )

    @admin.display(description="public page")
    def public_page(self, action: UrgentAction) -> str:
        if action.status == ActionStatus.DRAFT:
            return "None yet: the first sheet has not been issued."
        if action.is_under_embargo(at=clock.now()):
            return f"None yet: there is an embargo {embargo_in_words(action)}."
        address = reverse("appeals:action", args=[action.slug])
        return format_html('<a href="{}">{}</a>', address, address)
