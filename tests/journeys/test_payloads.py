"""Stored texts that would run a script run nowhere; `python -m tests.payloads` stores two hundred and opens it all."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.payloads.browsing import Look
from tests.payloads.rounds import Ground, Result, one_round, running_site
from tests.payloads.storing import make_ground
from tests.payloads.texts import ALL
from tests.routes import WEEK_OF_THE_STOP


@pytest.fixture
def site(transactional_db: None, settings: Any) -> Iterator[str]:
    settings.DEMO_TODAY = WEEK_OF_THE_STOP.date()
    with running_site() as address:
        yield address


def is_opened(address: str) -> bool:
    return address == "/staff/" or address.endswith("/change/")


def test_there_are_two_hundred_that_differ() -> None:
    assert len(set(ALL)) == len(ALL) >= 200


def test_stored_texts_stay_text_without_the_policy(chromium: Browser, site: str) -> None:
    """Twenty of them, on each public page and the page of a row of each table; here the escaping stands alone."""
    result = Result()
    ground = Ground(chromium, site, make_ground(1), worlds=1, rows=1, policies=[False], opens=is_opened)

    one_round(result, ground, range(3, len(ALL), 11), whole=False)

    assert result.wrong == []
    assert len(result.stored.fields) > 80


@pytest.mark.parametrize(
    ("text", "holds", "found"),
    [
        ("<img src=x onerror=alert(1)>", False, {"page: ran 1", "page: <IMG onerror>"}),
        ("<img src=x onerror=alert(1)>", True, {"page: <IMG onerror>"}),
        ("<script>alert(1)</script>", False, {"page: ran 1", "page: <SCRIPT>"}),
        ("<img src=//evil.example/1>", False, {"page: asked evil.example for /1"}),
        ("<a href=' javascript:alert(1)'>x</a>", True, {"page: <A href=javascript:>"}),
        ("&lt;img src=x onerror=alert(1)&gt;", False, set()),
    ],
    ids=["handler", "handler under the policy", "script", "loaded from elsewhere", "address that runs", "escaped"],
)
def test_text_that_is_not_escaped_is_found(
    chromium: Browser, site: str, text: str, holds: bool, found: set[str]
) -> None:
    look = Look(chromium.new_context(bypass_csp=not holds), site)

    look.read("page", f"<p>{text}</p>")
    look.context.close()

    assert found <= set(look.found)
    assert bool(found) == bool(look.found)
    assert ("page: ran 1" in look.found) == ("page: ran 1" in found)
