"""The whole way of a dead address: it is planned for, refused, silent, and heard again."""

import smtplib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from campaigns.bounces import note_bounce
from campaigns.models import Reminder, Suppression, UrgentAction
from campaigns.planning import plan_reminders
from campaigns.reminders import sweep
from campaigns.scopes import Scope
from campaigns.subscriptions import ask_to_follow, confirm, confirmation_mail
from campaigns.suppression import BOUNCED, suppress, why_suppressed
from tests.builders import make_case, make_hearing, make_open_action, make_subscription, make_user
from tests.reports import ADDRESS, postfix_report

pytestmark = pytest.mark.django_db

MORNING = datetime(2011, 7, 16, 8, tzinfo=ZoneInfo("Europe/Zurich"))


class Refusing(EmailBackend):
    """Takes every mail but those to one address, which it knows to be dead."""

    def send_messages(self, messages: list) -> int:
        if messages[0].to == [ADDRESS]:
            raise smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"5.1.1 no such person here")})
        return super().send_messages(messages)


@pytest.fixture
def action() -> UrgentAction:
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 7, 19))
    return make_open_action(case)


def to_anna() -> list[object]:
    return [message for message in mail.outbox if message.to == [ADDRESS]]


def states() -> set[tuple[str, str]]:
    return set(Reminder.objects.filter(address=ADDRESS).values_list("status", "reason"))


def test_no_sweep_sends_to_a_silent_address_or_leaves_anything_due(action: UrgentAction) -> None:
    make_subscription(action, email=ADDRESS)
    suppress(ADDRESS, Suppression.Cause.BOUNCED, at=MORNING)

    for minute in range(3):
        sweep(at=MORNING + timedelta(minutes=minute))

    assert to_anna() == []
    assert not Reminder.objects.due(MORNING + timedelta(minutes=2)).exists()
    assert ("cancelled", BOUNCED) in states()


def test_address_that_dies_between_plan_and_sending_gets_no_mail(action: UrgentAction) -> None:
    make_subscription(action, email=ADDRESS)
    plan_reminders(at=MORNING)
    suppress(ADDRESS, Suppression.Cause.BOUNCED, at=MORNING)

    sweep(at=MORNING)

    assert to_anna() == []


def test_mail_that_came_back_ends_what_was_planned_until_its_owner_confirms_again(action: UrgentAction) -> None:
    make_subscription(action, email=ADDRESS)
    sweep(at=MORNING)
    (went,) = to_anna()
    noted = note_bounce(postfix_report(message_id=went.extra_headers["Message-ID"]), at=MORNING)
    assert noted.has_silenced
    sweep(at=MORNING + timedelta(days=2))
    assert len(to_anna()) == 1

    again = ask_to_follow(ADDRESS, scope=Scope(action=action), at=MORNING + timedelta(days=2))
    body = str(confirmation_mail(again, at=MORNING + timedelta(days=2)).body)
    link = next(line for line in body.splitlines() if "/follow/confirm/" in line)
    confirm(link.rstrip("/").rsplit("/", 1)[-1], at=MORNING + timedelta(days=2))
    sweep(at=MORNING + timedelta(days=2))

    assert len(to_anna()) == 2


def test_dead_address_refused_at_once_is_silent_from_then_on(action: UrgentAction, settings: object) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"  # type: ignore[attr-defined]
    make_subscription(action, email=ADDRESS)

    sweep(at=MORNING)

    assert why_suppressed(ADDRESS) == BOUNCED
    assert ("failed", "the mail server refused the address for good (code 550 5.1.1)") in states()
    assert not Reminder.objects.undecided().exists()
    assert [message.to for message in mail.outbox] == [["owner@desk.example"]]
