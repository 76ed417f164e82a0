from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Authority, Salutation
from config import clock
from tests.builders import make_authority, make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db

LIST = "/staff/cases/authority/"


@pytest.fixture(autouse=True)
def keeper(client: Client) -> None:
    client.force_login(make_user("Address keeper"))


def listed(client: Client, query: str) -> list[str]:
    return [row.office for row in client.get(LIST + query).context_data["cl"].result_list]


def new_authority(client: Client, **changes: object):
    address = reverse("admin:cases_authority_add")
    return client.post(address, filled(client.get(address), **changes))


def test_an_office_is_added_with_its_salutation_in_a_language_by_name(client):
    answer = new_authority(
        client,
        kind="court",
        office="Regional Court of Sampletown",
        country="IS",
        postal_lines="1 Example Street\n101 Sampletown",
        languages="Icelandic, English",
        **{"salutations-0-language": "Icelandic", "salutations-0-text": "Kæri dómari"},
    )

    court = Authority.objects.get()
    assert answer.status_code == 302
    assert (court.languages, court.postal()) == (["is", "en"], ["1 Example Street", "101 Sampletown"])
    assert list(court.salutations.values_list("language", "text")) == [("is", "Kæri dómari")]


def test_an_office_without_any_channel_is_refused_with_what_to_do_and_keeps_what_was_typed(client):
    page = new_authority(client, kind="court", office="Court of Nowhere", country="IS")

    assert errors_of(page) == [
        "Nobody can write to this office yet: give at least one of postal lines, fax, phone, e-mail or web form."
    ]
    assert filled(page)["office"] == "Court of Nowhere"
    assert Authority.objects.count() == 0


def test_an_office_cannot_answer_to_itself(client):
    court = make_authority()
    address = reverse("admin:cases_authority_change", args=[court.pk])

    page = client.post(address, filled(client.get(address), parent=court.pk))

    assert errors_of(page) == ["An office cannot answer to itself."]


def test_the_same_language_twice_is_refused_in_our_words(client):
    court = make_authority(salutation="Dear Judge")
    address = reverse("admin:cases_authority_change", args=[court.pk])
    new = {"salutations-TOTAL_FORMS": "2", "salutations-1-id": "", "salutations-1-authority": court.pk}

    page = client.post(
        address,
        filled(client.get(address), **new, **{"salutations-1-language": "English", "salutations-1-text": "Sir"}),
    )

    assert "There is a salutation in this language already." in errors_of(page)
    assert Salutation.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("Martian", "“Martian” is not a language we know. Write its English name or its code: Russian or ru."),
        ("en, ru", "One salutation is in one language: add another salutation for the other one."),
    ],
)
def test_a_language_that_is_none_is_named(client, language, sentence):
    page = new_authority(
        client,
        kind="court",
        office="Court",
        country="IS",
        fax="+354 1",
        **{"salutations-0-language": language, "salutations-0-text": "Dear Judge"},
    )

    assert errors_of(page) == [sentence]


def test_a_name_with_an_invisible_direction_control_is_refused_with_its_number(client):
    page = new_authority(client, kind="court", office="Court \u202egnorw", country="IS", fax="+354 1")

    assert page.status_code == 200
    assert "U+202E" in errors_of(page)[0]
    assert Authority.objects.count() == 0


@pytest.mark.parametrize("term", ["Чайка", "чайка", "ЧАЙКА", "iceland чайка", "general"])
def test_the_search_finds_office_holder_and_country_whatever_the_case(client, term):
    make_authority(office="Prosecutor General", holder="Юрий Чайка", country="IS")
    make_authority(office="Ministry of Something Else", country="CH")

    assert listed(client, f"?q={term}") == ["Prosecutor General"]


def test_the_autocomplete_says_who_holds_the_office_and_how_old_the_address_is(client):
    make_authority(
        office="Prosecutor General", holder="Jón Dæmi", verified_on=clock.today() - timedelta(days=12), country="IS"
    )

    answer = client.get("/staff/autocomplete/?term=icel&app_label=cases&model_name=authority&field_name=parent")

    assert [row["text"] for row in answer.json()["results"]] == [
        "Prosecutor General (Iceland) · Jón Dæmi · verified 12 days ago"
    ]


def test_the_filter_lists_what_was_not_verified_for_over_180_days(client):
    today = clock.today()
    make_authority(office="Old", verified_on=today - timedelta(days=181))
    make_authority(office="Fresh", verified_on=today - timedelta(days=180))
    make_authority(office="Never", verified_on=None)

    assert sorted(listed(client, "?verified=stale")) == ["Never", "Old"]
    assert listed(client, "?verified=never") == ["Never"]
    assert listed(client, "?verified=fresh") == ["Fresh"]


def test_chosen_addresses_are_marked_as_verified_today(client):
    chosen, other = make_authority(verified_on=None), make_authority(verified_on=date(2001, 1, 1))

    client.post(LIST, {"action": "mark_as_verified", "_selected_action": [chosen.pk]})

    chosen.refresh_from_db()
    other.refresh_from_db()
    assert (chosen.verified_on, other.verified_on) == (clock.today(), date(2001, 1, 1))


def test_who_may_only_read_cannot_mark_an_address(client):
    client.force_login(make_user("Viewer"))
    chosen = make_authority(verified_on=None)

    client.post(LIST, {"action": "mark_as_verified", "_selected_action": [chosen.pk]})

    chosen.refresh_from_db()
    assert chosen.verified_on is None


def test_the_country_filter_shows_names(client):
    make_authority(country="IS")
    make_authority(country="CH")

    page = client.get(LIST + "?_facets=True").content.decode()

    assert page.index("Iceland (1)") < page.index("Switzerland (1)")


def test_address_in_one_line_is_shown_as_its_post_would_set_it_and_is_left_as_it_is(client):
    printed = "1 Example Street, 3000 Sampletown, Switzerland"
    one_line, in_lines = make_authority(country="CH", postal_lines=printed), make_authority(country="CH")

    pages = [
        client.get(reverse("admin:cases_authority_change", args=[each.pk])).content.decode()
        for each in (one_line, in_lines)
    ]

    lines = "<bdi>1 Example Street</bdi><br><bdi>CH-3000 Sampletown</bdi><br><bdi>Switzerland</bdi>"
    assert [lines in page for page in pages] == [True, False]
    assert ["The address stands in one line" in page for page in pages] == [True, False]
    one_line.refresh_from_db()
    assert one_line.postal_lines == printed


def test_who_may_only_read_is_proposed_nothing(client):
    client.force_login(make_user("Viewer"))
    authority = make_authority(country="CH", postal_lines="1 Example Street, 3000 Sampletown")

    page = client.get(reverse("admin:cases_authority_change", args=[authority.pk])).content.decode()

    assert "The address stands in one line" not in page
