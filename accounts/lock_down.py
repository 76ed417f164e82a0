"""The lock-down: nobody of the staff is in, and nobody comes in, until two people lift it.

For the hour in which somebody may have the password, the telephone or the computer of one of us, and nobody knows yet
whose. The public pages stay. The mails are held by the room above (`campaigns.lock_down`). Nothing is asked at each
request: every session ends, and none begins.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import LockDown, StaffSession, User

CLOSED = "The desk is locked down: nobody can log in. Ask whoever keeps the machine; the public pages are as they were."
LONGEST = 300  # characters of a reason


def is_locked_down() -> bool:
    return LockDown.objects.filter(is_on=True).exists()


def begin_lock_down(*, by: User, at: datetime, reason: str) -> LockDown:
    """Log everybody out, and let nobody in from here on.

    Raises:
        ValidationError: if it is on already, or no reason is given.
    """
    reason = _reason(reason)
    try:
        with transaction.atomic():
            begun = LockDown.objects.create(began_at=at, by=by, reason=reason)
    except IntegrityError as refused:
        raise ValidationError("The desk is locked down already; nothing was changed.") from refused
    # After the row: whoever logs in at this moment either sees it, or has a session that ends here.
    transaction.on_commit(end_every_login)
    return begun


def end_every_login() -> int:
    """End every session there is, those of people who are about to come in too; gives how many."""
    return StaffSession.objects.all().delete()[0]


def lift_lock_down(*, by: User, at: datetime, reason: str) -> bool:
    """Let people in again, once a second person says so; gives whether they come in now.

    Raises:
        ValidationError: if nothing is locked, no reason is given, or the second is the same as the first.
    """
    reason = _reason(reason)
    with transaction.atomic():
        on = LockDown.objects.select_for_update(of=("self",)).filter(is_on=True).first()
        if on is None:
            raise ValidationError("The desk is not locked down; there is nothing to lift.")
        if on.first_by_id is None:
            on.first_by, on.first_at, on.first_reason = by, at, reason
            on.save(update_fields=["first_by", "first_at", "first_reason"])
            return False
        if on.first_by_id == by.pk:
            raise ValidationError("You lifted it already, as the first of two. Now somebody else has to.")
        on.is_on, on.lifted_by, on.lifted_at, on.lifted_reason = False, by, at, reason
        on.save(update_fields=["is_on", "lifted_by", "lifted_at", "lifted_reason"])
    return True


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        raise ValidationError("Say why, in a few words; the reason is kept.")
    if len(reason) > LONGEST:
        raise ValidationError(f"The reason is too long: {LONGEST} characters fit.")
    return reason
