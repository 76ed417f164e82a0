"""A sheet on its way: who may say yes to it, to what exactly, and who looks at what went out in a hurry."""

import pytest
from django.core.exceptions import ValidationError

from accounts.acts import acting
from campaigns.decisions import InvalidTransition
from campaigns.issuing import issue_now
from campaigns.models import ActionEvent, Demand, Sheet
from campaigns.review import (
    approval_holds,
    approve_sheet,
    hash_now,
    review_issued,
    send_back,
    submit_sheet,
    withdraw_draft,
)
from campaigns.rules import may_approve, may_review
from tests.builders import AT, approve, issue, make_authority, make_draft, make_open_action, make_user, second_person

pytestmark = pytest.mark.django_db


def test_a_withdrawn_draft_makes_room_for_another():
    first = make_draft()
    withdraw_draft(first, by=first.created_by, at=AT)

    second = make_draft(first.action)

    assert [(sheet.version, sheet.status) for sheet in first.action.sheets.all()] == [(1, "withdrawn"), (2, "draft")]
    assert second.kind == Sheet.Kind.FIRST


def test_an_issued_sheet_cannot_be_withdrawn():
    sheet = make_open_action().current_sheet

    with pytest.raises(InvalidTransition, match="is issued; it cannot be withdrawn from there"):
        withdraw_draft(sheet, by=sheet.created_by, at=AT)


def in_review(**overrides):
    sheet = make_draft(**overrides)
    return submit_sheet(sheet, by=sheet.created_by, at=AT)


def test_nobody_reviews_what_cannot_be_issued():
    sheet = make_draft(story="")

    with pytest.raises(ValidationError, match="The story is empty"):
        submit_sheet(sheet, by=sheet.created_by, at=AT)

    assert Sheet.objects.get().status == "draft"


def test_approval_keeps_who_when_and_of_what():
    sheet = in_review()
    approver = make_user("Approver")

    approve_sheet(sheet, by=approver, at=AT, content_hash=hash_now(sheet))

    approved = Sheet.objects.get()
    assert (approved.status, approved.approved_by, approved.approved_at) == ("approved", approver, AT)
    assert approved.approved_hash == hash_now(approved)
    assert approval_holds(approved)


def test_whoever_began_a_sheet_does_not_approve_it():
    sheet = in_review()

    with pytest.raises(ValidationError, match="somebody else has to approve it"):
        approve_sheet(sheet, by=sheet.created_by, at=AT, content_hash=hash_now(sheet))


def test_whoever_edited_a_sheet_last_does_not_approve_it():
    editor = make_user("Editor", "Approver")
    sheet = in_review(edited_by=editor)

    with pytest.raises(ValidationError, match="somebody else has to approve it"):
        approve_sheet(sheet, by=editor, at=AT, content_hash=hash_now(sheet))


def change_the_text(sheet):
    sheet.headline = "TEACHER MOVED TO PRISON"
    sheet.save()


def change_text_in_bulk(sheet):
    Sheet.objects.filter(pk=sheet.pk).update(story="She was moved.")


def reword_a_demand(sheet):
    sheet.demands.update(letter_wording="I beg you to let her have a lawyer.")


def take_a_recipient_out(sheet):
    sheet.recipients.create(authority=make_authority(), order=2)
    sheet.recipients.filter(order=2).delete()


def copy_demands(sheet):
    sheet.demands.bulk_create([Demand(sheet=sheet, order=2, sheet_wording="Urging …", letter_wording="I urge …")])


@pytest.mark.parametrize(
    "write", [change_the_text, change_text_in_bulk, reword_a_demand, take_a_recipient_out, copy_demands]
)
def test_whoever_ever_wrote_in_a_sheet_does_not_approve_it(write):
    sheet = make_draft()
    earlier, last = make_user("Editor", "Approver"), make_user("Editor")
    with acting(by=earlier, at=AT):
        write(sheet)
    with acting(by=last, at=AT):
        change_the_text(sheet)
    sheet = submit_sheet(sheet, by=sheet.created_by, at=AT)

    with pytest.raises(ValidationError, match="You wrote in this sheet: somebody else has to approve it"):
        approve_sheet(sheet, by=earlier, at=AT, content_hash=hash_now(sheet))

    assert [may_approve(user, sheet) for user in (earlier, make_user("Approver"))] == [False, True]


def test_whoever_ever_wrote_in_a_sheet_does_not_look_it_over_either():
    sheet = make_draft()
    earlier = make_user("Editor", "Approver")
    with acting(by=earlier, at=AT):
        reword_a_demand(sheet)
    sheet = issue_now(sheet, by=sheet.created_by, at=AT, reason="tonight")

    with pytest.raises(ValidationError, match="somebody else has to look it over"):
        review_issued(sheet, by=earlier, at=AT)

    assert [may_review(user, sheet) for user in (earlier, make_user("Approver"))] == [False, True]


def test_moving_a_sheet_on_is_not_writing_in_it():
    sheet = make_draft()
    submitter, approver = make_user("Editor"), make_user("Approver")

    submit_sheet(sheet, by=submitter, at=AT)
    send_back(sheet, by=approver, at=AT, reason="The court has moved.")

    assert [author.user for author in sheet.authors.all()] == [sheet.created_by]


def test_what_changed_while_it_was_read_is_not_approved():
    sheet = in_review()
    shown = hash_now(sheet)
    sheet.action.case.people.update(age=34)

    with pytest.raises(ValidationError, match="Nothing was approved"):
        approve_sheet(sheet, by=second_person(), at=AT, content_hash=shown)

    assert Sheet.objects.get().status == "review"


def test_a_sheet_sent_back_loses_its_approval_and_says_why():
    sheet = approve(make_draft())

    send_back(sheet, by=second_person(), at=AT, reason="The court has moved.")

    again = Sheet.objects.get()
    assert (again.status, again.approved_by, again.approved_at, again.approved_hash, again.submitted_at) == (
        "draft",
        None,
        None,
        "",
        None,
    )
    assert ActionEvent.objects.last().reason == "The court has moved."


def test_sending_back_wants_a_reason():
    with pytest.raises(ValidationError, match="Say what is to be changed"):
        send_back(in_review(), by=second_person(), at=AT, reason="")


def test_somebody_else_looks_over_what_was_issued_in_an_emergency():
    sheet = make_draft()
    issue_now(sheet, by=sheet.created_by, at=AT, reason="tonight")

    review_issued(sheet, by=second_person(), at=AT)

    reviewed = Sheet.objects.get()
    assert (reviewed.reviewed_by, reviewed.reviewed_at, reviewed.lacks_second_look) == (second_person(), AT, False)


def test_neither_author_nor_issuer_is_the_second_pair_of_eyes():
    sheet = make_draft()
    issuer = make_user("Approver")
    issue_now(sheet, by=issuer, at=AT, reason="tonight")

    for user in (sheet.created_by, issuer):
        with pytest.raises(ValidationError, match="somebody else has to look it over"):
            review_issued(sheet, by=user, at=AT)


def test_an_approved_sheet_needs_no_second_look():
    sheet = issue(make_draft())

    with pytest.raises(InvalidTransition, match="nothing is left to review"):
        review_issued(sheet, by=make_user("Approver"), at=AT)
