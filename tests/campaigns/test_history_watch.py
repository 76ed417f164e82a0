"""Each morning the history is verified, and its head goes to mailboxes elsewhere."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from accounts.chain import seal_rows
from accounts.models import HistoryCheck, Seal
from campaigns.history_watch import history_alarms, watch_history
from campaigns.sender import hold_sender, release_sender
from campaigns.sweeps import standing
from cases.models import Case
from tests.builders import make_case, make_user

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Europe/Zurich")
MORNING = datetime(2011, 7, 13, 7, 0, tzinfo=ZONE)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def mailboxes(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.HISTORY_HEAD_TO = ["keeper@elsewhere.example", "ADMIN@desk.example"]


@pytest.fixture
def admin():
    return make_user(email="admin@desk.example", is_superuser=True)


def forge():
    Case.history.model.objects.update(title="forged")


def test_nothing_is_done_before_the_hour_of_reminders(admin):
    assert watch_history(at=MORNING - MINUTE) is None
    assert (HistoryCheck.objects.count(), mail.outbox) == (0, [])


def test_once_a_morning_the_head_goes_to_administrators_and_to_those_who_keep_a_copy(admin):
    make_case()

    watch_history(at=MORNING)
    watch_history(at=MORNING + HOUR)

    check = HistoryCheck.objects.get()
    assert (check.links, check.fault_count, check.told_at) == (Seal.objects.count(), 0, MORNING)
    assert [(each.to, each.subject) for each in mail.outbox] == [
        ([address], "The history of the desk is as it was sealed")
        for address in ("ADMIN@desk.example", "keeper@elsewhere.example")
    ]
    assert f"Head of the chain:\n{Seal.objects.get(number=check.links).link}\n" in mail.outbox[1].body


def test_the_next_morning_it_goes_again(admin):
    watch_history(at=MORNING)
    watch_history(at=MORNING + DAY)

    assert [check.told_at for check in HistoryCheck.objects.order_by("at")] == [MORNING, MORNING + DAY]


def test_a_history_that_was_changed_is_told_with_the_row(admin):
    case = make_case()
    seal_rows(at=MORNING)
    forge()

    watch_history(at=MORNING)

    record = case.history.get()
    assert mail.outbox[0].subject == "The history of the desk was changed"
    assert f"cases.HistoricalCase, row {record.pk}" in " ".join(mail.outbox[0].body.split())
    assert "forged" not in mail.outbox[0].body + mail.outbox[0].alternatives[0].content


def test_what_cannot_leave_goes_an_hour_later(admin):
    hold_sender(by=admin, at=MORNING, reason="A test.")
    watch_history(at=MORNING)
    assert (mail.outbox, HistoryCheck.objects.get().told_at) == ([], None)

    release_sender(by=admin, at=MORNING, reason="A test.")
    watch_history(at=MORNING + HOUR)

    assert (len(mail.outbox), HistoryCheck.objects.get().told_at) == (2, MORNING + HOUR)


@pytest.mark.parametrize(
    ("later", "alarms"),
    [
        (49 * HOUR, []),
        (49 * HOUR + MINUTE, ["The history was not verified for two days. Is the worker running, and beat?"]),
    ],
    ids=["two mornings", "later"],
)
def test_a_history_that_is_not_verified_any_more_is_an_alarm(admin, later, alarms):
    watch_history(at=MORNING)

    assert history_alarms(at=MORNING + later) == alarms


def test_a_history_that_was_changed_is_an_alarm_on_every_page_of_staff(admin, client):
    make_case()
    seal_rows(at=MORNING)
    forge()
    check = watch_history(at=MORNING)
    client.force_login(admin)

    page = client.get("/staff/sender/").content.decode()
    other = client.get("/staff/cases/case/").content.decode()

    alarm = "The history of the desk was changed past the desk. The page of the sender says where."
    assert standing(at=MORNING).alarms[-1] == alarm
    assert other.count(alarm) == 1
    assert alarm in page
    assert check.sentences[0] in page


def test_the_page_of_the_sender_says_when_it_was_verified(admin, client):
    make_case()
    watch_history(at=MORNING)
    client.force_login(admin)

    page = " ".join(client.get("/staff/sender/").content.decode().split())

    assert f"{Seal.objects.count()} links, all as sealed." in page
    assert 'The head was mailed out <time datetime="2011-07-13T07:00:00+02:00">' in page
