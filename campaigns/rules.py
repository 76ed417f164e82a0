"""Who may do what, as predicates used alike by pages, admin and templates."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from campaigns.models import Reminder, Sheet, UrgentAction
from campaigns.states import ACTION_TRANSITIONS, ActionStatus, SheetStatus, Verb

Visitor = User | AnonymousUser


def may_issue(user: Visitor, sheet: Sheet) -> bool:
    """Issue a draft: approvers, while the action is in preparation or open."""
    from_states, _ = ACTION_TRANSITIONS[Verb.ISSUE]
    return (
        sheet.status == SheetStatus.DRAFT
        and ActionStatus(sheet.action.status) in from_states
        and user.has_perm("campaigns.issue_sheet")
    )


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


def _may(user: Visitor, action: UrgentAction, verb: Verb, permission: str) -> bool:
    from_states, _ = ACTION_TRANSITIONS[verb]
    return ActionStatus(action.status) in from_states and user.has_perm(permission)


def may_start_action(user: Visitor) -> bool:
    """Open an action on a case, with its first draft."""
    return user.has_perm("campaigns.add_urgentaction") and user.has_perm("campaigns.add_sheet")


def may_draft_sheet(user: Visitor, action: UrgentAction) -> bool:
    """Begin a new sheet: not on an action that is over, since nothing could be issued there."""
    over = (ActionStatus.STOPPED, ActionStatus.CLOSED)
    return ActionStatus(action.status) not in over and user.has_perm("campaigns.add_sheet")


def may_release_sender(user: Visitor) -> bool:
    """Let mail leave, or keep it back, for the whole installation."""
    return user.is_active and user.has_perm("campaigns.release_sender")


def may_withdraw(user: Visitor, sheet: Sheet) -> bool:
    """Put a draft aside: whoever may write it."""
    return sheet.status == SheetStatus.DRAFT and user.has_perm("campaigns.change_sheet")


def may_decide(user: Visitor, reminder: Reminder) -> bool:
    """Say what becomes of a notice that failed: send it again, or leave it."""
    return reminder.status == Reminder.Status.FAILED and user.has_perm("campaigns.decide_reminder")
