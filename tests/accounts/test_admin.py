import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import sync_roles
from tests.builders import make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser(client: Client) -> User:
    user = make_user(is_superuser=True)
    client.force_login(user)
    return user


def test_a_superuser_opens_an_account_with_a_role_and_it_logs_in(client, superuser):
    sync_roles()
    address = reverse("admin:accounts_user_add")
    editor = Group.objects.get(name="Editor")
    form = filled(
        client.get(address),
        email="New.Person@Desk.example",
        name="Nia New",
        usable_password="true",
        password1="a long enough phrase",
        password2="a long enough phrase",
        groups=[editor.pk],
    )

    answer = client.post(address, form)

    user = User.objects.get(name="Nia New")
    assert answer.status_code == 302
    assert (user.email, user.is_staff, list(user.groups.all())) == ("new.person@desk.example", True, [editor])
    assert Client().login(username="New.Person@desk.example", password="a long enough phrase")


def test_an_address_that_differs_in_capitals_only_is_taken(client, superuser):
    make_user(email="anna@desk.example")
    address = reverse("admin:accounts_user_add")
    form = filled(client.get(address), email="ANNA@desk.example", usable_password="false")

    page = client.post(address, form)

    assert page.status_code == 200
    assert User.objects.count() == 2
    assert any("this e-mail address" in sentence.lower() for sentence in errors_of(page))


def test_a_superuser_changes_the_roles_of_somebody(client, superuser):
    user = make_user("Viewer")
    address = reverse("admin:accounts_user_change", args=[user.pk])
    keeper = Group.objects.get(name="Address keeper")

    answer = client.post(address, filled(client.get(address), groups=[keeper.pk]))

    assert answer.status_code == 302
    assert [group.name for group in user.groups.all()] == ["Address keeper"]


def test_nobody_deletes_the_account_they_are_using(client, superuser):
    answer = client.post(reverse("admin:accounts_user_delete", args=[superuser.pk]), {"post": "yes"})

    assert answer.status_code == 403
    assert User.objects.filter(pk=superuser.pk).exists()


def test_a_permission_to_change_users_is_not_enough(client):
    user = make_user()
    user.user_permissions.set(
        Group.objects.model.permissions.field.related_model.objects.filter(content_type__app_label="accounts")
    )
    client.force_login(user)

    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403


def test_groups_are_not_edited_by_hand():
    assert not admin.site.is_registered(Group)
