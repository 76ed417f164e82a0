from datetime import UTC, datetime

import pytest
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives

from campaigns.mail_backend import DatabaseBackend
from campaigns.models import SentMail

pytestmark = pytest.mark.django_db


def test_mail_is_kept_as_it_would_have_left() -> None:
    mail = EmailMultiAlternatives(
        "Grüße aus Zürich",
        "Text.\n",
        "desk@desk.example",
        ["anna@example.org"],
        headers={"Date": "Sat, 16 Jul 2011 08:00:00 +0200", "Message-ID": "<1@desk.example>", "X-Note": "für Anna"},
    )
    mail.attach_alternative("<p>Text.</p>", "text/html")

    assert DatabaseBackend().send_messages([mail]) == 1

    kept = SentMail.objects.get()
    assert (kept.sender, kept.recipient, kept.subject) == ("desk@desk.example", "anna@example.org", "Grüße aus Zürich")
    assert (kept.text, kept.html) == ("Text.\n", "<p>Text.</p>")
    assert kept.sent_at == datetime(2011, 7, 16, 6, tzinfo=UTC)
    assert kept.message_id == "<1@desk.example>"
    assert kept.headers["X-Note"] == "für Anna"
    assert kept.headers["Subject"] == "Grüße aus Zürich"


def test_mail_to_two_is_kept_for_each() -> None:
    DatabaseBackend().send_messages(
        [EmailMessage("Subject", "Text", "desk@desk.example", ["a@example.org", "b@example.org"])]
    )

    assert sorted(SentMail.objects.values_list("recipient", flat=True)) == ["a@example.org", "b@example.org"]


def test_mail_to_nobody_is_not_kept() -> None:
    assert DatabaseBackend().send_messages([EmailMessage("Subject", "Text", "desk@desk.example", [])]) == 0
    assert not SentMail.objects.exists()


def test_line_end_in_a_header_is_refused() -> None:
    mail = EmailMessage("Subject\nBcc: x@example.org", "Text", "desk@desk.example", ["a@example.org"])

    with pytest.raises(BadHeaderError):
        DatabaseBackend().send_messages([mail])
    assert not SentMail.objects.exists()
