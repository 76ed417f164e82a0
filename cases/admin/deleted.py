"""The page "Deleted": what is gone, when, by whom, with its parts; and the button that brings it back.

It is about every model that staff keep, so it has an address of its own.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.apps import apps
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.history import Kept
from accounts.models import User
from cases.admin.history import act_named_by
from cases.deletions import deletions_for, may_restore, restore
from cases.levels import is_sealed
from config import clock


def deleted_urls(site: AdminSite) -> list[URLPattern]:
    def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        return cast(Callable[..., HttpResponse], site.admin_view(never_cache(partial(view, site))))

    return [
        path("deleted/", page(deleted_page), name="deleted"),
        path("deleted/<str:label>/<int:pk>/restore/", page(restore_page), name="restore"),
    ]


def deleted_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """What whoever is logged in may bring back, the newest first."""
    before = act_named_by(request)
    deletions, older = deletions_for(request.user, before=before)
    context = {
        **site.each_context(request),
        "title": "Deleted",
        "deletions": deletions,
        "older": older,
        "is_newest": before is None,
    }
    return TemplateResponse(request, "admin/deleted.html", context)


def restore_page(site: AdminSite, request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Bring one back, then show it; or say on the list why it cannot come."""
    return require_POST(_restore)(request, label, pk)


def _restore(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    model = _kept_model(label)
    if model is None or not may_restore(request.user, model):
        raise PermissionDenied
    try:
        row = restore(model, pk, by=cast(User, request.user), at=clock.now())
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
        return HttpResponseRedirect(reverse("admin:deleted"))
    name = "It" if is_sealed(row) else str(row)
    messages.success(request, f"{name} is back, with everything that went with it.")
    return HttpResponseRedirect(_page_of(row))


def _kept_model(label: str) -> type[Kept] | None:
    try:
        model: Any = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, Kept) else None


def _page_of(row: Kept) -> str:
    """Its own page, or that of what it is a part of; the list where neither has one."""
    thing: Any = row
    while thing is not None:
        try:
            return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])
        except NoReverseMatch:
            thing = getattr(thing, thing._records.part_of) if thing._records.part_of else None
    return reverse("admin:deleted")
