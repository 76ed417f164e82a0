"""An action starts from its case."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.admin.glance import actions_at_a_glance, people_at_a_glance
from campaigns.models import Campaign, Sheet, UrgentAction
from cases.models import Case, PersonAtRisk, PersonStatus
from config import clock
from tests.builders import issue, make_action, make_case, make_open_action, make_outcome, make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def researcher(client: Client) -> None:
    client.force_login(make_user("Researcher"))


def start_page(case) -> str:
    return reverse("admin:cases_case_start_action", args=[case.pk])


def test_the_page_of_a_case_lists_its_actions_and_leads_to_a_new_one(client):
    action = make_open_action()
    other = make_open_action()

    page = client.get(reverse("admin:cases_case_change", args=[action.case_id])).content.decode()

    assert f'href="/staff/campaigns/urgentaction/{action.pk}/change/"' in page
    assert f'href="/staff/campaigns/urgentaction/{other.pk}/change/"' not in page
    assert f'href="{start_page(action.case)}"' in page


def test_who_may_not_start_an_action_is_not_offered_it(client):
    case = make_case()
    client.force_login(make_user("Viewer"))

    page = client.get(reverse("admin:cases_case_change", args=[case.pk])).content.decode()

    assert "Urgent actions on this case" in page
    assert start_page(case) not in page


def test_an_action_takes_the_next_free_number_and_lands_on_its_first_draft(client):
    today, campaign = clock.today(), Campaign.objects.create(title="No return to torture", slug="no-return")
    make_action(year=today.year, number=7)
    case = make_case()

    answer = client.post(start_page(case), filled(client.get(start_page(case)), campaign=campaign.pk))

    sheet = Sheet.objects.get()
    assert (sheet.action.case, sheet.action.number, sheet.action.campaign) == (case, 8, campaign)
    assert answer.url == reverse("admin:campaigns_sheet_change", args=[sheet.pk])
    assert client.get(answer.url).status_code == 200


def test_the_next_free_numbers_are_told(client):
    year = clock.today().year
    make_action(year=year, number=7)

    page = client.get(start_page(make_case())).content.decode()

    assert f"UA 8/{year % 100:02d}, EX 1/{year % 100:02d}" in page


def test_an_old_document_may_have_no_number(client):
    case = make_case()

    client.post(start_page(case), filled(client.get(start_page(case)), year="2011", is_unnumbered="on"))

    assert UrgentAction.objects.get().reference == "UA of 2011"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": "7", "year": "2011"}, "This number is taken in this series and year. Each action has its own."),
        ({"number": "8", "is_unnumbered": "on"}, "A document without a number has none: delete the number, or take"),
        ({"year": "11"}, "The first urgent action was of 1973."),
        ({"number": "99999"}, "Ensure this value is less than or equal to 9999."),
        ({"number": "seven"}, "Enter a whole number."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_what_was_typed_stays(client, changes, sentence):
    make_action(year=2011, number=7)
    case = make_case()

    page = client.post(start_page(case), filled(client.get(start_page(case)), **changes))

    assert [error[: len(sentence)] for error in errors_of(page)] == [sentence]
    assert {name: filled(page).get(name) for name in changes if name != "is_unnumbered"} == {
        name: value for name, value in changes.items() if name != "is_unnumbered"
    }
    assert (UrgentAction.objects.count(), Sheet.objects.count()) == (1, 0)


def test_a_case_that_is_gone_leads_home_with_a_word(client):
    answer = client.get("/staff/cases/case/4711/start-action/", follow=True)

    assert "There is no such case; perhaps it was deleted." in answer.content.decode()


def test_a_case_with_an_action_is_not_deleted_and_says_why(client):
    action = make_action()

    page = client.post(reverse("admin:cases_case_delete", args=[action.case_id]), {"post": "yes"})

    assert page.status_code == 200
    assert UrgentAction.objects.filter(pk=action.pk).exists()


def rows_of(page: str) -> list[str]:
    """The table of who is where, a line for each person."""
    body = page.split("Who is where", 1)[1].split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("</tr>") if row.strip()]


def case_page(client: Client, case: Case) -> str:
    return client.get(reverse("admin:cases_case_change", args=[case.pk])).content.decode()


def test_page_of_a_case_shows_who_is_where_and_what_was_told(client):
    case = make_case()
    for name in ("Ben Beispiel", "Cleo Beispiel"):
        PersonAtRisk.objects.create(case=case, published_as=name)
    issue(make_outcome(make_open_action(case), "stayed", "released", "unknown"))
    ben = case.people.get(published_as="Ben Beispiel")
    PersonStatus.objects.create(person=ben, status="dead", since="2011-07-14")

    page = case_page(client, case)

    assert rows_of(page) == [
        "Anna Beispiel execution stayed since 10 July 2011 UA 1/11: execution stayed, 10 July 2011",
        "Ben Beispiel dead since 14 July 2011 UA 1/11: released, 10 July 2011 the case knows otherwise",
        "Cleo Beispiel nothing yet UA 1/11: not known",
    ]
    assert "Sheet 2</a>, outcome, 13 Jul 2011: issued" in page


def test_page_of_a_case_at_a_glance_takes_as_many_questions_for_three_people_as_for_one(client):
    case = make_case()
    issue(make_outcome(make_open_action(case), "released"))

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            people_at_a_glance(case, case.owner)
            actions_at_a_glance(case, on=clock.today())
        return len(asked)

    one = questions()
    for name in ("Ben Beispiel", "Cleo Beispiel"):
        person = PersonAtRisk.objects.create(case=case, published_as=name)
        PersonStatus.objects.create(person=person, status="released", since="2011")
    make_open_action(case)

    assert questions() == one == 5
