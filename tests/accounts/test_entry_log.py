"""The log of the door: numbers of accounts, names of routes, and nothing that was typed."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.builders import make_user
from tests.coming_in import came_in_long_ago, give_app, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user("Editor", email="anna@desk.example")


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(row.levelname, row.getMessage()) for row in caplog.records if row.name == "accounts.entry_log"]


def test_login_is_logged_by_the_number_of_the_account(client, user, caplog) -> None:
    caplog.set_level("INFO")

    log_in(client, user)
    client.post(reverse("account_logout"))

    assert lines(caplog) == [("INFO", f"account {user.pk} came in"), ("INFO", f"account {user.pk} went out")]


def test_wrong_password_is_logged_without_the_address(client, user, caplog) -> None:
    log_in(client, user, password="wrong")
    client.post("/staff/login/", {"login": "nobody@desk.example", "password": "wrong"})

    assert lines(caplog) == [
        ("WARNING", f"wrong try at the door login, account {user.pk}"),
        ("WARNING", "wrong try at the door login, no account of ours"),
    ]


def test_wrong_code_is_logged(client, user, caplog) -> None:
    give_app(user)
    log_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert lines(caplog) == [("WARNING", f"wrong try at the door code, account {user.pk}")]


def test_wrong_proof_is_logged(user, caplog) -> None:
    client = Client()
    somebody = make_user(is_superuser=True)
    log_in(client, somebody)
    came_in_long_ago(client)
    page = reverse("admin:accounts_user_add")
    client.post(page, {"email": "new@desk.example", "proof": "wrong"})

    assert ("WARNING", f"wrong try at the door proof, account {somebody.pk}") in lines(caplog)


def test_too_many_tries_are_logged(client, user, caplog) -> None:
    for _ in range(12):
        log_in(client, user, password="wrong")

    assert lines(caplog)[-1] == ("WARNING", "a try at the door login was not looked at: too many")


def test_refusal_is_logged_by_number_and_route(client, user, caplog) -> None:
    log_in(client, user)
    caplog.clear()

    answer = client.get(reverse("admin:accounts_user_changelist"))

    assert answer.status_code == 403
    assert lines(caplog) == [("WARNING", f"account {user.pk} was refused GET of admin:accounts_user_changelist")]


def test_of_visitors_nothing_is_logged(client, caplog) -> None:
    client.get("/actions/no-such-action/")
    client.get("/staff/")

    assert lines(caplog) == []
