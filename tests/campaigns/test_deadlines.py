from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.deadlines import days_left, default_appeal_date, last_good_day, notice_time

ZONES = sorted(available_timezones())
days = st.dates(min_value=date(1973, 3, 19), max_value=date(2100, 12, 31))


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


@given(days, st.integers(0, 60), st.integers(0, 23), st.sampled_from(ZONES))
def test_a_notice_is_due_on_its_own_day_in_every_zone(day, lead, hour, zone):
    moment = notice_time(day, lead, hour=hour, zone=ZoneInfo(zone))

    there = moment.astimezone(UTC).astimezone(ZoneInfo(zone))
    # A few zones skipped a whole day when they crossed the date line; no other shift is longer than 2 hours.
    assert abs(there.replace(tzinfo=None) - datetime.combine(day - timedelta(days=lead), datetime.min.time())) <= (
        timedelta(hours=hour + 24)
    )
    assert moment.date() == day - timedelta(days=lead)


def test_the_hour_that_does_not_exist_in_spring_becomes_the_next_one():
    moment = notice_time(date(2011, 3, 27), 0, hour=2, zone=ZoneInfo("Europe/Zurich"))

    assert moment.astimezone(UTC) == datetime(2011, 3, 27, 1, 0, tzinfo=UTC)


def test_the_hour_that_comes_twice_in_autumn_is_the_first_one():
    moment = notice_time(date(2011, 10, 30), 0, hour=2, zone=ZoneInfo("Europe/Zurich"))

    assert moment.astimezone(UTC) == datetime(2011, 10, 30, 0, 0, tzinfo=UTC)
