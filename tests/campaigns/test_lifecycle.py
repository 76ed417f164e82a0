from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from campaigns.checks import missing_for_issue
from campaigns.content import content_of
from campaigns.lifecycle import InvalidTransition, issue_sheet, stop_action, withdraw_draft
from campaigns.models import ActionEvent, Reminder, Sheet, UrgentAction
from campaigns.states import ActionStatus
from tests.builders import AT, DAY, make_authority, make_draft, make_open_action

pytestmark = pytest.mark.django_db


def test_issuing_the_first_sheet_opens_the_action():
    sheet = make_draft()

    issue_sheet(sheet, by=sheet.created_by, at=AT)

    action = UrgentAction.objects.get()
    assert action.status == ActionStatus.OPEN
    assert action.last_good_day.isoformat() == "2011-08-22"
    assert [(e.verb, e.by, e.at) for e in ActionEvent.objects.all()] == [("issue", sheet.created_by, AT)]


def test_an_issued_sheet_keeps_the_address_it_was_issued_with():
    action = make_open_action()
    before = content_of(action.current_sheet)
    authority = action.current_sheet.recipients.get().authority
    authority.postal_lines = "2 Other Street"
    authority.save()

    action.current_sheet.refresh_from_db()
    assert content_of(action.current_sheet) == before
    assert before.recipients[0].postal_lines == ("1 Example Street", "101 Sampletown", "Iceland")


def test_a_draft_that_asks_nothing_of_nobody_is_not_issued_and_says_why():
    sheet = make_draft(story="")
    sheet.demands.all().delete()
    sheet.recipients.all().delete()

    with pytest.raises(ValidationError) as refusal:
        issue_sheet(sheet, by=sheet.created_by, at=AT)

    assert refusal.value.messages == [
        "The story is empty.",
        "Nothing is asked: add at least one demand.",
        "Nobody is written to: add at least one recipient of appeals.",
    ]


def test_a_stopped_action_cannot_be_stopped_again():
    action = make_open_action()
    stop_action(action, by=action.created_by, at=AT, reason="released")

    with pytest.raises(InvalidTransition, match="is stopped; it cannot be stopped from there"):
        stop_action(action, by=action.created_by, at=AT, reason="again")


def test_issue_refuses_a_sheet_whose_last_good_day_is_over():
    sheet = make_draft()

    with pytest.raises(ValidationError, match="The last good day, 22 August 2011, is over"):
        issue_sheet(sheet, by=sheet.created_by, at=datetime(2011, 8, 23, 8, tzinfo=UTC))


def test_on_the_last_good_day_itself_a_sheet_may_still_be_issued():
    sheet = make_draft()

    issue_sheet(sheet, by=sheet.created_by, at=datetime(2011, 8, 22, 8, tzinfo=UTC))

    assert UrgentAction.objects.get().status == ActionStatus.OPEN


def test_a_recipient_without_a_salutation_holds_the_issue_back():
    authority = make_authority(salutation="", office="Ministry of Silence")
    sheet = make_draft(recipients=[authority])

    assert missing_for_issue(sheet, on=DAY) == [
        "Ministry of Silence has no salutation, so no letter to it can begin: add one in the book of authorities."
    ]


def test_a_stop_is_not_issued_as_a_sheet_that_asks_for_letters():
    sheet = make_draft(kind=Sheet.Kind.STOP)

    assert missing_for_issue(sheet, on=DAY) == [
        "A sheet that asks for letters cannot be a stop or an outcome: stop or close the action instead."
    ]


def test_issue_keeps_nothing_by_half_when_it_refuses():
    sheet = make_draft(headline="")

    with pytest.raises(ValidationError):
        issue_sheet(sheet, by=sheet.created_by, at=AT)

    sheet.refresh_from_db()
    assert (sheet.status, sheet.frozen, UrgentAction.objects.get().status) == ("draft", None, "draft")
    assert ActionEvent.objects.count() == 0


def test_a_stop_wants_a_reason():
    action = make_open_action()

    with pytest.raises(ValidationError, match="Say why"):
        stop_action(action, by=action.created_by, at=AT, reason=" ")


def test_a_stop_cancels_what_was_still_to_be_sent_and_says_why():
    action = make_open_action()
    common = {"kind": "appeals", "subject_id": action.pk, "about_on": action.last_good_day, "action": action}
    planned = Reminder.objects.create(**common, lead_days=7, address="anna@example.org", due_at=AT)
    sent = Reminder.objects.create(
        **common, lead_days=14, address="anna@example.org", due_at=AT, status="sent", settled_at=AT
    )

    stop_action(action, by=action.created_by, at=AT, reason="released")

    planned.refresh_from_db()
    sent.refresh_from_db()
    assert (planned.status, planned.settled_at, planned.reason) == ("cancelled", AT, "the action was stopped")
    assert sent.status == "sent"


def test_a_withdrawn_draft_makes_room_for_another():
    first = make_draft()
    withdraw_draft(first, by=first.created_by, at=AT)

    second = make_draft(first.action)

    assert [(sheet.version, sheet.status) for sheet in first.action.sheets.all()] == [(1, "withdrawn"), (2, "draft")]
    assert second.kind == Sheet.Kind.FIRST


def test_an_issued_sheet_cannot_be_withdrawn():
    sheet = make_open_action().current_sheet

    with pytest.raises(InvalidTransition, match="only a draft can be withdrawn"):
        withdraw_draft(sheet, by=sheet.created_by, at=AT)
