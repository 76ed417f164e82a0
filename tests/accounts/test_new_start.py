"""Whoever lost the second factor begins anew by the word of two other people."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from accounts.new_start import NoNewStart, begin_anew
from tests.builders import AT, make_user
from tests.coming_in import came_in_long_ago, give_app, log_in
from tests.forms import errors_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    user = make_user("Editor", email="anna@desk.example")
    give_app(user)
    return user


@pytest.fixture
def administrator(client) -> User:
    administrator = make_user(is_superuser=True)
    client.force_login(administrator)
    return administrator


def page_of(user: User) -> str:
    return reverse("admin:accounts_user_new_start", args=[user.pk])


def answers(witness: User, **overrides: str) -> dict[str, str]:
    return {"reason": "She called from home", "witness_email": witness.email, "password": "correct horse", **overrides}


def test_two_people_let_a_third_begin_anew(client, administrator, user, settings):
    settings.SECOND_FACTOR = "offered"
    witness = make_user("Viewer", email="witness@desk.example")

    answer = client.post(page_of(user), answers(witness))

    record = user.history.latest()
    assert answer.status_code == 302
    assert user.authenticator_set.count() == 0
    assert (record.history_user, record.history_change_reason) == (
        administrator,
        "New start of the second factor, with witness@desk.example as witness: She called from home",
    )
    assert log_in(client, user).headers["Location"] == "/staff/"


def test_witness_is_somebody_else_than_either(client, administrator, user):
    for witness in (administrator, user):
        page = client.post(page_of(user), answers(witness))
        assert "This takes two people beside the one who begins anew" in errors_of(page)[0]
    with pytest.raises(NoNewStart):
        begin_anew(administrator, by=administrator, witness=user, at=AT, reason="alone")
    assert user.authenticator_set.count() == 2


@pytest.mark.parametrize(
    "overrides", [{"password": "wrong"}, {"witness_email": "nobody@desk.example"}], ids=["wrong password", "nobody"]
)
def test_witness_shows_who_they_are(client, administrator, user, overrides):
    page = client.post(page_of(user), answers(make_user(), **overrides))

    assert "This is not somebody else of the staff" in errors_of(page)[0]
    assert user.authenticator_set.count() == 2


def test_administrator_shows_it_too_after_a_while(client, administrator, user):
    came_in_long_ago(client)

    page = client.post(page_of(user), answers(make_user()))

    assert "Nothing was done yet" in page.content.decode()
    assert user.authenticator_set.count() == 2


def test_whoever_has_the_machine_does_it_by_the_names_of_two_others(user, capsys):
    by, witness = make_user("Editor"), make_user("Viewer")
    given = {"by": by.email, "witness": witness.email, "reason": "Seen at the door"}

    with pytest.raises(CommandError, match="two people beside the one"):
        call_command("new_start", user.email, **{**given, "witness": user.email})
    with pytest.raises(CommandError, match="Nobody of the staff has the address"):
        call_command("new_start", "nobody@desk.example", **given)
    assert user.authenticator_set.count() == 2
    call_command("new_start", user.email, **given)

    assert user.authenticator_set.count() == 0
    assert user.history.latest().history_user == by


def test_nobody_else_opens_the_page(client, user):
    client.force_login(make_user("Approver", "Editor"))

    assert client.get(page_of(user)).status_code == 403
