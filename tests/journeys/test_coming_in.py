"""Somebody of the staff comes in for the first time: a passkey is set up, asked for ever after, and enough alone."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.demo import PASSWORD
from tests.journeys.conftest import Visitor
from tests.journeys.test_accessibility import findings, overflow


@pytest.fixture
def staff(visitor: Callable[..., Visitor], settings: Any) -> Visitor:
    """A browser of somebody of the staff, with a telephone that keeps passkeys."""
    settings.SECOND_FACTOR = "required"
    window = visitor(viewport={"width": 400, "height": 800})
    devtools = window.page.context.new_cdp_session(window.page)
    devtools.send("WebAuthn.enable")
    keeper = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": keeper})
    return window


def shows_no_barrier(staff: Visitor) -> None:
    assert findings(staff) + overflow(staff.page) == []


def test_passkey_is_set_up_asked_for_and_enough_alone(staff: Visitor) -> None:
    page = staff.page
    staff.open("/staff/")
    shows_no_barrier(staff)
    staff.log_in("researcher@desk.example")
    assert page.get_by_role("heading", name="One step more: a second factor").is_visible()
    shows_no_barrier(staff)

    page.get_by_role("link", name="Add a passkey").click()
    shows_no_barrier(staff)
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/account/codes/")
    assert page.locator(".recovery-codes li").count() == 10
    shows_no_barrier(staff)
    page.get_by_role("link", name="I have them on paper").click()
    assert page.get_by_role("heading", level=1).inner_text() == "What needs doing"

    page.get_by_role("button", name="Log out").click()
    page.get_by_label("E-mail address").fill("researcher@desk.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Second step"
    shows_no_barrier(staff)
    page.reload()  # as axe leaves it, the browser gives out no passkey
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/staff/")

    page.get_by_role("button", name="Log out").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/staff/")
    staff.open("/staff/account/")
    assert "Chrome on Linux (this one)" in page.locator("main, #content").first.inner_text()
    shows_no_barrier(staff)


def test_app_page_keeps_nobody_out(staff: Visitor) -> None:
    staff.open("/staff/")
    staff.log_in("researcher@desk.example")
    for address in ("/staff/account/app/", "/staff/password_change/", "/staff/account/still-you/"):
        assert staff.open(address) == 200
        shows_no_barrier(staff)
