"""In a lock-down nobody of the staff is in or gets in, and nothing leaves; everybody else reads on."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.calendar_keys import make_calendar_key, owner_of
from accounts.lock_down import is_locked_down, lift_lock_down
from accounts.models import LockDown, StaffSession
from campaigns.lock_down import lock_down
from campaigns.models import SenderEvent
from campaigns.sender import hold_sender, why_held
from tests.builders import AT, make_open_action, make_user

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "four words nobody guesses"


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> None:
    settings.INSTANCE_KEY, settings.VAR_DIR = "", tmp_path


def client_of(**about: Any) -> Client:
    client = Client()
    client.force_login(make_user(**about))
    return client


def locked() -> LockDown:
    return lock_down(by=make_user(), at=AT, reason="A computer was taken.")


def test_everybody_is_logged_out() -> None:
    client = client_of(is_superuser=True)
    assert client.get(reverse("admin:index")).status_code == 200

    locked()

    assert StaffSession.objects.count() == 0
    assert client.get(reverse("admin:index")).status_code == 302


def test_nobody_comes_in_and_the_page_says_so() -> None:
    user = make_user()
    user.set_password(PASSWORD)
    user.save()
    locked()
    client = Client()

    asked = client.get(reverse("account_login"))
    tried = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert (asked.status_code, tried.status_code) == (503, 503)
    assert "nobody can log in" in asked.content.decode()
    assert StaffSession.objects.exclude(user=None).count() == 0


def test_a_lock_down_amid_a_login_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """It begins after the door has looked, and before the login is there."""
    user = make_user()
    user.set_password(PASSWORD)
    user.save()
    answers = iter([False, False, True])
    monkeypatch.setattr("accounts.views.login.is_locked_down", lambda: next(answers))
    monkeypatch.setattr("accounts.door.is_locked_down", lambda: next(answers))
    client = Client()

    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert answer.status_code == 302
    assert StaffSession.objects.exclude(user=None).count() == 0
    assert list(answers) == []


def test_nothing_leaves_and_the_public_pages_stay() -> None:
    action = make_open_action()
    secret = make_calendar_key(by=make_user(email="owner@desk.example"), at=AT)
    locked()

    assert why_held(at=AT) != ""
    assert owner_of(secret) is None
    assert Client().get(f"/actions/{action.slug}/").status_code == 200


def test_a_sender_on_hold_already_stays_so() -> None:
    hold_sender(by=None, at=AT, reason="Moving house.")
    locked()

    assert SenderEvent.objects.filter(verb="hold").count() == 1


def test_two_people_lift_it() -> None:
    locked()
    anna, ben = make_user(), make_user()

    assert lift_lock_down(by=anna, at=AT, reason="The account is closed.") is False
    with pytest.raises(ValidationError, match="as the first of two"):
        lift_lock_down(by=anna, at=AT, reason="It is urgent.")
    assert is_locked_down()
    assert lift_lock_down(by=ben, at=AT, reason="I spoke to everybody.") is True

    assert not is_locked_down()
    assert LockDown.objects.values_list("first_by", "lifted_by", "reason").get() == (
        anna.pk,
        ben.pk,
        "A computer was taken.",
    )
    assert Client().get(reverse("account_login")).status_code == 200


def test_second_lock_down_and_needless_lift_are_refused() -> None:
    with pytest.raises(ValidationError, match="nothing to lift"):
        lift_lock_down(by=make_user(), at=AT, reason="To be sure.")
    locked()
    with pytest.raises(ValidationError, match="locked down already"):
        locked()


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301], ids=["none", "blank", "too long"])
def test_a_reason_is_asked_for(reason: str) -> None:
    with pytest.raises(ValidationError):
        lock_down(by=make_user(), at=AT, reason=reason)

    assert not is_locked_down()


def test_database_lets_nobody_lift_it_alone() -> None:
    on, anna = locked(), make_user()

    with pytest.raises(IntegrityError), transaction.atomic():
        LockDown.objects.filter(pk=on.pk).update(is_on=False, first_by=anna, lifted_by=anna, lifted_at=AT)


def test_button_of_an_administrator_logs_them_out_too() -> None:
    client = client_of(is_superuser=True)
    address = reverse("admin:lock_down")
    asked = client.get(address).content.decode()
    refused = client.post(address, {"reason": " "})

    done = client.post(address, {"reason": "A computer was taken."}, follow=True)

    assert "Everybody of the staff is logged out" in asked
    assert refused.status_code == 200
    assert (done.status_code, is_locked_down()) == (503, True)


def test_button_asks_for_a_new_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.proof.is_fresh", lambda request: False)
    client = client_of(is_superuser=True)

    page = client.post(reverse("admin:lock_down"), {"reason": "A computer was taken."}).content.decode()

    assert "Nothing was done yet" in page
    assert not is_locked_down()


def test_page_of_the_sender_keeps_who_did_it() -> None:
    locked()
    for _ in range(2):
        lift_lock_down(by=make_user(), at=AT, reason="The account is closed.")

    page = client_of(is_superuser=True).get(reverse("admin:sender")).content.decode()

    assert "A computer was taken." in page
    assert len(re.findall(r"\(The account is closed\.\)", page)) == 2


def test_commands_lock_stop_and_lift(capsys: pytest.CaptureFixture[str]) -> None:
    action = make_open_action()
    anna, ben = (make_user("Approver", email=f"{name}@desk.example") for name in ("anna", "ben"))
    make_user("Viewer", email="viewer@desk.example")

    call_command("lock_down", by="Anna@desk.example", reason="A computer was taken.")
    call_command("stop_action", action.slug, by=anna.email, reason="A call from the lawyer.", note="He is free.")
    with pytest.raises(CommandError, match="may not stop"):
        call_command("stop_action", action.slug, by=anna.email, reason="Again.")
    with pytest.raises(CommandError, match="no action with this address"):
        call_command("stop_action", "nowhere", by=anna.email, reason="Again.")
    with pytest.raises(CommandError, match="Only an administrator or an approver"):
        call_command("lift_lock_down", by="viewer@desk.example", reason="I want in.")
    call_command("lift_lock_down", by=anna.email, reason="The account is closed.")
    call_command("lift_lock_down", by=ben.email, reason="I spoke to everybody.")

    action.refresh_from_db()
    assert (action.status, is_locked_down()) == ("stopped", False)
    assert capsys.readouterr().out.splitlines() == [
        "The desk is locked down: everybody is logged out, nobody comes in, and no mail leaves.",
        f"{action} is stopped: nothing asks anybody to write any more.",
        "This is the first of two. Nobody comes in until somebody else lifts it too.",
        "The lock-down is lifted: the staff can log in. The sender is on hold until somebody releases it.",
    ]
