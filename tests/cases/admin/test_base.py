"""What the database refuses after a form was found good: two people at the same moment."""

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from cases.admin.base import DeskForm
from cases.models import Authority
from tests.builders import make_authority, make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db


def test_a_refusal_of_the_database_is_a_sentence_and_keeps_what_was_typed(client: Client, monkeypatch):
    # As if the other person had saved between the check and the saving of this form.
    monkeypatch.setattr(DeskForm, "_post_clean", lambda form: super(DeskForm, form)._post_clean())
    monkeypatch.setattr(Authority, "validate_constraints", lambda authority, exclude=None: None)
    taken = make_authority(office="Court of Sampletown", country="IS")
    client.force_login(make_user("Address keeper"))
    address = reverse("admin:cases_authority_add")

    page = client.post(
        address, filled(client.get(address), kind="court", office=taken.office, country="IS", fax="+354 1")
    )

    assert page.status_code == 200
    assert errors_of(page) == ["This office is in the book already. Change it there instead."]
    assert filled(page)["fax"] == "+354 1"
    assert Authority.objects.count() == 1


def test_the_refusal_is_a_real_one_of_the_database():
    taken = make_authority()

    with pytest.raises(IntegrityError):
        make_authority(office=taken.office, country=taken.country)


@pytest.mark.parametrize(
    "query", ["?q=%00", "?country=%00", "?p=-7", "?p=x", "?o=99.x", "?id__exact=9" + "9" * 30, "?e=1"]
)
def test_a_list_answers_whatever_stands_in_its_address(client: Client, query):
    client.force_login(make_user("Address keeper"))
    make_authority()

    assert client.get(f"/staff/cases/authority/{query}", follow=True).status_code == 200


def test_a_list_answers_a_year_beyond_all_numbers_with_a_word(client: Client):
    client.force_login(make_user("Viewer"))

    page = client.get("/staff/cases/case/?opened_on__year=" + "9" * 25, follow=True)

    assert "The address asked for something that cannot be, so everything is shown." in page.content.decode()


def test_an_autocomplete_answers_a_null_character(client: Client):
    client.force_login(make_user("Address keeper"))
    address = "/staff/autocomplete/?term=%00&app_label=cases&model_name=authority&field_name=parent"

    # Without the character nothing is left of the question.
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("number", ["0", "x", "%00", "9" * 40])
def test_a_page_of_nothing_leads_home(client: Client, number):
    client.force_login(make_user("Address keeper"))

    answer = client.get(f"/staff/cases/authority/{number}/change/")

    assert (answer.status_code, answer.url) == (302, "/staff/")
