"""One decision on an action: its row held, the move looked up in the table, the event written, notices cancelled.

The verbs themselves are in `campaigns.lifecycle` and `campaigns.issuing`. Call these inside a transaction.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from accounts.models import User
from campaigns.models import ActionEvent, Reminder, Sheet, UrgentAction
from campaigns.states import ACTION_TRANSITIONS, ActionStatus, Verb


class InvalidTransition(Exception):
    """The verb does not fit the state. Its message is for people."""


def held_action(pk: int) -> UrgentAction:
    """The action's row, locked: a mail in flight ends before it, and none follows unseen.

    NO KEY, because the planner of reminders, which may hold rows that the caller is about to cancel, must be able
    to make sure that the action exists; the sender's FOR SHARE has to wait all the same.
    """
    return UrgentAction.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def held_actions(pks: Iterable[int]) -> list[UrgentAction]:
    """The rows of several actions, locked in the order in which everybody locks them."""
    actions = UrgentAction.objects.select_for_update(of=("self",), no_key=True)
    return list(actions.filter(pk__in=set(pks)).order_by("pk"))


def check_decision(action: UrgentAction, verb: Verb) -> None:
    """Whether the table has this move from here.

    Raises:
        InvalidTransition: if it has not.
    """
    from_states, _ = ACTION_TRANSITIONS[verb]
    if ActionStatus(action.status) not in from_states:
        raise InvalidTransition(
            f"{action.reference} is {action.get_status_display()}; it cannot be {verb.label} from there."
        )


def decide(
    action: UrgentAction,
    verb: Verb,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    public_note: str = "",
    sheet: Sheet | None = None,
) -> None:
    """Make a move that was checked: the new state and the event.

    Raises:
        ValidationError: if the public note cannot be printed.
    """
    _, status = ACTION_TRANSITIONS[verb]
    action.status = status or action.status
    action.save()
    record(action, verb, by=by, at=at, reason=reason, public_note=public_note, sheet=sheet or action.current_sheet)


def record(
    action: UrgentAction,
    verb: Verb,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    public_note: str = "",
    sheet: Sheet | None = None,
) -> None:
    """Write down what somebody did.

    Raises:
        ValidationError: if the public note cannot be printed: it reaches everybody, whoever wrote it.
    """
    event = ActionEvent(action=action, sheet=sheet, verb=verb, at=at, by=by, reason=reason[:300])
    event.public_note = ActionEvent._meta.get_field("public_note").clean(public_note, event)
    event.save()


def cancel_notices(action: UrgentAction, reason: str, *, at: datetime) -> None:
    """Cancel what is planned. What the planner has in hand at this moment is passed over, so that a stop never waits
    for it; the sender asks again before each mail, and the next sweep cancels the rest.
    """
    notices = Reminder.objects.planned().filter(action=action)
    if connection.features.has_select_for_update_skip_locked:
        free = notices.order_by().select_for_update(skip_locked=True, of=("self",))
        notices = Reminder.objects.filter(pk__in=free.values("pk"))
    notices.update(status=Reminder.Status.CANCELLED, settled_at=at, reason=reason)
