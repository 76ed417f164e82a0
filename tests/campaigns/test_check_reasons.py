"""What is amber on a sheet wants a reason; it is kept, and holds as long as what it is about is the same."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns.check_reasons import check_sheet_on, hindrances
from campaigns.decisions import InvalidTransition
from campaigns.issuing import issue_now, issue_sheet
from campaigns.lifecycle import draft_sheet
from campaigns.models import CheckReason, Sheet, UrgentAction
from campaigns.review import Said, approval_holds, approve_sheet, explain, hash_now, submit_sheet
from campaigns.rules import may_approve
from cases.models import Authority
from tests.builders import (
    AT,
    DAY,
    approve,
    explain_all,
    issue,
    make_authority,
    make_draft,
    make_user,
    second_person,
)

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)


def amber_sheet(**overrides) -> Sheet:
    """A draft to an address that nobody has verified for a year."""
    return make_draft(recipients=[make_authority(office="Ministry of Dust", verified_on=date(2010, 7, 1))], **overrides)


def say(sheet: Sheet, reason: str, *, by=None, at=AT) -> None:
    (found,) = check_sheet_on(sheet, on=DAY)
    explain(sheet, [Said(found.finding.key, found.seen, reason)], by=by or sheet.created_by, at=at)


AMBER = (
    "Nobody has made sure of the address of Ministry of Dust since 1 July 2010; after 180 days it may have changed. "
    "Mend it, or give a reason why it may stand."
)


def test_an_amber_without_a_reason_is_not_submitted():
    sheet = amber_sheet()

    with pytest.raises(ValidationError) as refused:
        submit_sheet(sheet, by=sheet.created_by, at=AT)

    assert refused.value.messages == [AMBER]
    assert Sheet.objects.get().status == "draft"


def test_with_a_reason_it_goes_on_and_the_reason_is_kept():
    sheet = amber_sheet()

    say(sheet, "The ministry has answered from there in May.")
    submit_sheet(sheet, by=sheet.created_by, at=AT)

    kept = CheckReason.objects.get()
    assert Sheet.objects.get().status == "review"
    assert (kept.reason, kept.by, kept.at) == ("The ministry has answered from there in May.", sheet.created_by, AT)
    assert AMBER.startswith(kept.sentence)


def test_a_red_takes_no_reason():
    sheet = make_draft(story="")
    (found,) = check_sheet_on(sheet, on=DAY)

    with pytest.raises(ValidationError, match="what the checks find has changed"):
        explain(sheet, [Said(found.finding.key, found.seen, "It is meant.")], by=sheet.created_by, at=AT)

    assert hindrances(sheet, on=DAY) == ["The story is empty."]


def test_a_reason_holds_until_what_it_is_about_has_changed():
    sheet = amber_sheet()
    say(sheet, "The ministry has answered from there in May.")
    authority = sheet.recipients.get().authority
    before = hindrances(sheet, on=DAY)

    authority.verified_on = date(2010, 8, 1)
    authority.save()

    assert before == []
    assert len(hindrances(sheet, on=DAY)) == 1


def test_a_reason_for_one_finding_is_none_for_another():
    sheet = amber_sheet()
    say(sheet, "The ministry has answered from there in May.")

    sheet.demands.update(letter_wording="")

    assert [row.finding.key.partition(":")[0] for row in check_sheet_on(sheet, on=DAY) if row.wants_a_reason] == [
        "letter_wording_is_missing"
    ]


def test_a_new_reason_stands_beside_the_old_one_and_the_same_is_kept_once():
    sheet = amber_sheet()
    for reason in ("A first reason.", "A better one.", " A better one. "):
        say(sheet, reason)

    assert list(CheckReason.objects.values_list("reason", flat=True)) == ["A first reason.", "A better one."]
    assert [row.reason.reason for row in check_sheet_on(sheet, on=DAY)] == ["A better one."]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "A\u202eB"])
def test_a_reason_that_says_nothing_or_cannot_be_shown_is_refused(reason):
    sheet = amber_sheet()

    with pytest.raises(ValidationError):
        say(sheet, reason)

    assert not CheckReason.objects.exists()


def test_the_database_knows_no_empty_reason():
    sheet = amber_sheet()
    say(sheet, "It is meant.")

    with pytest.raises(IntegrityError, match="check_reason_says_why"), transaction.atomic():
        CheckReason.objects.update(reason="")


def test_what_changed_since_it_was_shown_is_not_explained():
    sheet = amber_sheet()
    (found,) = check_sheet_on(sheet, on=DAY)
    sheet.recipients.get().authority.__class__.objects.update(verified_on=None)

    with pytest.raises(ValidationError, match="has changed since you were shown it"):
        explain(sheet, [Said(found.finding.key, found.seen, "It is meant.")], by=sheet.created_by, at=AT)


def test_an_issued_sheet_is_explained_no_more():
    sheet = issue(amber_sheet())

    with pytest.raises(InvalidTransition, match="nothing of it can be explained any more"):
        explain(sheet, [], by=sheet.created_by, at=AT)


def in_review() -> Sheet:
    sheet = amber_sheet()
    explain_all(sheet)
    return submit_sheet(sheet, by=sheet.created_by, at=AT)


def test_whoever_gave_a_reason_does_not_approve():
    sheet, approver = in_review(), make_user("Editor", "Approver")
    say(sheet, "A better reason.", by=approver)

    with pytest.raises(ValidationError, match="You gave a reason for what the checks found on it"):
        approve_sheet(sheet, by=approver, at=AT, content_hash=hash_now(sheet))

    assert not may_approve(approver, sheet)
    assert may_approve(make_user("Approver"), sheet)


def test_what_turned_amber_in_review_is_not_approved_without_a_reason():
    sheet = in_review()
    sheet.action.case.people.get().consents.all().delete()

    with pytest.raises(ValidationError, match="it is not written down who agreed to that"):
        approve_sheet(sheet, by=second_person(), at=AT, content_hash=hash_now(sheet))


def test_a_reason_given_after_the_approval_voids_it():
    sheet = approve(amber_sheet())
    held = approval_holds(sheet)

    say(sheet, "A better reason.", at=LATER)

    assert (held, approval_holds(Sheet.objects.get())) == (True, False)
    with pytest.raises(ValidationError, match="a reason for what the checks found, has changed since it was approved"):
        issue_sheet(sheet, by=second_person(), at=LATER)


def test_approved_with_its_new_reason_it_is_issued():
    sheet = approve(amber_sheet())
    say(sheet, "A better reason.", at=LATER)
    approve_sheet(sheet, by=second_person(), at=LATER, content_hash=hash_now(sheet))

    issue_sheet(sheet, by=second_person(), at=LATER)

    assert Sheet.objects.get().status == "issued"


def test_what_turned_amber_after_the_approval_is_not_issued():
    sheet = approve(make_draft())
    sheet.action.case.people.get().consents.all().delete()

    with pytest.raises(ValidationError, match="it is not written down who agreed to that"):
        issue_sheet(sheet, by=second_person(), at=AT)

    assert Sheet.objects.get().status == "approved"


def test_an_emergency_is_not_kept_from_acting_by_an_amber_and_carries_it():
    sheet = amber_sheet()

    issue_now(sheet, by=sheet.created_by, at=AT, reason="She is put on a plane tonight.")

    kept = CheckReason.objects.get()
    assert Sheet.objects.get().status == "issued"
    assert (kept.key.partition(":")[0], kept.reason) == ("address_is_stale", "She is put on a plane tonight.")


def test_an_emergency_leaves_the_reasons_that_are_there_and_is_stopped_by_a_red():
    explained, red = amber_sheet(), make_draft(story="")
    say(explained, "The ministry has answered from there in May.")

    issue_now(explained, by=explained.created_by, at=AT, reason="tonight")
    with pytest.raises(ValidationError, match="The story is empty"):
        issue_now(red, by=red.created_by, at=AT, reason="tonight")

    assert [kept.reason for kept in CheckReason.objects.all()] == ["The ministry has answered from there in May."]
    assert Sheet.objects.get(pk=red.pk).status == "draft"


def further(action: UrgentAction) -> Sheet:
    """The next sheet to the same address, an hour later."""
    return draft_sheet(action, by=make_user("Next Writer"), at=LATER)


def test_nobody_is_asked_again_what_an_approver_has_read_on_the_sheet_before():
    sheet = amber_sheet()
    say(sheet, "The ministry has answered from there in May.")
    issue(sheet)

    (carried,) = check_sheet_on(further(sheet.action), on=DAY)

    assert (carried.wants_a_reason, carried.reason) == (False, CheckReason.objects.get())


def test_a_reason_for_the_old_address_is_none_for_a_new_one():
    sheet = amber_sheet()
    issue(sheet)
    Authority.objects.update(postal_lines="9 New Road\nDust City")

    assert [row.wants_a_reason for row in check_sheet_on(further(sheet.action), on=DAY)] == [True]


def test_the_reason_of_an_emergency_excuses_its_own_sheet_only():
    sheet = amber_sheet()
    issue_now(sheet, by=make_user("Alone"), at=AT, reason="The hearing is in an hour.")

    assert CheckReason.objects.get().reason == "The hearing is in an hour."
    assert [row.wants_a_reason for row in check_sheet_on(further(sheet.action), on=DAY)] == [True]
