"""Which notices go in one mail."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from campaigns.mailbags import MOST_IN_A_MAIL, mailbags
from campaigns.models import Reminder
from campaigns.planning import plan_reminders
from campaigns.reminders import sweep
from tests.builders import make_case, make_hearing, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")
CLOSING = date(2011, 8, 22)
DAY_BEFORE = datetime(2011, 8, 21, 8, tzinfo=ZURICH)


def close_tomorrow(count: int) -> None:
    owner = make_user(email="owner@desk.example")
    for _ in range(count):
        make_open_action(make_case(owner=owner))


def mails_to(address: str) -> list[object]:
    return [message for message in mail.outbox if message.to == [address]]


def test_ten_actions_that_close_tomorrow_make_one_mail() -> None:
    close_tomorrow(10)
    make_subscription(None, email="anna@example.org")

    sweep(at=DAY_BEFORE)

    [message] = mails_to("anna@example.org")
    assert all(f"UA {number}/11" in message.body for number in range(1, 11))  # type: ignore[attr-defined]
    rows = Reminder.objects.filter(address="anna@example.org", status="sent")
    assert rows.count() == 10
    assert {row.message_id for row in rows} == {message.extra_headers["Message-ID"]}  # type: ignore[attr-defined]


def test_owner_of_ten_cases_gets_one_mail_too() -> None:
    close_tomorrow(10)

    sweep(at=DAY_BEFORE)

    assert len(mails_to("owner@desk.example")) == 1


def test_catch_up_after_an_outage_makes_one_mail_a_person() -> None:
    """Three days without a sender: two hearings, a last good day, and what was due long before."""
    close_tomorrow(1)
    case = make_open_action().case
    make_hearing(case, on=date(2011, 8, 22))
    make_hearing(case, on=date(2011, 8, 23))
    make_subscription(None, email="anna@example.org")
    plan_reminders(at=DAY_BEFORE - timedelta(days=9))

    sweep(at=DAY_BEFORE)
    sweep(at=DAY_BEFORE + timedelta(minutes=1))

    assert len(mails_to("anna@example.org")) == 1


def test_nobody_reads_more_than_forty_in_one_mail() -> None:
    close_tomorrow(1)
    make_subscription(None, email="anna@example.org")
    plan_reminders(at=DAY_BEFORE)
    row = Reminder.objects.due(DAY_BEFORE).get(address="anna@example.org")
    for subject_id in range(1_000, 1_000 + MOST_IN_A_MAIL):
        row.pk, row.subject_id = None, subject_id
        row.save(force_insert=True)

    bags = [bag for bag in mailbags(at=DAY_BEFORE, limit=10) if bag[0].address == "anna@example.org"]

    assert [len(bag) for bag in bags] == [MOST_IN_A_MAIL, 1]


def test_what_was_tried_before_goes_again_in_the_same_company() -> None:
    close_tomorrow(3)
    make_subscription(None, email="anna@example.org")
    plan_reminders(at=DAY_BEFORE)
    first, second, third = Reminder.objects.due(DAY_BEFORE).filter(address="anna@example.org").order_by("pk")
    Reminder.objects.filter(pk__in=[first.pk, third.pk]).update(
        attempts=1, attempted_at=DAY_BEFORE, message_id="<tried@desk.example>"
    )

    bags = [bag for bag in mailbags(at=DAY_BEFORE, limit=10) if bag[0].address == "anna@example.org"]

    assert sorted([due.pk for due in bag] for bag in bags) == sorted([[first.pk, third.pk], [second.pk]])


def test_owner_who_follows_other_actions_gets_work_and_own_interest_apart() -> None:
    close_tomorrow(1)
    make_open_action()
    make_subscription(None, email="owner@desk.example")

    sweep(at=DAY_BEFORE)

    headers = [message.extra_headers for message in mails_to("owner@desk.example")]  # type: ignore[attr-defined]
    assert sorted("List-Unsubscribe" in header for header in headers) == [False, True]


def test_looking_takes_three_queries_however_much_is_due(django_assert_max_num_queries: object) -> None:
    close_tomorrow(3)
    for _ in range(5):
        make_subscription(None)
    plan_reminders(at=DAY_BEFORE)

    # Which notices come first among those due at one moment is the planner's own affair.
    first_due = Reminder.objects.to_try(DAY_BEFORE).order_by("due_at", "attempts", "pk")[:4]
    their_addresses = {due.address for due in first_due}

    with django_assert_max_num_queries(3):  # type: ignore[operator]
        bags = list(mailbags(at=DAY_BEFORE, limit=4))

    assert {bag[0].address for bag in bags} == their_addresses
