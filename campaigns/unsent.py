"""What staff decide about a notice that failed: send it again, or leave it. Nobody else revives one."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from campaigns.models import Reminder


def send_again(reminder: Reminder, *, by: User, at: datetime) -> Reminder:
    """Put a failed notice back into the plan; the next sweep asks everything again and sends it, if it still holds.

    It carries its old Message-ID, so a mail program that got it before may show it once.

    Raises:
        ValidationError: if it has not failed, or not any more.
    """
    with transaction.atomic():
        failed = _failed(reminder)
        failed.status, failed.settled_at, failed.reason = Reminder.Status.PLANNED, None, ""
        failed.attempts = failed.unsure = 0
        failed.not_before = failed.in_hand_by = None
        failed.decided_at, failed.decided_by = at, by
        failed.save()
    return failed


def leave_unsent(reminder: Reminder, *, by: User, at: datetime) -> Reminder:
    """Let a failed notice be: it stays in the ledger with its reason, and goes from the desk.

    Raises:
        ValidationError: if it has not failed, or not any more.
    """
    with transaction.atomic():
        failed = _failed(reminder)
        failed.decided_at, failed.decided_by = at, by
        failed.save(update_fields=["decided_at", "decided_by"])
    return failed


def _failed(reminder: Reminder) -> Reminder:
    locked = Reminder.objects.select_for_update(of=("self",)).select_related("action").get(pk=reminder.pk)
    if locked.status != Reminder.Status.FAILED:
        raise ValidationError(f"Nothing was done: this notice is {locked.get_status_display()} now.")
    return locked
