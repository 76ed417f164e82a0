"""What staff decide about a notice that failed, and who may."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from campaigns.desk import desk_for
from campaigns.models import Reminder
from campaigns.planning import plan_reminders
from campaigns.reminders import sweep
from campaigns.sender import release_sender
from campaigns.unsent import leave_unsent, send_again
from config import clock
from tests.builders import make_case, make_hearing, make_open_action, make_user

pytestmark = pytest.mark.django_db

AT = datetime(2011, 7, 16, 8, tzinfo=ZoneInfo("Europe/Zurich"))
LATER = AT + timedelta(hours=1)


@pytest.fixture
def failed() -> Reminder:
    """It went once, and twice nobody knows."""
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 7, 19))
    make_open_action(case)
    plan_reminders(at=AT)
    Reminder.objects.due(AT).update(
        status="failed",
        settled_at=AT,
        reason="unsure whether it went",
        attempts=2,
        attempted_at=AT,
        unsure=2,
        message_id="<reminder.0815@desk.example>",
    )
    # A database with a history is held until somebody says that it is no copy.
    for _ in range(2):
        release_sender(by=make_user(), at=AT, reason="This is no copy.")
    return Reminder.objects.get(status="failed")


def page(failed: Reminder, name: str) -> str:
    return reverse(f"admin:campaigns_reminder_{name}", args=[failed.pk])


def rows_on_the_desk() -> tuple[Reminder, ...]:
    queue = desk_for(make_user(is_superuser=True), on=AT.date()).failed_reminders
    assert queue is not None
    return queue.rows


def test_failed_one_sent_again_goes_with_its_message_id(failed: Reminder) -> None:
    sweep(at=AT)
    assert mail.outbox == []

    send_again(failed, by=make_user(), at=LATER)
    sweep(at=LATER)

    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [failed.message_id]
    assert rows_on_the_desk() == ()


def test_one_that_fails_again_is_on_the_desk_again(failed: Reminder) -> None:
    send_again(failed, by=make_user(), at=AT)
    Reminder.objects.filter(pk=failed.pk).update(status="failed", settled_at=LATER, reason="refused")

    assert rows_on_the_desk() == (failed,)


def test_one_left_goes_from_the_desk_and_stays_in_the_ledger(failed: Reminder) -> None:
    somebody = make_user()
    assert rows_on_the_desk() == (failed,)

    leave_unsent(failed, by=somebody, at=LATER)
    sweep(at=LATER)

    assert rows_on_the_desk() == ()
    failed.refresh_from_db()
    assert (failed.status, failed.decided_by, failed.decided_at) == ("failed", somebody, LATER)
    assert [message.to for message in mail.outbox if message.to == ["owner@desk.example"]] == []


@pytest.mark.parametrize("decide", [send_again, leave_unsent])
def test_nothing_is_decided_about_one_that_has_not_failed(failed: Reminder, decide: object) -> None:
    Reminder.objects.filter(pk=failed.pk).update(status="sent", reason="", settled_at=AT)

    with pytest.raises(ValidationError, match="this notice is sent now"):
        decide(failed, by=make_user(), at=LATER)  # type: ignore[operator]


@pytest.mark.parametrize("name", ["send-again", "leave"])
def test_staff_are_asked_first_and_decide_by_a_button(client: Client, failed: Reminder, name: str) -> None:
    editor = make_user("Editor")
    client.force_login(editor)

    assert page(failed, name) in client.get(page(failed, "change")).content.decode()
    asked = client.get(page(failed, name))
    failed.refresh_from_db()
    assert (asked.status_code, failed.decided_at) == (200, None)
    before = clock.now()
    answer = client.post(page(failed, name))

    failed.refresh_from_db()
    assert answer.headers["Location"] == page(failed, "change")
    assert (failed.status, failed.decided_by) == ("planned" if name == "send-again" else "failed", editor)
    assert failed.decided_at is not None
    assert failed.decided_at >= before


def test_page_says_that_the_first_mail_may_have_gone(client: Client, failed: Reminder) -> None:
    client.force_login(make_user("Approver"))

    assert "The first mail may have gone." in client.get(page(failed, "send-again")).content.decode()
    Reminder.objects.update(unsure=0)
    assert "The first mail may have gone." not in client.get(page(failed, "send-again")).content.decode()


@pytest.mark.parametrize("role", ["Viewer", "Researcher", "Address keeper"])
def test_nobody_else_decides(client: Client, failed: Reminder, role: str) -> None:
    client.force_login(make_user(role))

    assert [client.post(page(failed, name)).status_code for name in ("send-again", "leave")] == [403, 403]


def test_sent_one_has_no_button(client: Client, failed: Reminder) -> None:
    Reminder.objects.filter(pk=failed.pk).update(status="sent", reason="", settled_at=AT)
    client.force_login(make_user("Editor"))

    assert "This notice failed" not in client.get(page(failed, "change")).content.decode()
    assert client.post(page(failed, "send-again")).status_code == 302
    failed.refresh_from_db()
    assert failed.status == "sent"
