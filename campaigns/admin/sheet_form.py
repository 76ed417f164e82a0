"""What the form of a sheet knows beside the columns: which other actions end with it, and what is proposed to be said
of what changed."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html, format_html_join

from accounts.models import User
from campaigns.admin.other_actions import ByNumber, OtherActions, look_up, offered
from campaigns.models import Sheet, UrgentAction
from campaigns.what_changed import bring_up_to_date, differences, propose
from cases.admin.base import DeskForm
from config import clock

PROPOSE_CHANGES = "_propose"  # the button that puts the proposal in the place of what stands there

CHANGES = (
    "For whoever holds the sheet before this one",
    {
        "description": "Short. As long as nobody writes in it, the desk keeps it in step with the sheet; an empty one "
        "is filled when the sheet is submitted.",
        "fields": ("different_now", "changes"),
    },
)
CHANGES_OF_AN_END = ("For whoever holds the sheet before this one", {"fields": ("changes",)})
ALSO_ENDS = "Other actions that end with it"


class SheetForm(DeskForm):
    """A sheet; on one that says that it is over, also which other actions end with it."""

    others = OtherActions(UrgentAction.objects.none(), label="Also ends", required=False)
    by_number = ByNumber(
        help_text="As UA 26/00, UA 233/99. Each is looked up and stands above once the page is saved; the approver "
        "reads the list."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "others" not in self.fields:
            return
        named = [other.pk for other in self.instance.ends_also()]
        ticked = cast(QueryDict, self.data).getlist(self.add_prefix("others")) if self.is_bound else []
        queryset = offered(self.instance.action, ticked=[*named, *ticked], is_over_too=True)
        others = cast(OtherActions, self.fields["others"])
        others.queryset, others.initial = queryset, named
        others.help_text = "" if queryset.exists() else "The case has no other action."

    def clean_by_number(self) -> list[UrgentAction]:
        return look_up(self.cleaned_data["by_number"], self.instance.action, is_over_too=True)

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        if "others" in self.fields:
            found = [*self.cleaned_data["others"], *self.cleaned_data["by_number"]]
            self.instance.also_ends.set(dict.fromkeys(found))


def fieldsets_for(sheet: Sheet | None, fieldsets: Any, *, is_editable: bool) -> list[Any]:
    """The fieldsets of a sheet with those that only its kind has."""
    own = list(fieldsets)
    if sheet is None:
        return own
    if not sheet.asks and is_editable:
        own.insert(1, (ALSO_ENDS, {"fields": ("others", "by_number")}))
    if sheet.follows:
        own.insert(1, CHANGES if sheet.asks and is_editable else CHANGES_OF_AN_END)
    return own


def different_now(sheet: Sheet) -> str:
    """What is different from the sheet before, as it was saved last, and the button that proposes it."""
    button = format_html(
        '<button type="submit" name="{}" class="button">Propose from what is different</button>', PROPOSE_CHANGES
    )
    if not (sentences := differences(sheet)):
        return "Nothing for a writer."
    items = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in sentences))
    return format_html('<ul class="different">{}</ul>{}', items, button)


def settle_changes(request: HttpRequest, form: forms.ModelForm, *, is_changed: bool) -> None:
    """After a page was saved: who wrote in it, and what its words of what changed say now."""
    sheet = form.instance
    if is_changed or PROPOSE_CHANGES in request.POST:
        # Who wrote in it does not approve it.
        sheet.edited_by = cast(User, request.user)
    if PROPOSE_CHANGES in request.POST:
        propose(sheet)
    elif "changes" in form.changed_data:
        sheet.changes_proposed = False
    sheet.save(update_fields=["edited_by", "changes", "changes_proposed"])
    if sheet.changes_proposed:
        bring_up_to_date(sheet, at=clock.now())
