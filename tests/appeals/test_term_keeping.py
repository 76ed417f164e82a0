"""Each term is kept by a job: what is younger stays, what is older goes, and the totals stay."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import Client

from accounts import terms
from accounts.models import StaffSession
from accounts.registered import Reach
from accounts.terms import Term, spoken
from appeals import term_keeping
from appeals.models import LargePack, Press, ReplyPicture
from appeals.registers import WHOLE
from appeals.tasks import keep_all_terms
from appeals.term_keeping import RULES, Rule, TermsNotKept, keep_terms, what_would_go
from campaigns.attempts import count_form, count_request, forget_counts, is_first_of
from campaigns.models import Reminder, ReminderCount, SentMail, Subscription, UrgentAction
from cases.models import OpenForm
from tests.builders import (
    AT,
    DAY,
    make_open_action,
    make_reply,
    make_subscription,
    make_tally,
    make_tally_line,
    make_user,
)

pytestmark = pytest.mark.django_db

MOMENT, ONE_DAY = timedelta(seconds=1), timedelta(days=1)
ALL_TERMS = [each for each in vars(terms).values() if isinstance(each, Term)]


def make_notice(action: UrgentAction | None, address: str = "anna@example.org", **overrides: Any) -> Reminder:
    """A notice that went at `AT`, about the last good day; to a follower unless it says otherwise."""
    subscription = overrides.pop("subscription", None)
    if action and "subscription_id" not in overrides and subscription is None:
        subscription = Subscription.objects.filter(email=address).first() or make_subscription(action, email=address)
    fields = {"kind": "appeals", "subject_id": action.pk if action else 1, "about_on": DAY, "lead_days": 0}
    fields |= {"due_at": AT, "status": "sent", "settled_at": AT, "address": address}
    return Reminder.objects.create(**{**fields, "action": action, "subscription": subscription, **overrides})


def unconfirmed() -> None:
    make_subscription(confirmed_at=None)


def notice() -> None:
    make_notice(make_open_action())


def mail() -> None:
    SentMail.objects.create(sent_at=AT, sender="desk@desk.example", recipient="a@example.org", subject="x", text="x")


def login() -> None:
    StaffSession.objects.create(session_key="x", expire_date=AT + ONE_DAY, user=make_user(), began_at=AT, seen_at=AT)
    StaffSession.objects.update(seen_at=AT + terms.LOGINS.lasts)  # used all the time


def open_form() -> None:
    OpenForm.objects.create(user=make_user(), form="x", root="x", opened_at=AT, seen_at=AT)


def press() -> None:
    Press.objects.create(token_hash="x", on=DAY)


def picture() -> None:
    reply = make_reply(text="She was moved.", kind="words")
    ReplyPicture.objects.create(reply=reply, number=1, jpeg=b"x", size=1)


def large_pack() -> None:
    LargePack.objects.create(name="x" * 43, asked_at=AT, total=1)


@pytest.mark.parametrize(
    ("term", "make", "model", "still", "over"),
    [
        (terms.UNCONFIRMED, unconfirmed, Subscription, AT + 7 * ONE_DAY, AT + 7 * ONE_DAY + MOMENT),
        (terms.JOURNAL, notice, Reminder, AT + 31 * ONE_DAY, AT + 32 * ONE_DAY),
        (terms.KEPT_MAILS, mail, SentMail, AT + 30 * ONE_DAY, AT + 30 * ONE_DAY + MOMENT),
        (terms.LOGINS, login, StaffSession, AT + timedelta(hours=12), AT + timedelta(hours=12) + MOMENT),
        (terms.OPEN_FORMS, open_form, OpenForm, AT + timedelta(minutes=14), AT + timedelta(minutes=15)),
        (terms.PRESSES, press, Press, AT + 2 * ONE_DAY, AT + 3 * ONE_DAY),
        (terms.PICTURES, picture, ReplyPicture, AT + 180 * ONE_DAY, AT + 181 * ONE_DAY),
        (terms.UNUSED_TALLIES, make_tally, None, AT + 60 * ONE_DAY, AT + 61 * ONE_DAY),
        (terms.LARGE_PACKS, large_pack, LargePack, AT + timedelta(minutes=59), AT + timedelta(hours=1)),
    ],
    ids=lambda value: value.name if isinstance(value, Term) else "",
)
def test_what_is_younger_stays_and_what_is_older_goes(term, make: Callable[[], None], model, still, over) -> None:
    make()
    name = term.name

    counts = [keep_terms(at=at)[name] for at in (still, over, over)]

    assert counts == [0, 1, 0]
    if model:
        assert model.objects.count() == 0


def test_every_term_has_its_job_but_the_one_that_the_store_of_counts_keeps() -> None:
    assert {each.name for each in ALL_TERMS} - {rule.term.name for rule in RULES} == {terms.COUNTS.name}


def test_every_table_about_people_says_until_when_and_every_length_is_a_term() -> None:
    """Until somebody ends it, as long as something else is there, a term that a job keeps, or none and why."""
    known = [each.words for each in ALL_TERMS]
    beginnings = re.compile(r"until |as long as |without a term[:;] ?\w|one row")
    length = re.compile(r"\d+ (?:second|minute|hour|day|week|month|year)|an hour|REPLY_PICTURE_DAYS")
    odd = []
    for label, table in WHOLE.items():
        about_people = any(entry.reach in (Reach.PERSONAL, Reach.SECRET) for entry in table.fields.values())
        for kept in {table.kept, *(entry.kept for entry in table.fields.values() if entry.kept)}:
            is_said = kept
            for words in known:
                is_said = is_said.replace(words, "")
            if length.search(is_said) or (about_people and is_said == kept and not beginnings.match(kept)):
                odd.append(f"{label}: {kept}")

    assert odd == []


def test_totals_stay_when_addresses_go() -> None:
    action = make_open_action()
    make_notice(action)
    make_notice(action, "ben@example.org")
    make_notice(action, "cleo@example.org", status="failed", reason="No such address.")
    make_notice(action, "owner@desk.example", subscription_id=None)

    keep_terms(at=AT + 40 * ONE_DAY)
    keep_terms(at=AT + 40 * ONE_DAY)

    assert Reminder.objects.count() == 0
    assert list(ReminderCount.objects.order_by("status", "to_staff").values_list()) == [
        (row.pk, date(2011, 7, 1), "appeals", status, to_staff, number)
        for row, (status, to_staff, number) in zip(
            ReminderCount.objects.order_by("status", "to_staff"),
            [("failed", False, 1), ("sent", False, 2), ("sent", True, 1)],
            strict=True,
        )
    ]


def test_counts_add_up_from_one_ring_to_the_next() -> None:
    action = make_open_action()
    make_notice(action)
    keep_terms(at=AT + 40 * ONE_DAY)
    make_notice(action, "ben@example.org")

    keep_terms(at=AT + 40 * ONE_DAY)

    assert ReminderCount.objects.aggregate(Sum("number")) == {"number__sum": 2}


@pytest.mark.parametrize(
    "younger",
    [
        {"kind": "hearing", "about_on": DAY + 20 * ONE_DAY, "lead_days": 14},
        {"kind": "hearing_moved", "settled_at": AT + 20 * ONE_DAY},
        {"kind": "deadline", "status": "planned", "settled_at": None},
    ],
    ids=["about a later day", "sent later", "to be sent"],
)
def test_what_an_address_believes_of_the_days_of_an_action_is_kept_together(younger) -> None:
    """Else somebody would be told that a day is on again of which they know already."""
    action = make_open_action()
    told = make_notice(action, kind="hearing", subject_id=7)
    make_notice(action, subject_id=8, **younger)
    other = make_notice(action, "ben@example.org", kind="hearing", subject_id=7)

    keep_terms(at=AT + 40 * ONE_DAY)

    assert Reminder.objects.filter(pk=told.pk).exists()
    assert not Reminder.objects.filter(pk=other.pk).exists()


def test_notice_about_a_day_to_come_stays_however_long_ago_it_went() -> None:
    make_notice(make_open_action(), about_on=DAY + 100 * ONE_DAY, lead_days=100)

    assert keep_terms(at=AT + 40 * ONE_DAY)["journal"] == 0


def test_last_list_for_the_day_of_each_of_the_staff_stays() -> None:
    """The next one tells by it what is new, even after a long leave."""
    for user, days in ((1, 0), (1, 1), (2, 0)):
        make_notice(None, f"staff{user}@desk.example", kind="desk", subject_id=user, about_on=DAY + days * ONE_DAY)

    keep_terms(at=AT + 90 * ONE_DAY)

    assert sorted(Reminder.objects.values_list("subject_id", "about_on")) == [(1, DAY + ONE_DAY), (2, DAY)]


def test_more_than_goes_at_once_goes_in_several_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.condensing.AT_ONCE", 2)
    action = make_open_action()
    for number in range(5):
        make_notice(action, f"follower{number}@example.org")

    assert keep_terms(at=AT + 40 * ONE_DAY)["journal"] == 5
    assert ReminderCount.objects.get().number == 5


def test_a_tally_with_numbers_stays() -> None:
    line = make_tally_line()

    keep_terms(at=AT + 1000 * ONE_DAY)

    line.refresh_from_db()
    assert line.number == 20


def test_one_rule_that_fails_keeps_no_other_from_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(at: object) -> int:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(term_keeping, "RULES", (Rule(terms.JOURNAL, fails), *RULES[:1]))
    make_subscription(confirmed_at=None)

    with pytest.raises(TermsNotKept, match="Not kept: journal"):
        keep_terms(at=AT + 8 * ONE_DAY)
    assert Subscription.objects.count() == 0


def test_command_says_what_would_go_and_changes_nothing() -> None:
    make_subscription(confirmed_at=None)
    out = StringIO()

    call_command("keep_terms", dry_run=True, at="2031-01-01T08:00", json=True, stdout=out)

    assert json.loads(out.getvalue())["unconfirmed"] == 1
    assert Subscription.objects.count() == 1
    assert what_would_go(at=AT)["unconfirmed"] == 0


def test_command_lets_go_and_tells_each_term() -> None:
    make_subscription(confirmed_at=None)
    out = StringIO()

    call_command("keep_terms", stdout=out)

    assert out.getvalue().splitlines()[0] == "unconfirmed: 1 gone (7 days after it was asked for)"
    assert len(out.getvalue().splitlines()) == len(RULES)
    assert Subscription.objects.count() == 0


def test_command_lets_go_of_nothing_before_its_time() -> None:
    make_subscription(confirmed_at=None)

    with pytest.raises(CommandError, match="That moment is to come"):
        call_command("keep_terms", at="2999-01-01T08:00")
    assert Subscription.objects.count() == 1


def test_worker_keeps_the_terms_by_the_clock_of_the_site(settings) -> None:
    make_subscription(confirmed_at=None)
    settings.DEMO_TODAY = DAY + 7 * ONE_DAY
    keep_all_terms()
    before = Subscription.objects.count()

    settings.DEMO_TODAY = DAY + 8 * ONE_DAY
    keep_all_terms()

    assert (before, Subscription.objects.count()) == (1, 0)


def test_every_count_in_redis_has_an_end_within_its_term(settings) -> None:
    if not settings.REDIS_URL:
        pytest.skip("with SQLite and without Redis counts lie in memory and end with the process")
    import redis

    forget_counts()
    count_request(client="192.0.2.7", email="anna@example.org")
    count_form("sent", client="192.0.2.7")
    is_first_of("x", client="192.0.2.7")
    store = redis.Redis.from_url(settings.REDIS_URL)
    ours = settings.CACHES["default"]["KEY_PREFIX"]
    left = {key: store.ttl(key) for key in store.scan_iter(f"{ours}-counts*")}
    forget_counts()

    assert len(left) == 5
    # A store keeps each a little longer than its window, never for good.
    assert [key for key, seconds in left.items() if not 0 < seconds <= terms.COUNTS.lasts.total_seconds() + 60] == []


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (ONE_DAY, "1 day"),
        (7 * ONE_DAY, "7 days"),
        (timedelta(hours=12), "12 hours"),
        (timedelta(minutes=90), "90 minutes"),
    ],
    ids=["day", "week", "hours", "minutes"],
)
def test_length_in_words(length, words) -> None:
    assert spoken(length) == words


def test_length_of_seconds_is_said_by_nobody() -> None:
    with pytest.raises(ValueError, match="no number of minutes"):
        spoken(timedelta(seconds=90))


def test_page_to_follow_names_the_same_term(client: Client) -> None:
    assert "your address is forgotten after 7 days" in client.get("/follow/").content.decode()
