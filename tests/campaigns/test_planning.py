"""When who is told of what. The clock of the section is Zurich's; notices are due at seven in the morning."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.deadlines import Wording
from campaigns.lifecycle import close_action, pause_action, resume_action, stop_action
from campaigns.models import Reminder, UrgentAction
from campaigns.planning import plan_reminders
from cases.levels import Level
from cases.models import Deadline, Hearing
from tests.builders import (
    make_action,
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_subscription,
    make_user,
)

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")
HEARING_DAY = date(2011, 7, 19)


def on(day: int, hour: int = 12, *, month: int = 7, minute: int = 0) -> datetime:
    return datetime(2011, month, day, hour, minute, tzinfo=ZURICH)


def planned(kind: str = "hearing") -> list[tuple[str, int, str]]:
    """Day it is about, lead and address of the planned notices of a kind."""
    rows = Reminder.objects.planned().filter(kind=kind).order_by("about_on", "-lead_days", "address")
    return [(row.about_on.isoformat(), row.lead_days, row.address) for row in rows]


def leads(kind: str = "hearing") -> list[int]:
    return [lead for _, lead, _ in planned(kind)]


def reasons(kind: str = "hearing") -> Counter[str]:
    return Counter(Reminder.objects.filter(kind=kind, status="cancelled").values_list("reason", flat=True))


@pytest.fixture
def action() -> UrgentAction:
    """Open until 22 August, with a hearing on 19 July."""
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=HEARING_DAY)
    return make_open_action(case)


def test_hearing_deadline_and_last_good_day_are_planned_for_the_owner(action: UrgentAction) -> None:
    make_deadline(action.case, on=date(2011, 8, 1))

    plan_reminders(at=on(5, 6))

    assert planned("hearing") == [("2011-07-19", lead, "owner@desk.example") for lead in (14, 7, 3, 1, 0)]
    assert planned("deadline") == [("2011-08-01", lead, "owner@desk.example") for lead in (14, 7, 3, 1, 0)]
    assert planned("appeals") == [("2011-08-22", lead, "owner@desk.example") for lead in (14, 7, 3, 1, 0)]


@pytest.mark.parametrize(
    ("wording", "last_day"), [(Wording.BEFORE, "2011-08-22"), (Wording.UNTIL, "2011-08-23")], ids=["before", "until"]
)
def test_appeals_are_counted_to_the_last_good_day(wording: str, last_day: str) -> None:
    make_open_action(appeals_limit=date(2011, 8, 23), appeals_wording=wording)

    plan_reminders(at=on(13))

    assert {about_on for about_on, _, _ in planned("appeals")} == {last_day}


def test_notice_is_due_at_the_hour_of_the_section(action: UrgentAction) -> None:
    plan_reminders(at=on(13))

    due = Reminder.objects.get(kind="hearing", lead_days=3).due_at
    assert due == datetime(2011, 7, 16, 7, 0, tzinfo=ZURICH)


@pytest.mark.parametrize(
    ("at", "to_be_sent"),
    [
        (on(5, 6, minute=59), []),
        (on(5, 7), [14]),
        (on(11, 12), [14]),
        (on(12, 7), [7]),
        (on(16, 8), [3]),
        (on(18, 6, minute=59), [3]),
        (on(18, 7), [1]),
        (on(19, 6, minute=59), [1]),
        (on(19, 7), [0]),
        (on(19, 23, minute=59), [0]),
        (on(20, 0), []),
        (on(21, 12), []),
    ],
    ids=lambda value: f"{value:%d_%H%M}" if isinstance(value, datetime) else "-".join(map(str, value)) or "none",
)
def test_day_by_day_only_the_nearest_notice_is_due(action: UrgentAction, at: datetime, to_be_sent: list[int]) -> None:
    """What a first look at this moment would send, however many notices were missed."""
    plan_reminders(at=at)

    assert [row.lead_days for row in Reminder.objects.due(at).filter(kind="hearing")] == to_be_sent


def test_of_missed_notices_only_the_nearest_is_planned(action: UrgentAction) -> None:
    plan_reminders(at=on(16, 8))

    assert leads() == [3, 1, 0]


def test_missed_notices_already_planned_give_way_too(action: UrgentAction) -> None:
    plan_reminders(at=on(4))

    plan_reminders(at=on(18, 8))

    assert leads() == [1, 0]
    assert reasons() == {"overdue; the notice the day before goes instead": 3}


def test_planning_again_changes_nothing(action: UrgentAction) -> None:
    make_subscription(action)
    first = plan_reminders(at=on(13))
    before = list(Reminder.objects.order_by("pk").values())

    second = plan_reminders(at=on(13))

    assert first.planned == len(before) > 0
    assert (second.planned, second.cancelled) == (0, 0)
    assert list(Reminder.objects.order_by("pk").values()) == before


def test_day_that_is_over_cancels_what_never_went(action: UrgentAction) -> None:
    plan_reminders(at=on(13))

    plan_reminders(at=on(20))

    assert leads() == []
    assert reasons()["the day is over"] == 4


def test_moved_hearing_cancels_the_old_day_and_plans_the_new(action: UrgentAction) -> None:
    plan_reminders(at=on(13))

    Hearing.objects.update(on=date(2011, 8, 2))
    plan_reminders(at=on(13, 13))

    assert planned() == [("2011-08-02", lead, "owner@desk.example") for lead in (14, 7, 3, 1, 0)]
    assert reasons() == {"moved to 2 August 2011": 4}


def test_hearing_moved_back_is_planned_again_but_what_went_is_not(action: UrgentAction) -> None:
    plan_reminders(at=on(13))
    Reminder.objects.filter(kind="hearing", lead_days=7).update(status="sent", settled_at=on(13))
    Hearing.objects.update(on=date(2011, 8, 2))
    plan_reminders(at=on(14))

    Hearing.objects.update(on=HEARING_DAY)
    plan = plan_reminders(at=on(15))

    assert plan.planned == 3
    assert planned() == [("2011-07-19", lead, "owner@desk.example") for lead in (3, 1, 0)]
    assert Reminder.objects.get(lead_days=7, about_on=HEARING_DAY).status == "sent"
    assert reasons() == {"moved to 19 July 2011": 5}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": Hearing.Status.HELD}, "the hearing was held"),
        ({"status": Hearing.Status.ADJOURNED}, "the hearing was adjourned"),
        ({"status": Hearing.Status.CANCELLED}, "the hearing was cancelled"),
    ],
    ids=["held", "adjourned", "cancelled"],
)
def test_hearing_that_is_not_expected_cancels(action: UrgentAction, change: dict[str, str], reason: str) -> None:
    plan_reminders(at=on(1))

    Hearing.objects.update(**change)
    plan_reminders(at=on(2))

    assert leads() == []
    assert reasons() == {reason: 5}


def test_adjourned_hearing_names_its_new_day(action: UrgentAction) -> None:
    plan_reminders(at=on(1))
    hearing = Hearing.objects.get()
    new = make_hearing(action.case, court=hearing.court, on=date(2011, 8, 9))

    Hearing.objects.filter(pk=hearing.pk).update(status=Hearing.Status.ADJOURNED, adjourned_to=new)
    plan_reminders(at=on(2))

    assert reasons() == {"the hearing was adjourned to 9 August 2011": 5}
    assert {about_on for about_on, _, _ in planned()} == {"2011-08-09"}


def test_removed_hearing_cancels(action: UrgentAction) -> None:
    plan_reminders(at=on(1))

    Hearing.objects.all().delete()
    plan_reminders(at=on(2))

    assert reasons() == {"the hearing was removed": 5}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": Deadline.Status.PASSED}, "the deadline has passed"),
        ({"status": Deadline.Status.LIFTED}, "the deadline was lifted"),
        ({"on": date(2011, 8, 3)}, "moved to 3 August 2011"),
    ],
    ids=["passed", "lifted", "moved"],
)
def test_deadline_that_does_not_stand_cancels(change: dict[str, object], reason: str) -> None:
    case = make_case()
    make_deadline(case, on=date(2011, 8, 1))
    make_open_action(case)
    plan_reminders(at=on(13))

    Deadline.objects.update(**change)
    plan_reminders(at=on(14))

    assert reasons("deadline") == {reason: 5}


@pytest.mark.parametrize(
    ("quieten", "reason"),
    [
        (pause_action, "the action was paused"),
        (stop_action, "the action was stopped"),
        (close_action, "the action was closed"),
    ],
)
def test_quiet_action_plans_nothing(action: UrgentAction, quieten: object, reason: str) -> None:
    plan_reminders(at=on(1))

    quieten(action, by=action.created_by, at=on(2), reason="news")  # type: ignore[operator]
    plan_reminders(at=on(3))

    assert not Reminder.objects.planned().exists()
    assert reasons() == {reason: 5}


def test_row_that_slipped_past_a_stop_is_cancelled(action: UrgentAction) -> None:
    """A planner that read the action before the stop may write just after it."""
    plan_reminders(at=on(1))
    stop_action(action, by=action.created_by, at=on(2), reason="news")
    Reminder.objects.filter(lead_days=0, kind="hearing").update(status="planned", settled_at=None, reason="")

    plan_reminders(at=on(3))

    assert reasons() == {"the action was stopped": 5}


def test_resumed_action_is_planned_again(action: UrgentAction) -> None:
    plan_reminders(at=on(13))
    Reminder.objects.filter(kind="hearing", lead_days=7).update(status="sent", settled_at=on(13))
    pause_action(action, by=action.created_by, at=on(14))

    resume_action(action, by=action.created_by, at=on(17))
    plan_reminders(at=on(17))

    assert leads() == [3, 1, 0]
    assert Reminder.objects.get(kind="hearing", lead_days=7).status == "sent"


def test_draft_plans_nothing() -> None:
    case = make_case()
    make_hearing(case)
    make_draft(make_action(case))

    plan_reminders(at=on(13))

    assert not Reminder.objects.planned().exists()


def test_lapsed_action_plans_nothing_more() -> None:
    case = make_case()
    make_hearing(case, on=date(2011, 8, 25))
    make_open_action(case)
    plan_reminders(at=on(13))

    plan_reminders(at=on(23, month=8))

    assert not Reminder.objects.planned().exists()


def test_hearing_after_the_last_good_day_is_told_while_the_action_is_open() -> None:
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 8, 25))
    make_open_action(case)  # until 22 August, three days before

    plan_reminders(at=on(13))

    assert planned() == [("2011-08-25", lead, "owner@desk.example") for lead in (14, 7, 3)]


def test_action_extended_moves_its_last_good_day(action: UrgentAction) -> None:
    plan_reminders(at=on(13))

    UrgentAction.objects.update(last_good_day=date(2011, 9, 5))
    plan_reminders(at=on(14))

    assert {about_on for about_on, _, _ in planned("appeals")} == {"2011-09-05"}
    assert reasons("appeals") == {"moved to 5 September 2011": 5}


def test_followers_of_the_action_and_of_everything_hear_of_it(action: UrgentAction) -> None:
    make_subscription(action, email="one@example.org")
    make_subscription(None, email="all@example.org")
    make_subscription(make_open_action(), email="other@example.org")

    plan_reminders(at=on(18, 7))

    assert [address for _, lead, address in planned() if lead == 0] == [
        "all@example.org",
        "one@example.org",
        "owner@desk.example",
    ]


def test_unconfirmed_subscription_hears_nothing(action: UrgentAction) -> None:
    make_subscription(action, email="one@example.org", confirmed_at=None)

    plan_reminders(at=on(18))

    assert {address for _, _, address in planned()} == {"owner@desk.example"}


def test_hearing_for_staff_only_is_told_to_the_owner_alone(action: UrgentAction) -> None:
    make_subscription(action, email="one@example.org")
    Hearing.objects.update(level=Level.NETWORK)

    plan_reminders(at=on(18))

    assert {address for _, _, address in planned()} == {"owner@desk.example"}
    assert {address for _, _, address in planned("appeals")} == {"owner@desk.example"}


def test_date_that_is_no_longer_public_cancels_the_followers_notices(action: UrgentAction) -> None:
    make_subscription(action, email="one@example.org")
    plan_reminders(at=on(13))

    Hearing.objects.update(level=Level.NETWORK)
    plan_reminders(at=on(14))

    assert {address for _, _, address in planned()} == {"owner@desk.example"}
    assert reasons()["the date is for staff only now"] == 2


def test_owner_who_follows_too_gets_one_mail(action: UrgentAction) -> None:
    make_subscription(action, email="Owner@Desk.example")
    make_subscription(None, email="OWNER@desk.example")

    plan_reminders(at=on(13))

    rows = Reminder.objects.planned().filter(kind="hearing", lead_days=0)
    assert [(row.address, row.subscription_id) for row in rows] == [("owner@desk.example", None)]


def test_follower_of_one_action_and_of_everything_gets_one_mail(action: UrgentAction) -> None:
    one = make_subscription(action, email="anna@example.org")
    make_subscription(None, email="Anna@example.org")

    plan_reminders(at=on(18))

    rows = Reminder.objects.planned().filter(kind="hearing", lead_days=0, address="anna@example.org")
    assert [row.subscription_id for row in rows] == [one.pk]


def test_case_with_two_open_actions_tells_each_address_once(action: UrgentAction) -> None:
    second = make_open_action(action.case)
    make_subscription(action, email="anna@example.org")
    make_subscription(second, email="anna@example.org")

    plan_reminders(at=on(18))

    assert planned() == [
        ("2011-07-19", 1, "anna@example.org"),
        ("2011-07-19", 1, "owner@desk.example"),
        ("2011-07-19", 0, "anna@example.org"),
        ("2011-07-19", 0, "owner@desk.example"),
    ]


def test_hearing_is_told_through_the_other_action_when_one_is_stopped(action: UrgentAction) -> None:
    second = make_open_action(action.case)
    plan_reminders(at=on(13))

    stop_action(action, by=action.created_by, at=on(14), reason="news")
    plan_reminders(at=on(14))

    rows = Reminder.objects.planned().filter(kind="hearing").order_by("-lead_days")
    assert [(row.lead_days, row.action_id) for row in rows] == [(lead, second.pk) for lead in (7, 3, 1, 0)]


def test_new_owner_takes_over(action: UrgentAction) -> None:
    plan_reminders(at=on(1))

    action.case.owner = make_user(email="new@desk.example")
    action.case.save()
    plan_reminders(at=on(2))

    assert planned() == [("2011-07-19", lead, "new@desk.example") for lead in (14, 7, 3, 1, 0)]
    assert reasons() == {"the case has another owner now": 5}


def test_owner_without_an_active_account_gets_nothing(action: UrgentAction) -> None:
    plan_reminders(at=on(1))

    action.case.owner.is_active = False
    action.case.owner.save()
    plan_reminders(at=on(2))

    assert planned() == []
    assert reasons() == {"the owner of the case has no active account": 5}


def test_subscription_taken_back_cancels(action: UrgentAction) -> None:
    subscription = make_subscription(action, email="one@example.org")
    plan_reminders(at=on(13))

    subscription.confirmed_at = None
    subscription.save()
    plan_reminders(at=on(14))

    assert reasons()["the subscription ended"] == 2


def test_lead_that_is_no_longer_wanted_cancels(action: UrgentAction, settings: object) -> None:
    plan_reminders(at=on(1))

    settings.REMINDER_LEAD_DAYS = [14, 3, 0]  # type: ignore[attr-defined]
    plan_reminders(at=on(2))

    assert leads() == [14, 3, 0]
    assert reasons() == {"notices 7 days before are no longer sent": 1, "notices the day before are no longer sent": 1}


def test_hour_that_changed_moves_what_is_planned(action: UrgentAction, settings: object) -> None:
    plan_reminders(at=on(13))

    settings.REMINDER_HOUR = 9  # type: ignore[attr-defined]
    plan_reminders(at=on(13, 13))

    assert Reminder.objects.get(kind="hearing", lead_days=3).due_at == datetime(2011, 7, 16, 9, 0, tzinfo=ZURICH)


def test_new_follower_of_one_action_hears_at_once_of_a_near_date(action: UrgentAction) -> None:
    make_subscription(action, email="one@example.org", confirmed_at=on(17))

    plan_reminders(at=on(17))

    due = Reminder.objects.due(on(17)).filter(address="one@example.org")
    assert [(row.kind, row.lead_days) for row in due] == [("hearing", 3)]


def test_new_follower_of_everything_is_not_flooded(action: UrgentAction) -> None:
    make_subscription(None, email="all@example.org", confirmed_at=on(17))

    plan_reminders(at=on(17))

    assert [lead for _, lead, address in planned() if address == "all@example.org"] == [1, 0]


def test_followers_are_planned_three_days_ahead_and_the_owner_at_once(action: UrgentAction) -> None:
    make_subscription(action, email="one@example.org")

    plan_reminders(at=on(2, 7))
    assert [lead for _, lead, address in planned() if address == "one@example.org"] == [14]
    assert [lead for _, lead, address in planned() if address == "owner@desk.example"] == [14, 7, 3, 1, 0]

    plan_reminders(at=on(15, 7))
    assert [lead for _, lead, address in planned() if address == "one@example.org"] == [7, 3, 1]


def test_row_beyond_the_horizon_is_left_alone(action: UrgentAction) -> None:
    """Planned by a sweep with a later clock (``--at``); no reason to cancel it."""
    make_subscription(action, email="one@example.org")
    plan_reminders(at=on(13))
    before = planned()

    plan_reminders(at=on(5, 6))

    assert set(before) <= set(planned())


def test_row_sent_meanwhile_is_not_cancelled(action: UrgentAction) -> None:
    """The update names the state it found; PostgreSQL asks it again once the sender lets go of the row."""
    plan_reminders(at=on(13))
    row = Reminder.objects.get(kind="hearing", lead_days=3)
    Reminder.objects.filter(pk=row.pk).update(status="sent", settled_at=on(16))
    row.status, row.settled_at, row.reason = "cancelled", on(16), "too late"

    Reminder.objects.planned().bulk_update([row], ["status", "settled_at", "reason"])

    row.refresh_from_db()
    assert (row.status, row.reason) == ("sent", "")


def test_queries_do_not_grow_with_the_actions(action: UrgentAction) -> None:
    def queries(at: datetime) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            plan_reminders(at=at)
        return len(captured)

    make_subscription(None)
    first, again = queries(on(13)), queries(on(13))
    for _ in range(4):
        case = make_case()
        make_hearing(case)
        make_deadline(case, on=date(2011, 7, 28))
        make_subscription(make_open_action(case))
    Reminder.objects.all().delete()
    settle = plan_reminders(at=on(13))

    assert settle.planned > 50
    # Four of them say only how PostgreSQL is to join.
    assert queries(on(13)) == again <= 18
    assert first <= 18


def test_moving_everything_takes_as_many_queries_for_one_case_as_for_four(action: UrgentAction) -> None:
    def moved(day: date) -> int:
        Hearing.objects.update(on=day)
        with CaptureQueriesContext(connection) as captured:
            plan_reminders(at=on(4))
        return len(captured)

    plan_reminders(at=on(4))
    one = moved(date(2011, 7, 26))
    for _ in range(3):
        case = make_case()
        make_hearing(case)
        make_open_action(case)
    plan_reminders(at=on(4))

    assert moved(date(2011, 7, 27)) == one


@pytest.mark.parametrize(
    ("event_day", "utc_hour"),
    [(date(2012, 3, 25), 5), (date(2012, 3, 24), 6), (date(2011, 10, 30), 6), (date(2011, 10, 29), 5)],
    ids=["spring_forward", "day_before_spring", "autumn_back", "day_before_autumn"],
)
def test_notice_keeps_its_hour_across_the_change_of_clocks(event_day: date, utc_hour: int) -> None:
    case = make_case()
    make_hearing(case, on=event_day)
    make_open_action(case, appeals_limit=event_day + timedelta(days=20))

    plan_reminders(at=datetime.combine(event_day - timedelta(days=16), datetime.min.time(), tzinfo=ZURICH))

    due = Reminder.objects.get(kind="hearing", lead_days=0).due_at
    assert (due.date(), due.hour) == (event_day, utc_hour)
