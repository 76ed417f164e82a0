from datetime import date, timedelta

import pytest

from appeals.standing import State, standing_of
from campaigns.lifecycle import close_action, pause_action, stop_action
from tests.builders import AT, DAY, make_action, make_open_action, make_user

pytestmark = pytest.mark.django_db

LAST = date(2011, 8, 22)


@pytest.mark.parametrize(
    ("before_last_day", "state", "left"),
    [
        (40, State.OPEN, "40 days left"),
        (8, State.OPEN, "8 days left"),
        (7, State.CLOSING, "7 days left"),
        (1, State.CLOSING, "1 day left"),
        (0, State.LAST_DAY, "today is the last day"),
        (-1, State.LAPSED, ""),
        (-400, State.LAPSED, ""),
    ],
)
def test_standing_of_an_open_action_by_the_days_left(before_last_day: int, state: State, left: str) -> None:
    standing = standing_of(make_open_action(), on=LAST - timedelta(before_last_day))

    assert (standing.state, standing.left, standing.asks) == (state, left, before_last_day >= 0)


@pytest.mark.parametrize(
    ("verb", "state"), [(pause_action, State.PAUSED), (stop_action, State.STOPPED), (close_action, State.CLOSED)]
)
@pytest.mark.parametrize("on", [DAY, LAST, LAST + timedelta(1)])
def test_standing_of_a_quiet_action_asks_nobody_to_write(verb: object, state: State, on: date) -> None:
    action = verb(make_open_action(), by=make_user(), at=AT, reason="over")  # type: ignore[operator]

    standing = standing_of(action, on=on)

    assert (standing.state, standing.asks, standing.left) == (state, False, "")


def test_standing_of_a_stopped_action_says_since_when() -> None:
    action = stop_action(make_open_action(), by=make_user(), at=AT, reason="over")

    assert standing_of(action, on=DAY, ended_on=DAY).headline == "Stopped since 13 July 2011: do not write"


def test_standing_of_an_action_in_preparation_is_refused() -> None:
    with pytest.raises(ValueError, match="in preparation"):
        standing_of(make_action(), on=DAY)
