"""An evening of letters: which actions it still reaches, and why others are left out."""

import re
from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from appeals import evening
from appeals.evening import Evening, Reach
from appeals.evening_form import OpenActionFilterForm
from campaigns.models import UrgentAction
from cases.models import PostalRoute
from tests.builders import DAY, make_authority, make_draft, make_open_action

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day_of_issue(settings: Any) -> None:
    settings.DEMO_TODAY = DAY


def reached(posted_on: date, from_country: str = "CH") -> list[str]:
    reach = Reach.of(Evening(posted_on, from_country))
    return [str(action) for action in reach.reached(UrgentAction.objects.open_on(DAY)).order_by("pk")]


def left_out(posted_on: date, from_country: str = "CH") -> list[tuple[str, tuple[str, ...]]]:
    reach = Reach.of(Evening(posted_on, from_country))
    return [(row.reference, row.reasons) for row in reach.left_out(UrgentAction.objects.open_on(DAY)).actions]


def make_form(query: str) -> OpenActionFilterForm:
    return OpenActionFilterForm(QueryDict(query), on=DAY, countries=["RU"], concerns=[], campaigns=[])


# Which are reached.


@pytest.mark.parametrize(("posted_on", "is_there"), [(date(2011, 8, 8), True), (date(2011, 8, 9), False)])
def test_action_by_post_alone_is_reached_as_long_as_a_letter_arrives(posted_on: date, is_there: bool) -> None:
    action = make_open_action()

    assert reached(posted_on) == [str(action)][: int(is_there)]
    assert len(left_out(posted_on)) == 1 - int(is_there)


@pytest.mark.parametrize("way", [{"fax": "+354 1"}, {"emails": "a@example.org"}, {"web_form": "https://example.org/"}])
def test_faster_way_reaches_it_up_to_the_last_good_day(way: dict[str, str]) -> None:
    action = make_open_action(recipients=[make_authority(**way)])

    assert reached(date(2011, 8, 22)) == [str(action)]
    assert reached(date(2011, 8, 23)) == []
    assert left_out(date(2011, 8, 23)) == [
        (str(action), ("Its last good day is 22 August 2011, before you post.",)),
    ]


def test_one_recipient_within_reach_is_enough() -> None:
    action = make_open_action(recipients=[make_authority(), make_authority(fax="+354 1")])

    assert reached(date(2011, 8, 15)) == [str(action)]


def test_telephone_alone_reaches_nobody() -> None:
    make_open_action(recipients=[make_authority(phone="+354 1")])

    assert reached(date(2011, 8, 15)) == []


def test_each_country_has_its_own_days() -> None:
    PostalRoute.objects.create(country="NP", working_days=25)
    iceland, nepal, home = (make_open_action(recipients=[make_authority(country=code)]) for code in ("IS", "NP", "CH"))

    assert reached(date(2011, 7, 14)) == [str(iceland), str(nepal), str(home)]
    assert reached(date(2011, 7, 20)) == [str(iceland), str(home)]
    assert reached(date(2011, 8, 10)) == [str(home)]
    assert left_out(date(2011, 7, 20)) == [
        (
            str(nepal),
            (
                "A letter is in Nepal on about 25 August 2011, after the last good day, 22 August 2011, and there is "
                "no fax, e-mail address or web form.",
            ),
        )
    ]


def test_letters_are_counted_from_the_country_in_which_they_are_posted() -> None:
    action = make_open_action()

    assert reached(date(2011, 8, 15), from_country="CH") == []
    assert reached(date(2011, 8, 15), from_country="IS") == [str(action)]


def test_where_no_post_goes_a_letter_reaches_nobody() -> None:
    action = make_open_action()
    PostalRoute.objects.create(
        country="IS", working_days=5, is_suspended=True, suspended_since=DAY, suspension_reason="no flights"
    )

    assert reached(DAY) == []
    assert left_out(DAY) == [
        (
            str(action),
            ("No post goes to Iceland at present (no flights), and there is no fax, e-mail address or web form.",),
        )
    ]


def test_recipients_of_the_sheet_that_holds_count() -> None:
    """Not those of a draft."""
    action = make_open_action()
    make_draft(action, recipients=[make_authority(fax="+354 1")])

    assert reached(date(2011, 8, 15)) == []


def test_those_left_out_are_counted_up_to_a_limit_and_the_first_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evening, "MOST_COUNTED", 2)
    monkeypatch.setattr(evening, "MOST_TOLD", 1)
    later = make_open_action(appeals_limit=date(2011, 8, 30))
    sooner = make_open_action(appeals_limit=date(2011, 8, 29))
    reach = Reach.of(Evening(date(2011, 8, 28), "CH"))

    found = reach.left_out(UrgentAction.objects.open_on(DAY))
    assert ([row.reference for row in found.actions], found.count, found.is_more) == ([str(sooner)], 2, False)
    assert found.untold == 1

    make_open_action(appeals_limit=date(2011, 9, 1))
    assert reach.left_out(UrgentAction.objects.open_on(DAY)).is_more
    assert later.last_good_day == date(2011, 8, 29)


# What an address may say.


def test_evening_needs_a_day_and_takes_the_usual_country(settings: Any) -> None:
    settings.POST_FROM = "AT"

    assert make_form("posted=2011-07-16").evening == Evening(date(2011, 7, 16), "AT")
    assert make_form("posted=2011-07-16&from=ch").evening == Evening(date(2011, 7, 16), "CH")
    assert make_form("from=CH").evening is None
    assert make_form("from=CH").used == {}


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("posted=tomorrow", "“tomorrow” is no day of the form 2011-07-13, so no evening was looked at."),
        ("posted=2011-07-32", "“2011-07-32” is no day of the form 2011-07-13, so no evening was looked at."),
        ("posted=2011-W28-3", "“2011-W28-3” is no day of the form 2011-07-13, so no evening was looked at."),
        ("posted=2011-07-12", "12 July 2011 is not between today and 13 July 2012, so no evening was looked at."),
        ("posted=9999-12-31", "31 December 9999 is not between today and 13 July 2012, so no evening was looked at."),
        ("posted=0001-01-01", "1 January 1 is not between today and 13 July 2012, so no evening was looked at."),
        ("posted=" + "9" * 10_000, f"“{'9' * 40}…” is no day of the form 2011-07-13, so no evening was looked at."),
    ],
)
def test_evening_that_cannot_be_is_left_out_with_a_sentence(query: str, notice: str) -> None:
    form = make_form(f"{query}&country=RU")

    assert form.evening is None
    assert form.notices == [notice]
    assert form.used == {"country": "RU"}
    assert form.asks_for_evening


@pytest.mark.parametrize("country", ["XX", "CHE", "c", "²²", "%00%00", "R%E2%80%AEU", "<b>"])
def test_country_that_nobody_knows_is_named_and_the_usual_one_taken(country: str) -> None:
    form = make_form(f"posted=2011-07-16&from={country}")

    assert form.evening == Evening(date(2011, 7, 16), "CH")
    assert len(form.notices) == 1
    assert form.notices[0].endswith("is no country that we know, so this is counted for Switzerland: choose yours.")


def test_evening_is_one_filter_that_goes_as_one() -> None:
    form = make_form("posted=2011-07-16&from=CH&country=RU")

    assert [(chip.label, chip.value, chip.query_without) for chip in form.chips] == [
        ("Country", "Russia", "?posted=2011-07-16&from=CH"),
        ("Posted on", "16 July 2011, from Switzerland", "?country=RU"),
    ]
    assert form.query_string(page=2) == "?country=RU&posted=2011-07-16&from=CH&page=2"


# The page.


def text_of(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]).split())


def test_page_says_how_many_are_left_out_and_why(client: Client) -> None:
    kept = make_open_action(recipients=[make_authority(fax="+354 1")])
    gone = make_open_action(headline="ONLY BY POST")

    response = client.get("/?posted=2011-08-15&from=CH")
    text = text_of(client, "/?posted=2011-08-15&from=CH")

    assert [card.reference for card in response.context["cards"]] == [str(kept)]
    assert "1 open action for these filters" in text
    assert "1 open action is left out: nothing that is sent on 15 August 2011 arrives in time" in text
    assert f"{gone} , Iceland: ONLY BY POST A letter is in Iceland on about 29 August 2011" in text
    assert "no-store" in response["Cache-Control"]
    assert response.cookies == {}


def test_page_says_that_nothing_is_left_out(client: Client) -> None:
    make_open_action()

    assert "Something reaches every one of these in time" in text_of(client, "/?posted=2011-07-14")


def test_page_without_an_evening_leads_to_one_with_the_filters_in_use(client: Client) -> None:
    make_open_action()

    page = client.get("/?country=IS").content.decode()

    assert 'href="?country=IS&amp;posted=2011-07-13&amp;from=CH"' in page
    assert 'name="posted"' not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_evening_takes_three_more_queries_whatever_is_left_out(
    client: Client, django_assert_num_queries: Any, rows: int
) -> None:
    for number in range(rows):
        PostalRoute.objects.create(country=("IS", "NP", "KE")[number], working_days=10 + number)
        make_open_action()
        make_open_action(recipients=[make_authority(fax="+354 1")])

    with django_assert_num_queries(10):
        response = client.get("/?posted=2011-08-15&from=CH")

    assert len(response.context["cards"]) == response.context["left_out"].count == rows
