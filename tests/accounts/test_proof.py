"""What harms most asks once more who sits there, if they came in a while ago; nothing typed is lost."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.admin.moves import MovingAdmin
from campaigns.models import UrgentAction
from tests.builders import make_open_action, make_user
from tests.coming_in import came_in_long_ago, code_of, give_app
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db

ASKED = "came in more than a quarter of an hour ago"
NOT_YET = "Nothing was done yet"


@pytest.fixture
def approver() -> User:
    return make_user("Approver")


@pytest.fixture
def stale(client, approver) -> Client:
    client.force_login(approver)
    came_in_long_ago(client)
    return client


def stop_page(action: UrgentAction) -> str:
    return reverse("admin:campaigns_urgentaction_stop", args=[action.pk])


def test_stop_by_somebody_who_just_came_in_asks_nothing(client, approver):
    client.force_login(approver)

    assert ASKED not in client.get(stop_page(make_open_action())).content.decode()


def test_stop_after_a_quarter_of_an_hour_asks_and_keeps_what_was_typed(stale):
    action = make_open_action()
    form = filled(stale.get(stop_page(action)), reason="The family asks for silence")

    page = stale.post(stop_page(action), form)

    assert NOT_YET in page.content.decode()
    assert "The family asks for silence" in page.content.decode()
    assert UrgentAction.objects.get(pk=action.pk).status == "open"


def test_form_that_grew_stale_while_it_was_open_keeps_what_was_typed(client, approver):
    action = make_open_action()
    client.force_login(approver)
    form = filled(client.get(stop_page(action)), reason="The family asks for silence")
    came_in_long_ago(client)

    page = client.post(stop_page(action), form)

    assert NOT_YET in page.content.decode()
    assert filled(page)["reason"] == "The family asks for silence"


@pytest.mark.parametrize("what", ["password", "code"])
def test_password_or_code_is_a_proof_and_holds_for_the_next_page(stale, approver, what):
    give_app(approver)
    action = make_open_action()
    form = filled(
        stale.get(stop_page(action)), reason="Free", proof="correct horse" if what == "password" else code_of()
    )

    answer = stale.post(stop_page(action), form)

    assert answer.status_code == 302
    assert UrgentAction.objects.get(pk=action.pk).status == "stopped"
    assert ASKED not in stale.get(stop_page(make_open_action())).content.decode()


def test_wrong_proof_does_nothing_and_few_are_looked_at(stale):
    action = make_open_action()
    form = filled(stale.get(stop_page(action)), reason="Free", proof="guess")

    pages = [stale.post(stop_page(action), form).content.decode() for _ in range(11)]

    assert "neither your password nor a code of yours" in pages[0]
    assert "There were too many tries" in pages[10]
    assert UrgentAction.objects.get(pk=action.pk).status == "open"


def test_decisions_that_ask_for_it():
    asking = {
        f"{page.opts.model_name}: {move.name}"
        for page in admin.site._registry.values()
        if isinstance(page, MovingAdmin)
        for move in page.moves
        if move.asks_proof
    }

    assert asking == {"urgentaction: stop", "urgentaction: reopen", "sheet: approve", "sheet: issue-now"}


def test_pause_asks_nothing(stale):
    """It harms nobody, and it has to be quick."""
    page = stale.get(reverse("admin:campaigns_urgentaction_pause", args=[make_open_action().pk]))

    assert ASKED not in page.content.decode()


def test_roles_change_with_a_fresh_proof_only(client):
    client.force_login(make_user(is_superuser=True))
    came_in_long_ago(client)
    user = make_user("Viewer")
    address = reverse("admin:accounts_user_change", args=[user.pk])
    approver, _ = Group.objects.get_or_create(name="Approver")
    form = filled(client.get(address), groups=[approver.pk], name="Nia New")

    refused = client.post(address, form)

    assert any(NOT_YET in sentence for sentence in errors_of(refused))
    assert "Nia New" in refused.content.decode()
    assert [group.name for group in user.groups.all()] == ["Viewer"]
    assert client.post(address, filled(refused, proof="correct horse")).status_code == 302
    assert [group.name for group in user.groups.all()] == ["Approver"]


def test_new_account_needs_a_fresh_proof(client):
    client.force_login(make_user(is_superuser=True))
    came_in_long_ago(client)
    address = reverse("admin:accounts_user_add")
    form = filled(client.get(address), email="new@desk.example", usable_password="false")

    assert any(NOT_YET in sentence for sentence in errors_of(client.post(address, form)))
    assert not User.objects.filter(email="new@desk.example").exists()


def test_setting_a_password_for_somebody_leads_to_the_proof_first(client):
    client.force_login(make_user(is_superuser=True))
    came_in_long_ago(client)
    address = reverse("admin:auth_user_password_change", args=[make_user().pk])

    answer = client.get(address)

    assert answer.headers["Location"] == f"/staff/account/still-you/?next={address}"
    assert client.post(answer.headers["Location"], {"password": "correct horse", "next": address}).headers[
        "Location"
    ] == (address)
    assert client.get(address).status_code == 200
