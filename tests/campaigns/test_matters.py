"""Whose a matter is, and when it waits: the rules that the page and the list of the morning share."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from campaigns.matters import falls_to, hands_of, mine, waits, with_whose
from campaigns.models import Assignment
from cases.models import Authority, Hearing
from tests.builders import AT, DAY, make_authority, make_case, make_hearing, make_user

pytestmark = pytest.mark.django_db


def whose(matter: str = "hearing", model: type = Hearing) -> int | None:
    return with_whose(model.objects.all(), matter).get().whose_id


def agreed(
    subject: Hearing | Authority,
    *,
    assignee: User | None = None,
    not_before: date | None = None,
    at: datetime = AT,
    matter: str = "hearing",
) -> Assignment:
    return Assignment.objects.create(
        matter=matter, subject_id=subject.pk, assignee=assignee, not_before=not_before, at=at, by=make_user()
    )


def test_matter_of_a_case_falls_to_its_owner():
    owner = make_user("Researcher")
    make_hearing(make_case(owner=owner))

    assert whose() == owner.pk


def test_matter_that_was_taken_is_with_whoever_took_it():
    colleague = make_user("Viewer")
    agreed(make_hearing(make_case(owner=make_user("Researcher"))), assignee=colleague)

    assert whose() == colleague.pk


@pytest.mark.parametrize("gone", ["is_active", "is_staff"])
def test_matter_of_an_assignee_who_left_falls_back_to_the_owner(gone):
    owner = make_user("Researcher")
    agreed(make_hearing(make_case(owner=owner)), assignee=make_user("Editor", **{gone: False}))

    assert whose() == owner.pk


def test_matter_of_an_assignee_who_lost_the_role_falls_back_to_the_owner():
    owner, colleague = make_user("Researcher"), make_user("Viewer")
    agreed(make_hearing(make_case(owner=owner)), assignee=colleague)

    colleague.groups.clear()

    assert whose() == owner.pk


@pytest.mark.parametrize(
    ("role", "is_theirs"), [("Approver", True), ("Editor", False), ("Researcher", False), ("Viewer", False)]
)
def test_matter_of_an_owner_who_left_falls_to_the_approvers(role, is_theirs):
    make_hearing(make_case(owner=make_user("Researcher", is_active=False)))
    user = make_user(role)

    assert whose() is None
    assert with_whose(Hearing.objects.all(), "hearing").filter(mine(user, "hearing")).exists() is is_theirs


@pytest.mark.parametrize(("matter", "roles"), [("authority", {"Address keeper"}), ("reminder", {"Editor", "Approver"})])
def test_addresses_and_failed_mails_fall_to_roles(matter, roles):
    all_roles = ("Viewer", "Researcher", "Editor", "Approver", "Address keeper")

    assert {role for role in all_roles if falls_to(make_user(role), matter)} == roles


def test_address_that_was_taken_is_no_other_keepers():
    office, taker, other = make_authority(), make_user("Viewer"), make_user("Address keeper")
    agreed(office, assignee=taker, matter="authority")
    offices = with_whose(Authority.objects.all(), "authority")

    assert list(offices.filter(mine(taker, "authority"))) == [office]
    assert list(offices.filter(mine(other, "authority"))) == []


def test_assignment_of_another_kind_with_the_same_number_is_another_matter():
    owner = make_user("Researcher")
    hearing = make_hearing(make_case(owner=owner))
    agreed(hearing, assignee=make_user("Editor"), not_before=DAY + timedelta(days=3), matter="deadline")

    assert whose() == owner.pk
    assert not Hearing.objects.filter(waits("hearing", on=DAY)).exists()


@pytest.mark.parametrize(("distance", "is_waiting"), [(-1, True), (0, False), (1, False)])
def test_matter_waits_up_to_its_day_and_not_on_it(distance, is_waiting):
    until = date(2011, 7, 16)
    agreed(make_hearing(make_case(), on=date(2011, 7, 19)), not_before=until)

    assert Hearing.objects.filter(waits("hearing", on=until + timedelta(days=distance))).exists() is is_waiting


def test_hearing_that_moved_nearer_than_its_wait_does_not_wait():
    hearing = make_hearing(make_case(), on=date(2011, 7, 26))
    agreed(hearing, not_before=date(2011, 7, 25))
    assert Hearing.objects.filter(waits("hearing", on=DAY)).exists()

    hearing.on = date(2011, 7, 19)
    hearing.save()

    assert not Hearing.objects.filter(waits("hearing", on=DAY)).exists()


def test_what_was_put_off_before_its_day_asks_what_happened_the_day_after():
    hearing = make_hearing(make_case(), on=date(2011, 7, 26))
    agreed(hearing, not_before=date(2011, 7, 26))
    hearing.on = date(2011, 7, 14)
    hearing.save()

    assert not Hearing.objects.filter(waits("hearing", on=date(2011, 7, 15))).exists()


def test_what_was_put_off_after_its_day_waits():
    hearing = make_hearing(make_case(), on=DAY - timedelta(days=1))
    agreed(hearing, not_before=date(2011, 8, 1), at=AT)

    assert Hearing.objects.filter(waits("hearing", on=date(2011, 7, 31))).exists()


def test_hands_say_who_has_it_and_what_was_agreed():
    owner = make_user("Researcher")
    taken, left = (make_hearing(make_case(owner=owner), on=date(2011, 7, day)) for day in (19, 20))
    row = agreed(taken, assignee=owner, not_before=date(2011, 7, 18))

    hands = hands_of([("hearing", list(with_whose(Hearing.objects.all(), "hearing")))])

    assert {key: (hand.whose, hand.assignment, hand.not_before) for key, hand in hands.items()} == {
        ("hearing", taken.pk): (owner, row, date(2011, 7, 18)),
        ("hearing", left.pk): (owner, None, None),
    }
