"""Keeps each mail in the database instead of sending it: the embedded mode and the demo.

Staff read them under "Sent mail". A mail sent inside a transaction is kept only if that commits, so with this
backend a reminder and its mail are one.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address

from campaigns.models import SentMail


class DatabaseBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the mails, one row a recipient; gives the number of mails that had any."""
        rows = [_kept(mail, recipient) for mail in email_messages for recipient in mail.recipients()]
        SentMail.objects.bulk_create(rows)
        return sum(bool(mail.recipients()) for mail in email_messages)


def _kept(mail: EmailMessage, recipient: str) -> SentMail:
    # The headers are taken from the finished message: what a mail server would have been given, Django's refusal
    # of line ends included.
    message = mail.message()
    html = ""
    if isinstance(mail, EmailMultiAlternatives):
        html = next((str(content) for content, mimetype in mail.alternatives if mimetype == "text/html"), "")
    return SentMail(
        sent_at=_moment(str(message["Date"])),
        message_id=str(message["Message-ID"]),
        sender=mail.from_email,
        recipient=sanitize_address(recipient, "utf-8"),
        subject=" ".join(str(mail.subject).split())[:300],
        text=str(mail.body),
        html=html,
        headers={name: str(make_header(decode_header(str(value)))) for name, value in message.items()},
    )


def _moment(header: str) -> datetime:
    """The moment of a Date header; "-0000" means UTC without a word about where (RFC 5322), and comes naive."""
    at = parsedate_to_datetime(header)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at
