"""A copy, a restored backup and a sender on hold send nothing, until a person releases them."""

import logging
import re
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from campaigns.models import Reminder, SenderEvent, SenderState, Subscription, UrgentAction
from campaigns.reminders import sweep
from campaigns.sender import (
    ELSEWHERE,
    FIRST_HOLDS,
    NO_KEY,
    ON_HOLD,
    SENT_BEFORE,
    SET_BACK,
    SenderHeld,
    hold_restored,
    hold_sender,
    needs_two,
    release_sender,
    send,
    what_holds,
    why_held,
)
from campaigns.sending import send_due
from tests.builders import make_case, make_hearing, make_open_action, make_subscription, make_user
from tests.house.source import modules

pytestmark = pytest.mark.django_db

AT = datetime(2011, 7, 16, 8, tzinfo=ZoneInfo("Europe/Zurich"))
NEXT_DAY = AT + timedelta(days=2)  # the day before the hearing


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    """A place of its own for each test: no key and no mark yet."""
    settings.INSTANCE_KEY = ""
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    return settings.VAR_DIR


def to_owner() -> list[object]:
    """The mails to the owner of the case; the list for the morning of an approver is not among them."""
    return [message for message in mail.outbox if message.to == ["owner@desk.example"]]


@pytest.fixture
def action() -> UrgentAction:
    """Open, with a hearing on 19 July; its owner is owed a notice on the 16th and on the 18th."""
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 7, 19))
    return make_open_action(case)


def set_back(to: dict[str, Any]) -> None:
    """Let the database stand where it stood: a restored backup."""
    SenderState.objects.update(**to)


def now() -> dict[str, Any]:
    return SenderState.objects.values("released_for", "is_held", "tide").get()


def release_by_two() -> None:
    for _ in range(2):
        release_sender(by=make_user("Approver"), at=AT, reason="Looked through what is due.")


def events() -> list[tuple[str, str]]:
    return list(SenderEvent.objects.values_list("verb", "reason"))


def test_fresh_database_releases_itself_and_says_so(action: UrgentAction) -> None:
    sweep(at=AT)

    assert len(mail.outbox) == 1
    assert events() == [("begin", "First start: nothing had ever been sent from this database.")]


def test_database_that_has_sent_waits_for_a_person(action: UrgentAction) -> None:
    sweep(at=AT)
    SenderState.objects.all().delete()

    result = sweep(at=NEXT_DAY)

    assert (len(mail.outbox), result.held, events()[-1]) == (1, ON_HOLD, ("hold", SENT_BEFORE))


def test_copy_at_another_place_plans_and_sends_nothing(
    action: UrgentAction, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sweep(at=AT)
    settings.VAR_DIR = tmp_path / "copy"
    settings.VAR_DIR.mkdir()
    make_subscription(action, email="anna@example.org", confirmed_at=AT)

    caplog.clear()
    with caplog.at_level(logging.WARNING):
        result = sweep(at=NEXT_DAY)

    assert (result.held, len(mail.outbox)) == (ELSEWHERE, 1)
    assert Reminder.objects.filter(address="anna@example.org").due(NEXT_DAY).exists()
    assert [record.getMessage() for record in caplog.records] == [
        f"sweep: nothing is sent, {Reminder.objects.due(NEXT_DAY).count()} due: {ELSEWHERE}"
    ]


def test_folder_copied_with_database_and_key_is_a_copy(action: UrgentAction, settings: Any, tmp_path: Path) -> None:
    sweep(at=AT)
    settings.VAR_DIR = shutil.copytree(settings.VAR_DIR, tmp_path / "whole-copy")

    assert why_held(at=NEXT_DAY) == ELSEWHERE


def test_machines_with_the_same_instance_key_are_one_place(action: UrgentAction, settings: Any, tmp_path: Path) -> None:
    settings.INSTANCE_KEY = "the key of this installation"
    sweep(at=AT)
    settings.VAR_DIR = tmp_path / "other-machine"
    settings.VAR_DIR.mkdir()

    assert why_held(at=NEXT_DAY) == ""
    settings.INSTANCE_KEY = "the key of another one"
    assert why_held(at=NEXT_DAY) == ELSEWHERE


def test_key_of_the_place_is_not_in_the_database(action: UrgentAction, settings: Any) -> None:
    settings.INSTANCE_KEY = "the key of this installation"
    sweep(at=AT)

    assert settings.INSTANCE_KEY not in str(list(SenderState.objects.values()))


def test_backup_restored_at_the_same_place_sends_nothing_and_tells_other_machines(
    action: UrgentAction, settings: Any, tmp_path: Path
) -> None:
    settings.INSTANCE_KEY = "the key of this installation"
    sweep(at=AT)
    backup = now()
    sweep(at=AT)
    set_back(backup)

    result = sweep(at=NEXT_DAY)

    assert (result.held, len(mail.outbox), events()[-1]) == (SET_BACK, 1, ("hold", SET_BACK))
    settings.VAR_DIR = tmp_path / "other-machine"
    settings.VAR_DIR.mkdir()
    assert why_held(at=NEXT_DAY) == ON_HOLD


def test_released_backup_sends_and_an_older_one_does_not(action: UrgentAction) -> None:
    sweep(at=AT)
    backup = now()
    sweep(at=AT)
    set_back(backup)
    release_by_two()

    assert sweep(at=NEXT_DAY).held == ""
    assert len(to_owner()) == 2
    set_back(backup)
    assert why_held(at=NEXT_DAY) == SET_BACK


def test_restored_backup_takes_two_different_people(action: UrgentAction) -> None:
    sweep(at=AT)
    hold_restored(backup_of=AT, at=NEXT_DAY)
    anna, ben = make_user("Approver"), make_user("Approver")

    assert release_sender(by=anna, at=NEXT_DAY, reason="Stopped UA 1/11 again.") is False
    with pytest.raises(ValidationError, match="as the first of two"):
        release_sender(by=anna, at=NEXT_DAY, reason="It is urgent.")
    assert (sweep(at=NEXT_DAY).held, len(mail.outbox)) == (ON_HOLD, 1)
    assert release_sender(by=ben, at=NEXT_DAY, reason="I asked everybody.") is True

    sweep(at=NEXT_DAY)
    assert len(to_owner()) == 2
    assert list(SenderEvent.objects.values_list("verb", "by")[1:]) == [
        ("hold", None),
        ("first", anna.pk),
        ("release", ben.pk),
    ]


def test_word_of_the_first_holds_for_a_day(action: UrgentAction) -> None:
    hold_restored(backup_of=AT, at=AT)
    anna, ben = make_user("Approver"), make_user("Approver")
    release_sender(by=anna, at=AT, reason="Looked through it.")

    assert release_sender(by=ben, at=AT + FIRST_HOLDS, reason="I too.") is False
    assert release_sender(by=anna, at=AT + FIRST_HOLDS, reason="Once more.") is True


def test_backup_restored_while_it_was_on_hold_takes_two_all_the_same(action: UrgentAction) -> None:
    sweep(at=AT)
    hold_sender(by=None, at=AT, reason="Before the move.")
    backup = now()
    SenderState.objects.update(is_held=False)
    sweep(at=AT)
    set_back(backup)

    assert needs_two() is True
    assert release_sender(by=make_user("Approver"), at=AT, reason="Moved.") is False


def test_copy_at_another_place_takes_two(action: UrgentAction, settings: Any, tmp_path: Path) -> None:
    sweep(at=AT)
    settings.VAR_DIR = tmp_path / "copy"
    settings.VAR_DIR.mkdir()
    release_by_two()

    assert why_held(at=AT) == ""


def test_hold_of_a_person_takes_one() -> None:
    hold_sender(by=None, at=AT, reason="Moving house.")

    assert needs_two() is False


def test_mark_of_another_machine_does_not_hold_a_released_database(
    action: UrgentAction, settings: Any, tmp_path: Path
) -> None:
    settings.INSTANCE_KEY = "the key of this installation"
    sweep(at=AT)
    first, second = settings.VAR_DIR, tmp_path / "other-machine"
    second.mkdir()
    settings.VAR_DIR = second
    sweep(at=AT)
    sweep(at=AT)
    settings.VAR_DIR = first
    hold_sender(by=None, at=AT, reason="Moving house.")
    release_sender(by=make_user("Approver"), at=AT, reason="Moved.")

    settings.VAR_DIR = second

    assert why_held(at=AT) == ""


def test_hold_keeps_every_mail_back_until_release(action: UrgentAction) -> None:
    approver = make_user("Approver")
    hold_sender(by=approver, at=AT, reason="The text of a mail is wrong.")

    assert (sweep(at=AT).held, send_due(at=AT), len(mail.outbox)) == (ON_HOLD, [], 0)

    release_sender(by=approver, at=AT, reason="Mended.")
    sweep(at=AT)

    assert len(to_owner()) == 1
    assert list(SenderEvent.objects.values_list("verb", "by__email", "reason")[1:]) == [
        ("hold", approver.email, "The text of a mail is wrong."),
        ("release", approver.email, "Mended."),
    ]


def test_hold_amid_a_sweep_stops_the_rest(action: UrgentAction, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("anna", "berta", "carla"):
        make_subscription(action, email=f"{name}@example.org")
    from django.core.mail.backends.locmem import EmailBackend

    send_messages = EmailBackend.send_messages

    def send_and_hold(self: EmailBackend, messages: list[EmailMessage]) -> int:
        if not mail.outbox:
            hold_sender(by=None, at=AT, reason="Stop!")
        return send_messages(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_and_hold)
    sweep(at=AT)

    assert len(mail.outbox) == 1
    assert Reminder.objects.due(AT).count() == 3


@pytest.mark.parametrize("reason", ["", "   ", "two\nlines", "x" * 301])
def test_hold_and_release_need_a_reason(action: UrgentAction, reason: str) -> None:
    user = make_user("Approver")
    with pytest.raises(ValidationError):
        hold_sender(by=user, at=AT, reason=reason)
    with pytest.raises(ValidationError):
        release_sender(by=user, at=AT, reason=reason)

    assert SenderState.objects.filter(is_held=True).count() == 0


def test_second_hold_and_needless_release_change_nothing() -> None:
    user = make_user("Approver")
    with pytest.raises(ValidationError, match="nothing to release"):
        release_sender(by=user, at=AT, reason="To be sure.")
    hold_sender(by=user, at=AT, reason="First.")
    with pytest.raises(ValidationError, match="on hold already"):
        hold_sender(by=user, at=AT, reason="Second.")

    assert [verb for verb, _ in events()] == ["begin", "hold"]


def test_place_without_a_key_sends_nothing(settings: Any, place: Path) -> None:
    settings.VAR_DIR = place / "not-there"

    assert why_held(at=AT) == NO_KEY


def test_unreadable_mark_holds_nothing(action: UrgentAction, place: Path) -> None:
    sweep(at=AT)
    (place / "sender-mark").write_text("half")

    assert why_held(at=AT) == ""


def test_key_file_is_for_its_owner_alone(place: Path) -> None:
    why_held(at=AT)

    assert (place / "instance-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in place.iterdir()] == ["instance-key"]


def test_looking_changes_nothing() -> None:
    assert what_holds() == ""
    assert SenderState.objects.count() == 0


def test_other_mails_ask_too() -> None:
    hold_sender(by=None, at=AT, reason="Moving house.")

    with pytest.raises(SenderHeld, match="on hold"):
        send(EmailMessage("A", "B", to=["anna@example.org"]), at=AT)
    assert mail.outbox == []


def test_form_to_follow_says_that_no_mail_leaves(client: Client) -> None:
    hold_sender(by=None, at=AT, reason="Moving house.")

    answer = client.post("/follow/", {"email": "anna@example.org"})

    assert (answer.status_code, mail.outbox) == (503, [])
    assert "nothing has begun" in answer.content.decode()
    assert Subscription.objects.confirmed().count() == 0


def test_nothing_sends_past_the_sender() -> None:
    """A mail leaves in two modules: the sender asks first, and what talks to the mail server is called by the sweep."""
    hand_over = re.compile(r"\.send\(\)|\bsend_mail\(|\bsend_mass_mail\(|\.send_messages\(|\bmail_admins\(")
    found = {
        path.name for path in modules("accounts", "cases", "campaigns", "appeals") if hand_over.search(path.read_text())
    }

    assert found == {"sender.py", "mail_server.py"}
    callers = {
        path.name
        for path in modules("accounts", "cases", "campaigns", "appeals")
        if re.search(r"(?<![_\w])hand_over\(", path.read_text())
    }
    assert callers == {"mail_server.py", "sending.py"}


@pytest.mark.parametrize(
    "row",
    [
        SenderState(id=2, lineage="x", is_held=True),
        SenderState(lineage="x", is_held=False, released_for=""),
        SenderState(lineage="x", is_held=False, released_for="x", needs_two=True),
        SenderState(lineage="x", is_held=True, needs_two=True, first_at=AT),
        SenderEvent(verb="hold", at=AT, reason=""),
        SenderEvent(verb="release", at=AT, reason="Nobody did it."),
        SenderEvent(verb="first", at=AT, reason="Nobody did it."),
    ],
)
def test_database_refuses_what_cannot_be(row: SenderState | SenderEvent) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    return lambda: capsys.readouterr().out


def test_commands_hold_show_and_release(lines: Callable[[], str]) -> None:
    approver = make_user("Approver", email="approver@desk.example")
    call_command("show_sender")
    call_command("hold_sender", reason="Moving house.")
    with pytest.raises(CommandError, match="No mail leaves: the sender is on hold"):
        call_command("show_sender")
    call_command("release_sender", by="Approver@desk.example", reason="Moved.")
    call_command("show_sender")

    assert lines() == (
        "Mail may leave.\n"
        "The sender is on hold. A mail that was being handed over may still have gone.\n"
        "Mail may leave from this place again. 0 reminders are due and go with the next sweep.\n"
        "Mail may leave.\n"
    )
    assert SenderEvent.objects.get(verb="release").by == approver


def test_command_to_send_says_that_what_is_due_waits(action: UrgentAction, lines: Callable[[], str]) -> None:
    call_command("hold_sender", reason="Moving house.")
    lines()

    call_command("send_due_reminders", at="2011-07-16T08:00+02:00")

    assert lines().splitlines()[1:3] == [f"No mail leaves: {ON_HOLD}.", "1 due."]


@pytest.mark.parametrize(
    ("email", "sentence"),
    [("nobody@desk.example", "Nobody among staff"), ("editor@desk.example", "may not release")],
)
def test_command_to_release_refuses_who_may_not(email: str, sentence: str) -> None:
    make_user("Editor", email="editor@desk.example")
    call_command("hold_sender", reason="Moving house.")

    with pytest.raises(CommandError, match=sentence):
        call_command("release_sender", by=email, reason="Moved.")
    assert why_held(at=AT) == ON_HOLD
