"""The page of a sheet: its text, what is asked, of whom, until when; what is still missing; and the way to issue it.

A sheet that was issued is shown to read. Sheets are made by `campaigns.lifecycle` only, never typed in here.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from campaigns.admin.action_moves import NEW_SHEET
from campaigns.admin.moves import MovingAdmin, address_of
from campaigns.admin.sheet_moves import APPROVE, ISSUE, ISSUE_NOW, REVIEW, SEND_BACK, SUBMIT, WITHDRAW
from campaigns.checks import missing_for_issue
from campaigns.content import Addressee, content_of
from campaigns.deadlines import days_left
from campaigns.issuing import approval_is_void
from campaigns.models import ActionEvent, Demand, Recipient, Sheet
from campaigns.review import approval_holds
from campaigns.states import UNDER_WAY, SheetStatus, Verb
from cases.admin.authority import age_in_words
from cases.admin.base import DeskForm, DeskInline
from cases.admin.search import CountryFilter
from cases.countries import country_name
from cases.languages import language_name
from cases.models.authority import STALE_AFTER_DAYS
from config import clock

LAST_PLACE = 9_999
_PEOPLE = ("created_by", "edited_by", "approved_by", "issued_by", "reviewed_by")


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


@admin.register(Sheet)
class SheetAdmin(MovingAdmin):
    moves = (SUBMIT, APPROVE, ISSUE, SEND_BACK, REVIEW, WITHDRAW, ISSUE_NOW)
    inlines = (DemandInline, RecipientInline)
    change_form_template = "admin/campaigns/sheet_change_form.html"
    list_display = ("__str__", "headline", "country", "kind", "status", "dated", "last_day", "days", "created_by")
    list_filter = ("status", "kind", ("action__case__country", CountryFilter))
    list_select_related = ("action__case", "created_by")
    search_fields = ("headline", "action__number", "action__case__title", "action__case__people__published_as")
    search_help_text = "Headline, number, case or name"
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sheet]:
        # The lists need a line of each sheet, not its text twice over.
        sheets = super().get_queryset(request)
        on_list = request.resolver_match is not None and (request.resolver_match.url_name or "").endswith("changelist")
        return sheets.defer("frozen", "story", "additional_information") if on_list else sheets

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
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            # Who wrote in it does not approve it.
            form.instance.edited_by = request.user
            form.instance.save(update_fields=["edited_by"])
        _number_in_order(list(form.instance.demands.order_by("order", "pk")))
        for role in Recipient.Role:
            _number_in_order(list(form.instance.recipients.filter(role=role).order_by("order", "pk")))

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
            "is_draft": sheet.status == SheetStatus.DRAFT,
            "days_left": days_left(content.last_good_day, today),
            "is_under_way": sheet.is_under_way,
            "missing": missing_for_issue(sheet, on=today) if sheet.is_under_way else [],
            "void": approval_is_void(sheet) if is_void else "",
            "sent_back": _sent_back(sheet) if sheet.status == SheetStatus.DRAFT else None,
            "moves": self.possible_moves(request, sheet),
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
