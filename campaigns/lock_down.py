"""The lock-down of the whole desk: nobody of the staff gets in, and no mail leaves. The public pages stay.

Actions can still be stopped, by `stop_action` on the machine. It is lifted by two people, and there only: there is
no page that somebody who is locked out could open. Mail then leaves once the sender is released as well.
"""

from datetime import datetime

from django.db import transaction

from accounts.lock_down import begin_lock_down
from accounts.models import LockDown, User
from campaigns.models import SenderState
from campaigns.sender import hold_sender, why_held


def lock_down(*, by: User, at: datetime, reason: str) -> LockDown:
    """End every login, let nobody in, and hold the sender.

    Raises:
        ValidationError: if it is on already, or no reason is given.
    """
    with transaction.atomic():
        begun = begin_lock_down(by=by, at=at, reason=reason)
        why_held(at=at)  # there is a row of the sender from here on
        if not SenderState.objects.filter(is_held=True).exists():
            hold_sender(by=by, at=at, reason=f"Lock-down: {begun.reason}"[:300])
    return begun
