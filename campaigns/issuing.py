"""A sheet becomes public: its content frozen, its action open or over, the sheet before it superseded."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.checks import missing_for_issue
from campaigns.content import SheetContent, content_of, hash_of
from campaigns.deadlines import Wording, default_appeal_date
from campaigns.decisions import cancel_notices, check_decision, decide, held_action
from campaigns.models import Sheet, UrgentAction
from campaigns.review import approval_holds, check_sheet, clear_approval, held_sheet
from campaigns.states import OVER, ActionStatus, SheetStatus, Verb
from cases.countries import country_code3
from cases.folding import fold


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
    with transaction.atomic():
        action = held_action(sheet.action_id)
        sheet = held_sheet(sheet)
        check_sheet(sheet, verb)
        decision = decision_of(sheet, verb)
        check_decision(action, decision)
        if verb == Verb.ISSUE_NOW:
            # An approval it may have is of other bytes, or would make this no emergency.
            clear_approval(sheet)
            sheet.status = SheetStatus.DRAFT
            sheet.emergency_reason = reason[:300]
        elif not approval_holds(sheet):
            raise ValidationError(approval_is_void(sheet))
        if sheet.asks and sheet.appeals_limit is None:
            sheet.appeals_limit = default_appeal_date(sheet.dated)
            sheet.appeals_wording = Wording.BEFORE
        sheet.full_clean()
        if missing := missing_for_issue(sheet, on=timezone.localtime(at).date()):
            raise ValidationError(missing)
        content = content_of(sheet)

        action.sheets.filter(status=SheetStatus.ISSUED).update(status=SheetStatus.SUPERSEDED)
        sheet.frozen = content.as_json()
        sheet.content_hash = hash_of(sheet.frozen)
        sheet.status, sheet.issued_at, sheet.issued_by = SheetStatus.ISSUED, at, by
        sheet.save()

        show(action, sheet)
        if action.opened_at is None:
            action.opened_at, action.opened_on = at, content.dated
        decide(action, decision, by=by, at=at, sheet=sheet, reason=reason, public_note=public_note)
        if decision in (Verb.STOP, Verb.CLOSE):
            cancel_notices(action, f"the action was {decision.label}", at=at)
    return sheet


def decision_of(sheet: Sheet, verb: Verb) -> Verb:
    """What issuing a sheet decides on its action. A stop or an outcome sheet ends it, or, where somebody has stopped
    or closed it already, is added to what was decided.
    """
    if sheet.asks:
        return verb
    if ActionStatus(sheet.action.status) in OVER:
        return Verb.RECORD
    return Verb.STOP if sheet.kind == Sheet.Kind.STOP else Verb.CLOSE


def show(action: UrgentAction, sheet: Sheet) -> None:
    """Make an issued sheet the one that an action shows, with what the lists sort and search by; the caller saves."""
    content = content_of(sheet)
    action.current_sheet = sheet
    action.last_good_day = content.last_good_day
    action.country = content.country
    action.search_text = search_text_of(content)


def approval_is_void(sheet: Sheet) -> str:
    """Why an approved sheet cannot go out as it stands, and what to do about it."""
    day = timezone.localtime(sheet.approved_at) if sheet.approved_at else None
    approved = f" {sheet.approved_by} approved it on {day:%-d %B at %H:%M}." if day else ""
    return (
        "The sheet, or something it prints of the case or the book of authorities, has changed since it was approved."
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
