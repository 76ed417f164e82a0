"""A correction of a sheet that prints what is not so any more, begun with the facts as they stand."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.acts import acting
from accounts.models import User
from campaigns.decisions import InvalidTransition, held_action
from campaigns.lifecycle import draft_sheet
from campaigns.models import Sheet, UrgentAction
from campaigns.outdated import differences_of
from campaigns.states import ActionStatus

# Only by the sheets of these somebody may still write.
CORRECTED = frozenset({ActionStatus.OPEN, ActionStatus.PAUSED})


def propose_correction(action: UrgentAction, *, by: User, at: datetime) -> Sheet:
    """A draft that says the same with the facts of today, and what changed; review and issue follow as for any.

    Raises:
        InvalidTransition: if the action is in preparation or over.
        ValidationError: if nothing is different any more, or a sheet is under way already.
    """
    with acting(by=by, at=at):
        action = held_action(action.pk)
        if ActionStatus(action.status) not in CORRECTED:
            raise InvalidTransition(
                f"{action.reference} is {action.get_status_display()}; no sheet of it is corrected from there."
            )
        if not differences_of([action], on=timezone.localtime(at).date())[action.pk]:
            raise ValidationError(
                "Nothing was begun: the sheet prints what the case and the book of authorities say. Somebody put the "
                "fact back, or issued a new sheet meanwhile."
            )
        return draft_sheet(action, by=by, at=at, kind=Sheet.Kind.CORRECTION)
