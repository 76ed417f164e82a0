"""What becomes of a deadline. One that moves stays the same deadline."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from cases.deadline_moves import correct_deadline, lift_deadline, move_deadline, pass_deadline
from cases.models import Deadline
from tests.builders import AT, make_case, make_deadline, make_user

pytestmark = pytest.mark.django_db

AUGUST_1, AUGUST_8 = date(2011, 8, 1), date(2011, 8, 8)


@pytest.fixture
def by() -> User:
    return make_user("Researcher")


@pytest.fixture
def deadline() -> Deadline:
    return make_deadline(make_case(), on=AUGUST_1)


@pytest.mark.parametrize(
    ("to", "happened"), [(AUGUST_8, "moved to 8 August 2011"), (date(2011, 7, 20), "brought forward to 20 July 2011")]
)
def test_deadline_moves_later_or_sooner(deadline: Deadline, by: User, to: date, happened: str) -> None:
    move = move_deadline(deadline, to=to, reason="a stay", by=by, at=AT)

    assert (deadline.on, deadline.status) == (to, "expected")
    assert (move.what_happened, move.day_before, move.day_after, move.reason) == (happened, AUGUST_1, to, "a stay")


def test_deadline_that_was_lifted_or_has_passed(deadline: Deadline, by: User) -> None:
    other = make_deadline(deadline.case, on=AUGUST_8)

    lifted = lift_deadline(deadline, by=by, at=AT)
    passed = pass_deadline(other, result="She was taken away.", by=by, at=AT)

    assert (deadline.status, lifted.day_after) == ("lifted", None)
    assert (other.status, other.result, passed.day_after) == ("passed", "She was taken away.", AUGUST_8)


def test_deadline_that_does_not_stand_moves_no_more(deadline: Deadline, by: User) -> None:
    lift_deadline(deadline, by=by, at=AT)

    for verb, arguments in ((move_deadline, {"to": AUGUST_8}), (lift_deadline, {}), (pass_deadline, {})):
        with pytest.raises(ValidationError, match="This deadline was lifted"):
            verb(deadline, by=by, at=AT, **arguments)  # type: ignore[operator]


def test_deadline_that_stands_again_after_all_is_corrected(deadline: Deadline, by: User) -> None:
    Deadline.objects.update(status="lifted")

    correct_deadline(deadline, on=AUGUST_8, status="expected", by=by, at=AT)

    assert (deadline.on, deadline.status) == (AUGUST_8, "expected")


def test_deadline_moved_to_where_another_stands_is_refused(deadline: Deadline, by: User) -> None:
    make_deadline(deadline.case, on=AUGUST_8)

    with pytest.raises(ValidationError, match="This deadline is there already"):
        move_deadline(deadline, to=AUGUST_8, by=by, at=AT)

    deadline.refresh_from_db()
    assert deadline.on == AUGUST_1
