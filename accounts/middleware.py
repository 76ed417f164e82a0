"""Between the session and the pages: whoever is in by a password alone gets no further than their own account."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from accounts.entry_log import note_refusal
from accounts.second_factor import has_factor, lacks_factor
from accounts.sessions import note_use

STAFF_PATH = "/staff/"
# Open to everybody: they lead in and out.
DOOR = {"account_login", "account_logout", "mfa_authenticate", "mfa_login_webauthn"}
# Where somebody shows a factor that they have.
SHOW = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
# Where somebody without one sets it up.
SET_UP = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_change_password"}
# A page that somebody left open says so each minute; that is no use of it.
NO_USE = {"admin:open_form"}


def second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware; stands below the ones of sessions, users and messages. A public page reads no session for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(STAFF_PATH):
            _hide(request)
            return get_response(request)
        name = _name(request.path_info)
        if name in DOOR:
            return get_response(request)
        if request.user.is_authenticated and name not in NO_USE:
            note_use(request.session, at=timezone.now())
        if lacks_factor(request, request.user):
            request.lacks_factor = True  # type: ignore[attr-defined]
            shows = has_factor(request.user)
            if name not in (SHOW if shows else SET_UP):
                return _lead(request, shows=shows)
        response = get_response(request)
        note_refusal(request, response)
        return response

    return middleware


def _hide(request: HttpRequest) -> None:
    """On public pages somebody without the factor is a visitor like all others."""
    user: Any = request.user
    request.user = SimpleLazyObject(  # type: ignore[assignment]
        lambda: AnonymousUser() if lacks_factor(request, user) else user
    )


def _lead(request: HttpRequest, *, shows: bool) -> HttpResponse:
    """To where somebody shows a factor, or else sets one up."""
    if shows:
        way = reverse("mfa_reauthenticate")
        return HttpResponseRedirect(f"{way}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")
    return HttpResponseRedirect(reverse("mfa_index"))


def _name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
