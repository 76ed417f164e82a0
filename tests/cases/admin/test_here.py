"""Whoever opens a form is told who else has it open; nobody is kept from anything."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import OpenForm
from config import clock
from tests.builders import make_case, make_deadline, make_hearing, make_user
from tests.cases.admin.test_shared import address, client_of, opened, save
from tests.forms import filled

pytestmark = pytest.mark.django_db

BEAT = "/staff/open-form/"


@pytest.fixture
def anna() -> Client:
    return client_of("Anna Beispiel")


@pytest.fixture
def ben() -> Client:
    return client_of("Ben Dæmi")


def told(client: Client, thing) -> list[str]:
    """What the page of a thing says of others, without the hours."""
    return [_plain(sentence) for sentence in client.get(address(thing)).context_data["here"]["sentences"]]


def _plain(sentence: str) -> str:
    return re.sub(r"\d\d:\d\d", "…", sentence)


def sealed(page) -> str:
    return page.context_data["here"]["sealed"]


def test_the_second_to_open_a_form_is_told_of_the_first(anna, ben):
    deadline = make_deadline(make_case())
    anna.get(address(deadline))

    page = ben.get(address(deadline))

    text = page.content.decode()
    assert [_plain(each) for each in page.context_data["here"]["sentences"]] == ["Anna Beispiel opened this form at …."]
    assert "Somebody else is here" in text
    assert "nothing is overwritten" in text
    assert 'aria-labelledby="here-heading">' in text


def test_who_is_alone_is_told_nothing(anna):
    page = anna.get(address(make_deadline(make_case())))

    assert page.context_data["here"]["sentences"] == []
    assert 'aria-labelledby="here-heading" hidden>' in page.content.decode()


def test_forms_of_the_same_case_are_told_of_each_other(anna, ben):
    case = make_case()
    hearing = make_hearing(case)
    anna.get(address(hearing))

    assert told(ben, case) == ["Anna Beispiel opened another form of the same case (hearing) at …."]
    assert told(anna, hearing) == ["Ben Dæmi opened another form of the same case (case) at …."]


def test_who_saved_has_left(anna, ben):
    deadline = make_deadline(make_case())
    form = opened(anna, deadline)
    assert told(ben, deadline) != []
    save(anna, deadline, form, result="Lifted.")

    assert told(ben, deadline) == []


def test_who_only_reads_is_not_noted(ben):
    deadline = make_deadline(make_case())
    client_of("Vera Viewer", "Viewer").get(address(deadline))

    assert told(ben, deadline) == []


def test_the_script_keeps_one_there_tells_of_others_and_leaves(anna, ben):
    deadline = make_deadline(make_case())
    form = sealed(anna.get(address(deadline)))
    ben.get(address(deadline))
    opened_at = clock.now() - timedelta(minutes=12)
    OpenForm.objects.update(opened_at=opened_at, seen_at=opened_at + timedelta(minutes=2))

    beat = anna.post(BEAT, {"form": form}).json()
    assert [_plain(each) for each in beat["sentences"]] == ["Ben Dæmi opened this form at …, and was there at …."]
    assert clock.now() - OpenForm.objects.get(user__name="Anna Beispiel").seen_at < timedelta(minutes=1)
    anna.post(BEAT, {"form": form, "leave": "1"})

    assert told(ben, deadline) == []


@pytest.mark.parametrize("form", ["", "nonsense", "WyJhIiwiYiJd:x", "\x00"])
def test_the_script_notes_only_forms_that_were_opened(anna, form):
    answer = anna.post(BEAT, {"form": form})

    assert (answer.status_code, OpenForm.objects.count()) == (400, 0)


def test_the_script_only_posts_and_only_for_staff(anna):
    assert anna.get(BEAT).status_code == 405
    assert Client().post(BEAT).status_code == 302


def test_a_refused_form_stays_open_and_tells_of_others(anna, ben):
    deadline = make_deadline(make_case())
    form = opened(anna, deadline)
    ben.get(address(deadline))

    page = save(anna, deadline, form, what="")

    assert [_plain(each) for each in page.context_data["here"]["sentences"]] == ["Ben Dæmi opened this form at …."]
    assert told(ben, deadline) == ["Anna Beispiel opened this form at …."]


def test_a_page_asks_as_many_questions_with_three_others_as_with_one(anna, ben):
    deadline = make_deadline(make_case())

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            anna.get(address(deadline))
        return len(asked)

    ben.get(address(deadline))
    questions()  # once for what is read once a process
    one = questions()
    client_of("Carla Example").get(address(deadline))
    client_of("Dan Example").get(address(deadline))

    assert questions() == one
    assert len(told(anna, deadline)) == 3


def test_the_page_loads_its_script_and_keeps_the_policy(anna):
    page = anna.get(address(make_deadline(make_case())))

    assert '<script src="/static/js/open-form.js" defer></script>' in page.content.decode()
    assert "'unsafe-inline'" not in page.headers["Content-Security-Policy"]
    assert f'data-address="{reverse("admin:open_form")}"' in page.content.decode()


def test_an_account_that_is_deleted_leaves_no_note():
    user, ruler = make_user(), Client()
    ruler.force_login(make_user(is_superuser=True))
    OpenForm.objects.create(user=user, form="a", root="a", opened_at=clock.now(), seen_at=clock.now())

    ruler.post(address(user, "delete"), filled(ruler.get(address(user, "delete"))))

    assert OpenForm.objects.count() == 0
