"""The words for whoever holds the sheet before: proposed, written, frozen."""

from datetime import date

import pytest

from campaigns.content import content_of
from campaigns.issuing import issue_now
from campaigns.lifecycle import draft_sheet
from campaigns.models import Sheet
from campaigns.review import approve_sheet, hash_now, submit_sheet
from campaigns.what_changed import LONGEST, proposal_for
from tests.builders import AT, approve, issue, make_authority, make_draft, make_open_action, make_stop, second_person

pytestmark = pytest.mark.django_db

LESS_TIME = "There is less time: the last day to write is now Friday 19 August 2011; it was Monday 22 August 2011."


def further(**fields):
    return make_draft(make_open_action(), **{"appeals_limit": date(2011, 8, 20), **fields})


def submitted(sheet):
    return submit_sheet(sheet, by=sheet.created_by, at=AT)


def test_a_further_sheet_begins_with_what_is_different():
    action = make_open_action()

    sheet = draft_sheet(action, by=action.created_by, at=AT)

    assert (sheet.changes, sheet.changes_proposed) == (
        "There is more time: the last day to write is now Tuesday 23 August 2011; it was Monday 22 August 2011.",
        True,
    )


def test_a_proposal_in_which_nobody_wrote_follows_the_sheet():
    sheet = submitted(further())

    assert content_of(sheet).changes == LESS_TIME


def test_words_of_staff_stay_as_they_are():
    sheet = submitted(further(changes="The court sits earlier.", changes_proposed=False))

    assert content_of(sheet).changes == "The court sits earlier."


def test_a_sheet_submitted_with_nothing_is_filled():
    sheet = submitted(further(changes="", changes_proposed=False))

    assert content_of(sheet).changes == LESS_TIME


def test_a_sheet_that_asks_the_same_says_nothing():
    sheet = approve(further(appeals_limit=date(2011, 8, 23)))

    assert content_of(sheet).changes == ""


def test_the_first_sheet_changes_nothing_for_anybody():
    sheet = submitted(make_draft(changes="What?", changes_proposed=False))

    assert content_of(sheet).changes == ""


def test_a_stop_sheet_says_it_all_by_itself_unless_somebody_writes():
    action = make_open_action()

    assert content_of(submitted(make_stop(action))).changes == ""
    Sheet.objects.filter(kind="stop").update(status="withdrawn")
    assert content_of(submitted(make_stop(action, changes="She is home."))).changes == "She is home."


def test_it_is_approved_and_frozen_with_the_rest():
    sheet = issue(further())

    assert sheet.frozen["changes"] == LESS_TIME
    assert sheet.approved_hash == sheet.content_hash


def test_a_word_changed_after_the_approval_voids_it():
    sheet = submitted(further())
    approve_sheet(sheet, by=second_person(), at=AT, content_hash=hash_now(sheet))
    approved = hash_now(sheet)

    Sheet.objects.filter(pk=sheet.pk).update(changes="Other words.")

    assert hash_now(Sheet.objects.get(pk=sheet.pk)) != approved


def test_an_emergency_waits_for_no_words():
    sheet = further(changes="", changes_proposed=False)

    issued = issue_now(sheet, by=sheet.created_by, at=AT, reason="she is put on a plane tonight")

    assert issued.frozen["changes"] == LESS_TIME


def test_as_many_sentences_are_proposed_as_fit_the_most_important_first():
    action = make_open_action(
        recipients=[make_authority(office=f"Office of Examples {letter * 150}") for letter in "abcdefg"]
    )
    sheet = make_draft(action, headline="NEW")
    sheet.recipients.exclude(order=1).delete()

    proposal = proposal_for(sheet)

    assert len(proposal) <= LONGEST
    assert [sentence[:22] for sentence in proposal.split("\n\n")] == ["Please do not write to"] * 4


def test_sheets_of_before_said_nothing_of_it():
    sheet = issue(further())
    del sheet.frozen["changes"], sheet.frozen["also_ends"]

    assert (content_of(sheet).changes, content_of(sheet).also_ends) == ("", ())
