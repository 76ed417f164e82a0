"""Erasing an address: everything held for its reminders goes, and a keyed hash stays so that no mail follows.

The hash is kept by `campaigns.suppression`, which says how it is made and who lifts it.

What somebody on the staff gets as the owner of a case is their work and not a subscription: it is neither held
here nor erased.
"""

from datetime import datetime

from django.core.mail.message import sanitize_address
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from campaigns import suppression
from campaigns.models import Reminder, SentMail, Subscription, Suppression
from campaigns.occasions import address_key
from campaigns.planning import one_writer_at_a_time

REASON = suppression.ERASED


def erase(email: str, *, at: datetime) -> None:
    """Delete every row with this address that its reminders made. A mail in flight is waited for; none follows."""
    address = address_key(email)
    with transaction.atomic():
        one_writer_at_a_time()
        suppression.suppress(address, Suppression.Cause.ERASED, at=at)
        # That its mail server once refused it is something held about it, too.
        suppression.lift(address, Suppression.Cause.BOUNCED)
        # The reminders before the mails: deleting them waits for a mail that is being handed over.
        kept = mails_to(address)
        Subscription.objects.of_address(address).delete()
        reminders_to(address).delete()
        kept.delete()


def is_erased(email: str) -> bool:
    """Whether this address was erased and nobody has confirmed a subscription for it since."""
    return suppression.why_suppressed(email) == REASON


def lift(email: str) -> None:
    """Let mails go to this address again, whatever held them: its owner confirmed a subscription."""
    suppression.lift(email)


def reminders_to(address: str) -> QuerySet[Reminder]:
    """The notices to an address as a follower, whatever became of them."""
    return Reminder.objects.filter(address=address_key(address), subscription__isnull=False)


def mails_to(address: str) -> QuerySet[SentMail]:
    """The mails to an address that are kept in the database, apart from those to the owner of a case."""
    address = address_key(address)
    of_staff = Reminder.objects.filter(address=address, subscription=None).values("message_id")
    spellings = {address, sanitize_address(address, "utf-8").lower()}
    kept = SentMail.objects.alias(recipient_key=Lower("recipient")).filter(recipient_key__in=spellings)
    return kept.exclude(message_id__in=of_staff)
