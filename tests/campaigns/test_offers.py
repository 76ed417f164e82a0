"""What followers are told besides the days that draw near: what was decided, and which days hold no more."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from campaigns.issuing import issue_now
from campaigns.lifecycle import (
    ask_to_reopen,
    close_action,
    pause_action,
    reopen_action,
    resume_action,
    stop_action,
)
from campaigns.models import Reminder, UrgentAction
from campaigns.occasions import NEWS_FOR
from campaigns.planning import plan_reminders
from campaigns.reminders import sweep
from campaigns.timing import Pace
from cases.models import Deadline, Hearing
from tests.builders import (
    AT,
    approve,
    issue,
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_stop,
    make_subscription,
    make_user,
    second_person,
)

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")
WEDNESDAY = datetime(2011, 7, 13, 12, tzinfo=ZURICH)
NEWS = ("new", "changed", "paused", "resumed", "stopped", "closed")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def action() -> UrgentAction:
    """Issued on Wednesday 13 July at ten, open until 22 August."""
    return make_open_action(make_case(owner=make_user(email="owner@desk.example")))


def news() -> list[tuple[str, str, datetime]]:
    """Kind, address and time of the news that is planned."""
    rows = Reminder.objects.planned().filter(kind__in=NEWS).order_by("address", "kind")
    return [(row.kind, row.address, row.due_at.astimezone(ZURICH)) for row in rows]


def told(address: str) -> list[str]:
    return list(Reminder.objects.filter(address=address, status="sent").order_by("pk").values_list("kind", flat=True))


def early(action: UrgentAction | None = None, **fields: object) -> None:
    """A subscription that is older than the action."""
    make_subscription(action, **{"confirmed_at": AT - DAY, "email": "anna@example.org", **fields})


def test_new_action_is_told_to_those_who_followed_something_wider_before(action: UrgentAction) -> None:
    early()
    make_subscription(None, email="late@example.org", confirmed_at=AT + HOUR)

    plan_reminders(at=WEDNESDAY)

    assert news() == [("new", "anna@example.org", AT)]


@pytest.mark.parametrize(
    ("pace", "due"),
    [
        (Pace.AT_ONCE, AT),
        (Pace.DAILY, datetime(2011, 7, 14, 7, tzinfo=ZURICH)),
        (Pace.WEEKLY, datetime(2011, 7, 18, 7, tzinfo=ZURICH)),
    ],
)
def test_news_comes_at_the_pace_of_the_subscription(action: UrgentAction, pace: str, due: datetime) -> None:
    early(pace=pace)

    plan_reminders(at=WEDNESDAY + 3 * DAY)

    assert news() == [("new", "anna@example.org", due)]


@pytest.mark.parametrize("pace", Pace)
@pytest.mark.parametrize(("verb", "kind"), [(stop_action, "stopped"), (pause_action, "paused")])
def test_stop_and_pause_are_told_at_once_whatever_the_pace(
    action: UrgentAction, pace: str, verb: object, kind: str
) -> None:
    early(pace=pace)

    verb(action, by=action.created_by, at=WEDNESDAY, reason="news")  # type: ignore[operator]
    plan_reminders(at=WEDNESDAY)

    assert news() == [(kind, "anna@example.org", WEDNESDAY)]


def test_each_decision_is_told_once_and_in_its_turn(action: UrgentAction) -> None:
    early()
    by = action.created_by
    for hours, decide in enumerate((pause_action, resume_action, close_action)):
        sweep(at=WEDNESDAY + hours * HOUR)
        sweep(at=WEDNESDAY + hours * HOUR)
        decide(action, by=by, at=WEDNESDAY + hours * HOUR + HOUR / 2, reason="news")
    sweep(at=WEDNESDAY + 3 * HOUR)

    assert told("anna@example.org") == ["new", "paused", "resumed", "closed"]
    assert len(mail.outbox) == 4


def test_stop_that_two_people_undid_is_told_as_asking_again(action: UrgentAction) -> None:
    early()
    sweep(at=WEDNESDAY)
    stop_action(action, by=action.created_by, at=WEDNESDAY + HOUR, reason="released")
    sweep(at=WEDNESDAY + 2 * HOUR)

    ask_to_reopen(action, by=action.created_by, at=WEDNESDAY + 3 * HOUR, reason="arrested again")
    sweep(at=WEDNESDAY + 4 * HOUR)
    asked = told("anna@example.org")
    reopen_action(action, by=second_person(), at=WEDNESDAY + 5 * HOUR, public_note="She was arrested again.")
    sweep(at=WEDNESDAY + 6 * HOUR)

    assert asked == ["new", "stopped"]
    assert told("anna@example.org") == ["new", "stopped", "resumed"]
    assert f"Please write again: {action.reference} has been reopened" in mail.outbox[-1].body
    assert "She was arrested again." in mail.outbox[-1].body


def test_stop_sheet_is_told_as_the_stop_with_what_everybody_may_know(action: UrgentAction) -> None:
    early()
    sweep(at=WEDNESDAY)

    issue(make_stop(action), at=WEDNESDAY + HOUR, public_note="She is home.")
    sweep(at=WEDNESDAY + 2 * HOUR)

    assert told("anna@example.org") == ["new", "stopped"]
    assert mail.outbox[-1].subject.startswith("STOP: please send no more letters")
    assert "She is home." in mail.outbox[-1].body


def test_outcome_sheet_is_told_as_the_end(action: UrgentAction) -> None:
    early()
    sweep(at=WEDNESDAY)

    issue(make_stop(action, kind="outcome"), at=WEDNESDAY + HOUR)
    sweep(at=WEDNESDAY + 2 * HOUR)

    assert told("anna@example.org") == ["new", "closed"]


@pytest.mark.parametrize("hours_to_the_sheet", [0.1, 5])
def test_stop_is_told_once_however_soon_its_sheet_follows(action: UrgentAction, hours_to_the_sheet: float) -> None:
    early()
    sweep(at=WEDNESDAY)
    stop_action(action, by=action.created_by, at=WEDNESDAY + HOUR, reason="released")
    if hours_to_the_sheet > 1:
        sweep(at=WEDNESDAY + 2 * HOUR)

    issue(make_stop(action), at=WEDNESDAY + HOUR + hours_to_the_sheet * HOUR, public_note="She is home.")
    sweep(at=WEDNESDAY + 8 * HOUR)

    assert told("anna@example.org") == ["new", "stopped"]


def test_what_passes_between_staff_overtakes_no_stop(action: UrgentAction) -> None:
    early()
    sweep(at=WEDNESDAY)
    stop_action(action, by=action.created_by, at=WEDNESDAY + HOUR, reason="released")

    ask_to_reopen(action, by=action.created_by, at=WEDNESDAY + 2 * HOUR, reason="arrested again")
    sweep(at=WEDNESDAY + 3 * HOUR)

    assert told("anna@example.org") == ["new", "stopped"]


def test_new_sheet_on_its_way_is_told_to_nobody(action: UrgentAction) -> None:
    early()
    sweep(at=WEDNESDAY)

    approve(make_draft(action, headline="TEACHER MOVED TO THE CAPITAL"), at=WEDNESDAY + HOUR)
    sweep(at=WEDNESDAY + 2 * HOUR)

    assert told("anna@example.org") == ["new"]


def test_new_action_that_was_issued_without_approval_is_told_like_any_other(action: UrgentAction) -> None:
    early()
    other = make_draft()
    issue_now(other, by=other.created_by, at=WEDNESDAY + HOUR, reason="tonight")
    sweep(at=WEDNESDAY + 2 * HOUR)

    assert told("anna@example.org") == ["new", "new"]


def test_further_sheet_is_told_as_a_change(action: UrgentAction) -> None:
    early()
    sweep(at=WEDNESDAY)

    issue(make_draft(action, headline="TEACHER MOVED TO THE CAPITAL"), at=WEDNESDAY + HOUR)
    sweep(at=WEDNESDAY + 2 * HOUR)

    assert told("anna@example.org") == ["new", "changed"]


def test_decision_that_was_overtaken_is_not_told(action: UrgentAction) -> None:
    early(pace=Pace.WEEKLY)
    plan_reminders(at=WEDNESDAY + 3 * DAY)
    assert [kind for kind, _, _ in news()] == ["new"]

    stop_action(action, by=action.created_by, at=WEDNESDAY + 3 * DAY, reason="released")
    plan_reminders(at=WEDNESDAY + 3 * DAY)

    assert [kind for kind, _, _ in news()] == ["stopped"]


def test_stop_goes_before_all_else_and_in_a_mail_of_its_own(action: UrgentAction) -> None:
    """One of two actions is stopped while much else is due for the same reader, and for others before them."""
    make_hearing(action.case, on=date(2011, 7, 19))
    other = make_open_action()
    for number in range(3):
        early(email=f"a{number}@example.org")
    early()
    stop_action(other, by=other.created_by, at=WEDNESDAY, reason="released")

    sweep(at=WEDNESDAY)

    subjects = [str(message.subject) for message in mail.outbox if message.to == ["anna@example.org"]]
    assert len(subjects) == 2
    assert "stop" in subjects[0].lower()
    assert all("stop" in str(message.subject).lower() for message in mail.outbox[:4])


def test_after_a_stop_nothing_else_about_the_action_goes(action: UrgentAction) -> None:
    make_hearing(action.case, on=date(2011, 7, 19))
    early()
    plan_reminders(at=WEDNESDAY + 3 * DAY)
    stop_action(action, by=action.created_by, at=WEDNESDAY + 3 * DAY, reason="released")

    for day in range(3, 45):
        sweep(at=WEDNESDAY + day * DAY)

    assert told("anna@example.org") == ["stopped"]


def test_news_of_an_action_that_has_lapsed_meanwhile_is_not_told(action: UrgentAction) -> None:
    early()

    plan_reminders(at=datetime(2011, 8, 23, 8, tzinfo=ZURICH))

    assert news() == []


def test_old_news_is_no_news(action: UrgentAction) -> None:
    early()
    stop_action(action, by=action.created_by, at=WEDNESDAY, reason="released")

    plan_reminders(at=WEDNESDAY + NEWS_FOR)

    assert news() == []


def test_draft_that_is_withdrawn_is_nobodys_news(action: UrgentAction) -> None:
    early()
    make_draft(action)

    plan_reminders(at=WEDNESDAY)

    assert [kind for kind, _, _ in news()] == ["new"]


@pytest.fixture
def announced(action: UrgentAction) -> Hearing:
    """A hearing on 19 July of which Anna was told three days before."""
    hearing = make_hearing(action.case, on=date(2011, 7, 19))
    make_subscription(action, email="anna@example.org")
    sweep(at=datetime(2011, 7, 16, 8, tzinfo=ZURICH))
    assert told("anna@example.org") == ["hearing"]
    return hearing


SATURDAY = datetime(2011, 7, 16, 12, tzinfo=ZURICH)


@pytest.mark.parametrize(
    "change",
    [{"status": "adjourned"}, {"status": "cancelled"}, {"on": date(2011, 7, 18)}, {"on": date(2011, 8, 2)}],
    ids=lambda change: next(iter(change.values())) if isinstance(change, dict) else None,
)
def test_whoever_was_told_of_a_day_hears_when_it_no_longer_holds(
    announced: Hearing, action: UrgentAction, change: dict[str, object]
) -> None:
    make_subscription(action, email="never-told@example.org", first_lead=0)
    Hearing.objects.update(**change)

    sweep(at=SATURDAY)
    sweep(at=SATURDAY + HOUR)

    assert told("anna@example.org").count("hearing_moved") == 1
    assert "hearing_moved" not in told("never-told@example.org")


def test_chain_of_adjournments_is_told_step_by_step(announced: Hearing, action: UrgentAction) -> None:
    def adjourn(hearing: Hearing, to: date) -> Hearing:
        new = make_hearing(action.case, court=hearing.court, on=to)
        Hearing.objects.filter(pk=hearing.pk).update(status="adjourned", adjourned_to=new)
        return new

    second = adjourn(announced, date(2011, 7, 21))
    sweep(at=SATURDAY)
    sweep(at=datetime(2011, 7, 18, 8, tzinfo=ZURICH))
    adjourn(second, date(2011, 8, 4))
    sweep(at=datetime(2011, 7, 18, 12, tzinfo=ZURICH))

    rows = Reminder.objects.filter(address="anna@example.org", status="sent").order_by("settled_at", "kind")
    assert [(row.kind, row.about_on.day) for row in rows] == [
        ("hearing", 19),
        ("hearing", 21),  # the notice of seven days before, overdue, in one mail with the next
        ("hearing_moved", 19),
        ("hearing", 21),
        ("hearing_moved", 21),
    ]


def test_hearing_that_was_held_on_its_day_is_not_taken_back(announced: Hearing) -> None:
    Hearing.objects.update(status="held")

    sweep(at=datetime(2011, 7, 19, 18, tzinfo=ZURICH))

    assert told("anna@example.org") == ["hearing"]


def test_hearing_that_is_on_its_day_after_all_is_not_taken_back(announced: Hearing) -> None:
    Hearing.objects.update(status="cancelled")
    plan_reminders(at=SATURDAY)
    Hearing.objects.update(status="expected")

    sweep(at=SATURDAY)

    assert told("anna@example.org") == ["hearing"]
    assert Reminder.objects.get(kind="hearing_moved").reason == "it is on that day after all"


def test_deadline_that_was_lifted_is_taken_back(action: UrgentAction) -> None:
    make_deadline(action.case, on=date(2011, 7, 19))
    make_subscription(action, email="anna@example.org")
    sweep(at=datetime(2011, 7, 16, 8, tzinfo=ZURICH))
    Deadline.objects.update(status="lifted")

    sweep(at=SATURDAY)

    assert told("anna@example.org") == ["deadline", "deadline_moved"]


def test_weekly_reader_hears_of_a_day_on_the_monday_before_it(action: UrgentAction) -> None:
    """A hearing on Tuesday 2 August, in a case followed since before."""
    make_hearing(action.case, on=date(2011, 8, 2))
    early(action, pace=Pace.WEEKLY)
    moment = datetime(2011, 7, 13, 8, tzinfo=ZURICH)
    while moment < datetime(2011, 8, 4, tzinfo=ZURICH):
        sweep(at=moment)
        moment += DAY / 2

    rows = Reminder.objects.filter(address="anna@example.org", status="sent", kind="hearing").order_by("settled_at")
    assert [row.settled_at.astimezone(ZURICH).date() for row in rows if row.settled_at] == [
        date(2011, 7, 18),
        date(2011, 7, 25),
        date(2011, 8, 1),
    ]


def test_weekly_reader_hears_at_once_of_a_day_that_comes_before_the_next_monday(action: UrgentAction) -> None:
    early(action, pace=Pace.WEEKLY)
    sweep(at=WEDNESDAY)
    make_hearing(action.case, on=date(2011, 7, 15))

    sweep(at=WEDNESDAY + HOUR)

    assert told("anna@example.org") == ["hearing"]


def test_court_in_the_far_east_is_announced_before_it_sits(action: UrgentAction) -> None:
    make_hearing(action.case, on=date(2011, 7, 19), at=datetime(2011, 7, 19, 9).time(), time_zone="Asia/Vladivostok")
    make_subscription(action, email="anna@example.org")

    plan_reminders(at=datetime(2011, 7, 16, 8, tzinfo=ZURICH))

    last = Reminder.objects.get(address="anna@example.org", kind="hearing", lead_days=0)
    assert last.due_at == datetime(2011, 7, 18, 7, tzinfo=ZURICH)
