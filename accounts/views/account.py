"""Your account: the password, the second factors, and the browsers in which one is logged in."""

from typing import Any, cast

import segno
from allauth.account import views as account_views
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as mfa_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.second_factor import REQUIRED, note_factor
from accounts.sessions import end_login, end_logins, logins_of
from accounts.views.page import DoorPage

_private = method_decorator([never_cache, login_required], name="dispatch")


@_private
class AccountView(DoorPage, mfa_views.IndexView):
    template_name = "account/account.html"
    title = "Your account"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theirs = super().get_context_data(**kwargs)
        found = theirs["authenticators"]
        codes = found.get(Authenticator.Type.RECOVERY_CODES)
        user = cast(User, self.request.user)
        return {
            **theirs,
            "app": found.get(Authenticator.Type.TOTP),
            "passkeys": found.get(Authenticator.Type.WEBAUTHN, []),
            "codes": codes,
            "codes_left": _codes_left(codes),
            "lacks_factor": getattr(self.request, "lacks_factor", False),
            "is_required": settings.SECOND_FACTOR == REQUIRED,
            "logins": logins_of(user, at=timezone.now(), this=self.request.session.session_key),
        }


@_private
class PasswordView(DoorPage, account_views.PasswordChangeView):
    template_name = "account/password_change.html"
    title = "Change your password"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        """The new one ends every other session, and the key of this one is new too."""
        answer: HttpResponse = super().form_valid(form)
        self.request.session.cycle_key()
        end_logins(form.user, but=self.request.session.session_key)
        return answer


@_private
class AppView(DoorPage, app_views.ActivateTOTPView):
    template_name = "mfa/totp/activate_form.html"
    title = "Set up an app for codes"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theirs = super().get_context_data(**kwargs)
        return {**theirs, "picture": picture_of(theirs["totp_url"]), "secret": in_fours(theirs["form"].secret)}

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        note_factor(self.request, form.user)
        return answer


@_private
class AppAwayView(DoorPage, app_views.DeactivateTOTPView):
    template_name = "mfa/totp/deactivate_form.html"
    title = "Remove the app?"


@_private
class PasskeyView(DoorPage, passkey_views.AddWebAuthnView):
    template_name = "mfa/webauthn/add_form.html"
    title = "Add a passkey"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Theirs leaves out the form that was sent.
        return {"form": kwargs.get("form") or self.get_form(), **super().get_context_data(**kwargs)}

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        note_factor(self.request, form.user)
        return answer


@_private
class PasskeyAwayView(DoorPage, passkey_views.RemoveWebAuthnView):
    template_name = "mfa/webauthn/authenticator_confirm_delete.html"
    title = "Remove this passkey?"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return HttpResponseRedirect(reverse("mfa_index"))
        answer: HttpResponse = super().form_valid(form)
        return answer


@_private
class CodesView(DoorPage, code_views.ViewRecoveryCodesView):
    template_name = "mfa/recovery_codes/index.html"
    title = "Your recovery codes"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().get(request, *args, **kwargs)
        except ValidationError as lost:
            messages.error(request, " ".join(lost.messages))
            return HttpResponseRedirect(reverse("mfa_generate_recovery_codes"))
        return answer


@_private
class NewCodesView(DoorPage, code_views.GenerateRecoveryCodesView):
    template_name = "mfa/recovery_codes/generate.html"
    title = "New recovery codes?"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"unused_code_count": 0, **super().get_context_data(**kwargs)}


@never_cache
@login_required
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """Log out one other browser of one's own, or all of them."""
    user = cast(User, request.user)
    name = request.POST.get("session", "")
    if name == "others":
        count = end_logins(user, but=request.session.session_key)
        messages.success(request, f"{count} other browser{'' if count == 1 else 's'} logged out.")
    elif end_login(user, name):
        messages.success(request, "That browser is logged out.")
    else:
        messages.info(request, "That browser was logged out already.")
    return HttpResponseRedirect(reverse("mfa_index"))


def picture_of(address: str) -> SafeString:
    """The QR code that an app reads, as SVG without anything inline that the policy of the site refuses."""
    code = segno.make(address, error="m")
    return SafeString(code.svg_inline(scale=5, border=4, dark="#000", light="#fff"))


def in_fours(secret: str) -> str:
    """A secret to be typed by hand, in groups that an eye can hold."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _codes_left(codes: Any) -> int | None:
    if codes is None:
        return None
    try:
        return len(codes.get_unused_codes())
    except ValidationError:  # made under a key that is gone
        return 0
