"""A date moves, and with it what was agreed about it; drafts begin in the same go, and all of it is taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from campaigns.models import Assignment, Sheet, UrgentAction
from campaigns.moving_dates import DraftWish, What, Wish, drafts_begun_with, make_move, move_date, take_back
from cases.models import DateMove, Hearing
from tests.builders import AT, make_case, make_deadline, make_draft, make_hearing, make_open_action, make_user

pytestmark = pytest.mark.django_db

AUGUST_2 = date(2011, 8, 2)
LATER = AT + timedelta(minutes=5)
TO_AUGUST = Wish(What.TO_A_DAY, AUGUST_2, reason="the judge is ill")


@pytest.fixture
def by() -> User:
    return make_user("Researcher")


@pytest.fixture
def action() -> UrgentAction:
    action = make_open_action(make_case(), appeals_wording="until", summary="She is tried on 19 July.")
    make_hearing(action.case)
    return action


@pytest.fixture
def hearing(action: UrgentAction) -> Hearing:
    return action.case.hearings.get()


@pytest.mark.parametrize(
    ("wish", "happened"),
    [
        (TO_AUGUST, "adjourned to 2 August 2011"),
        (Wish(What.NO_NEW_DAY), "adjourned, with no new day yet"),
        (Wish(What.OFF), "cancelled"),
        (Wish(What.WRONG, AUGUST_2), "corrected: 2 August 2011"),
    ],
)
def test_each_wish_about_a_hearing_is_one_verb(hearing: Hearing, by: User, wish: Wish, happened: str) -> None:
    assert make_move(hearing, wish, by=by, at=AT).what_happened == happened


@pytest.mark.parametrize(("wish", "happened"), [(TO_AUGUST, "moved to 2 August 2011"), (Wish(What.OFF), "lifted")])
def test_each_wish_about_a_deadline_is_one_verb(by: User, wish: Wish, happened: str) -> None:
    assert make_move(make_deadline(make_case()), wish, by=by, at=AT).what_happened == happened


@pytest.mark.parametrize("what", [What.TO_A_DAY, What.WRONG])
def test_wish_for_a_day_without_one_is_refused(hearing: Hearing, by: User, what: What) -> None:
    with pytest.raises(ValidationError, match="Give the new day"):
        make_move(hearing, Wish(what), by=by, at=AT)


def test_matter_goes_along_to_the_new_hearing_and_back(hearing: Hearing, by: User) -> None:
    Assignment.objects.create(
        matter="hearing", subject_id=hearing.pk, assignee=by, note="Ring on Monday.", at=AT, by=by
    )

    move = move_date(hearing, TO_AUGUST, by=by, at=AT)
    new = Hearing.objects.get(on=AUGUST_2)
    assert Assignment.objects.get().subject_id == new.pk

    second = move_date(new, Wish(What.TO_A_DAY, date(2011, 8, 9)), by=by, at=AT)
    assert Assignment.objects.get().subject_id == Hearing.objects.get(on=date(2011, 8, 9)).pk

    take_back(second, by=by, at=LATER)
    take_back(move, by=by, at=LATER)

    row = Assignment.objects.get()
    assert (row.subject_id, row.assignee, row.note) == (hearing.pk, by, "Ring on Monday.")


def test_what_was_agreed_about_the_new_hearing_already_stays(hearing: Hearing, by: User) -> None:
    there = make_hearing(hearing.case, court=hearing.court, on=AUGUST_2)
    for subject, note in ((hearing, "old"), (there, "new")):
        Assignment.objects.create(matter="hearing", subject_id=subject.pk, note=note, at=AT, by=by)

    move_date(hearing, TO_AUGUST, by=by, at=AT)

    assert Assignment.objects.get(subject_id=there.pk).note == "new"


def test_correction_begins_from_the_last_sheet_with_its_appeals_date(
    hearing: Hearing, action: UrgentAction, by: User
) -> None:
    move = move_date(hearing, TO_AUGUST, by=by, at=AT, drafts=[DraftWish(action, Sheet.Kind.CORRECTION)])

    (draft,) = drafts_begun_with(move)
    assert (draft.kind, draft.status, draft.summary) == ("correction", "draft", "She is tried on 19 July.")
    assert (draft.appeals_limit, draft.appeals_wording) == (date(2011, 8, 23), "until")


def test_further_sheet_begins_with_the_new_appeals_date(hearing: Hearing, action: UrgentAction, by: User) -> None:
    day = date(2011, 9, 1)

    move = move_date(
        hearing, Wish(What.TO_A_DAY, day), by=by, at=AT, drafts=[DraftWish(action, Sheet.Kind.FURTHER, day)]
    )

    (draft,) = drafts_begun_with(move)
    assert (draft.kind, draft.appeals_limit, draft.last_good_day) == ("further", day, date(2011, 8, 31))


def test_nothing_moves_where_a_draft_cannot_begin(hearing: Hearing, action: UrgentAction, by: User) -> None:
    make_draft(action)

    with pytest.raises(ValidationError, match="This action has a draft already"):
        move_date(hearing, TO_AUGUST, by=by, at=AT, drafts=[DraftWish(action, Sheet.Kind.CORRECTION)])

    hearing.refresh_from_db()
    assert (hearing.status, DateMove.objects.count()) == ("expected", 0)


def test_draft_is_put_aside_with_the_move_where_that_is_wished(
    hearing: Hearing, action: UrgentAction, by: User
) -> None:
    move = move_date(hearing, TO_AUGUST, by=by, at=AT, drafts=[DraftWish(action, Sheet.Kind.CORRECTION)])

    take_back(move, by=by, at=LATER, withdraw=drafts_begun_with(move))

    assert [sheet.status for sheet in action.sheets.order_by("version")] == ["issued", "withdrawn"]
    assert Hearing.objects.get().status == "expected"
