"""What a subscription reaches, in the database and in the plan."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign, Reminder, Subscription, UrgentAction
from campaigns.planning import plan_reminders
from campaigns.reminders import sweep
from campaigns.scopes import Scope, actions_reached_by, reaches_of_action, scope_of
from cases.models import Concern
from tests.builders import AT, make_case, make_hearing, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db

NOON = datetime(2011, 7, 13, 12, tzinfo=ZoneInfo("Europe/Zurich"))
KINDS = ("action", "campaign", "concern", "country", "everything")


def on(day: int, hour: int = 8) -> datetime:
    return datetime(2011, 7, day, hour, tzinfo=ZoneInfo("Europe/Zurich"))


@pytest.fixture
def action() -> UrgentAction:
    """Open until 22 August, in Iceland, of one campaign and one concern; a hearing on 19 July."""
    case = make_case(owner=make_user(email="owner@desk.example"))
    case.concerns.add(Concern.objects.create(name="Torture", slug="torture"))
    make_hearing(case, on=date(2011, 7, 19))
    action = make_open_action(case)
    action.campaign = Campaign.objects.create(title="No return", slug="no-return")
    action.save()
    return action


def scopes(action: UrgentAction) -> dict[str, dict[str, Any]]:
    concern = Concern.objects.get(slug="torture")
    return {
        "action": {"action": action},
        "campaign": {"campaign": action.campaign},
        "concern": {"concern": concern},
        "country": {"country": "IS"},
        "everything": {},
    }


def elsewhere() -> dict[str, dict[str, Any]]:
    return {
        "action": {"action": make_open_action()},
        "campaign": {"campaign": Campaign.objects.create(title="Another", slug="another")},
        "concern": {"concern": Concern.objects.create(name="Eviction", slug="eviction")},
        "country": {"country": "FR"},
    }


def told(subscription: Subscription) -> set[tuple[str, int]]:
    rows = Reminder.objects.planned().filter(subscription=subscription)
    return set(rows.values_list("kind", "lead_days"))


@pytest.mark.parametrize("kind", KINDS)
def test_subscription_hears_of_what_it_reaches(action: UrgentAction, kind: str) -> None:
    subscription = make_subscription(**scopes(action)[kind])

    plan_reminders(at=on(13))

    assert told(subscription) == {("hearing", 3)} | ({("hearing", 7)} if kind == "action" else set())


@pytest.mark.parametrize("kind", KINDS[:-1])
def test_subscription_to_something_else_hears_nothing(action: UrgentAction, kind: str) -> None:
    subscription = make_subscription(**elsewhere()[kind])

    plan_reminders(at=on(13))

    assert told(subscription) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_reach_of_a_subscription_is_the_same_in_sql_and_in_the_plan(action: UrgentAction, kind: str) -> None:
    other = make_open_action(make_case(country="FR"))
    subscription = make_subscription(**scopes(action)[kind])

    reached = set(UrgentAction.objects.filter(actions_reached_by(subscription)))

    assert reached == ({action, other} if kind == "everything" else {action})


def test_address_reached_five_times_gets_one_mail_through_the_narrowest(action: UrgentAction) -> None:
    for scope in reversed(scopes(action).values()):
        make_subscription(email="anna@example.org", **scope)

    sweep(at=on(16))

    row = Reminder.objects.get(address="anna@example.org", status="sent")
    assert row.subscription == Subscription.objects.get(action=action)


def test_address_reached_twice_gets_every_notice_that_one_of_them_brings(action: UrgentAction) -> None:
    make_subscription(action, email="anna@example.org", first_lead=0)
    early = make_subscription(country="IS", email="anna@example.org", first_lead=3, confirmed_at=on(1))

    plan_reminders(at=on(16, 7))

    rows = Reminder.objects.planned().filter(address="anna@example.org", kind="hearing")
    assert [(row.lead_days, row.subscription_id == early.pk) for row in rows] == [(3, True), (1, True), (0, False)]


@pytest.mark.parametrize(
    ("first_lead", "leads"), [(None, [14, 7, 3, 1, 0]), (14, [14, 7, 3, 1, 0]), (3, [3, 1, 0]), (2, [1, 0]), (0, [0])]
)
def test_first_lead_leaves_out_the_earlier_notices(
    action: UrgentAction, first_lead: int | None, leads: list[int]
) -> None:
    make_subscription(action, email="anna@example.org", first_lead=first_lead)

    for day in (5, 12, 16, 18, 19):
        sweep(at=on(day))

    sent = Reminder.objects.filter(address="anna@example.org", status="sent").order_by("settled_at")
    assert [row.lead_days for row in sent] == leads


def test_nearest_notice_comes_even_where_the_settings_no_longer_offer_the_choice(
    action: UrgentAction, settings: object
) -> None:
    subscription = make_subscription(action, first_lead=1)
    settings.REMINDER_LEAD_DAYS = [14, 3]  # type: ignore[attr-defined]

    plan_reminders(at=on(16, 6))

    assert told(subscription) == {("hearing", 3)}


def test_choice_of_later_notices_cancels_what_was_planned_earlier(action: UrgentAction) -> None:
    subscription = make_subscription(action)
    plan_reminders(at=on(16, 6))
    Subscription.objects.update(first_lead=0)

    plan_reminders(at=on(16, 6))

    gone = Reminder.objects.filter(subscription=subscription, status="cancelled").exclude(reason__startswith="overdue")
    assert {(row.lead_days, row.reason) for row in gone} == {
        (7, "the follower asked for later notices only"),
        (3, "the follower asked for later notices only"),
        (1, "the follower asked for later notices only"),
    }


def test_action_that_leaves_a_campaign_is_no_longer_told_to_its_followers(action: UrgentAction) -> None:
    subscription = make_subscription(campaign=action.campaign)
    plan_reminders(at=on(13))
    UrgentAction.objects.update(campaign=None)

    plan_reminders(at=on(13))

    assert set(Reminder.objects.filter(subscription=subscription).values_list("status", "reason")) == {
        ("cancelled", "the action is not among what the subscription follows now")
    }


def test_new_follower_of_a_country_is_not_flooded(action: UrgentAction) -> None:
    subscription = make_subscription(country="IS", confirmed_at=on(16, 12))

    plan_reminders(at=on(16, 12))

    assert told(subscription) == {("hearing", 1), ("hearing", 0)}


@pytest.mark.parametrize("kind", KINDS)
def test_each_scope_once_for_an_address_whatever_the_capitals(action: UrgentAction, kind: str) -> None:
    scope = scopes(action)[kind]
    make_subscription(email="anna@example.org", **scope)
    make_subscription(email="eva@example.org", **scope)

    with pytest.raises(ValidationError, match="hears of"):
        Subscription(email="Anna@Example.org", created_at=AT, **scope).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_subscription(email="ANNA@example.org", **scope)


def test_two_scopes_in_one_subscription_are_refused(action: UrgentAction) -> None:
    both = Subscription(email="anna@example.org", action=action, country="IS", created_at=AT)

    with pytest.raises(ValidationError, match="A subscription follows one action, campaign, concern or country, or"):
        both.full_clean()
    with pytest.raises(IntegrityError, match="subscription_follows_one_thing_or_everything"), transaction.atomic():
        both.save()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("action", "UA 1/11"),
        ("campaign", "every action of the campaign “No return”"),
        ("country", "every action on Iceland"),
        ("everything", "every open action"),
    ],
)
def test_scope_in_words(action: UrgentAction, kind: str, words: str) -> None:
    scope = scope_of(make_subscription(**scopes(action)[kind]))

    assert scope == Scope(**scopes(action)[kind])
    assert scope.words == words


def test_narrowest_reach_comes_first() -> None:
    reaches = reaches_of_action(7, 3, "IS", [2, 1])

    assert [tuple(reach) for reach in sorted(reaches)] == [(0, 7), (1, 3), (2, 1), (2, 2), (3, "IS"), (4, 0)]


def test_queries_do_not_grow_with_scopes_and_followers(action: UrgentAction) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            plan_reminders(at=on(13))
        return len(captured)

    make_subscription(action)
    plan_reminders(at=on(13))
    few = queries()
    for scope in [*scopes(action).values(), *elsewhere().values()]:
        make_subscription(**scope)
    plan_reminders(at=on(13))

    assert queries() == few
