"""Passwords of staff: long, in any signs, none that a stranger would try first, kept so that they cannot be read."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.passwords import REFUSED
from tests.builders import make_user
from tests.coming_in import PASSWORD, log_in

GOOD = "Seven herons over Lake Example"


def why_refused(password: str, user: User | None = None) -> list[str]:
    try:
        password_validation.validate_password(password, user)
    except ValidationError as refused:
        return refused.messages
    return []


@pytest.fixture
def user(db: None) -> User:
    return make_user("Editor", email="anna@desk.example")


def change(client: Client, old: str, new: str) -> str:
    page = client.post(
        reverse("account_change_password"), {"oldpassword": old, "password1": new, "password2": new}, follow=True
    )
    return page.content.decode()


def test_short_password_is_refused() -> None:
    assert why_refused("heron-42-ox") == ["This password is too short. It must contain at least 12 characters."]


@pytest.mark.parametrize(
    "password", [GOOD, "seven herons over a lake", "семь цапель над озером",
        "🦩🐸🍇🚲🪁🧦🥁🌋🧭🪵🐌🍋", "x1" + "ä ß" * 42],
    ids=["words", "small letters", "cyrillic", "pictures", "128 signs"],
)  # fmt: skip
def test_any_signs_will_do(password: str) -> None:
    assert why_refused(password) == []


@pytest.mark.parametrize(
    "password", ["motherfucker", "123456789012", "qwertyuiop12", "iloveyou1234", "dragondragon", "P4ssw0rd2026"]
)
def test_password_that_everybody_uses_is_refused(password: str) -> None:
    assert REFUSED in why_refused(password)


@pytest.mark.parametrize(
    "password",
    ["UrgentAction2026!", "urgent action desk", "Human-Rights-26", "AmnestyDesk!2026", "letterletter!!"],
)
def test_password_of_the_words_of_this_desk_is_refused(password: str) -> None:
    assert why_refused(password) == [REFUSED]


def test_such_a_word_among_others_is_none_the_worse() -> None:
    assert why_refused("an urgent heron eats twelve frogs") == []


@pytest.mark.django_db
def test_password_counts_as_it_was_typed(client: Client, user: User) -> None:
    typed = f"  {GOOD}  "
    user.set_password(typed)
    user.save()

    assert log_in(client, user, password=typed.strip()).status_code == 200
    assert log_in(client, user, password=typed.upper()).status_code == 200
    assert log_in(client, user, password=typed).status_code == 302


def test_change_asks_for_the_password_of_now(client: Client, user: User) -> None:
    log_in(client, user)

    assert "This is not the password you have now." in change(client, "wrong", GOOD)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)

    change(client, PASSWORD, GOOD)
    user.refresh_from_db()
    assert user.check_password(GOOD)


def test_change_to_words_of_this_desk_is_refused_with_a_sentence(client: Client, user: User) -> None:
    log_in(client, user)

    assert REFUSED in change(client, PASSWORD, "UrgentAction2026!")


def test_boxes_hide_what_is_typed_and_let_programs_fill_them(client: Client, user: User) -> None:
    login = client.get(reverse("account_login")).content.decode()
    log_in(client, user)
    changing = client.get(reverse("account_change_password")).content.decode()

    assert login.count('type="password"') == 1
    assert 'autocomplete="current-password"' in login
    assert changing.count('type="password"') == 3
    assert changing.count('autocomplete="new-password"') == 2
    assert "onpaste" not in login + changing


def test_login_gets_a_new_session_key(client: Client, user: User) -> None:
    log_in(client, user)
    first = client.session.session_key
    log_in(client, user)
    client.post(reverse("account_logout"))
    log_in(client, user)

    assert first
    assert client.session.session_key != first


def test_password_is_kept_by_a_slow_function(settings: object) -> None:
    from django.conf import global_settings

    # The suite itself hashes fast; a site takes Django's first.
    assert global_settings.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.PBKDF2PasswordHasher"
    assert PBKDF2PasswordHasher.iterations >= 600_000
    assert Authenticator._meta.get_field("data").get_internal_type() == "JSONField"
