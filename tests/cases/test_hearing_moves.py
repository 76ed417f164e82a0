"""What becomes of a hearing. A hearing that is adjourned stays, and goes on as another one."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from cases.hearing_moves import adjourn_hearing, cancel_hearing, correct_hearing, hold_hearing
from cases.levels import Level
from cases.models import DateMove, Hearing
from tests.builders import AT, make_case, make_hearing, make_user

pytestmark = pytest.mark.django_db

JULY_19, AUGUST_2 = date(2011, 7, 19), date(2011, 8, 2)


@pytest.fixture
def by() -> User:
    return make_user("Researcher")


@pytest.fixture
def hearing() -> Hearing:
    return make_hearing(make_case(), on=JULY_19, at=time(10), time_zone="Europe/Moscow")


def test_adjourned_hearing_goes_on_as_a_hearing_of_the_new_day(hearing: Hearing, by: User) -> None:
    Hearing.objects.update(level=Level.NETWORK)

    move = adjourn_hearing(hearing, to=AUGUST_2, starts_at=time(14, 30), reason="the judge is ill", by=by, at=AT)

    new = hearing.adjourned_to
    assert new is not None
    assert (hearing.status, hearing.on) == ("adjourned", JULY_19)
    assert (new.on, new.at, new.time_zone, new.status) == (AUGUST_2, time(14, 30), "Europe/Moscow", "expected")
    assert (new.court, new.matter, new.level) == (hearing.court, hearing.matter, Level.NETWORK)
    assert (move.day_before, move.day_after, move.reason, move.by, move.at) == (
        JULY_19,
        AUGUST_2,
        "the judge is ill",
        by,
        AT,
    )
    assert str(move) == "hearing of 19 July 2011 was adjourned to 2 August 2011"


def test_hearing_may_be_brought_forward(hearing: Hearing, by: User) -> None:
    move = adjourn_hearing(hearing, to=date(2011, 7, 15), by=by, at=AT)

    assert move.what_happened == "brought forward to 15 July 2011"
    assert hearing.adjourned_to is not None
    assert hearing.adjourned_to.on == date(2011, 7, 15)


def test_hearing_may_be_adjourned_with_no_new_day_and_get_one_later(hearing: Hearing, by: User) -> None:
    first = adjourn_hearing(hearing, to=None, by=by, at=AT)

    assert (hearing.status, hearing.adjourned_to, first.day_after) == ("adjourned", None, None)

    second = adjourn_hearing(hearing, to=AUGUST_2, by=by, at=AT)

    assert hearing.adjourned_to is not None
    assert (second.day_before, second.day_after) == (None, AUGUST_2)


def test_hearing_of_the_new_day_that_is_there_already_is_taken(hearing: Hearing, by: User) -> None:
    there = make_hearing(hearing.case, court=hearing.court, on=AUGUST_2)

    move = adjourn_hearing(hearing, to=AUGUST_2, by=by, at=AT)

    assert hearing.adjourned_to == there
    assert not move.made_hearing
    assert Hearing.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "cancelled"}, "2 August 2011 already, and it was cancelled"),
        ({"at": time(9), "time_zone": "Europe/Moscow"}, "2 August 2011 already, with another time"),
    ],
)
def test_hearing_of_the_new_day_that_cannot_be_meant_is_refused(
    hearing: Hearing, by: User, fields: dict[str, object], sentence: str
) -> None:
    make_hearing(hearing.case, court=hearing.court, on=AUGUST_2, **fields)

    with pytest.raises(ValidationError, match=sentence):
        adjourn_hearing(hearing, to=AUGUST_2, starts_at=time(10), by=by, at=AT)

    assert not DateMove.objects.exists()


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        (JULY_19, "It is on that day already"),
        (date(2010, 7, 1), "more than a year before 19 July 2011"),
        (date(2111, 8, 2), "more than ten years after 19 July 2011"),
        (date(1, 1, 1), "more than a year before"),
        (date(9999, 12, 31), "more than ten years after"),
    ],
)
def test_day_that_makes_no_sense_is_refused_and_nothing_is_made(
    hearing: Hearing, by: User, to: date, sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        adjourn_hearing(hearing, to=to, by=by, at=AT)

    hearing.refresh_from_db()
    assert (hearing.status, Hearing.objects.count(), DateMove.objects.count()) == ("expected", 1, 0)


def test_time_without_a_zone_is_refused(by: User) -> None:
    hearing = make_hearing(make_case(), on=JULY_19)

    with pytest.raises(ValidationError, match="A time needs the time zone of the court"):
        adjourn_hearing(hearing, to=AUGUST_2, starts_at=time(10), by=by, at=AT)


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_hearing_that_is_over_moves_no_more(hearing: Hearing, by: User, status: str) -> None:
    Hearing.objects.update(status=status)

    with pytest.raises(ValidationError, match=f"This hearing was {status}"):
        adjourn_hearing(hearing, to=AUGUST_2, by=by, at=AT)
    with pytest.raises(ValidationError, match=f"This hearing was {status}"):
        cancel_hearing(hearing, by=by, at=AT)


def test_hearing_is_adjourned_once(hearing: Hearing, by: User) -> None:
    adjourn_hearing(hearing, to=AUGUST_2, by=by, at=AT)

    with pytest.raises(ValidationError, match="adjourned to 2 August 2011 already: move that hearing instead"):
        adjourn_hearing(hearing, to=date(2011, 8, 9), by=by, at=AT)


def test_hearing_that_was_deleted_meanwhile_is_refused(hearing: Hearing, by: User) -> None:
    Hearing.objects.all().delete()

    with pytest.raises(ValidationError, match="not there any more"):
        cancel_hearing(hearing, by=by, at=AT)


def test_cancelled_and_held_keep_what_was(hearing: Hearing, by: User) -> None:
    other = make_hearing(hearing.case, on=JULY_19)

    cancelled = cancel_hearing(hearing, reason="the charge was dropped", by=by, at=AT)
    held = hold_hearing(other, result="The appeal was refused.", by=by, at=AT)

    assert (hearing.status, cancelled.day_before, cancelled.day_after) == ("cancelled", JULY_19, None)
    assert (other.status, other.result, held.day_after) == ("held", "The appeal was refused.", JULY_19)


def test_correction_makes_no_second_hearing(hearing: Hearing, by: User) -> None:
    move = correct_hearing(hearing, on=AUGUST_2, starts_at=time(10), time_zone="Europe/Moscow", by=by, at=AT)

    assert (hearing.on, hearing.status, Hearing.objects.count()) == (AUGUST_2, "expected", 1)
    assert (move.day_before, move.day_after) == (JULY_19, AUGUST_2)


def test_correction_of_nothing_is_refused(hearing: Hearing, by: User) -> None:
    with pytest.raises(ValidationError, match="Nothing is different"):
        correct_hearing(hearing, starts_at=time(10), time_zone="Europe/Moscow", by=by, at=AT)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"deadline_id": 1}, "date_move_of_one_thing"),
        ({"hearing_id": None}, "date_move_of_one_thing"),
        ({"verb": "move"}, "date_move_of_one_thing"),
        ({"undone_at": datetime(2011, 7, 14, tzinfo=UTC)}, "date_move_undone_at_and_by_together"),
        ({"verb": "cancel"}, "date_move_goes_on_only_when_adjourned"),
        ({"to_hearing_id": None, "made_hearing": False}, "date_move_to_a_day_names_its_hearing"),
        ({"to_on": JULY_19}, "date_move_to_another_day"),
        ({"to_at": time(10), "to_time_zone": ""}, "date_move_time_has_a_zone"),
    ],
)
def test_move_that_contradicts_itself_is_refused(
    hearing: Hearing, by: User, fields: dict[str, object], name: str
) -> None:
    move = adjourn_hearing(hearing, to=AUGUST_2, by=by, at=AT)
    for field, value in fields.items():
        setattr(move, field, value)
    constraint = next(each for each in DateMove._meta.constraints if each.name == name)

    with pytest.raises(ValidationError) as refused:
        move.validate_constraints()

    assert str(constraint.violation_error_message) in refused.value.messages
