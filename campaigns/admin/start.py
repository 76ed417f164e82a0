"""An urgent action starts from its case: number, campaign, and the draft of the first sheet is open."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from accounts.models import User
from campaigns.admin.moves import address_of
from campaigns.lifecycle import draft_sheet, start_action
from campaigns.models import Campaign, Sheet, UrgentAction
from campaigns.numbering import next_number
from campaigns.rules import may_start_action
from cases.models import Case
from cases.refusals import sentence_of
from config import clock


class StartForm(forms.Form):
    series = forms.ChoiceField(choices=UrgentAction.Series.choices)
    number = forms.IntegerField(required=False, min_value=1, max_value=9_999)
    year = forms.IntegerField(
        min_value=1973,
        max_value=2100,
        help_text="Of the first sheet.",
        error_messages={"min_value": "The first urgent action was of 1973.", "required": "Write the year: 2011."},
    )
    is_unnumbered = forms.BooleanField(
        label="An old document that shows no number", required=False, help_text="It is then called “UA of 2011”."
    )
    campaign = forms.ModelChoiceField(Campaign.objects.all(), required=False, empty_label="none")

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = year
        free = ", ".join(f"{series} {next_number(series, year)}/{year % 100:02d}" for series in UrgentAction.Series)
        self.fields["number"].help_text = f"Leave it empty to take the next free one: {free}."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_unnumbered") and cleaned.get("number"):
            raise ValidationError("A document without a number has none: delete the number, or take the tick away.")
        return cleaned


def start_action_page(request: HttpRequest, case: Case, base_context: dict[str, Any]) -> HttpResponse:
    """The form; and on success the page of the new draft.

    Raises:
        PermissionDenied: for somebody who may not start actions.
    """
    if not may_start_action(request.user):
        raise PermissionDenied
    now = clock.now()
    form = StartForm(request.POST if request.method == "POST" else None, year=now.year)
    if request.method == "POST" and form.is_valid():
        sheet = _start(request, case, form)
        if sheet is not None:
            messages.success(request, f"{sheet.action.reference} is started. This is the draft of its first sheet.")
            return HttpResponseRedirect(address_of(sheet, "change"))
    context = {**base_context, "title": "Start an urgent action", "form": form, "case": case}
    return TemplateResponse(request, "admin/campaigns/start_action.html", context)


def _start(request: HttpRequest, case: Case, form: StartForm) -> Sheet | None:
    """The first draft of a new action, or None with the reason in the form."""
    at, by = clock.now(), cast(User, request.user)
    try:
        with transaction.atomic():
            action = start_action(case, by=by, at=at, **form.cleaned_data)
            return draft_sheet(action, by=by, at=at)
    except ValidationError as refused:
        form.add_error(None, _sentences_of(refused))
    except IntegrityError as refused:
        # Somebody took the same number at the same moment.
        form.add_error(None, sentence_of(refused))
    return None


def _sentences_of(refused: ValidationError) -> list[str]:
    """What to say of a refusal. The address is made from the number, so of the two only the number is told."""
    if not hasattr(refused, "error_dict"):
        return refused.messages
    told = [message for field, messages in refused.message_dict.items() if field != "slug" for message in messages]
    return told or ["Somebody started the same action at this moment. Look at the case, then try again."]
