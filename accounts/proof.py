"""A fresh proof that it is still the owner of the account who sits there, asked before what harms most.

What was proven at login, or by a password or code since, holds for a quarter of an hour. After that the page that does
the deed asks for it in one more box, beside what is typed there already; so nothing typed is lost, and nobody is led
away from a stop.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.base.forms import ReauthenticateForm as CodeForm
from django import forms
from django.http import HttpRequest
from django.utils import timezone

from accounts.entry_log import note_too_many, note_wrong_try
from accounts.guesses import TooManyTries, count_try
from accounts.session_store import BEGAN

LASTS = timedelta(minutes=15)
NAME = "proof"

ASKED = "You came in more than a quarter of an hour ago. Show once more that it is you: nothing you typed is lost."
MISSING = (
    "Nothing was done yet: show once more that it is you, with your password or a code, then press the button again."
)
WRONG = "Nothing was done yet: this is neither your password nor a code of yours. What you typed is still here."


class ProofForm(forms.Form):
    """One box for a password or a code. Valid once it holds; the session then knows.

    Args:
        request: whose session it is.
    """

    proof = forms.CharField(
        label="Your password, or a code of your second factor",
        max_length=4096,
        strip=False,
        help_text=ASKED,
        error_messages={"required": MISSING},
        widget=forms.PasswordInput(attrs={"class": "vTextField", "autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_proof(self) -> str:
        typed: str = self.cleaned_data[NAME]
        if refusal := why_not_proven(self.request, typed):
            raise forms.ValidationError(refusal)
        return typed


def proof_wanted(request: HttpRequest) -> ProofForm | None:
    """The box for a new proof, as it was sent or empty; None where the last one still holds."""
    if is_fresh(request):
        return None
    return ProofForm(request, request.POST if request.method == "POST" else None)


def is_fresh(request: HttpRequest) -> bool:
    """Whether somebody has come in, or shown anew who they are, within the last quarter of an hour."""
    return timezone.now() - _proven_at(request) < LASTS


def why_not_proven(request: HttpRequest, typed: str) -> str:
    """Take a password or a code as a proof; gives why it is none, or nothing where it is."""
    user = request.user
    if not typed:
        return MISSING
    try:
        count_try(request, user.get_username(), at="proof")
    except TooManyTries as refused:
        note_too_many(at="proof")
        return str(refused)
    if user.check_password(typed):
        reauthenticate_by_password(request)
        return ""
    code = CodeForm({"code": typed}, user=user)
    if code.is_valid():
        code.save()
        return ""
    note_wrong_try(user.pk, at="proof")
    return WRONG


def _proven_at(request: HttpRequest) -> datetime:
    began = request.session.get(BEGAN, 0)
    records = get_authentication_records(request, request.user)
    return datetime.fromtimestamp(max([began, *(record["at"] for record in records)]), UTC)
