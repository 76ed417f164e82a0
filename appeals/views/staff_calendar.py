"""The calendar of a member of staff: the file behind a secret address, and the page that makes and ends the address."""

import hashlib
from typing import cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar_keys import calendar_key_of, end_calendar_key, make_calendar_key, owner_of
from accounts.models import User
from appeals.calendars import Calendar, address_on_site, as_icalendar
from appeals.freshness import ASK_EACH_TIME
from appeals.staff_entries import staff_entries
from campaigns.desk import Whose
from config import clock

_NAMES = {Whose.MINE: "Urgent Action Desk: mine", Whose.EVERYBODY: "Urgent Action Desk: everybody’s"}
_ABOUT = "For staff. Whoever has the address of this calendar can read it: pass it to nobody."


@require_safe
def days(request: HttpRequest, secret: str, whose: str) -> HttpResponse:
    """The file. It needs no login, so it holds references, kinds and days, and nothing else."""
    user = owner_of(secret)
    if user is None or whose not in _NAMES:
        return _gone(request)
    chosen = Whose(whose)
    about = Calendar(_NAMES[chosen], _ABOUT, address_on_site(reverse("admin:index")))
    written = as_icalendar(about, staff_entries(user, chosen, on=clock.today()))
    etag = f'"{hashlib.sha256(written).hexdigest()[:32]}"'
    response = HttpResponse(
        written,
        content_type="text/calendar; charset=utf-8",
        headers={
            "ETag": etag,
            "Cache-Control": f"private, {ASK_EACH_TIME}",
            "Content-Disposition": f'inline; filename="desk-{chosen}.ics"',
            # The address is the key: it stands in no index, and in no header of another request.
            "X-Robots-Tag": "noindex, nofollow",
            "Referrer-Policy": "no-referrer",
        },
    )
    return get_conditional_response(request, etag=etag, response=response) or response


@never_cache
def _gone(request: HttpRequest) -> HttpResponse:
    """The same answer for an address that never was one, was renewed or ended, or whose account is closed."""
    return render(request, "appeals/no_staff_calendar.html", status=404)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Make, renew or end one's own address. Only the answer that makes it ever shows it."""
    response: HttpResponse = admin.site.admin_view(_page)(request)
    return response


def _page(request: HttpRequest) -> HttpResponse:
    user, at = cast(User, request.user), clock.now()
    addresses: list[tuple[str, str]] = []
    match request.POST.get("act"):
        case "make":
            secret = make_calendar_key(by=user, at=at)
            addresses = [(choice.label, _address(secret, choice)) for choice in _NAMES]
        case "end":
            was_there = end_calendar_key(user, by=user, at=at)
            messages.success(
                request, "The address has ended." if was_there else "There was no address, so nothing has changed."
            )
            return HttpResponseRedirect(reverse("appeals:staff-calendar-page"))
    context = {
        **admin.site.each_context(request),
        "title": "Your calendar",
        "key": calendar_key_of(user),
        "addresses": addresses,
    }
    return TemplateResponse(request, "admin/accounts/calendar.html", context)


def _address(secret: str, whose: Whose) -> str:
    return address_on_site(reverse("appeals:staff-calendar", args=[secret, whose.value]))
