from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case, Development, Hearing, PersonAtRisk, PersonStatus
from cases.partial_dates import PartialDate
from config import clock
from tests.builders import make_authority, make_case, make_deadline, make_hearing, make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db

ADD = "/staff/cases/case/add/"


@pytest.fixture(autouse=True)
def researcher(client: Client) -> User:
    user = make_user("Researcher")
    client.force_login(user)
    return user


def page_of(case: Case) -> str:
    return reverse("admin:cases_case_change", args=[case.pk])


def row(prefix: str, number: int, case: Case, **values: object) -> dict[str, object]:
    """A row that "Add another" puts below a page which has `number` of them."""
    fields = {
        f"{prefix}-{number}-{name}": value
        for name, value in {"id": "", "case": case.pk, "level": "public", **values}.items()
    }
    return {f"{prefix}-TOTAL_FORMS": str(number + 1), **fields}


def test_a_new_case_belongs_to_whoever_opens_it_and_begins_today(client, researcher):
    form = filled(client.get(ADD))

    assert (form["owner"], form["opened_on"]) == (str(researcher.pk), f"{clock.today():%d/%m/%Y}")


def test_a_call_becomes_a_case_with_its_person_in_one_step(client):
    form = filled(
        client.get(ADD),
        title="Teacher before a court",
        country="IS",
        **{
            "people-0-published_as": "Anna Beispiel",
            "people-0-new_status": "detained",
            "people-0-new_since": "June 2011",
        },
    )

    answer = client.post(ADD, form)

    person = PersonAtRisk.objects.get()
    assert answer.status_code == 302
    assert (person.case.title, person.published_as) == ("Teacher before a court", "Anna Beispiel")
    assert list(person.statuses.values_list("status", "since")) == [("detained", PartialDate(2011, 6))]


def test_the_page_shows_people_hearings_deadlines_and_developments(client):
    case = make_case(person="Jón Dæmi")
    PersonStatus.objects.create(person=case.people.get(), status="detained", since=PartialDate(2011, 6))
    make_hearing(case, matter="review of his detention")
    make_deadline(case, what="end of his custody")
    Development.objects.create(case=case, happened_on=PartialDate(2011), what="He was arrested.")

    page = client.get(page_of(case)).content.decode()

    for words in ("Jón Dæmi", "detained since June 2011", "review of his detention", "end of his custody", "He was ar"):
        assert words in page


def test_a_new_status_is_added_to_those_known(client):
    case = make_case()
    PersonStatus.objects.create(person=case.people.get(), status="detained", since=PartialDate(2011, 6))

    client.post(
        page_of(case),
        filled(client.get(page_of(case)), **{"people-0-new_status": "released", "people-0-new_since": "2011-07-12"}),
    )

    assert [str(status) for status in PersonStatus.objects.all()] == [
        "detained since June 2011",
        "released since 12 July 2011",
    ]


@pytest.mark.parametrize(
    ("status", "since", "sentence"),
    [
        ("released", "", "Say since when, at least the year."),
        ("", "2011", "Choose what has been true since that date."),
        ("detained", "2011-06", "This status is recorded already for that date."),
        (
            "detained",
            "the day before",
            "Write the date as far as it is known: 2010-11-03, 2010-11 or 2010 (or 3 November 2010).",
        ),
    ],
)
def test_half_a_status_is_refused(client, status, since, sentence):
    case = make_case()
    PersonStatus.objects.create(person=case.people.get(), status="detained", since=PartialDate(2011, 6))

    page = client.post(
        page_of(case),
        filled(client.get(page_of(case)), **{"people-0-new_status": status, "people-0-new_since": since}),
    )

    assert errors_of(page) == [sentence]
    assert PersonStatus.objects.count() == 1


def test_a_hearing_without_a_date_saves_nothing_and_keeps_what_was_typed(client):
    case, court = make_case(), make_authority()
    added = row("hearings", 0, case, court=court.pk, matter="first hearing", on="", status="expected")

    page = client.post(page_of(case), filled(client.get(page_of(case)), title="A new title", **added))

    case.refresh_from_db()
    assert (page.status_code, errors_of(page)) == (200, ["This field is required."])
    assert filled(page)["hearings-0-matter"] == "first hearing"
    assert case.title != "A new title"
    assert Hearing.objects.count() == 0


def test_the_same_hearing_twice_is_refused_in_our_words(client):
    case, court = make_case(), make_authority()
    make_hearing(case, court=court, matter="first hearing", on=date(2011, 7, 19))
    added = row("hearings", 1, case, court=court.pk, matter="first hearing", on="19/07/2011", status="expected")

    page = client.post(page_of(case), filled(client.get(page_of(case)), **added))

    assert "This hearing is there already: same court, same day, same matter." in errors_of(page)
    assert Hearing.objects.count() == 1


def test_the_same_person_twice_is_refused_in_our_words(client):
    case = make_case(person="Anna Beispiel")
    added = row("people", 1, case, published_as="Anna Beispiel", kind="person", form="name")

    page = client.post(page_of(case), filled(client.get(page_of(case)), **added))

    assert "This case names the same person twice. Keep one of the two." in errors_of(page)


def test_a_development_without_even_a_year_is_refused(client):
    case = make_case()
    added = row("developments", 0, case, happened_on="", what="Something happened.")

    page = client.post(page_of(case), filled(client.get(page_of(case)), **added))

    assert errors_of(page) == ["This field is required."]


def test_a_name_with_an_invisible_control_is_refused(client):
    case = make_case()

    page = client.post(
        page_of(case), filled(client.get(page_of(case)), **{"people-0-published_as": "Anna\u2066 Beispiel"})
    )

    assert "U+2066" in errors_of(page)[0]


def test_a_hearing_can_be_adjourned_on_the_page_of_its_case(client):
    case = make_case()
    hearing = make_hearing(case, on=date(2011, 7, 19))

    client.post(
        page_of(case),
        filled(client.get(page_of(case)), **{"hearings-0-status": "adjourned", "hearings-0-new_date": "02/08/2011"}),
    )

    hearing.refresh_from_db()
    assert hearing.adjourned_to.on == date(2011, 8, 2)


def test_private_fields_stand_in_a_marked_place(client):
    page = client.get(page_of(make_case()))

    private = [
        field
        for title, options in page.context_data["adminform"].fieldsets
        if title == "Private" and "private" in options["classes"]
        for field in options["fields"]
    ]
    assert private == ["sources", "internal_notes"]


def test_the_list_shows_the_next_expected_hearing_and_deadline(client):
    today, case = clock.today(), make_case()
    for days in (-3, 5, 9):
        make_hearing(case, on=today + timedelta(days=days))
        make_deadline(case, on=today + timedelta(days=days + 1))
    make_hearing(case, on=today + timedelta(days=2), status="cancelled")

    (listed,) = client.get("/staff/cases/case/").context_data["cl"].result_list

    assert (listed.next_hearing_on, listed.next_deadline_on) == (
        today + timedelta(days=5),
        today + timedelta(days=6),
    )


@pytest.mark.parametrize("term", ["Дэми", "дэми", "iceland дэми"])
def test_a_case_is_found_by_a_spelling_of_the_name(client, term):
    case = make_case(person="Jón Dæmi", title="A case")
    case.people.update(other_spellings="Йон Дэми")
    make_case(person="Somebody Else", country="CH")

    found = client.get(f"/staff/cases/case/?q={term}").context_data["cl"].result_list

    assert list(found) == [case]


def test_a_case_of_somebody_who_left_keeps_its_owner_in_the_choice(client):
    case = make_case(owner=make_user(is_active=False))

    assert filled(client.get(page_of(case)))["owner"] == str(case.owner_id)
