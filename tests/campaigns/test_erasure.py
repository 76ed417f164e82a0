"""An erased address: nothing of it is left, and no mail finds it again."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, transaction

from campaigns.erasure import erase, is_erased, lift
from campaigns.models import Reminder, SentMail, Subscription, Suppression, UrgentAction
from campaigns.planning import plan_reminders
from campaigns.reminders import sweep
from campaigns.sending import Outcome, send_due
from campaigns.subscriptions import ask_to_follow, confirm, confirmation_mail
from tests.builders import make_case, make_hearing, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db

MORNING = datetime(2011, 7, 16, 8, tzinfo=ZoneInfo("Europe/Zurich"))


@pytest.fixture
def action() -> UrgentAction:
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 7, 19))
    return make_open_action(case)


@pytest.fixture
def kept(settings: object) -> None:
    settings.EMAIL_BACKEND = "campaigns.mail_backend.DatabaseBackend"  # type: ignore[attr-defined]


def rows_with(text: str) -> list[str]:
    """Every row of every table of ours that holds a text anywhere."""
    return [
        f"{model._meta.label} {values['id']}"
        for model in apps.get_models()
        for values in model._default_manager.values()
        if text in str(values).lower()
    ]


def test_erasing_leaves_the_address_nowhere(action: UrgentAction, kept: None) -> None:
    for scope in ({"action": action}, {"country": "IS"}, {"confirmed_at": None}):
        make_subscription(email="Anna@Example.org", **scope)
    sweep(at=MORNING)
    assert {label.split()[0] for label in rows_with("anna@example.org")} == {
        "campaigns.Subscription",
        "campaigns.Reminder",
        "campaigns.SentMail",
    }

    erase("ANNA@example.org", at=MORNING)

    assert rows_with("anna@example.org") == []


def test_erasing_leaves_other_addresses(action: UrgentAction, kept: None) -> None:
    make_subscription(action, email="anna@example.org")
    other = make_subscription(action, email="joanna@example.org")
    sweep(at=MORNING)

    erase("anna@example.org", at=MORNING)

    assert list(Subscription.objects.all()) == [other]
    assert SentMail.objects.filter(recipient="joanna@example.org").count() == 1
    assert Reminder.objects.filter(address="joanna@example.org", status="sent").count() == 1


def test_owner_of_a_case_who_erases_what_they_follow_keeps_the_notices_of_their_work(
    action: UrgentAction, kept: None
) -> None:
    make_subscription(make_open_action(), email="owner@desk.example")
    sweep(at=MORNING)
    before = Reminder.objects.filter(address="owner@desk.example", subscription=None).count()

    erase("owner@desk.example", at=MORNING)
    sweep(at=MORNING + timedelta(days=2))

    assert not Subscription.objects.exists()
    assert Reminder.objects.filter(address="owner@desk.example").count() == before
    assert SentMail.objects.filter(recipient="owner@desk.example").count() == 2


def test_rows_that_come_back_mail_nobody_and_go_again(action: UrgentAction) -> None:
    """As from an old backup of the subscriptions."""
    erase("anna@example.org", at=MORNING)
    make_subscription(action, email="anna@example.org")
    make_subscription(None, email="Anna@example.org", confirmed_at=MORNING.replace(day=1))

    result = sweep(at=MORNING)

    assert [message.to for message in mail.outbox] == [["owner@desk.example"]]
    assert {d.reason for d in result.deliveries if d.outcome == Outcome.CANCELLED} == {"the address was erased"}
    assert rows_with("anna@example.org") == []


def test_erasing_between_plan_and_sending_mails_nobody(action: UrgentAction) -> None:
    make_subscription(action, email="anna@example.org")
    plan_reminders(at=MORNING)

    erase("anna@example.org", at=MORNING)
    send_due(at=MORNING)

    assert [message.to for message in mail.outbox] == [["owner@desk.example"]]


def test_new_confirmed_subscription_lifts_it(action: UrgentAction) -> None:
    erase("anna@example.org", at=MORNING)
    subscription = ask_to_follow("anna@example.org", at=MORNING)
    assert is_erased("anna@example.org")

    body = str(confirmation_mail(subscription, at=MORNING).body)
    link = next(line for line in body.splitlines() if "/follow/confirm/" in line)
    confirm(link.rstrip("/").rsplit("/", 1)[-1], at=MORNING)

    assert not is_erased("anna@example.org")
    sweep(at=MORNING + timedelta(days=2))
    assert "anna@example.org" in {message.to[0] for message in mail.outbox}


def test_hash_needs_the_key_and_survives_a_new_one(settings: object) -> None:
    erase("anna@example.org", at=MORNING)
    assert (is_erased("Anna@Example.org "), is_erased("eva@example.org")) == (True, False)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another key"  # type: ignore[attr-defined]
    assert is_erased("anna@example.org")

    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    assert not is_erased("anna@example.org")


def test_erasing_twice_is_no_error() -> None:
    erase("anna@example.org", at=MORNING)
    erase("Anna@example.org", at=MORNING)

    assert Suppression.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Suppression.objects.create(address_hash=Suppression.objects.get().address_hash, since=MORNING)
    lift("anna@example.org")
    assert not Suppression.objects.exists()
