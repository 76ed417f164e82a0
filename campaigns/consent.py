"""What follows where somebody takes back a use of their consent: what rests on it is off the site at once.

Letters about somebody who does not want them may harm, and so may their name on a page. So what asks for letters is
stopped, as by `campaigns.lifecycle.stop_action`, and hidden: nothing of its sheets is shown, printed, mailed or found
any more, though each address still says that nothing may be sent. To hide takes one person; to show again takes another
one, and a consent that stands. What is agreed to and taken back is known in `cases.consents`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.acts import acting
from accounts.models import User
from campaigns.answers import wait_for_answers
from campaigns.content import content_of
from campaigns.decisions import InvalidTransition, cancel_notices, decide, held_action, held_actions, record
from campaigns.models import ActionEvent, UrgentAction
from campaigns.states import ACTION_TRANSITIONS, ActionStatus, Verb
from cases.consents import held_person, once_named, take_back, withdrawn_uses
from cases.models import PersonAtRisk, Use
from cases.published import note_change

# What a sheet that asks for letters needs of everybody on it, beside the name of whoever is shown by it.
NEEDED = frozenset({Use.STORY, Use.WEB, Use.LETTER})
# Whatever shows an action at all tells of somebody on the web.
SHOWN = frozenset({Use.NAME, Use.STORY, Use.WEB})


def withdraw_consent(
    person: PersonAtRisk, uses: Sequence[Use] = tuple(Use), *, by: User, at: datetime, reason: str
) -> list[UrgentAction]:
    """Write down that uses are taken back; stop and hide what `hidden_by` says.

    Args:
        uses: which; all of them unless some are named.
        reason: for staff only.

    Returns:
        The actions that are hidden since, with those that were hidden before.

    Raises:
        ValidationError: if no reason is given, no use is named, or all of them are withdrawn already.
    """
    with acting(by=by, at=at, reason=reason):
        new = take_back(person, uses, by=by, at=at, reason=reason)
        note_change(held_person(person).case, at=at)
        actions = held_actions(hidden_by(person, new).values_list("pk", flat=True))
        for action in actions:
            _hide(action, by=by, at=at, reason=reason)
        wait_for_answers(*actions)
    return actions


def hidden_by(person: PersonAtRisk, uses: Collection[Use]) -> QuerySet[UrgentAction]:
    """The published actions that are stopped and hidden where somebody takes back these uses.

    Story, web, and the name of somebody who was ever shown by it: every action of the case, for a text may tell of
    somebody whom its list of people does not name. Letters: those that ask for some, or may again without a second
    person. Picture and press: none, for nothing that the site gives out rests on them.
    """
    published = UrgentAction.objects.filter(case=person.case_id).exclude(status=ActionStatus.DRAFT)
    if not SHOWN.isdisjoint(set(uses) - {Use.NAME}) or (Use.NAME in uses and once_named(person)):
        return published
    if Use.LETTER in uses:
        return published.filter(status__in=(ActionStatus.OPEN, ActionStatus.PAUSED))
    return published.none()


def _hide(action: UrgentAction, *, by: User, at: datetime, reason: str) -> None:
    if ActionStatus(action.status) in ACTION_TRANSITIONS[Verb.STOP][0]:
        decide(action, Verb.STOP, by=by, at=at, reason=reason)
    cancel_notices(action, "the action is not shown any more", at=at)
    if action.hidden_at is None:
        action.hidden_at = at
        action.save(update_fields=["hidden_at"])
        record(action, Verb.HIDE, by=by, at=at, reason=reason, sheet=action.current_sheet)


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


def withdrawn_on(action: UrgentAction, uses: Collection[Use] = SHOWN) -> list[str]:
    """Those whom the current sheet lists, by what they are called today or were then, though they took back one of
    some uses; where that is the name, those whom it lists by it.
    """
    if action.current_sheet is None:
        return []
    listed = {name for person in content_of(action.current_sheet).people for name in person.names}
    found = []
    for person in PersonAtRisk.objects.filter(case=action.case_id, withdrawals__ended_at__isnull=True).distinct():
        withdrawn = withdrawn_uses(person) & set(uses)
        is_listed = bool(_names_of(person) & listed)
        if is_listed and (withdrawn - {Use.NAME} or (withdrawn and once_named(person) & listed)):
            found.append(person.published_as)
    return found


def _names_of(person: PersonAtRisk) -> set[str]:
    """Also what they were called on an older sheet: a name that was changed since is the same person's."""
    kept = person.history.values_list("published_as", "other_spellings")
    rows = [(person.published_as, person.other_spellings), *kept]
    return {name.strip() for published, others in rows for name in (published, *others.split(",")) if name.strip()}


def last_hiding(action: UrgentAction) -> ActionEvent | None:
    """Who hid it last, when and why."""
    return action.events.filter(verb=Verb.HIDE).select_related("by").order_by("-at", "-pk").first()
