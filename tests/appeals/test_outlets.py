"""The addresses of calendars and feeds: what each answers, when nothing has changed, and after a stop."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from campaigns.lifecycle import close_action, pause_action, stop_action
from campaigns.models import Campaign, UrgentAction
from cases.levels import Level
from tests.builders import AT, DAY, make_action, make_case, make_hearing, make_open_action, make_user
from tests.calendars import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day_of_issue(settings: Any) -> None:
    settings.DEMO_TODAY = DAY


def titles(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return [event["SUMMARY"] for event in read(response.content).events]


def make_campaign(action: UrgentAction) -> Campaign:
    campaign = Campaign.objects.create(title="No return, ever", slug="no-return")
    UrgentAction.objects.filter(pk=action.pk).update(campaign=campaign)
    return campaign


def test_calendars_of_everything_of_an_action_of_a_country_and_of_a_campaign(client: Client) -> None:
    here, there = make_open_action(make_case()), make_open_action(make_case(country="KE"))
    make_campaign(there)
    in_iceland = f"Last day to write: {here.reference}, Iceland"
    in_kenya = f"Last day to write: {there.reference}, Kenya"

    assert titles(client, "/calendar.ics") == [in_iceland, in_kenya]
    assert titles(client, f"/actions/{here.slug}/calendar.ics") == [in_iceland]
    assert titles(client, "/countries/ke/calendar.ics") == titles(client, "/countries/KE/calendar.ics") == [in_kenya]
    assert titles(client, "/campaigns/no-return/calendar.ics") == [in_kenya]


def test_calendar_is_named_after_what_it_holds(client: Client) -> None:
    action = make_open_action(make_case(country="KE"))
    make_campaign(action)

    def name(address: str) -> tuple[str, str, str]:
        response = client.get(address)
        calendar = read(response.content)
        return calendar["NAME"], calendar["URL"], response["Content-Disposition"]

    assert name("/calendar.ics") == ("Urgent actions", "http://testserver/", 'inline; filename="urgent-actions.ics"')
    assert name("/countries/ke/calendar.ics") == (
        "Urgent actions: Kenya", "http://testserver/?country=KE", 'inline; filename="urgent-actions-ke.ics"'
    )  # fmt: skip
    assert name("/campaigns/no-return/calendar.ics") == (
        "Urgent actions: No return, ever",
        "http://testserver/?campaign=no-return",
        'inline; filename="urgent-actions-no-return.ics"',
    )
    assert name(f"/actions/{action.slug}/calendar.ics") == (
        f"{action.reference}, Kenya",
        f"http://testserver/actions/{action.slug}/",
        f'inline; filename="{action.slug.upper()}.ics"',
    )


def test_country_without_an_action_has_an_empty_calendar_and_feed(client: Client) -> None:
    assert titles(client, "/countries/jp/calendar.ics") == []
    assert client.get("/countries/jp/feed.atom").status_code == 200


@pytest.mark.parametrize("file", ["calendar.ics", "feed.atom"])
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/countries/xx/", "No country has this code."),
        ("/countries/k%00/", "No country has this code."),
        ("/campaigns/prepared/", "There is no campaign at this address, or it has no action yet."),
        ("/campaigns/unknown/", "There is no campaign at this address, or it has no action yet."),
    ],
)
def test_unknown_country_or_campaign_is_told_so(client: Client, address: str, sentence: str, file: str) -> None:
    campaign = Campaign.objects.create(title="In preparation", slug="prepared")
    make_action(campaign=campaign)

    response = client.get(f"{address}{file}")

    assert response.status_code == 404
    assert sentence in response.content.decode()
    assert "In preparation" not in response.content.decode()


def test_action_in_preparation_has_no_calendar(client: Client) -> None:
    action = make_action()

    assert client.get(f"/actions/{action.slug}/calendar.ics").status_code == 404


def test_download_rings_and_is_a_file_to_keep(client: Client) -> None:
    make_open_action()

    response = client.get("/calendar.ics?alarm=7")

    (event,) = read(response.content).events
    assert [part["TRIGGER"] for part in event.parts] == ["-P6DT15H"]
    assert response["Content-Disposition"] == 'attachment; filename="urgent-actions.ics"'


@pytest.mark.parametrize("days", ["", "0", "2", "-1", "seven", "7\x00", "9" * 5_000])
def test_alarm_that_cannot_be_is_refused_with_the_choices(client: Client, days: str) -> None:
    response = client.get("/calendar.ics", {"alarm": days})

    assert response.status_code == 400
    assert "so many days before each day: 1, 3, 7, 14." in response.content.decode()


OUTLETS = [
    "/calendar.ics",
    "/actions/{slug}/calendar.ics",
    "/countries/is/calendar.ics",
    "/feed.atom",
    "/countries/is/feed.atom",
]


@pytest.mark.parametrize("address", OUTLETS)
def test_reader_that_has_the_newest_is_told_so_in_one_query_or_two(
    client: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    address = address.format(slug=make_open_action().slug)
    first = client.get(address)

    with django_assert_max_num_queries(2):
        again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert (first.status_code, first["Cache-Control"]) == (200, "no-cache")
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", OUTLETS)
@pytest.mark.parametrize("verb", [pause_action, stop_action, close_action])
def test_after_a_pause_a_stop_or_an_end_every_reader_gets_the_news_and_nothing_asks(
    client: Client, address: str, verb: Any
) -> None:
    action = make_open_action(summary="Please write.")
    address = address.format(slug=action.slug)
    before = client.get(address)
    assert ("Last day to write" in before.content.decode()) or ("Last good day to write" in before.content.decode())

    verb(action, by=make_user(), at=AT, reason="She is free.")

    after = client.get(address, headers={"if-none-match": before["ETag"]})
    assert (after.status_code, after["ETag"] != before["ETag"]) == (200, True)
    text = after.content.decode()
    assert re.search("PAUSED|STOP|ENDED", text)
    assert not re.search("Last day to write|Last good day|What to ask|Please write[.]", text)
    assert "She is free" not in text  # the reason is for staff


def test_date_that_is_moved_or_hidden_is_news(client: Client) -> None:
    case = make_case()
    make_open_action(case)
    hearing = make_hearing(case)
    tags = [client.get("/calendar.ics")["ETag"]]

    hearing.on = date(2011, 7, 25)
    hearing.save()
    tags.append(client.get("/calendar.ics")["ETag"])
    hearing.level = Level.NETWORK
    hearing.save()
    tags.append(client.get("/calendar.ics")["ETag"])

    assert len(set(tags)) == 3


def test_next_day_is_asked_for_anew(client: Client, settings: Any) -> None:
    """What stands in a calendar follows from the day."""
    make_open_action()
    first = client.get("/calendar.ics")

    settings.DEMO_TODAY = DAY + timedelta(days=1)

    assert client.get("/calendar.ics", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_alarms_and_addresses_have_marks_of_their_own(client: Client) -> None:
    addresses = [
        "/calendar.ics",
        "/calendar.ics?alarm=7",
        "/calendar.ics?alarm=1",
        "/countries/is/calendar.ics",
        "/feed.atom",
    ]

    assert len({client.get(address)["ETag"] for address in addresses}) == len(addresses)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_outlets_can_only_be_read(client: Client, method: str) -> None:
    for address in ("/calendar.ics", "/feed.atom", "/countries/is/calendar.ics"):
        assert getattr(client, method)(address).status_code == 405


def test_pages_lead_to_the_calendar_of_what_they_show(client: Client) -> None:
    action = make_open_action(make_case(country="KE"))
    make_campaign(action)

    def links(address: str) -> set[str]:
        text = client.get(address).content.decode()
        return set(re.findall(r'href="([^"]+(?:\.ics|\.atom)[^"]*)"', text))

    def outlet(path: str, *, feed: bool = True) -> set[str]:
        calendar = f"{path}calendar.ics"
        found = {calendar, f"webcal://testserver{calendar}", f"{calendar}?alarm=7"}
        return found | ({f"{path}feed.atom"} if feed else set())

    assert links("/") == outlet("/")
    assert links("/?q=teacher&country=KE") == outlet("/countries/ke/")
    assert links("/?campaign=no-return") == outlet("/campaigns/no-return/")
    assert links("/?campaign=no-return&country=KE") == outlet("/campaigns/no-return/") | outlet("/countries/ke/")
    assert links("/past/?country=KE") == {"/countries/ke/calendar.ics", "/countries/ke/feed.atom"}
    assert links(f"/actions/{action.slug}/") == outlet(f"/actions/{action.slug}/", feed=False)


def test_page_of_a_stopped_action_offers_no_calendar_to_follow(client: Client) -> None:
    action = make_open_action()
    assert "Follow in my calendar" in client.get(f"/actions/{action.slug}/").content.decode()

    stop_action(action, by=make_user(), at=AT, reason="She is free.")

    assert "Follow in my calendar" not in client.get(f"/actions/{action.slug}/").content.decode()
