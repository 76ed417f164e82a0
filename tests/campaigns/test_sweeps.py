"""What a sweep notes of itself, and the alarm when none ran or something due waits."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.models import LastSweep, Reminder, UrgentAction
from campaigns.planning import plan_reminders
from campaigns.reminders import watched_sweep
from campaigns.sender import ON_HOLD, hold_sender
from campaigns.sweeps import beginning_of_day, next_moments, note_begin, note_end, oldest_due, standing, tally
from campaigns.tasks import sweep_reminders
from campaigns.worker_signs import show_sign
from config import clock
from tests.builders import make_case, make_hearing, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")
AT = datetime(2011, 7, 16, 8, tzinfo=ZURICH)
LATE = "The last sweep is more than five minutes old. Is the worker running, and beat?"
WAITS = "A reminder that is due has waited for more than five minutes."
MINUTE = timedelta(minutes=1)


@pytest.fixture
def action() -> UrgentAction:
    """Open, with a hearing on 19 July; its owner is owed a notice on the 16th at seven."""
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 7, 19))
    return make_open_action(case)


def swept(at: datetime, seconds: int = 2) -> None:
    note_begin(by="worker", at=at)
    note_end(began=at, took=timedelta(seconds=seconds), sent=0, postponed=0, failed=0, held="")


def test_sweep_notes_itself_in_one_row(action: UrgentAction) -> None:
    watched_sweep(at=AT - MINUTE, by="worker")
    watched_sweep(at=AT, by="worker")

    last = LastSweep.objects.get()
    assert (last.began_at, last.process.split(" on ")[0], last.sent, last.held) == (AT, "worker", 0, "")
    assert last.seconds is not None
    assert 0 < last.seconds < 60


def test_sweep_notes_what_it_sent(action: UrgentAction) -> None:
    watched_sweep(at=AT, by="worker")

    assert LastSweep.objects.values_list("sent", "postponed", "failed").get() == (1, 0, 0)


def test_held_sweep_is_a_sweep(action: UrgentAction) -> None:
    hold_sender(by=None, at=AT, reason="Moving house.")
    watched_sweep(at=AT, by="worker")

    assert LastSweep.objects.get().held == ON_HOLD
    assert standing(at=AT).alarms == (WAITS,)


def test_sweep_that_ends_late_leaves_the_row_to_a_later_one() -> None:
    note_begin(by="worker", at=AT)
    note_begin(by="worker", at=AT + MINUTE)

    note_end(began=AT, took=2 * MINUTE, sent=7, postponed=0, failed=0, held="")

    assert LastSweep.objects.values_list("began_at", "ended_at", "sent").get() == (AT + MINUTE, None, 0)


@pytest.mark.parametrize(
    ("age", "alarms"),
    [(0, ()), (300, ()), (301, (LATE,)), (3600 * 24 * 365, (LATE,)), (-3600, ())],
)
def test_last_sweep_older_than_five_minutes_is_an_alarm(age: int, alarms: tuple[str, ...]) -> None:
    swept(AT, seconds=0)

    assert standing(at=AT + timedelta(seconds=age)).alarms == alarms


def test_sweep_may_run_as_long_as_its_task_and_no_longer() -> None:
    note_begin(by="worker", at=AT)

    assert standing(at=AT + 10 * MINUTE).alarms == ()
    assert standing(at=AT + 10 * MINUTE + timedelta(seconds=1)).alarms == (LATE,)


def test_no_sweep_at_all_is_an_alarm() -> None:
    assert standing(at=AT).alarms == ("No sweep has run yet. Is the worker running, and beat?",)


def test_reminder_that_waits_longer_than_five_minutes_is_an_alarm(action: UrgentAction) -> None:
    due = datetime(2011, 7, 16, 7, tzinfo=ZURICH)
    watched_sweep(at=due - MINUTE, by="worker")  # the notice of the week before goes
    for later in (5 * MINUTE - timedelta(seconds=1), 5 * MINUTE):
        swept(due + later)
        found = standing(at=due + later)
        expected = (1, due, (WAITS,)) if later >= 5 * MINUTE else (0, None, ())
        assert (found.overdue, found.oldest, found.alarms) == expected


def test_standing_takes_three_queries(action: UrgentAction) -> None:
    for number in range(5):
        make_subscription(action, email=f"f{number}@example.org")
    plan_reminders(at=AT)
    swept(AT)

    with CaptureQueriesContext(connection) as asked:
        standing(at=AT)

    assert len(asked) == 3


def test_tally_counts_by_status_and_reason_since_a_moment(action: UrgentAction) -> None:
    plan_reminders(at=AT - timedelta(days=5))
    watched_sweep(at=AT - timedelta(days=2), by="worker")
    watched_sweep(at=AT, by="worker")
    today = tally(since=beginning_of_day(at=AT))
    week = tally(since=beginning_of_day(at=AT, days_ago=6))

    assert (today.sent, today.failed, today.cancelled) == (1, 0, 0)
    assert (week.sent, week.cancelled, week.other_reasons) == (2, 1, 0)
    assert week.reasons == (("overdue; the notice 7 days before goes instead", 1),)


def test_tally_counts_rare_reasons_together(action: UrgentAction, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.sweeps.REASONS", 1)
    for number, reason in enumerate(["the subscription ended", "the subscription ended", "moved", "removed"]):
        Reminder.objects.create(
            kind="appeals", subject_id=1, about_on=AT.date(), lead_days=number, address="a@example.org", action=action,
            due_at=AT, status="cancelled", settled_at=AT, reason=reason,
        )  # fmt: skip

    found = tally(since=AT)

    assert (found.cancelled, found.reasons, found.other_reasons) == (4, (("the subscription ended", 2),), 2)


def test_day_begins_at_midnight_of_the_section_on_the_night_the_clocks_change() -> None:
    at = datetime(2011, 3, 27, 12, tzinfo=ZURICH)

    assert beginning_of_day(at=at).isoformat() == "2011-03-27T00:00:00+01:00"
    assert beginning_of_day(at=at, days_ago=6).isoformat() == "2011-03-21T00:00:00+01:00"


def test_next_moments_and_oldest_due(action: UrgentAction) -> None:
    plan_reminders(at=AT)

    first = next_moments(at=AT)[0]
    oldest = oldest_due(at=AT)

    assert first == (datetime(2011, 7, 18, 7, tzinfo=ZURICH), 1)
    assert oldest is not None
    assert (oldest[0].address, oldest[1]) == ("owner@desk.example", "3 days before")
    watched_sweep(at=AT, by="worker")
    assert oldest_due(at=AT) is None


@pytest.mark.parametrize(
    "row",
    [
        LastSweep(id=2, began_at=AT, process="worker"),
        LastSweep(began_at=AT, ended_at=AT - MINUTE, process="worker"),
    ],
)
def test_database_refuses_what_cannot_be(row: LastSweep) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_check_consistency_fails_until_a_sweep_has_run(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="No sweep has run yet"):
        call_command("check_consistency")

    sweep_reminders()
    call_command("check_consistency")

    assert capsys.readouterr().out.startswith("Consistent: ")


def test_command_notes_its_sweep_unless_it_is_for_another_moment() -> None:
    call_command("send_due_reminders", at="2011-07-16T08:00+02:00")
    call_command("send_due_reminders", dry_run=True)
    assert LastSweep.objects.count() == 0

    call_command("send_due_reminders")

    assert LastSweep.objects.get().process.startswith("command on ")


def test_deep_health_is_the_alarm_and_tells_nothing_private(client: Client, action: UrgentAction) -> None:
    show_sign("packs", at=clock.now())
    before: Any = client.get("/healthz?deep")
    swept(clock.now())
    after: Any = client.get("/healthz?deep")
    plan_reminders(at=AT)
    Reminder.objects.planned().update(due_at=AT)
    waiting: Any = client.get("/healthz?deep")

    assert (before.status_code, before.content) == (503, b"No sweep has run yet. Is the worker running, and beat?\n")
    assert (after.status_code, after.content, after.cookies) == (200, b"ok\n", {})
    assert (waiting.status_code, waiting.content) == (503, f"{WAITS}\n".encode())
    # Containers ask without it: a restart of the web part would not bring the worker back.
    assert client.get("/healthz").status_code == 200
