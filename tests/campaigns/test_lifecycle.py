from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from campaigns.decisions import InvalidTransition
from campaigns.lifecycle import ask_to_reopen, close_action, draft_sheet, reopen_action, request_to_reopen, stop_action
from campaigns.models import ActionEvent, Reminder, UrgentAction
from tests.builders import AT, issue, make_draft, make_open_action, make_stop, make_user, second_person

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_a_stopped_action_cannot_be_stopped_again():
    action = make_open_action()
    stop_action(action, by=action.created_by, at=AT, reason="released")

    with pytest.raises(InvalidTransition, match="is stopped; it cannot be stopped from there"):
        stop_action(action, by=action.created_by, at=AT, reason="again")


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


def stopped_action():
    action = make_open_action()
    return stop_action(action, by=action.created_by, at=AT, reason="released")


def test_whoever_asked_to_reopen_does_not_reopen():
    action = stopped_action()
    asker = make_user("Approver")
    ask_to_reopen(action, by=asker, at=AT, reason="arrested again")

    with pytest.raises(ValidationError, match="It takes two: somebody else has to reopen it"):
        reopen_action(action, by=asker, at=AT)

    assert UrgentAction.objects.get().status == "stopped"


def test_nobody_reopens_what_nobody_asked_for():
    action = stopped_action()

    with pytest.raises(InvalidTransition, match="nobody has asked to reopen it since"):
        reopen_action(action, by=second_person(), at=AT)


def test_two_people_reopen_an_action():
    action = stopped_action()
    ask_to_reopen(action, by=action.created_by, at=AT, reason="arrested again")

    reopen_action(action, by=second_person(), at=AT + HOUR, public_note="She was arrested again.")

    last = ActionEvent.objects.last()
    assert UrgentAction.objects.get().status == "open"
    assert (last.verb, last.by, last.at, last.public_note) == (
        "reopen",
        second_person(),
        AT + HOUR,
        "She was arrested again.",
    )


def test_a_request_holds_for_one_stop_only():
    action = stopped_action()
    ask_to_reopen(action, by=action.created_by, at=AT, reason="arrested again")
    reopen_action(action, by=second_person(), at=AT + HOUR)
    close_action(action, by=second_person(), at=AT + 2 * HOUR, reason="free for good")

    assert request_to_reopen(action) is None


def test_asking_to_reopen_wants_a_reason():
    action = stopped_action()

    with pytest.raises(ValidationError, match="Say why letters help again"):
        ask_to_reopen(action, by=action.created_by, at=AT, reason=" ")


def test_an_action_has_one_sheet_on_its_way():
    action = make_open_action()
    make_draft(action)

    with pytest.raises(ValidationError, match="This action has a draft already"):
        draft_sheet(action, by=action.created_by, at=AT)


def test_a_stop_sheet_starts_from_the_headline_alone():
    action = make_open_action()

    sheet = draft_sheet(action, by=action.created_by, at=AT, kind="stop")

    assert (sheet.headline, sheet.summary, sheet.story, sheet.appeals_limit) == (
        "TEACHER FACES UNFAIR TRIAL",
        "",
        "",
        None,
    )
    assert (sheet.demands.count(), sheet.recipients.count()) == (0, 0)


def test_a_further_sheet_starts_from_the_last_that_asked():
    action = make_open_action()
    issue(make_stop(action))
    ask_to_reopen(action, by=action.created_by, at=AT, reason="arrested again")
    reopen_action(action, by=second_person(), at=AT)

    sheet = draft_sheet(action, by=action.created_by, at=AT)

    assert (sheet.version, sheet.kind, sheet.story[:15], sheet.demands.count()) == (
        3,
        "further",
        "She was arreste",
        1,
    )


def test_on_an_action_that_is_over_only_its_end_is_written():
    action = stopped_action()

    with pytest.raises(ValidationError, match="only a stop or an outcome can be written"):
        draft_sheet(action, by=action.created_by, at=AT)

    assert draft_sheet(action, by=action.created_by, at=AT, kind="stop").status == "draft"
