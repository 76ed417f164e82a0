"""The page of the sender: who sees it, who holds and releases, and what every page of staff says meanwhile."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Reminder, ReminderCount, SenderEvent, SenderState, UrgentAction
from campaigns.planning import plan_reminders
from campaigns.reminders import watched_sweep
from campaigns.sender import hold_restored, hold_sender
from config import clock
from tests.builders import AT, make_case, make_hearing, make_open_action, make_user
from tests.forms import errors_of, filled

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


def test_restored_backup_is_released_by_two_who_have_looked_through_it(action: UrgentAction) -> None:
    hold_restored(backup_of=AT, at=clock.now())
    release, known = reverse("admin:sender_release"), {"reason": "Asked everybody.", "looked": "on"}
    anna, ben = client_of("Approver"), client_of("Approver")

    asked = anna.get(release).content.decode()
    unlooked = anna.post(release, {"reason": "Asked everybody."})
    anna.post(release, {**filled(anna.get(release)), **known})
    again = anna.post(release, {**filled(anna.get(release)), **known})
    half = ben.get(reverse("admin:sender")).content.decode()
    done = ben.post(release, {**filled(ben.get(release)), **known}, follow=True).content.decode()

    assert "The backup was made" in asked
    assert action.reference in asked
    assert errors_of(unlooked) != []
    assert errors_of(again) == ["You released it already, as the first of two. Now somebody else has to."]
    assert "so two people release it." in half
    assert "Held: no mail leaves" in half
    assert "Running: mail leaves when it is due" in done


def test_release_asks_for_a_new_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.proof.is_fresh", lambda request: False)
    client = client_of("Approver")
    hold_sender(by=None, at=AT, reason="Moving house.")

    page = client.post(reverse("admin:sender_release"), {"reason": "Moved."})

    assert "Nothing was done yet" in page.content.decode()
    assert SenderState.objects.get().is_held


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

    sentence = "No mail leaves: the sender is on hold until somebody releases it."
    assert (sentence in before, sentence in after) == (False, True)
    # The reason is for those who may see the page of the sender.
    assert "Moving house." not in after


def test_log_in_page_tells_nothing(client: Client) -> None:
    hold_sender(by=None, at=AT, reason="Moving house.")

    assert "No mail leaves" not in client.get("/staff/login/").content.decode()


@pytest.fixture
def action() -> UrgentAction:
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 7, 19))
    return make_open_action(case)


def test_page_tells_what_became_of_reminders(action: UrgentAction) -> None:
    now = clock.now()
    plan_reminders(at=datetime(2011, 7, 12, 8, tzinfo=UTC))
    watched_sweep(at=datetime(2011, 7, 16, 8, tzinfo=UTC), by="worker")
    Reminder.objects.filter(status="sent").update(settled_at=now)
    Reminder.objects.filter(status="cancelled").update(settled_at=now)
    plan_reminders(at=datetime(2011, 7, 18, 4, tzinfo=UTC))

    page = client_of("Editor").get(reverse("admin:sender")).content.decode()

    assert "<dt>Sent</dt><dd>1</dd>" in page
    assert re.search(r'<dt class="part">overdue; the notice 3 days before goes instead</dt><dd>\d+</dd>', page)
    assert "The last sweep is more than five minutes old." in page
    assert "hearing on 19 July 2011</a>, the day before." in page
    # Who hears of it is not for this page.
    assert "owner@desk.example" not in page


@pytest.mark.parametrize("role", ["Viewer", "Approver"])
def test_foot_of_every_page_of_staff_tells_how_the_sender_stands(role: str) -> None:
    client = client_of(role)
    address = reverse("admin:cases_case_changelist")
    before = foot_of(client.get(address))
    watched_sweep(at=clock.now(), by="worker")
    after = foot_of(client.get(address))

    assert before == "Last sweep: none yet. 0 reminders overdue. Sender: running. Last restore drill: none yet."
    assert re.fullmatch(
        r"Last sweep: \d+ \w+ \d{4}, \d\d:\d\d\. 0 reminders overdue\. Sender: running\. Last restore.*",
        after,
    )


def test_desk_shows_a_missed_sweep_in_red() -> None:
    client = client_of("Viewer")
    before = client.get(reverse("admin:index")).content.decode()
    watched_sweep(at=clock.now(), by="worker")
    after = client.get(reverse("admin:index")).content.decode()

    alarm = '<p class="desk-alarm" role="alert">No sweep has run yet.'
    assert (alarm in before, "desk-alarm" in after) == (True, False)


def foot_of(page: Any) -> str:
    foot = re.search(r'<p class="sender-foot.*?</p>', page.content.decode(), re.DOTALL)
    assert foot is not None
    return " ".join(re.sub(r"<[^>]+>", "", foot.group()).split())


def test_page_tells_by_month_how_many_notices_there_were_whose_rows_are_gone() -> None:
    for status, number in (("sent", 41), ("failed", 2)):
        ReminderCount.objects.create(
            month=date(2011, 5, 1), kind="appeals", status=status, to_staff=False, number=number
        )

    page = client_of("Editor").get(reverse("admin:sender")).content.decode()

    assert '<th scope="row">May 2011</th><td>41</td><td>2</td><td>0</td>' in page
