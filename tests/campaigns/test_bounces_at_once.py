"""A report that is quicker than the sender: it comes back before the sender has written down that the mail went."""

import threading

import pytest
from django.db import close_old_connections, connection, transaction

from campaigns.bounces import note_bounce
from campaigns.models import Reminder
from campaigns.suppression import why_suppressed
from tests.builders import AT, make_open_action, make_subscription
from tests.reports import ADDRESS, MESSAGE_ID, postfix_report

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def needs_row_locks(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; there is nothing to run at once")


def test_report_waits_for_the_sender_that_has_the_reminder_in_hand() -> None:
    action = make_open_action()
    reminder = Reminder.objects.create(
        kind=Reminder.Kind.APPEALS,
        subject_id=action.pk,
        about_on=AT.date(),
        lead_days=0,
        address=ADDRESS,
        action=action,
        subscription=make_subscription(action, email=ADDRESS),
        due_at=AT,
        message_id=MESSAGE_ID,
        attempts=1,
        attempted_at=AT,
        in_hand_by=7,
    )
    noted = []

    def note() -> None:
        noted.append(note_bounce(postfix_report(), at=AT))
        close_old_connections()
        connection.close()

    with transaction.atomic():
        Reminder.objects.select_for_update().get(pk=reminder.pk)
        quicker = threading.Thread(target=note)
        quicker.start()
        quicker.join(0.5)
        assert noted == []
        Reminder.objects.filter(pk=reminder.pk).update(status="sent", settled_at=AT, in_hand_by=None)
    quicker.join(10)

    reminder.refresh_from_db()
    assert (noted[0].has_silenced, reminder.status) == (True, "failed")
    assert why_suppressed(ADDRESS) == "the mail server of the address refused it for good"
