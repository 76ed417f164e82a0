"""What is held about an address, for its owner to see: reached by a signed link in every mail to a follower.

The link is as good as the mailbox, so it ends sooner than the link that stops mails; a fresh one is sent to
whoever asks, with the same answer whether anything is held or not.
"""

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation

from campaigns import emails
from campaigns.emails import Envelope
from campaigns.erasure import mails_to, reminders_to
from campaigns.models import Reminder, SentMail, Subscription
from campaigns.occasions import CORRECTS, address_key
from campaigns.scopes import what_it_follows
from campaigns.subscriptions import FIRST_LANGUAGE

VALID_DAYS = 30

_HELD = signing.Signer(salt="campaigns.holdings")


@dataclass(frozen=True)
class Holdings:
    """Every row with an address, as it stands."""

    address: str
    subscriptions: list[Subscription]
    reminders: list[Reminder]  # those that are due last on top
    mails: list[SentMail]

    @property
    def is_empty(self) -> bool:
        return not (self.subscriptions or self.reminders or self.mails)

    def as_json(self) -> dict[str, Any]:
        """All of it, for the owner to take away. Moments are in ISO 8601."""
        return {
            "address": self.address,
            "subscriptions": [
                {
                    "follows": what_it_follows(row),
                    "first_notice_days_before": row.first_lead,
                    "pace": row.pace,
                    "language": row.language,
                    "asked_for_at": row.created_at,
                    "confirmed_at": row.confirmed_at,
                }
                for row in self.subscriptions
            ],
            "reminders": [
                {
                    "action": row.action.reference if row.action else "",
                    "kind": row.get_kind_display(),
                    "about_on": row.about_on,
                    "days_before": 0 if row.kind in CORRECTS else row.lead_days,
                    "due_at": row.due_at,
                    "status": row.status,
                    "settled_at": row.settled_at,
                    "reason": row.reason,
                    "message_id": row.message_id,
                }
                for row in self.reminders
            ],
            "mails": [
                {
                    "sent_at": row.sent_at,
                    "subject": row.subject,
                    "headers": row.headers,
                    "text": row.text,
                    "html": row.html,
                }
                for row in self.mails
            ],
        }


def held_about(email: str) -> Holdings:
    """What is held about an address as a follower, in three queries."""
    address = address_key(email)
    return Holdings(
        address,
        list(Subscription.objects.of_address(address).with_scope().order_by("pk")),
        list(reminders_to(address).select_related("action").order_by("-due_at", "-pk")),
        list(mails_to(address).order_by("-sent_at", "-pk")),
    )


def held_url(email: str, *, at: datetime) -> str:
    """The page of everything held about an address; the link works for `VALID_DAYS`."""
    token = _HELD.sign_object(
        {"address": address_key(email), "until": int((at + timedelta(days=VALID_DAYS)).timestamp())}
    )
    return f"{settings.SITE_URL}{reverse('appeals:held', args=[token])}"


def owner_of(token: str, *, at: datetime) -> str | None:
    """The address that a link is for; None if it is damaged or has ended."""
    try:
        signed = _HELD.unsign_object(token)
    except (signing.BadSignature, ValueError, zlib.error):
        return None
    match signed:
        case {"address": str(address), "until": int(until)} if at.timestamp() <= until:
            return address
    return None


def held_mail(email: str, *, at: datetime) -> EmailMultiAlternatives:
    """The mail with the link, the same whether anything is held or not.

    It is in the language of what the address confirmed last. A request that nobody confirmed may be a stranger's.
    """
    address = address_key(email)
    confirmed = Subscription.objects.confirmed().of_address(address).order_by("-confirmed_at", "-pk")
    language = confirmed.values_list("language", flat=True).first() or FIRST_LANGUAGE
    with translation.override(language):
        return emails.held_link(Envelope(to=address, at=at), held_url=held_url(email, at=at), valid_days=VALID_DAYS)
