from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cases.admin.dated_forms import only_zone_of
from cases.admin.dates import days_in_words
from cases.models import DateMove, Hearing
from cases.taking_back import undo_move
from config import clock
from tests.builders import DAY, make_authority, make_case, make_deadline, make_hearing, make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def researcher(client: Client) -> None:
    client.force_login(make_user("Researcher"))


def change(client: Client, hearing: Hearing, **changes: object):
    address = reverse("admin:cases_hearing_change", args=[hearing.pk])
    return client.post(address, filled(client.get(address), **changes))


@pytest.mark.parametrize(
    ("day", "words"),
    [(11, "2 days ago"), (12, "yesterday"), (13, "today"), (14, "tomorrow"), (15, "in 2 days")],
)
def test_a_distance_in_days_is_said_in_words(day, words):
    assert days_in_words(date(2011, 7, day), DAY) == words


def test_a_country_with_one_time_zone_gives_it_and_one_with_many_does_not():
    assert [only_zone_of(code) for code in ("IS", "RU", "XX")] == ["Atlantic/Reykjavik", "", ""]


def test_a_hearing_without_a_date_is_refused(client):
    page = change(client, make_hearing(make_case()), on="")

    assert errors_of(page) == ["This field is required."]


def test_a_time_takes_the_zone_of_a_court_whose_country_has_one(client):
    hearing = make_hearing(make_case(), court=make_authority(country="IS"))

    change(client, hearing, at="10:00")

    hearing.refresh_from_db()
    assert hearing.time_zone == "Atlantic/Reykjavik"


def test_a_time_without_a_zone_is_refused_where_the_country_has_many(client):
    hearing = make_hearing(make_case(), court=make_authority(country="RU"))

    page = change(client, hearing, at="10:00")

    assert errors_of(page) == ["A time needs the time zone of the court, such as Europe/Moscow."]


def test_an_adjourned_hearing_goes_on_as_a_hearing_of_its_own(client):
    hearing = make_hearing(make_case(), on=date(2011, 7, 19))

    answer = change(client, hearing, status="adjourned", new_date="02/08/2011")

    hearing.refresh_from_db()
    assert answer.status_code == 302
    assert (hearing.status, hearing.adjourned_to.on, hearing.adjourned_to.status) == (
        "adjourned",
        date(2011, 8, 2),
        "expected",
    )
    assert hearing.adjourned_to.court == hearing.court


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"new_date": "02/08/2011"},
            "Only an adjourned hearing has a new date: set its status to adjourned.",
        ),
        (
            {"status": "adjourned", "new_date": "19/07/2011"},
            "It is on that day already. If only the hour is another, change that in the hearing itself.",
        ),
        (
            {"status": "adjourned", "new_date": "15/07/2011"},
            "15 July 2011 lies before 19 July 2011. Use “Adjourn or move” on its page: it shows what follows before "
            "anything happens.",
        ),
        (
            {"on": "15/07/2011"},
            "15 July 2011 lies before 19 July 2011. Use “Adjourn or move” on its page: it shows what follows before "
            "anything happens.",
        ),
        (
            {"status": "adjourned", "on": "02/08/2011"},
            "Leave the day as it was: the new day goes into “Adjourned to”.",
        ),
        (
            {"status": "adjourned", "new_date": "02/08/2111"},
            "That is more than ten years after 19 July 2011. Check the year.",
        ),
    ],
)
def test_a_new_date_that_makes_no_sense_is_refused_and_nothing_is_made(client, changes, sentence):
    hearing = make_hearing(make_case(), on=date(2011, 7, 19))

    page = change(client, hearing, **changes)

    assert errors_of(page) == [sentence]
    assert Hearing.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "verb", "happened"),
    [
        ({"status": "adjourned", "new_date": "02/08/2011"}, "adjourn", "adjourned to 2 August 2011"),
        ({"status": "adjourned"}, "adjourn", "adjourned, with no new day yet"),
        ({"status": "cancelled"}, "cancel", "cancelled"),
        ({"status": "held", "result": "He stays."}, "hold", "held"),
        ({"on": "02/08/2011"}, "correct", "corrected: 2 August 2011"),
        ({"at": "10:00", "time_zone": "Europe/Moscow"}, "correct", "corrected"),
    ],
)
def test_whatever_the_form_does_to_the_day_of_a_hearing_is_one_of_the_verbs(client, changes, verb, happened):
    hearing = make_hearing(make_case(), on=date(2011, 7, 19))

    change(client, hearing, **changes)

    (move,) = DateMove.objects.all()
    assert (move.verb, move.what_happened, move.hearing) == (verb, happened, hearing)
    assert str(move.by_id) == client.session["_auth_user_id"]
    undo_move(move, by=move.by, at=clock.now())
    hearing.refresh_from_db()
    assert (hearing.on, hearing.at, hearing.status, hearing.result) == (date(2011, 7, 19), None, "expected", "")


@pytest.mark.parametrize(
    ("changes", "verb"),
    [({"on": "09/08/2011"}, "move"), ({"status": "lifted"}, "lift"), ({"status": "passed"}, "pass")],
)
def test_whatever_the_form_does_to_the_day_of_a_deadline_is_one_of_the_verbs(client, changes, verb):
    deadline = make_deadline(make_case())
    address = reverse("admin:cases_deadline_change", args=[deadline.pk])

    client.post(address, filled(client.get(address), **changes))

    assert [move.verb for move in DateMove.objects.filter(deadline=deadline)] == [verb]


def test_a_form_that_moves_nothing_writes_no_move(client):
    hearing = make_hearing(make_case(), on=date(2011, 7, 19))

    change(client, hearing, matter="a new name for it")

    hearing.refresh_from_db()
    assert (hearing.matter, DateMove.objects.count()) == ("a new name for it", 0)


def test_a_hearing_that_was_adjourned_without_a_day_gets_one(client):
    hearing = make_hearing(make_case(), on=date(2011, 7, 19), status="adjourned")

    change(client, hearing, new_date="02/08/2011")

    hearing.refresh_from_db()
    assert hearing.adjourned_to.on == date(2011, 8, 2)


def test_the_lists_show_the_spans_of_the_desk(client):
    today, case = clock.today(), make_case()
    for days, status in (
        (-1, "expected"),
        (0, "expected"),
        (14, "expected"),
        (15, "expected"),
        (-2, "held"),
        (3, "held"),
    ):
        make_hearing(case, on=today + timedelta(days=days), status=status)

    def days_of(when: str) -> list[int]:
        rows = client.get(f"/staff/cases/hearing/?when={when}").context_data["cl"].result_list
        return [(row.on - today).days for row in rows]

    assert (days_of("coming"), days_of("passed")) == ([0, 14], [-1])


def test_the_same_deadline_twice_is_refused(client):
    deadline = make_deadline(make_case())
    address = reverse("admin:cases_deadline_add")
    form = filled(client.get(address), case=deadline.case_id, kind=deadline.kind, on="01/08/2011", what=deadline.what)

    page = client.post(address, form)

    assert errors_of(page) == ["This deadline is there already: same kind, same day, same words."]
