import pytest
from django.core.exceptions import ValidationError

from campaigns.content import content_of
from campaigns.lifecycle import InvalidTransition, issue_sheet, stop_action
from campaigns.models import ActionEvent, UrgentAction
from campaigns.states import ActionStatus
from tests.builders import AT, make_draft, make_open_action

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
