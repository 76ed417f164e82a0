"""Where a calendar and a feed can be followed: their addresses, and what each is called."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from appeals.calendars import address_on_site
from campaigns.scopes import EVERYTHING, Scope
from cases.countries import country_name


@dataclass(frozen=True)
class Outlet:
    """What follows one scope from outside.

    Args:
        name: "Urgent actions: Kenya".
        words: "every open action on Kenya", within a sentence.
        calendar: the path of the calendar.
        feed: the path of the feed; empty for a single action, whose feed would hold one entry.
        page_url: the page that shows the same.
    """

    name: str
    words: str
    calendar: str
    feed: str
    page_url: str

    @property
    def webcal(self) -> str:
        """The address that a browser hands to the calendar program, which then asks again by itself."""
        return f"webcal://{urlsplit(settings.SITE_URL).netloc}{self.calendar}"

    @property
    def calendar_url(self) -> str:
        return address_on_site(self.calendar)


def outlet_of(scope: Scope) -> Outlet:
    """Everything, one action, a country or a campaign. None of their addresses holds a person's name."""
    listed = reverse("appeals:open-actions")
    if scope.action:
        slug = scope.action.slug
        return Outlet(
            name=f"{scope.action.reference}, {country_name(scope.action.country)}",
            words=scope.words,
            calendar=reverse("appeals:action-calendar", args=[slug]),
            feed="",
            page_url=address_on_site(reverse("appeals:action", args=[slug])),
        )
    if scope.country:
        code = scope.country.lower()
        return Outlet(
            name=f"Urgent actions: {country_name(scope.country)}",
            words=scope.words,
            calendar=reverse("appeals:country-calendar", args=[code]),
            feed=reverse("appeals:country-feed", args=[code]),
            page_url=address_on_site(f"{listed}?{urlencode({'country': scope.country})}"),
        )
    if scope.campaign:
        slug = scope.campaign.slug
        return Outlet(
            name=f"Urgent actions: {scope.campaign.title}",
            words=scope.words,
            calendar=reverse("appeals:campaign-calendar", args=[slug]),
            feed=reverse("appeals:campaign-feed", args=[slug]),
            page_url=address_on_site(f"{listed}?{urlencode({'campaign': slug})}"),
        )
    return Outlet(
        name="Urgent actions",
        words=EVERYTHING.words,
        calendar=reverse("appeals:calendar"),
        feed=reverse("appeals:feed"),
        page_url=address_on_site(listed),
    )
