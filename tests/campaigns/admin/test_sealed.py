"""A sealed case is there for its team alone; and what goes out about it is stopped by whoever may stop."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.desk import desk_for
from campaigns.models import UrgentAction
from campaigns.morning_list import waiting_for
from campaigns.sealed_mails import tell_of_bulk_reading
from cases.models import AccessEvent, BrokenGlass, Case, Hearing, Reading
from cases.readings import BULK, record_reading
from cases.teams import OPEN_FOR, add_to_team, is_in_team, seal_case
from config import clock
from tests.builders import (
    AT,
    make_action,
    make_authority,
    make_case,
    make_draft,
    make_hearing,
    make_open_action,
    make_stop,
    make_user,
)
from tests.forms import errors_of, filled
from tests.matrix.sealed import (
    SEALED_TABLE,
    make_sealed_world,
    otherwise,
    read_sealed,
    tables_with_a_case,
    team_sees,
)

pytestmark = pytest.mark.django_db

TITLE = "The Beispiel family"


@pytest.fixture
def owner() -> User:
    return make_user("Researcher", "Editor", "Approver", email="owner@desk.example")


@pytest.fixture
def sealed(owner: User) -> Case:
    case = make_case(owner=owner, title=TITLE, country="KG")
    seal_case(case, by=owner, at=AT, reason="She is followed.")
    return case


def as_(client: Client, *roles: str, **how: object) -> User:
    user = make_user(*roles, **how)
    client.force_login(user)
    return user


def team_page(case: Case) -> str:
    return reverse("admin:cases_case_team", args=[case.pk])


def open_page(number: int) -> str:
    return reverse("admin:cases_case_open", args=[number])


def text_of(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


# What others are told


def test_every_table_with_a_case_is_in_the_world() -> None:
    assert set(make_sealed_world().rows) == tables_with_a_case()


def test_every_route_of_a_case_has_its_line() -> None:
    assert list(read_sealed(SEALED_TABLE)) == list(make_sealed_world().addresses())


@pytest.mark.parametrize("letter", ["V", "A", "S"])
def test_no_address_of_a_sealed_case_answers_otherwise_than_of_none(letter: str) -> None:
    """But for the stop. The other roles are asked for by `python -m tests.matrix`."""
    assert otherwise(make_sealed_world(), letter, ("GET",)) == []


def test_nothing_that_is_sent_to_a_sealed_case_is_answered_otherwise_than_of_none() -> None:
    assert otherwise(make_sealed_world(), "R", ("POST",)) == []


def test_its_team_sees_it_at_the_same_addresses() -> None:
    """All but the moves that this action and its draft cannot make now."""
    world = make_sealed_world()

    seen = team_sees(world, world.case.owner)

    pages = {f"admin:{table}_{page}" for table in tables_with_a_case() for page in ("change", "history")}
    others = {"admin:assign", "admin:consent", "appeals:sheet-preview", "appeals:date-move", "appeals:move-date"}
    assert (pages | others) - set(seen) == set()
    assert len(seen) > 35


LISTS = [
    "/staff/cases/case/",
    f"/staff/cases/case/?q={TITLE.split()[1]}",
    "/staff/cases/case/?country=KG",
    "/staff/cases/case/?o=1.2.3.4.5.6",
    "/staff/cases/personatrisk/",
    "/staff/cases/hearing/",
    "/staff/cases/hearing/?q=Beispiel",
    "/staff/campaigns/urgentaction/",
    "/staff/campaigns/urgentaction/?o=8",
    "/staff/campaigns/sheet/",
    "/staff/appeals/reply/",
    "/staff/",
    "/staff/deleted/",
    "/staff/autocomplete/?app_label=cases&model_name=hearing&field_name=case&term=Beispiel",
]


@pytest.mark.parametrize("address", LISTS)
def test_list_is_the_same_with_and_without_it(client: Client, owner: User, address: str) -> None:
    """No row, no count, no filter, no order: it is 0 bits to everybody else."""
    as_(client, is_superuser=True)
    court = make_authority()
    before = without_tokens(text_of(client, address))
    case = make_case(owner=owner, title=TITLE, country="KG")
    make_hearing(case, court=court, on=clock.today() + timedelta(days=1))
    make_draft(make_action(case), recipients=[court])
    seal_case(case, by=owner, at=AT)

    assert without_tokens(text_of(client, address)) == before


def without_tokens(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrf" not in line and 'name="seen"' not in line)


def test_what_is_deleted_of_it_is_told_to_its_owner_alone(client: Client, owner: User, sealed: Case) -> None:
    number = sealed.pk
    make_hearing(sealed).delete()
    sealed.delete()
    as_(client, is_superuser=True)
    told = [
        TITLE in text_of(client, "/staff/deleted/"),
        "deleted this" in text_of(client, f"/staff/cases/case/{number}/"),
    ]
    client.force_login(owner)

    assert [*told, TITLE in text_of(client, "/staff/deleted/")] == [False, False, True]


def test_deleted_case_is_not_brought_back_by_others(client: Client, sealed: Case) -> None:
    number = sealed.pk
    sealed.delete()
    as_(client, is_superuser=True)

    client.post(reverse("admin:restore", args=["cases.case", number]))

    assert not Case.objects.filter(pk=number).exists()


def test_sealed_case_is_chosen_by_nobody_else(client: Client, sealed: Case) -> None:
    """The answer is that of a number that never was; nothing is added to the case."""
    as_(client, is_superuser=True)
    add = reverse("admin:cases_deadline_add")
    typed = {"kind": "other", "on": "2011-09-01", "what": "A day.", "status": "expected"}

    of_sealed, of_nothing = (errors_of(client.post(add, {**typed, "case": pk})) for pk in (sealed.pk, 99_999_999))

    assert of_sealed == of_nothing != {}
    assert sealed.deadlines.count() == 0


def test_what_stands_in_the_way_of_a_deletion_is_not_named(client: Client, sealed: Case) -> None:
    hearing = make_hearing(sealed, matter="The first day in court")
    as_(client, is_superuser=True)

    page = text_of(client, reverse("admin:cases_authority_delete", args=[hearing.court_id]))

    assert ("first day" in page, "something that you may not see" in page) == (False, True)


def test_desk_and_morning_list_are_for_the_team(owner: User) -> None:
    case = make_case(owner=owner)
    today = clock.today()
    make_hearing(case, on=today + timedelta(days=1))
    member, other = make_user("Approver"), make_user("Approver", is_superuser=True)
    seal_case(case, by=owner, at=clock.now())
    add_to_team(case, member, by=owner, at=clock.now())

    def hearings(user: User) -> int:
        queue = desk_for(user, on=today).hearings
        return queue.total if queue else 0

    assert [hearings(user) for user in (owner, member, other)] == [1, 1, 0]
    assert [waiting_for(user, on=today) is not None for user in (owner, other)] == [True, False]


# The stop


def test_whoever_may_stop_stops_what_they_may_not_see(client: Client, sealed: Case) -> None:
    action = make_open_action(sealed)
    as_(client, "Approver")
    listed = client.get(reverse("admin:stop"))
    page = client.get(reverse("admin:campaigns_urgentaction_stop", args=[action.pk]))

    done = client.post(
        reverse("admin:campaigns_urgentaction_stop", args=[action.pk]), {**filled(page), "reason": "She is free."}
    )

    assert (action.reference in listed.content.decode(), TITLE in listed.content.decode()) == (True, False)
    assert TITLE not in page.content.decode()
    assert (done.status_code, done["Location"]) == (302, reverse("admin:stop"))
    assert UrgentAction.objects.get(pk=action.pk).status == "stopped"


def test_stop_page_tells_not_which_other_actions_are_of_the_same_case(client: Client, sealed: Case) -> None:
    action, other = make_open_action(sealed), make_open_action(sealed, number=77, slug="ua-77-11")
    as_(client, "Approver")

    page = client.get(reverse("admin:campaigns_urgentaction_stop", args=[action.pk]))

    assert other.reference not in page.content.decode()


def test_what_was_never_public_cannot_be_stopped_by_others(client: Client, sealed: Case) -> None:
    draft = make_draft(make_action(sealed)).action
    as_(client, "Approver")

    page = client.get(reverse("admin:campaigns_urgentaction_stop", args=[draft.pk]), follow=True)

    assert draft.reference not in page.content.decode()
    assert draft.reference not in text_of(client, reverse("admin:stop"))


def test_number_of_a_sealed_draft_is_the_number_of_no_action(client: Client, sealed: Case) -> None:
    draft, public = make_draft(make_action(sealed)).action, make_open_action(make_case(), number=78, slug="ua-78-11")
    as_(client, "Approver")
    address = reverse("admin:campaigns_urgentaction_stop", args=[public.pk])
    typed = {**filled(client.get(address)), "reason": "Free.", "by_number": draft.reference}

    assert "is the number of no action here" in client.post(address, typed).content.decode()


def test_stop_list_shows_what_is_open_and_nothing_that_is_over(client: Client) -> None:
    stopped = make_stop().action
    as_(client, "Viewer")

    assert client.get(reverse("admin:stop")).status_code == 403
    as_(client, "Approver")
    assert (stopped.reference in text_of(client, reverse("admin:stop"))) == (stopped.status in ("open", "paused"))


# Breaking the glass


def test_glass_is_broken_with_a_reason_and_the_owner_hears_of_it(
    client: Client, sealed: Case, django_capture_on_commit_callbacks
) -> None:
    viewer = as_(client, "Viewer")
    refused = client.get(reverse("admin:cases_case_change", args=[sealed.pk]))

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(open_page(sealed.pk), {"reason": "The lawyer calls."})

    assert refused["Location"] == open_page(sealed.pk)
    assert answer["Location"] == reverse("admin:cases_case_change", args=[sealed.pk])
    assert TITLE in text_of(client, answer["Location"])
    glass = BrokenGlass.objects.get()
    assert (glass.user, glass.reason, glass.until - glass.broken_at) == (viewer, "The lawyer calls.", OPEN_FOR)
    [told] = mail.outbox
    assert told.to == [sealed.owner.email]
    said = f"{told.subject} {told.body} {told.alternatives}"
    assert [word for word in (TITLE, "Beispiel", "Kyrgyzstan", str(viewer), "lawyer") if word in said] == []
    assert told.subject == "Something on your desk was opened"


def test_owner_sees_it_on_the_desk_and_on_the_case_and_ends_it(client: Client, owner: User, sealed: Case) -> None:
    viewer = as_(client, "Viewer", name="Vera View")
    client.post(open_page(sealed.pk), {"reason": "The lawyer calls."})
    client.force_login(owner)
    pages = ["/staff/", reverse("admin:cases_case_change", args=[sealed.pk]), team_page(sealed)]
    seen = ["The lawyer calls." in text_of(client, page) for page in pages]

    client.post(team_page(sealed), {"verb": "end", "row": BrokenGlass.objects.get().pk})
    client.force_login(viewer)

    assert seen == [True, True, True]
    assert TITLE not in text_of(client, reverse("admin:cases_case_change", args=[sealed.pk]))
    assert list(AccessEvent.objects.values_list("verb", "by__email").order_by("pk")) == [
        ("sealed", owner.email),
        ("broken", viewer.email),
        ("ended", owner.email),
    ]


def test_without_a_reason_nothing_is_opened(client: Client, sealed: Case) -> None:
    viewer = as_(client, "Viewer")

    page = client.post(open_page(sealed.pk), {"reason": " "})

    assert errors_of(page) != {}
    assert not is_in_team(viewer, sealed)


def test_who_came_in_long_ago_shows_anew_who_they_are(client: Client, sealed: Case, monkeypatch) -> None:
    viewer = as_(client, "Viewer")
    monkeypatch.setattr("accounts.proof.LASTS", timedelta(0))

    page = client.post(open_page(sealed.pk), {"reason": "The lawyer calls."})

    assert "Nothing was done yet" in page.content.decode()
    assert not is_in_team(viewer, sealed)


def test_number_that_never_was_is_answered_alike_until_somebody_signs_for_it(client: Client, sealed: Case) -> None:
    as_(client, "Viewer")

    answer = client.post(open_page(99_999_999), {"reason": "The lawyer calls."}, follow=True)

    assert "Nothing was opened." in answer.content.decode()
    assert BrokenGlass.objects.count() == AccessEvent.objects.filter(verb="broken").count() == 0


def test_who_has_no_role_breaks_no_glass(client: Client, sealed: Case) -> None:
    as_(client)

    assert client.post(open_page(sealed.pk), {"reason": "Curious."}).status_code == 403


# The team


def test_owner_seals_lets_in_takes_out_and_unseals(client: Client, owner: User) -> None:
    case, member = make_case(owner=owner), make_user("Viewer")
    client.force_login(owner)
    page = team_page(case)

    client.post(page, {"verb": "seal"})
    client.post(page, {"verb": "add", "user": member.pk, "reason": "Knows the family."})
    was_in = is_in_team(member, case)
    client.post(page, {"verb": "remove", "row": case.team.get().pk})
    client.post(page, {"verb": "unseal"})

    verbs = AccessEvent.objects.filter(case_number=case.pk).order_by("pk").values_list("verb", flat=True)
    assert (was_in, is_in_team(member, case)) == (True, False)
    assert list(verbs) == ["sealed", "added", "removed", "unsealed"]


def test_member_sees_the_page_of_the_team_and_changes_nothing(client: Client, owner: User, sealed: Case) -> None:
    member = as_(client, "Viewer")
    add_to_team(sealed, member, by=owner, at=AT)

    page = client.get(team_page(sealed))
    client.post(team_page(sealed), {"verb": "unseal"})

    assert page.status_code == 200
    assert Case.objects.get(pk=sealed.pk).is_sealed


def test_page_of_the_team_is_for_the_team(client: Client) -> None:
    as_(client, is_superuser=True)

    assert client.get(team_page(make_case())).status_code == 403


# Readings


def test_who_reads_what_of_a_sealed_case_is_written_down(client: Client, owner: User, sealed: Case) -> None:
    hearing = make_hearing(sealed)
    client.force_login(owner)

    client.get(reverse("admin:cases_case_change", args=[sealed.pk]))
    client.get(reverse("admin:cases_hearing_history", args=[hearing.pk]))
    client.get(reverse("admin:cases_case_change", args=[make_case().pk]))

    assert list(Reading.objects.order_by("pk").values_list("what", "case_number", "by")) == [
        (f"cases.case:{sealed.pk}", sealed.pk, owner.pk),
        (f"cases.hearing:{hearing.pk}", sealed.pk, owner.pk),
    ]
    assert f"hearing {hearing.pk}" in text_of(client, team_page(sealed))


def test_owners_are_told_once_of_what_is_read_in_bulk(owner: User, sealed: Case) -> None:
    reader = make_user("Viewer")
    hearings = [Hearing(pk=number, case=sealed) for number in range(1, BULK + 2)]
    for hearing in hearings[:BULK]:
        record_reading(hearing, by=reader, at=AT)
    few = tell_of_bulk_reading(at=AT)
    record_reading(hearings[BULK], by=reader, at=AT + timedelta(minutes=5))

    many = [tell_of_bulk_reading(at=AT + timedelta(minutes=minutes)) for minutes in (5, 6)]

    assert (few, many, [told.to for told in mail.outbox]) == (0, [1, 0], [[owner.email]])
    assert AccessEvent.objects.filter(verb="bulk").values_list("case_number", "by").get() == (sealed.pk, reader.pk)


def test_every_page_with_a_case_leaves_its_rows_out() -> None:
    """A new table of something that belongs to a case says the way to it."""
    upward = {"case", "person", "sheet", "action"}
    without = {
        model._meta.label
        for model, page in admin.site._registry.items()
        if getattr(page, "case_path", None) is None and upward & {field.name for field in model._meta.fields}
    }

    # Followers, groups and notices have to do with what is public; a notice to the owner is left out by its page.
    assert without == {"campaigns.Subscription", "campaigns.Reminder", "appeals.TallyLine"}
