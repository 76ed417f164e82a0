"""The door: what allauth asks of a site about its accounts. Staff only; nobody signs up, nobody asks for a password.

No answer tells whether there is an account: neither its words nor its status, nor how long it takes.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.clients import client_of
from accounts.entry_log import note_login, note_logout, note_too_many, note_wrong_try
from accounts.guesses import TooManyTries, count_try, know_browser
from accounts.lock_down import is_locked_down
from accounts.models import User
from accounts.proof import is_fresh
from accounts.session_store import BEGAN, BROWSER, SessionStore
from accounts.sessions import browser_in_words

WRONG = "This address and this password do not belong together. Look at both, capitals too, and try again."
CLOSED = "This account cannot be used. Ask whoever keeps the accounts."

# What is said after something was done, by allauth's name for it. The rest needs no words.
_SAID = {
    "account/messages/password_changed.txt": "Your password is changed. Every other browser was logged out.",
    "mfa/messages/totp_activated.txt": "Your app is set up. From now on you are asked for its code when you log in.",
    "mfa/messages/totp_deactivated.txt": "Your app is removed.",
    "mfa/messages/webauthn_added.txt": "Your passkey is added.",
    "mfa/messages/webauthn_removed.txt": "Your passkey is removed.",
    "mfa/messages/recovery_codes_generated.txt": "These are your recovery codes. Each works once.",
}


class Door(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "enter_current_password": "This is not the password you have now. Type that one here.",
        "incorrect_password": "This is not your password. Look at capitals, and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Who this is, if they may come in. Whoever may not gets the same answer as a wrong password.

        Raises:
            ValidationError: if there were too many tries.
        """
        try:
            count_try(request, credentials.get("email", ""))
        except TooManyTries as refused:
            note_too_many(at="login")
            raise forms.ValidationError(str(refused), code="too_many") from refused
        user = super().authenticate(request, **credentials)
        if isinstance(user, User) and _may_come_in(user):
            return user
        tried = User.objects.filter(email__iexact=credentials.get("email", "").strip()).values_list("pk", flat=True)
        note_wrong_try(tried.first(), at="login")
        return None

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        if is_locked_down():
            return _locked()
        # A passkey leads here without a password.
        if not _may_come_in(user):
            return self.respond_user_inactive(request, user)
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        SessionStore.clear_expired()
        super().login(request, user)
        # Asked once the login is there: a lock-down that begins now either is seen here, or ends it.
        if is_locked_down():
            request.session.flush()
            raise ImmediateHttpResponse(_locked())
        request.session[BEGAN] = timezone.now().timestamp()
        request.session[BROWSER] = browser_in_words(request.headers.get("User-Agent", ""))
        note_login(user)

    def logout(self, request: HttpRequest) -> None:
        note_logout(request.user)
        super().logout(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        know_browser(request, response, user.email)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, CLOSED)
        return HttpResponseRedirect(reverse("account_login"))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Only where the last proof is stale: a login is one."""
        return not is_fresh(self.request)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_of(request)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if text := message or _SAID.get(message_template or "", ""):
            messages.add_message(request, level, text, extra_tags=extra_tags)


def _locked() -> HttpResponse:
    """To the page of the door, which says so."""
    return HttpResponseRedirect(reverse("account_login"))


def _may_come_in(user: User) -> bool:
    return user.is_active and user.is_staff
