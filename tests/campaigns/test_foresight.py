"""What is shown before a move is what happens afterwards; and looking changes nothing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from campaigns.foresight import Forecast, foresee, outlooks
from campaigns.lifecycle import pause_action, stop_action
from campaigns.models import Reminder, Sheet, UrgentAction
from campaigns.moving_dates import What, Wish, make_move
from campaigns.reminders import sweep
from campaigns.timing import Pace
from cases.levels import Level
from cases.models import DateMove, Hearing
from cases.taking_back import undo_move
from tests.builders import make_case, make_draft, make_hearing, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")
JULY_19, AUGUST_2 = date(2011, 7, 19), date(2011, 8, 2)
NOON = datetime(2011, 7, 16, 12, tzinfo=ZURICH)
TO_AUGUST = Wish(What.TO_A_DAY, AUGUST_2)


@pytest.fixture
def by() -> User:
    return make_user("Researcher")


@pytest.fixture
def action() -> UrgentAction:
    """With three followers who were told on 16 July of the hearing on the 19th, and one who was not."""
    action = make_open_action(make_case())
    make_hearing(action.case, on=JULY_19)
    for pace in Pace:
        make_subscription(action, pace=pace)
    make_subscription(None, confirmed_at=datetime(2011, 7, 1, tzinfo=ZURICH), first_lead=0, country="IS")
    sweep(at=datetime(2011, 7, 16, 8, tzinfo=ZURICH))
    return action


@pytest.fixture
def hearing(action: UrgentAction) -> Hearing:
    return action.case.hearings.get()


def look(hearing: Hearing, by: User, wish: Wish = TO_AUGUST, at: datetime = NOON) -> Forecast:
    _, forecast = foresee(hearing, lambda: make_move(hearing, wish, by=by, at=at), at=at)
    hearing.refresh_from_db()
    return forecast


def everything() -> tuple[object, ...]:
    models = (Hearing, DateMove, Reminder, Sheet)
    return tuple(list(model._default_manager.order_by("pk").values_list()) for model in models)


def sent(kind: str) -> int:
    return Reminder.objects.filter(kind=kind, status="sent").count()


def test_looking_writes_nothing(hearing: Hearing, by: User) -> None:
    before = everything()

    look(hearing, by)

    assert everything() == before


def test_looking_asks_as_many_questions_for_many_followers_as_for_few(
    hearing: Hearing, action: UrgentAction, by: User
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            look(hearing, by)
        return len(asked)

    few = questions()
    for _ in range(5):
        make_subscription(action)

    assert questions() == few


def test_forecast_is_what_the_next_sweeps_do(hearing: Hearing, by: User) -> None:
    forecast = look(hearing, by)

    assert forecast.told == 4  # three followers and the owner
    assert dict(forecast.corrected) == {"at once": 1, "once a day": 1, "once a week": 1}
    assert dict(forecast.reached) == {"at once": 2, "once a day": 1, "once a week": 1}
    assert [(line.early, line.staff, line.followers) for line in forecast.dropped] == [
        ("the day before", 1, 2),  # the weekly mail brings that of the day instead
        ("on the day", 1, 4),
    ]
    assert [(line.on, line.staff, line.followers, line.is_due) for line in forecast.planned] == [
        (date(2011, 7, 19), 1, 3, False),
        (date(2011, 7, 26), 1, 2, False),  # a weekly mail brings the one of three days before instead
        (date(2011, 7, 30), 1, 3, False),
        (date(2011, 8, 1), 1, 2, False),
        (date(2011, 8, 2), 1, 4, False),
    ]

    make_move(hearing, TO_AUGUST, by=by, at=NOON)
    heard = sent("hearing")
    moment = NOON + timedelta(minutes=1)
    while moment < datetime(2011, 8, 3, tzinfo=ZURICH):
        sweep(at=moment)
        moment += timedelta(hours=12)

    assert sent("hearing_moved") == forecast.all_corrected
    assert sent("hearing") - heard == sum(line.staff + line.followers for line in forecast.planned)


def test_forecast_of_an_undo_counts_whoever_was_told_of_the_move(hearing: Hearing, by: User) -> None:
    move = make_move(hearing, TO_AUGUST, by=by, at=NOON)

    def undone() -> Forecast:
        later = NOON + timedelta(minutes=2)
        _, forecast = foresee(
            hearing,
            lambda: undo_move(DateMove.objects.get(pk=move.pk), by=by, at=later),
            at=later,
            is_undo=True,
        )
        return forecast

    assert undone().all_corrected == 0
    sweep(at=NOON + timedelta(minutes=1))
    assert undone().all_corrected == 3


def test_nobody_is_counted_where_no_action_is_open(hearing: Hearing, action: UrgentAction, by: User) -> None:
    stop_action(action, by=by, at=NOON, reason="news")

    forecast = look(hearing, by)

    assert (forecast.dropped, forecast.planned, forecast.corrected, forecast.reached) == ((), (), (), ())


def test_private_hearing_reaches_staff_alone(hearing: Hearing, by: User) -> None:
    Hearing.objects.update(level=Level.NETWORK)

    forecast = look(hearing, by)

    assert {line.followers for line in forecast.planned} == {0}
    assert forecast.all_reached == 0


# Actions and sheets


def outlook(action: UrgentAction, *, old: date | None = JULY_19, new: date | None = AUGUST_2):
    (found,) = outlooks(action.case_id, old=old, new=new, on=date(2011, 7, 13))
    return found


def test_sheet_that_prints_the_old_day_is_offered_a_correction() -> None:
    action = make_open_action(summary="She is tried on 19 July.", story="On 19 July 2009 nothing happened.")

    found = outlook(action)

    assert [(place.part, place.words) for place in found.places] == [("summary", "She is tried on 19 July.")]
    assert (found.kind, found.days_short, found.proposed_limit) == ("correction", 0, None)


@pytest.mark.parametrize(
    ("new", "days_short", "kind"),
    [(date(2011, 8, 23), 0, ""), (date(2011, 8, 24), 1, "further"), (date(2011, 9, 1), 9, "further")],
)
def test_letters_that_end_before_the_new_day_are_offered_a_further_sheet(new: date, days_short: int, kind: str) -> None:
    """The last good day is 22 August."""
    found = outlook(make_open_action(), new=new)

    assert (found.days_short, found.kind, found.proposed_limit) == (days_short, kind, new if kind else None)


def test_sheet_that_is_under_way_is_shown_and_no_second_one_offered() -> None:
    action = make_open_action(summary="She is tried on 19 July.")
    draft = make_draft(action)

    found = outlook(action, new=date(2011, 9, 1))

    assert (found.under_way, found.kind) == (draft, "")


@pytest.mark.parametrize(("verb", "counts"), [(pause_action, 1), (stop_action, 0)])
def test_paused_action_counts_and_one_that_is_over_does_not(verb: Callable[..., object], counts: int) -> None:
    action = make_open_action()
    verb(action, by=action.created_by, at=NOON, reason="news")

    assert len(outlooks(action.case_id, old=JULY_19, new=AUGUST_2, on=NOON.date())) == counts
