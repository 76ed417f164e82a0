from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Development
from cases.partial_dates import PartialDate, PartialDateFormField
from tests.builders import make_case

days = st.dates(min_value=date(1000, 1, 1))


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("2010-11-03", "2010-11-03", "day"),
        ("2010-11", "2010-11", "month"),
        ("2010", "2010", "year"),
        ("3 November 2010", "2010-11-03", "day"),
        ("3. Nov 2010", "2010-11-03", "day"),
        ("October 2007", "2007-10", "month"),
        (" 2011-6 ", "2011-06", "month"),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(text, iso, precision):
    read = PartialDate.parse(text)

    assert (read.isoformat(), read.precision) == (iso, precision)


@pytest.mark.parametrize("text", ["", "soon", "2010-13", "2010-02-30", "31 June 2011", "1 Brumaire 1799", "9" * 5000])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        PartialDate.parse(text)


def test_a_day_needs_a_month():
    with pytest.raises(ValueError, match="A day needs a month"):
        PartialDate(2010, None, 3)


@given(days)
def test_every_precision_of_a_day_survives_being_written_and_read(day):
    for partial in (
        PartialDate(day.year),
        PartialDate(day.year, day.month),
        PartialDate(day.year, day.month, day.day),
    ):
        assert PartialDate.parse(partial.isoformat()) == partial
        assert partial.first_day <= day <= partial.last_day


@given(days, days)
def test_dates_of_one_precision_sort_by_time(one, other):
    def month(day):
        return PartialDate(day.year, day.month)

    assert (month(one) < month(other)) == ((one.year, one.month) < (other.year, other.month))


def test_a_month_covers_its_last_day_in_a_leap_year():
    assert PartialDate(2012, 2).last_day == date(2012, 2, 29)


def test_a_date_reads_like_prose():
    assert [str(PartialDate.parse(text)) for text in ("2010-11-03", "2007-10", "2002")] == [
        "3 November 2010",
        "October 2007",
        "2002",
    ]


def test_the_box_of_a_form_keeps_what_was_typed_and_says_how_to_write_it():
    with pytest.raises(ValidationError, match="Write the date as far as it is known"):
        PartialDateFormField().clean("at the end of June")


def test_an_unchanged_date_counts_as_unchanged():
    field = PartialDateFormField()

    assert not field.has_changed(PartialDate(2010, 11), "2010-11")
    assert field.has_changed(PartialDate(2010, 11), "2010-12")
    assert field.has_changed(PartialDate(2010, 11), "nonsense")


@pytest.mark.django_db
def test_developments_come_in_the_order_of_time_whatever_is_known_of_their_dates():
    case = make_case()
    for happened_on in ("2011-06-29", "2002", "2007-10", "2011-06"):
        Development.objects.create(case=case, happened_on=happened_on, what="something")

    assert [development.happened_on.isoformat() for development in case.developments.all()] == [
        "2002",
        "2007-10",
        "2011-06",
        "2011-06-29",
    ]
