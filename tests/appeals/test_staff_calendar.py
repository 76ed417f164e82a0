"""The calendar of a member of staff: made on a page, read without a login, and silent on everything that is private."""

import re
from datetime import date, time
from typing import Any

import pytest
from django.test import Client

from accounts.calendar_keys import make_calendar_key
from accounts.models import CalendarKey, User
from campaigns.assignments import assign
from campaigns.lifecycle import draft_sheet, pause_action, stop_action
from campaigns.models import Sheet
from campaigns.review import submit_sheet
from cases.levels import Level
from cases.models import Deadline
from tests.builders import (
    AT,
    DAY,
    make_action,
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_user,
)
from tests.calendars import Part, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day_of_issue(settings: Any) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def researcher() -> User:
    return make_user("Researcher")


def calendar_of(user: User, whose: str = "mine") -> Part:
    secret = make_calendar_key(by=user, at=AT)
    response = Client().get(f"/staff-calendar/{secret}/{whose}.ics")
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return read(response.content)


def titles(user: User, whose: str = "mine") -> list[tuple[str, str]]:
    return [(event["DTSTART"], event["SUMMARY"]) for event in calendar_of(user, whose).events]


def test_own_calendar_holds_the_days_of_ones_cases_private_ones_too(researcher: User) -> None:
    case = make_case(owner=researcher)
    action = make_open_action(case)
    make_hearing(case, at=time(10), time_zone="Europe/Moscow")
    make_deadline(case, kind=Deadline.Kind.EXTRADITION, level=Level.NETWORK)
    draft = draft_sheet(action, by=researcher, at=AT)
    Sheet.objects.filter(pk=draft.pk).update(dated=date(2011, 7, 15))
    make_hearing(make_case(), on=date(2011, 7, 20))  # somebody else's

    name = f"{action.reference}, Iceland"
    assert titles(researcher) == [
        ("20110715", f"Sheet to issue (draft): {name}"),
        ("20110719", f"Hearing: {name}"),
        ("20110801", f"Extradition (not public): {name}"),
        ("20110822", f"Last day to write: {name}"),
    ]


def test_calendar_of_everybodys_holds_all_that_may_be_read(researcher: User) -> None:
    mine, anothers = make_case(owner=researcher), make_case(country="KE")
    make_hearing(mine)
    make_hearing(anothers, on=date(2011, 7, 20))

    assert titles(researcher) == [("20110719", f"Hearing: case {mine.pk}, Iceland")]
    assert titles(researcher, "everybody") == [
        ("20110719", f"Hearing: case {mine.pk}, Iceland"),
        ("20110720", f"Hearing: case {anothers.pk}, Kenya"),
    ]


def test_matter_that_was_given_to_somebody_stands_in_their_calendar_and_in_no_others(researcher: User) -> None:
    other = make_user("Researcher")
    hearing = make_hearing(make_case(owner=researcher))

    assign("hearing", hearing.pk, assignee=other, by=other, at=AT, not_before=None, note="", seen_at=None)

    assert (len(titles(researcher)), len(titles(other))) == (0, 1)


def test_what_somebody_may_not_read_is_not_in_their_calendar() -> None:
    nobody = make_user()
    case = make_case(owner=nobody)
    make_hearing(case)
    make_open_action(case)

    assert titles(nobody) == titles(nobody, "everybody") == []


def test_entry_tells_kind_reference_country_and_day_and_nothing_else(researcher: User) -> None:
    case = make_case(person="Anna Beispiel", title="Anna Beispiel, teacher", sources="Anna’s brother", owner=researcher)
    action = make_open_action(case, headline="ANNA BEISPIEL FACES TRIAL")
    make_hearing(case, matter="appeal of Anna Beispiel", at=time(10), time_zone="Europe/Moscow")
    make_deadline(case, what="Anna Beispiel leaves custody")
    make_draft(action, headline="ANNA BEISPIEL", dated=DAY)

    calendar = calendar_of(researcher)

    assert len(calendar.events) == 4
    text = str(calendar)
    assert not re.search("Beispiel|Anna|brother|teacher|Ministry", text, re.IGNORECASE)
    assert {event["CLASS"] for event in calendar.events} == {"PRIVATE"}
    hearing = next(event for event in calendar.events if event["SUMMARY"].startswith("Hearing"))
    assert hearing["DESCRIPTION"].startswith(
        "At 10:00, time of Europe/Moscow. Log in to see more: http://testserver/staff/"
    )
    assert hearing["URL"].startswith("http://testserver/staff/cases/hearing/")


def test_entries_are_not_those_of_the_public_calendar(client: Client, researcher: User) -> None:
    make_hearing(make_open_action(make_case(owner=researcher)).case)

    public = {event["UID"] for event in read(client.get("/calendar.ics").content).events}
    own = {event["UID"] for event in calendar_of(researcher).events}

    assert (len(public), len(own), public & own) == (2, 2, set())


def test_paused_action_says_so_and_a_stopped_one_is_gone(researcher: User) -> None:
    paused, stopped = (make_open_action(make_case(owner=researcher)) for _ in range(2))
    pause_action(paused, by=researcher, at=AT)
    stop_action(stopped, by=researcher, at=AT, reason="why")

    assert [title for _, title in titles(researcher)] == [f"PAUSED, do not write: {paused.reference}, Iceland"]


def test_change_of_the_reference_or_of_the_state_of_a_sheet_raises_its_number(researcher: User) -> None:
    sheet = make_draft(make_action(make_case(owner=researcher)))

    def look() -> tuple[str, int]:
        (event,) = calendar_of(researcher).events
        return event["SUMMARY"], int(event["SEQUENCE"])

    draft, first = look()
    submit_sheet(sheet, by=researcher, at=AT)
    in_review, second = look()

    assert ("(draft)" in draft, "(in review)" in in_review, second > first) == (True, True, True)


@pytest.mark.parametrize("cases", [1, 3])
def test_number_of_queries_does_not_grow(cases: int, researcher: User, django_assert_max_num_queries: Any) -> None:
    for _ in range(cases):
        case = make_case(owner=researcher)
        make_draft(make_open_action(case), dated=DAY)
        make_hearing(case)
        make_deadline(case)
    secret = make_calendar_key(by=researcher, at=AT)

    with django_assert_max_num_queries(14):
        response = Client().get(f"/staff-calendar/{secret}/mine.ics")

    assert len(read(response.content).events) == 4 * cases


def test_reader_that_has_the_newest_is_told_so(researcher: User) -> None:
    address = f"/staff-calendar/{make_calendar_key(by=researcher, at=AT)}/mine.ics"
    case = make_case(owner=researcher)
    first = Client().get(address)

    again = Client().get(address, headers={"if-none-match": first["ETag"]})
    make_hearing(case)
    changed = Client().get(address, headers={"if-none-match": first["ETag"]})

    assert [response.status_code for response in (first, again, changed)] == [200, 304, 200]
    assert (first["Cache-Control"], again["Cache-Control"]) == ("private, no-cache", "private, no-cache")
    assert (first["Referrer-Policy"], first["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert first.cookies == {}


def test_address_that_ended_and_one_that_never_was_get_the_same_answer(researcher: User) -> None:
    ended = make_calendar_key(by=researcher, at=AT)
    make_calendar_key(by=researcher, at=AT)

    answers = [Client().get(f"/staff-calendar/{secret}/mine.ics") for secret in (ended, "a" * 43, "short")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.content for answer in answers}) == 1
    assert "no-store" in answers[0]["Cache-Control"]


def test_half_of_the_address_leads_nowhere(researcher: User) -> None:
    secret = make_calendar_key(by=researcher, at=AT)

    assert Client().get(f"/staff-calendar/{secret}/nobody.ics").status_code == 404
    assert Client().post(f"/staff-calendar/{secret}/mine.ics").status_code == 405


PAGE = "/staff/calendar/"


def addresses_on(text: str) -> list[str]:
    return re.findall(r'value="(http://testserver/staff-calendar/[^"]+)"', text)


def test_address_is_made_on_a_page_and_seen_once(client: Client, researcher: User) -> None:
    client.force_login(researcher)
    assert "You have no address" in client.get(PAGE).content.decode()

    made = client.post(PAGE, {"act": "make"})

    mine, everybodys = addresses_on(made.content.decode())
    assert (mine.rsplit("/", 1)[1], everybodys.rsplit("/", 1)[1]) == ("mine.ics", "everybody.ics")
    assert Client().get(mine).status_code == Client().get(everybodys).status_code == 200
    assert "no-store" in made["Cache-Control"]
    again = client.get(PAGE).content.decode()
    assert (addresses_on(again), "Your address works since" in again) == ([], True)


def test_address_is_renewed_and_ended_on_its_page(client: Client, researcher: User) -> None:
    client.force_login(researcher)
    first = addresses_on(client.post(PAGE, {"act": "make"}).content.decode())[0]

    second = addresses_on(client.post(PAGE, {"act": "make"}).content.decode())[0]
    assert [Client().get(address).status_code for address in (first, second)] == [404, 200]

    ended = client.post(PAGE, {"act": "end"}, follow=True)
    assert "The address has ended." in ended.content.decode()
    assert Client().get(second).status_code == 404


def test_reading_the_page_or_posting_nonsense_makes_nothing(client: Client, researcher: User) -> None:
    client.force_login(researcher)

    client.get(PAGE)
    client.get(f"{PAGE}?act=make")
    client.post(PAGE, {"act": "steal"})

    assert CalendarKey.objects.count() == 0


def test_page_is_for_staff_who_are_logged_in(client: Client) -> None:
    response = client.post(PAGE, {"act": "make"})

    assert (response.status_code, response["Location"]) == (302, f"/staff/login/?next={PAGE}")
    assert CalendarKey.objects.count() == 0


def test_every_page_of_staff_leads_to_the_calendar(client: Client, researcher: User) -> None:
    client.force_login(researcher)

    assert f'href="{PAGE}"' in client.get("/staff/").content.decode()
