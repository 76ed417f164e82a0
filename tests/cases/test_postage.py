"""What a letter costs: the rate that holds on a day, and nothing where nobody entered one."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from cases.country_sets import codes_of, names_of, parse_countries
from cases.models import PostageRate
from cases.postage import rates_from
from tests.builders import make_rate

ON = date(2011, 7, 13)


def price(destination: str, *, posted_in: str = "CH", on: date = ON) -> str:
    rate = rates_from(posted_in, on=on).to(destination)
    return f"{rate.currency} {rate.price}" if rate else ""


@pytest.mark.django_db
def test_zone_of_its_own_goes_before_the_rest_of_the_world() -> None:
    make_rate()
    make_rate(zone="countries", destinations="DE,FR", price="1.30")
    make_rate(zone="rest", price="1.80")

    assert [price(code) for code in ("CH", "FR", "KE")] == ["CHF 1.00", "CHF 1.30", "CHF 1.80"]


@pytest.mark.django_db
def test_where_nothing_was_entered_no_price_is_known() -> None:
    make_rate(zone="countries", destinations="DE,FR", price="1.30")

    assert [price(code) for code in ("CH", "FR", "KE")] == ["", "CHF 1.30", ""]
    assert price("FR", posted_in="AT") == ""


@pytest.mark.django_db
def test_letter_within_a_country_never_costs_what_one_abroad_does() -> None:
    make_rate(zone="rest", price="1.80")

    assert price("CH") == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2010, 12, 31), ""),
        (date(2011, 1, 1), "CHF 1.00"),
        (date(2011, 8, 31), "CHF 1.00"),
        (date(2011, 9, 1), "CHF 1.10"),
    ],
)
def test_rate_holds_from_its_day_until_a_newer_one_does(on: date, expected: str) -> None:
    make_rate()
    make_rate(price="1.10", valid_from=date(2011, 9, 1))

    assert price("CH", on=on) == expected


@pytest.mark.django_db
def test_zone_that_is_gone_leaves_its_countries_to_the_rest_of_the_world() -> None:
    make_rate(zone="countries", destinations="FR", price="1.30", valid_until=ON)
    make_rate(zone="rest", price="1.80")

    assert (price("FR"), price("FR", on=date(2011, 7, 14))) == ("CHF 1.30", "CHF 1.80")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"zone": "countries"}, "postage_rate_names_countries_of_a_zone"),
        ({"destinations": "FR"}, "postage_rate_names_countries_of_a_zone"),
        ({"price": "0"}, "postage_rate_has_a_price"),
        ({"up_to_grams": 0}, "postage_rate_weighs_something"),
        ({"valid_until": date(2010, 1, 1)}, "postage_rate_days_in_order"),
    ],
)
def test_what_can_never_be_is_refused(fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_rate(**fields)


@pytest.mark.django_db
def test_no_country_stands_in_two_zones_from_the_same_day_on() -> None:
    make_rate(zone="countries", destinations="DE,FR")
    other = PostageRate(
        posted_in="CH", zone="countries", destinations="FR,IT", price=2, currency="CHF", source="The post",
        valid_from=date(2011, 1, 1),
    )  # fmt: skip

    with pytest.raises(ValidationError, match="There is a rate from this day on already for: France"):
        other.full_clean()
    other.destinations = "IT"
    other.full_clean()


def test_countries_are_read_by_name_or_code_and_told_by_name() -> None:
    assert parse_countries("Mexico; Canada\nFR, Russian Federation") == "CA,FR,MX,RU"
    assert names_of("CA,MX") == "Canada, Mexico"
    assert codes_of("") == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Canada, Atlantis", "“Atlantis” is no country that we know"),
        ("Canada, CA", "“CA” is there twice"),
        ("XX", "“XX” is no country that we know"),
        ("²²", "“²²” is no country that we know"),
    ],
)
def test_what_is_no_country_is_named(text: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        parse_countries(text)


@given(st.sets(st.sampled_from(["CH", "DE", "FR", "GB", "KE", "RU", "US", "TJ", "VA", "XK", "CD", "CG"])))
def test_names_of_a_set_are_read_back_as_the_same_set(codes: set[str]) -> None:
    stored = ",".join(sorted(codes))

    assert parse_countries(names_of(stored)) == stored
