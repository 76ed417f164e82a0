"""How often somebody may ask for mail to an address: limits that stop a form from being used against people.

The counts lie in Redis where there is one, else in this process. Addresses are counted under a keyed hash, so
that neither holds any.
"""

import ipaddress
import logging
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import salted_hmac
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from campaigns.occasions import address_key

PER_CLIENT = parse("10 per hour")
PER_ADDRESS = parse("3 per day")
PER_SITE = parse("1000 per day")

logger = logging.getLogger(__name__)


class TooMany(Exception):
    """Somebody asked too often. Its message is for people."""


def count_request(*, client: str, email: str) -> None:
    """Count a request to follow, from a client's network address, for an e-mail address.

    Raises:
        TooMany: if one of the limits is reached; the answer is the same for each.
    """
    counts: tuple[tuple[RateLimitItem, str], ...] = (
        (PER_CLIENT, _hashed("client", network_of(client))),
        (PER_ADDRESS, _hashed("address", address_key(email))),
        (PER_SITE, "site"),
    )
    for limit, key in counts:
        if not _hit(limit, key):
            raise TooMany(
                "That was asked for several times in a short while, so we wait before we send more mail. Look into "
                "your mail box, the spam folder too; if nothing is there, try again tomorrow."
            )


def forget_counts() -> None:
    """Begin to count anew (tests do)."""
    for limiter in (_shared(), _local()):
        limiter.storage.reset()


def network_of(client: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 network that one IPv6 household has."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _hit(limit: RateLimitItem, key: str) -> bool:
    try:
        return _shared().hit(limit, "follow", key)
    except StorageError:
        # Redis may be away at any moment; each process then counts for itself.
        logger.warning("the counter of requests does not answer; this process counts for itself")
        return _local().hit(limit, "follow", key)


def _hashed(kind: str, value: str) -> str:
    return salted_hmac(f"campaigns.attempts.{kind}", value, algorithm="sha256").hexdigest()


@lru_cache(maxsize=1)
def _shared() -> MovingWindowRateLimiter:
    uri = settings.REDIS_URL or "memory://"
    return MovingWindowRateLimiter(storage_from_string(uri, wrap_exceptions=True))


@lru_cache(maxsize=1)
def _local() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string("memory://"))
