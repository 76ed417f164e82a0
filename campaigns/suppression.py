"""Addresses to which no mail to a follower goes, and why: erased by their owner, or dead by word of a mail server.

Of such an address a keyed hash is kept: an address that comes back by a late retry or with rows of an old backup
is known again, but cannot be read from the hash, nor guessed without the key. The key is derived from
``SECRET_KEY`` for this purpose alone; the old keys in ``SECRET_KEY_FALLBACKS`` are asked too, so a new key forgets
nobody. Whoever confirms a subscription lifts both causes, for the mail with the link has reached them.

The mails of their work to members of staff are never held back: those that fail are an alarm on the desk.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaigns.models import Reminder, Suppression
from campaigns.occasions import address_key, section_zone

ERASED = "the address was erased"
BOUNCED = "the mail server of the address refused it for good"
NO_LONGER = "the address was silent then"

AT_ONCE = 1_000  # hashes asked together; SQLite takes some 30,000 variables in one statement


def why_suppressed(address: str) -> str:
    """Why no mail to a follower may go to this address, in words; empty if one may. One query.

    Asked just before each mail.
    """
    found = Suppression.objects.filter(address_hash__in=hashes_of(address))
    return why_silent(set(found.values_list("cause", flat=True)))


def why_silent(causes: Collection[str]) -> str:
    """The same where the causes are known already."""
    if Suppression.Cause.ERASED in causes:
        return ERASED
    return BOUNCED if causes else ""


def suppress(address: str, cause: Suppression.Cause, *, at: datetime) -> None:
    """Let no mail to a follower go to this address. If none goes already for the same cause, that stands."""
    Suppression.objects.get_or_create(address_hash=hashes_of(address)[0], cause=cause, defaults={"since": at})


def lift(address: str, *causes: Suppression.Cause) -> None:
    """Let mails go to this address again.

    Args:
        causes: lift these only; none given: whatever holds it.
    """
    found = Suppression.objects.filter(address_hash__in=hashes_of(address))
    (found.filter(cause__in=causes) if causes else found).delete()
    # What was not sent for that is planned again, if it is still wanted.
    silenced = Reminder.objects.filter(address=address_key(address), status=Reminder.Status.CANCELLED)
    silenced.filter(reason__in=(ERASED, BOUNCED)).update(reason=NO_LONGER)


def refused_since(addresses: Iterable[str]) -> dict[str, datetime]:
    """Those among the addresses whose mail server refused one for good, and since when.

    One query for each thousand, none where nothing was ever refused but that which finds it out. The keys are
    spelled as by `address_key`.
    """
    refused = Suppression.objects.filter(cause=Suppression.Cause.BOUNCED)
    if not refused.exists():
        return {}
    by_hash = {digest: key for key in {address_key(address) for address in addresses} for digest in hashes_of(key)}
    hashes = iter(by_hash)
    since: dict[str, datetime] = {}
    while some := list(islice(hashes, AT_ONCE)):
        for digest, at in refused.filter(address_hash__in=some).values_list("address_hash", "since"):
            since[by_hash[digest]] = min(at, since.get(by_hash[digest], at))
    return since


def silence_in_words(since: datetime | None) -> str:
    """What a person reads beside a subscription whose address is silent; empty if it is not."""
    if since is None:
        return ""
    on = timezone.localtime(since, section_zone())
    return f"no mail goes there since {on.day} {on:%B %Y}: its mail server refused one for good"


def hashes_of(address: str) -> list[str]:
    """The keyed hash of an address under the key of today, then under each older one that is still known."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    key = address_key(address)
    # The salt bears the name of the module where this began; another one would forget who was erased.
    return [salted_hmac("campaigns.erasure", key, secret=secret, algorithm="sha256").hexdigest() for secret in keys]
