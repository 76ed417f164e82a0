"""Stopping several actions as one decision: all of them or none, with one reason and one note for everybody.

The rows are held in the order of their numbers in the database, as the sender of mails holds them. Two people who stop
overlapping lots at the same moment, in whatever order they ticked them, wait for each other and never for ever.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError

from accounts.acts import acting
from accounts.models import User
from campaigns.answers import wait_for_answers
from campaigns.decisions import InvalidTransition, cancel_notices, check_decision, decide, held_actions
from campaigns.models import UrgentAction
from campaigns.states import Verb


def stop_several(
    actions: Iterable[UrgentAction], *, by: User, at: datetime, reason: str, public_note: str = ""
) -> list[UrgentAction]:
    """Stop all of these at once, each with an event of its own.

    Raises:
        InvalidTransition: if one of them cannot be stopped; then none of them is. Says which.
        ValidationError: if no reason is given, or the note cannot be printed.
    """
    if not reason.strip():
        raise ValidationError("Say why, in a few words; the reason is kept for staff.")
    with acting(by=by, at=at, reason=reason):
        held = held_actions(action.pk for action in actions)
        _check_all(held)
        for action in held:
            decide(action, Verb.STOP, by=by, at=at, reason=reason, public_note=public_note)
            cancel_notices(action, f"the action was {Verb.STOP.label}", at=at)
        wait_for_answers(*held)
    return held


def _check_all(actions: Iterable[UrgentAction]) -> None:
    refused = []
    for action in actions:
        try:
            check_decision(action, Verb.STOP)
        except InvalidTransition as why:
            refused.append(str(why))
    if refused:
        raise InvalidTransition(" ".join(["Nothing was stopped.", *refused, "Leave out what is over already."]))
