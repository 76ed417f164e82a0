from decimal import Decimal

import pytest
from django.urls import reverse

from cases.models import PostageRate
from tests.builders import make_rate, make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db

ADD = reverse("admin:cases_postagerate_add")
TYPED = {
    "posted_in": "US", "zone": "countries", "destinations": "Mexico, Canada", "price": "0.80", "currency": "USD",
    "up_to_grams": "28", "valid_from": "2011-04-17", "source": "Tariff of April 2011",
}  # fmt: skip


@pytest.fixture(autouse=True)
def address_keeper(client):
    client.force_login(make_user("Address keeper"))


def test_an_address_keeper_enters_what_a_letter_costs(client):
    client.post(ADD, filled(client.get(ADD), **TYPED))

    rate = PostageRate.objects.get()
    assert str(rate) == "a letter from United States of America to Canada, Mexico"
    assert (rate.destinations, rate.price, rate.currency) == ("CA,MX", Decimal("0.80"), "USD")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"destinations": "Atlantis"}, "“Atlantis” is no country that we know. Write its English name or its two "
                                       "letters: Canada or CA."),
        ({"destinations": ""}, "Name the countries of a zone of its own, and of no other zone."),
        ({"destinations": "US"}, "A letter within the country has a zone of its own; leave it out."),
        ({"currency": "ZZZ"}, "“ZZZ” is no currency. Write its three letters: CHF."),
        ({"price": "0"}, "A letter costs more than nothing. Delete the rate if nobody knows it."),
    ],
)  # fmt: skip
def test_what_cannot_be_gets_a_sentence_and_what_was_typed_stays(client, typed, sentence):
    page = client.post(ADD, filled(client.get(ADD), **{**TYPED, **typed}))

    assert errors_of(page) == [sentence]
    assert filled(page)["source"] == "Tariff of April 2011"


def test_countries_are_shown_by_name_to_be_changed(client):
    rate = make_rate(zone="countries", destinations="CA,MX")

    page = client.get(reverse("admin:cases_postagerate_change", args=[rate.pk]))

    assert filled(page)["destinations"] == "Canada, Mexico"
