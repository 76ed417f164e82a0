"""The door tells nobody whether there is an account, lets few guesses through, and never locks out its owner."""

import pytest
from allauth.account import app_settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from accounts.guesses import TooManyTries, count_try
from accounts.models import User
from tests.builders import make_user
from tests.coming_in import code_of, give_app, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user("Editor", email="anna@desk.example")


def tries(count: int, *, network=lambda number: "192.0.2.1", email: str = "anna@desk.example") -> int:
    """How many of so many tries are looked at."""
    passed = 0
    for number in range(count):
        request = RequestFactory().post("/staff/login/", REMOTE_ADDR=network(number))
        try:
            count_try(request, email)
        except TooManyTries:
            continue
        passed += 1
    return passed


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email", "mfa_signup_webauthn"])
def test_nobody_signs_up_and_nobody_asks_for_a_password(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_address_is_the_same_in_capitals(client, user):
    answer = client.post("/staff/login/", {"login": " ANNA@desk.example", "password": "correct horse"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/staff/")


def test_login_leads_to_the_page_that_was_asked_for_and_nowhere_else(user):
    for asked, led in (("/staff/calendar/", "/staff/calendar/"), ("https://example.org/", "/staff/")):
        answer = Client().post("/staff/login/", {"login": user.email, "password": "correct horse", "next": asked})
        assert answer.headers["Location"] == led


@pytest.mark.parametrize("kind", ["none", "wrong password", "closed", "no staff", "closed, right password"])
def test_answer_does_not_tell_whether_there_is_an_account(client, kind):
    make_user(email="other@desk.example", is_active="closed" not in kind, is_staff=kind != "no staff")
    email = "nobody@desk.example" if kind == "none" else "other@desk.example"
    password = "correct horse" if kind in ("no staff", "closed, right password") else "wrong"

    page = client.post("/staff/login/", {"login": email, "password": password})

    assert page.status_code == 200
    assert page.context["form"].non_field_errors() == [
        "This address and this password do not belong together. Look at both, capitals too, and try again."
    ]
    assert not page.cookies.get("known")


@pytest.mark.parametrize("email", ["anna@desk.example", "nobody@desk.example"])
def test_each_wrong_try_costs_one_hash(client, user, monkeypatch, email):
    """Whether or not there is an account: how long it takes tells nothing."""
    count = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *given, **named: count.append(1) or encode(self, *given, **named)
    )

    log_in(client, User(email=email), password="wrong")

    assert len(count) == 1


def test_few_of_ten_thousand_guesses_are_looked_at():
    """From ten thousand networks, within an hour."""
    assert tries(10_000, network=lambda number: f"10.{number // 250}.{number % 250}.1") == 20


def test_one_network_has_ten_tries_at_an_account_and_sixty_in_all():
    assert tries(50) == 10
    assert sum(tries(10, email=f"staff{number}@desk.example") for number in range(20)) == 50


def test_forged_address_of_a_proxy_changes_nothing(client, user):
    """Without a proxy that is trusted, what a visitor says of where they are is not heard."""
    seen = [
        client.post(
            "/staff/login/", {"login": user.email, "password": "no"}, headers={"X-Forwarded-For": f"192.0.2.{number}"}
        ).status_code
        for number in range(12)
    ]

    assert seen == [200] * 10 + [429] * 2


def test_too_many_tries_say_so_in_the_same_words_for_everybody(client, user):
    pages = []
    for email in (user.email, "nobody@desk.example"):
        for _ in range(11):
            page = client.post("/staff/login/", {"login": email, "password": "no"})
        pages.append((page.status_code, page.context["form"].non_field_errors()))

    assert pages[0] == pages[1]
    assert pages[0][0] == 429
    assert "There were too many tries" in pages[0][1][0]


def test_owner_comes_in_while_strangers_guess(user):
    """From a browser in which they came in before; no stranger can use up its tries."""
    owner, stranger = Client(), Client()
    log_in(owner, user)
    owner.post("/staff/logout/")
    for number in range(40):
        log_in(stranger, user, password="guess", REMOTE_ADDR=f"198.51.100.{number}")

    assert log_in(stranger, user).status_code == 429
    assert log_in(owner, user).status_code == 302


def test_known_browser_has_few_tries_too(user):
    owner = Client()
    log_in(owner, user)
    owner.post("/staff/logout/")

    statuses = [log_in(owner, user, password="guess").status_code for _ in range(22)]

    assert statuses == [200] * 20 + [429] * 2


def test_forged_cookie_makes_no_known_browser(user):
    stranger = Client()
    stranger.cookies["known"] = "eyJhIjoiYiJ9:1abcde:forged"

    assert [log_in(stranger, user, password="guess").status_code for _ in range(11)][-1] == 429


def test_codes_are_guessed_no_more_often_than_passwords(client, user):
    give_app(user)
    log_in(client, user)

    pages = [client.post("/staff/login/second-step/", {"code": "000000"}).content.decode() for _ in range(11)]

    assert ["There were too many tries" in page for page in pages] == [False] * 10 + [True]
    assert "There were too many tries" in client.post("/staff/login/second-step/", {"code": code_of()}).content.decode()


def test_closed_account_is_out_at_its_next_request(client, user):
    log_in(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get("/staff/").headers["Location"] == "/staff/login/?next=/staff/"


def test_logging_out_empties_the_browser(client, user):
    log_in(client, user)

    answer = client.post("/staff/logout/")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/staff/").status_code == 302


def test_every_form_of_the_door_is_ours():
    assert set(app_settings.FORMS) == {"login", "reauthenticate", "change_password"}
