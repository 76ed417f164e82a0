"""Extending an action, or shortening it: a table of dates, and what goes to the approvers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from campaigns.appeals_date import move_appeals_date
from campaigns.changes import changes_between
from campaigns.content import content_of
from campaigns.decisions import InvalidTransition
from campaigns.issuing import issue_sheet
from campaigns.lifecycle import draft_sheet, pause_action
from campaigns.models import ActionEvent, Sheet, UrgentAction
from campaigns.review import approve_sheet, hash_now, submit_sheet
from tests.builders import AT, explain_all, make_authority, make_open_action, make_user, second_person

pytestmark = pytest.mark.django_db

AUGUST = datetime(2011, 8, 15, 8, tzinfo=UTC)  # a week before the last good day


def move(action, limit=date(2011, 9, 13), *, wording="before", at=AUGUST, reason="The trial was put off.", **words):
    return move_appeals_date(action, by=action.created_by, at=at, limit=limit, wording=wording, reason=reason, **words)


def test_an_extension_is_a_further_sheet_in_review_whose_only_change_is_the_date():
    action = make_open_action()

    sheet = move(action)

    assert (sheet.kind, sheet.status, sheet.dated, sheet.submitted_at) == ("further", "review", AUGUST.date(), AUGUST)
    assert changes_between(content_of(action.current_sheet), content_of(sheet)) == (
        "There is more time: the last day to write is now Monday 12 September 2011; it was Monday 22 August 2011.",
    )


def test_nothing_moves_before_the_sheet_is_issued():
    action = make_open_action()

    sheet = move(action)
    before = UrgentAction.objects.get().last_good_day
    approve_sheet(sheet, by=second_person(), at=AUGUST, content_hash=hash_now(sheet))
    issue_sheet(sheet, by=second_person(), at=AUGUST)

    assert (before, UrgentAction.objects.get().last_good_day) == (date(2011, 8, 22), date(2011, 9, 12))


def test_it_is_an_event_of_its_own_with_the_reason():
    sheet = move(make_open_action())

    event = ActionEvent.objects.last()

    assert (event.verb, event.reason, event.sheet, event.public_note) == ("extend", "The trial was put off.", sheet, "")


def test_the_words_for_everybody_stand_on_the_sheet_after_the_new_day():
    sheet = move(make_open_action(), public_note="The court was flooded.")

    first, second = content_of(sheet).changes.split("\n\n")

    assert first.startswith("There is more time")
    assert second == "The court was flooded."


def test_an_action_whose_days_are_over_is_extended_too():
    action = make_open_action()
    late = datetime(2011, 9, 1, 8, tzinfo=UTC)
    assert action.has_lapsed(on=late.date())

    sheet = move(action, date(2011, 9, 20), at=late)
    approve_sheet(sheet, by=second_person(), at=late, content_hash=hash_now(sheet))
    issue_sheet(sheet, by=second_person(), at=late)

    assert UrgentAction.objects.get().is_open(on=date(2011, 9, 19))


def test_an_earlier_date_shortens_by_the_same_way():
    sheet = move(make_open_action(), date(2011, 8, 18))

    assert ActionEvent.objects.last().verb == "shorten"
    assert content_of(sheet).changes.startswith("There is less time: the last day to write is now Wednesday 17 August")


@pytest.mark.parametrize(
    ("limit", "wording", "sentence"),
    [
        (date(2011, 8, 15), "before", "The last good day would be 14 August 2011, which is over."),
        (date(2011, 8, 14), "until", "The last good day would be 14 August 2011, which is over."),
        (date(1911, 9, 13), "before", "The last good day would be 12 September 1911, which is over."),
        (date(2011, 8, 23), "before", "The last good day is 22 August 2011 already, so nothing would change."),
        (date(2011, 8, 22), "until", "The last good day is 22 August 2011 already, so nothing would change."),
        (date(2012, 8, 16), "before", None),
        (date(2012, 8, 16), "until", "16 August 2012 is more than a year away. Look at the year;"),
        (date(2111, 9, 13), "before", "12 September 2111 is more than a year away."),
        (date(2011, 8, 16), "before", None),
        (date(2011, 8, 15), "until", None),
    ],
)
def test_dates_that_cannot_be_are_refused_in_words(limit, wording, sentence):
    action = make_open_action()

    if sentence is None:
        assert content_of(move(action, limit, wording=wording)).appeals_limit == limit
        return
    with pytest.raises(ValidationError) as refused:
        move(action, limit, wording=wording)

    assert refused.value.message_dict["limit"][0].startswith(sentence)
    assert (Sheet.objects.count(), ActionEvent.objects.filter(verb__in=("extend", "shorten")).count()) == (1, 0)


def test_a_date_before_that_of_the_sheet_is_refused():
    action = make_open_action(dated=date(2011, 8, 1))

    with pytest.raises(ValidationError, match=r"before the date of the sheet, 1 August 2011\."):
        move(action, date(2011, 7, 31), at=AT)


def test_a_reason_is_asked_for():
    with pytest.raises(ValidationError, match="Say why the date moves"):
        move(make_open_action(), reason=" ")


def test_one_sheet_at_a_time_is_under_way():
    action = make_open_action()
    draft_sheet(action, by=action.created_by, at=AT)

    with pytest.raises(ValidationError, match=r"This action has a draft already\."):
        move(action)


def test_what_wants_a_reason_keeps_it_a_draft_until_the_reason_is_given():
    action = make_open_action(recipients=[make_authority(office="Ministry of Dust", verified_on=date(2011, 2, 10))])

    sheet = move(action)
    asked = (sheet.status, ActionEvent.objects.last().verb)
    explain_all(sheet, at=AUGUST)
    submit_sheet(sheet, by=action.created_by, at=AUGUST)

    assert asked == ("draft", "extend")
    assert Sheet.objects.get(pk=sheet.pk).status == "review"


def test_what_the_sheet_lacks_meanwhile_is_said_and_nothing_is_kept_by_half():
    ministry = make_authority(office="Ministry of Examples")
    action = make_open_action(recipients=[ministry])
    ministry.salutations.all().delete()

    with pytest.raises(ValidationError, match="Ministry of Examples has no salutation"):
        move(action)

    assert Sheet.objects.count() == 1


def test_words_too_long_for_the_sheet_say_how_much_fits():
    with pytest.raises(ValidationError) as refused:
        move(make_open_action(), public_note="word " * 199)

    [sentence] = refused.value.message_dict["public_note"]
    assert sentence == "Together with what changed that is too long for the sheet: 894 characters fit here."


def test_a_paused_action_is_resumed_first():
    action = make_open_action()
    pause_action(action, by=action.created_by, at=AT)

    with pytest.raises(InvalidTransition, match="is paused; it cannot be asked to be extended from there"):
        move(action)


def test_whoever_asked_does_not_approve_it():
    action = make_open_action()
    sheet = move(action)

    with pytest.raises(ValidationError, match="somebody else has to approve it"):
        approve_sheet(sheet, by=action.created_by, at=AUGUST, content_hash=hash_now(sheet))

    assert (
        approve_sheet(
            sheet, by=make_user("Approver"), at=AUGUST + timedelta(hours=1), content_hash=hash_now(sheet)
        ).status
        == "approved"
    )
