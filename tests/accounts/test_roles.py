"""Who gets where: every role against every page of the admin and every verb of an action."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.models import User
from accounts.roles import ROLES, staff_who_may, sync_roles
from config import clock
from tests.builders import approve, make_authority, make_case, make_draft, make_open_action, make_user

pytestmark = pytest.mark.django_db

EVERYBODY = frozenset({"Viewer", "Researcher", "Editor", "Approver", "Address keeper"})
WATCHERS = frozenset({"Editor", "Approver"})

# For each model of the admin: who may open its list, its form for a new row, and change a row that is there.
# Actions and sheets have no form for a new one: they start from a case.
PAGES = {
    "cases_case": (EVERYBODY, {"Researcher"}, {"Researcher"}),
    "cases_personatrisk": (EVERYBODY, {"Researcher"}, {"Researcher"}),
    "cases_hearing": (EVERYBODY, {"Researcher"}, {"Researcher"}),
    "cases_deadline": (EVERYBODY, {"Researcher"}, {"Researcher"}),
    "cases_concern": (EVERYBODY, set(), set()),
    "cases_authority": (EVERYBODY, {"Researcher", "Editor", "Address keeper"}, {"Address keeper"}),
    "cases_postalroute": (EVERYBODY, {"Address keeper"}, {"Address keeper"}),
    "cases_postagerate": (EVERYBODY, {"Address keeper"}, {"Address keeper"}),
    "cases_countrynote": (EVERYBODY, {"Researcher"}, {"Researcher"}),
    "campaigns_campaign": (EVERYBODY, {"Editor"}, {"Editor"}),
    "campaigns_urgentaction": (EVERYBODY, set(), {"Editor"}),
    "campaigns_sheet": (EVERYBODY, set(), {"Editor"}),
    "campaigns_reminder": (WATCHERS, set(), set()),
    "campaigns_sentmail": (WATCHERS, set(), set()),
    "appeals_reply": (EVERYBODY - {"Viewer"}, set(), set()),
    "appeals_tallyline": (WATCHERS, set(), set()),
    "accounts_user": (set(), set(), set()),
}

# For each page that asks before it does: who may open it.
MOVES = {
    "stop": {"Researcher", "Editor", "Approver"},
    "pause": {"Researcher", "Editor", "Approver"},
    "close": {"Approver"},
    "new-sheet": {"Researcher", "Editor"},
}

# The same for a sheet. In an emergency whoever wrote it may be the only one there.
SHEET_MOVES = {
    "submit": {"Editor"},
    "send-back": {"Editor", "Approver"},
    "approve": {"Approver"},
    "issue": {"Approver"},
    "issue-now": {"Editor", "Approver"},
    "review": {"Approver"},
    "withdraw": {"Editor"},
    "explain": {"Editor"},
}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_role_opens_the_lists_and_forms_that_are_its_own(role, name):
    client = client_of(make_user(role))
    may_read, may_add, _ = PAGES[name]

    listed = client.get(reverse(f"admin:{name}_changelist")).status_code
    added = client.get(reverse(f"admin:{name}_add")).status_code

    assert (listed, added) == (200 if role in may_read else 403, 200 if role in may_add else 403)


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("cases_case", make_case),
        ("cases_authority", make_authority),
        ("campaigns_sheet", make_draft),
    ],
)
def test_a_row_is_changed_only_by_its_role_and_read_by_all(role, name, make):
    row = make()
    client = client_of(make_user(role))
    address = reverse(f"admin:{name}_change", args=[row.pk])
    may_change = PAGES[name][2]

    assert client.get(address).status_code == 200
    # An empty form is refused with sentences by those who may, and not looked at for the others.
    assert client.post(address, {}).status_code == (200 if role in may_change else 403)


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("move", sorted(MOVES))
def test_a_verb_belongs_to_its_roles(role, move):
    action = make_open_action()
    client = client_of(make_user(role))

    page = client.get(reverse(f"admin:campaigns_urgentaction_{move}", args=[action.pk]))

    assert page.status_code == (200 if role in MOVES[move] else 403)


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("move", sorted(SHEET_MOVES))
def test_a_verb_of_a_sheet_belongs_to_its_roles(role, move):
    sheet = make_draft()

    page = client_of(make_user(role)).get(reverse(f"admin:campaigns_sheet_{move}", args=[sheet.pk]))

    # Whose verb it is but does not fit the state is led back to the sheet.
    assert (page.status_code in (200, 302)) is (role in SHEET_MOVES[move])


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_only_an_approver_issues(role):
    today = clock.today()
    sheet = approve(make_draft(dated=today, appeals_limit=today + timedelta(days=42)))
    client = client_of(make_user(role))

    answer = client.post(reverse("admin:campaigns_sheet_issue", args=[sheet.pk]))

    sheet.refresh_from_db()
    expected = (302, "issued") if role == "Approver" else (403, "approved")
    assert (answer.status_code, sheet.status) == expected


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_an_action_is_started_by_researchers_and_editors(role):
    case = make_case()
    page = client_of(make_user(role)).get(reverse("admin:cases_case_start_action", args=[case.pk]))

    assert page.status_code == (200 if role in {"Researcher", "Editor"} else 403)


def test_an_account_without_a_role_is_told_so():
    page = client_of(make_user()).get(reverse("admin:index"))

    assert page.status_code == 200
    assert "Your account has no role yet" in page.content.decode()


def test_somebody_who_is_not_staff_is_asked_to_log_in():
    answer = client_of(make_user("Approver", is_staff=False)).get(reverse("admin:index"))

    assert (answer.status_code, answer.url) == (302, "/staff/login/?next=/staff/")


def test_syncing_takes_back_what_was_added_by_hand():
    sync_roles()
    viewer = Group.objects.get(name="Viewer")
    viewer.permissions.add(Group.objects.get(name="Approver").permissions.get(codename="issue_sheet"))

    sync_roles()

    labels = {f"{p.content_type.app_label}.{p.codename}" for p in viewer.permissions.select_related("content_type")}
    assert labels == ROLES["Viewer"]


def test_an_unknown_permission_is_named(monkeypatch):
    monkeypatch.setattr(roles, "ROLES", {"Poet": frozenset({"cases.rhyme_case"})})

    with pytest.raises(ImproperlyConfigured, match=r"The role Poet names unknown permissions: cases\.rhyme_case"):
        sync_roles()


def test_staff_who_may_are_those_with_the_role_and_an_open_account():
    keeper, admin = make_user("Address keeper"), make_user(is_superuser=True)
    make_user("Viewer")
    make_user("Address keeper", is_active=False)
    make_user("Address keeper", is_staff=False)

    assert set(staff_who_may("cases.change_authority")) == {keeper, admin}
