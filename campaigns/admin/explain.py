"""The page where ambers of a sheet get their reasons, one box for each finding."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from accounts.models import User
from campaigns.admin.checks_panel import field_of, url_of
from campaigns.admin.moves import address_of
from campaigns.check_reasons import Checked, check_sheet_on
from campaigns.decisions import InvalidTransition
from campaigns.models import CheckReason, Sheet
from campaigns.review import Said, explain
from campaigns.rules import may_explain
from campaigns.states import SheetStatus
from cases.text import tidy, validate_line
from config import clock

LONGEST_REASON = CheckReason._meta.get_field("reason").max_length or 0


class ReasonField(forms.CharField):
    """Why an amber may stand; with what was found, where it is mended, and the fingerprint of what was shown."""

    def __init__(self, checked: Checked, url: str) -> None:
        super().__init__(
            label=checked.finding.sentence,
            required=False,
            max_length=LONGEST_REASON,
            validators=[validate_line],
            initial=checked.reason.reason if checked.reason else "",
            widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off", "id": field_of(checked)}),
            error_messages={"max_length": f"Say it in at most {LONGEST_REASON} characters."},
        )
        self.checked, self.url = checked, url

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class ReasonsForm(forms.Form):
    """A box for each amber. One that is left empty stays without a reason; one that is as it was stays as it was."""

    def __init__(self, *args: Any, checks: list[Checked], form_url: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for checked in checks:
            if not checked.finding.is_red:
                self.fields[field_of(checked)] = ReasonField(checked, url_of(checked.finding.place, form_url))

    def boxes(self) -> list[tuple[Any, ReasonField]]:
        """Each box as it is drawn, with what it is about."""
        return [(self[name], cast(ReasonField, field)) for name, field in self.fields.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            checked = cast(ReasonField, field).checked
            seen = self.data.get(f"seen-{checked.finding.key}", "")
            if cleaned.get(name) and seen != checked.seen:
                self.add_error(name, "This has changed since you were shown it. Is that still why it may stand?")
        if not self.errors and not any(cleaned.get(name) for name in self.fields):
            raise ValidationError("Nothing was kept: say of at least one of these why it may stand.")
        return cleaned

    def said(self) -> list[Said]:
        fields = [(name, cast(ReasonField, field).checked) for name, field in self.fields.items()]
        return [
            Said(checked.finding.key, checked.seen, self.cleaned_data[name])
            for name, checked in fields
            if self.cleaned_data[name]
        ]


def explain_page(request: HttpRequest, sheet: Sheet, context: dict[str, Any]) -> HttpResponse:
    """Show what is amber on a sheet, and keep the reasons that are given.

    Raises:
        PermissionDenied: for somebody who may not write sheets.
    """
    if not request.user.has_perm("campaigns.change_sheet"):
        raise PermissionDenied
    user, back = cast(User, request.user), address_of(sheet, "change")
    checks = check_sheet_on(sheet, on=clock.today())
    if not may_explain(user, sheet) or all(row.finding.is_red for row in checks):
        messages.info(request, f"Nothing on {sheet} wants a reason.")
        return HttpResponseRedirect(back)
    form_url = back if sheet.status == SheetStatus.DRAFT else None
    form = ReasonsForm(request.POST or None, checks=checks, form_url=form_url)
    if request.method == "POST" and form.is_valid():
        try:
            now = explain(sheet, form.said(), by=user, at=clock.now())
        except InvalidTransition as refused:
            form.add_error(None, str(refused))
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _kept(now))
            return HttpResponseRedirect(back)
    page = {
        **context,
        "title": f"Say why: {sheet}",
        "sheet": sheet,
        "back": back,
        "form": form,
        "reds": sum(row.finding.is_red for row in checks),
    }
    return TemplateResponse(request, "admin/campaigns/explain.html", page)


def _kept(checks: list[Checked]) -> str:
    left = sum(row.wants_a_reason for row in checks)
    if left:
        return f"Kept. {left} amber finding{'' if left == 1 else 's'} still want{'s' if left == 1 else ''} a reason."
    return "Kept. Every amber finding has its reason."
