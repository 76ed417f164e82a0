"""A sheet on its way to issue: submitted, sent back, approved, put aside; and looked over after an emergency.

An approval is of bytes: it keeps the hash of the content that the approver was shown, and `campaigns.issuing` issues
nothing else. While a sheet is in review or approved nobody edits it; what it prints of the case and of the book of
authorities may still change, and then the approval is void. Each verb is one transaction with its event.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.acts import acting
from accounts.models import User
from campaigns.check_reasons import (
    Checked,
    check_sheet_on,
    checked_sheet,
    has_given_reason,
    hindrances,
    keep_reason,
    reasons_hash,
    was_explained_since,
)
from campaigns.content import content_of, hash_of
from campaigns.decisions import InvalidTransition, record
from campaigns.models import CheckReason, Sheet
from campaigns.states import SHEET_TRANSITIONS, UNDER_WAY, SheetStatus, Verb
from campaigns.what_changed import bring_up_to_date
from cases.text import tidy

# How soon somebody else must look over what was issued without approval.
REVIEW_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Said:
    """Why an amber finding may stand, of somebody who was shown that finding and the reason that stood there."""

    key: str
    seen: str  # as `Checked.seen`
    reason: str


def hash_now(sheet: Sheet) -> str:
    """The SHA-256 of what the sheet says to the public: as it was issued, else as it would be issued now."""
    return hash_of(content_of(sheet).as_json() if sheet.frozen is None else sheet.frozen)


def approval_holds(sheet: Sheet) -> bool:
    """Whether the sheet was approved, every byte of it still is what the approver saw, and so is every reason for
    what the checks found on it.
    """
    if sheet.approved_at is None or was_explained_since(sheet, sheet.approved_at):
        return False
    return sheet.approved_hash == hash_now(sheet)


def explain(sheet: Sheet, said: Iterable[Said], *, by: User, at: datetime) -> list[Checked]:
    """Say why ambers of a sheet that is under way may stand. Returns all that the checks find, with the new reasons.

    An approval that it has is void by that, because the approver has not seen them.

    Raises:
        InvalidTransition: if it is issued or withdrawn.
        ValidationError: if a reason is empty or cannot be kept, or is about something that is not found any more.
    """
    on = timezone.localtime(at).date()
    with acting(by=by, at=at):
        sheet = held_sheet(sheet)
        if SheetStatus(sheet.status) not in UNDER_WAY:
            raise InvalidTransition(
                f"{sheet} is {sheet.get_status_display()}; nothing of it can be explained any more."
            )
        checks = check_sheet_on(sheet, on=on)
        found = {row.finding.key: row for row in checks if not row.finding.is_red}
        kept: dict[str, CheckReason] = {}
        for one in said:
            now = found.get(one.key)
            if now is None or now.seen != one.seen:
                raise ValidationError(
                    "Nothing was kept: what the checks find has changed since you were shown it. Look at it as it "
                    "stands now.",
                    code="changed_meanwhile",
                )
            reason = tidy(one.reason)
            if now.reason is None or now.reason.reason != reason:
                kept[one.key] = keep_reason(sheet, now.finding, reason, by=by, at=at)
        return [replace(row, reason=kept.get(row.finding.key, row.reason)) for row in checks]


def submit_sheet(sheet: Sheet, *, by: User, at: datetime) -> Sheet:
    """Hand a draft to the approvers.

    Raises:
        InvalidTransition: if it is no draft.
        ValidationError: with one sentence for each thing that is missing or wants a reason: nobody reviews what
            cannot be issued.
    """
    with acting(by=by, at=at):
        sheet = held_sheet(sheet)
        check_sheet(sheet, Verb.SUBMIT)
        bring_up_to_date(sheet, at=at)
        if missing := hindrances(sheet, on=timezone.localtime(at).date()):
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
    with acting(by=by, at=at, reason=reason):
        sheet = held_sheet(sheet)
        check_sheet(sheet, Verb.SEND_BACK)
        sheet.submitted_at = None
        clear_approval(sheet)
        return _move(sheet, Verb.SEND_BACK, by=by, at=at, reason=reason)


def approve_sheet(sheet: Sheet, *, by: User, at: datetime, content_hash: str, checks_hash: str | None = None) -> Sheet:
    """Say that exactly this may go out, with exactly these reasons for what the checks find.

    Args:
        content_hash: of the content that `by` was shown (`hash_now`).
        checks_hash: of the findings and reasons that `by` was shown (`check_reasons.reasons_hash`), on a page.

    Raises:
        InvalidTransition: if it is neither in review nor approved.
        ValidationError: if `by` wrote it or gave a reason for it, if something hinders it, or if it is not what they
            were shown any more.
    """
    with acting(by=by, at=at):
        sheet = held_sheet(sheet)
        check_sheet(sheet, Verb.APPROVE)
        if sheet.is_by(by):
            raise ValidationError("You wrote in this sheet: somebody else has to approve it.")
        if has_given_reason(by, sheet):
            raise ValidationError("You gave a reason for what the checks found on it: somebody else has to approve it.")
        now = checked_sheet(sheet, on=timezone.localtime(at).date())
        if now.hindrances:
            raise ValidationError(now.hindrances)
        if content_hash != now.content_hash or checks_hash not in (None, reasons_hash(now.checks)):
            raise ValidationError(
                "Nothing was approved: the sheet, or something it prints of the case or the book of authorities, or a "
                "reason for what the checks found, has changed since you were shown it. Read it as it stands now, then "
                "approve it."
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
    with acting(by=by, at=at, reason=reason):
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
    with acting(by=by, at=at, reason=reason):
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
