"""The secret addresses of the calendars of staff: who has one, until when, and what is kept of it."""

import re
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.conf import settings as project
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from accounts.calendar_keys import calendar_key_of, end_calendar_key, make_calendar_key, owner_of
from accounts.models import CalendarKey
from tests.builders import make_user
from tests.forms import filled

pytestmark = pytest.mark.django_db

AT = datetime(2011, 7, 13, 8, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)


def test_secret_is_known_again_and_not_kept() -> None:
    user = make_user()

    secret = make_calendar_key(by=user, at=AT)

    (key,) = CalendarKey.objects.all()
    assert owner_of(secret) == user
    assert re.fullmatch(r"[\w-]{43}", secret)
    assert (key.user, key.made_at, key.ended_at, key.ended_by) == (user, AT, None, None)
    assert re.fullmatch(r"[0-9a-f]{64}", key.digest)
    assert secret not in str(CalendarKey.objects.values().get())


def test_new_secret_ends_the_one_before() -> None:
    user = make_user()
    first = make_calendar_key(by=user, at=AT)

    second = make_calendar_key(by=user, at=LATER)

    assert (owner_of(first), owner_of(second)) == (None, user)
    assert list(CalendarKey.objects.values_list("made_at", "ended_at", "ended_by")) == [
        (LATER, None, None),
        (AT, LATER, user.pk),
    ]


def test_secret_that_was_ended_is_known_no_more() -> None:
    user, other = make_user(), make_user()
    secret, others = make_calendar_key(by=user, at=AT), make_calendar_key(by=other, at=AT)

    assert end_calendar_key(user, by=user, at=LATER) is True
    assert end_calendar_key(user, by=user, at=LATER) is False

    assert (owner_of(secret), calendar_key_of(user)) == (None, None)
    assert owner_of(others) == other


@pytest.mark.parametrize("closed", [{"is_active": False}, {"is_staff": False}])
def test_secret_of_a_closed_account_is_known_no_more(closed: dict[str, bool]) -> None:
    user = make_user()
    secret = make_calendar_key(by=user, at=AT)

    for name, value in closed.items():
        setattr(user, name, value)
    user.save()

    assert owner_of(secret) is None


def test_account_that_is_closed_and_opened_again_has_no_secret(client: Client) -> None:
    """Whoever comes back after a year does not know any more where the old address lies."""
    user, boss = make_user(), make_user(is_superuser=True)
    secret = make_calendar_key(by=user, at=AT)
    client.force_login(boss)
    page = reverse("admin:accounts_user_change", args=[user.pk])

    def save(**changes: object) -> None:
        form = filled(client.get(page), **changes)
        assert client.post(page, {name: value for name, value in form.items() if value != ""}).status_code == 302

    save(name="Nia New")
    assert owner_of(secret) == user
    save(is_active="")
    save(is_active="on")

    user.refresh_from_db()
    assert (user.is_active, owner_of(secret)) == (True, None)
    assert CalendarKey.objects.get().ended_by == boss


@pytest.mark.parametrize("secret", ["", "a", "a" * 43, "a" * 44, "ä" * 43, "\x00" * 43, "a" * 42 + "\n", "../" * 15])
def test_secret_that_never_was_one_is_nobodys(secret: str) -> None:
    make_calendar_key(by=make_user(), at=AT)

    assert owner_of(secret) is None


def test_what_has_not_the_shape_of_a_secret_asks_nothing_of_the_database(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        owner_of("a" * 42)
    with django_assert_num_queries(1):
        owner_of("a" * 43)


def test_new_key_of_the_site_keeps_the_addresses_as_long_as_the_old_one_is_known(settings) -> None:
    user = make_user()
    secret, old = make_calendar_key(by=user, at=AT), project.SECRET_KEY

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [old]
    assert owner_of(secret) == user

    settings.SECRET_KEY_FALLBACKS = []
    assert owner_of(secret) is None


def test_person_has_one_secret_that_works() -> None:
    user = make_user()
    make_calendar_key(by=user, at=AT)

    with pytest.raises(IntegrityError, match=r"calendar_key_one_that_works_per_person|UNIQUE"):
        CalendarKey.objects.create(user=user, digest="b" * 64, made_at=AT)


def test_end_of_a_secret_says_when_and_by_whom() -> None:
    with pytest.raises(IntegrityError, match="calendar_key_ended_at_and_by_together"):
        CalendarKey.objects.create(user=make_user(), digest="b" * 64, made_at=AT, ended_at=AT)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_windows_that_renew_at_the_same_moment_leave_one_secret_that_works() -> None:
    user, secrets, together = make_user(), [], Barrier(2)

    def renew() -> None:
        together.wait()
        secrets.append(make_calendar_key(by=user, at=AT))
        connection.close()

    threads = [Thread(target=renew) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [owner_of(secret) for secret in secrets].count(user) == 1
    assert CalendarKey.objects.count() == 2
