import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import close_old_connections, connection

from accounts.models import User
from campaigns.assignments import LONGEST_WAIT, assign, find_matter, may_give
from campaigns.models import Assignment
from cases.models import Hearing
from tests.builders import (
    AT,
    DAY,
    make_authority,
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_user,
)
from tests.campaigns.test_desk import failed_reminder

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)


@pytest.fixture
def owner() -> User:
    return make_user("Researcher", name="Olga Owner")


@pytest.fixture
def approver() -> User:
    return make_user("Approver", name="April Approver")


@pytest.fixture
def hearing(owner: User) -> Hearing:
    """Of 19 July 2011, six days ahead."""
    return make_hearing(make_case(owner=owner))


def agree(thing: Hearing, by: User, **wanted: object) -> Assignment:
    """Save the form of a hearing as it was shown just before."""
    stands = find_matter("hearing", thing.pk, on=DAY)
    assert stands is not None
    agreed = {"assignee": None, "not_before": None, "note": "", "seen_at": stands.seen_at, "at": AT, **wanted}
    return assign("hearing", thing.pk, by=by, **agreed)


def refusal(thing: Hearing, by: User, **wanted: object) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        agree(thing, by, **wanted)
    return refused.value.messages


def test_matter_is_kept_with_who_said_so_and_when(hearing, owner, approver):
    row = agree(hearing, approver, assignee=owner, not_before=date(2011, 7, 18), note="Ask the lawyer on Monday.")

    row.refresh_from_db()
    assert (row.matter, row.subject_id, row.assignee, row.not_before, row.note, row.by, row.at) == (
        "hearing",
        hearing.pk,
        owner,
        date(2011, 7, 18),
        "Ask the lawyer on Monday.",
        approver,
        AT,
    )


def test_second_agreement_takes_the_place_of_the_first(hearing, owner, approver):
    agree(hearing, approver, assignee=owner)
    agree(hearing, approver, assignee=approver, at=LATER)

    assert list(Assignment.objects.values_list("assignee", "at")) == [(approver.pk, LATER)]


def test_ending_leaves_nobody_no_day_and_no_note_but_who_ended_it(hearing, owner):
    agree(hearing, owner, assignee=owner, note="mine")
    row = agree(hearing, owner, at=LATER)

    assert (row.assignee, row.not_before, row.note, row.by, row.at) == (None, None, "", owner, LATER)


# Who may.


@pytest.mark.parametrize("role", ["Viewer", "Researcher", "Address keeper", "Editor", "Approver"])
def test_anybody_who_may_read_it_takes_a_matter(hearing, role):
    user = make_user(role)

    assert agree(hearing, user, assignee=user, not_before=DAY + timedelta(days=1)).assignee == user


@pytest.mark.parametrize(
    ("role", "gives"),
    [("Viewer", False), ("Researcher", False), ("Address keeper", False), ("Editor", True), ("Approver", True)],
)
def test_only_editors_and_approvers_give_to_others(hearing, owner, role, gives):
    user = make_user(role)

    assert may_give(user) is gives
    if gives:
        assert agree(hearing, user, assignee=owner).assignee == owner
    else:
        assert refusal(hearing, user, assignee=owner) == [
            "Only editors and approvers give a matter to somebody else. Take it yourself, or ask them."
        ]


def test_owner_puts_off_what_is_theirs_by_itself(hearing, owner):
    assert agree(hearing, owner, not_before=DAY + timedelta(days=2)).not_before == DAY + timedelta(days=2)


def test_keeper_puts_off_an_address_that_is_with_nobody():
    office = make_authority(verified_on=None)
    keeper = make_user("Address keeper")

    row = assign(
        "authority", office.pk, assignee=None, not_before=date(2011, 8, 1), note="", seen_at=None, by=keeper, at=AT
    )

    assert (row.assignee, row.not_before) == (None, date(2011, 8, 1))


def test_nobody_puts_off_what_is_with_somebody_else(hearing):
    assert refusal(hearing, make_user("Viewer"), not_before=DAY + timedelta(days=2)) == [
        "It is with Olga Owner. Take it yourself, or leave it there."
    ]


def test_whoever_lets_a_matter_go_puts_nothing_off_for_the_next(hearing, owner):
    viewer = make_user("Viewer")
    agree(hearing, viewer, assignee=viewer)

    assert refusal(hearing, viewer, not_before=DAY + timedelta(days=2), at=LATER) == [
        "You can put off what is yours. Take this matter, then it may wait."
    ]
    assert agree(hearing, viewer, at=LATER).assignee is None


@pytest.mark.parametrize("account", [{"is_active": False}, {"is_staff": False}])
def test_nothing_is_given_to_a_closed_account(hearing, approver, account):
    gone = make_user("Editor", name="Gone", **account)

    assert refusal(hearing, approver, assignee=gone) == [
        "Gone could not see it: the account is closed, has no role that shows this, or is not of the team of the case. "
        "Choose somebody else."
    ]


def test_failed_mail_is_not_given_to_somebody_who_may_not_see_it(approver):
    failed = failed_reminder(make_open_action())
    viewer = make_user("Viewer", name="Vera Viewer")

    with pytest.raises(ValidationError, match="Vera Viewer could not see it"):
        assign("reminder", failed.pk, assignee=viewer, not_before=None, note="", seen_at=None, by=approver, at=AT)


def test_account_without_a_role_takes_nothing(hearing):
    user = make_user()

    assert refusal(hearing, user, assignee=user) == ["Nothing was saved: your account does not show you this matter."]


# Until when.


def test_hearing_waits_until_its_own_day_at_the_longest(hearing, owner):
    assert agree(hearing, owner, not_before=hearing.on).not_before == hearing.on
    assert refusal(hearing, owner, not_before=hearing.on + timedelta(days=1), at=LATER) == [
        "The hearing is on 19 July 2011: a matter never waits beyond its own day. Choose that day or an earlier one."
    ]


def test_deadline_waits_until_its_own_day_at_the_longest(owner):
    deadline = make_deadline(make_case(owner=owner), on=date(2011, 7, 20))

    with pytest.raises(ValidationError, match="The deadline is on 20 July 2011: a matter never waits beyond"):
        assign(
            "deadline",
            deadline.pk,
            assignee=owner,
            not_before=date(2011, 7, 21),
            note="",
            seen_at=None,
            by=owner,
            at=AT,
        )


def test_action_waits_until_its_last_good_day_at_the_longest(owner):
    action = make_open_action(make_case(owner=owner))  # until 22 August

    with pytest.raises(ValidationError, match="The last good day is 22 August 2011: a matter never waits beyond"):
        assign(
            "action", action.pk, assignee=owner, not_before=date(2011, 8, 23), note="", seen_at=None, by=owner, at=AT
        )


def test_what_is_over_waits_for_90_days_at_the_longest(owner):
    over = make_hearing(make_case(owner=owner), on=DAY - timedelta(days=1))
    longest = DAY + timedelta(days=LONGEST_WAIT)

    assert agree(over, owner, not_before=longest).not_before == date(2011, 10, 11)
    assert refusal(over, owner, not_before=longest + timedelta(days=1), at=LATER) == [
        "That is more than 90 days away. Choose 11 October 2011 or an earlier day, and put it off again then."
    ]


def test_draft_has_no_day_of_its_own(owner):
    draft = make_draft()

    assert find_matter("sheet", draft.pk, on=DAY).own_day is None
    assert find_matter("sheet", draft.pk, on=DAY).latest == DAY + timedelta(days=LONGEST_WAIT)


def test_day_that_is_over_is_refused(hearing, owner):
    assert refusal(hearing, owner, not_before=DAY - timedelta(days=1)) == [
        "That day is over. Choose a day from 13 July 2011 on."
    ]


def test_today_is_reckoned_in_the_zone_of_the_section(hearing, owner):
    # Half past midnight of the 14th in Zurich.
    night = datetime(2011, 7, 13, 22, 30, tzinfo=UTC)

    assert refusal(hearing, owner, not_before=DAY, at=night) == ["That day is over. Choose a day from 14 July 2011 on."]


def test_note_with_an_invisible_character_is_refused(hearing, owner):
    (sentence,) = refusal(hearing, owner, assignee=owner, note="turn\u202eed")

    assert sentence.startswith("This text holds an invisible character")
    assert not Assignment.objects.exists()


# Two people at once.


def test_form_that_is_older_than_the_last_change_overwrites_nothing(hearing, owner, approver):
    agree(hearing, owner, assignee=owner)

    assert refusal(hearing, approver, assignee=approver, seen_at=None, at=LATER) == [
        "Nothing was saved: Olga Owner changed this on 13 July at 10:00. Look at it as it stands now, then decide."
    ]
    assert Assignment.objects.get().assignee == owner


def test_matter_that_is_gone_is_told(hearing, owner):
    pk = hearing.pk
    hearing.delete()

    with pytest.raises(ValidationError, match="what this was about is not there any more"):
        assign("hearing", pk, assignee=owner, not_before=None, note="", seen_at=None, by=owner, at=AT)
    assert not Assignment.objects.exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_a_matter_at_once_one_is_told_of_the_other():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; there is nothing to run at once")
    hearing = make_hearing(make_case())
    users = [make_user("Researcher", name=f"Researcher {number}") for number in (1, 2)]
    ready, said = threading.Barrier(2), []

    def take(user: User) -> None:
        ready.wait()
        try:
            assign("hearing", hearing.pk, assignee=user, not_before=None, note="", seen_at=None, by=user, at=AT)
        except ValidationError as refused:
            said.extend(refused.messages)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=take, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (row,) = Assignment.objects.all()
    assert said == [
        f"Nothing was saved: {row.by} changed this on 13 July at 10:00. Look at it as it stands now, then decide."
    ]
