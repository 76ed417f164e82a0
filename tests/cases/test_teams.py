"""Who is of the team of a case, and until when."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from accounts.models import User
from cases.models import AccessEvent, BrokenGlass, Case, Hearing, TeamMember
from cases.readings import case_of, readings_of_case, record_reading
from cases.teams import (
    OPEN_FOR,
    add_to_team,
    break_glass,
    end_glass,
    may_see,
    opened_lately,
    readable_cases,
    remove_from_team,
    seal_case,
    seen_by,
    unseal_case,
)
from cases.true_names import keep_true_name, reveal_true_name
from tests.builders import AT, make_case, make_hearing, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return make_user("Researcher")


@pytest.fixture
def sealed(owner: User) -> Case:
    case = make_case(owner=owner)
    seal_case(case, by=owner, at=AT)
    return case


def reads(user: User | AnonymousUser, case: Case, at: datetime = AT) -> tuple[bool, bool, bool]:
    """The three ways of asking."""
    make_hearing(case)
    return (
        may_see(user, case, at=at),
        readable_cases(user, at=at).filter(pk=case.pk).exists(),
        Hearing.objects.filter(seen_by(user, "case", at=at), case=case).exists(),
    )


YES, NO = (True, True, True), (False, False, False)


def test_case_that_is_not_sealed_is_for_everybody() -> None:
    case = make_case()

    assert [reads(user, case) for user in (make_user("Viewer"), AnonymousUser())] == [YES, YES]


def test_sealed_case_is_for_owner_and_members(owner: User, sealed: Case) -> None:
    member, other, chief = make_user("Viewer"), make_user("Researcher"), make_user(is_superuser=True)
    add_to_team(sealed, member, by=owner, at=AT)

    assert [reads(user, sealed) for user in (owner, member)] == [YES, YES]
    assert [reads(user, sealed) for user in (other, chief, AnonymousUser())] == [NO, NO, NO]


def test_closed_account_is_in_no_team(owner: User, sealed: Case) -> None:
    owner.is_active = False
    owner.save()

    assert reads(owner, sealed) == NO


@pytest.mark.parametrize(
    ("after", "seen"),
    [(timedelta(0), True), (OPEN_FOR - timedelta(seconds=1), True), (OPEN_FOR, False), (-timedelta(seconds=1), False)],
    ids=["at once", "a second before the end", "at the end", "before it was broken"],
)
def test_broken_glass_lets_in_for_four_hours(sealed: Case, after: timedelta, seen: bool) -> None:
    viewer = make_user("Viewer")
    break_glass(sealed, by=viewer, at=AT, reason="The lawyer calls.")

    assert reads(viewer, sealed, AT + after) == (YES if seen else NO)


def test_broken_glass_is_ended_by_the_owner_or_by_whoever_broke_it(owner: User, sealed: Case) -> None:
    viewer, other = make_user("Viewer"), make_user("Viewer")
    glass = break_glass(sealed, by=viewer, at=AT, reason="The lawyer calls.")
    with pytest.raises(ValidationError, match="Only whoever answers"):
        end_glass(glass, by=other, at=AT)

    end_glass(glass, by=viewer, at=AT + timedelta(minutes=1))

    assert reads(viewer, sealed, AT + timedelta(minutes=2)) == NO
    with pytest.raises(ValidationError, match="closed already"):
        end_glass(glass, by=owner, at=AT + timedelta(minutes=3))


def test_glass_needs_a_reason_and_a_sealed_case(sealed: Case) -> None:
    viewer = make_user("Viewer")
    for case, reason, sentence in ((sealed, " ", "Say why"), (make_case(), "Why not.", "You see this case already")):
        with pytest.raises(ValidationError, match=sentence):
            break_glass(case, by=viewer, at=AT, reason=reason)

    assert BrokenGlass.objects.count() == 0


def test_only_the_owner_keeps_the_team(owner: User, sealed: Case) -> None:
    member = make_user("Researcher")
    add_to_team(sealed, member, by=owner, at=AT)
    for verb in (
        lambda: unseal_case(sealed, by=member, at=AT),
        lambda: add_to_team(sealed, make_user("Viewer"), by=member, at=AT),
        lambda: remove_from_team(sealed, member, by=make_user(is_superuser=True), at=AT),
    ):
        with pytest.raises(ValidationError, match="Only whoever answers for the case"):
            verb()

    assert list(TeamMember.objects.values_list("user", flat=True)) == [member.pk]


def test_what_is_done_already_is_refused(owner: User, sealed: Case) -> None:
    member = make_user("Viewer")
    add_to_team(sealed, member, by=owner, at=AT)
    for verb in (
        lambda: seal_case(sealed, by=owner, at=AT),
        lambda: add_to_team(sealed, member, by=owner, at=AT),
        lambda: add_to_team(sealed, owner, by=owner, at=AT),
        lambda: remove_from_team(sealed, make_user("Viewer"), by=owner, at=AT),
    ):
        with pytest.raises(ValidationError):
            verb()

    assert AccessEvent.objects.count() == 2


def test_record_outlives_the_case(owner: User, sealed: Case) -> None:
    break_glass(sealed, by=make_user("Viewer"), at=AT, reason="The lawyer calls.")
    number = sealed.pk
    record_reading(sealed, by=owner, at=AT)

    sealed.delete()

    assert list(AccessEvent.objects.filter(case_number=number).order_by("pk").values_list("verb", flat=True)) == [
        "sealed",
        "broken",
    ]


def test_seal_is_in_the_history_of_the_case(owner: User, sealed: Case) -> None:
    assert (sealed.history.first().is_sealed, sealed.history.first().history_user) == (True, owner)


def test_owner_is_told_for_a_week(owner: User, sealed: Case) -> None:
    glass = break_glass(sealed, by=make_user("Viewer"), at=AT, reason="The lawyer calls.")

    told = [list(opened_lately(owner, at=AT + timedelta(days=days))) for days in (0, 6, 7)]

    assert told == [[glass], [glass], []]


def test_readings_and_withheld_names_stand_together(owner: User, sealed: Case) -> None:
    person = sealed.people.get()
    person.form = "chosen"
    person.save()
    keep_true_name(person, "Zarina Beispielowa", by=owner, at=AT, reason="For the lawyer.")
    record_reading(person, by=owner, at=AT)
    reveal_true_name(person, by=owner, at=AT + timedelta(minutes=1), reason="The consulate calls.")

    assert [(read.what, read.reason) for read in readings_of_case(sealed)] == [
        (f"withheld name of person {person.pk}", "The consulate calls."),
        (f"person at risk {person.pk}", ""),
    ]


def test_what_belongs_to_no_case_is_not_read_of_one(owner: User) -> None:
    assert case_of(owner) is None
    with pytest.raises(ValueError, match="belongs to no case"):
        record_reading(owner, by=owner, at=AT)
