"""A sheet on its way to issue: submitted, sent back, approved, put aside; and looked over after an emergency.

An approval is of bytes: it keeps the hash of the content that the approver was shown, and `campaigns.issuing` issues
nothing else. While a sheet is in review or approved nobody edits it; what it prints of the case and of the book of
authorities may still change, and then the approval is void. Each verb is one transaction with its event.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.checks import missing_for_issue
from campaigns.content import content_of, hash_of
from campaigns.decisions import InvalidTransition, record
from campaigns.models import Sheet
from campaigns.states import SHEET_TRANSITIONS, SheetStatus, Verb

# How soon somebody else must look over what was issued without approval.
REVIEW_WITHIN = timedelta(hours=24)


def hash_now(sheet: Sheet) -> str:
    """The SHA-256 of what the sheet says to the public: as it was issued, else as it would be issued now."""
    return hash_of(content_of(sheet).as_json())


def approval_holds(sheet: Sheet) -> bool:
    """Whether the sheet was approved, and every byte of it still is what the approver saw."""
    return bool(sheet.approved_hash) and sheet.approved_hash == hash_now(sheet)


def submit_sheet(sheet: Sheet, *, by: User, at: datetime) -> Sheet:
    """Hand a draft to the approvers.

    Raises:
        InvalidTransition: if it is no draft.
        ValidationError: with one sentence for each thing that is missing: nobody reviews what cannot be issued.
    """
    with transaction.atomic():
        sheet = held_sheet(sheet)
        check_sheet(sheet, Verb.SUBMIT)
        if missing := missing_for_issue(sheet, on=timezone.localtime(at).date()):
            raise ValidationError(missing)
        sheet.submitted_at = at
        return _move(sheet, Verb.SUBMIT, by=by, at=at)


def send_back(sheet: Sheet, *, by: User, at: datetime, reason: str) -> Sheet:
    """Make it a draft again, so that it can be changed. An approval it had is gone.

    Args:
        reason: what is to be changed, for whoever writes it.

    Raises:
        InvalidTransition: if it is neither in review nor approved.
        ValidationError: if no reason is given.
    """
    if not reason.strip():
        raise ValidationError("Say what is to be changed, in a few words.")
    with transaction.atomic():
        sheet = held_sheet(sheet)
        check_sheet(sheet, Verb.SEND_BACK)
        sheet.submitted_at = None
        clear_approval(sheet)
        return _move(sheet, Verb.SEND_BACK, by=by, at=at, reason=reason)


def approve_sheet(sheet: Sheet, *, by: User, at: datetime, content_hash: str) -> Sheet:
    """Say that exactly this may go out.

    Args:
        content_hash: of the content that `by` was shown (`hash_now`).

    Raises:
        InvalidTransition: if it is neither in review nor approved.
        ValidationError: if `by` wrote it, or it is not what they were shown any more.
    """
    with transaction.atomic():
        sheet = held_sheet(sheet)
        check_sheet(sheet, Verb.APPROVE)
        if sheet.is_by(by):
            raise ValidationError("You began this sheet or were the last to edit it: somebody else has to approve it.")
        if content_hash != hash_now(sheet):
            raise ValidationError(
                "Nothing was approved: the sheet, or something it prints of the case or the book of authorities, has "
                "changed since you were shown it. Read it as it stands now, then approve it."
            )
        sheet.approved_by, sheet.approved_at, sheet.approved_hash = by, at, content_hash
        return _move(sheet, Verb.APPROVE, by=by, at=at)


def review_issued(sheet: Sheet, *, by: User, at: datetime, reason: str = "") -> Sheet:
    """Look over a sheet that was issued without approval, and find that it may stand.

    What may not stand is stopped, paused or replaced by a correction; the sheet then waits for its second look all
    the same until it is replaced.

    Raises:
        InvalidTransition: if it was not issued in that way, or was looked over already.
        ValidationError: if `by` wrote or issued it.
    """
    with transaction.atomic():
        sheet = held_sheet(sheet)
        check_sheet(sheet, Verb.REVIEW)
        if not sheet.lacks_second_look:
            raise InvalidTransition(f"{sheet} has had its second pair of eyes; nothing is left to review.")
        if sheet.is_by(by) or sheet.issued_by_id == by.pk:
            raise ValidationError("You wrote or issued this sheet: somebody else has to look it over.")
        sheet.reviewed_by, sheet.reviewed_at = by, at
        return _move(sheet, Verb.REVIEW, by=by, at=at, reason=reason)


def withdraw_draft(sheet: Sheet, *, by: User, at: datetime, reason: str = "") -> Sheet:
    """Put a sheet that is on its way aside; nothing was public and nothing becomes so.

    Raises:
        InvalidTransition: if the sheet is issued or withdrawn.
    """
    with transaction.atomic():
        sheet = held_sheet(sheet)
        check_sheet(sheet, Verb.WITHDRAW)
        return _move(sheet, Verb.WITHDRAW, by=by, at=at, reason=reason)


def held_sheet(sheet: Sheet) -> Sheet:
    """The sheet as it stands, its row locked until the end of the transaction."""
    return Sheet.objects.select_for_update(of=("self",)).select_related("action__case").get(pk=sheet.pk)


def check_sheet(sheet: Sheet, verb: Verb) -> None:
    """Whether the table has this move of a sheet.

    Raises:
        InvalidTransition: if it has not.
    """
    from_states, _ = SHEET_TRANSITIONS[verb]
    if SheetStatus(sheet.status) not in from_states:
        raise InvalidTransition(f"{sheet} is {sheet.get_status_display()}; it cannot be {verb.label} from there.")


def clear_approval(sheet: Sheet) -> None:
    """Take an approval away; the caller saves."""
    sheet.approved_by, sheet.approved_at, sheet.approved_hash = None, None, ""


def _move(sheet: Sheet, verb: Verb, *, by: User, at: datetime, reason: str = "") -> Sheet:
    _, status = SHEET_TRANSITIONS[verb]
    sheet.status = status or sheet.status
    sheet.save()
    record(sheet.action, verb, by=by, at=at, reason=reason, sheet=sheet)
    return sheet
