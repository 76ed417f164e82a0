from datetime import date

import pytest
from django.urls import reverse

from cases.models import PostalRoute
from tests.builders import make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db

ADD = reverse("admin:cases_postalroute_add")


@pytest.fixture(autouse=True)
def address_keeper(client):
    client.force_login(make_user("Address keeper"))


def test_an_address_keeper_enters_how_long_post_takes(client):
    client.post(ADD, filled(client.get(ADD), country="TJ", working_days="15", source="The post office, by telephone"))

    route = PostalRoute.objects.get()
    assert (str(route), route.working_days, route.is_suspended) == ("post to Tajikistan", 15, False)


def test_a_suspension_says_since_when_and_why(client):
    page = client.post(ADD, filled(client.get(ADD), country="TJ", working_days="15", is_suspended="on"))

    assert errors_of(page) == ["Say since when the post is suspended, and why."]
    assert filled(page)["working_days"] == "15"


def test_a_route_is_found_by_the_name_of_its_country_and_marked_as_verified(client, settings):
    settings.DEMO_TODAY = date(2011, 7, 13)
    route = PostalRoute.objects.create(country="TJ", working_days=15)
    PostalRoute.objects.create(country="KE", working_days=15)
    changelist = reverse("admin:cases_postalroute_changelist")

    found = client.get(changelist, {"q": "tajik"}).context_data["cl"].result_list
    client.post(changelist, {"action": "mark_as_verified", "_selected_action": [route.pk]})

    assert list(found) == [route]
    assert list(PostalRoute.objects.values_list("country", "verified_on")) == [("KE", None), ("TJ", date(2011, 7, 13))]
