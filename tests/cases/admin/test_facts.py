"""The page of a case for its team and for others: what is for the team is for others not there, and stays as it is."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.levels import Level
from cases.models import Case, CaseNote, Deadline, Development, Hearing, PersonStatus, Reading
from tests.builders import AT, DAY, make_authority, make_case, make_user
from tests.forms import filled

pytestmark = pytest.mark.django_db

SECRET = "Zebedee"


@pytest.fixture
def owner() -> User:
    return make_user("Researcher", "Editor", "Approver", name="Olga Owner")


@pytest.fixture
def outsider() -> User:
    return make_user("Researcher", "Editor", "Approver", name="Otto Outsider")


@pytest.fixture
def case(owner: User) -> Case:
    """One fact of each kind and level; those for the team tell of Zebedee."""
    case = make_case(owner=owner)
    court = make_authority(kind="court", office="High Court")
    for number, level in enumerate(Level):
        on = date(2011, 7, 20 + number)
        word = SECRET if level in (Level.TEAM, Level.SEALED) else "somebody"
        known: dict[str, Any] = {"level": level, "source": f"{word} told us"}
        Hearing.objects.create(case=case, court=court, matter=f"{word} is heard", on=on, **known)
        Deadline.objects.create(case=case, kind="other", what=f"{word} leaves", on=on, **known)
        Development.objects.create(case=case, happened_on="2011", what=f"{word} was seen", **known)
        CaseNote.objects.create(case=case, text=f"{word} called", written_at=AT, written_by=owner, **known)
        status = {"status": "detained", "since": f"2011-0{number + 1}", "note": f"{word} saw it"}
        PersonStatus.objects.create(person=case.people.get(), **status, **known)
    return case


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def everything(case: Case) -> dict[str, Any]:
    models = (Hearing, Deadline, Development, CaseNote, PersonStatus)
    return {
        f"{row._meta.label} {row.pk}": row.__dict__ | {"_state": None} for one in models for row in one.objects.all()
    }


ADDRESSES: dict[str, Callable[[Case], str]] = {
    "case": page_of,
    "person": lambda case: page_of(case.people.get()),
    "history of the case": lambda case: reverse("admin:cases_case_history", args=[case.pk]),
    "history of the person": lambda case: reverse("admin:cases_personatrisk_history", args=[case.people.get().pk]),
    "deleting the case": lambda case: reverse("admin:cases_case_delete", args=[case.pk]),
    "deleting the court": lambda case: reverse("admin:cases_authority_delete", args=[case.hearings.first().court_id]),
    "cases": lambda case: reverse("admin:cases_case_changelist"),
    "people": lambda case: reverse("admin:cases_personatrisk_changelist"),
    "hearings": lambda case: reverse("admin:cases_hearing_changelist"),
    "hearings that are searched": lambda case: f"{reverse('admin:cases_hearing_changelist')}?q={SECRET}x",
    "deadlines": lambda case: reverse("admin:cases_deadline_changelist"),
    "desk": lambda case: reverse("admin:index"),
    "deleted": lambda case: reverse("admin:deleted"),
}


@pytest.mark.parametrize("where", ADDRESSES)
def test_an_outsider_reads_nothing_that_is_for_the_team(where: str, case: Case, outsider: User) -> None:
    page = client_of(outsider).get(ADDRESSES[where](case)).content.decode()

    assert SECRET not in page.replace(f"{SECRET}x", "")


def test_whoever_is_of_the_team_reads_all_of_it_on_the_page_of_the_case(case: Case, owner: User) -> None:
    page = client_of(owner).get(page_of(case)).content.decode()

    assert page.count(f"{SECRET} is heard") >= 2
    assert page.count(f"{SECRET} called") >= 2


def test_what_an_outsider_saves_leaves_what_they_do_not_see(case: Case, outsider: User) -> None:
    client, before = client_of(outsider), everything(case)

    answer = client.post(page_of(case), filled(client.get(page_of(case)), summary="A new summary."))

    case.refresh_from_db()
    assert (answer.status_code, case.summary) == (302, "A new summary.")
    assert everything(case) == before


def test_a_number_that_is_forged_into_a_form_gives_no_row_away(case: Case, outsider: User) -> None:
    client, before = client_of(outsider), everything(case)
    sealed = case.notes.get(level=Level.SEALED)
    form = filled(client.get(page_of(case)), **{"notes-0-id": sealed.pk, "notes-0-text": "Written over."})

    page = client.post(page_of(case), form)

    assert everything(case) == before
    assert SECRET not in page.content.decode()


@pytest.mark.parametrize("kind", ["hearing", "deadline"])
@pytest.mark.parametrize("level", [Level.TEAM, Level.SEALED], ids=["team", "sealed"])
def test_a_date_of_the_team_has_no_page_for_an_outsider(kind: str, level: Level, case: Case, outsider: User) -> None:
    row = getattr(case, f"{kind}s").get(level=level)
    client = client_of(outsider)
    places = [
        page_of(row),
        reverse("appeals:move-date", args=[kind, row.pk]),
        reverse("admin:assign", args=[kind, row.pk]),
    ]

    assert [client.get(place).status_code for place in places] == [302, 302, 302]


def test_each_reading_of_a_sealed_fact_is_written_down(case: Case, owner: User, outsider: User) -> None:
    client_of(outsider).get(page_of(case))
    client_of(owner).get(page_of(case))

    sealed = [row for rows in (case.hearings, case.deadlines, case.developments, case.notes) for row in rows.all()
              if row.is_sealed]  # fmt: skip
    assert {(read.by, read.what) for read in Reading.objects.all()} == {
        (owner, f"{row._meta.label_lower}:{row.pk}") for row in sealed
    }


def test_a_fact_that_is_opened_to_all_staff_keeps_its_past_to_the_team(case: Case, owner: User, outsider: User) -> None:
    note = case.notes.get(level=Level.TEAM)
    note.text, note.level = "Nothing to hide.", Level.NETWORK
    note.save()
    history = reverse("admin:cases_case_history", args=[case.pk])

    assert "Nothing to hide." in client_of(outsider).get(page_of(case)).content.decode()
    assert SECRET not in client_of(outsider).get(history).content.decode()
    assert f"{SECRET} called" in client_of(owner).get(history).content.decode()


def test_what_is_deleted_is_listed_for_the_team_and_a_sealed_one_by_its_kind(
    case: Case, owner: User, outsider: User
) -> None:
    for note in case.notes.all():
        note.delete()

    pages = [client_of(user).get(reverse("admin:deleted")).content.decode() for user in (owner, outsider)]

    # Two of them are for all staff: each is named as often as the one of the team.
    named = pages[0].count("somebody called") // 2
    assert [page.count(f"{SECRET} called") for page in pages] == [named, 0]
    assert ["sealed" in page for page in pages] == [True, False]


def test_nobody_deletes_what_they_may_not_read(case: Case, outsider: User) -> None:
    client_of(outsider).post(reverse("admin:cases_case_delete", args=[case.pk]), {"post": "yes"})

    assert Case.objects.filter(pk=case.pk).exists()


def test_a_note_says_who_wrote_it(outsider: User) -> None:
    case, client = make_case(opened_on=DAY), client_of(outsider)
    row = {"notes-TOTAL_FORMS": "1", "notes-0-id": "", "notes-0-case": case.pk, "notes-0-text": "A call."}

    client.post(page_of(case), filled(client.get(page_of(case)), **row, **{"notes-0-level": "network"}))

    note = case.notes.get()
    assert (note.text, note.written_by, note.level) == ("A call.", outsider, "network")
