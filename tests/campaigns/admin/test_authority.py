"""What the page of an authority says of the sheets that print it, and how a correction begins."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Sheet
from cases.models import Authority
from config import clock
from tests.builders import issue, make_action, make_authority, make_case, make_draft, make_open_action, make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keeper(client: Client):
    user = make_user("Address keeper")
    client.force_login(user)
    return user


@pytest.fixture
def ministry() -> Authority:
    return make_authority(office="Ministry of Examples", holder="Minister Muster", verified_on=clock.today())


def open_today(ministry, **case):
    sheet = make_draft(make_action(make_case(**case)), recipients=[ministry], dated=clock.today(),
                       appeals_limit=clock.today() + timedelta(days=42))  # fmt: skip
    issue(sheet, at=clock.now() - timedelta(minutes=1))
    return sheet.action


def address(ministry) -> str:
    return reverse("admin:cases_authority_change", args=[ministry.pk])


def save(client, ministry, **changes):
    answer = client.post(address(ministry), filled(client.get(address(ministry)), **changes), follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_it_lists_the_open_actions_that_print_it(client, ministry):
    first, second = open_today(ministry), open_today(ministry)
    make_open_action(recipients=[ministry])  # over by the clock of today

    page = client.get(address(ministry)).content.decode()

    assert "Printed on 2 open actions" in page
    for action in (first, second):
        assert f'<a href="/staff/campaigns/urgentaction/{action.pk}/change/">{action.reference}</a>' in page


def test_a_change_of_what_they_print_says_which(client, ministry):
    action = open_today(ministry)

    told = save(client, ministry, holder="Minister Nova")

    link = f'<a href="/staff/campaigns/urgentaction/{action.pk}/change/">{action.reference}</a>'
    assert told[0] == f"1 open action prints it otherwise: {link}. The desk proposes its correction."
    ministry.refresh_from_db()
    assert ministry.changed_at is not None


def test_a_salutation_is_printed_too(client, ministry):
    action = open_today(ministry)

    told = save(client, ministry, **{"salutations-0-text": "Dear Madam Minister"})

    assert action.reference in told[0]


@pytest.mark.parametrize("changes", [{"notes": "Rang them."}, {"verified_on": "01/01/2011"}, {}])
def test_what_is_not_printed_says_nothing(client, ministry, changes):
    open_today(ministry)

    told = save(client, ministry, **changes)

    assert [sentence for sentence in told if "otherwise" in sentence] == []
    ministry.refresh_from_db()
    assert ministry.changed_at is None


def test_one_click_on_the_desk_begins_the_correction(client, ministry):
    action = open_today(ministry)
    save(client, ministry, holder="Minister Nova")
    editor = make_user("Editor")
    client.force_login(editor)
    desk = client.get(reverse("admin:index")).content.decode()
    button = f'action="/staff/campaigns/urgentaction/{action.pk}/correct/"'
    assert button in desk
    assert "Minister Muster" in desk
    assert "Minister Nova" in desk

    answer = client.post(f"/staff/campaigns/urgentaction/{action.pk}/correct/")

    sheet = Sheet.objects.get(version=2)
    assert answer.url == reverse("admin:campaigns_sheet_change", args=[sheet.pk])
    assert (sheet.kind, sheet.created_by, sheet.appeals_limit) == (
        "correction",
        editor,
        action.sheets.get(version=1).appeals_limit,
    )
    assert sheet.changes == "The name above the address of Ministry of Examples has changed."
    desk = client.get(reverse("admin:index")).content.decode()
    assert (button in desk, "A sheet is under way" in desk) == (False, True)


def test_a_fact_that_was_put_back_begins_nothing(client, ministry):
    action = open_today(ministry)
    save(client, ministry, holder="Minister Nova")
    save(client, ministry, holder="Minister Muster")
    client.force_login(make_user("Editor"))

    refused = client.post(f"/staff/campaigns/urgentaction/{action.pk}/correct/")

    assert errors_of(refused)[0].startswith("Nothing was begun: the sheet prints what the case")
    assert Sheet.objects.count() == 1


def test_a_respelled_name_is_a_matter_too(client, ministry):
    client.force_login(make_user("Researcher", "Editor"))
    action = open_today(ministry)
    case_page = reverse("admin:cases_case_change", args=[action.case_id])

    client.post(case_page, filled(client.get(case_page), **{"people-0-published_as": "Anna Beispel"}))

    page = client.get(reverse("admin:campaigns_urgentaction_change", args=[action.pk]))
    assert [(each.what, each.new) for each in page.context_data["differences"]] == [("name", "Anna Beispel")]
    assert "correct" in [move.name for move, _ in page.context_data["moves"]]
