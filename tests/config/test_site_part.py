"""The public part of the site has no address of staff, and knows nobody."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.calendar_keys import make_calendar_key
from campaigns.sender import ON_HOLD, why_held
from config.site_part import PUBLIC, settings_of
from tests.builders import AT, make_open_action, make_user
from tests.visiting import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def public_part(settings) -> None:
    for name, value in settings_of(PUBLIC).items():
        setattr(settings, name, value)


def paths_of(urlconf: str) -> set[str]:
    """Every path that is served, admin and all."""

    def walk(patterns, before: str):
        for each in patterns:
            here = f"{before}{each.pattern}"
            yield from walk(each.url_patterns, here) if hasattr(each, "url_patterns") else [here]

    return set(walk(get_resolver(urlconf).url_patterns, ""))


def test_public_part_serves_all_but_what_is_for_staff() -> None:
    whole, public = paths_of("config.urls"), paths_of("config.public_urls")

    assert whole - public == {path for path in whole if path.startswith("staff")}
    assert public - whole == set()
    assert (len(public) > 30, len(whole - public) > 80) == (True, True)


@pytest.mark.parametrize(
    "address",
    [
        *("/staff/", "/staff/login/", "/staff/cases/case/", "/staff/account/", "/staff/preview/1/", "/staff/calendar/"),
        *("/staff/jsi18n/", "/staff/autocomplete/", "/staff/sender/", "/staff/not-there/"),
    ],
)
def test_address_of_staff_is_not_there_for_a_superuser_either(client: Client, public_part, settings, address) -> None:
    settings.SESSION_COOKIE_NAME = "sessionid"  # even if it were looked for
    client.force_login(make_user(is_superuser=True))

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_calendar_of_staff_is_not_there(client: Client, settings) -> None:
    address = reverse("appeals:staff-calendar", args=[make_calendar_key(by=make_user("Viewer"), at=AT), "everybody"])
    before = client.get(address)
    for name, value in settings_of(PUBLIC).items():
        setattr(settings, name, value)

    assert (before.status_code, Client().get(address).status_code) == (200, 404)


def test_cookie_of_staff_is_passed_over(settings) -> None:
    """Where both parts have one host, a browser of staff sends it along."""
    settings.DEMO_TODAY = AT.date()
    action = make_open_action()
    staff = Client()
    staff.force_login(make_user(is_superuser=True))
    cookie = staff.cookies["sessionid"].value
    for name, value in settings_of(PUBLIC).items():
        setattr(settings, name, value)
    visitor, browser_of_staff = Client(), Client()
    browser_of_staff.cookies["sessionid"] = cookie

    plain = visitor.get(f"/actions/{action.slug}/")
    same = browser_of_staff.get(f"/actions/{action.slug}/")

    assert said("", same) == said("", plain)
    assert "sessionid" not in same.cookies


def test_page_leads_to_staff_only_where_they_are(client: Client, settings) -> None:
    whole = client.get("/").content.decode()
    for name, value in settings_of(PUBLIC).items():
        setattr(settings, name, value)
    public = Client().get("/").content.decode()

    assert ('href="/staff/"' in whole, "/staff/" in public) == (True, False)


def test_public_part_never_releases_the_sender(public_part) -> None:
    """A database that nobody has asked before is released by a worker, which may also find that it is a copy."""
    assert why_held(at=AT) == ON_HOLD


def test_whole_site_is_the_default() -> None:
    assert settings_of("whole") == {"SITE_PART": "whole"}


def test_part_that_there_is_not_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="SITE_PART is 'staff'; write public"):
        settings_of("staff")
