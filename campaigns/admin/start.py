"""An urgent action starts from its case: number, campaign, and the draft of the first sheet is open."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.models import User
from campaigns.admin.moves import address_of
from campaigns.lifecycle import draft_sheet, start_action
from campaigns.models import Campaign, Sheet, UrgentAction
from campaigns.numbering import next_number
from campaigns.rules import may_start_action
from cases.admin.kept import kept_page, typed_into
from cases.admin.saves import moment_in_words
from cases.admin.seen import NAME, is_as_shown, label_of, see
from cases.admin.sent import note_sent, sent_again
from cases.models import Case
from cases.refusals import sentence_of
from config import clock

_CHANGED = "Nothing was started. {} If another action is wanted all the same, start it once more."


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

    Args:
        case: locked, where the form was sent.

    Raises:
        PermissionDenied: for somebody who may not start actions.
    """
    if not may_start_action(request.user):
        raise PermissionDenied
    now, page, started = clock.now(), f"{label_of(case)}/start", _started(case)
    form = StartForm(request.POST if request.method == "POST" else None, year=now.year)
    if request.method == "POST":
        if again := sent_again(request, page):
            return again
        if not is_as_shown(request.POST, started, of=page):
            form.add_error(None, _CHANGED.format(_last_started(case)))
        elif form.is_valid() and (sheet := _start(request, case, form)):
            messages.success(request, f"{sheet.action.reference} is started. This is the draft of its first sheet.")
            return note_sent(request, HttpResponseRedirect(address_of(sheet, "change")), form=page, root=label_of(case))
    seal = see(page, started, at=now).sealed()
    context = {**base_context, "title": "Start an urgent action", "form": form, "case": case, NAME: seal}
    return TemplateResponse(request, "admin/campaigns/start_action.html", context)


def too_late_to_start(request: HttpRequest, sentence: str, base_context: dict[str, Any]) -> HttpResponse:
    """What was typed, for somebody whose case is gone.

    Raises:
        PermissionDenied: for somebody who may not start actions.
    """
    if not may_start_action(request.user):
        raise PermissionDenied
    return kept_page(
        request,
        base_context,
        title="Start an urgent action: too late",
        sentence=f"{sentence} Nothing was started. Here is what you typed.",
        typed=typed_into(StartForm(year=clock.now().year), request.POST),
        back=("To the cases", reverse("admin:cases_case_changelist")),
    )


def _started(case: Case) -> dict[str, str]:
    """The case as the page names it, and its actions: two people must not start the same one without knowing."""
    references = [action.reference for action in case.actions.order_by("pk")]
    return {"case": str(case), "actions": ", ".join(references)}


def _last_started(case: Case) -> str:
    last = case.actions.select_related("created_by").order_by("pk").last()
    if last is None:
        return "The case was changed after you were shown this page."
    at = moment_in_words(last.created_at)
    return f"The case was changed after you were shown this page; {last.created_by} started {last.reference} {at}."


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
