from datetime import date

import pytest

from campaigns.deadlines import days_left, default_appeal_date, last_good_day


@pytest.mark.parametrize(
    ("limit", "wording", "last"),
    [
        (date(2011, 8, 23), "before", date(2011, 8, 22)),
        (date(2011, 8, 23), "until", date(2011, 8, 23)),
        (date(2012, 3, 1), "before", date(2012, 2, 29)),
        (date(2012, 1, 1), "before", date(2011, 12, 31)),
    ],
)
def test_before_a_day_ends_the_day_before_and_until_includes_it(limit, wording, last):
    assert last_good_day(limit, wording) == last


def test_another_wording_is_refused():
    with pytest.raises(ValueError, match="around"):
        last_good_day(date(2011, 8, 23), "around")


def test_the_default_window_is_six_weeks():
    assert default_appeal_date(date(2011, 7, 13)) == date(2011, 8, 24)


@pytest.mark.parametrize(("on", "left"), [(date(2011, 8, 21), 1), (date(2011, 8, 22), 0), (date(2011, 8, 23), -1)])
def test_days_left_count_down_to_nought_on_the_last_good_day(on, left):
    assert days_left(date(2011, 8, 22), on) == left
