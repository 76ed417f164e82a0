"""The public calendars and feeds. Reading one changes nothing and tells nobody who reads.

Each answer asks the database first whether anything has changed (`appeals.freshness`), so nothing that a cache keeps
outlives a stop; each program that asks with what it has gets the new state the next time it asks.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appeals import calendars, feeds
from appeals.calendar_entries import public_entries
from appeals.calendars import ALARM_DAYS, Calendar, as_icalendar
from appeals.freshness import answer, last_written
from appeals.outlets import outlet_of
from campaigns.models import Campaign, UrgentAction
from campaigns.scopes import EVERYTHING, Scope
from cases.countries import country_name
from config import clock

Way = Callable[[HttpRequest, Scope], HttpResponse]

_ABOUT = (
    "Days of urgent actions. Whether letters are asked for is said on the page of each. A calendar asks for news when "
    "it likes, often hours later: of a stop you hear at once by mail, if you follow the action."
)


def everything(request: HttpRequest, *, way: Way) -> HttpResponse:
    return way(request, EVERYTHING)


def of_action(request: HttpRequest, slug: str, *, way: Way) -> HttpResponse:
    action = UrgentAction.objects.known(at=clock.now()).defer("search_text").filter(slug=slug).first()
    if action is None:
        raise Http404("There is no published action at this address.")
    return way(request, Scope(action=action))


def of_country(request: HttpRequest, code: str, *, way: Way) -> HttpResponse:
    """Any country there is, also one without an action: somebody may wait for the first."""
    known = code.upper()
    if country_name(known) == known:
        return _nothing(
            request,
            "No country has this code. Use the two letters of ISO 3166, as in /countries/ke/calendar.ics for Kenya.",
        )
    return way(request, Scope(country=known))


def of_campaign(request: HttpRequest, slug: str, *, way: Way) -> HttpResponse:
    """A campaign with a published action; the title of one that is only being prepared stays inside."""
    campaign = (
        Campaign.objects.filter(slug=slug, actions__in=UrgentAction.objects.known(at=clock.now())).distinct().first()
    )
    if campaign is None:
        return _nothing(request, "There is no campaign at this address, or it has no action yet.")
    return way(request, Scope(campaign=campaign))


@require_safe
def calendar(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A calendar to follow; with ``?alarm=7``, a file to keep whose days ring seven days before."""
    asked = request.GET.get("alarm")
    if asked is not None and asked not in map(str, ALARM_DAYS):
        choices = ", ".join(map(str, ALARM_DAYS))
        return _nothing(
            request, f"A calendar can ring so many days before each day: {choices}. Choose one.", status=400
        )
    alarm_days = int(asked) if asked else None
    at, outlet = clock.now(), outlet_of(scope)
    last = last_written(at)

    def write() -> bytes:
        about = Calendar(outlet.name, _ABOUT, outlet.page_url, source="" if alarm_days else outlet.calendar_url)
        return as_icalendar(about, public_entries(scope, on=last.on, at=at), alarm_days=alarm_days)

    disposition = "attachment" if alarm_days else "inline"
    return answer(
        request,
        last,
        last.etag("calendar", calendars.EDITION, outlet, alarm_days),
        at=at,
        content_type="text/calendar; charset=utf-8",
        write=write,
        headers={"Content-Disposition": f'{disposition}; filename="{_file_name(scope)}.ics"'},
    )


@require_safe
def feed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A feed in Atom."""
    at, outlet = clock.now(), outlet_of(scope)
    last = last_written(at)

    def write() -> bytes:
        entries = feeds.entries_of(scope, on=last.on, at=at)
        return feeds.as_atom(entries, title=outlet.name, path=outlet.feed, page_url=outlet.page_url)

    return answer(
        request,
        last,
        last.etag("feed", feeds.EDITION, outlet),
        at=at,
        content_type="application/atom+xml; charset=utf-8",
        write=write,
    )


def _file_name(scope: Scope) -> str:
    """``UA-214-11``, ``urgent-actions-ke``: letters, figures and hyphens only."""
    if scope.action:
        return str(scope.action.slug).upper()
    of = scope.campaign.slug if scope.campaign else scope.country.lower()
    return f"urgent-actions-{of}" if of else "urgent-actions"


@never_cache
def _nothing(request: HttpRequest, sentence: str, *, status: int = 404) -> HttpResponse:
    return render(request, "appeals/no_calendar.html", {"sentence": sentence}, status=status)
