"""What follows where somebody takes back that they may be named: everything on their case is off the site at once.

Letters about somebody who does not want them may harm, and so may their name on a page. So what asks for letters is
stopped, as by `campaigns.lifecycle.stop_action`, and every action of the case is hidden: nothing of its sheets is
shown, printed, mailed or found any more, though each address still says that nothing may be sent. To hide takes one
person; to show again takes another one, and a consent that stands.
"""

from datetime import datetime

from django.core.exceptions import ValidationError

from accounts.acts import acting
from accounts.models import User
from campaigns.answers import wait_for_answers
from campaigns.content import content_of
from campaigns.decisions import InvalidTransition, cancel_notices, decide, held_action, held_actions, record
from campaigns.models import ActionEvent, UrgentAction
from campaigns.states import ACTION_TRANSITIONS, ActionStatus, Verb
from cases.models import PersonAtRisk
from cases.published import note_change


def withdraw_consent(person: PersonAtRisk, *, by: User, at: datetime, reason: str) -> list[UrgentAction]:
    """Write down that a consent does not hold any more; stop and hide every published action of the case.

    All of the case: a text may tell of somebody whom its list of people does not name.

    Args:
        reason: for staff only.

    Returns:
        The actions that are hidden since, with those that were hidden before.

    Raises:
        ValidationError: if no reason is given, or the consent was withdrawn already.
    """
    if not reason.strip():
        raise ValidationError("Say why, in a few words; the reason is kept for staff.")
    with acting(by=by, at=at, reason=reason):
        held = PersonAtRisk.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
        if held.consent_withdrawn_at is not None:
            raise ValidationError("This consent is withdrawn already.")
        held.consent_withdrawn_at = at
        held.save(update_fields=["consent_withdrawn_at"])
        note_change(held.case, at=at)
        published = UrgentAction.objects.filter(case=held.case_id).exclude(status=ActionStatus.DRAFT)
        actions = held_actions(published.values_list("pk", flat=True))
        for action in actions:
            _hide(action, by=by, at=at, reason=reason)
        wait_for_answers(*actions)
    return actions


def _hide(action: UrgentAction, *, by: User, at: datetime, reason: str) -> None:
    if ActionStatus(action.status) in ACTION_TRANSITIONS[Verb.STOP][0]:
        decide(action, Verb.STOP, by=by, at=at, reason=reason)
    cancel_notices(action, "the action is not shown any more", at=at)
    if action.hidden_at is None:
        action.hidden_at = at
        action.save(update_fields=["hidden_at"])
        record(action, Verb.HIDE, by=by, at=at, reason=reason, sheet=action.current_sheet)


def renew_consent(person: PersonAtRisk, *, by: User, at: datetime, reason: str) -> None:
    """Write down that somebody agrees again. What is hidden stays so until somebody shows it.

    Raises:
        ValidationError: if no reason is given, or the consent was not withdrawn.
    """
    if not reason.strip():
        raise ValidationError("Say who agreed again, and how you know; the reason is kept for staff.")
    with acting(by=by, at=at, reason=reason):
        held = PersonAtRisk.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
        if held.consent_withdrawn_at is None:
            raise ValidationError("This consent was not withdrawn.")
        held.consent_withdrawn_at = None
        held.save(update_fields=["consent_withdrawn_at"])


def show_again(action: UrgentAction, *, by: User, at: datetime, reason: str) -> UrgentAction:
    """Show an action that was hidden. It asks for no letters; to reopen it is another step, of two people.

    Raises:
        InvalidTransition: if it is not hidden, or somebody whom its sheet names has taken back their consent.
        ValidationError: if no reason is given, or `by` is the one who hid it.
    """
    if not reason.strip():
        raise ValidationError("Say why it may be shown again, in a few words; the reason is kept for staff.")
    with acting(by=by, at=at, reason=reason):
        held = held_action(action.pk)
        if held.hidden_at is None:
            raise InvalidTransition(f"{held.reference} is not hidden.")
        if still := withdrawn_on(held):
            names = ", ".join(f"“{name}”" for name in still)
            raise InvalidTransition(
                f"The consent of {names} is withdrawn, and the sheet of {held.reference} names them."
            )
        hid = last_hiding(held)
        if hid is not None and hid.by_id == by.pk:
            raise ValidationError("You hid it yourself. It takes two: somebody else has to show it again.")
        held.hidden_at = None
        held.save(update_fields=["hidden_at"])
        record(held, Verb.SHOW, by=by, at=at, reason=reason, sheet=held.current_sheet)
    action.refresh_from_db()
    return action


def withdrawn_on(action: UrgentAction) -> list[str]:
    """Those whom the current sheet names, by a name of today or of then, though their consent is withdrawn."""
    if action.current_sheet is None:
        return []
    named = {name for person in content_of(action.current_sheet).people for name in person.names}
    people = PersonAtRisk.objects.filter(case=action.case_id, consent_withdrawn_at__isnull=False)
    return [person.published_as for person in people if _names_of(person) & named]


def _names_of(person: PersonAtRisk) -> set[str]:
    """Also what they were called on an older sheet: a name that was changed since is the same person's."""
    kept = person.history.values_list("published_as", "other_spellings")
    rows = [(person.published_as, person.other_spellings), *kept]
    return {name.strip() for published, others in rows for name in (published, *others.split(",")) if name.strip()}


def last_hiding(action: UrgentAction) -> ActionEvent | None:
    """Who hid it last, when and why."""
    return action.events.filter(verb=Verb.HIDE).select_related("by").order_by("-at", "-pk").first()
