"""The secret addresses of the calendars of staff: made, renewed, ended, and known again.

A calendar program cannot log in, so whoever has the address reads the calendar. It is shown once, kept as a keyed hash
only, and works while the account is open. The key of the hash is derived from ``SECRET_KEY`` for this purpose alone;
the old ones in ``SECRET_KEY_FALLBACKS`` are asked too, so that a new key does not silence every calendar at once.

A secret has 256 bits: nobody finds one by trying, so tries are not counted. What is asked of the database is a hash,
and how long it takes to find none tells nothing of those that there are.
"""

import re
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists
from django.utils.crypto import salted_hmac

from accounts.models import CalendarKey, LockDown, User

_BYTES = 32
_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def make_calendar_key(*, by: User, at: datetime) -> str:
    """A new secret for whoever asks; the one they had ends. Given out here and never again.

    Nobody makes one for somebody else: two would know it.
    """
    secret = secrets.token_urlsafe(_BYTES)
    with transaction.atomic():
        _end(by, by=by, at=at)
        CalendarKey.objects.create(user=by, digest=_digests(secret)[0], made_at=at)
    return secret


def end_calendar_key(user: User, *, by: User, at: datetime) -> bool:
    """End the secret of a person; gives whether there was one. Safe to do twice."""
    with transaction.atomic():
        return _end(user, by=by, at=at)


def _end(user: User, *, by: User, at: datetime) -> bool:
    # Whoever makes and whoever ends at the same moment wait for each other at the person.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    return bool(CalendarKey.objects.filter(user=user, ended_at__isnull=True).update(ended_at=at, ended_by=by))


def calendar_key_of(user: User) -> CalendarKey | None:
    """The one that works, if there is one."""
    return CalendarKey.objects.filter(user=user, ended_at__isnull=True).first()


def owner_of(secret: str) -> User | None:
    """Whose calendar this is the secret of. One query.

    None if it never was one, has ended, the account is closed, or the desk is locked down.
    """
    if not _SHAPE.fullmatch(secret):
        return None
    locked = Exists(LockDown.objects.filter(is_on=True))
    working = CalendarKey.objects.filter(~locked, digest__in=_digests(secret), ended_at__isnull=True)
    key = working.filter(user__is_active=True, user__is_staff=True).select_related("user").first()
    return key.user if key else None


def _digests(secret: str) -> list[str]:
    """The keyed hash under the key of today, then under each older one that is still known."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac("accounts.calendar_keys", secret, secret=key, algorithm="sha256").hexdigest() for key in keys]
