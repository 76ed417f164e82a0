"""Every action that asks for letters, or may do so again, with the button that stops it: for whoever may stop.

It shows what is public and nothing else, of every action alike. So nobody has to see a case to stop what goes out
about it: a stop waits for no leave.
"""

from collections.abc import Callable
from functools import partial
from typing import cast

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.models import UrgentAction
from campaigns.states import OVER, PUBLISHED


def stop_urls(site: AdminSite) -> list[URLPattern]:
    view = cast(Callable[..., HttpResponse], site.admin_view(never_cache(require_safe(partial(stop_list, site)))))
    return [path("stop/", view, name="stop")]


def stop_list(site: AdminSite, request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("campaigns.stop_urgentaction"):
        raise PermissionDenied
    running = UrgentAction.objects.filter(status__in=PUBLISHED - OVER).select_related("current_sheet")
    actions = running.defer("search_text", "current_sheet__frozen", "current_sheet__story")
    context = {
        **site.each_context(request),
        "title": "Stop an action",
        "actions": actions.order_by("-year", "series", "-number", "pk"),
    }
    return TemplateResponse(request, "admin/campaigns/stop_list.html", context)
