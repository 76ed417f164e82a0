"""Erasing an address: everything held for its reminders goes, and a keyed hash stays so that no mail follows.

The hash lets the sender know an address again that comes back by a late retry or with rows of an old backup; the
address cannot be read from it, nor guessed without the key. The key is derived from ``SECRET_KEY`` for this
purpose alone; the old keys in ``SECRET_KEY_FALLBACKS`` are asked too, so a new key forgets nobody. Whoever
confirms a new subscription lifts it.

What somebody on the staff gets as the owner of a case is their work and not a subscription: it is neither held
here nor erased.
"""

from datetime import datetime

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from campaigns.models import Reminder, SentMail, Subscription, Suppression
from campaigns.occasions import address_key
from campaigns.planning import one_writer_at_a_time

REASON = "the address was erased"


def erase(email: str, *, at: datetime) -> None:
    """Delete every row with this address that its reminders made. A mail in flight is waited for; none follows."""
    address = address_key(email)
    with transaction.atomic():
        one_writer_at_a_time()
        Suppression.objects.get_or_create(address_hash=_hashes(address)[0], defaults={"since": at})
        # The reminders before the mails: deleting them waits for a mail that is being handed over.
        kept = mails_to(address)
        Subscription.objects.of_address(address).delete()
        reminders_to(address).delete()
        kept.delete()


def is_erased(email: str) -> bool:
    """Whether this address was erased and nobody has confirmed a subscription for it since."""
    return Suppression.objects.filter(address_hash__in=_hashes(address_key(email))).exists()


def lift(email: str) -> None:
    """Let mails go to this address again: its owner confirmed a subscription."""
    Suppression.objects.filter(address_hash__in=_hashes(address_key(email))).delete()


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


def _hashes(address: str) -> list[str]:
    """Under the key of today, then under each older one that is still known."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac("campaigns.erasure", address, secret=key, algorithm="sha256").hexdigest() for key in keys]
