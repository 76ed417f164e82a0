"""In and out: the password, the second factor, a passkey alone, and proving anew who one is."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account import views as account_views
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base import views as mfa_views
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as passkey_views
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from accounts.guesses import SENTENCE
from accounts.lock_down import CLOSED, is_locked_down
from accounts.views.page import DoorPage


class LockedPage(DoorPage, TemplateView):
    """Instead of the door, while nobody comes in."""

    template_name = "account/locked.html"
    title = "The desk is locked down"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "sentence": CLOSED}


class LoginView(DoorPage, account_views.LoginView):
    template_name = "account/login.html"
    title = "Log in"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_locked_down():
            page = LockedPage(request=request, args=(), kwargs={})
            return page.render_to_response(page.get_context_data(), status=503)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "next": get_next_redirect_url(self.request) or ""}

    def form_invalid(self, form: Any) -> HttpResponse:
        """A try that was not looked at says so to programs too."""
        too_many = SENTENCE in form.non_field_errors()
        return self.render_to_response(self.get_context_data(form=form), status=429 if too_many else 200)


class LogoutView(DoorPage, account_views.LogoutView):
    template_name = "account/logout.html"
    title = "Log out?"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().post(*args, **kwargs)
        # Nothing of the pages stays in the browser's store.
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer


class SecondStepView(DoorPage, mfa_views.AuthenticateView):
    template_name = "mfa/authenticate.html"
    title = "Second step"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theirs = super().get_context_data(**kwargs)
        types = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        return {
            **theirs,
            "has_app": Authenticator.Type.TOTP in types,
            "has_passkey": Authenticator.Type.WEBAUTHN in types,
        }


class _AgainPage(DoorPage):
    title = "Is it still you?"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theirs = super().get_context_data(**kwargs)
        if getattr(self.request, "lacks_factor", False):
            # A password is what they came in with already.
            password = urlsplit(reverse("account_reauthenticate")).path
            theirs["reauthentication_alternatives"] = [
                way for way in theirs["reauthentication_alternatives"] if urlsplit(way["url"]).path != password
            ]
        return {
            **theirs,
            "next": get_next_redirect_url(self.request) or "",
        }


@method_decorator(never_cache, name="dispatch")
class PasswordAgainView(_AgainPage, account_views.ReauthenticateView):
    template_name = "account/reauthenticate.html"


@method_decorator(never_cache, name="dispatch")
class CodeAgainView(_AgainPage, mfa_views.ReauthenticateView):
    template_name = "mfa/reauthenticate.html"


@method_decorator(never_cache, name="dispatch")
class PasskeyAgainView(_AgainPage, passkey_views.ReauthenticateWebAuthnView):
    template_name = "mfa/webauthn/reauthenticate.html"
