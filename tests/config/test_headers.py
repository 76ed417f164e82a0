"""What every answer carries, whoever gave it: a page, an error, a file, a redirect."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from config.headers import site_headers
from config.urls import urlpatterns as _site
from tests.builders import DAY, make_open_action, make_user
from tests.headers import HTTPS, SAYS, ask_for_all, lacks
from tests.routes import WEEK_OF_THE_STOP

pytestmark = pytest.mark.django_db


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


class WithFailure:
    """The addresses of the site, and one that fails."""

    urlpatterns = [path("fails/", fail), path("staff/fails/", fail), *_site]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/healthz", 200),
        ("/not-there/", 404),
        ("/fails/", 500),
        ("/staff/fails/", 500),
        ("/staff/nowhere/", 302),
        ("/static/nowhere.css", 404),
        ("/static/", 404),
        ("/staff", 301),
        ("/staff/", 302),
        ("/staff/login/", 200),
        ("/favicon.ico", 302),
        ("/static/css/site.css", 200),
        ("/static/admin/css/base.css", 200),
    ],
)
def test_answer_carries_every_header(address: str, status: int, settings: Any) -> None:
    settings.ROOT_URLCONF = WithFailure

    response = Client(raise_request_exception=False).get(address, headers=SAYS)
    response.close()  # a file

    assert response.status_code == status
    assert lacks(response, address, is_secure=False) == []


def test_page_and_file_of_an_action_carry_every_header(client: Client, settings: Any) -> None:
    settings.DEMO_TODAY = DAY
    action = make_open_action()

    for address in (f"/actions/{action.slug}/", f"/actions/{action.slug}/sheet.pdf"):
        response = client.get(address)
        assert response.status_code == 200
        assert lacks(response, address, is_secure=False) == []


def test_wrong_host_is_refused_with_every_header(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert lacks(response, "/", is_secure=False) == []


@pytest.fixture
def https(settings: Any) -> None:
    for name, value in HTTPS.items():
        setattr(settings, name, value)


def test_every_route_answers_everybody_with_every_header(settings: Any, https: None) -> None:
    """By what reads and by what sends; `python -m tests.headers` asks by every method."""
    settings.SECOND_FACTOR, settings.DEMO_TODAY = "required", WEEK_OF_THE_STOP.date()

    asked = ask_for_all(("GET", "POST"))

    assert asked.wrong == []
    assert {status for _, status in asked.answers} >= {200, 302, 400, 403, 404, 405, 422}


def _forged(client: Client) -> Any:
    return Client(enforce_csrf_checks=True).post("/staff/login/", secure=True, headers=SAYS)


def _too_many_fields(client: Client) -> Any:
    return client.post("/letters/", {str(number): "x" for number in range(2_001)}, secure=True, headers=SAYS)


REFUSALS = {
    "wrong host": (lambda client: client.get("/", secure=True, headers={"host": "evil.example", **SAYS}), 400),
    "wrong host without https": (lambda client: client.get("/", headers={"host": "evil.example", **SAYS}), 400),
    "led to https": (lambda client: client.get("/", headers=SAYS), 301),
    "forged form": (_forged, 403),
    "too many fields": (_too_many_fields, 404),
    "unknown method": (lambda client: client.generic("BREW", "/", secure=True, headers=SAYS), 405),
    "part of a file": (
        lambda client: client.get("/static/css/site.css", secure=True, headers={"range": "bytes=0-9"}),
        206,
    ),
    "past the end of a file": (
        lambda client: client.get("/static/css/site.css", secure=True, headers={"range": "bytes=999999999-"}),
        416,
    ),
    "file sent": (lambda client: client.post("/static/css/site.css", secure=True), 405),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refusal_carries_every_header(client: Client, https: None, name: str) -> None:
    ask, status = REFUSALS[name]
    response = ask(client)
    response.close()

    assert response.status_code == status
    is_secure = response.wsgi_request.is_secure()
    assert lacks(response, response.wsgi_request.path, is_secure=is_secure) == []


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'"),
        ("Content-Security-Policy", "sandbox"),
        ("Strict-Transport-Security", "max-age=31536000"),
        ("Referrer-Policy", "unsafe-url"),
        ("Cross-Origin-Opener-Policy", "unsafe-none"),
        ("X-Content-Type-Options", ""),
        ("Cache-Control", "max-age=60"),
    ],
)
def test_answer_that_lacks_something_is_found(client: Client, https: None, header: str, value: str) -> None:
    response = client.get("/staff/login/", secure=True, headers=SAYS)
    assert lacks(response, "/staff/login/") == []

    response.headers[header] = value

    assert lacks(response, "/staff/login/") == [f"{header} is {value}"]


def test_cookie_that_another_host_could_set_is_found(client: Client, https: None) -> None:
    response = client.get("/", secure=True)
    response.set_cookie("sessionid", "x", secure=True, httponly=True, samesite="Lax")

    assert lacks(response, "/") == ["cookie sessionid: HttpOnly; Path=/; SameSite=Lax; Secure"]


def test_page_of_staff_tells_nobody_where_it_was(client: Client) -> None:
    """But to a browser that hides its origin with the referrer, and says in no other way that a form is ours."""
    assert client.get("/staff/login/", headers=SAYS)["Referrer-Policy"] == "no-referrer"
    assert client.get("/staff/login/")["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("origin", "site", "status"),
    [
        ("null", "same-origin", 200),  # from a page of staff, whose referrer is hidden
        ("http://testserver", "same-origin", 200),
        ("null", "cross-site", 403),
        ("null", "same-site", 403),
        ("null", "none", 403),
        ("null", None, 403),
        ("https://evil.example", "same-origin", 403),
    ],
)
def test_form_is_taken_from_our_pages_alone(origin: str, site: str | None, status: int) -> None:
    client = Client(enforce_csrf_checks=True)
    token = client.get("/staff/login/").context["csrf_token"]
    says = {"Host": "testserver", "Origin": origin, **({"Sec-Fetch-Site": site} if site else {})}

    response = client.post("/staff/login/", {"csrfmiddlewaretoken": str(token)}, headers=says)

    assert response.status_code == status


def test_form_without_its_token_is_refused_whatever_the_browser_says() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/staff/login/")

    says = {"Host": "testserver", "Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/staff/login/", headers=says).status_code == 403


@pytest.mark.parametrize("address", ["/", "/past/", "/robots.txt", "/calendar.ics", "/not-there/"])
def test_public_page_of_somebody_logged_in_is_kept_by_no_cache(client: Client, address: str) -> None:
    client.force_login(make_user())

    assert client.get(address)["Cache-Control"] == "no-store, private"


def test_logging_out_clears_what_the_browser_has_kept(client: Client) -> None:
    client.force_login(make_user())

    assert client.post("/staff/logout/")["Clear-Site-Data"] == '"cache", "storage"'


def test_header_set_by_a_view_is_kept() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cross-Origin-Resource-Policy": "cross-origin"})

    middleware: Callable[[HttpRequest], HttpResponse] = site_headers(answer)

    assert middleware(RequestFactory().get("/"))["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("address", ["/staff/", "/staff/cases/case/", "/staff/login/", "/staff/jsi18n/"])
def test_staff_page_is_kept_by_no_cache(client: Client, address: str) -> None:
    client.force_login(make_user(is_superuser=True))

    assert client.get(address)["Cache-Control"] == "no-store, private"


def test_public_page_sets_no_cookie(client: Client, settings: Any) -> None:
    settings.DEMO_TODAY = DAY
    action = make_open_action()

    for address in ("/", "/past/", f"/actions/{action.slug}/", f"/actions/{action.slug}/sheet.pdf", "/not-there/"):
        assert client.get(address).cookies == {}
