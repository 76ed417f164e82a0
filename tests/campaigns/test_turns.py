"""Whoever was told of a day that does not hold any more hears so, also where it turns back and forth.

The clock of the section is Zurich's; notices are due at seven in the morning. Anna follows, and was told on 16 July of
the hearing on the 19th.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from campaigns.models import Reminder, UrgentAction
from campaigns.planning import plan_reminders
from campaigns.reminders import sweep
from campaigns.turns import courses_of
from cases.deadline_moves import lift_deadline, move_deadline
from cases.hearing_moves import adjourn_hearing, cancel_hearing, hold_hearing
from cases.levels import Level
from cases.models import DateMove, Deadline, Hearing
from cases.taking_back import undo_move
from tests.builders import AT, make_case, make_deadline, make_hearing, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")
ANNA = "anna@example.org"
JULY_19, JULY_21 = date(2011, 7, 19), date(2011, 7, 21)
AUGUST_2, AUGUST_9 = date(2011, 8, 2), date(2011, 8, 9)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def by() -> User:
    return make_user("Researcher")


@pytest.fixture
def action() -> UrgentAction:
    action = make_open_action(make_case())
    make_subscription(action, email=ANNA)
    return action


@pytest.fixture
def hearing(action: UrgentAction) -> Hearing:
    hearing = make_hearing(action.case, on=JULY_19)
    sweep(at=datetime(2011, 7, 16, 8, tzinfo=ZURICH))
    assert told() == [("hearing", JULY_19)]
    return hearing


@pytest.fixture
def deadline(action: UrgentAction) -> Deadline:
    deadline = make_deadline(action.case, on=JULY_19)
    sweep(at=datetime(2011, 7, 16, 8, tzinfo=ZURICH))
    assert told() == [("deadline", JULY_19)]
    return deadline


class Clock:
    """Noon on Saturday 16 July, and a minute later at each look; nothing else is due that day."""

    def __init__(self) -> None:
        self.now = datetime(2011, 7, 16, 12, tzinfo=ZURICH)

    def __call__(self) -> datetime:
        self.now += MINUTE
        return self.now


@pytest.fixture
def at() -> Clock:
    return Clock()


def told(address: str = ANNA) -> list[tuple[str, date]]:
    """What an address was told, in order."""
    rows = Reminder.objects.filter(address=address, status="sent", subscription__isnull=False)
    return list(rows.order_by("settled_at", "kind", "about_on").values_list("kind", "about_on"))


def new_day_in_the_last_mail() -> str:
    (words,) = [" ".join(str(message.body).split()) for message in mail.outbox if message.to == [ANNA]][-1:]
    return words


def swept(at: Clock) -> list[tuple[str, date]]:
    """What Anna hears in two sweeps from now; the second must bring nothing that the first has brought."""
    before = len(told())
    mails = len(mail.outbox)
    sweep(at=at())
    heard = told()[before:]
    sweep(at=at())
    assert told()[before:] == heard
    assert len([message for message in mail.outbox[mails:] if message.to == [ANNA]]) == bool(heard)
    assert not Reminder.objects.planned().filter(kind__contains="_").exists()
    return heard


def test_move_that_is_taken_back_before_any_sweep_is_told_to_nobody(hearing: Hearing, by: User, at: Clock) -> None:
    planned = set(Reminder.objects.planned().values_list("kind", "about_on", "lead_days", "address"))

    undo_move(adjourn_hearing(hearing, to=AUGUST_2, by=by, at=at()), by=by, at=at())

    assert swept(at) == []
    assert set(Reminder.objects.planned().values_list("kind", "about_on", "lead_days", "address")) == planned


def test_move_that_is_taken_back_after_a_sweep_is_told_back_once(hearing: Hearing, by: User, at: Clock) -> None:
    planned = set(Reminder.objects.planned().values_list("kind", "about_on", "lead_days", "address"))
    move = adjourn_hearing(hearing, to=AUGUST_2, by=by, at=at())
    assert swept(at) == [("hearing_moved", JULY_19)]
    assert "Its new day is Tuesday 2 August 2011." in new_day_in_the_last_mail()

    undo_move(move, by=by, at=at())

    assert swept(at) == [("hearing_moved", AUGUST_2)]
    assert "Its new day is Tuesday 19 July 2011." in new_day_in_the_last_mail()
    # The notices of the days before it are planned again.
    assert set(Reminder.objects.planned().values_list("kind", "about_on", "lead_days", "address")) == planned


def test_slip_is_put_right_in_three_steps_and_each_is_told(hearing: Hearing, by: User, at: Clock) -> None:
    """The commonest way to use it: the wrong day, taken back, the right day."""
    move = adjourn_hearing(hearing, to=AUGUST_2, by=by, at=at())
    swept(at)
    undo_move(move, by=by, at=at())
    swept(at)

    adjourn_hearing(hearing, to=AUGUST_9, by=by, at=at())

    # The same day of the same hearing is taken back for the second time.
    assert swept(at) == [("hearing_moved", JULY_19)]
    assert "Its new day is Tuesday 9 August 2011." in new_day_in_the_last_mail()


def test_slip_that_is_put_right_between_two_sweeps_is_told_once(hearing: Hearing, by: User, at: Clock) -> None:
    move = adjourn_hearing(hearing, to=AUGUST_2, by=by, at=at())
    swept(at)

    undo_move(move, by=by, at=at())
    adjourn_hearing(hearing, to=AUGUST_9, by=by, at=at())

    assert swept(at) == [("hearing_moved", AUGUST_2)]
    assert "Its new day is Tuesday 9 August 2011." in new_day_in_the_last_mail()


def test_same_move_made_again_before_the_next_sweep_is_no_news(hearing: Hearing, by: User, at: Clock) -> None:
    move = adjourn_hearing(hearing, to=AUGUST_2, by=by, at=at())
    swept(at)

    undo_move(move, by=by, at=at())
    adjourn_hearing(hearing, to=AUGUST_2, by=by, at=at())

    assert swept(at) == []


def test_hearing_that_moves_on_is_told_to_whoever_knows_the_day_from_the_news_alone(
    hearing: Hearing, by: User, at: Clock
) -> None:
    adjourn_hearing(hearing, to=AUGUST_2, by=by, at=at())
    swept(at)

    adjourn_hearing(Hearing.objects.get(on=AUGUST_2), to=AUGUST_9, by=by, at=at())

    assert swept(at) == [("hearing_moved", AUGUST_2)]
    assert "Its new day is Tuesday 9 August 2011." in new_day_in_the_last_mail()


def test_follower_who_knows_only_the_day_that_was_taken_back_hears_of_it(
    action: UrgentAction, hearing: Hearing, by: User, at: Clock
) -> None:
    move = adjourn_hearing(hearing, to=JULY_21, by=by, at=at())
    make_subscription(action, email="bela@example.org", confirmed_at=at())
    sweep(at=at())
    # The notice of seven days before is overdue on the 16th.
    assert told("bela@example.org") == [("hearing", JULY_21)]

    undo_move(move, by=by, at=at())
    sweep(at=at())

    # The new day is told by its own notice of three days before, in the same mail.
    assert told("bela@example.org") == [("hearing", JULY_21), ("hearing", JULY_19), ("hearing_moved", JULY_21)]


@pytest.mark.parametrize("is_sine_die", [False, True], ids=["cancelled", "no new day"])
def test_hearing_that_is_on_after_all_is_told_to_whoever_heard_it_was_off(
    hearing: Hearing, by: User, at: Clock, is_sine_die: bool
) -> None:
    def call_off() -> DateMove:
        if is_sine_die:
            return adjourn_hearing(hearing, to=None, by=by, at=at())
        return cancel_hearing(hearing, by=by, at=at())

    for _ in range(2):
        move = call_off()
        assert swept(at) == [("hearing_moved", JULY_19)]

        undo_move(move, by=by, at=at())

        assert swept(at) == [("hearing_again", JULY_19)]
        assert "after all, on Tuesday 19 July 2011." in new_day_in_the_last_mail()


def test_hearing_with_no_day_that_gets_one_is_told_to_whoever_heard_it_had_none(
    hearing: Hearing, by: User, at: Clock
) -> None:
    adjourn_hearing(hearing, to=None, by=by, at=at())
    swept(at)

    adjourn_hearing(hearing, to=AUGUST_9, by=by, at=at())

    assert swept(at) == [("hearing_again", AUGUST_9)]


def test_day_that_is_for_staff_only_is_told_to_nobody(hearing: Hearing, by: User, at: Clock) -> None:
    move = cancel_hearing(hearing, by=by, at=at())
    swept(at)
    Hearing.objects.update(level=Level.NETWORK)

    undo_move(move, by=by, at=at())

    assert swept(at) == []


def test_deadline_that_moves_back_and_forth_is_told_each_time(deadline: Deadline, by: User, at: Clock) -> None:
    for _ in range(2):
        move = move_deadline(deadline, to=AUGUST_2, by=by, at=at())
        assert swept(at) == [("deadline_moved", JULY_19)]

        undo_move(move, by=by, at=at())

        assert swept(at) == [("deadline_moved", AUGUST_2)]
        assert "Its new day is Tuesday 19 July 2011." in new_day_in_the_last_mail()


def test_deadline_that_was_not_lifted_after_all(deadline: Deadline, by: User, at: Clock) -> None:
    move = lift_deadline(deadline, by=by, at=at())
    assert swept(at) == [("deadline_moved", JULY_19)]

    undo_move(move, by=by, at=at())

    assert swept(at) == [("deadline_again", JULY_19)]


def test_notice_of_a_move_that_waits_is_cancelled_when_the_move_is_taken_back(
    hearing: Hearing, by: User, at: Clock
) -> None:
    move = adjourn_hearing(hearing, to=AUGUST_2, by=by, at=at())
    plan_reminders(at=at())
    assert Reminder.objects.planned().filter(kind="hearing_moved").count() == 1

    undo_move(move, by=by, at=at())

    assert swept(at) == []
    assert Reminder.objects.get(kind="hearing_moved").reason == "it is on that day after all"


def test_hearing_that_was_held_on_its_new_day_is_no_news(hearing: Hearing, by: User, at: Clock) -> None:
    adjourn_hearing(hearing, to=JULY_21, by=by, at=at())
    swept(at)

    hold_hearing(Hearing.objects.get(on=JULY_21), by=by, at=at())

    assert swept(at) == []


def test_moved_hearing_of_an_action_that_is_over_is_told_to_nobody(
    action: UrgentAction, hearing: Hearing, by: User, at: Clock
) -> None:
    UrgentAction.objects.update(status="paused")

    adjourn_hearing(hearing, to=AUGUST_2, by=by, at=at())

    assert swept(at) == []


def test_chain_from_before_moves_were_written_down_goes_on(
    action: UrgentAction, hearing: Hearing, by: User, at: Clock
) -> None:
    second = make_hearing(action.case, court=hearing.court, on=AUGUST_2)
    Hearing.objects.filter(pk=hearing.pk).update(status="adjourned", adjourned_to=second)
    assert swept(at) == [("hearing_moved", JULY_19)]

    adjourn_hearing(second, to=AUGUST_9, by=by, at=at())

    assert swept(at) == [("hearing_moved", AUGUST_2)]


def test_hearing_that_was_there_before_the_move_stands_after_it_is_taken_back(
    action: UrgentAction, hearing: Hearing, by: User, at: Clock
) -> None:
    make_hearing(action.case, court=hearing.court, on=AUGUST_2)
    move = adjourn_hearing(hearing, to=AUGUST_2, by=by, at=at())
    swept(at)

    undo_move(move, by=by, at=at())

    assert swept(at) == []


def test_courses_are_read_in_a_constant_number_of_queries(
    action: UrgentAction, by: User, at: Clock, django_assert_num_queries: Callable[..., object]
) -> None:
    for day in (19, 20, 21):
        adjourn_hearing(make_hearing(action.case, on=date(2011, 7, day)), to=AUGUST_2, by=by, at=at())
    move_deadline(make_deadline(action.case), to=AUGUST_2, by=by, at=at())

    with django_assert_num_queries(4):  # which cases, their hearings, their deadlines, their moves
        courses = courses_of([action.case_id], on=JULY_19, at=AT)

    assert [(course.kind, len(course.subjects), course.day) for course in courses] == [
        ("hearing", 2, AUGUST_2),
        ("hearing", 2, AUGUST_2),
        ("hearing", 2, AUGUST_2),
        ("deadline", 1, AUGUST_2),
    ]


def true_day() -> date | None:
    """The day of the one hearing that is expected, if there is one."""
    return Hearing.objects.expected().values_list("on", flat=True).first()


STEPS = st.lists(
    st.sampled_from(["adjourn", "adjourn", "no new day", "cancel", "undo", "undo", "sweep", "sweep"]),
    min_size=3,
    max_size=9,
)


@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, days=st.lists(st.integers(17, 31), min_size=10, max_size=10))
def test_whatever_happens_between_sweeps_everybody_ends_with_what_is_true(
    db: None, steps: list[str], days: list[int]
) -> None:
    at = Clock()
    with transaction.atomic():
        by = make_user("Researcher")
        action = make_open_action(make_case())
        make_subscription(action, email=ANNA)
        make_hearing(action.case, on=JULY_19)
        sweep(at=at())
        believes = true_day()
        for step, day in zip([*steps, "sweep"], days * 10, strict=False):
            tried = at()
            with suppress(ValidationError, Hearing.DoesNotExist), transaction.atomic():
                match step:
                    case "adjourn" | "no new day":
                        to = date(2011, 7, day) if step == "adjourn" else None
                        last = Hearing.objects.filter(adjourned_to=None).latest("pk")
                        adjourn_hearing(last, to=to, by=by, at=tried)
                    case "cancel":
                        cancel_hearing(Hearing.objects.expected().latest("pk"), by=by, at=tried)
                    case "undo":
                        if move := DateMove.objects.standing().last():
                            undo_move(move, by=by, at=tried)
                    case "sweep":
                        before = len(told())
                        sweep(at=tried)
                        heard = told()[before:]
                        corrections = [kind for kind, _ in heard if kind != "hearing"]
                        assert len(corrections) == (1 if believes != true_day() else 0), (step, heard)
                        believes = true_day()
        assert not Reminder.objects.planned().filter(kind__contains="_").exists()
        transaction.set_rollback(True)
