"""The page of the sender: who sees it, who holds and releases, and what every page of staff says meanwhile."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import SenderEvent, SenderState
from campaigns.sender import hold_sender
from tests.builders import AT, make_user
from tests.forms import errors_of

pytestmark = pytest.mark.django_db


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


@pytest.mark.parametrize(
    ("role", "page", "move"),
    [
        ("Viewer", 403, 403),
        ("Researcher", 403, 403),
        ("Address keeper", 403, 403),
        ("Editor", 200, 403),
        ("Approver", 200, 200),
    ],
)
def test_page_is_for_watchers_and_the_buttons_for_approvers(role: str, page: int, move: int) -> None:
    client = client_of(role)

    answers = [client.get(reverse(f"admin:{name}")).status_code for name in ("sender", "sender_hold", "sender_release")]

    assert answers == [page, move, move]


def test_whoever_is_not_logged_in_is_asked_to(client: Client) -> None:
    answer: Any = client.get(reverse("admin:sender"))

    assert (answer.status_code, answer.url) == (302, "/staff/login/?next=/staff/sender/")


def test_hold_and_release_by_button() -> None:
    client = client_of("Approver")

    held = client.post(reverse("admin:sender_hold"), {"reason": "The text of a mail is wrong."}, follow=True)
    page = held.content.decode()
    released = client.post(reverse("admin:sender_release"), {"reason": "Mended."}, follow=True)

    assert "Held: no mail leaves" in page
    assert "The text of a mail is wrong." in page
    assert "Running: mail leaves when it is due" in released.content.decode()
    assert list(SenderEvent.objects.values_list("verb", flat=True)) == ["begin", "hold", "release"]


def test_asking_changes_nothing() -> None:
    client = client_of("Approver")
    hold_sender(by=None, at=AT, reason="Moving house.")

    client.get(reverse("admin:sender_release"))

    assert SenderState.objects.get().is_held


def test_release_without_a_reason_says_so_and_does_nothing() -> None:
    client = client_of("Approver")
    hold_sender(by=None, at=AT, reason="Moving house.")

    page = client.post(reverse("admin:sender_release"), {"reason": " "})

    assert errors_of(page) == ["Say why, in a few words; the reason is kept for staff."]
    assert SenderState.objects.get().is_held


def test_needless_release_says_so() -> None:
    page = client_of("Approver").post(reverse("admin:sender_release"), {"reason": "To be sure."})

    assert errors_of(page) == ["The sender is running; there is nothing to release."]


@pytest.mark.parametrize("role", ["Viewer", "Editor"])
def test_every_page_of_staff_says_that_no_mail_leaves(role: str) -> None:
    client = client_of(role)
    before = client.get(reverse("admin:cases_case_changelist")).content.decode()
    hold_sender(by=None, at=AT, reason="Moving house.")
    after = client.get(reverse("admin:cases_case_changelist")).content.decode()

    sentence = "No mail leaves: it is on hold until somebody releases it."
    assert (sentence in before, sentence in after) == (False, True)
    # The reason is for those who may see the page of the sender.
    assert "Moving house." not in after


def test_log_in_page_tells_nothing(client: Client) -> None:
    hold_sender(by=None, at=AT, reason="Moving house.")

    assert "No mail leaves" not in client.get("/staff/login/").content.decode()
