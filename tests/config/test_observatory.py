"""What the HTTP Observatory of MDN would give this site, counted by its public table, without asking it.

The table is that of its algorithm 6. Two of its bonuses are not sought: the preload list is for a whole domain and not
for one site to say, and nothing is taken from elsewhere of which a hash could be checked.
"""

from collections.abc import Mapping

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

HALF_A_YEAR = 15_768_000  # seconds
NOTHING_LOADED_UNASKED = 10
COOKIES = 5
CORP = COOP = COEP = 10
REFERRER = 5
FRAMES_BY_POLICY = 5


def score(headers: Mapping[str, str], cookies: Mapping[str, Mapping[str, object]]) -> int:
    """100, and what is given on top; each thing that is missing gives nothing, and ends the hundred."""
    policy = {
        name: values for name, *values in (part.split() for part in headers["Content-Security-Policy"].split(";"))
    }
    is_safe = not any("unsafe" in value or value in ("*", "https:") for values in policy.values() for value in values)
    hsts = dict(part.strip().partition("=")[::2] for part in headers.get("Strict-Transport-Security", "").split(";"))
    base = is_safe and int(hsts.get("max-age", 0)) >= HALF_A_YEAR and headers["X-Content-Type-Options"] == "nosniff"
    points = 100 if base else 0
    points += NOTHING_LOADED_UNASKED if policy.get("default-src") == ["'none'"] and is_safe else 0
    points += (
        COOKIES if all(each["secure"] and each["httponly"] and each["samesite"] for each in cookies.values()) else 0
    )
    points += CORP if headers.get("Cross-Origin-Resource-Policy") == "same-origin" else 0
    points += COOP if headers.get("Cross-Origin-Opener-Policy") == "same-origin" else 0
    points += COEP if headers.get("Cross-Origin-Embedder-Policy") == "require-corp" else 0
    points += REFERRER if headers.get("Referrer-Policy") in ("no-referrer", "same-origin", "strict-origin") else 0
    return points + (FRAMES_BY_POLICY if policy.get("frame-ancestors") == ["'none'"] else 0)


@pytest.fixture
def https(settings) -> None:
    """As behind https (`config.settings`, IS_HTTPS), whose values are tested beside the settings."""
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


@pytest.mark.parametrize("address", ["/", "/past/", "/not-there/", "/staff/login/"])
def test_a_page_gets_155_points(client: Client, https: None, address: str) -> None:
    answer = client.get(address, secure=True)

    assert score(answer.headers, answer.cookies) == 155


@pytest.mark.parametrize(
    ("name", "value", "points"),
    [
        ("Cross-Origin-Opener-Policy", "unsafe-none", 145),
        ("Referrer-Policy", "unsafe-url", 150),
        ("Strict-Transport-Security", "max-age=60", 55),
        ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'", 145),
        ("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'; frame-ancestors 'none'", 45),
    ],
)
def test_a_header_that_is_weaker_costs_its_points(client: Client, https: None, name, value, points) -> None:
    answer = client.get("/", secure=True)

    assert score({**answer.headers, name: value}, answer.cookies) == points
