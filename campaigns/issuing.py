"""A sheet becomes public: its content frozen, its action open or over, the sheet before it superseded."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.acts import acting
from accounts.models import User
from campaigns.answers import wait_for_answers
from campaigns.check_reasons import checked_sheet, keep_reason
from campaigns.content import SheetContent, hash_of
from campaigns.deadlines import Wording, default_appeal_date
from campaigns.decisions import cancel_notices, check_decision, decide, held_actions
from campaigns.models import Sheet, UrgentAction
from campaigns.models.author import UNSAID
from campaigns.outcomes import publish_outcomes
from campaigns.review import approval_holds, check_sheet, clear_approval, held_sheet
from campaigns.states import OVER, ActionStatus, SheetStatus, Verb
from campaigns.what_changed import bring_up_to_date
from cases.countries import country_code3
from cases.folding import fold

# What nobody writes on a form was right when it was saved: the row is held, and the database has the last word.
_SETTLED = {*UNSAID, "check_code"} - {"emergency_reason"}


def issue_sheet(sheet: Sheet, *, by: User, at: datetime, public_note: str = "") -> Sheet:
    """Issue an approved sheet, exactly as it was approved.

    Args:
        public_note: what followers are told of it besides what the sheets themselves show.

    Raises:
        InvalidTransition: if the sheet is not approved or the action cannot take a new one.
        ValidationError: if it is not what was approved any more; else with one sentence for each thing that is
            missing or wrong.
    """
    return _issue(sheet, Verb.ISSUE, by=by, at=at, public_note=public_note)


def issue_now(sheet: Sheet, *, by: User, at: datetime, reason: str, public_note: str = "") -> Sheet:
    """Issue a sheet without approval, because there is no time for it; somebody else looks it over afterwards.

    It stands on the desk of the approvers until one who neither wrote nor issued it has done so
    (`campaigns.review.review_issued`).

    Args:
        reason: why it cannot wait, for staff only.

    Raises:
        InvalidTransition: if it is issued or withdrawn already, or the action cannot take a new one.
        ValidationError: if no reason is given; else with one sentence for each thing that is missing or wrong.
    """
    if not reason.strip():
        raise ValidationError("Say why it cannot wait for a second pair of eyes; the reason is kept for staff.")
    return _issue(sheet, Verb.ISSUE_NOW, by=by, at=at, public_note=public_note, reason=reason)


def _issue(sheet: Sheet, verb: Verb, *, by: User, at: datetime, public_note: str, reason: str = "") -> Sheet:
    with acting(by=by, at=at, reason=reason):
        action, others = _held_with_others(sheet)
        sheet = held_sheet(sheet)
        check_sheet(sheet, verb)
        decision = decision_of(sheet, verb)
        check_decision(action, decision)
        if verb == Verb.ISSUE_NOW:
            # An approval it may have is of other bytes, or would make this no emergency.
            clear_approval(sheet)
            sheet.status = SheetStatus.DRAFT
            sheet.emergency_reason = reason[:300]
            bring_up_to_date(sheet, at=at)
        elif not approval_holds(sheet):
            raise ValidationError(approval_is_void(sheet))
        if sheet.asks and sheet.appeals_limit is None:
            sheet.appeals_limit = default_appeal_date(sheet.dated)
            sheet.appeals_wording = Wording.BEFORE
        sheet.full_clean(exclude=_SETTLED)
        content = _settle_checks(sheet, verb, by=by, at=at)

        action.sheets.filter(status=SheetStatus.ISSUED).update(status=SheetStatus.SUPERSEDED)
        sheet.frozen = content.as_json()
        sheet.content_hash = hash_of(sheet.frozen)
        sheet.status, sheet.issued_at, sheet.issued_by = SheetStatus.ISSUED, at, by
        sheet.save()

        show(action, sheet, content)
        publish_outcomes(action, sheet, content)
        if action.opened_at is None:
            action.opened_at, action.opened_on = at, content.dated
        decide(action, decision, by=by, at=at, sheet=sheet, reason=reason, public_note=public_note)
        if decision in (Verb.STOP, Verb.CLOSE):
            cancel_notices(action, f"the action was {decision.label}", at=at)
        _end_others(sheet, others, by=by, at=at, reason=reason, public_note=public_note)
        wait_for_answers(action, *others)
    return sheet


def _settle_checks(sheet: Sheet, verb: Verb, *, by: User, at: datetime) -> SheetContent:
    """Nothing red goes out, and no amber without a reason. In an emergency its reason is that of every amber which
    has none of its own: nobody is kept from acting by it, and whoever looks the sheet over later finds it written down.

    Returns:
        the content that was checked, which is what goes out.

    Raises:
        ValidationError: with one sentence for each finding that hinders.
    """
    now = checked_sheet(sheet, on=timezone.localtime(at).date())
    is_emergency = verb == Verb.ISSUE_NOW
    hindering = [row.refusal for row in now.checks if row.finding.is_red or (row.hinders and not is_emergency)]
    if hindering:
        raise ValidationError(hindering)
    for row in now.checks:
        if row.wants_a_reason:
            keep_reason(sheet, row.finding, sheet.emergency_reason, by=by, at=at)
    return now.content


def keys_of_actions(sheet: Sheet) -> set[int]:
    """The rows of actions that issuing a sheet changes: its own, and those that it ends besides."""
    return {sheet.action_id} if sheet.asks else {sheet.action_id, *(other.pk for other in sheet.ends_also())}


def _held_with_others(sheet: Sheet) -> tuple[UrgentAction, list[UrgentAction]]:
    """The action of a sheet, and those that it ends besides; all locked, in the order in which everybody locks them."""
    held = {action.pk: action for action in held_actions(keys_of_actions(sheet))}
    action = held.pop(sheet.action_id)
    return action, list(held.values())


def _end_others(
    sheet: Sheet, others: list[UrgentAction], *, by: User, at: datetime, reason: str, public_note: str
) -> None:
    """Each other action that a stop or an outcome sheet names ends with it; where one is over, that is written down.

    Raises:
        ValidationError: if others are named by now than were held.
    """
    if sheet.asks:
        return
    if {other.pk for other in others} != {other.pk for other in sheet.ends_also()}:
        raise ValidationError(
            "Somebody changed which actions end with it at this moment. Read it again, then issue it."
        )
    for other in others:
        decision = _end_by(sheet, other)
        check_decision(other, decision)
        decide(other, decision, by=by, at=at, sheet=sheet, reason=reason, public_note=public_note)
        if decision != Verb.RECORD:
            cancel_notices(other, f"the action was {decision.label}", at=at)


def decision_of(sheet: Sheet, verb: Verb) -> Verb:
    """What issuing a sheet decides on its action. A stop or an outcome sheet ends it, or, where somebody has stopped
    or closed it already, is added to what was decided.
    """
    return verb if sheet.asks else _end_by(sheet, sheet.action)


def _end_by(sheet: Sheet, action: UrgentAction) -> Verb:
    """What a stop or an outcome sheet is to an action that it ends."""
    if ActionStatus(action.status) in OVER:
        return Verb.RECORD
    return Verb.STOP if sheet.kind == Sheet.Kind.STOP else Verb.CLOSE


def show(action: UrgentAction, sheet: Sheet, content: SheetContent) -> None:
    """Make an issued sheet the one that an action shows, with what the lists sort and search by; the caller saves."""
    action.current_sheet = sheet
    action.last_good_day = content.last_good_day
    action.country = content.country
    action.search_text = search_text_of(content)


def approval_is_void(sheet: Sheet) -> str:
    """Why an approved sheet cannot go out as it stands, and what to do about it."""
    day = timezone.localtime(sheet.approved_at) if sheet.approved_at else None
    approved = f" {sheet.approved_by} approved it on {day:%-d %B at %H:%M}." if day else ""
    return (
        "The sheet, or something it prints of the case or the book of authorities, or a reason for what the checks "
        "found, has changed since it was approved."
        f"{approved} Have it approved as it stands now, or send it back to be corrected."
    )


def search_text_of(content: SheetContent) -> str:
    """The folded words by which the public search finds an action, with a space before and after each.

    The spaces let the search tell whole words from parts of words (`UrgentActionQuerySet.found_by`).
    """
    names = [f"{person.name} {person.other_spellings}" for person in content.people]
    holders = [recipient.holder for recipient in content.recipients]
    codes = [content.country, country_code3(content.country)]
    numbers = [content.reference, str(content.year), content.index_number]
    return f" {fold(' '.join([*numbers, content.country_name, *codes, content.headline, *names, *holders]))} "
