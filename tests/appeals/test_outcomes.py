"""The page of outcomes: what happened to whom, found and counted; the last word of each action, and nothing else."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from campaigns.lifecycle import close_action
from campaigns.models import CurrentOutcome, Outcome, UrgentAction
from cases.models import PersonAtRisk
from tests.builders import AT, DAY, issue, make_case, make_draft, make_open_action, make_outcome, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day_of_issue(settings: Any) -> None:
    settings.DEMO_TODAY = DAY


def ended(
    *words: str, people: tuple[str, ...] = ("Anna Beispiel",), country: str = "IS", **fields: Any
) -> UrgentAction:
    """An action that an outcome sheet ended, saying so of each person in turn."""
    case = make_case(person=people[0], country=country)
    for name in people[1:]:
        PersonAtRisk.objects.create(case=case, published_as=name)
    action = make_open_action(case, dated=min(DAY, fields.get("dated", DAY)))
    issue(make_outcome(action, *words, **fields))
    return action


def listed(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/outcomes/{query}")
    assert response.status_code == 200
    return [card.reference for card in response.context["cards"]]


def counts(client: Client, query: str = "") -> list[tuple[str, int]]:
    return [(words, count) for words, count, _ in client.get(f"/outcomes/{query}").context["counts"]]


def text_of(client: Client, address: str = "/outcomes/") -> str:
    page = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]).split())


def test_action_is_told_with_each_of_its_people(client: Client) -> None:
    action = ended("stayed", "executed", people=("Anna Beispiel", "Ben Beispiel"), headline="ONE DEAD, ONE SPARED")

    text = text_of(client)

    assert (
        f"{action} · Iceland ONE DEAD, ONE SPARED Anna Beispiel : execution stayed, 10 July 2011 "
        "Ben Beispiel : executed, 10 July 2011 Told on 13 Jul 2011 Closed" in text
    )
    assert f'href="/actions/{action.slug}/"' in client.get("/outcomes/").content.decode()


def test_page_claims_no_cause(client: Client) -> None:
    ended("released")

    assert "we do not claim that letters were the cause" in text_of(client)


def test_what_was_told_last_stands_on_top(client: Client) -> None:
    first = ended("released", dated=date(2011, 7, 2))
    last = ended("released", dated=date(2011, 7, 9))
    between = ended("released", dated=date(2011, 7, 5))

    assert listed(client) == [str(last), str(between), str(first)]


def test_nothing_is_told_of_drafts_and_of_ends_without_a_sheet(client: Client) -> None:
    make_outcome(make_open_action(make_case(person="A canary")), "released")
    close_action(make_open_action(), by=make_user(), at=AT, reason="a canary")

    assert (listed(client), counts(client)) == ([], [])
    assert "No sheet has told yet what became of anybody." in text_of(client)


def test_only_the_last_word_counts(client: Client) -> None:
    action = ended("executed", people=("Anna Beispiel",))

    issue(make_outcome(action, "stayed"))

    assert counts(client) == [("execution stayed", 1)]
    assert "executed" not in text_of(client).split("1 action")[1]


def test_somebody_released_while_others_wait_is_told_with_what_the_action_asks(client: Client) -> None:
    case = make_case()
    ben = PersonAtRisk.objects.create(case=case, published_as="Ben Beispiel")
    further = make_draft(make_open_action(case))
    Outcome.objects.create(sheet=further, person=ben, word="released", happened_on="2011-07-10")
    issue(further)

    text = text_of(client)
    assert "Ben Beispiel : released, 10 July 2011 Told on 13 Jul 2011 Open: letters are needed" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?outcome=released", ["UA 1/11"]),
        ("?outcome=executed", ["UA 2/11"]),
        ("?outcome=acquitted", []),
        ("?country=ru", ["UA 2/11"]),
        ("?year=2011", ["UA 2/11", "UA 1/11"]),
        ("?year=2009", ["UA 2/11"]),
        # Ben was released in 2009, but nobody was executed then.
        ("?outcome=executed&year=2009", []),
        ("?outcome=stayed&country=RU&year=2009", ["UA 2/11"]),
    ],
)
def test_outcomes_by_filter(client: Client, query: str, found: list[str]) -> None:
    ended("released")
    both = ended("executed", "unknown", people=("Ben Muster", "Cleo Muster"), country="RU")
    cleo = CurrentOutcome.objects.filter(action=both, word="unknown")
    cleo.update(word="stayed", happened_on="2009", year=2009)

    assert listed(client, query) == found


def test_counts_are_by_person_for_country_and_year_whatever_word_is_chosen(client: Client) -> None:
    ended("released", "at_risk", people=("Anna Beispiel", "Ben Beispiel"))
    ended("released", country="RU")

    assert counts(client) == [("released", 2), ("still at risk", 1)]
    assert counts(client, "?country=RU&outcome=at_risk") == [("released", 1)]
    assert listed(client, "?country=RU&outcome=at_risk") == []


def test_counts_lead_to_their_list_and_keep_the_other_filters(client: Client) -> None:
    ended("released", country="RU")

    page = client.get("/outcomes/?country=RU").content.decode()

    assert '<a href="?country=RU&amp;outcome=released">released</a>' in page
    assert '<desc id="bars-desc">released: 1.</desc>' in page


def test_page_offers_the_countries_and_years_that_have_some(client: Client) -> None:
    ended("released", country="RU")
    ended("unknown", country="PE", dated=date(2010, 12, 1))
    make_open_action(make_case(country="IS"))

    page = client.get("/outcomes/").content.decode()

    assert re.findall(r'<option value="([A-Z]{2}|\d{4})"', page) == ["PE", "RU", "2011", "2010"]


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("?outcome=saved", "“saved” is no outcome that we know, so this filter was left out."),
        ("?year=11", "“11” is no year with an outcome that we know, so this filter was left out."),
        ("?year=%00%E2%80%AE", "so this filter was left out."),
        ("?country=XX", "“XX” is no country that we know, so this filter was left out."),
        ("?page=0", "There is no page “0”, so this is the first one."),
        ("?outcome=released&outcome=dead", "What became of them was given 2 times; the last one counts."),
        ("?outcome=%27%3B+DROP+TABLE+cases_case%3B--", "so this filter was left out."),
    ],
)
def test_page_survives_what_no_form_sends(client: Client, query: str, notice: str) -> None:
    ended("released")

    response = client.get(f"/outcomes/{query}")

    assert response.status_code == 200
    assert notice in " ".join(response.context["notices"])
    assert b"\x00" not in response.content


def test_page_is_neither_kept_nor_written_to(client: Client) -> None:
    assert "no-store" in client.get("/outcomes/")["Cache-Control"]
    assert client.post("/outcomes/").status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_six_queries(client: Client, django_assert_num_queries: Any, rows: int) -> None:
    for place in range(rows):
        ended("released", "executed", people=(f"Anna {place}", f"Ben {place}"))

    with django_assert_num_queries(6):
        assert len(listed(client)) == rows


def test_list_of_past_actions_says_what_became_of_them_in_short(client: Client) -> None:
    ended("stayed", "executed", "stayed", people=("Anna Beispiel", "Ben Beispiel", "Cleo Beispiel"))

    assert "What became of them execution stayed (2), executed" in text_of(client, "/past/")
