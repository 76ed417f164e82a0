"""The page of one matter of the desk, and what the desk shows of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.models import Assignment
from cases.models import Hearing
from config import clock
from tests.builders import make_authority, make_case, make_hearing, make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return make_user("Researcher", name="Olga Owner")


@pytest.fixture
def hearing(owner: User) -> Hearing:
    """Five days ahead, so that it stands on the desk."""
    return make_hearing(make_case(owner=owner), on=clock.today() + timedelta(days=5))


def page_of(thing: Hearing, matter: str = "hearing") -> str:
    return reverse("admin:assign", args=[matter, thing.pk])


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def desk(user: User, asked: str = "") -> str:
    return client_of(user).get(reverse("admin:index") + asked).content.decode()


def test_matter_is_taken_from_its_row_and_the_way_leads_back_to_the_same_view(hearing):
    viewer = make_user("Viewer")
    client = client_of(viewer)
    address = page_of(hearing) + "?whose=nobody"

    answer = client.post(address, filled(client.get(address), assignee=viewer.pk, note="I am there."))

    assert (answer.status_code, answer.url) == (302, "/staff/?whose=nobody")
    row = Assignment.objects.get()
    assert (row.assignee, row.note, row.by) == (viewer, "I am there.", viewer)


def test_row_says_who_has_it_what_was_noted_and_leads_to_the_page(hearing, owner):
    client = client_of(owner)
    client.post(page_of(hearing), filled(client.get(page_of(hearing)), assignee=owner.pk, note="Ask on Monday."))

    page = desk(make_user("Viewer"))

    assert "With Olga Owner." in page
    assert "<q>Ask on Monday.</q>" in page
    assert f'<a href="{page_of(hearing)}">Assign or put off' in page
    assert "With <strong>you</strong>." in desk(owner)


def test_row_of_a_matter_with_nobody_says_whose_role_it_is():
    make_authority(verified_on=None)

    assert "With nobody by name: the address keepers see to it." in desk(make_user("Viewer"))


def test_matter_that_waits_is_counted_and_shown_on_asking(hearing, owner):
    client = client_of(owner)
    tomorrow = clock.today() + timedelta(days=1)
    client.post(page_of(hearing), filled(client.get(page_of(hearing)), not_before=tomorrow.isoformat()))

    now, later = desk(owner), desk(owner, "?later=1")

    assert '<a href="/staff/?later=1">1 waiting until later</a>' in now
    assert "review of detention" not in now
    assert "review of detention" in later
    assert f'Not before <time datetime="{tomorrow.isoformat()}">' in later


def test_desk_of_mine_leaves_out_what_is_with_others(hearing, owner):
    assert "review of detention" in desk(owner, "?whose=mine")
    assert "review of detention" not in desk(make_user("Viewer"), "?whose=mine")
    assert "review of detention" in desk(make_user("Viewer"), "?whose=whatever")


def test_researcher_may_choose_themselves_only_and_an_approver_anybody(hearing, owner):
    approver = make_user("Approver")

    def choices(user: User) -> set[User]:
        form = client_of(user).get(page_of(hearing)).context_data["form"]
        return set(form.fields["assignee"].queryset)

    assert choices(owner) == {owner}
    assert choices(approver) == {owner, approver}


def test_colleague_of_somebody_who_has_it_is_offered_to_take_it(hearing):
    viewer = make_user("Viewer")

    assert filled(client_of(viewer).get(page_of(hearing)))["assignee"] == str(viewer.pk)


def test_day_beyond_the_hearing_is_refused_and_what_was_typed_stays(hearing, owner):
    client = client_of(owner)
    beyond = hearing.on + timedelta(days=1)

    page = client.post(
        page_of(hearing), filled(client.get(page_of(hearing)), not_before=beyond.isoformat(), note="Too late.")
    )

    (sentence,) = errors_of(page)
    assert "a matter never waits beyond its own day" in sentence
    assert (filled(page)["not_before"], filled(page)["note"]) == (beyond.isoformat(), "Too late.")
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("seen_at", ["", "2011", "2011-13-45T99:00", "\x00", "x" * 300])
def test_form_without_what_was_seen_is_as_one_of_a_new_matter(hearing, owner, seen_at):
    client = client_of(owner)

    answer = client.post(page_of(hearing), filled(client.get(page_of(hearing)), assignee=owner.pk, seen_at=seen_at))

    assert answer.status_code == (200 if seen_at == "\x00" else 302)


def test_stale_form_tells_who_was_first_and_saves_when_it_is_sent_again(hearing, owner):
    viewer = make_user("Viewer", name="Vera Viewer")
    client, other = client_of(viewer), client_of(owner)
    opened = client.get(page_of(hearing))
    other.post(page_of(hearing), filled(other.get(page_of(hearing)), assignee=owner.pk, note="I am on it."))

    refused = client.post(page_of(hearing), filled(opened, assignee=viewer.pk, note="Me too."))

    (sentence,) = errors_of(refused)
    assert sentence.startswith("Nothing was saved: Olga Owner changed this on")
    assert "I am on it." in refused.content.decode()
    assert client.post(page_of(hearing), filled(refused)).status_code == 302
    assert Assignment.objects.get().note == "Me too."


@pytest.mark.parametrize(
    ("role", "matter", "status"),
    [(None, "hearing", 403), ("Viewer", "reminder", 403), ("Viewer", "whatever", 404), ("Viewer", "hearing", 200)],
)
def test_page_is_for_those_who_may_read_the_queue(hearing, role, matter, status):
    user = make_user(role) if role else make_user()

    assert client_of(user).get(page_of(hearing, matter)).status_code == status


def test_page_of_what_is_gone_leads_back_to_the_desk(hearing, owner):
    address = page_of(hearing)
    hearing.delete()

    answer = client_of(owner).get(address, follow=True)

    assert answer.redirect_chain == [("/staff/", 302)]
    assert "What this was about is not there any more." in answer.content.decode()


def test_page_holds_nothing_inline_and_is_not_kept(hearing, owner):
    page = client_of(owner).get(page_of(hearing))

    assert not any(word in page.content.decode() for word in (" style=", " onclick=", "<style", "<script>"))
    assert "no-store" in page.headers["Cache-Control"]
