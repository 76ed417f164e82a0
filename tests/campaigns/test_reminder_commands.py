"""``send_due_reminders`` and ``check_consistency``, as people and scripts call them."""

import json
from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from campaigns.lifecycle import stop_action
from campaigns.models import Reminder, UrgentAction
from campaigns.planning import plan_reminders
from cases.models import Hearing
from tests.builders import make_case, make_hearing, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")


@pytest.fixture
def action() -> UrgentAction:
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 7, 19))
    return make_open_action(case)


def run(command: str, *args: str) -> str:
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def rows() -> list[dict[str, object]]:
    return list(Reminder.objects.order_by("pk").values())


OWNERS_MAIL = {
    "outcome": "would be sent",
    "reason": "",
    "kind": "hearing",
    "reference": "UA 1/11",
    "action": "ua-1-11",
    "about_on": "2011-07-19",
    "lead_days": 3,
    "days_left": 3,
    "due_at": "2011-07-16T07:00+02:00",
    "to": "owner@desk.example",
    "audience": "owner",
    "subject": "Reminder: a date in 3 days (UA 1/11)",
}


@pytest.mark.parametrize("after_a_sweep", [False, True], ids=["fresh", "swept_on_13_july"])
def test_rehearsal_as_json_lists_the_hearing_three_days_ahead(action: UrgentAction, after_a_sweep: bool) -> None:
    make_subscription(action, email="anna@example.org")
    if after_a_sweep:
        run("send_due_reminders", "--at", "2011-07-13T09:00+02:00")
    before, sent = rows(), len(mail.outbox)

    told = json.loads(run("send_due_reminders", "--at", "2011-07-16T08:00+02:00", "--dry-run", "--json"))

    assert (told["at"], told["dry_run"]) == ("2011-07-16T08:00+02:00", True)
    followers = {**OWNERS_MAIL, "to": "anna@example.org", "audience": "follower"}
    assert sorted(told["reminders"], key=lambda row: row["to"]) == [followers, OWNERS_MAIL]
    assert (rows(), len(mail.outbox)) == (before, sent)


def test_rehearsal_as_json_says_what_would_be_cancelled(action: UrgentAction) -> None:
    plan_reminders(at=datetime(2011, 7, 13, 12, tzinfo=ZURICH))
    Hearing.objects.update(status=Hearing.Status.HELD)

    told = json.loads(run("send_due_reminders", "--at", "2011-07-16T08:00+02:00", "--dry-run", "--json"))

    assert told["reminders"] == []
    assert told["cancelled"][0] == {
        "reason": "the hearing was held",
        "kind": "hearing",
        "reference": "UA 1/11",
        "action": "ua-1-11",
        "about_on": "2011-07-19",
        "lead_days": 7,
        "to": "owner@desk.example",
    }
    assert [row["lead_days"] for row in told["cancelled"]] == [7, 3, 1, 0]


def test_moment_without_an_offset_is_the_sections(action: UrgentAction) -> None:
    aware = run("send_due_reminders", "--at", "2011-07-16T07:00+02:00", "--dry-run", "--json")
    naive = run("send_due_reminders", "--at", "2011-07-16T07:00", "--dry-run", "--json")

    assert json.loads(naive) == json.loads(aware)
    assert [row["lead_days"] for row in json.loads(naive)["reminders"]] == [3]


def test_text_for_people(action: UrgentAction) -> None:
    plan_reminders(at=datetime(2011, 7, 4, 12, tzinfo=ZURICH))

    told = run("send_due_reminders", "--at", "2011-07-16T08:00+02:00")

    assert told.splitlines() == [
        "At 2011-07-16T08:00+02:00.",
        "1 due.",
        "  sent: UA 1/11, hearing on 2011-07-19, 3 days before, to owner@desk.example (owner)",
        "2 cancelled.",
        "  UA 1/11, hearing on 2011-07-19, 14 days before, to owner@desk.example: "
        "overdue; the notice 3 days before goes instead",
        "  UA 1/11, hearing on 2011-07-19, 7 days before, to owner@desk.example: "
        "overdue; the notice 3 days before goes instead",
    ]


def test_rehearsal_says_that_it_is_one(action: UrgentAction) -> None:
    told = run("send_due_reminders", "--at", "2011-07-16T08:00+02:00", "--dry-run")

    assert told.startswith("At 2011-07-16T08:00+02:00, a rehearsal: nothing was sent or changed.\n1 due.\n")
    assert mail.outbox == []


@pytest.mark.parametrize("typed", ["tomorrow", "2011-13-01", "16.7.2011", "2011-07-16T25:00"])
@pytest.mark.parametrize("command", ["send_due_reminders", "check_consistency"])
def test_what_is_no_moment_is_refused_with_the_form(command: str, typed: str) -> None:
    with pytest.raises(CommandError, match=r"Write a moment as 2011-07-16T08:00\+02:00"):
        run(command, "--at", typed)


def test_consistent_after_a_sweep(action: UrgentAction) -> None:
    run("send_due_reminders", "--at", "2011-07-16T08:00+02:00")

    assert run("check_consistency", "--at", "2011-07-16T08:00+02:00").startswith("Consistent: ")


def test_due_reminder_that_waits_is_found(action: UrgentAction) -> None:
    plan_reminders(at=datetime(2011, 7, 13, 12, tzinfo=ZURICH))
    make_subscription(action)

    with pytest.raises(CommandError) as found:
        run("check_consistency", "--at", "2011-07-16T08:00+02:00")

    assert str(found.value) == (
        "2 found:\n"
        "  UA 1/11: hearing on 2011-07-19, the notice 3 days before, due at 2011-07-16 05:00 UTC; 2 waiting. "
        "Is the worker running?\n"
        "  UA 1/11: hearing on 2011-07-19, the notice 7 days before, due at 2011-07-12 05:00 UTC; 1 waiting. "
        "Is the worker running?"
    )


def test_due_reminder_that_was_never_planned_is_found_and_nothing_is_written(action: UrgentAction) -> None:
    with pytest.raises(CommandError, match="the notice 3 days before"):
        run("check_consistency", "--at", "2011-07-16T08:00+02:00")

    assert not Reminder.objects.exists()


def test_sweep_has_its_minutes_of_grace(action: UrgentAction) -> None:
    run("send_due_reminders", "--at", "2011-07-16T06:59+02:00")

    assert "Consistent" in run("check_consistency", "--at", "2011-07-16T07:04+02:00", "--grace-minutes", "5")
    with pytest.raises(CommandError):
        run("check_consistency", "--at", "2011-07-16T07:05+02:00", "--grace-minutes", "5")


def test_stopped_action_leaves_nothing_waiting(action: UrgentAction) -> None:
    plan_reminders(at=datetime(2011, 7, 13, 12, tzinfo=ZURICH))
    stop_action(action, by=action.created_by, at=datetime(2011, 7, 14, tzinfo=ZURICH), reason="released")

    assert "Consistent" in run("check_consistency", "--at", "2011-07-16T08:00+02:00")


def test_last_good_day_that_disagrees_with_the_sheet_is_found(action: UrgentAction) -> None:
    UrgentAction.objects.update(last_good_day=date(2011, 8, 23))

    with pytest.raises(CommandError) as found:
        run("check_consistency", "--at", "2011-07-01T08:00+02:00")

    assert str(found.value) == (
        f"1 found:\n  UA 1/11 (action {action.pk}) ends on 2011-08-23 in the lists, but its sheet says 2011-08-22."
    )
