"""A walk over every pair of state and verb: what is allowed happens, all else is refused in words."""

from datetime import date, timedelta

import pytest

from campaigns.appeals_date import move_appeals_date
from campaigns.consent import show_again, withdraw_consent
from campaigns.decisions import InvalidTransition, check_decision
from campaigns.embargo import set_embargo
from campaigns.issuing import issue_now, issue_sheet
from campaigns.lifecycle import (
    ask_to_reopen,
    close_action,
    pause_action,
    reopen_action,
    resume_action,
    stop_action,
)
from campaigns.models import ActionEvent, Sheet, UrgentAction
from campaigns.review import approve_sheet, hash_now, review_issued, send_back, submit_sheet, withdraw_draft
from campaigns.states import ACTION_TRANSITIONS, OVER, SHEET_TRANSITIONS, ActionStatus, SheetStatus, Verb
from cases.consents import agree_again
from tests.builders import (
    AT,
    approve,
    issue,
    make_action,
    make_draft,
    make_open_action,
    make_stop,
    make_user,
    second_person,
)

pytestmark = pytest.mark.django_db

ALLOWED = {
    (ActionStatus.DRAFT, Verb.ISSUE): ActionStatus.OPEN,
    (ActionStatus.OPEN, Verb.ISSUE): ActionStatus.OPEN,
    (ActionStatus.DRAFT, Verb.ISSUE_NOW): ActionStatus.OPEN,
    (ActionStatus.OPEN, Verb.ISSUE_NOW): ActionStatus.OPEN,
    (ActionStatus.OPEN, Verb.PAUSE): ActionStatus.PAUSED,
    (ActionStatus.PAUSED, Verb.RESUME): ActionStatus.OPEN,
    (ActionStatus.OPEN, Verb.STOP): ActionStatus.STOPPED,
    (ActionStatus.PAUSED, Verb.STOP): ActionStatus.STOPPED,
    (ActionStatus.OPEN, Verb.CLOSE): ActionStatus.CLOSED,
    (ActionStatus.PAUSED, Verb.CLOSE): ActionStatus.CLOSED,
    (ActionStatus.OPEN, Verb.EXTEND): ActionStatus.OPEN,
    (ActionStatus.OPEN, Verb.SHORTEN): ActionStatus.OPEN,
    (ActionStatus.STOPPED, Verb.ASK_REOPEN): ActionStatus.STOPPED,
    (ActionStatus.CLOSED, Verb.ASK_REOPEN): ActionStatus.CLOSED,
    (ActionStatus.STOPPED, Verb.REOPEN): ActionStatus.OPEN,
    (ActionStatus.CLOSED, Verb.REOPEN): ActionStatus.OPEN,
    (ActionStatus.STOPPED, Verb.RECORD): ActionStatus.STOPPED,
    (ActionStatus.CLOSED, Verb.RECORD): ActionStatus.CLOSED,
    (ActionStatus.STOPPED, Verb.HIDE): ActionStatus.STOPPED,
    (ActionStatus.CLOSED, Verb.HIDE): ActionStatus.CLOSED,
    (ActionStatus.STOPPED, Verb.SHOW): ActionStatus.STOPPED,
    (ActionStatus.CLOSED, Verb.SHOW): ActionStatus.CLOSED,
    (ActionStatus.DRAFT, Verb.EMBARGO): ActionStatus.DRAFT,
    # Those in the walk are under embargo already.
    (ActionStatus.OPEN, Verb.EMBARGO): ActionStatus.OPEN,
    (ActionStatus.PAUSED, Verb.EMBARGO): ActionStatus.PAUSED,
}

SHEET_ALLOWED = {
    (SheetStatus.DRAFT, Verb.SUBMIT): SheetStatus.IN_REVIEW,
    (SheetStatus.IN_REVIEW, Verb.SEND_BACK): SheetStatus.DRAFT,
    (SheetStatus.APPROVED, Verb.SEND_BACK): SheetStatus.DRAFT,
    (SheetStatus.IN_REVIEW, Verb.APPROVE): SheetStatus.APPROVED,
    (SheetStatus.APPROVED, Verb.APPROVE): SheetStatus.APPROVED,
    (SheetStatus.APPROVED, Verb.ISSUE): SheetStatus.ISSUED,
    (SheetStatus.DRAFT, Verb.ISSUE_NOW): SheetStatus.ISSUED,
    (SheetStatus.IN_REVIEW, Verb.ISSUE_NOW): SheetStatus.ISSUED,
    (SheetStatus.APPROVED, Verb.ISSUE_NOW): SheetStatus.ISSUED,
    # Those in the walk were issued without approval.
    (SheetStatus.ISSUED, Verb.REVIEW): SheetStatus.ISSUED,
    (SheetStatus.SUPERSEDED, Verb.REVIEW): SheetStatus.SUPERSEDED,
    (SheetStatus.DRAFT, Verb.WITHDRAW): SheetStatus.WITHDRAWN,
    (SheetStatus.IN_REVIEW, Verb.WITHDRAW): SheetStatus.WITHDRAWN,
    (SheetStatus.APPROVED, Verb.WITHDRAW): SheetStatus.WITHDRAWN,
}


def action_in(status, verb):
    """An action in a state, with a sheet ready for the verbs that issue one and a request for the one that reopens."""
    action = make_action() if status == ActionStatus.DRAFT else make_open_action()
    if verb in (Verb.ISSUE, Verb.ISSUE_NOW):
        approve(make_draft(action))
    bring = {
        ActionStatus.PAUSED: pause_action,
        ActionStatus.STOPPED: stop_action,
        ActionStatus.CLOSED: close_action,
    }.get(status)
    if bring:
        bring(action, by=action.created_by, at=AT, reason="for this test")
    if verb == Verb.REOPEN and status in (ActionStatus.STOPPED, ActionStatus.CLOSED):
        ask_to_reopen(action, by=second_person(), at=AT, reason="for this test")
    if verb == Verb.SHOW and status in OVER:
        hide(action)
        agree_again(action.case.people.get(), by=action.created_by, at=AT, reason="for this test")
    if verb == Verb.EMBARGO and status != ActionStatus.DRAFT:
        UrgentAction.objects.update(embargo_until=AT + timedelta(hours=1), embargo_zone="Europe/Zurich")
    return UrgentAction.objects.get()


def do(verb, action):
    by = action.created_by
    match verb:
        case Verb.ISSUE:
            issue_sheet(action.sheets.get(status="approved"), by=by, at=AT)
        case Verb.ISSUE_NOW:
            issue_now(action.sheets.get(status="approved"), by=by, at=AT, reason="she is put on a plane tonight")
        case Verb.PAUSE:
            pause_action(action, by=by, at=AT)
        case Verb.RESUME:
            resume_action(action, by=by, at=AT)
        case Verb.STOP:
            stop_action(action, by=by, at=AT, reason="the family asks for it")
        case Verb.CLOSE:
            close_action(action, by=by, at=AT, reason="it has run its course")
        case Verb.EXTEND:
            move_date(action, date(2011, 9, 13))
        case Verb.SHORTEN:
            move_date(action, date(2011, 8, 2))
        case Verb.ASK_REOPEN:
            ask_to_reopen(action, by=by, at=AT, reason="she was arrested again")
        case Verb.REOPEN:
            reopen_action(action, by=by, at=AT)
        case Verb.RECORD:
            record_end(action)
        case Verb.EMBARGO:
            later = AT + timedelta(hours=2)
            set_embargo(action, until=later, zone="Asia/Tashkent", by=by, at=AT, reason="agreed with others")
        case Verb.HIDE:
            hide(action)
        case Verb.SHOW:
            if action.status not in OVER:
                check_decision(action, Verb.SHOW)
            show_again(action, by=second_person(), at=AT, reason="she agrees again")


def hide(action):
    """By a consent that is withdrawn; that stops first what is not over, and so the table is asked for that alone."""
    if action.status not in OVER:
        check_decision(action, Verb.HIDE)
    withdraw_consent(action.case.people.get(), by=action.created_by, at=AT, reason="her sister called")


def move_date(action, limit):
    """Which of the two it is follows from the date; an action in preparation has none yet, so its table is asked."""
    verb = Verb.SHORTEN if limit < date(2011, 8, 23) else Verb.EXTEND
    if action.last_good_day is None:
        check_decision(action, verb)
    move_appeals_date(action, by=action.created_by, at=AT, limit=limit, wording="before", reason="a new date")


def record_end(action):
    """A stop sheet; on an action that is not over it is no record but the stop itself, and asked for by its table."""
    if action.status not in OVER:
        check_decision(action, Verb.RECORD)
    sheet = approve(make_stop(action))
    ActionEvent.objects.filter(sheet=sheet).delete()  # the walk counts the issue alone
    issue_sheet(sheet, by=second_person(), at=AT)


def sheet_in(status):
    action = make_action()
    sheet = make_draft(action)
    match status:
        case SheetStatus.IN_REVIEW:
            submit_sheet(sheet, by=sheet.created_by, at=AT)
        case SheetStatus.APPROVED:
            approve(sheet)
        case SheetStatus.ISSUED | SheetStatus.SUPERSEDED:
            issue_now(sheet, by=sheet.created_by, at=AT, reason="for this test")
        case SheetStatus.WITHDRAWN:
            withdraw_draft(sheet, by=sheet.created_by, at=AT)
    if status == SheetStatus.SUPERSEDED:
        issue(make_draft(action))
    return Sheet.objects.get(pk=sheet.pk)


def do_with_sheet(verb, sheet):
    by = second_person()
    match verb:
        case Verb.SUBMIT:
            submit_sheet(sheet, by=sheet.created_by, at=AT)
        case Verb.SEND_BACK:
            send_back(sheet, by=by, at=AT, reason="the name is spelled in two ways")
        case Verb.APPROVE:
            approve_sheet(sheet, by=by, at=AT, content_hash=hash_now(sheet))
        case Verb.ISSUE:
            issue_sheet(sheet, by=by, at=AT)
        case Verb.ISSUE_NOW:
            issue_now(sheet, by=sheet.created_by, at=AT, reason="she is put on a plane tonight")
        case Verb.REVIEW:
            review_issued(sheet, by=make_user("Approver"), at=AT)
        case Verb.WITHDRAW:
            withdraw_draft(sheet, by=sheet.created_by, at=AT)


@pytest.mark.parametrize("verb", list(ACTION_TRANSITIONS))
@pytest.mark.parametrize("status", list(ActionStatus))
def test_every_verb_of_an_action_in_every_state(status, verb):
    action = action_in(status, verb)
    events = ActionEvent.objects.count()

    if (status, verb) in ALLOWED:
        do(verb, action)

        assert UrgentAction.objects.get().status == ALLOWED[status, verb]
        assert ActionEvent.objects.count() == events + 1
        assert ActionEvent.objects.last().verb == verb
    else:
        with pytest.raises(InvalidTransition, match=f"it cannot be {verb.label} from there"):
            do(verb, action)

        assert UrgentAction.objects.get().status == status
        assert ActionEvent.objects.count() == events


@pytest.mark.parametrize("verb", list(SHEET_TRANSITIONS))
@pytest.mark.parametrize("status", list(SheetStatus))
def test_every_verb_of_a_sheet_in_every_state(status, verb):
    sheet = sheet_in(status)
    events = ActionEvent.objects.count()

    if (status, verb) in SHEET_ALLOWED:
        do_with_sheet(verb, sheet)

        sheet.refresh_from_db()
        assert sheet.status == SHEET_ALLOWED[status, verb]
        assert ActionEvent.objects.count() == events + 1
        assert (ActionEvent.objects.last().verb, ActionEvent.objects.last().sheet) == (verb, sheet)
    else:
        with pytest.raises(InvalidTransition, match=f"it cannot be {verb.label} from there"):
            do_with_sheet(verb, sheet)

        assert Sheet.objects.get(pk=sheet.pk).status == status
        assert ActionEvent.objects.count() == events
