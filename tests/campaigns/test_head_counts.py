"""What is counted for a page is what the planner plans."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from campaigns.head_counts import count_wanted
from campaigns.models import Reminder
from campaigns.offers import offers
from campaigns.planning import plan_reminders
from campaigns.reminders import sweep
from campaigns.timing import Pace
from tests.builders import AT, make_case, make_hearing, make_open_action, make_subscription
from tests.campaigns.test_audience import cases, fill, followers

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")


def counted(at: datetime) -> Counter[tuple[object, ...]]:
    rows = count_wanted([offer for offer in offers(at=at) if offer.kind != "desk"])
    return Counter({row[:-1]: row.addresses for row in rows})


def planned() -> Counter[tuple[object, ...]]:
    rows = Reminder.objects.planned().exclude(kind="desk").select_related("subscription")
    return Counter(
        (row.kind, row.subject_id, row.about_on, row.lead_days, row.subscription.pace if row.subscription else "")
        for row in rows
    )


@settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(cases, min_size=1, max_size=3), st.lists(followers, min_size=1, max_size=5), st.integers(0, 20 * 24))
def test_as_many_are_counted_as_are_planned_on_every_desk(
    db: None, drawn_cases: list, drawn_followers: list, hours: int
) -> None:
    at = AT + timedelta(hours=hours)
    with transaction.atomic():
        fill(drawn_cases, drawn_followers)
        plan_reminders(at=at)

        assert counted(at) == planned()
        transaction.set_rollback(True)


def test_who_has_got_a_notice_is_not_counted_for_it() -> None:
    case = make_case()
    make_hearing(case, on=date(2011, 7, 19))
    action = make_open_action(case)
    make_subscription(action)
    morning = datetime(2011, 7, 16, 8, tzinfo=ZURICH)
    sweep(at=morning)
    make_subscription(action, pace=Pace.DAILY)

    rows = count_wanted(offers(at=morning))

    hearing = {(row.lead_days, row.pace): row.addresses for row in rows if row.kind == "hearing"}
    assert hearing == {(3, "daily"): 1, (1, ""): 1, (1, "now"): 1, (1, "daily"): 1, (0, ""): 1, (0, "now"): 1,
                       (0, "daily"): 1}  # fmt: skip


def test_notices_that_some_asked_for_later_are_told_apart() -> None:
    case = make_case()
    make_hearing(case, on=date(2011, 7, 19))
    action = make_open_action(case)
    make_subscription(action)
    make_subscription(action, first_lead=1)

    rows = count_wanted(offers(at=datetime(2011, 7, 16, 8, tzinfo=ZURICH)))

    hearing = {row.lead_days: row.addresses for row in rows if row.kind == "hearing" and row.pace}
    assert hearing == {3: 1, 1: 2, 0: 2}
