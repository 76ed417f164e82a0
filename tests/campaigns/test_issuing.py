from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns.content import content_of
from campaigns.decisions import InvalidTransition
from campaigns.issuing import issue_now, issue_sheet
from campaigns.lifecycle import ask_to_reopen, pause_action, reopen_action, stop_action
from campaigns.models import ActionEvent, Demand, Recipient, Reminder, Sheet, UrgentAction
from campaigns.review import approve_sheet, hash_now
from campaigns.states import ActionStatus, Verb
from cases.models import PersonAtRisk
from tests.builders import (
    AT,
    DAY,
    approve,
    issue,
    make_authority,
    make_draft,
    make_open_action,
    make_stop,
    make_user,
    second_person,
)

pytestmark = pytest.mark.django_db


def test_issuing_the_first_sheet_opens_the_action():
    sheet = make_draft()

    issue(sheet)

    action = UrgentAction.objects.get()
    assert action.status == ActionStatus.OPEN
    assert action.last_good_day.isoformat() == "2011-08-22"
    assert [(e.verb, e.by) for e in ActionEvent.objects.all()] == [
        ("submit", sheet.created_by),
        ("approve", second_person()),
        ("issue", second_person()),
    ]


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
        issue_now(sheet, by=sheet.created_by, at=AT, reason="in a test")

    assert refusal.value.messages == [
        "The story is empty.",
        "Nothing is asked: add at least one demand.",
        "Nobody is written to: add at least one recipient of appeals.",
    ]


def test_issue_refuses_a_sheet_whose_last_good_day_is_over():
    sheet = make_draft()

    with pytest.raises(ValidationError, match="The last good day, 22 August 2011, is over"):
        issue_now(sheet, by=sheet.created_by, reason="in a test", at=datetime(2011, 8, 23, 8, tzinfo=UTC))


def test_on_the_last_good_day_itself_a_sheet_may_still_be_issued():
    sheet = make_draft()

    issue_now(sheet, by=sheet.created_by, reason="in a test", at=datetime(2011, 8, 22, 8, tzinfo=UTC))

    assert UrgentAction.objects.get().status == ActionStatus.OPEN


def test_issue_keeps_nothing_by_half_when_it_refuses():
    sheet = make_draft(headline="")

    with pytest.raises(ValidationError):
        issue_now(sheet, by=sheet.created_by, at=AT, reason="in a test")

    sheet.refresh_from_db()
    assert (sheet.status, sheet.frozen, UrgentAction.objects.get().status) == ("draft", None, "draft")
    assert ActionEvent.objects.count() == 0


def pause(action):
    return pause_action(action, by=action.created_by, at=AT)


def test_a_draft_is_not_issued_without_approval():
    sheet = make_draft()

    with pytest.raises(InvalidTransition, match="is draft; it cannot be issued from there"):
        issue_sheet(sheet, by=second_person(), at=AT)


def new_text(sheet):
    Sheet.objects.filter(pk=sheet.pk).update(story="He was arrested at school.")


def new_demand(sheet):
    Demand.objects.create(sheet=sheet, order=2, sheet_wording="Urging a fair trial;", letter_wording="I urge you.")


def other_wording_in_letters(sheet):
    sheet.demands.update(letter_wording="I ask you to let her have a lawyer.")


def new_recipient(sheet):
    Recipient.objects.create(sheet=sheet, authority=make_authority(), order=2)


def moved_office(sheet):
    authority = sheet.recipients.get().authority
    authority.postal_lines = "2 Other Street"
    authority.save()


def other_salutation(sheet):
    sheet.recipients.get().authority.salutations.update(text="Dear Madam Minister")


def new_person(sheet):
    PersonAtRisk.objects.create(case=sheet.action.case, published_as="Bruno Beispiel")


def other_age(sheet):
    sheet.action.case.people.update(age=34)


def later_date(sheet):
    Sheet.objects.filter(pk=sheet.pk).update(appeals_limit=datetime(2011, 8, 24, tzinfo=UTC).date())


@pytest.mark.parametrize(
    "change",
    [
        new_text,
        new_demand,
        other_wording_in_letters,
        new_recipient,
        moved_office,
        other_salutation,
        new_person,
        other_age,
        later_date,
    ],
)
def test_whatever_changes_after_the_approval_voids_it(change):
    sheet = approve(make_draft())

    change(sheet)

    with pytest.raises(ValidationError, match="has changed since it was approved"):
        issue_sheet(sheet, by=second_person(), at=AT)
    assert Sheet.objects.get().status == "approved"
    assert UrgentAction.objects.get().status == "draft"


def test_a_sheet_approved_again_as_it_stands_now_is_issued():
    sheet = approve(make_draft())
    moved_office(sheet)
    sheet = approve_sheet(sheet, by=second_person(), at=AT, content_hash=hash_now(sheet))

    issue_sheet(sheet, by=second_person(), at=AT)

    issued = Sheet.objects.get()
    assert (issued.status, issued.content_hash) == ("issued", issued.approved_hash)
    assert content_of(issued).recipients[0].postal_lines == ("2 Other Street",)


def test_in_an_emergency_one_person_issues_with_a_reason():
    sheet = make_draft()

    issue_now(sheet, by=sheet.created_by, at=AT, reason="She is put on a plane tonight.")

    issued = Sheet.objects.get()
    assert (issued.status, issued.emergency_reason, issued.approved_by) == (
        "issued",
        "She is put on a plane tonight.",
        None,
    )
    assert issued.lacks_second_look
    event = ActionEvent.objects.get()
    assert (event.verb, event.by, event.reason) == ("issue_now", sheet.created_by, "She is put on a plane tonight.")


def test_an_emergency_without_a_reason_is_none():
    sheet = make_draft()

    with pytest.raises(ValidationError, match="Say why it cannot wait for a second pair of eyes"):
        issue_now(sheet, by=sheet.created_by, at=AT, reason="  ")

    assert Sheet.objects.get().status == "draft"


def test_the_database_knows_no_issued_sheet_without_approval_or_reason():
    make_open_action()

    with pytest.raises(IntegrityError, match="sheet_issued_as_approved"), transaction.atomic():
        Sheet.objects.update(approved_by=None, approved_at=None, approved_hash="")


def test_the_database_knows_no_issued_sheet_that_is_not_what_was_approved():
    make_open_action()

    with pytest.raises(IntegrityError, match="sheet_issued_as_approved"), transaction.atomic():
        Sheet.objects.update(approved_hash="f" * 64)


@pytest.mark.parametrize("author", ["created_by", "edited_by"])
def test_the_database_knows_no_author_who_approved(author):
    make_open_action()

    with pytest.raises(IntegrityError, match="sheet_author_does_not_approve"), transaction.atomic():
        Sheet.objects.update(**{author: second_person()})


def test_the_database_knows_no_second_look_by_whoever_issued():
    sheet = make_draft()
    alone = make_user("Approver")
    issue_now(sheet, by=alone, at=AT, reason="tonight")

    with pytest.raises(IntegrityError, match="sheet_reviewed_by_another"), transaction.atomic():
        Sheet.objects.update(reviewed_by=alone, reviewed_at=AT)


@pytest.mark.parametrize(("kind", "status", "verb"), [("stop", "stopped", "stop"), ("outcome", "closed", "close")])
@pytest.mark.parametrize("bring", [lambda action: action, pause])
def test_a_sheet_that_says_it_is_over_ends_the_action(kind, status, verb, bring):
    action = bring(make_open_action())
    notice = Reminder.objects.create(
        kind="appeals",
        subject_id=action.pk,
        about_on=action.last_good_day,
        action=action,
        lead_days=7,
        address="anna@example.org",
        due_at=AT,
    )

    sheet = issue(make_stop(action, kind=kind), public_note="She is free.")

    action.refresh_from_db()
    notice.refresh_from_db()
    assert (action.status, action.current_sheet) == (status, sheet)
    assert (notice.status, notice.reason) == ("cancelled", f"the action was {Verb(verb).label}")
    event = ActionEvent.objects.last()
    assert (event.verb, event.sheet, event.public_note) == (verb, sheet, "She is free.")


def test_a_stop_sheet_after_the_stop_is_shown_and_decides_nothing_anew():
    action = make_open_action()
    stop_action(action, by=action.created_by, at=AT, reason="released")

    sheet = issue(make_stop(action), public_note="She came home on Tuesday.")

    action.refresh_from_db()
    assert (action.status, action.current_sheet) == ("stopped", sheet)
    assert ActionEvent.objects.last().verb == "record"


def test_a_sheet_that_says_it_is_over_asks_nothing_whatever_rows_it_has():
    action = make_open_action()
    sheet = make_draft(action, kind=Sheet.Kind.STOP)

    content = content_of(sheet)

    assert (content.demands, content.recipients, content.languages) == ((), (), ())
    assert (content.late_note, content.diplomatic_note) == ("", "")
    assert content.last_good_day == DAY - timedelta(days=1)


def test_nobody_is_asked_to_write_by_a_new_sheet_of_an_action_that_is_over():
    action = make_open_action()
    sheet = approve(make_draft(action))
    stop_action(action, by=action.created_by, at=AT, reason="released")

    with pytest.raises(InvalidTransition, match="is stopped; it cannot be issued from there"):
        issue_sheet(sheet, by=second_person(), at=AT)


def test_a_stop_that_is_undone_shows_the_sheet_that_asks():
    action = make_open_action()
    asking = action.current_sheet
    stop = issue(make_stop(action))
    ask_to_reopen(action, by=action.created_by, at=AT, reason="arrested again")

    reopen_action(action, by=second_person(), at=AT)

    action.refresh_from_db()
    stop.refresh_from_db()
    assert (action.status, action.current_sheet, action.current_sheet.status) == ("open", asking, "issued")
    assert action.last_good_day == content_of(asking).last_good_day
    assert stop.status == "superseded"


def also_ending(*others, kind="stop", **overrides):
    sheet = make_stop(kind=kind, **overrides)
    sheet.also_ends.set(others)
    return sheet


@pytest.mark.parametrize(("kind", "status", "verb"), [("stop", "stopped", "stop"), ("outcome", "closed", "close")])
def test_a_sheet_ends_the_other_actions_that_it_names(kind, status, verb):
    first, second = make_open_action(), pause(make_open_action())

    sheet = issue(also_ending(first, second, kind=kind), public_note="All are free.")

    assert set(UrgentAction.objects.values_list("status", flat=True)) == {status}
    events = ActionEvent.objects.filter(verb=verb).order_by("action__pk")
    assert {(event.sheet, event.public_note) for event in events} == {(sheet, "All are free.")}
    assert [event.action for event in events] == [first, second, sheet.action]
    assert [ended["reference"] for ended in sheet.frozen["also_ends"]] == [first.reference, second.reference]


def test_other_actions_keep_the_sheet_that_they_show():
    other = make_open_action()
    asking = other.current_sheet

    issue(also_ending(other))

    other.refresh_from_db()
    assert (other.current_sheet, other.current_sheet.status) == (asking, "issued")


def test_an_action_that_is_over_already_is_only_said_to_end_with_it():
    over = make_open_action()
    stop_action(over, by=over.created_by, at=AT, reason="released")

    sheet = issue(also_ending(over))

    assert [(event.verb, event.sheet) for event in over.events.order_by("pk")][-1] == ("record", sheet)
    over.refresh_from_db()
    assert over.status == "stopped"


def test_which_actions_end_is_part_of_what_was_approved():
    other = make_open_action()
    sheet = approve(also_ending(other))

    sheet.also_ends.add(make_open_action())

    with pytest.raises(ValidationError, match="has changed since it was approved"):
        issue_sheet(sheet, by=second_person(), at=AT)
    assert set(UrgentAction.objects.values_list("status", flat=True)) == {"open"}


def test_a_sheet_that_asks_for_letters_ends_nothing_whatever_rows_it_has():
    other = make_open_action()
    sheet = make_draft(make_open_action())
    sheet.also_ends.add(other)

    issue(sheet)

    other.refresh_from_db()
    assert (other.status, Sheet.objects.get(pk=sheet.pk).frozen["also_ends"]) == ("open", [])


def test_a_sheet_does_not_end_itself_besides_nor_what_was_never_public():
    draft = make_draft().action
    sheet = also_ending(draft)
    sheet.also_ends.add(sheet.action)

    with pytest.raises(ValidationError) as refused:
        issue_now(sheet, by=sheet.created_by, at=AT, reason="in a test")

    assert refused.value.messages == [
        f"{draft.reference} cannot end with it: it was never public. Take it out of the list.",
        f"{sheet.action.reference} cannot end with it: it is the action of this very sheet. Take it out of the list.",
    ]
