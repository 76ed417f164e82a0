"""The queryset words of actions: what is open, past, found."""

from datetime import date, timedelta

import pytest
from django.db import connection

from campaigns.country_lists import countries_open_on, countries_past_on
from campaigns.lifecycle import close_action, pause_action, stop_action
from campaigns.models import UrgentAction
from tests.builders import (
    AT,
    DAY,
    issue,
    make_action,
    make_authority,
    make_case,
    make_draft,
    make_open_action,
    make_user,
)

pytestmark = pytest.mark.django_db

LAST = date(2011, 8, 22)


@pytest.mark.parametrize("query", ["Чайка", "Chaika", "Chaĭka", "Tchaika", "chaika yurii", "Юрий Чайка", "CHAIK"])
def test_found_by_finds_a_recipient_in_any_spelling(query: str) -> None:
    action = make_open_action(recipients=[make_authority(holder="Yurii Ya. Chaika")])
    make_open_action(recipients=[make_authority(holder="Anna Muster")])

    assert list(UrgentAction.objects.found_by(query)) == [action]


@pytest.mark.parametrize("query", ["UA 214/11", "214/11", "ua214/11", "UA: 214/2011", "ua-214-11", "UA 214", "214"])
def test_found_by_finds_a_number_in_any_form(query: str) -> None:
    numbers = (214, 14, 2140, 211)
    actions = [make_draft(make_action(number=number, year=2011)).action for number in numbers]
    for action in actions:
        issue(action.sheets.get())

    assert list(UrgentAction.objects.found_by(query)) == [actions[0]]


def test_found_by_tells_a_number_from_its_mirror() -> None:
    for number, year in ((11, 2010), (10, 2011)):
        make_action(number=number, year=year)

    assert [str(action) for action in UrgentAction.objects.found_by("UA 10/11")] == ["UA 10/11"]


def test_found_by_wants_every_word() -> None:
    action = make_open_action(make_case(person="Anna Beispiel"))
    make_open_action(make_case(person="Anna Muster"))

    assert list(UrgentAction.objects.found_by("anna beispiel")) == [action]


@pytest.mark.parametrize("query", ["guatem", "GTM", "gt", "Гуатемала"])
def test_found_by_finds_a_country_by_name_and_code(query: str) -> None:
    action = make_open_action(make_case(country="GT"))
    make_open_action(make_case(country="IS"))

    assert list(UrgentAction.objects.found_by(query)) == [action]


def test_found_by_looks_for_short_words_at_the_beginning_of_words() -> None:
    make_open_action(make_case(country="GT", person="Joanna Beispiel"))

    assert list(UrgentAction.objects.found_by("ann")) == []


@pytest.mark.parametrize("query", ["\x00", "%", "_", "a%b", "\\", "'; DROP TABLE x; --", "\ud800", "x" * 100_000])
def test_found_by_survives_hostile_queries(query: str) -> None:
    make_open_action()

    assert list(UrgentAction.objects.found_by(query))[1:] == []


@pytest.mark.parametrize(("on", "is_open"), [(LAST - timedelta(1), True), (LAST, True), (LAST + timedelta(1), False)])
def test_open_on_around_the_last_good_day(on: date, is_open: bool) -> None:
    action = make_open_action()

    assert list(UrgentAction.objects.open_on(on)) == ([action] if is_open else [])
    assert list(UrgentAction.objects.past_on(on)) == ([] if is_open else [action])


def test_countries_open_on_are_those_with_an_open_action() -> None:
    for country in ("RU", "IS", "IS", "AF"):
        make_open_action(make_case(country=country))
    make_action(make_case(country="CH"))
    pause_action(make_open_action(make_case(country="GR")), by=make_user(), at=AT)
    stop_action(make_open_action(make_case(country="PE")), by=make_user(), at=AT, reason="over")

    assert countries_open_on(DAY, at=AT) == ["AF", "IS", "RU"]
    assert countries_open_on(LAST, at=AT) == ["AF", "IS", "RU"]
    assert countries_open_on(LAST + timedelta(1), at=AT) == []


def test_countries_past_on_are_those_with_an_action_that_is_over() -> None:
    make_open_action(make_case(country="RU"))
    make_action(make_case(country="CH"))
    pause_action(make_open_action(make_case(country="GR")), by=make_user(), at=AT)
    stop_action(make_open_action(make_case(country="PE")), by=make_user(), at=AT, reason="over")
    close_action(make_open_action(make_case(country="KE")), by=make_user(), at=AT, reason="over")

    assert countries_past_on(LAST, at=AT) == ["KE", "PE"]
    assert countries_past_on(LAST + timedelta(1), at=AT) == ["KE", "PE", "RU"]


def test_countries_open_on_without_any_action() -> None:
    assert countries_open_on(DAY, at=AT) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has an index of trigrams")
def test_search_is_served_by_the_index_of_trigrams() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM campaigns_urgentaction WHERE search_text LIKE '%%ceka%%'")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "action_search_by_trigram" in plan
