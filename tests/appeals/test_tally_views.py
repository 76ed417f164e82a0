"""The pages of a tally, as a group uses them: open, report, correct, and meet somebody else who reports."""

import re
from typing import Any

import pytest
from django.test import Client

from appeals.models import Tally, TallyLine
from campaigns.attempts import forget_counts
from campaigns.check_codes import spoken
from campaigns.lifecycle import stop_action
from config.logs import without_personal_data
from tests.builders import AT, make_authority, make_open_action, make_tally, make_user
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counts_anew(settings: Any) -> None:
    settings.DEMO_TODAY = AT.date()
    forget_counts()


def address(tally: Tally) -> str:
    return f"/tally/{spoken(tally.code)}/"


def number_boxes(form: dict[str, Any]) -> list[str]:
    return [name for name in form if name.startswith("n-")]


def test_group_opens_a_tally_for_two_actions_and_reports(client: Client) -> None:
    ticked, named = make_open_action(), make_open_action()

    answer = client.post("/tally/", {"action": ticked.slug, "numbers": named.reference})
    page = client.get(answer["Location"])
    form = filled(page)
    post, *_, other = number_boxes(form)
    saved = client.post(answer["Location"], {**form, post: "23", other: "4"})

    assert re.fullmatch(r"/tally/[0-9A-Z]{4}-[0-9A-Z]{4}/", answer["Location"])
    assert saved["Location"] == f"{answer['Location']}?saved=1"
    assert sorted(line.number for line in TallyLine.objects.all()) == [4, 23]
    assert client.cookies == {}


def test_typed_code_leads_to_its_tally(client: Client) -> None:
    tally = make_tally()

    assert client.get("/tally/", {"code": tally.code.lower()})["Location"] == address(tally)


@pytest.mark.parametrize("code", ["0000-0000", "not-a-code", "%00", "x" * 5_000])
def test_code_that_is_not_known_is_told_in_a_sentence(client: Client, code: str) -> None:
    make_tally()

    answer = client.get(f"/tally/{code}/")

    assert answer.status_code == 404
    assert "We have no tally with this code" in answer.content.decode()


def test_tally_is_kept_by_nobody_and_found_by_no_search(client: Client) -> None:
    tally = make_tally()

    answer = client.get(address(tally))

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "Disallow: /tally/" in client.get("/robots.txt").content.decode()
    assert spoken(tally.code) not in without_personal_data(f"GET {address(tally)} failed")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"action": []}, "Choose at least one action"),
        ({"numbers": "UA 999/11"}, "“UA 999/11” names no open action"),
        ({"numbers": "\u202e<b>, " * 90}, "names no open action"),
        ({"action": "\x00"}, "Choose at least one action"),
    ],
)
def test_wrong_choice_is_told_and_kept(client: Client, typed: dict[str, Any], sentence: str) -> None:
    answer = client.post("/tally/", typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Tally.objects.count() == 0


@pytest.mark.parametrize("typed", ["-3", "two", "10000", "1" * 5_000, "\x00", "2.5"])
def test_wrong_number_changes_nothing_and_is_kept(client: Client, typed: str) -> None:
    tally = make_tally()
    form = filled(client.get(address(tally)))
    box = number_boxes(form)[0]

    answer = client.post(address(tally), {**form, box: typed})

    assert answer.status_code == 422
    assert filled(answer)[box] == typed[:20].replace("\x00", "\ufffd") or typed == "\x00"
    assert TallyLine.objects.count() == 0


def test_second_of_two_who_report_is_shown_what_the_first_did(client: Client) -> None:
    """Both boxes of the first are there; what the second typed stays where only they typed."""
    action = make_open_action(recipients=[make_authority(verified_on=AT.date(), fax="+354 555 0000")])
    tally = make_tally(action)
    form = filled(client.get(address(tally)))
    post, fax = number_boxes(form)
    client.post(address(tally), {**form, post: "23"})

    shown = client.post(address(tally), {**form, post: "", fax: "4"})

    assert shown.status_code == 409
    assert "somebody else of your group has reported meanwhile" in shown.content.decode()
    assert [filled(shown)[box] for box in (post, fax)] == ["23", "4"]
    assert client.post(address(tally), filled(shown)).status_code == 302
    assert {line.channel: line.number for line in TallyLine.objects.all()} == {"post": 23, "fax": 4}


def test_where_both_typed_the_others_number_stands_beside(client: Client) -> None:
    tally = make_tally()
    form = filled(client.get(address(tally)))
    post = number_boxes(form)[0]
    client.post(address(tally), {**form, post: "23"})

    shown = client.post(address(tally), {**form, post: "5"})

    assert filled(shown)[post] == "5"
    assert "Somebody else reported 23 here meanwhile." in shown.content.decode()
    assert [line.number for line in TallyLine.objects.all()] == [23]


def test_wrong_number_in_a_stale_form_hides_nothing(client: Client) -> None:
    """The refused form still knows what its reader was shown."""
    tally = make_tally()
    form = filled(client.get(address(tally)))
    post = number_boxes(form)[0]
    refused = client.post(address(tally), {**form, post: "two"})
    client.post(address(tally), {**form, post: "23"})

    shown = client.post(address(tally), {**filled(refused), post: "2"})

    assert shown.status_code == 409
    assert "Somebody else reported 23 here meanwhile." in shown.content.decode()


def test_after_a_stop_the_page_stays_and_says_so(client: Client, settings: Any) -> None:
    action = make_open_action()
    tally = make_tally(action)
    stop_action(action, by=make_user(), at=AT, reason="released")

    page = client.get(address(tally)).content.decode()

    assert "STOP. Stopped" in page
    assert "What went up to and including 13 July 2011 counts" in page


def test_after_seven_days_the_page_only_shows(client: Client, settings: Any) -> None:
    tally = make_tally()
    form = filled(client.get(address(tally)))
    post = number_boxes(form)[0]
    client.post(address(tally), {**form, post: "23"})
    settings.DEMO_TODAY = AT.date().replace(day=21)

    page = client.get(address(tally)).content.decode()
    answer = client.post(address(tally), {**form, post: "5", "seen": "1"})

    assert "23 reported" in page
    assert "<button" not in page
    assert answer.status_code == 409
    assert [line.number for line in TallyLine.objects.all()] == [23]


def test_one_network_opens_ten_tallies_in_an_hour(client: Client) -> None:
    action = make_open_action()

    answers = [client.post("/tally/", {"action": action.slug}).status_code for _ in range(11)]

    assert answers == [302] * 10 + [429]


@pytest.mark.parametrize("actions", [1, 3])
def test_page_takes_as_many_queries_for_three_actions(
    client: Client, django_assert_num_queries: Any, actions: int
) -> None:
    tally = make_tally(*(make_open_action() for _ in range(actions)))

    with django_assert_num_queries(5):
        client.get(address(tally))
