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

pytestmark = pytest.mark.django_db

EXPECTED = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


class WithFailure:
    """The addresses of the site, and one that fails."""

    urlpatterns = [path("fails/", fail), *_site]


def _policy(header: str) -> set[str]:
    return {directive.strip() for directive in header.split(";")}


def _security(response: HttpResponse) -> dict[str, object]:
    given = {name: response.headers.get(name) for name in EXPECTED}
    return {**given, "Content-Security-Policy": _policy(given["Content-Security-Policy"] or "")}


ALL = {**EXPECTED, "Content-Security-Policy": _policy(EXPECTED["Content-Security-Policy"])}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/healthz", 200),
        ("/not-there/", 404),
        ("/fails/", 500),
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

    response = Client(raise_request_exception=False).get(address)
    response.close()  # a file

    assert response.status_code == status
    assert _security(response) == ALL


def test_page_and_file_of_an_action_carry_every_header(client: Client, settings: Any) -> None:
    settings.DEMO_TODAY = DAY
    action = make_open_action()

    for address in (f"/actions/{action.slug}/", f"/actions/{action.slug}/sheet.pdf"):
        response = client.get(address)
        assert response.status_code == 200
        assert _security(response) == ALL


def test_wrong_host_is_refused_with_every_header(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert _security(response) == ALL


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
