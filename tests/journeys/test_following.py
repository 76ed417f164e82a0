"""A volunteer follows by mail, with a pace and a language, and ends it by the link in a mail that tells of several."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.core import mail

from campaigns import attempts
from campaigns.models import Reminder, Subscription
from campaigns.reminders import sweep
from campaigns.subscriptions import confirmation_mail
from config import clock
from tests.journeys.conftest import Visitor
from tests.journeys.test_accessibility import findings_in_every_look, overflow
from tests.journeys.test_keyboard import _hidden_while_focused

POETS = "poetry.club@example.org"  # has two subscriptions in the demo


@pytest.fixture(autouse=True)
def nobody_asked_yet() -> Iterator[None]:
    attempts.forget_counts()
    yield
    attempts.forget_counts()


def link_to(kind: str, text: str) -> str:
    """The path of the first link of this kind in a mail."""
    found = re.search(rf"/follow/{kind}/\S+/", text)
    assert found is not None, f"no link to {kind} in the mail"
    return found.group()


def digest_of(address: str) -> str:
    """The text of the mail that the first sweep of the demo's day sends to this address."""
    sweep(at=datetime(2011, 7, 13, 7, 30, tzinfo=UTC))
    return next(str(each.body) for each in mail.outbox if each.to == [address])


def test_volunteer_follows_each_week_in_french_and_is_told_when(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(java_script_enabled=False)
    page = volunteer.page
    volunteer.open("/follow/?country=KE")
    page.get_by_label("Your e-mail address").fill("anna@example.org")
    page.get_by_label("How often").select_option("weekly")
    page.get_by_label("Language of the mails").select_option("fr")
    page.get_by_role("button", name="Send me the link to confirm").click()
    assert page.locator("h1").inner_text() == "Look into your mail"

    volunteer.open(link_to("confirm", str(mail.outbox[-1].body)))
    assert "on Mondays, the first time 14 to 20 days before" in page.locator("main").inner_text()
    page.get_by_role("button", name="Yes, remind me").click()

    assert page.locator("h1").inner_text() == "Reminders have begun"
    row = Subscription.objects.get(email="anna@example.org")
    assert (row.country, row.pace, row.language) == ("KE", "weekly", "fr")


def test_volunteer_ends_one_of_the_two_that_a_mail_tells_of(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(java_script_enabled=False)
    volunteer.open(link_to("stop", digest_of(POETS)))
    assert volunteer.page.locator("main li").count() == 2

    volunteer.page.locator("main li", has_text="Kenya").get_by_role("button").click()

    assert volunteer.page.locator("h1").inner_text() == "These reminders have ended"
    assert [row.action.slug for row in Subscription.objects.filter(email=POETS) if row.action] == ["ua-192-11"]


def test_mail_program_ends_all_that_a_mail_tells_of(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor()
    path = link_to("stop", digest_of(POETS))

    answer = volunteer.page.context.request.post(volunteer.site + path, form={"List-Unsubscribe": "One-Click"})

    assert answer.status == 200
    assert not Subscription.objects.filter(email=POETS).exists()
    assert not Reminder.objects.filter(address=POETS, status="planned").exists()


def test_pages_behind_the_links_of_mails_keep_nobody_out(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor()
    digest = digest_of(POETS)
    waiting = Subscription.objects.get(email="not.yet.confirmed@example.org")
    confirmation = str(confirmation_mail(waiting, at=clock.now()).body)
    found = []
    for path in (link_to("stop", digest), link_to("yours", digest), link_to("confirm", confirmation)):
        assert volunteer.open(path) == 200, path
        found += findings_in_every_look(volunteer)
        found += overflow(volunteer.page)

    assert found == []


@pytest.mark.parametrize("width", [320, 1280])
def test_focus_is_never_hidden_on_the_form_to_follow(width: int, visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(viewport={"width": width, "height": 700})
    volunteer.open("/follow/")

    assert _hidden_while_focused(volunteer.page, steps=40) == []
