"""A password alone opens nothing: whoever lacks a second factor is led to set one up, and asked for it ever after."""

import re
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from tests.builders import make_case, make_user
from tests.coming_in import code_of, give_app, log_in, readable, recovery_code, secret_kept

pytestmark = pytest.mark.django_db

STAFF_PAGES = (
    "/staff/",
    "/staff/cases/case/",
    "/staff/calendar/",
    "/staff/sender/",
    "/staff/jsi18n/",
    "/staff/nowhere/",
)


@pytest.fixture
def user(settings) -> User:
    settings.SECOND_FACTOR = "required"
    return make_user("Researcher", email="anna@desk.example")


def where(response) -> tuple[int, str]:
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_somebody_without_a_factor_is_led_to_set_one_up(client, user, page):
    log_in(client, user)

    assert where(client.get(page)) == (302, "/staff/account/")
    assert where(client.post(page, {"any": "thing"})) == (302, "/staff/account/")


def test_page_that_leads_there_says_why_and_shows_nothing_of_the_desk(client, user):
    make_case(title="Canary case")
    log_in(client, user)

    page = client.get("/staff/account/").content.decode()

    assert "One step more: a second factor" in page
    assert [word for word in ("Canary", "/staff/cases/", "Last sweep", "Your calendar") if word in page] == []


def test_app_is_set_up_without_a_script_and_opens_the_desk(client, user):
    log_in(client, user)
    page = client.get("/staff/account/app/").content.decode()
    secret = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")

    answer = client.post("/staff/account/app/", {"code": code_of(secret)})

    assert where(answer) == (302, "/staff/account/codes/")
    assert client.get("/staff/account/codes/").content.decode().count("<li><code>") == 10
    assert client.get("/staff/").status_code == 200


def test_picture_of_the_secret_holds_nothing_inline(client, user):
    log_in(client, user)

    picture = re.search(r"<svg.*?</svg>", client.get("/staff/account/app/").content.decode(), re.DOTALL)[0]

    assert re.findall(r"style=|<style|<script|data:", picture) == []


def test_wrong_first_code_keeps_the_secret_that_was_read(client, user):
    log_in(client, user)
    client.get("/staff/account/app/")
    secret = client.session["mfa.totp.secret"]

    page = client.post("/staff/account/app/", {"code": "000000"})

    assert page.status_code == 200
    assert "This is not right. Look at the code once more" in page.content.decode()
    assert client.session["mfa.totp.secret"] == secret


@pytest.mark.parametrize("which", [lambda user: code_of(), recovery_code], ids=["app", "recovery code"])
def test_whoever_has_a_factor_is_asked_for_it_after_the_password(client, user, which):
    give_app(user)

    assert where(log_in(client, user)) == (302, "/staff/login/second-step/")
    assert where(client.get("/staff/"))[1].startswith("/staff/login/")
    assert where(client.post("/staff/login/second-step/", {"code": which(user)})) == (302, "/staff/")
    assert client.get("/staff/").status_code == 200


def test_recovery_code_works_once(client, user):
    give_app(user)
    code = recovery_code(user)
    for expected in (302, 200):
        stranger = Client()
        log_in(stranger, user)
        assert stranger.post("/staff/login/second-step/", {"code": code}).status_code == expected


def test_code_of_an_app_works_once(client, user):
    give_app(user)
    code = code_of()
    for expected in (302, 200):
        stranger = Client()
        log_in(stranger, user)
        assert stranger.post("/staff/login/second-step/", {"code": code}).status_code == expected


def test_login_of_before_the_rule_is_asked_for_the_factor_and_cannot_take_it_away(client, user):
    give_app(user)
    client.force_login(user)

    assert where(client.get("/staff/cases/case/?q=a")) == (
        302,
        "/staff/account/still-you/code/?next=%2Fstaff%2Fcases%2Fcase%2F%3Fq%3Da",
    )
    for page in ("app/remove/", "app/", "codes/", "passkeys/add/", ""):
        assert client.post(f"/staff/account/{page}").headers["Location"].startswith("/staff/account/still-you/code/")
    assert "With your password" not in client.get("/staff/account/still-you/code/").content.decode()
    client.post("/staff/account/still-you/code/", {"code": code_of()})
    assert client.get("/staff/cases/case/").status_code == 200


def test_public_pages_take_somebody_without_the_factor_for_a_visitor(client, user):
    log_in(client, user)

    assert client.get("/").context["user"].is_anonymous


def test_only_factor_stays_where_one_is_required(client, user):
    give_app(user)
    log_in(client, user)
    client.post("/staff/login/second-step/", {"code": code_of()})

    page = client.post("/staff/account/app/remove/")

    assert "Add another one first" in unescape(page.content.decode())
    assert secret_kept(user)


def test_offered_factor_is_not_asked_for(client, user, settings):
    settings.SECOND_FACTOR = "offered"
    log_in(client, user)

    assert client.get("/staff/").status_code == 200
    assert "offered and not asked for" in client.get("/staff/account/").content.decode()


def test_secret_lies_in_no_backup(user, settings):
    give_app(user)

    assert "JBSWY3DP" not in secret_kept(user)
    assert readable(secret_kept(user)) == "JBSWY3DPEHPK3PXP"


def test_new_key_of_the_site_reads_what_the_old_one_wrote(client, user, settings):
    give_app(user)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [settings.SECRET_KEY]

    assert readable(secret_kept(user)) == "JBSWY3DPEHPK3PXP"


def test_secret_under_a_key_that_is_gone_says_what_to_do(client, user, settings):
    give_app(user)
    settings.SECRET_KEY = "another key"
    log_in(client, user)

    page = client.post("/staff/login/second-step/", {"code": "123456"})

    assert page.status_code == 200
    assert "ask an administrator for a new start" in page.content.decode()
