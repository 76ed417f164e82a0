"""The lists of actions: what is offered, found, counted, and at what cost."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from appeals.views import actions as views
from campaigns.lifecycle import close_action, pause_action, stop_action
from campaigns.models import Campaign, UrgentAction
from cases.models import Concern
from tests.builders import (
    AT,
    DAY,
    make_action,
    make_authority,
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day_of_issue(settings: Any) -> None:
    settings.DEMO_TODAY = DAY


def listed(client: Client, address: str = "/") -> list[str]:
    """The references of the actions on a list page, in order."""
    response = client.get(address)
    assert response.status_code == 200
    return [card.reference for card in response.context["cards"]]


def text_of(client: Client, address: str = "/") -> str:
    """The words of a page, without marks."""
    page = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]).split())


def test_open_actions_stand_by_last_good_day_then_by_age(client: Client) -> None:
    later = make_open_action(appeals_limit=date(2011, 8, 30))
    sooner = make_open_action(appeals_limit=date(2011, 7, 20))
    same_day = make_open_action(appeals_limit=date(2011, 8, 30))

    assert listed(client) == [str(action) for action in (sooner, later, same_day)]


def test_open_actions_offer_only_what_asks_for_letters(client: Client, settings: Any) -> None:
    by = make_user()
    make_draft()
    lapsed = make_open_action(appeals_limit=date(2011, 7, 21))
    pause_action(make_open_action(), by=by, at=AT)
    stopped = stop_action(make_open_action(), by=by, at=AT, reason="over")
    closed = close_action(make_open_action(), by=by, at=AT, reason="over")
    last_day = make_open_action(appeals_limit=date(2011, 7, 22))

    settings.DEMO_TODAY = date(2011, 7, 21)

    assert listed(client) == [str(last_day)]
    assert sorted(listed(client, "/past/")) == sorted(map(str, (lapsed, stopped, closed)))


def test_open_actions_show_what_is_needed_to_choose(client: Client) -> None:
    case = make_case(country="GR")
    make_hearing(case, on=date(2011, 7, 19), court=make_authority(office="Court of Examples"))
    action = make_open_action(case, languages=["el", "en"], summary="She may be sent away. More is known.")

    text = text_of(client)

    for words in (
        f"{action} · Greece",
        "TEACHER FACES UNFAIR TRIAL She may be sent away. Next 19 July 2011",
        "hearing, Court of Examples Write in Greek, English or your own language",
        "Last good day 22 Aug 2011 40 days left",
        "1 open action",
    ):
        assert words in text
    assert "More is known" not in text


def test_open_actions_link_to_the_page_of_each(client: Client) -> None:
    action = make_open_action()

    assert f'<a href="/actions/{action.slug}/">' in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("country=RU", ["UA 2/11"]),
        ("country=ru&q=anna", []),
        ("concern=torture", ["UA 1/11"]),
        ("campaign=no-return", ["UA 2/11"]),
        ("closing=7", ["UA 1/11"]),
        ("q=Чайка", ["UA 2/11"]),
        ("q=Tchaika&campaign=no-return", ["UA 2/11"]),
        ("q=ua+2%2F2011", ["UA 2/11"]),
    ],
)
def test_open_actions_by_filter(client: Client, query: str, found: list[str]) -> None:
    one = make_case(person="Anna Muster", country="IS")
    one.concerns.add(Concern.objects.create(name="Torture", slug="torture"))
    make_open_action(one, appeals_limit=date(2011, 7, 20))
    two = make_open_action(
        make_case(person="Ben Muster", country="RU"), recipients=[make_authority(holder="Yurii Ya. Chaika")]
    )
    UrgentAction.objects.filter(pk=two.pk).update(
        campaign=Campaign.objects.create(title="No return to torture", slug="no-return")
    )

    assert listed(client, f"/?{query}") == found


def test_open_actions_offer_the_countries_that_have_some(client: Client) -> None:
    make_open_action(make_case(country="RU"))
    stop_action(make_open_action(make_case(country="PE")), by=make_user(), at=AT, reason="over")

    page = client.get("/").content.decode()

    assert re.findall(r'<option value="([A-Z]{2})"', page) == ["RU"]


def test_open_actions_keep_the_title_of_a_campaign_in_preparation(client: Client) -> None:
    make_action(campaign=Campaign.objects.create(title="Not yet public", slug="not-yet"))
    make_action(campaign=Campaign.objects.create(title="Public by now", slug="public"))
    action = make_open_action()
    UrgentAction.objects.filter(pk=action.pk).update(campaign=Campaign.objects.get(slug="public"))

    page = client.get("/").content.decode()

    assert "Public by now" in page
    assert "Not yet public" not in page


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "No action is open today, so there is nobody to write to."),
        ("/?country=IS", "No open action fits all of these filters together."),
        ("/?page=2", "The list ends before page 2"),
        ("/past/", "No action is over yet."),
        ("/past/?q=anna", "No past action fits all of these filters together."),
        ("/past/?page=2", "The list ends before page 2"),
    ],
)
def test_empty_list_says_why(client: Client, address: str, words: str) -> None:
    assert words in text_of(client, address)


def test_empty_list_of_open_actions_leads_to_the_past_ones_with_the_same_filters(client: Client) -> None:
    assert 'href="/past/?q=anna&amp;country=IS"' in client.get("/?q=anna&country=IS").content.decode()


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("country=XX", "“XX” is no country that we know, so this filter was left out."),
        ("page=-1", "There is no page “-1”, so this is the first one."),
        ("page=" + "1" + "0" * 30, "so this is the first one."),
        ("q=%00", ""),
        ("q=%E2%80%AE%00anna", ""),
        ("country=%00&concern=%00&campaign=%00&closing=%00&page=%00", "There is no page “”"),
        ("q=" + "a" * 10_000, "Only the first 200 letters of the search were looked for."),
        ("country[]=RU&country[0]=IS&q[a][b]=c&=&&;&%", ""),
        ("q=%ED%A0%80%FF", "holds no letter and no figure to look for"),
        ("q=%27%3B+DROP+TABLE+cases_case%3B--", ""),
        ("q=%3Cscript%3Ealert(1)%3C/script%3E", ""),
        ("q=" + "%25_" * 60, "holds no letter and no figure to look for"),
    ],
)
@pytest.mark.parametrize("address", ["/", "/past/"])
def test_list_survives_a_query_from_hell(client: Client, address: str, query: str, notice: str) -> None:
    make_open_action()

    response = client.get(f"{address}?{query}")

    assert response.status_code == 200
    assert notice in " ".join(response.context["notices"])
    assert b"<script" not in response.content
    assert b"\x00" not in response.content


def test_list_with_thousands_of_parameters_is_refused_with_a_page(client: Client) -> None:
    response = client.get("/?" + "&".join(f"a{number}=1" for number in range(3_000)))

    assert response.status_code == 400
    assert "This request cannot be read" in response.content.decode()


def test_list_is_paged(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 2)
    actions = [str(make_open_action(make_case(country="IS"))) for _ in range(5)]

    pages = [client.get(f"/?country=IS&page={number}") for number in (1, 2, 3)]

    assert [[card.reference for card in page.context["cards"]] for page in pages] == [
        actions[:2],
        actions[2:4],
        actions[4:],
    ]
    assert [(page.context["previous_query"], page.context["next_query"]) for page in pages] == [
        ("", "?country=IS&page=2"),
        ("?country=IS&page=1", "?country=IS&page=3"),
        ("?country=IS&page=2", ""),
    ]
    assert "5 open actions for these filters" in " ".join(pages[0].content.decode().split())


def test_list_is_counted_up_to_a_limit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_COUNTED", 2)
    for _ in range(2):
        make_open_action()
    exact = text_of(client)
    make_open_action()

    assert "2 open actions" in exact
    assert "More than 2 open actions" in text_of(client)


def test_past_actions_say_what_became_of_each(client: Client, settings: Any) -> None:
    by = make_user()
    lapsed = make_open_action(appeals_limit=date(2011, 7, 21))
    stopped = stop_action(make_open_action(appeals_limit=date(2011, 9, 1)), by=by, at=AT, reason="a canary")
    closed = close_action(make_open_action(appeals_limit=date(2011, 8, 1)), by=by, at=AT, reason="a canary")
    settings.DEMO_TODAY = date(2011, 7, 30)

    response = client.get("/past/")

    assert [(card.reference, card.standing.label) for card in response.context["cards"]] == [
        (str(stopped), "Stopped"),
        (str(closed), "Closed"),
        (str(lapsed), "Over"),
    ]
    assert b"canary" not in response.content


@pytest.mark.parametrize("rows", [1, 3])
def test_open_actions_take_seven_queries(client: Client, django_assert_num_queries: Any, rows: int) -> None:
    for _ in range(rows):
        case = make_case()
        make_hearing(case)
        make_deadline(case)
        make_open_action(case)

    with django_assert_num_queries(7):
        assert len(listed(client)) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_past_actions_take_eight_queries(client: Client, django_assert_num_queries: Any, rows: int) -> None:
    for _ in range(rows):
        stop_action(make_open_action(), by=make_user(), at=AT, reason="over")

    with django_assert_num_queries(8):
        assert len(listed(client, "/past/")) == rows


@pytest.mark.parametrize("address", ["/", "/past/", "/actions/none/"])
def test_public_page_stays_within_the_site(client: Client, address: str) -> None:
    make_open_action()

    response = client.get(address)
    page = response.content.decode()

    assert re.findall(r'(?:src|href|action)="(?:https?:)?//', page) == []
    assert re.findall(r"<script|<style|\sstyle=|\son[a-z]+=", page) == []
    assert response.cookies == {}
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/past/"])
def test_list_is_never_kept_by_a_browser(client: Client, address: str) -> None:
    assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.parametrize("address", ["/", "/past/"])
def test_list_is_only_read(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_every_page_of_a_demonstration_says_so(client: Client, settings: Any) -> None:
    assert "The clock of this demonstration stands at" in client.get("/").content.decode()

    settings.DEMO_TODAY = None

    assert "demonstration" not in client.get("/").content.decode()
