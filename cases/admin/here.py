"""Who else has a form open: told on the page when it opens, and kept up to date by a script while it is open."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, cast

from django.apps import apps
from django.contrib.admin import AdminSite
from django.core import signing
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from cases import presence
from cases.models import OpenForm
from config import clock

_SEALED = signing.Signer(salt="cases.admin.here")


def open_form_urls(site: AdminSite) -> list[URLPattern]:
    view = cast(Callable[..., HttpResponse], site.admin_view(never_cache(require_POST(still_here))))
    return [path("open-form/", view, name="open_form")]


def note_page(request: HttpRequest, *, form: str, root: str) -> dict[str, Any]:
    """Note that a form was opened; what the page tells of others, and what its script sends while it is open."""
    user, at = cast(User, request.user), clock.now()
    if request.method == "GET":
        # Where the database is busy for long, the page opens without the note rather than not at all.
        with suppress(OperationalError):
            presence.open_form(by=user, form=form, root=root, at=at)
    return {"sentences": sentences_about(form, root, besides=user, at=at), "sealed": _SEALED.sign_object([form, root])}


def still_here(request: HttpRequest) -> HttpResponse:
    """A page says that it is open still, or that it was left; the answer is who else is there."""
    try:
        form, root = _SEALED.unsign_object(request.POST.get("form", ""))
    except (signing.BadSignature, ValueError):
        return JsonResponse({"sentences": []}, status=400)
    user, at = cast(User, request.user), clock.now()
    if "leave" in request.POST:
        presence.leave(by=user, form=form)
        return JsonResponse({"sentences": []})
    presence.still_open(by=user, form=form, root=root, at=at)
    return JsonResponse({"sentences": sentences_about(form, root, besides=user, at=at)})


def sentences_about(form: str, root: str, *, besides: User, at: datetime) -> list[str]:
    """One sentence for each form of the same thing that somebody else has open."""
    return [_sentence(other, form) for other in presence.others_at(root, besides=besides, at=at)]


def _sentence(other: OpenForm, form: str) -> str:
    since, seen = _hour(other.opened_at), _hour(other.seen_at)
    lately = "" if since == seen else f", and was there at {seen}"
    if other.form == form:
        return f"{other.user} opened this form at {since}{lately}."
    return f"{other.user} opened another form of the same {_kind(other.root)} ({_kind(other.form)}) at {since}{lately}."


def _kind(label: str) -> str:
    return str(apps.get_model(label.partition(":")[0])._meta.verbose_name)


def _hour(at: datetime | None) -> str:
    return f"{timezone.localtime(at, timezone.get_default_timezone()):%H:%M}" if at else ""
