"""The page that says what is kept and what cannot be protected: made of the terms that the jobs keep."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts import terms
from accounts.terms import Term
from tests.builders import DAY, make_open_action

ALL_TERMS = [each for each in vars(terms).values() if isinstance(each, Term)]


def page() -> str:
    return html.unescape(Client().get("/limits/").content.decode())


@pytest.mark.parametrize("term", ALL_TERMS, ids=lambda term: term.name)
def test_every_term_stands_there_as_it_is_kept(term: Term) -> None:
    assert term.what[1:] in page()
    assert term.words in page()


def test_page_follows_a_term_that_is_set(settings) -> None:
    settings.REPLY_PICTURE_DAYS = 11

    assert "11 days after it was sent" in page()


def test_lengths_are_typed_nowhere_in_the_page() -> None:
    """Else the page could promise what no job keeps."""
    with open("templates/appeals/limits.html") as template:
        assert re.findall(r"\d+ (?:day|hour|minute|week|month)", template.read()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["open-actions", "follow-all", "held-ask"])
def test_page_is_linked_from_the_foot_of_every_page(client: Client, name: str) -> None:
    assert f'href="{reverse("appeals:limits")}"' in client.get(reverse(f"appeals:{name}")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["follow", "letters"])
def test_page_is_linked_where_people_give_something_away(client: Client, settings, name: str) -> None:
    settings.DEMO_TODAY = DAY
    address = reverse(f"appeals:{name}", args=[make_open_action().slug])

    main = client.get(address).content.decode().partition("<footer")[0]

    assert f'href="{reverse("appeals:limits")}"' in main


def test_reading_it_sets_no_cookie() -> None:
    assert Client().get("/limits/").cookies == {}
