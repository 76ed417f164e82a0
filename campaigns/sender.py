"""May mail leave this database? A copy of it, or a restored backup, sends nothing until two people release it.

Everything that sends asks `why_held` or goes through `send`. See docs/adr/0010-a-copy-sends-nothing.md, and for the
two people docs/adr/0056-a-backup-is-tried-every-night.md. A sender that somebody holds, one person releases.
"""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from accounts.models import User
from campaigns.instance import place, tide_mark, write_tide_mark
from campaigns.models import Reminder, SenderEvent, SenderState, SentMail
from campaigns.models.sender import THE_ONLY
from cases.text import tidy, validate_line

ON_HOLD = "the sender is on hold until somebody releases it"
ELSEWHERE = "this database was released for another place, so it is a copy or a restored backup"
SET_BACK = "this database stands at an older day than the one this place sent from, so it is a restored backup"
SENT_BEFORE = "mail has left this database before, and nobody has released it for this place"
NO_KEY = "the key of this place can be neither read nor made; see VAR_DIR"

# A release lifts the tide above whatever mark any machine of the installation may have written.
FLOOD = 1_000_000
# For so long the word of the first of two holds: the second decides on the same state of things.
FIRST_HOLDS = timedelta(days=1)

logger = logging.getLogger(__name__)


class SenderHeld(Exception):
    """No mail leaves now; its message says why."""


def why_held(*, at: datetime) -> str:
    """Why no mail may leave at this moment; empty if it may. Tells nothing private: it goes into logs.

    A database that has never sent anything releases itself for the place that asks first. The public part of the site
    (`SITE_PART`) decides nothing of the kind: until another process has, it takes the sender for held.
    """
    if settings.SITE_PART == "public":
        return what_holds(begin=lambda here: SenderState(is_held=True))
    held = what_holds(begin=lambda here: _begin(here, at))
    if held == SET_BACK:
        # Other machines have lower marks, or none: this one tells them.
        _hold(None, at, SET_BACK, needs_two=True)
    return held


def what_holds(*, begin: Callable[[str], SenderState | None] = lambda here: None) -> str:
    """As `why_held`, and changes nothing: for pages that only show it.

    Args:
        begin: called with this place where the database was never asked before.
    """
    # The mark before the row: the other way round a sweep could lift both in between.
    lineage, mark = tide_mark()
    try:
        here = place()
    except OSError:
        return NO_KEY
    state = SenderState.objects.first() or begin(here)
    if state is None:
        return ""
    if state.is_held:
        return ON_HOLD
    if state.released_for != here:
        return ELSEWHERE
    return SET_BACK if state.lineage == lineage and state.tide < mark else ""


def send(mail: EmailMessage, *, at: datetime) -> None:
    """Send one mail that is no reminder.

    Raises:
        SenderHeld: if no mail may leave.
        SMTPException, OSError: if the mail server fails.
    """
    if held := why_held(at=at):
        raise SenderHeld(held)
    mail.send()


def lift_tide() -> None:
    """Note, in the database and outside it, that this place sends from here on."""
    with transaction.atomic():
        SenderState.objects.filter(pk=THE_ONLY).update(tide=F("tide") + 1)
        state = SenderState.objects.get(pk=THE_ONLY)
    write_tide_mark(state.lineage, state.tide)


def hold_sender(*, by: User | None, at: datetime, reason: str) -> None:
    """Let no mail leave until somebody releases it. One that is being handed over at this moment still goes.

    Args:
        by: None for whoever has the machine.

    Raises:
        ValidationError: if it is on hold already, or the reason is no line of text.
    """
    why_held(at=at)  # there is a row from here on
    if SenderState.objects.filter(is_held=True).exists():
        raise ValidationError("The sender is on hold already; nothing was changed.")
    _hold(by, at, _reason(reason))


def hold_restored(*, backup_of: datetime, at: datetime) -> None:
    """Hold the sender of a database that was just restored, until two people release it.

    Args:
        backup_of: when the backup was made.
    """
    reason = f"Restored from the backup of {backup_of:%Y-%m-%d %H:%M %Z}."
    with transaction.atomic():
        SenderState.objects.update_or_create(
            pk=THE_ONLY,
            defaults={
                "is_held": True,
                "needs_two": True,
                "first_by": None,
                "first_at": None,
                "backup_of": backup_of,
            },
            create_defaults={
                "lineage": secrets.token_hex(16),
                "is_held": True,
                "needs_two": True,
                "backup_of": backup_of,
            },
        )
        SenderEvent.objects.create(verb=SenderEvent.Verb.HOLD, at=at, reason=reason)


def release_sender(*, by: User, at: datetime, reason: str) -> bool:
    """Let mail leave from this place, and from no other. What is due goes with the next sweep.

    A copy and a restored backup are released by two people. Gives whether mail leaves now: not where `by` is the first.

    Raises:
        ValidationError: if nothing holds it, the reason is no line of text, or the second is the same as the first.
        OSError: if this place has no key and none can be made.
    """
    reason, here = _reason(reason), place()
    if not why_held(at=at):
        raise ValidationError("The sender is running; there is nothing to release.")
    lineage, mark = tide_mark()
    with transaction.atomic():
        state = SenderState.objects.select_for_update().get(pk=THE_ONLY)
        if _needs_two(state, here, lineage, mark) and not _is_second(state, by, at):
            state.is_held = state.needs_two = True
            state.first_by, state.first_at = by, at
            state.save(update_fields=["is_held", "needs_two", "first_by", "first_at"])
            SenderEvent.objects.create(verb=SenderEvent.Verb.FIRST, by=by, at=at, reason=reason)
            return False
        state.released_for, state.is_held, state.tide = here, False, max(state.tide, mark) + FLOOD
        state.needs_two, state.first_by, state.first_at = False, None, None
        state.save(update_fields=["released_for", "is_held", "tide", "needs_two", "first_by", "first_at"])
        SenderEvent.objects.create(verb=SenderEvent.Verb.RELEASE, by=by, at=at, reason=reason)
    write_tide_mark(state.lineage, state.tide)
    return True


def needs_two() -> bool:
    """Whether it takes two people to release the sender from this place."""
    state = SenderState.objects.first()
    return state is not None and _needs_two(state, place(), *tide_mark())


def first_of_two(*, at: datetime) -> SenderState | None:
    """The state with its `first_by`, whose word still holds; None where nobody has spoken."""
    state = SenderState.objects.select_related("first_by").first()
    return state if state is not None and _first_holds(state, at) else None


def _needs_two(state: SenderState, here: str, lineage: str, mark: int) -> bool:
    """Also where it is on hold for something else, and was restored meanwhile by somebody who told nobody."""
    is_set_back = state.lineage == lineage and state.tide < mark
    return state.needs_two or state.released_for != here or is_set_back


def _is_second(state: SenderState, by: User, at: datetime) -> bool:
    if not _first_holds(state, at):
        return False
    if state.first_by_id == by.pk:
        raise ValidationError("You released it already, as the first of two. Now somebody else has to.")
    return True


def _first_holds(state: SenderState, at: datetime) -> bool:
    return state.first_at is not None and state.first_at > at - FIRST_HOLDS


def _begin(here: str, at: datetime) -> SenderState:
    """The row of a database that has none: released if nothing ever left it, else on hold."""
    settled = Reminder.objects.filter(status__in=(Reminder.Status.SENT, Reminder.Status.FAILED))
    has_sent = settled.exists() or SentMail.objects.exists()
    with transaction.atomic():
        state, is_new = SenderState.objects.get_or_create(
            pk=THE_ONLY,
            defaults={
                "lineage": secrets.token_hex(16),
                "released_for": "" if has_sent else here,
                "is_held": has_sent,
                "needs_two": has_sent,
            },
        )
        if is_new and has_sent:
            SenderEvent.objects.create(verb=SenderEvent.Verb.HOLD, at=at, reason=SENT_BEFORE)
        elif is_new:
            first = "First start: nothing had ever been sent from this database."
            SenderEvent.objects.create(verb=SenderEvent.Verb.BEGIN, at=at, reason=first)
    return state


def _hold(by: User | None, at: datetime, reason: str, *, needs_two: bool = False) -> None:
    with transaction.atomic():
        changed = SenderState.objects.filter(pk=THE_ONLY, is_held=False).update(is_held=True, needs_two=needs_two)
        if changed:
            SenderEvent.objects.create(verb=SenderEvent.Verb.HOLD, by=by, at=at, reason=reason)
            logger.warning("the sender is on hold from now on")


def _reason(text: str) -> str:
    reason = tidy(text)
    validate_line(reason)
    if not reason:
        raise ValidationError("Say why, in a few words; the reason is kept for staff.")
    if len(reason) > 300:
        raise ValidationError("The reason is too long: 300 characters fit.")
    return reason
