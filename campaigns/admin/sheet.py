"""The page of a sheet: its text, what is asked, of whom, until when; what is still missing; and the way to issue it.

A sheet that was issued is shown to read. Sheets are made by `campaigns.lifecycle` only, never typed in here.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.admin.action_moves import NEW_SHEET
from campaigns.admin.checks_panel import panel_context
from campaigns.admin.date_move import date_asked
from campaigns.admin.events import told_of
from campaigns.admin.explain import explain_page
from campaigns.admin.import_source import source_page
from campaigns.admin.moves import MovingAdmin, address_of
from campaigns.admin.sheet_file import sheet_file
from campaigns.admin.sheet_form import PROPOSE_CHANGES, SheetForm, different_now, fieldsets_for, settle_changes
from campaigns.admin.sheet_moves import APPROVE, ISSUE, ISSUE_NOW, REVIEW, SEND_BACK, SUBMIT, WITHDRAW
from campaigns.admin.sheet_parts import DemandInline, OutcomeInline, RecipientInline
from campaigns.admin.wordings import PROPOSE_WORDINGS, propose_wordings
from campaigns.content import content_of
from campaigns.deadlines import days_left
from campaigns.decisions import held_actions
from campaigns.issuing import approval_is_void, keys_of_actions
from campaigns.models import ActionEvent, Demand, ImportedSource, Recipient, Sheet
from campaigns.outcomes import outcome_findings
from campaigns.review import approval_holds, hash_now
from campaigns.rules import may_see_source
from campaigns.sheet_export import may_export
from campaigns.states import UNDER_WAY, SheetStatus, Verb
from cases.admin.search import CountryFilter
from cases.chronicle import Act
from cases.countries import country_name
from config import clock

_PEOPLE = ("created_by", "edited_by", "approved_by", "issued_by", "reviewed_by")


class SheetAdmin(MovingAdmin):
    """Not registered here: `appeals.admin.sheet` adds how a sheet prints, which this room knows nothing of."""

    form = SheetForm
    readonly_fields = ("different_now",)
    moves = (SUBMIT, APPROVE, ISSUE, SEND_BACK, REVIEW, WITHDRAW, ISSUE_NOW)
    inlines = (OutcomeInline, DemandInline, RecipientInline)
    change_form_template = "admin/campaigns/sheet_change_form.html"
    list_display = ("__str__", "headline", "country", "kind", "status", "dated", "last_day", "days", "created_by")
    list_filter = ("status", "kind", ("action__case__country", CountryFilter))
    list_select_related = ("action__case", "created_by")
    search_fields = ("headline", "action__number", "action__case__title", "action__case__people__published_as")
    search_help_text = "Headline, number, case or name"
    case_path = "action__case"
    date_hierarchy = "dated"
    ordering = ("-dated", "-pk")
    list_per_page = 50
    fieldsets = (
        (None, {"fields": (("kind", "dated", "index_number"), "headline", "summary", "story")}),
        (
            "Until when, and in which language",
            {"fields": (("appeals_wording", "appeals_limit"), "languages", "own_language", "late_note")},
        ),
        ("Page two", {"fields": ("additional_information", "diplomatic_note")}),
    )

    def get_inlines(self, request: HttpRequest, obj: Sheet | None) -> Any:
        tells = obj is None or obj.kind != Sheet.Kind.FIRST or obj.outcomes.exists()
        return self.inlines if tells else [inline for inline in self.inlines if inline is not OutcomeInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sheet]:
        # The lists need a line of each sheet, not its text twice over.
        sheets = super().get_queryset(request)
        on_list = request.resolver_match is not None and (request.resolver_match.url_name or "").endswith("changelist")
        return sheets.defer("frozen", "story", "additional_information", "changes") if on_list else sheets

    def told_of_acts(self, thing: Sheet, acts: Sequence[Act]) -> Mapping[UUID, list[str]]:
        return told_of(thing.events, acts)

    def get_urls(self) -> list[URLPattern]:
        explain = self.admin_site.admin_view(self.explain_view)
        export = self.admin_site.admin_view(require_safe(self.export_view))
        source = self.admin_site.admin_view(never_cache(self.source_view))
        return [
            path("<path:object_id>/explain/", explain, name="campaigns_sheet_explain"),
            path("<path:object_id>/export/", export, name="campaigns_sheet_export"),
            path("<path:object_id>/source/", source, name="campaigns_sheet_source"),
            *super().get_urls(),
        ]

    def explain_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        sheet = self.get_object(request, unquote(object_id))
        if sheet is None:
            messages.error(request, "There is no such sheet; perhaps it was deleted.")
            return HttpResponseRedirect(reverse("admin:index"))
        return explain_page(request, sheet, {**self.admin_site.each_context(request), "opts": self.opts})

    def export_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        sheet = self.get_object(request, unquote(object_id))
        if sheet is None:
            messages.error(request, "There is no such sheet; perhaps it was deleted.")
            return HttpResponseRedirect(reverse("admin:index"))
        return sheet_file(request, sheet)

    def source_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        sheet = self.get_object(request, unquote(object_id))
        if sheet is None:
            messages.error(request, "There is no such sheet; perhaps it was deleted.")
            return HttpResponseRedirect(reverse("admin:index"))
        return source_page(request, sheet, {**self.admin_site.each_context(request), "opts": self.opts})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never from here: a sheet begins on the page of its action, or of its case."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Sheet | None = None) -> bool:
        """A draft is withdrawn, not deleted; it goes only together with an action that was never public."""
        return (
            obj is not None
            and obj.status == SheetStatus.DRAFT
            and obj.action.opened_at is None
            and super().has_delete_permission(request, obj)
        )

    def state_of(self, thing: Sheet) -> str:
        """The row, and all that it says with its demands, recipients and what it prints of the case."""
        return f"{super().state_of(thing)}\n{hash_now(thing)}"

    def held_for_move(self, request: HttpRequest, object_id: str) -> Sheet | None:
        # Its action, and those that end with it, before the sheet, as issuing locks them.
        if found := Sheet.objects.filter(pk=object_id).only("action_id", "kind").first():
            held_actions(keys_of_actions(found))
        held: Sheet | None = super().held_for_move(request, object_id)
        return held

    def frozen_because(self, obj: Sheet) -> str:
        if obj.status == SheetStatus.DRAFT:
            return ""
        if obj.is_under_way:
            return (
                f"Nothing was saved: this sheet is {obj.get_status_display()} meanwhile. "
                "Send it back first if it has to be changed, then type it again."
            )
        return (
            f"Nothing was saved: this sheet has been {obj.get_status_display()} meanwhile. "
            "Copy what you typed into a new sheet of the action."
        )

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "kind":
            kwargs["choices"] = [(kind.value, kind.label) for kind in Sheet.Kind]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        is_changed = form.has_changed() or any(formset.has_changed() for formset in formsets)
        _number_in_order(list(form.instance.demands.order_by("order", "pk")))
        for role in Recipient.Role:
            _number_in_order(list(form.instance.recipients.filter(role=role).order_by("order", "pk")))
        settle_changes(request, form, is_changed=is_changed)

    def get_fieldsets(self, request: HttpRequest, obj: Sheet | None = None) -> Any:
        is_editable = self.has_change_permission(request, obj)
        return fieldsets_for(obj, super().get_fieldsets(request, obj), is_editable=is_editable)

    def response_change(self, request: HttpRequest, obj: Sheet) -> HttpResponse:
        """A button that proposes saves the page, fills in, and shows the page again."""
        if PROPOSE_CHANGES in request.POST:
            messages.success(request, "Saved, and proposed what changed. Read it, and write it in your own words.")
            return HttpResponseRedirect(address_of(obj, "change"))
        if PROPOSE_WORDINGS in request.POST:
            propose_wordings(request, obj)
            return HttpResponseRedirect(f"{address_of(obj, 'change')}#demands-group")
        return super().response_change(request, obj)

    @admin.display(description="what is different")
    def different_now(self, sheet: Sheet) -> str:
        return different_now(sheet)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if (sheet := context.get("original")) is not None:
            # A refused form has put what was typed into the sheet at hand; the panel tells what is saved.
            saved = Sheet.objects.select_related(*_PEOPLE, "action__case").get(pk=sheet.pk)
            context = {**context, **self._panel(request, saved)}
        return super().render_change_form(request, context, *args, **kwargs)

    def _panel(self, request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
        today = clock.today()
        content = content_of(sheet)
        may_follow = sheet.status == SheetStatus.ISSUED and NEW_SHEET.may(request.user, sheet.action)
        has_draft = sheet.action.sheets.filter(status__in=UNDER_WAY).exists()
        is_void = sheet.status == SheetStatus.APPROVED and not approval_holds(sheet)
        return {
            "sheet": sheet,
            "content": content,
            # Nobody of these approves it.
            "authors": sheet.authors.select_related("user") if sheet.is_under_way or sheet.lacks_second_look else [],
            "propose_wordings": PROPOSE_WORDINGS,
            "is_draft": sheet.status == SheetStatus.DRAFT,
            "days_left": days_left(content.last_good_day, today),
            "is_under_way": sheet.is_under_way,
            "on_outcomes": outcome_findings(sheet) if sheet.is_under_way else [],
            **panel_context(sheet, request.user, on=today),
            "void": approval_is_void(sheet) if is_void else "",
            "sent_back": _sent_back(sheet) if sheet.status == SheetStatus.DRAFT else None,
            "date_asked": date_asked(sheet),
            "source": _source_of(sheet) if may_see_source(request.user) else None,
            "moves": self.possible_moves(request, sheet),
            "may_export": may_export(request.user, sheet),
            "new_sheet": address_of(sheet.action, NEW_SHEET.name) if may_follow and not has_draft else "",
        }

    @admin.display(description="country", ordering="action__case__country")
    def country(self, sheet: Sheet) -> str:
        return country_name(sheet.action.case.country)

    @admin.display(description="last good day", ordering="appeals_limit")
    def last_day(self, sheet: Sheet) -> Any:
        return sheet.last_good_day

    @admin.display(description="days left", ordering="appeals_limit")
    def days(self, sheet: Sheet) -> int | None:
        last = sheet.last_good_day
        return None if last is None or sheet.status not in (*UNDER_WAY, "issued") else days_left(last, clock.today())


def _source_of(sheet: Sheet) -> ImportedSource | None:
    """The old document that the sheet was made of; its text stays in the database."""
    return ImportedSource.objects.filter(sheet=sheet).defer("text", "places").select_related("imported_by").first()


def _sent_back(sheet: Sheet) -> ActionEvent | None:
    """Why a draft came back from review, where that was the last thing that happened to it."""
    last = sheet.events.select_related("by").order_by("-at", "-pk").first()
    return last if last is not None and last.verb == Verb.SEND_BACK else None


def _number_in_order(rows: Sequence[Demand | Recipient]) -> None:
    """Places without gaps, from 1."""
    for place, row in enumerate(rows, start=1):
        if row.order != place:
            row.order = place
            row.save(update_fields=["order"])
