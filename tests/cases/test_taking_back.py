"""A move is taken back to exactly what was, or a sentence says what is in the way."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from cases.deadline_moves import lift_deadline, move_deadline
from cases.hearing_moves import adjourn_hearing, cancel_hearing, correct_hearing, hold_hearing
from cases.levels import Level
from cases.models import DateMove, Deadline, Hearing
from cases.rules import may_move, may_undo
from cases.taking_back import undo_move, why_not_undo
from tests.builders import AT, make_case, make_deadline, make_hearing, make_user

pytestmark = pytest.mark.django_db

JULY_19, AUGUST_2, AUGUST_9 = date(2011, 7, 19), date(2011, 8, 2), date(2011, 8, 9)
LATER = AT + timedelta(minutes=5)


@pytest.fixture
def by() -> User:
    return make_user("Researcher", name="Rosa Researcher")


@pytest.fixture
def hearing() -> Hearing:
    return make_hearing(make_case(), on=JULY_19, at=time(10), time_zone="Europe/Moscow", result="A first note.")


def rows() -> list[tuple[object, ...]]:
    """Everything about every hearing."""
    return list(Hearing.objects.order_by("pk").values_list())


@pytest.mark.parametrize(
    "verb",
    [
        lambda hearing, by: adjourn_hearing(hearing, to=AUGUST_2, starts_at=time(14), by=by, at=AT),
        lambda hearing, by: adjourn_hearing(hearing, to=None, by=by, at=AT),
        lambda hearing, by: cancel_hearing(hearing, by=by, at=AT),
        lambda hearing, by: hold_hearing(hearing, result="He stays.", by=by, at=AT),
        lambda hearing, by: correct_hearing(hearing, on=AUGUST_2, by=by, at=AT),
    ],
    ids=["adjourned", "sine die", "cancelled", "held", "corrected"],
)
def test_hearing_is_again_what_it_was(hearing: Hearing, by: User, verb: Callable[..., DateMove]) -> None:
    before = rows()
    move = verb(hearing, by)
    assert rows() != before

    undo_move(move, by=by, at=LATER)

    assert rows() == before
    assert (move.undone_at, move.undone_by) == (LATER, by)


@pytest.mark.parametrize("verb", [move_deadline, lift_deadline])
def test_deadline_is_again_what_it_was(by: User, verb: Callable[..., DateMove]) -> None:
    deadline = make_deadline(make_case())
    before = list(Deadline.objects.values_list())
    move = verb(deadline, by=by, at=AT, **({"to": AUGUST_9} if verb is move_deadline else {}))

    undo_move(move, by=by, at=LATER)

    assert list(Deadline.objects.values_list()) == before


def test_hearing_that_was_there_before_the_move_stays(hearing: Hearing, by: User) -> None:
    make_hearing(hearing.case, court=hearing.court, on=AUGUST_2)
    before = rows()

    undo_move(adjourn_hearing(hearing, to=AUGUST_2, by=by, at=AT), by=by, at=LATER)

    assert rows() == before


def test_chain_is_taken_back_from_its_end(hearing: Hearing, by: User) -> None:
    before = rows()
    first = adjourn_hearing(hearing, to=AUGUST_2, by=by, at=AT)
    second = adjourn_hearing(Hearing.objects.get(on=AUGUST_2), to=AUGUST_9, by=by, at=AT)

    assert why_not_undo(first) == (
        "Something happened to the hearing of 2 August 2011 since: it was adjourned to 9 August 2011. "
        "Take that back first."
    )
    with pytest.raises(ValidationError, match="Take that back first"):
        undo_move(first, by=by, at=LATER)

    undo_move(second, by=by, at=LATER)
    undo_move(first, by=by, at=LATER)

    assert rows() == before
    assert DateMove.objects.standing().count() == 0
    assert DateMove.objects.count() == 2


def test_later_move_of_the_same_deadline_is_in_the_way_even_where_the_day_is_the_same_again(by: User) -> None:
    deadline = make_deadline(make_case(), on=date(2011, 8, 1))
    first = move_deadline(deadline, to=AUGUST_9, by=by, at=AT)
    move_deadline(deadline, to=AUGUST_2, by=by, at=AT + timedelta(seconds=1))
    move_deadline(deadline, to=AUGUST_9, by=by, at=AT + timedelta(seconds=2))

    assert why_not_undo(first) == (
        "Something happened to the deadline since: it was moved to 9 August 2011. Take that back first."
    )


def test_move_is_taken_back_once(hearing: Hearing, by: User) -> None:
    move = undo_move(adjourn_hearing(hearing, to=AUGUST_2, by=by, at=AT), by=by, at=LATER)

    with pytest.raises(
        ValidationError, match="taken back already, by Rosa Researcher on 13 July 2011 at 10:05"
    ):  # 08:05 UTC
        undo_move(move, by=by, at=LATER)


@pytest.mark.parametrize(
    ("on", "fields", "sentence"),
    [
        (AUGUST_2, {"status": "held"}, "Something happened to the hearing of 2 August 2011 since: it was held."),
        (AUGUST_2, {"at": time(9)}, "Somebody changed the hearing of 2 August 2011 since."),
        (AUGUST_2, {"matter": "something else"}, "Somebody changed the hearing of 2 August 2011 since."),
        (AUGUST_2, {"level": Level.NETWORK}, "Somebody changed the hearing of 2 August 2011 since."),
        (AUGUST_2, {"result": "A note."}, "Somebody changed the hearing of 2 August 2011 since."),
        (JULY_19, {"on": date(2011, 7, 20)}, "The hearing was changed since: it is adjourned, on 20 July 2011."),
    ],
)
def test_what_somebody_changed_since_is_in_the_way(
    hearing: Hearing, by: User, on: date, fields: dict[str, object], sentence: str
) -> None:
    move = adjourn_hearing(hearing, to=AUGUST_2, by=by, at=AT)
    Hearing.objects.filter(on=on).update(**fields)
    stands = rows()

    with pytest.raises(ValidationError) as refused:
        undo_move(move, by=by, at=LATER)

    assert refused.value.messages[0].startswith(sentence)
    assert rows() == stands
    assert not may_undo(by, move)


def test_result_that_was_written_anew_is_not_lost(hearing: Hearing, by: User) -> None:
    move = hold_hearing(hearing, result="He stays.", by=by, at=AT)
    Hearing.objects.update(result="He stays, the judge said, until September.")

    assert why_not_undo(move).startswith("The hearing was changed since")


def test_deleted_hearing_is_in_the_way(hearing: Hearing, by: User) -> None:
    move = cancel_hearing(hearing, by=by, at=AT)
    hearing.delete()

    assert why_not_undo(move) == "The hearing was deleted since."


def test_old_day_that_is_taken_by_now_is_in_the_way(hearing: Hearing, by: User) -> None:
    move = correct_hearing(hearing, on=AUGUST_2, by=by, at=AT)
    make_hearing(hearing.case, court=hearing.court, on=JULY_19)

    assert why_not_undo(move) == "This hearing is there already: same court, same day, same matter."


def test_who_may_change_facts_may_move_them_and_take_it_back(hearing: Hearing, by: User) -> None:
    editor = make_user("Editor")
    assert (may_move(by, hearing), may_move(editor, hearing)) == (True, False)

    move = adjourn_hearing(hearing, to=AUGUST_2, by=by, at=AT)

    assert (may_undo(by, move), may_undo(editor, move)) == (True, False)
    assert not may_move(by, hearing)
