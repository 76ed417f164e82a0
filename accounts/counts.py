"""How often something was asked: counts that lie in Redis where there is one, else in this process.

What is counted by is a keyed hash, so that neither holds an address.
"""

import ipaddress
import logging
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import salted_hmac
from limits import RateLimitItem
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

logger = logging.getLogger(__name__)


def hit(limit: RateLimitItem, space: str, key: str) -> bool:
    """Count once more; gives whether that is within the limit. What is beyond it is not counted."""
    try:
        return _shared().hit(limit, space, key)
    except StorageError:
        # Redis may be away at any moment; each process then counts for itself.
        logger.warning("the counter of requests does not answer; this process counts for itself")
        return _local().hit(limit, space, key)


def forget_counts() -> None:
    """Begin to count anew (tests do)."""
    for made in (_shared, _local):
        storage = made().storage
        if isinstance(storage, MemoryStorage):
            made.cache_clear()  # its own thread may be looking through it at this moment
        else:
            storage.reset()


def hashed(salt: str, value: str) -> str:
    return salted_hmac(salt, value, algorithm="sha256").hexdigest()


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


@lru_cache(maxsize=1)
def _shared() -> MovingWindowRateLimiter:
    uri = settings.REDIS_URL or "memory://"
    # In a Redis that others use too, ours are those of our cache.
    ours = f"{settings.CACHES['default'].get('KEY_PREFIX', 'desk')}-counts"
    return MovingWindowRateLimiter(storage_from_string(uri, wrap_exceptions=True, key_prefix=ours))


@lru_cache(maxsize=1)
def _local() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string("memory://"))
