"""What follows when a mail comes back: whom it silences, what the desk shows, and who cannot be fooled."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from campaigns.bounces import Noted, note_bounce, note_refusal
from campaigns.mail_server import Never
from campaigns.models import Reminder, Subscription, Suppression, UrgentAction
from campaigns.suppression import suppress, why_suppressed
from tests.builders import AT, make_open_action, make_subscription, make_user
from tests.reports import ADDRESS, MESSAGE_ID, exchange_report, exim_report, postfix_report

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=3)
REFUSED = "the mail server of the address refused it for good"
DEAD = Noted("Noted: the address is dead, and no reminder goes there any more.", 1, has_silenced=True)
FAILED = Noted("Noted: the mail was not delivered, which is on the desk of staff now.", 1)
KNOWN = Noted("Not noted: what became of this mail is known already.")


@pytest.fixture
def action() -> UrgentAction:
    return make_open_action()


@pytest.fixture
def subscription(action: UrgentAction) -> Subscription:
    return make_subscription(action, email=ADDRESS)


def make_reminder(action: UrgentAction | None, subscription: Subscription | None = None, **overrides: Any) -> Reminder:
    """A notice that went to Anna at `AT`; each has another lead."""
    return Reminder.objects.create(
        **{
            "kind": Reminder.Kind.APPEALS,
            "subject_id": action.pk if action else 1,
            "about_on": AT.date(),
            "lead_days": Reminder.objects.count(),
            "address": ADDRESS,
            "action": action,
            "subscription": subscription,
            "due_at": AT,
            "status": Reminder.Status.SENT,
            "settled_at": AT,
            "message_id": MESSAGE_ID,
            "attempts": 1,
            "attempted_at": AT,
            **overrides,
        }
    )


def planned(action: UrgentAction, subscription: Subscription | None = None, **overrides: Any) -> Reminder:
    fields = {"status": "planned", "settled_at": None, "message_id": "", "attempts": 0, "attempted_at": None}
    return make_reminder(action, subscription, **{**fields, **overrides})


def state(reminder: Reminder) -> tuple[str, str]:
    reminder.refresh_from_db()
    return reminder.status, reminder.reason


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(postfix_report(), "5.1.1", id="postfix"),
        pytest.param(exim_report(), "5.1.1", id="exim"),
        pytest.param(exchange_report(), "5.1.10", id="exchange"),
    ],
)
def test_dead_address_of_a_follower_is_silent_from_then_on(
    action: UrgentAction, subscription: Subscription, raw: bytes, code: str
) -> None:
    went, to_come = make_reminder(action, subscription), planned(action, subscription)

    assert note_bounce(raw, at=LATER) == DEAD

    assert why_suppressed(ADDRESS) == REFUSED
    assert state(went) == ("failed", f"it came back: {REFUSED} (code {code})")
    assert state(to_come) == ("cancelled", REFUSED)
    assert list(Subscription.objects.all()) == [subscription]
    assert list(Suppression.objects.values_list("cause", "since")) == [("bounced", LATER)]


def test_dead_address_of_a_follower_is_no_work_for_the_desk(action: UrgentAction, subscription: Subscription) -> None:
    make_reminder(action, subscription)

    note_bounce(postfix_report(), at=LATER)

    assert not Reminder.objects.undecided().exists()


def test_all_notices_of_one_mail_have_failed(action: UrgentAction, subscription: Subscription) -> None:
    three = [make_reminder(action, subscription) for _ in range(3)]

    assert note_bounce(postfix_report(), at=LATER).failed == 3

    assert {state(reminder)[0] for reminder in three} == {"failed"}


def test_other_addresses_and_the_work_of_staff_stay_in_the_plan(
    action: UrgentAction, subscription: Subscription
) -> None:
    make_reminder(action, subscription)
    of_eva = planned(action, make_subscription(action, email="eva@example.org"), address="eva@example.org")
    of_staff = planned(action)  # Anna is the owner of a case, too

    note_bounce(postfix_report(), at=LATER)

    assert (state(of_eva), state(of_staff)) == (("planned", ""), ("planned", ""))


def test_mail_to_staff_that_came_back_stands_on_the_desk_and_silences_nobody(action: UrgentAction) -> None:
    went, to_come = make_reminder(action), planned(action)

    assert note_bounce(postfix_report(), at=LATER) == FAILED

    assert state(went) == ("failed", f"it came back: {REFUSED} (code 5.1.1)")
    assert list(Reminder.objects.undecided()) == [went]
    assert state(to_come) == ("planned", "")
    assert not Suppression.objects.exists()


def test_list_for_the_desk_that_came_back_stands_on_the_desk() -> None:
    went = make_reminder(None, kind="desk", subject_id=make_user(email=ADDRESS).pk)

    assert note_bounce(postfix_report(), at=LATER) == FAILED

    assert list(Reminder.objects.undecided()) == [went]


@pytest.mark.parametrize(
    ("status", "diagnostic"),
    [
        ("5.2.2", "smtp; 552 5.2.2 the mailbox is full"),
        ("5.7.1", "smtp; 550 5.7.1 we take nothing from this network"),
        ("5.0.0", "smtp; 550 no"),
        ("4.4.7", "smtp; 421 4.4.7 nobody answers"),
    ],
)
@pytest.mark.parametrize("is_staff", [False, True])
def test_mail_given_up_for_another_cause_stands_on_the_desk(
    action: UrgentAction, subscription: Subscription, status: str, diagnostic: str, is_staff: bool
) -> None:
    went = make_reminder(action, None if is_staff else subscription)

    assert note_bounce(postfix_report(status=status, diagnostic=diagnostic), at=LATER) == FAILED

    assert state(went) == ("failed", f"it came back undelivered (code {status})")
    assert list(Reminder.objects.undecided()) == [went]
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("action_word", "status"),
    [("delayed", "4.4.1"), ("delayed", "5.1.1"), ("delivered", "2.1.5"), ("relayed", "2.0.0"), ("expanded", "2.0.0")],
)
def test_mail_that_is_not_given_up_changes_nothing(
    action: UrgentAction, subscription: Subscription, action_word: str, status: str
) -> None:
    went = make_reminder(action, subscription)

    noted = note_bounce(postfix_report(action=action_word, status=status, diagnostic="smtp; 250 ok"), at=LATER)

    assert noted == Noted("Not noted: the mail is not given up: it is under way, delayed or delivered.")
    assert state(went) == ("sent", "")


def test_forged_report_silences_nobody(action: UrgentAction, subscription: Subscription) -> None:
    went = make_reminder(action, subscription)
    unknown = Noted("Not noted: no reminder went with the Message-ID that it returns.")

    assert note_bounce(postfix_report(message_id="<reminder.guessed@desk.example>"), at=LATER) == unknown
    assert note_bounce(postfix_report(message_id=""), at=LATER) == Noted(
        "Not noted: it does not say clearly which mail came back."
    )
    # It names another mailbox, whose mail this was not; or one to which Anna forwards.
    assert note_bounce(postfix_report(address="eva@example.org"), at=LATER) == Noted(
        "Not noted: it speaks of another recipient than the one that the reminder went to."
    )

    assert state(went) == ("sent", "")
    assert not Suppression.objects.exists()


def test_notice_that_was_never_tried_cannot_come_back(action: UrgentAction, subscription: Subscription) -> None:
    to_come = planned(action, subscription, message_id=MESSAGE_ID)

    note_bounce(postfix_report(), at=LATER)

    assert state(to_come) == ("planned", "")
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("recipient", ["x-unix; 4711", "rfc822; anna"])
def test_recipient_that_cannot_be_read_is_the_only_one_the_mail_had(
    action: UrgentAction, subscription: Subscription, recipient: str
) -> None:
    make_reminder(action, subscription)
    raw = postfix_report().replace(f"Original-Recipient: rfc822;{ADDRESS}\r\n".encode(), b"")

    assert note_bounce(raw.replace(f"rfc822; {ADDRESS}".encode(), recipient.encode()), at=LATER) == DEAD


def test_address_with_a_foreign_domain_is_known_in_both_spellings(action: UrgentAction) -> None:
    address = "anna@bücher.example"
    make_reminder(action, make_subscription(action, email=address), address=address)

    assert note_bounce(postfix_report(address="Anna@xn--bcher-kva.example"), at=LATER) == DEAD

    assert why_suppressed(address) == REFUSED


def test_one_of_two_words_about_an_address_is_not_enough(action: UrgentAction, subscription: Subscription) -> None:
    make_reminder(action, subscription)
    second = f"Final-Recipient: rfc822; {ADDRESS}\r\nAction: failed\r\nStatus: 5.7.1\r\n\r\nFinal-Recipient".encode()

    assert note_bounce(postfix_report().replace(b"Final-Recipient", second), at=LATER) == FAILED

    assert not Suppression.objects.exists()


def test_second_report_of_the_same_mail_changes_nothing(action: UrgentAction, subscription: Subscription) -> None:
    make_reminder(action, subscription)
    note_bounce(postfix_report(), at=LATER)
    Suppression.objects.all().delete()  # Anna confirmed a subscription meanwhile

    assert note_bounce(postfix_report(), at=LATER + timedelta(days=1)) == KNOWN

    assert not Suppression.objects.exists()


def test_what_staff_decided_is_not_asked_again(action: UrgentAction) -> None:
    went = make_reminder(action)
    note_bounce(postfix_report(), at=LATER)
    Reminder.objects.update(decided_at=LATER + timedelta(hours=1))

    assert note_bounce(postfix_report(), at=LATER + timedelta(days=1)) == KNOWN

    assert list(Reminder.objects.undecided()) == []
    assert Reminder.objects.get(pk=went.pk).settled_at == LATER


@pytest.mark.parametrize(
    ("status", "expected"), [("5.1.1", ("failed", f"it came back: {REFUSED} (code 5.1.1)")), ("5.7.1", ("planned", ""))]
)
def test_notice_that_waits_for_another_attempt_has_failed_only_if_the_address_is_dead(
    action: UrgentAction, subscription: Subscription, status: str, expected: tuple[str, str]
) -> None:
    unsure = make_reminder(action, subscription, status="planned", settled_at=None, unsure=1)

    note_bounce(postfix_report(status=status, diagnostic=f"smtp; 550 {status} no"), at=LATER)

    assert state(unsure) == expected


def test_unsure_notice_that_came_back_is_unsure_no_more(action: UrgentAction) -> None:
    unsure = make_reminder(action, status="failed", reason="unsure whether it went", unsure=2)

    assert note_bounce(postfix_report(), at=LATER) == FAILED

    assert state(unsure) == ("failed", f"it came back: {REFUSED} (code 5.1.1)")


def test_cancelled_notice_stays_cancelled(action: UrgentAction, subscription: Subscription) -> None:
    gone = make_reminder(action, subscription, status="cancelled", reason="the day is over")

    assert note_bounce(postfix_report(), at=LATER) == KNOWN

    assert state(gone) == ("cancelled", "the day is over")


def test_refusal_of_a_dead_address_silences_a_follower_at_once(
    action: UrgentAction, subscription: Subscription
) -> None:
    refused = make_reminder(action, subscription, status="failed", reason="the mail server refused the address")
    to_come = planned(action, subscription)

    assert note_refusal([refused], Never("refused", status="5.1.1"), at=LATER)

    assert why_suppressed(ADDRESS) == REFUSED
    assert state(to_come) == ("cancelled", REFUSED)
    assert state(refused) == ("failed", "the mail server refused the address")
    assert not Reminder.objects.undecided().exists()


@pytest.mark.parametrize("status", ["", "5.0.0", "5.2.2", "5.7.1"])
def test_refusal_for_another_cause_is_left_to_a_person(
    action: UrgentAction, subscription: Subscription, status: str
) -> None:
    refused = make_reminder(action, subscription, status="failed", reason="the mail server refused the address")
    to_come = planned(action, subscription)

    assert not note_refusal([refused], Never("refused", status=status), at=LATER)

    assert (why_suppressed(ADDRESS), state(to_come)) == ("", ("planned", ""))
    assert list(Reminder.objects.undecided()) == [refused]


def test_refusal_of_a_mail_to_staff_is_left_to_a_person(action: UrgentAction) -> None:
    refused = make_reminder(action, status="failed", reason="the mail server refused the address")

    assert not note_refusal([refused], Never("refused", status="5.1.1"), at=LATER)

    assert (why_suppressed(ADDRESS), list(Reminder.objects.undecided())) == ("", [refused])


def test_address_that_bounced_before_keeps_its_day(action: UrgentAction, subscription: Subscription) -> None:
    suppress(ADDRESS, Suppression.Cause.BOUNCED, at=AT)
    make_reminder(action, subscription)

    note_bounce(postfix_report(), at=LATER)

    assert Suppression.objects.get().since == AT


# The command


def noted_by_command(raw: bytes) -> str:
    out = io.StringIO()
    call_command("note_bounce", stdin=io.BytesIO(raw), stdout=out)
    return out.getvalue()


def test_command_reads_a_mail_from_its_input(action: UrgentAction, subscription: Subscription) -> None:
    make_reminder(action, subscription)

    assert noted_by_command(postfix_report()) == f"{DEAD.sentence}\n"

    assert why_suppressed(ADDRESS) == REFUSED


def test_command_takes_what_is_no_report_and_says_so() -> None:
    assert noted_by_command(b"Subject: Away\n\nI am away.\n") == (
        "Not noted: it is no delivery report but another kind of mail.\n"
    )


def test_command_reads_a_huge_mail_to_its_end_and_keeps_none_of_it() -> None:
    huge = io.BytesIO(postfix_report() + b"x" * 3_000_000)
    out = io.StringIO()

    call_command("note_bounce", stdin=huge, stdout=out)

    assert out.getvalue() == "Not noted: it is too large for a delivery report on one of our mails.\n"
    assert huge.read() == b""


def test_command_lets_the_mail_server_try_again_while_the_database_is_away(
    action: UrgentAction, subscription: Subscription
) -> None:
    went = make_reminder(action, subscription)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE campaigns_reminder RENAME TO elsewhere")

        with pytest.raises(CommandError, match="The database did not answer") as problem:
            noted_by_command(postfix_report())
        transaction.set_rollback(True)

    assert problem.value.returncode == 75
    assert state(went) == ("sent", "")


def test_neither_output_nor_log_names_an_address(
    action: UrgentAction, subscription: Subscription, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    make_reminder(action, subscription)
    make_reminder(action)

    said = [
        noted_by_command(raw) for raw in (exim_report(), postfix_report(), postfix_report(address="eva@example.org"))
    ]

    assert "@" not in "".join(said) + caplog.text


@given(raw=st.binary(max_size=2_000))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_random_bytes_neither_crash_the_command_nor_suppress_anything(raw: bytes) -> None:
    assert noted_by_command(raw).startswith("Not noted: ")
    assert not Suppression.objects.exists()


@given(data=st.data())
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_damaged_report_without_our_message_id_suppresses_nothing(
    action: UrgentAction, subscription: Subscription, data: st.DataObject
) -> None:
    if not Reminder.objects.exists():
        make_reminder(action, subscription)
    guessed = data.draw(st.text(st.characters(codec="ascii"), max_size=40))
    raw = postfix_report(message_id=f"<{guessed}@desk.example>")
    begin = data.draw(st.integers(0, len(raw)))

    noted_by_command(raw[:begin] + data.draw(st.binary(max_size=40)) + raw[begin:])

    assert not Suppression.objects.exists()
    assert list(Reminder.objects.values_list("status", flat=True)) == ["sent"]
