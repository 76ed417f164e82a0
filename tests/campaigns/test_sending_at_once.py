"""Several senders, planners and a stop at the same moment, on the database that has real row locks."""

import threading
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError, close_old_connections, connection, transaction

from campaigns import subscriptions
from campaigns.lifecycle import stop_action
from campaigns.models import Reminder, UrgentAction
from campaigns.planning import plan_reminders
from campaigns.reminders import sweep
from campaigns.sending import send_due
from tests.builders import make_case, make_hearing, make_open_action, make_subscription, make_user

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]

AT = datetime(2011, 7, 16, 8, tzinfo=ZoneInfo("Europe/Zurich"))


@pytest.fixture(autouse=True)
def needs_row_locks(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; there is nothing to run at once")


class Sink(BaseEmailBackend):
    """Takes every mail and notes its Message-ID; says when the first one is being taken."""

    taken: list[str] = []
    begun = threading.Event()
    go_on = threading.Event()

    def send_messages(self, messages: list[object]) -> int:
        self.begun.set()
        self.go_on.wait(10)
        self.taken.extend(message.extra_headers["Message-ID"] for message in messages)  # type: ignore[attr-defined]
        return len(messages)


@pytest.fixture
def sink(settings: object) -> type[Sink]:
    settings.EMAIL_BACKEND = "tests.campaigns.test_sending_at_once.Sink"  # type: ignore[attr-defined]
    Sink.taken = []
    Sink.begun.clear()
    Sink.go_on.set()
    return Sink


@pytest.fixture
def action() -> UrgentAction:
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 7, 19))
    return make_open_action(case)


class Running:
    """A function in a thread of its own, with a database connection of its own."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.problem: BaseException | None = None
        self.thread = threading.Thread(target=self._run, args=(work,))
        self.thread.start()

    def _run(self, work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as problem:
            self.problem = problem
        finally:
            close_old_connections()
            connection.close()

    def ends(self, within: float) -> bool:
        self.thread.join(within)
        return not self.thread.is_alive()

    def result(self) -> None:
        assert self.ends(60)
        if self.problem is not None:
            raise self.problem


def test_four_sweeps_at_once_send_each_mail_once(action: UrgentAction, sink: type[Sink]) -> None:
    for _ in range(40):
        make_subscription(action)

    sweeps = [Running(lambda: sweep(at=AT)) for _ in range(4)]
    for running in sweeps:
        running.result()

    sent = list(Reminder.objects.filter(status="sent").values_list("message_id", flat=True))
    assert len(sent) == 41
    assert sorted(sink.taken) == sorted(sent)
    assert not Reminder.objects.due(AT).exists()


def test_four_planners_at_once_plan_each_notice_once(action: UrgentAction) -> None:
    for _ in range(20):
        make_subscription(action)

    planners = [Running(lambda: plan_reminders(at=AT)) for _ in range(4)]
    for running in planners:
        running.result()
    together = set(Reminder.objects.values_list("kind", "lead_days", "address", "status"))
    Reminder.objects.all().delete()
    plan_reminders(at=AT)

    assert together == set(Reminder.objects.values_list("kind", "lead_days", "address", "status"))


def test_stop_waits_for_the_mail_in_flight_and_lets_none_follow(action: UrgentAction, sink: type[Sink]) -> None:
    for _ in range(5):
        make_subscription(action)
    sink.go_on.clear()

    sending = Running(lambda: sweep(at=AT))
    assert sink.begun.wait(10)
    stopping = Running(lambda: stop_action(action, by=action.created_by, at=AT, reason="released"))
    assert not stopping.ends(within=0.5)
    sink.go_on.set()
    stopping.result()
    taken_when_stopped = len(sink.taken)
    sending.result()

    assert len(sink.taken) == taken_when_stopped < 6
    assert Reminder.objects.filter(status="sent").count() == len(sink.taken)
    assert set(Reminder.objects.filter(due_at__lte=AT, status="cancelled", lead_days=3).values_list("reason")) == {
        ("the action was stopped",)
    }


def test_action_is_held_while_a_mail_is_handed_over(action: UrgentAction, sink: type[Sink]) -> None:
    """Also where the stop does not see the reminder, because a planner wrote it a moment ago."""
    sink.go_on.clear()

    sending = Running(lambda: sweep(at=AT))
    assert sink.begun.wait(10)
    with pytest.raises(OperationalError, match="could not obtain lock"), transaction.atomic():
        UrgentAction.objects.select_for_update(no_key=True, nowait=True).get(pk=action.pk)
    sink.go_on.set()
    sending.result()

    with transaction.atomic():
        assert UrgentAction.objects.select_for_update(no_key=True, nowait=True).get(pk=action.pk) == action


def test_two_senders_never_share_out_one_mail(action: UrgentAction, sink: type[Sink]) -> None:
    """A mail program takes two mails with one Message-ID for one, and hides what only the other tells."""
    other = make_open_action()
    make_hearing(other.case, on=date(2011, 7, 19))
    make_subscription(action, email="first@example.org")
    for followed in (action, other):
        make_subscription(followed, email="second@example.org")
    plan_reminders(at=AT)
    Reminder.objects.exclude(address__endswith="example.org").delete()
    _first, _second, locked = Reminder.objects.due(AT).order_by("address", "pk")
    sink.go_on.clear()

    # The one has looked at what is due, and is busy with the first mail.
    busy = Running(lambda: send_due(at=AT))
    assert sink.begun.wait(10)
    with transaction.atomic():
        Reminder.objects.select_for_update(of=("self",)).get(pk=locked.pk)
        quick = Running(lambda: send_due(at=AT))
        quick.ends(within=2)
    sink.go_on.set()
    quick.result()
    busy.result()
    send_due(at=AT)

    assert len(sink.taken) == len(set(sink.taken))
    assert not Reminder.objects.due(AT).exists()


def test_unsubscribing_waits_for_the_mail_in_flight(action: UrgentAction, sink: type[Sink]) -> None:
    action.case.owner.is_active = False
    action.case.owner.save()
    subscription = make_subscription(action)
    sink.go_on.clear()

    sending = Running(lambda: sweep(at=AT))
    assert sink.begun.wait(10)
    ending = Running(lambda: subscriptions.end(subscription))
    assert not ending.ends(within=0.5)
    sink.go_on.set()
    ending.result()
    sending.result()

    assert len(sink.taken) == 1
    assert not Reminder.objects.exists()


def test_planning_stopping_and_sending_at_once_leave_no_deadlock(sink: type[Sink]) -> None:
    actions = []
    for _ in range(6):
        case = make_case()
        make_hearing(case, on=date(2011, 7, 19))
        actions.append(make_open_action(case))
    followers = [make_subscription(None, confirmed_at=AT.replace(day=1)) for _ in range(10)]
    plan_reminders(at=AT.replace(day=13))

    running = [Running(lambda: sweep(at=AT)) for _ in range(3)]
    running += [
        Running(lambda action=action: stop_action(action, by=action.created_by, at=AT, reason="news"))  # type: ignore[misc]
        for action in actions[:4]
    ]
    running += [Running(lambda one=one: subscriptions.end(one)) for one in followers[:4]]  # type: ignore[misc]
    for each in running:
        each.result()
    sweep(at=AT)

    assert len(sink.taken) == len(set(sink.taken))
    assert not Reminder.objects.due(AT).exists()
