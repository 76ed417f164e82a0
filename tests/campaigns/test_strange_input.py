"""Five thousand strange addresses, names, headlines, matters and notes: none of them writes a header."""

import email
import random
from datetime import datetime, time
from email.message import EmailMessage
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email
from django.db import connection
from django.db.models import Model

from appeals.following import AddressForm
from campaigns.models import ActionEvent, Campaign, Reminder, Sheet, Subscription, UrgentAction
from campaigns.notices import Notice, mail_for
from campaigns.reminders import sweep
from campaigns.subscriptions import ask_to_follow, confirmation_mail
from cases.models import Authority
from cases.text import validate_line
from tests.builders import (
    AT,
    DAY,
    make_authority,
    make_case,
    make_deadline,
    make_hearing,
    make_open_action,
    make_subscription,
)

pytestmark = pytest.mark.django_db

SEED = 214_2011
MAILS = 250  # each with an address and seven texts
ADDRESSES = 2_800  # typed into the form
CONFIRMED = 150  # of those that the form takes, so many get the mail with the link
ROWS = 150  # addresses that the whole of planner and sender see
MORNING = datetime(2011, 7, 16, 8, tzinfo=ZoneInfo("Europe/Zurich"))

ALWAYS = [
    "Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To",
    "X-Auto-Response-Suppress",
]  # fmt: skip
TO_FOLLOWERS = sorted([*ALWAYS, "List-Unsubscribe", "List-Unsubscribe-Post"])

PIECES = (
    "\r\n", "\n", "\r", "\x00", "\x0b", "\x0c", "\x1c", "\x85", "\t", " ", "\u2028", "\u2029", "\u200b", "\ufeff",
    "\u202e", "\u2066", "\u2069", "\u200f", "\nBcc: everybody@example.org", "\r\nBcc: a@example.org\r\n\r\nHello",
    "%0d%0aBcc:a@example.org", "=?utf-8?q?=0ABcc:_a@example.org?=", "=?utf-8?b?QmNjOiBh?=", "=?", "?=", ";", ",", ":",
    "<", ">", "<a@example.org>", '"', "'", "\\", "(a comment)", "@", "@@", ".", "..", "%s", "%(about)s", "%d%n",
    "{{ told }}", "{% include 'x' %}", "{0.__class__}", "<script>alert(1)</script>", "<b onclick=x>", "&amp;", "]]>",
    "anna", "Bruno", "x" * 330, "\u00e4\u00f6\u00fc", "\u0130\u1e9e\u03a3", "\u4e66\u4fe1", "\u0641\u0639\u0644",
    "\U0001f54a\ufe0f", "e\u0301\u0323", "b\u00fccher.example", "xn--bcher-kva.example", "[127.0.0.1]", "\n.\n",
    "\r\n.\r\n", "--\n", "From ", "\nContent-Type: text/html\n\n",
)  # fmt: skip
USERS = ("anna", "a.b+c", '"anna b"', '"a\x0bb"', '"a\\"b"', '"a,b"', "o'neill", "\u00e4nna", "x" * 64, "%s", "{{a}}")
HOSTS = (
    "example.org",
    "b\u00fccher.example",
    "xn--bcher-kva.example",
    "[127.0.0.1]",
    "EXAMPLE.ORG",
    "\u4f8b\u5b50.example",
)


def strange(chance: random.Random) -> str:
    """A text of one to six pieces. PostgreSQL stores no NUL, so there none is tried."""
    text = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 6)))
    return text.replace("\x00", "") if connection.vendor == "postgresql" else text


def strange_address(chance: random.Random) -> str:
    """Anything, or something that is nearly an address, or is one."""
    user, host = chance.choice(USERS), chance.choice(HOSTS)
    match chance.randrange(4):
        case 0:
            return strange(chance)
        case 1:
            return f"{user}{strange(chance)}@{host}"
        case 2:
            return f"{user}@{host}{strange(chance)}"
        case _:
            return f"{user}@{host}"


def can_be_written_to(address: str) -> bool:
    """What the sender asks before it writes a mail, and what it finds out when it hands one over."""
    try:
        validate_email(address)
        validate_line(address)
        sanitize_address(address, "utf-8")
    except (ValidationError, ValueError):
        return False
    return True


def read_back(message: EmailMultiAlternatives) -> EmailMessage:
    """As the program of whoever gets it reads it."""
    read = email.message_from_bytes(message.message().as_bytes(), policy=default)
    assert isinstance(read, EmailMessage)
    return read


def assert_goes_to_one(message: EmailMultiAlternatives, address: str, headers: list[str]) -> None:
    """These headers and no others, one recipient, one line of subject, and the two texts."""
    read = read_back(message)
    assert sorted(read.keys()) == headers
    [to] = read["To"].addresses
    if '"' not in address:
        assert message.message()["To"] == sanitize_address(address, "utf-8")
    assert to.domain == sanitize_address(address, "utf-8").rpartition("@")[2]
    assert message.recipients() == [address]
    assert len(str(message.subject).splitlines()) == 1
    assert [part.get_content_type() for part in read.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    html = read.get_body(("html",))
    assert html is not None
    assert "<script" not in html.get_content()
    assert "onclick=x>" not in html.get_content()


def overwrite(row: Model, **texts: str) -> None:
    """As an import or an older version may have left it: past every form, but for the length of the column."""
    longest = {name: row._meta.get_field(name).max_length or 10_000 for name in texts}  # type: ignore[union-attr]
    type(row)._default_manager.filter(pk=row.pk).update(**{name: text[: longest[name]] for name, text in texts.items()})


def notices_of(action: UrgentAction, subscription: Subscription) -> list[Notice]:
    """One of each kind."""
    kinds = Reminder.Kind
    subjects: dict[str, int] = dict.fromkeys(kinds, action.events.latest("pk").pk)
    hearing, deadline = action.case.hearings.get().pk, action.case.deadlines.get().pk
    subjects |= dict.fromkeys((kinds.HEARING, kinds.HEARING_MOVED, kinds.HEARING_AGAIN), hearing)
    subjects |= dict.fromkeys((kinds.DEADLINE, kinds.DEADLINE_MOVED, kinds.DEADLINE_AGAIN), deadline)
    rows = [
        Reminder(kind=kind, subject_id=subjects[kind], about_on=DAY, lead_days=0, address=subscription.email,
                 action=action, subscription=subscription, due_at=AT)
        for kind in kinds if kind != kinds.DESK
    ]  # fmt: skip
    return [Notice(row, action, subscription) for row in rows]


def test_no_text_of_a_case_and_no_address_writes_a_header() -> None:
    chance = random.Random(SEED)  # noqa: S311  (nothing secret)
    campaign = Campaign.objects.create(title="No return to torture")
    case = make_case()
    court = make_authority(kind=Authority.Kind.COURT)
    hearing, deadline = make_hearing(case, court=court, at=time(9, 30), time_zone="Asia/Kathmandu"), make_deadline(case)
    action = make_open_action(case)
    sheet = Sheet.objects.get(pk=action.current_sheet_id)
    event = ActionEvent.objects.get(action=action, verb="issue")
    subscription = make_subscription(campaign=campaign)
    addresses = filter(can_be_written_to, iter(lambda: strange_address(chance), None))

    for number in range(MAILS):
        headline, summary, note, office, matter, what, title = (strange(chance) for _ in range(7))
        frozen = {**sheet.frozen, "headline": headline, "summary": summary}
        of_number = f"{number:064d}"
        Sheet.objects.filter(pk=sheet.pk).update(frozen=frozen, content_hash=of_number, approved_hash=of_number)
        overwrite(event, public_note=note)
        overwrite(court, office=office)
        overwrite(hearing, matter=matter)
        overwrite(deadline, what=what)
        campaign.title, subscription.email = title, next(addresses)
        subscription.campaign = campaign
        notices = notices_of(action, subscription)
        some = chance.sample(notices, 3 if number % 4 == 0 else 1)

        message = mail_for(some, message_id=f"<{number}@desk.example>", at=AT)

        assert_goes_to_one(message, subscription.email, TO_FOLLOWERS)


def test_form_takes_an_address_or_says_what_is_wrong_with_it() -> None:
    chance = random.Random(SEED)  # noqa: S311  (nothing secret)
    sentences = {str(words) for words in AddressForm().fields["email"].error_messages.values()}
    sentences.add("Null characters are not allowed.")
    taken = 0

    for _ in range(ADDRESSES):
        form = AddressForm({"email": strange_address(chance)})
        if not form.is_valid():
            assert set(form.errors["email"]) <= sentences
            continue
        taken += 1
        if taken > CONFIRMED:
            continue
        subscription = ask_to_follow(form.cleaned_data["email"], at=AT)
        message = confirmation_mail(subscription, at=AT)
        assert_goes_to_one(message, subscription.email, ALWAYS)

    assert CONFIRMED < taken < ADDRESSES


def test_bad_address_fails_with_its_sentence_while_the_others_go() -> None:
    chance = random.Random(SEED)  # noqa: S311  (nothing secret)
    action = make_open_action()
    make_hearing(action.case)
    for place in range(20):
        make_subscription(action, email=f"good{place}@example.org")
    # These pass for addresses: the one cannot be written down, the others would end the headers or write one.
    known = {"anna@example.org\u202e", '"a\x0bb"@example.org', '"a\x0cBcc:x@y.org"@example.org'}
    for address in known:
        make_subscription(action, email=address)
    for _ in range(ROWS):
        address = strange_address(chance)[:254]
        if address.lower() not in known:
            known.add(address.lower())
            make_subscription(action, email=address)

    sweep(at=MORNING)

    rows = Reminder.objects.filter(subscription__isnull=False, due_at__lte=MORNING)
    assert rows.count() == len(known) + 20
    assert not rows.filter(status="planned").exists()
    assert rows.filter(status="sent", address__startswith="good").count() == 20
    assert set(rows.filter(status="failed").values_list("reason", flat=True)) == {
        "the address is not one that mail can be sent to"
    }
    to_followers = [message for message in mail.outbox if "List-Unsubscribe" in message.extra_headers]
    assert len(to_followers) == rows.filter(status="sent").count()
    for message in to_followers:
        assert isinstance(message, EmailMultiAlternatives)
        assert_goes_to_one(message, message.to[0], TO_FOLLOWERS)
