"""Where somebody is logged in: listed, ended, and over by itself."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import StaffSession, User
from accounts.session_store import SessionStore
from accounts.sessions import browser_in_words, logins_of
from campaigns.models import UrgentAction
from tests.builders import make_open_action, make_user
from tests.coming_in import came_in_long_ago, left_alone, log_in

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"


@pytest.fixture
def user() -> User:
    return make_user("Editor", email="anna@desk.example")


@pytest.fixture
def telephone(user) -> Client:
    client = Client(headers={"user-agent": PHONE})
    log_in(client, user)
    return client


@pytest.fixture
def computer(user) -> Client:
    client = Client(headers={"user-agent": FIREFOX})
    log_in(client, user)
    return client


def is_in(client: Client) -> bool:
    return client.get("/staff/account/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [(FIREFOX, "Firefox on Linux"), (PHONE, "Safari on iPhone"), (EDGE, "Edge on Windows"), ("", "A browser")],
    ids=["firefox", "telephone", "edge", "silent"],
)
def test_browser_in_words(agent, words):
    assert browser_in_words(agent) == words


def test_owner_sees_each_browser_and_no_key_of_it(user, telephone, computer):
    page = computer.get("/staff/account/").content.decode()

    assert ("Firefox on Linux (this one)" in page, "Safari on iPhone" in page) == (True, True)
    assert [key for key in StaffSession.objects.values_list("session_key", flat=True) if key in page] == []


def test_owner_ends_one(user, telephone, computer):
    [other] = [login for login in logins_of(user, at=timezone.now()) if "iPhone" in login.browser]

    computer.post("/staff/account/sessions/end/", {"session": other.name})

    assert (is_in(telephone), is_in(computer)) == (False, True)


def test_owner_ends_all_others(telephone, computer):
    computer.post("/staff/account/sessions/end/", {"session": "others"})

    assert (is_in(telephone), is_in(computer)) == (False, True)


def test_nobody_ends_what_is_somebody_elses(user, computer):
    stranger = Client()
    log_in(stranger, make_user("Editor"))
    [login] = logins_of(user, at=timezone.now())

    stranger.post("/staff/account/sessions/end/", {"session": login.name})

    assert is_in(computer)


def test_new_password_ends_all_others(user, telephone, computer):
    key = computer.session.session_key
    computer.post(
        "/staff/password_change/",
        {"oldpassword": "correct horse", "password1": "four words not sisters", "password2": "four words not sisters"},
    )

    assert (is_in(telephone), is_in(computer)) == (False, True)
    assert computer.session.session_key != key
    assert [login.browser for login in logins_of(user, at=timezone.now())] == ["Firefox on Linux"]


@pytest.mark.parametrize(("minutes", "stays"), [(119, True), (121, False)])
def test_browser_that_is_left_alone_is_out(computer, minutes, stays):
    left_alone(computer, minutes)

    assert is_in(computer) is stays


@pytest.mark.parametrize(("minutes", "stays"), [(12 * 60 - 1, True), (12 * 60 + 1, False)])
def test_login_is_over_after_a_working_day_however_much_it_is_used(computer, minutes, stays):
    came_in_long_ago(computer, minutes)

    assert is_in(computer) is stays


def test_page_that_was_left_open_is_no_use_of_it(computer):
    left_alone(computer, 100)
    computer.post("/staff/open-form/", {"form": "any"})
    still = StaffSession.objects.get().seen_at
    computer.get("/staff/account/")

    assert timezone.now() - still > timedelta(minutes=99)
    assert timezone.now() - StaffSession.objects.get().seen_at < timedelta(minutes=1)


def test_what_is_over_is_forgotten(computer, telephone):
    left_alone(computer, 121)
    SessionStore.clear_expired()

    assert [row.browser for row in StaffSession.objects.all()] == ["Safari on iPhone"]


def test_no_network_address_is_kept():
    assert [field.name for field in StaffSession._meta.fields] == [
        *("session_key", "session_data", "expire_date"),
        *("user", "began_at", "seen_at", "browser"),
    ]


def test_administrator_sees_and_ends_them(user, computer, client):
    client.force_login(make_user(is_superuser=True))
    page = client.get(reverse("admin:accounts_user_change", args=[user.pk])).content.decode()

    client.post(reverse("admin:accounts_user_end_logins", args=[user.pk]))

    assert "Logged in with Firefox on Linux" in page
    assert not is_in(computer)


def test_closed_account_has_no_session(user, computer):
    user.is_active = False
    model_admin = admin.site.get_model_admin(User)
    request = type("Request", (), {"user": make_user(is_superuser=True)})()

    model_admin.save_model(request, user, None, True)

    assert StaffSession.objects.filter(user=user).count() == 0


def test_what_was_typed_when_the_login_was_over_comes_back_and_is_not_saved(computer):
    action = make_open_action()
    left_alone(computer, 121)

    page = computer.post(
        reverse("admin:campaigns_urgentaction_stop", args=[action.pk]),
        {"reason": "The family asks for silence", "proof": "a password of hers", "seen": "sealed-and-long"},
    )

    assert page.status_code == 401
    assert "Nothing was saved: your login had ended" in page.content.decode()
    assert page.context["typed"] == [("Reason", "The family asks for silence")]
    assert UrgentAction.objects.get(pk=action.pk).status == "open"
