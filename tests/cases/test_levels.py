"""Who may read which fact: the table of levels and people, for one row and for queries alike."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from cases.levels import Fact, FactQuerySet, Level, listed, may_be_listed, may_read
from cases.models import Case, CaseNote, Deadline, Development, Hearing, PersonStatus, TeamMember
from tests.builders import AT, make_case, make_deadline, make_hearing, make_user

pytestmark = pytest.mark.django_db

MOMENT = datetime(2011, 7, 20, 6, 0, tzinfo=UTC)


def make_fact(model: type[Fact], case: Case, **overrides: Any) -> Any:
    """A fact of a kind."""
    match model.__name__:
        case "Hearing":
            return make_hearing(case, **overrides)
        case "Deadline":
            return make_deadline(case, **overrides)
        case "Development":
            return Development.objects.create(case=case, happened_on="2011", what="Something happened.", **overrides)
        case "CaseNote":
            by = {"written_at": AT, "written_by": case.owner}
            return CaseNote.objects.create(case=case, text="A cousin called.", **by, **overrides)
    return PersonStatus.objects.create(person=case.people.get(), status="detained", since="2011", **overrides)


KINDS = [Hearing, Deadline, Development, CaseNote, PersonStatus]
# Who of the owner, a member, another researcher and somebody without a role may read a level.
READERS = {
    Level.PUBLIC: ("owner", "member", "other", "nobody"),
    Level.NETWORK: ("owner", "member", "other"),
    Level.TEAM: ("owner", "member"),
    Level.SEALED: ("owner", "member"),
}


@pytest.fixture
def people() -> dict[str, User]:
    return {
        "owner": make_user("Researcher"),
        "member": make_user("Researcher"),
        "other": make_user("Researcher"),
        "nobody": make_user(),
    }


def in_team(case: Case, people: dict[str, User]) -> None:
    TeamMember.objects.create(case=case, user=people["member"], added_at=AT, added_by=people["owner"])


@pytest.mark.parametrize("level", Level, ids=lambda level: level.value)
@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_who_may_read_a_fact_of_a_level(model: type[Fact], level: Level, people: dict[str, User]) -> None:
    case = make_case(owner=people["owner"])
    in_team(case, people)
    fact = make_fact(model, case, level=level)

    assert tuple(name for name, user in people.items() if may_read(user, fact)) == READERS[level]


@pytest.mark.parametrize("level", Level, ids=lambda level: level.value)
@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_a_query_gives_what_may_be_read_and_a_list_no_sealed_one(
    model: Any, level: Level, people: dict[str, User]
) -> None:
    case = make_case(owner=people["owner"])
    in_team(case, people)
    fact = make_fact(model, case, level=level)
    staff = [people[name] for name in ("owner", "member", "other")]

    rows: FactQuerySet[Any] = model.objects.all()
    assert [bool(rows.readable_by(user)) for user in staff] == [may_read(user, fact) for user in staff]
    assert [bool(listed(rows, user)) for user in staff] == [may_be_listed(fact, user) for user in staff]
    assert [bool(rows.hidden_from(user)) for user in staff] == [not may_read(user, fact) for user in staff]
    assert bool(rows.for_all_staff()) == may_read(people["other"], fact)
    assert not (level == Level.SEALED and listed(rows, people["owner"]))


@pytest.mark.parametrize("level", Level, ids=lambda level: level.value)
def test_everybody_reads_what_is_public_alone(level: Level) -> None:
    fact = make_fact(Development, make_case(), level=level)

    assert bool(Development.objects.public(at=AT)) is fact.is_public_at(AT) is (level == Level.PUBLIC)


@pytest.mark.parametrize("seconds", [-1, 0, 1], ids=["before", "at", "after"])
def test_a_public_fact_waits_for_its_moment(seconds: int) -> None:
    fact = make_fact(Development, make_case(), level=Level.PUBLIC, public_from=MOMENT)
    at = MOMENT + timedelta(seconds=seconds)

    assert bool(Development.objects.public(at=at)) is fact.is_public_at(at) is (seconds >= 0)


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_only_a_public_fact_waits(model: type[Fact]) -> None:
    fact = make_fact(model, make_case())
    fact.level, fact.public_from = Level.NETWORK, MOMENT

    with pytest.raises(ValidationError, match="Only what is public has a moment"):
        fact.full_clean()


def test_somebody_who_left_the_team_reads_no_more(people: dict[str, User]) -> None:
    case = make_case(owner=people["owner"])
    in_team(case, people)
    note = make_fact(CaseNote, case, level=Level.TEAM)
    TeamMember.objects.all().delete()

    assert not may_read(people["member"], note)
    assert not CaseNote.objects.readable_by(people["member"])
