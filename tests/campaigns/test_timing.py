"""When a notice goes, in every time zone there is and in the nights when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.timing import (
    Pace,
    day_to_count_from,
    due_after_event,
    due_before_day,
    notice_time,
)

ZONES = sorted(available_timezones())
ZURICH = ZoneInfo("Europe/Zurich")
days = st.dates(min_value=date(1973, 3, 19), max_value=date(2100, 12, 31))
moments = st.datetimes(min_value=datetime(1973, 3, 19), max_value=datetime(2100, 12, 31), timezones=st.just(UTC))
hours = st.integers(0, 23)
zones = st.sampled_from(ZONES).map(ZoneInfo)


def zurich(day: int, hour: int = 7, *, month: int = 7) -> datetime:
    return datetime(2011, month, day, hour, tzinfo=ZURICH)


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


@given(days, st.integers(0, 60), hours, zones)
def test_weekly_mail_brings_a_day_on_a_monday_and_never_later_than_the_notice_of_its_own(day, lead, hour, zone):
    weekly = due_before_day(day, lead, Pace.WEEKLY, hour=hour, zone=zone)
    own = due_before_day(day, lead, Pace.AT_ONCE, hour=hour, zone=zone)

    assert weekly.date().weekday() == 0
    assert timedelta(0) <= own.date() - weekly.date() < timedelta(days=7)


@given(days, st.integers(0, 60), hours, zones)
def test_daily_mail_brings_a_day_when_its_own_notice_would_come(day, lead, hour, zone):
    own = due_before_day(day, lead, Pace.AT_ONCE, hour=hour, zone=zone)

    assert due_before_day(day, lead, Pace.DAILY, hour=hour, zone=zone) == own


@given(days, st.integers(0, 30), st.integers(0, 30), st.sampled_from(list(Pace)), hours, zones)
def test_of_two_notices_of_one_day_the_nearer_never_goes_first(day, one, other, pace, hour, zone):
    further, nearer = sorted((one, other), reverse=True)

    first = due_before_day(day, further, pace, hour=hour, zone=zone)
    assert first.astimezone(UTC) <= due_before_day(day, nearer, pace, hour=hour, zone=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("happened", "pace", "due"),
    [
        (zurich(13, 12), Pace.AT_ONCE, zurich(13, 12)),
        (zurich(13, 12), Pace.DAILY, zurich(14)),
        (zurich(13, 6), Pace.DAILY, zurich(13)),
        (zurich(13, 7), Pace.DAILY, zurich(13)),
        (zurich(13, 12), Pace.WEEKLY, zurich(18)),
        (zurich(18, 6), Pace.WEEKLY, zurich(18)),
        (zurich(18, 8), Pace.WEEKLY, zurich(25)),
    ],
)
def test_news_waits_for_the_next_mail_of_its_pace(happened, pace, due):
    assert due_after_event(happened, pace, last_good_day=date(2011, 8, 22), hour=7, zone=ZURICH) == due


@pytest.mark.parametrize(
    ("last_good_day", "pace", "due"),
    [
        (date(2011, 7, 25), Pace.WEEKLY, zurich(18)),
        (date(2011, 7, 24), Pace.WEEKLY, zurich(14)),
        (date(2011, 7, 15), Pace.WEEKLY, zurich(14)),
        (date(2011, 7, 14), Pace.WEEKLY, zurich(13, 12)),
        (date(2011, 7, 14), Pace.DAILY, zurich(13, 12)),
        (None, Pace.WEEKLY, zurich(18)),
    ],
)
def test_news_of_an_action_that_ends_soon_does_not_wait_so_long(last_good_day, pace, due):
    assert due_after_event(zurich(13, 12), pace, last_good_day=last_good_day, hour=7, zone=ZURICH) == due


@given(moments, st.sampled_from(list(Pace)), st.none() | days, hours, zones)
def test_news_is_never_due_before_it_happened_nor_more_than_eight_days_after(happened, pace, last, hour, zone):
    due = due_after_event(happened, pace, last_good_day=last, hour=hour, zone=zone).astimezone(UTC)

    assert due >= happened - timedelta(hours=2)  # the hour that comes twice in autumn
    # Seven days, and the hours by which a zone was moved that crossed the date line.
    assert due - happened <= timedelta(days=9)


@given(days, st.times(), zones, hours, zones)
def test_notice_of_the_day_of_a_hearing_comes_before_it_begins(day, at, court, hour, section):
    starts_at = datetime.combine(day, time(at.hour, at.minute), court).astimezone(UTC)

    counted_from = day_to_count_from(day, starts_at, hour=hour, zone=section)

    assert notice_time(counted_from, 0, hour=hour, zone=section) <= starts_at
    assert counted_from <= day


@given(days, st.times(), zones, hours, zones)
def test_notices_count_from_the_latest_day_whose_morning_is_early_enough(day, at, court, hour, section):
    starts_at = datetime.combine(day, time(at.hour, at.minute), court).astimezone(UTC)
    counted_from = day_to_count_from(day, starts_at, hour=hour, zone=section)
    assume(counted_from < day)

    assert notice_time(counted_from + timedelta(days=1), 0, hour=hour, zone=section) > starts_at


@pytest.mark.parametrize(
    ("court", "hour", "counted_from"),
    [
        ("Europe/Moscow", 10, date(2011, 7, 19)),
        ("Asia/Vladivostok", 9, date(2011, 7, 18)),
        ("America/Los_Angeles", 9, date(2011, 7, 19)),
        ("Pacific/Kiritimati", 15, date(2011, 7, 18)),
    ],
)
def test_court_that_sits_while_the_section_sleeps_is_announced_a_morning_earlier(court, hour, counted_from):
    starts_at = datetime(2011, 7, 19, hour, tzinfo=ZoneInfo(court))

    assert day_to_count_from(date(2011, 7, 19), starts_at, hour=7, zone=ZURICH) == counted_from


def test_hearing_without_an_hour_counts_from_its_own_day():
    assert day_to_count_from(date(2011, 7, 19), None, hour=7, zone=ZURICH) == date(2011, 7, 19)
