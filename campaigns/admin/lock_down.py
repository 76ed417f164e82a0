"""The page on which an administrator locks the desk down: what follows, why, and a fresh proof."""

from typing import cast

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.proof import proof_wanted
from campaigns.admin.answers import Reason
from campaigns.lock_down import lock_down
from campaigns.rules import may_lock_down
from config import clock

_CONSEQUENCES = (
    "Everybody of the staff is logged out, you too, and nobody can log in. What is typed and not saved is lost.",
    "No mail leaves: no reminder, and nobody is told of a stop. The calendars of staff answer nothing.",
    "The public pages stay as they are. Whoever keeps the machine can still stop an action (stop_action).",
    "Two people lift it again, on the machine (lift_lock_down). Make sure that you reach whoever keeps it.",
)


def lock_down_urls(site: AdminSite) -> list[URLPattern]:
    def view(request: HttpRequest) -> HttpResponse:
        return lock_down_page(site, request)

    return [path("lock-down/", site.admin_view(never_cache(view)), name="lock_down")]


def lock_down_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Ask why, then lock the desk down. It shows nothing stored, so there is nothing that could be stale."""
    if not may_lock_down(request.user):
        raise PermissionDenied
    form = Reason(request.POST if request.method == "POST" else None)
    proof = proof_wanted(request)
    if request.method == "POST" and form.is_valid() and (proof is None or proof.is_valid()):
        try:
            lock_down(by=cast(User, request.user), at=clock.now(), reason=form.cleaned_data["reason"])
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            request.session.flush()  # it has ended already, and must not be saved once more
            return HttpResponseRedirect(reverse("account_login"))
    context = {
        **site.each_context(request),
        "title": "Lock the desk down?",
        "label": "Lock the desk down",
        "form": form,
        "proof": proof,
        "consequences": _CONSEQUENCES,
        "is_grave": True,
        "seen": "",
    }
    return TemplateResponse(request, "admin/campaigns/sender_move.html", context)
