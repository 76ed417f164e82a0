import pytest
from django.urls import reverse

from cases.models import CountryNote
from tests.builders import make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db

ADD = reverse("admin:cases_countrynote_add")


@pytest.fixture(autouse=True)
def researcher(client):
    client.force_login(make_user("Researcher"))


def test_a_researcher_enters_what_writers_with_ties_to_a_country_should_know(client):
    client.post(ADD, filled(client.get(ADD), country="TJ", text="Sign with initials."))

    note = CountryNote.objects.get()
    assert (str(note), note.text) == ("note for writers with ties to Tajikistan", "Sign with initials.")


def test_a_country_has_one_note(client):
    CountryNote.objects.create(country="TJ", text="Sign with initials.")

    page = client.post(ADD, filled(client.get(ADD), country="TJ", text="Leave your address out."))

    assert errors_of(page) == ["There is a note for this country already. Change it there."]
    assert filled(page)["text"] == "Leave your address out."
