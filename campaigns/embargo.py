"""A moment before which nobody outside knows of an action, though it is issued: to the minute, in a zone that is named.

Nothing has to run for it to end. Whoever shows, lists, prints, mails or counts for the public asks at which moment it
does so (`UrgentActionQuerySet.known`), and from the minute on the answer is another.
"""

from datetime import datetime, timedelta
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError

from accounts.acts import acting
from accounts.models import User
from campaigns.decisions import InvalidTransition, check_decision, held_action, record
from campaigns.models import UrgentAction
from campaigns.states import ActionStatus, Verb

# News is told for 30 days (`campaigns.occasions.NEWS_FOR`): of what waits for longer nobody would hear.
LONGEST = timedelta(days=28)


def set_embargo(
    action: UrgentAction, *, until: datetime | None, zone: str, by: User, at: datetime, reason: str
) -> UrgentAction:
    """Give an action that nobody outside knows of yet an embargo, another one, or none.

    Args:
        until: None: it is known as soon as it is issued; at once, where it is.
        zone: the IANA zone in which the moment is meant, in which it is shown to staff.

    Raises:
        InvalidTransition: if everybody knows of it already, or it is over.
        ValidationError: if the moment is over or far away, there is no such zone, or no reason is given.
    """
    if not reason.strip():
        raise ValidationError("Say why, in a few words; the reason is kept for staff.")
    if until is not None:
        _check(until, zone, at)
    with acting(by=by, at=at, reason=reason):
        held = held_action(action.pk)
        check_decision(held, Verb.EMBARGO)
        if not is_unknown(held, at=at):
            raise InvalidTransition(f"{held.reference} is public already: an embargo comes too late.")
        held.embargo_until, held.embargo_zone = until, zone if until else ""
        held.save(update_fields=["embargo_until", "embargo_zone"])
        record(held, Verb.EMBARGO, by=by, at=at, reason=reason, sheet=held.current_sheet)
    action.refresh_from_db()
    return action


def is_unknown(action: UrgentAction, *, at: datetime) -> bool:
    """Whether nobody outside knows of an action: in preparation, or issued and under embargo."""
    return action.status == ActionStatus.DRAFT or action.is_under_embargo(at=at)


def _check(until: datetime, zone: str, at: datetime) -> None:
    if zone not in available_timezones():
        raise ValidationError({"zone": "Choose a time zone such as Asia/Tashkent."})
    if until <= at:
        raise ValidationError({"until": "That moment is over. Choose a later one, or leave it empty for none."})
    if until > at + LONGEST:
        raise ValidationError(
            {"until": f"That is more than {LONGEST.days} days away. Choose an earlier moment, or issue later."}
        )
