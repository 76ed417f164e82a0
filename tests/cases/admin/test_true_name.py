"""The page of a withheld name: the one place that shows it, to whoever says why."""

import pytest
from django.urls import reverse

from accounts.models import User
from campaigns.checks import findings_of
from cases.models import PersonAtRisk, TrueName, TrueNameEvent
from cases.true_names import keep_true_name
from tests.builders import AT, DAY, make_action, make_case, make_draft, make_person, make_user
from tests.forms import errors_of, filled
from tests.traces import Traces

pytestmark = pytest.mark.django_db

NAME = "Zarina Beispielowa"


@pytest.fixture
def researcher() -> User:
    return make_user("Researcher")


@pytest.fixture
def person(researcher) -> PersonAtRisk:
    person = make_person(make_case(person=""), published_as="a teacher, 34", form="chosen")
    keep_true_name(person, NAME, by=researcher, at=AT, reason="for the lawyer")
    return person


def page_of(person: PersonAtRisk) -> str:
    return reverse("admin:cases_personatrisk_true-name", args=[person.pk])


def test_the_name_stands_in_the_answer_to_whoever_says_why(client, person, researcher):
    client.force_login(researcher)

    before = client.get(page_of(person))
    answer = client.post(page_of(person), {"verb": "read", "reason": "the lawyer calls"})
    after = client.get(page_of(person))

    assert [NAME in page.content.decode() for page in (before, answer, after)] == [False, True, False]
    assert "the lawyer calls" in after.content.decode()
    assert answer["Cache-Control"] == "no-store, private"


def test_without_a_reason_it_is_not_shown(client, person, researcher):
    client.force_login(researcher)

    answer = client.post(page_of(person), {"verb": "read", "reason": " "})

    assert NAME not in answer.content.decode()
    assert "Say why, in a few words" in answer.content.decode()
    assert TrueNameEvent.objects.filter(verb="read").count() == 0


@pytest.mark.parametrize("role", ["Viewer", "Editor", "Approver", "Address keeper"])
def test_it_is_refused_to_every_other_role(client, person, role):
    client.force_login(make_user(role))

    assert client.get(page_of(person)).status_code == 403
    assert client.post(page_of(person), {"verb": "read", "reason": "curious"}).status_code == 403
    assert TrueNameEvent.objects.filter(verb="read").count() == 0


def test_the_owner_of_the_case_sees_who_read_it_and_not_the_name(client, person):
    owner = person.case.owner
    owner.groups.set(make_user("Editor").groups.all())
    client.force_login(owner)

    page = client.get(page_of(person))
    case = client.get(f"/staff/cases/case/{person.case_id}/change/").content.decode()

    assert page.status_code == 200
    assert "for the lawyer" in page.content.decode()
    assert "Withheld names: who kept, read and gave them up" in case
    assert "for the lawyer" in case
    assert client.post(page_of(person), {"verb": "read", "reason": "mine"}).status_code == 403


def test_a_name_is_kept_and_given_up_on_the_page(client, person, researcher):
    client.force_login(researcher)

    client.post(page_of(person), {"verb": "give-up", "reason": "misspelt"})
    gone = TrueName.objects.count()
    client.post(page_of(person), {"verb": "keep", "name": "Zarina Musterowa", "reason": "spelled right"})

    assert (gone, TrueName.objects.get().name) == (0, "Zarina Musterowa")


def test_a_refused_name_says_what_to_do_and_keeps_what_was_typed(client, person, researcher):
    client.force_login(researcher)
    TrueName.objects.all().delete()

    page = client.post(page_of(person), {"verb": "keep", "name": "A Teacher", "reason": "as known"}).content.decode()

    assert "Choose another form" in page
    assert 'value="A Teacher"' in page


def test_the_name_leaves_no_trace_but_its_own_row(client, person, researcher, caplog, tmp_path):
    traces = Traces("Zarina", caplog, tmp_path)
    client.force_login(researcher)
    client.post(page_of(person), {"verb": "read", "reason": "the lawyer calls"})

    for address in (
        page_of(person),
        f"/staff/cases/personatrisk/{person.pk}/change/",
        f"/staff/cases/personatrisk/{person.pk}/history/",
        f"/staff/cases/case/{person.case_id}/history/",
        "/staff/cases/personatrisk/",
        "/staff/",
    ):
        assert "Zarina" not in client.get(address).content.decode()
    assert traces.found() == ["table cases_truename"]


@pytest.mark.parametrize(
    "question",
    ["?q=Zarina", "?true_name__name__startswith=Z", "?true_name__name=Zarina+Beispielowa"],
)
def test_no_list_is_asked_for_a_name(client, person, question):
    client.force_login(make_user(is_superuser=True))

    answer = client.get(f"/staff/cases/personatrisk/{question}")

    assert answer.status_code == 400 or "a teacher, 34" not in answer.content.decode()


def test_whoever_keeps_a_name_cannot_be_shown_by_name(client, person, researcher):
    client.force_login(researcher)
    address = f"/staff/cases/personatrisk/{person.pk}/change/"

    answer = client.post(address, filled(client.get(address), form="name"))

    assert errors_of(answer) == ["A name is withheld for this person. Give it up on its own page first."]


def test_a_sheet_that_tells_the_name_does_not_go_out(person):
    sheet = make_draft(make_action(person.case), story="Zarina was arrested at school.")

    found = [finding for finding in findings_of(sheet, on=DAY) if finding.is_red]

    assert [finding.key for finding in found] == [f"withheld_name_is_told:{person.pk}"]
    assert "Zarina" not in found[0].sentence


def test_a_sheet_that_tells_no_name_may_go_out(person):
    sheet = make_draft(make_action(person.case))

    assert [finding.key for finding in findings_of(sheet, on=DAY) if finding.is_red] == []
