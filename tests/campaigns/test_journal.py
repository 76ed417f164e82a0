"""What the journal of attempts remembers of a sender that was cut off, and what follows from it."""

from datetime import date, datetime, timedelta
from smtplib import SMTPDataError
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from campaigns import journal, sending
from campaigns.consistency import orphans
from campaigns.lifecycle import stop_action
from campaigns.mail_server import AnswerLost
from campaigns.models import Reminder
from campaigns.notices import Notice
from campaigns.planning import key_of, plan_reminders
from campaigns.reminders import sweep
from campaigns.sending import Outcome, send_due
from cases.models import Hearing
from tests.builders import make_case, make_hearing, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")
DUE = datetime(2011, 7, 16, 7, tzinfo=ZURICH)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DEAD = 4711  # the number of a sender that is no more


class Cut(BaseException):
    """Stands for kill -9: nothing in the sender catches it."""


class Server(EmailBackend):
    """A mail server; `script` says what happens to each mail in turn, and without a word all goes well."""

    script: list[str | Exception] = []
    is_away = False
    opened = 0
    journal: list[tuple[int, datetime | None, str]] = []  # the row as it is committed when a mail is handed over

    def open(self) -> bool:
        type(self).opened += 1
        if self.is_away:
            raise ConnectionRefusedError
        return True

    def send_messages(self, messages: list[object]) -> int:
        self.journal += Reminder.objects.filter(in_hand_by__isnull=False).values_list(
            "attempts", "attempted_at", "status"
        )
        step = self.script.pop(0) if self.script else "take"
        if isinstance(step, Exception):
            raise step
        if step.startswith("take"):
            super().send_messages(messages)
        if step.endswith("cut"):
            raise Cut
        return len(messages)


@pytest.fixture
def server(settings: object) -> type[Server]:
    settings.EMAIL_BACKEND = "tests.campaigns.test_journal.Server"  # type: ignore[attr-defined]
    Server.script, Server.journal, Server.is_away, Server.opened = [], [], False, 0
    return Server


@pytest.fixture
def reminder(server: type[Server]) -> Reminder:
    """The notice three days before a hearing on the 19th, due at seven on the 16th."""
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 7, 19))
    make_open_action(case)
    plan_reminders(at=DUE)
    return Reminder.objects.due(DUE).get()


def cut_off(reminder: Reminder, *, times: int = 1) -> None:
    """Leave the row as a sender leaves it that was killed in the middle of an attempt."""
    Reminder.objects.filter(pk=reminder.pk).update(
        in_hand_by=DEAD, attempts=times, attempted_at=DUE, unsure=times - 1, message_id=id_of(reminder)
    )


def id_of(reminder: Reminder) -> str:
    """The Message-ID of the mail in which this goes alone."""
    return journal.message_id_for([key_of(reminder)])


def copies() -> list[str]:
    return [message.extra_headers["Message-ID"] for message in mail.outbox]


def test_attempt_is_written_down_before_the_mail_is_handed_over(reminder: Reminder, server: type[Server]) -> None:
    sweep(at=DUE)

    assert server.journal == [(1, DUE, "planned")]
    reminder.refresh_from_db()
    assert (reminder.status, reminder.attempts, reminder.attempted_at) == ("sent", 1, DUE)
    assert (reminder.in_hand_by, reminder.unsure, reminder.not_before) == (None, 0, None)


@pytest.mark.parametrize("step", ["take, then cut", "cut"])
def test_mail_cut_off_in_the_middle_is_sent_again_with_the_same_message_id(
    reminder: Reminder, server: type[Server], step: str
) -> None:
    server.script = [step]

    with pytest.raises(Cut):
        sweep(at=DUE)
    assert len(orphans(at=DUE)) == 1
    sweep(at=DUE + MINUTE)

    assert copies() == [id_of(reminder)] * (2 if step.startswith("take") else 1)
    reminder.refresh_from_db()
    assert (reminder.status, reminder.attempts, reminder.unsure) == ("sent", 2, 1)


def test_there_is_never_a_third_copy(reminder: Reminder, server: type[Server]) -> None:
    server.script = ["take, then cut"] * 2
    for minute in range(2):
        with pytest.raises(Cut):
            sweep(at=DUE + minute * MINUTE)

    result = sweep(at=DUE + 2 * MINUTE)
    sweep(at=DUE + 3 * MINUTE)

    assert copies() == [id_of(reminder)] * 2
    assert result.count(Outcome.FAILED) == 1
    reminder.refresh_from_db()
    assert (reminder.status, reminder.reason) == (
        "failed",
        "unsure whether it went: the sender was cut off while handing it over, so a person must decide",
    )
    assert orphans(at=DUE + 3 * MINUTE) == []


@pytest.mark.parametrize(
    ("late", "status", "mails"),
    [(24 * HOUR, "sent", 1), (24 * HOUR + MINUTE, "failed", 0)],
    ids=["within a day", "after a day"],
)
def test_unsure_one_is_sent_again_within_a_day_of_its_time(
    reminder: Reminder, late: timedelta, status: str, mails: int
) -> None:
    cut_off(reminder)

    send_due(at=DUE + late)

    reminder.refresh_from_db()
    assert (reminder.status, len(copies())) == (status, mails)


def test_unsure_one_of_a_stopped_action_is_cancelled_with_that_reason(reminder: Reminder) -> None:
    cut_off(reminder)
    action = reminder.action
    stop_action(action, by=action.created_by, at=DUE, reason="released")
    Reminder.objects.filter(pk=reminder.pk).update(status="planned", settled_at=None, reason="")

    send_due(at=DUE + MINUTE)

    reminder.refresh_from_db()
    assert (reminder.status, reminder.reason, copies()) == ("cancelled", "the action was stopped", [])


def test_lost_answer_counts_as_a_copy_that_may_have_gone(reminder: Reminder, server: type[Server]) -> None:
    server.script = [AnswerLost("timed out"), AnswerLost("timed out")]

    first = sweep(at=DUE)
    second = sweep(at=DUE + MINUTE)
    third = sweep(at=DUE + HOUR)

    assert [d.outcome for d in (*first.deliveries, *second.deliveries, *third.deliveries)] == [
        Outcome.POSTPONED,
        Outcome.FAILED,
    ]
    reminder.refresh_from_db()
    assert (reminder.unsure, reminder.reason) == (2, journal.MAY_HAVE_GONE)


def test_refusal_after_a_cut_leaves_one_more_try(reminder: Reminder, server: type[Server]) -> None:
    """The server said no, so that attempt made no copy."""
    cut_off(reminder)
    server.script = [SMTPDataError(451, b"try later")]

    sweep(at=DUE + MINUTE)
    sweep(at=DUE + HOUR)

    reminder.refresh_from_db()
    assert (reminder.status, reminder.unsure, copies()) == ("sent", 1, [id_of(reminder)])


def test_failures_of_the_server_are_answered_with_longer_and_longer_waits(
    reminder: Reminder, server: type[Server]
) -> None:
    """A sweep each minute of half a day, and a server that is busy all the time."""
    server.script = [SMTPDataError(451, b"busy")] * 1000
    tried = []
    for minute in range(8 * 60):
        if send_due(at=DUE + minute * MINUTE):
            tried.append(minute)

    assert tried == [0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363, 423]


def test_busy_server_is_given_up_with_an_alarm_before_the_day_is_over(
    reminder: Reminder, server: type[Server], caplog: pytest.LogCaptureFixture
) -> None:
    server.script = [SMTPDataError(451, b"busy")] * 1000
    # The hearing is today, and this is its notice of the day itself.
    Hearing.objects.update(on=date(2011, 7, 16))
    Reminder.objects.exclude(pk=reminder.pk).delete()
    Reminder.objects.update(about_on=date(2011, 7, 16), lead_days=0)
    at = DUE
    while at < datetime(2011, 7, 17, 1, tzinfo=ZURICH):
        send_due(at=at)
        at += MINUTE

    reminder.refresh_from_db()
    assert (reminder.status, reminder.settled_at) == ("failed", datetime(2011, 7, 16, 23, 55, tzinfo=ZURICH))
    assert reminder.reason == "tried 23 times; the mail server refused the mail for now (code 451)"
    assert f"reminder {reminder.pk} failed" in caplog.text


@pytest.mark.parametrize(
    ("attempts", "at", "again"),
    [
        (1, (16, 7, 0), (16, 7, 1)),
        (2, (16, 7, 0), (16, 7, 2)),
        (7, (16, 7, 0), (16, 8, 0)),
        (29, (16, 7, 0), (16, 8, 0)),
        (30, (16, 7, 0), None),
        (7, (19, 23, 30), (19, 23, 55)),
        (7, (19, 23, 54), (19, 23, 55)),
        (1, (19, 23, 55), None),
        (1, (20, 0, 5), None),
    ],
)
def test_next_try_lies_within_the_last_day(
    attempts: int, at: tuple[int, int, int], again: tuple[int, int, int] | None
) -> None:
    def moment(day: int, hour: int, minute: int) -> datetime:
        return datetime(2011, 7, day, hour, minute, tzinfo=ZURICH)

    next_try = journal.next_try(attempts, at=moment(*at), last_day=date(2011, 7, 19))

    assert next_try == (moment(*again) if again else None)


def test_server_that_is_away_costs_no_reminder_an_attempt(reminder: Reminder, server: type[Server]) -> None:
    for _ in range(5):
        make_subscription(reminder.action)
    server.is_away = True

    for minute in range(60):
        sweep(at=DUE + minute * MINUTE)
    assert server.opened == 60
    assert set(Reminder.objects.due(DUE + HOUR).values_list("attempts", "not_before")) == {(0, None)}

    server.is_away = False
    sweep(at=DUE + HOUR)

    assert len(copies()) == len(set(copies())) == 6


def test_one_mail_that_cannot_be_written_does_not_hold_up_the_others(
    reminder: Reminder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = sending.mail_for

    def stumbles(notices: list[Notice], **rest: object) -> object:
        if notices[0].reminder.pk == reminder.pk:
            raise ZeroDivisionError
        return write(notices, **rest)  # type: ignore[arg-type]

    make_subscription(reminder.action, email="anna@example.org")
    monkeypatch.setattr(sending, "mail_for", stumbles)

    sweep(at=DUE)

    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    reminder.refresh_from_db()
    assert (reminder.status, reminder.not_before) == ("planned", DUE + MINUTE)


def test_reminder_in_the_hand_of_a_living_sender_is_passed_over(reminder: Reminder) -> None:
    """On SQLite there is one sender, so a second one does not even look."""
    with journal.one_sender() as sender:
        assert sender is not None
        assert journal.take_in_hand([reminder.pk], sender=sender, cut_off=None, message_id="<1@x>", at=DUE)
        if connection.vendor == "postgresql":
            assert journal.living_senders() == {sender}
        assert send_due(at=DUE) == []

    assert journal.living_senders() == set()
    assert [delivery.outcome for delivery in send_due(at=DUE)] == [Outcome.SENT]


def test_only_one_of_two_takes_over_from_a_dead_sender(reminder: Reminder) -> None:
    cut_off(reminder)

    first = journal.take_in_hand([reminder.pk], sender=1, cut_off=DEAD, message_id="<1@x>", at=DUE)
    second = journal.take_in_hand([reminder.pk], sender=2, cut_off=DEAD, message_id="<1@x>", at=DUE)

    assert (first, second) == ([reminder.pk], [])
