"""Who may do what, as predicates used alike by pages, admin and templates."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from campaigns.check_reasons import has_given_reason
from campaigns.consent import last_hiding
from campaigns.corrections import CORRECTED
from campaigns.embargo import is_unknown
from campaigns.issuing import decision_of
from campaigns.lifecycle import request_to_reopen
from campaigns.models import Reminder, Sheet, UrgentAction
from campaigns.review import approval_holds
from campaigns.states import (
    ACTION_TRANSITIONS,
    SHEET_TRANSITIONS,
    UNDER_WAY,
    ActionStatus,
    SheetStatus,
    Verb,
)

Visitor = User | AnonymousUser


def may_submit(user: Visitor, sheet: Sheet) -> bool:
    """Hand a draft to the approvers: whoever may write it."""
    return sheet.status == SheetStatus.DRAFT and user.has_perm("campaigns.change_sheet")


def may_send_back(user: Visitor, sheet: Sheet) -> bool:
    """Make it a draft again: whoever may write it, and whoever may approve it."""
    from_states, _ = SHEET_TRANSITIONS[Verb.SEND_BACK]
    return SheetStatus(sheet.status) in from_states and (
        user.has_perm("campaigns.change_sheet") or user.has_perm("campaigns.issue_sheet")
    )


def may_approve(user: Visitor, sheet: Sheet) -> bool:
    """Approve what somebody else wrote; once more where the approval it has does not hold."""
    waits = sheet.status == SheetStatus.IN_REVIEW or (
        sheet.status == SheetStatus.APPROVED and not approval_holds(sheet)
    )
    if not waits or not user.has_perm("campaigns.issue_sheet") or sheet.is_by(user):
        return False
    return not has_given_reason(user, sheet)


def may_explain(user: Visitor, sheet: Sheet) -> bool:
    """Say why what the checks found may stand: whoever may write the sheet, as long as it is under way.

    Not whoever only approves: a reason is judged by somebody else than the one who gave it.
    """
    return SheetStatus(sheet.status) in UNDER_WAY and user.has_perm("campaigns.change_sheet")


def may_issue(user: Visitor, sheet: Sheet) -> bool:
    """Issue what was approved: approvers, while the action can take a sheet."""
    return (
        sheet.status == SheetStatus.APPROVED
        and _fits(sheet.action, decision_of(sheet, Verb.ISSUE))
        and user.has_perm("campaigns.issue_sheet")
    )


def may_issue_now(user: Visitor, sheet: Sheet) -> bool:
    """Issue without approval in an emergency."""
    return (
        SheetStatus(sheet.status) in UNDER_WAY
        and _fits(sheet.action, decision_of(sheet, Verb.ISSUE_NOW))
        and user.has_perm("campaigns.issue_sheet_alone")
    )


def may_review(user: Visitor, sheet: Sheet) -> bool:
    """Look over what was issued without approval: an approver who neither wrote nor issued it."""
    is_anothers = not sheet.is_by(user) and sheet.issued_by_id != user.pk
    return sheet.lacks_second_look and is_anothers and user.has_perm("campaigns.issue_sheet")


def may_set_embargo(user: Visitor, action: UrgentAction, *, at: datetime) -> bool:
    """Give an action another embargo while nobody outside knows of it: whoever may issue its sheets."""
    return is_unknown(action, at=at) and _may(user, action, Verb.EMBARGO, "campaigns.issue_sheet")


def may_stop(user: Visitor, action: UrgentAction) -> bool:
    """Stop an action that asks people to write, or may do so again."""
    return _may(user, action, Verb.STOP, "campaigns.stop_urgentaction")


def may_pause(user: Visitor, action: UrgentAction) -> bool:
    return _may(user, action, Verb.PAUSE, "campaigns.stop_urgentaction")


def may_resume(user: Visitor, action: UrgentAction) -> bool:
    """Let a paused action ask for letters again: this needs an approver, unlike pausing."""
    return _may(user, action, Verb.RESUME, "campaigns.close_urgentaction")


def may_close(user: Visitor, action: UrgentAction) -> bool:
    return _may(user, action, Verb.CLOSE, "campaigns.close_urgentaction")


def may_move_date(user: Visitor, action: UrgentAction) -> bool:
    """Extend or shorten an action by a sheet that is submitted at once: whoever may begin one and submit it."""
    return _may(user, action, Verb.EXTEND, "campaigns.add_sheet") and user.has_perm("campaigns.change_sheet")


def may_correct(user: Visitor, action: UrgentAction) -> bool:
    """Begin a correction of a sheet by which people may write."""
    return ActionStatus(action.status) in CORRECTED and user.has_perm("campaigns.add_sheet")


def may_ask_to_reopen(user: Visitor, action: UrgentAction) -> bool:
    """Ask that an action which is over asks for letters again: whoever may stop one."""
    return _may(user, action, Verb.ASK_REOPEN, "campaigns.stop_urgentaction")


def may_reopen(user: Visitor, action: UrgentAction) -> bool:
    """Reopen it: an approver, once somebody else has asked."""
    if not _may(user, action, Verb.REOPEN, "campaigns.close_urgentaction"):
        return False
    asked = request_to_reopen(action)
    return asked is not None and asked.by_id != user.pk


def _may(user: Visitor, action: UrgentAction, verb: Verb, permission: str) -> bool:
    return _fits(action, verb) and user.has_perm(permission)


def _fits(action: UrgentAction, verb: Verb) -> bool:
    from_states, _ = ACTION_TRANSITIONS[verb]
    return ActionStatus(action.status) in from_states


def may_withdraw_consent(user: Visitor) -> bool:
    """Take what is public of a case off the site: whoever may stop an action."""
    return user.is_active and user.has_perm("campaigns.stop_urgentaction")


def may_renew_consent(user: Visitor) -> bool:
    """Write down that somebody agrees again: whoever keeps the facts of people."""
    return user.is_active and user.has_perm("cases.add_consent")


def may_show_again(user: Visitor, action: UrgentAction) -> bool:
    """Show a hidden action: an approver who did not hide it. Whether a consent stands is for the verb to say."""
    if action.hidden_at is None or not user.has_perm("campaigns.close_urgentaction"):
        return False
    hid = last_hiding(action)
    return hid is None or hid.by_id != user.pk


def may_start_action(user: Visitor) -> bool:
    """Open an action on a case, with its first draft."""
    return user.has_perm("campaigns.add_urgentaction") and user.has_perm("campaigns.add_sheet")


def may_import_sheets(user: Visitor) -> bool:
    """Make drafts of old sheets: whoever may start actions.

    The facts, demands and new offices that come with it are one draft by one verb, read from one document. Who
    changes them afterwards needs what everybody needs for that.
    """
    return user.is_active and may_start_action(user)


def may_see_source(user: Visitor) -> bool:
    """Read the document from which a draft was made: staff who may read sheets, and nobody else."""
    return user.has_perm("campaigns.view_importedsource")


def may_delete_source(user: Visitor) -> bool:
    """Delete such a document for good."""
    return user.has_perm("campaigns.delete_importedsource")


def may_draft_sheet(user: Visitor, action: UrgentAction) -> bool:
    """Begin a new sheet. On an action that is over it is a stop or an outcome (`campaigns.lifecycle.draft_sheet`)."""
    return user.has_perm("campaigns.add_sheet")


def may_release_sender(user: Visitor) -> bool:
    """Let mail leave, or keep it back, for the whole installation."""
    return user.is_active and user.has_perm("campaigns.release_sender")


def may_lock_down(user: Visitor) -> bool:
    """Log everybody out and let nobody in: administrators."""
    return user.is_active and user.has_perm("accounts.lock_down")


def may_lift_lock_down(user: Visitor) -> bool:
    """Be one of the two who let the staff in again: an administrator or an approver."""
    return may_lock_down(user) or may_release_sender(user)


def may_withdraw(user: Visitor, sheet: Sheet) -> bool:
    """Put a sheet aside that is on its way: whoever may write it."""
    return SheetStatus(sheet.status) in UNDER_WAY and user.has_perm("campaigns.change_sheet")


def may_decide(user: Visitor, reminder: Reminder) -> bool:
    """Say what becomes of a notice that failed: send it again, or leave it."""
    return reminder.status == Reminder.Status.FAILED and user.has_perm("campaigns.decide_reminder")
