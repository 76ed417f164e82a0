from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from cases.models import PostalRoute
from cases.post import (
    HOME_WORKING_DAYS,
    Transit,
    arrival_day,
    is_working_day,
    last_posting_day,
    post_by,
    transits_to,
)

DAYS = st.dates(date(1970, 1, 1), date(2060, 12, 31))
# Weekends on Saturday and Sunday, on Friday and Saturday, on Sunday alone; and a country whose holidays nobody knows.
SENDERS = st.sampled_from(["CH", "GB", "EG", "IL", "NP", "TJ", "ZZ"])
TRANSITS = st.builds(Transit, working_days=st.integers(1, 90))


@given(TRANSITS, DAYS, SENDERS)
def test_what_is_posted_on_the_last_day_is_there_in_time_and_a_day_later_is_not(transit, arrive_by, country):
    last = last_posting_day(transit, arrive_by, sending_country=country)

    assert is_working_day(last, country)
    assert last < arrive_by
    assert arrival_day(transit, last, sending_country=country) <= arrive_by
    assert arrival_day(transit, last + timedelta(days=1), sending_country=country) > arrive_by


@given(TRANSITS, DAYS, st.integers(0, 400), SENDERS)
def test_who_has_longer_may_post_later(transit, arrive_by, more, country):
    later = last_posting_day(transit, arrive_by + timedelta(days=more), sending_country=country)

    assert last_posting_day(transit, arrive_by, sending_country=country) <= later


@given(TRANSITS, st.integers(1, 30), DAYS, SENDERS)
def test_what_takes_longer_is_posted_earlier(transit, more, arrive_by, country):
    slower = replace(transit, working_days=transit.working_days + more)

    assert last_posting_day(slower, arrive_by, sending_country=country) < last_posting_day(
        transit, arrive_by, sending_country=country
    )


@given(DAYS, SENDERS)
def test_where_post_is_suspended_there_is_no_day(day, country):
    transit = Transit(10, is_suspended=True)

    assert last_posting_day(transit, day, sending_country=country) is None
    assert arrival_day(transit, day, sending_country=country) is None


@pytest.mark.parametrize(
    ("working_days", "arrive_by", "country", "expected"),
    [
        (10, date(2011, 8, 23), "CH", date(2011, 8, 9)),
        # Monday 1 August is a holiday in Switzerland and none in Germany.
        (1, date(2011, 8, 2), "CH", date(2011, 7, 29)),
        (1, date(2011, 8, 2), "DE", date(2011, 8, 1)),
        # Nobody delivers on a Sunday, so the Friday before counts.
        (2, date(2011, 7, 17), "CH", date(2011, 7, 13)),
        # In Egypt Friday and Saturday are off, and Sunday is not.
        (2, date(2011, 7, 17), "EG", date(2011, 7, 13)),
        (1, date(2011, 7, 17), "EG", date(2011, 7, 14)),
        # Over the turn of the year.
        (3, date(2012, 1, 4), "CH", date(2011, 12, 30)),
    ],
)
def test_last_posting_day_counts_working_days_of_the_country_in_which_it_is_posted(
    working_days, arrive_by, country, expected
):
    assert last_posting_day(Transit(working_days), arrive_by, sending_country=country) == expected


@pytest.mark.django_db
def test_a_country_without_a_row_takes_as_long_as_the_setting_says(settings):
    settings.POST_WORKING_DAYS = 12

    assert transits_to(["TJ", "CH"], sending_country="CH") == {"TJ": Transit(12), "CH": Transit(HOME_WORKING_DAYS)}


@pytest.mark.django_db
def test_what_staff_entered_for_a_country_counts(django_assert_num_queries):
    route = PostalRoute.objects.create(country="KE", working_days=15)

    with django_assert_num_queries(1):
        found = transits_to(["KE", "TJ", "NP"], sending_country="CH")

    assert found["KE"] == Transit(15, route_id=route.pk)
    assert post_by("KE", date(2011, 8, 23), sending_country="CH") == date(2011, 8, 2)


@pytest.mark.django_db
def test_nothing_is_posted_to_a_country_to_which_post_is_suspended():
    PostalRoute.objects.create(
        country="TJ",
        working_days=15,
        is_suspended=True,
        suspended_since=date(2011, 7, 1),
        suspension_reason="no flights",
    )

    assert post_by("TJ", date(2011, 8, 23), sending_country="CH") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"working_days": 0}, "postal_route_takes_days"),
        ({"working_days": 91}, "postal_route_takes_days"),
        ({"is_suspended": True, "suspension_reason": "no flights"}, "postal_route_says_why_suspended"),
        ({"is_suspended": True, "suspended_since": date(2011, 7, 1)}, "postal_route_says_why_suspended"),
    ],
)
def test_a_route_that_makes_no_sense_is_refused(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PostalRoute.objects.create(**{"country": "TJ", "working_days": 10, **fields})


@pytest.mark.django_db
def test_a_country_stands_in_the_table_once():
    PostalRoute.objects.create(country="TJ", working_days=10)

    with pytest.raises(IntegrityError), transaction.atomic():
        PostalRoute.objects.create(country="TJ", working_days=12)
