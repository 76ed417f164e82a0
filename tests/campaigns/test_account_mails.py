"""Whoever's way in was changed is told by mail, whether or not the mail can leave."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from campaigns.account_mails import WHAT, DoorWithMails
from campaigns.sender import hold_sender
from tests.builders import AT, make_user
from tests.coming_in import code_of, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user("Editor", email="anna@desk.example")


def test_new_password_is_told_to_its_owner_without_a_link(client, user):
    log_in(client, user)
    client.post(
        "/staff/password_change/",
        {"oldpassword": "correct horse", "password1": "four words not sisters", "password2": "four words not sisters"},
    )

    [told] = mail.outbox
    assert (told.to, told.subject) == (["anna@desk.example"], "A change to how you log in")
    assert told.body.startswith("Your password was changed.\n\nIf it was you, there is nothing to do.\n")
    assert "http" not in told.body


def test_password_set_by_an_administrator_is_told_to_the_owner(client, user):
    client.force_login(make_user(is_superuser=True))
    client.post(
        reverse("admin:auth_user_password_change", args=[user.pk]),
        {"usable_password": "true", "password1": "four words not sisters", "password2": "four words not sisters"},
    )

    assert [told.to for told in mail.outbox] == [["anna@desk.example"]]


def test_new_app_is_told(client, user, django_capture_on_commit_callbacks):
    log_in(client, user)
    client.get("/staff/account/app/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/staff/account/app/", {"code": code_of(client.session["mfa.totp.secret"])})

    assert [told.body.splitlines()[0] for told in mail.outbox] == ["An app for codes was added to your account."]


def test_mail_that_may_not_leave_closes_no_door(user, caplog):
    hold_sender(by=None, at=AT, reason="Looking")

    DoorWithMails().send_notification_mail("new_start", user)

    assert mail.outbox == []
    assert caplog.messages[1:] == [f"account {user.pk} was not told that its way in was changed"]


def test_every_change_has_its_words():
    assert all(sentence.endswith(".") for sentence in WHAT.values())
    assert len(WHAT) == 7
