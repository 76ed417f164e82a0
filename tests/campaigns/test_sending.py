"""What leaves, what waits and what never goes."""

from datetime import date, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from campaigns.lifecycle import stop_action
from campaigns.models import Reminder, SentMail, UrgentAction
from campaigns.planning import key_of, plan_reminders
from campaigns.reminders import rehearse, sweep
from campaigns.sending import Outcome, send_due
from campaigns.tasks import sweep_reminders
from cases.levels import Level
from cases.models import Hearing
from tests.builders import make_case, make_hearing, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")


def on(day: int, hour: int = 8, *, month: int = 7) -> datetime:
    return datetime(2011, month, day, hour, tzinfo=ZURICH)


def mails() -> list[tuple[str, str]]:
    return [(message.to[0], message.subject) for message in mail.outbox]


@pytest.fixture
def action() -> UrgentAction:
    """Open until 22 August, with a hearing on 19 July."""
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 7, 19))
    return make_open_action(case)


class Server(EmailBackend):
    """A mail server that fails as the test says; what it takes lies in the outbox."""

    problems: list[Exception] = []

    def send_messages(self, messages: list[object]) -> int:
        if self.problems:
            raise self.problems.pop(0)
        return super().send_messages(messages)


@pytest.fixture
def server(settings: object) -> type[Server]:
    settings.EMAIL_BACKEND = "tests.campaigns.test_sending.Server"  # type: ignore[attr-defined]
    Server.problems = []
    return Server


def test_due_reminder_is_sent_once(action: UrgentAction) -> None:
    first = sweep(at=on(16))
    second = sweep(at=on(16))

    assert first.count(Outcome.SENT) == 1
    assert second.deliveries == ()
    assert mails() == [("owner@desk.example", "Reminder: a date in 3 days (UA 1/11)")]
    row = Reminder.objects.get(status="sent")
    assert (row.settled_at, row.reason) == (on(16), "")
    assert mail.outbox[0].extra_headers["Message-ID"] == row.message_id


def test_life_of_a_hearing_sends_each_notice_on_its_day(action: UrgentAction) -> None:
    """Four sweeps a day from 4 to 21 July, one of them at seven."""
    moment = on(4, 1)
    while moment < on(21):
        sweep(at=moment)
        moment += timedelta(hours=6)

    sent = Reminder.objects.filter(status="sent", kind="hearing").order_by("settled_at")
    assert [(row.lead_days, row.settled_at) for row in sent] == [
        (14, on(5, 7)),
        (7, on(12, 7)),
        (3, on(16, 7)),
        (1, on(18, 7)),
        (0, on(19, 7)),
    ]
    assert len(mail.outbox) == 5


def test_late_mail_counts_the_days_from_when_it_leaves(action: UrgentAction) -> None:
    plan_reminders(at=on(13))

    sweep(at=on(17))

    assert mails() == [("owner@desk.example", "Reminder: a date in 2 days (UA 1/11)")]


def test_outage_of_days_sends_one_mail_and_none_after_the_day(action: UrgentAction) -> None:
    plan_reminders(at=on(4))

    sweep(at=on(18, 20))
    assert len(mail.outbox) == 1

    sweep(at=on(20))
    assert len(mail.outbox) == 1


def test_hearing_moved_after_planning_is_not_sent(action: UrgentAction) -> None:
    """Changed between the planner's look and the sender's: asked again just before the mail leaves."""
    plan_reminders(at=on(16))
    Hearing.objects.update(on=date(2011, 8, 2))

    deliveries = send_due(at=on(16))

    assert mails() == []
    assert [(d.outcome, d.reason) for d in deliveries] == [(Outcome.CANCELLED, "moved to 2 August 2011")]


def test_stopped_action_sends_nothing(action: UrgentAction) -> None:
    make_subscription(action)
    plan_reminders(at=on(16))
    stop_action(action, by=action.created_by, at=on(16), reason="released")
    Reminder.objects.update(status="planned", settled_at=None, reason="")  # as if a planner had written just after

    send_due(at=on(16))

    assert mails() == []
    assert set(Reminder.objects.filter(due_at__lte=on(16)).values_list("status", "reason")) == {
        ("cancelled", "the action was stopped")
    }


def test_hearing_made_private_is_not_told_to_a_follower(action: UrgentAction) -> None:
    make_subscription(action)
    plan_reminders(at=on(16))
    Hearing.objects.update(level=Level.NETWORK)

    send_due(at=on(16))

    assert [to for to, _ in mails()] == ["owner@desk.example"]


def test_followers_mail_goes_to_one_address_with_its_own_link(action: UrgentAction) -> None:
    make_subscription(action, email="one@example.org")
    make_subscription(action, email="two@example.org")

    sweep(at=on(16))

    letters = {message.to[0]: message for message in mail.outbox}
    assert sorted(letters) == ["one@example.org", "owner@desk.example", "two@example.org"]
    assert all(len(message.recipients()) == 1 for message in mail.outbox)
    one, two = (letters[f"{name}@example.org"].extra_headers["List-Unsubscribe"] for name in ("one", "two"))
    assert one != two
    assert "List-Unsubscribe" not in letters["owner@desk.example"].extra_headers


@pytest.mark.parametrize(
    "problem",
    [
        SMTPServerDisconnected("gone"),
        TimeoutError(),
        ConnectionRefusedError(),
        SMTPRecipientsRefused({"owner@desk.example": (450, b"greylisted")}),
        SMTPDataError(451, b"try later"),
    ],
    ids=lambda problem: type(problem).__name__,
)
def test_passing_failure_is_tried_again_with_the_same_message_id(
    action: UrgentAction, server: type[Server], problem: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    server.problems = [problem]

    first = sweep(at=on(16))
    planned = Reminder.objects.due(on(16)).get()
    sweep(at=on(16) + timedelta(minutes=1))

    assert [d.outcome for d in first.deliveries] == [Outcome.POSTPONED]
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [planned.message_id]
    assert "owner@desk.example" not in caplog.text
    assert f"reminder {planned.pk} stays planned" in caplog.text


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (
            SMTPRecipientsRefused({"owner@desk.example": (550, b"no such user owner@desk.example")}),
            "the mail server refused the address for good (code 550)",
        ),
        (SMTPDataError(554, b"no"), "the mail server refused the mail for good (code 554)"),
    ],
    ids=["address", "mail"],
)
def test_refusal_for_good_is_recorded_and_not_tried_again(
    action: UrgentAction, server: type[Server], problem: Exception, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.problems = [problem]

    sweep(at=on(16))
    sweep(at=on(16))

    assert mails() == []
    row = Reminder.objects.get(lead_days=3, kind="hearing")
    assert (row.status, row.reason, row.settled_at) == ("failed", reason, on(16))
    assert "owner@desk.example" not in caplog.text


def test_server_that_is_away_is_not_asked_for_every_reminder(action: UrgentAction, server: type[Server]) -> None:
    for _ in range(8):
        make_subscription(action)
    server.problems = [ConnectionRefusedError()] * 20

    result = sweep(at=on(16))

    assert [d.outcome for d in result.deliveries] == [Outcome.POSTPONED] * 3
    assert Reminder.objects.due(on(16)).count() == 9


def test_one_bad_mail_does_not_hold_up_the_others(action: UrgentAction, server: type[Server]) -> None:
    for _ in range(3):
        make_subscription(action)
    server.problems = [SMTPServerDisconnected("gone"), SMTPServerDisconnected("gone")]

    sweep(at=on(16))

    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    "address",
    ["no-address", "two@example.org, three@example.org", "x@example.org\nBcc: y@example.org", "x@example.org\r\nX: y"],
)
def test_bad_address_fails_with_a_reason_and_adds_no_header(action: UrgentAction, address: str) -> None:
    make_subscription(action, email=address)

    sweep(at=on(16))

    assert [to for to, _ in mails()] == ["owner@desk.example"]
    row = Reminder.objects.get(status="failed")
    assert row.reason == "the address is not one that mail can be sent to"


def test_limit_leaves_the_rest_for_the_next_sweep(action: UrgentAction) -> None:
    for _ in range(3):
        make_subscription(action)

    sweep(at=on(16), limit=3)
    assert len(mail.outbox) == 3

    sweep(at=on(16), limit=3)
    assert len(mail.outbox) == 4


def test_rehearsal_says_the_same_and_changes_nothing(action: UrgentAction) -> None:
    make_subscription(action, email="one@example.org", created_at=on(13))
    plan_reminders(at=on(13))
    Hearing.objects.update(on=date(2011, 7, 20))
    before = list(Reminder.objects.order_by("pk").values())

    rehearsed = rehearse(at=on(17))

    assert list(Reminder.objects.order_by("pk").values()) == before
    assert mails() == []
    done = sweep(at=on(17), tell_cancelled=True)
    assert [(d.reminder.address, d.subject, d.days_left) for d in rehearsed.deliveries] == [
        (d.reminder.address, d.subject, d.days_left) for d in done.deliveries
    ]
    assert {d.outcome for d in rehearsed.deliveries} == {Outcome.WOULD_BE_SENT}
    assert {key_of(c): c.reason for c in rehearsed.cancelled} == {key_of(c): c.reason for c in done.cancelled}


def test_request_nobody_confirmed_is_forgotten_after_seven_days(action: UrgentAction) -> None:
    make_subscription(action, email="old@example.org", created_at=on(1), confirmed_at=None)
    kept = make_subscription(action, email="new@example.org", created_at=on(10), confirmed_at=None)
    confirmed = make_subscription(action, email="yes@example.org", created_at=on(1), confirmed_at=on(1))

    sweep(at=on(13))

    assert list(action.subscriptions.order_by("pk")) == [kept, confirmed]


def test_task_sweeps_by_the_clock_of_the_site(action: UrgentAction, settings: object) -> None:
    settings.DEMO_TODAY = date(2011, 7, 19)  # type: ignore[attr-defined]
    settings.REMINDER_HOUR = 0  # type: ignore[attr-defined]

    sweep_reminders.delay()

    assert mails() == [("owner@desk.example", "Reminder: a date today (UA 1/11)")]


def test_mail_in_the_database_says_when_it_left(action: UrgentAction, settings: object) -> None:
    settings.EMAIL_BACKEND = "campaigns.mail_backend.DatabaseBackend"  # type: ignore[attr-defined]

    call_command("send_due_reminders", "--at", "2011-07-16T08:00+02:00")

    kept = SentMail.objects.get()
    assert (kept.recipient, kept.sent_at) == ("owner@desk.example", on(16))
    assert kept.subject == "Reminder: a date in 3 days (UA 1/11)"
    assert kept.message_id == Reminder.objects.get(status="sent").message_id
    assert kept.headers["Auto-Submitted"] == "auto-generated"
    assert "A hearing in your case is in 3 days" in kept.text
    assert "<h1>A hearing in your case is in 3 days" in kept.html
