"""The rule for all followers at once and the rule for a single notice are one rule.

Whole desks are drawn by lot. What the planner wrote must be just what the other rule lets go, notice by notice: for
every subscription and every occasion, whether a row is there or not.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.audience import no_longer_wanted
from campaigns.lifecycle import pause_action, stop_action
from campaigns.models import ActionEvent, Campaign, Reminder, Subscription, UrgentAction
from campaigns.occasions import Moment, address_key, kind_of_news, section_day
from campaigns.offers import offers
from campaigns.planning import plan_reminders
from campaigns.reasons import Facts, reasons_for
from campaigns.states import DECISIONS
from campaigns.timing import Pace
from cases.models import Concern, Deadline, Hearing
from tests.builders import AT, make_case, make_deadline, make_hearing, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db

LEADS = (14, 7, 3, 1, 0)
ADDRESSES = ("anna@example.org", "Anna@example.org", "bela@example.org", "owner@desk.example")
BEGIN = datetime(2011, 7, 10, tzinfo=UTC)

hearings = st.tuples(
    st.dates(date(2011, 7, 14), date(2011, 8, 10)),
    st.sampled_from(Hearing.Status.values),
    st.booleans(),
    st.sampled_from(["", "Asia/Vladivostok", "America/Lima"]),
)
cases = st.tuples(
    st.lists(hearings, max_size=2),
    st.lists(
        st.tuples(st.dates(date(2011, 7, 14), date(2011, 8, 10)), st.sampled_from(Deadline.Status.values)), max_size=1
    ),
    st.dates(date(2011, 7, 15), date(2011, 9, 1)),  # the limit of appeals
    st.sampled_from(["open", "paused", "stopped"]),
    st.booleans(),  # in the campaign
    st.booleans(),  # on the concern
    st.sampled_from(["IS", "PT"]),
)
followers = st.tuples(
    st.sampled_from(ADDRESSES),
    st.sampled_from(["first", "campaign", "concern", "country", "everything"]),
    st.sampled_from(Pace.values),
    st.sampled_from([None, 14, 7, 3, 0]),
    st.integers(0, 20 * 24),  # confirmed so many hours after the beginning
)


def fill(drawn_cases: list, drawn_followers: list) -> None:
    campaign = Campaign.objects.create(title="Open the books", slug="open-the-books")
    concern = Concern.objects.create(name="Books burned")
    owner = make_user("Editor", email="owner@desk.example")
    actions = []
    for dated, limits, limit, status, in_campaign, on_concern, country in drawn_cases:
        case = make_case(owner=owner, country=country)
        case.concerns.set([concern] if on_concern else [])
        for number, (on, hearing_status, is_public, zone) in enumerate(dated):
            hour = datetime(2011, 1, 1, 9).time() if zone else None
            make_hearing(
                case,
                on=on,
                status=hearing_status,
                level="public" if is_public else "network",
                at=hour,
                time_zone=zone,
                matter=f"step {number}",
            )
        for on, deadline_status in limits:
            make_deadline(case, on=on, status=deadline_status)
        action = make_open_action(case, appeals_limit=limit)
        if in_campaign:
            UrgentAction.objects.filter(pk=action.pk).update(campaign=campaign)
        if status == "paused":
            pause_action(action, by=owner, at=AT + timedelta(days=1))
        if status == "stopped":
            stop_action(action, by=owner, at=AT + timedelta(days=2), reason="news")
        actions.append(action)
    for address, scope, pace, first_lead, hours in drawn_followers:
        reach = {
            "first": {"action": actions[0]},
            "campaign": {"campaign": campaign},
            "concern": {"concern": concern},
            "country": {"country": "IS"},
            "everything": {},
        }[scope]
        same = Subscription.objects.of_address(address).filter(
            **{"action": None, "campaign": None, "concern": None, "country": "", **reach}
        )
        if not same.exists():
            make_subscription(
                **{"action": None, **reach},  # type: ignore[arg-type]
                email=address,
                pace=pace,
                first_lead=first_lead,
                confirmed_at=BEGIN + timedelta(hours=hours),
            )


def every_conceivable_row() -> list[Reminder]:
    """One for each subscription, and for the owner, with each occasion and lead; most are wanted by nobody."""
    rows: list[Reminder] = []
    days = [("hearing", row.pk, row.on, row.case_id) for row in Hearing.objects.all()]
    days += [("deadline", row.pk, row.on, row.case_id) for row in Deadline.objects.all()]
    for action in UrgentAction.objects.all():
        own = [day for day in days if day[3] == action.case_id]
        own.append(("appeals", action.pk, action.last_good_day or AT.date(), action.case_id))
        events = ActionEvent.objects.filter(action=action, verb__in=DECISIONS).select_related("action")
        for kind, subject_id, on, lead in [
            *((kind, subject_id, on, lead) for kind, subject_id, on, _ in own for lead in LEADS),
            *((kind_of_news(event, action), event.pk, section_day(event.at), 0) for event in events),
        ]:
            for subscription in [None, *Subscription.objects.all()]:
                if subscription is None and kind not in ("hearing", "deadline", "appeals"):
                    continue
                rows.append(
                    Reminder(
                        pk=len(rows) + 1,
                        kind=kind,
                        subject_id=subject_id,
                        about_on=on,
                        lead_days=lead,
                        address=address_key(subscription.email) if subscription else "owner@desk.example",
                        action=action,
                        subscription=subscription,
                    )
                )
    return rows


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    st.lists(cases, min_size=1, max_size=3),
    st.lists(followers, min_size=1, max_size=5),
    st.integers(0, 60 * 24),
)
def test_both_rules_agree_on_every_notice_of_every_desk(
    db: None, drawn_cases: list, drawn_followers: list, hours: int
) -> None:
    at = AT + timedelta(hours=hours)
    with transaction.atomic():
        fill(drawn_cases, drawn_followers)
        plan_reminders(at=at)
        horizon = Moment(at).horizon
        rows = Reminder.objects.planned().exclude(kind="desk")
        planned = {(r.kind, r.subject_id, r.about_on, r.lead_days, r.address) for r in rows}

        conceivable = every_conceivable_row()
        reasons = reasons_for(conceivable, at=at)
        facts = Facts(conceivable, Moment(at))
        goes = {
            (row.kind, row.subject_id, row.about_on, row.lead_days, row.address)
            for row in conceivable
            if not reasons[row.pk] and (row.subscription is None or facts.due_at(row) <= horizon)
        }

        assert planned == goes
        assert list(no_longer_wanted(offers(at=at), horizon=horizon)) == []
        transaction.set_rollback(True)


def test_address_that_is_reached_in_five_ways_gets_one_row_by_the_narrowest() -> None:
    campaign, concern = Campaign.objects.create(title="A", slug="a"), Concern.objects.create(name="Books banned")
    case = make_case()
    case.concerns.add(concern)
    make_hearing(case, on=date(2011, 7, 19))
    action = make_open_action(case)
    UrgentAction.objects.update(campaign=campaign)
    for scope in ({}, {"country": "IS"}, {"concern": concern}, {"campaign": campaign}):
        make_subscription(None, email="anna@example.org", **scope)
    narrowest = make_subscription(action, email="anna@example.org")

    plan_reminders(at=AT)

    rows = Reminder.objects.filter(kind="hearing", address="anna@example.org")
    assert {row.subscription_id for row in rows} == {narrowest.pk}


def test_row_goes_to_the_next_way_when_the_narrowest_ends() -> None:
    case = make_case()
    make_hearing(case, on=date(2011, 7, 19))
    action = make_open_action(case)
    wide = make_subscription(None, email="anna@example.org", confirmed_at=AT - timedelta(days=5))
    narrow = make_subscription(action, email="anna@example.org")
    plan_reminders(at=AT)
    Subscription.objects.filter(pk=narrow.pk).update(confirmed_at=None)

    plan_reminders(at=AT)

    rows = Reminder.objects.planned().filter(kind="hearing", address="anna@example.org", lead_days=3)
    assert [row.subscription_id for row in rows] == [wide.pk]
