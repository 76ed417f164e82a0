"""The numbers: what groups and single writers reported, by office, way and ISO week."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from appeals.channels import Channel, week_of
from appeals.models import WeekCount
from appeals.numbers import least_written_first, numbers_of, numbers_since, week_in_words
from appeals.tallies import Box, judge, report
from appeals.week_bars import draw
from campaigns.models import UrgentAction
from tests.builders import AT, DAY, make_authority, make_open_action, make_tally, make_tally_line, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2011, 7, 11)


@pytest.fixture(autouse=True)
def on_the_day(settings: Any) -> None:
    settings.DEMO_TODAY = DAY


def press(action: UrgentAction, number: int, *, week: date = MONDAY, channel: str = "post") -> None:
    office = action.current_sheet.recipients.order_by("pk")[0].authority
    WeekCount.objects.create(action=action, authority=office, channel=channel, week=week, number=number)


@pytest.mark.parametrize(
    ("day", "monday", "words"),
    [
        (date(2011, 7, 17), date(2011, 7, 11), "Week 28, from 11 July 2011"),
        (date(2011, 7, 18), date(2011, 7, 18), "Week 29, from 18 July 2011"),
        (date(2011, 1, 2), date(2010, 12, 27), "Week 52, from 27 December 2010"),
        (date(2016, 1, 3), date(2015, 12, 28), "Week 53, from 28 December 2015"),
    ],
)
def test_week_is_that_of_iso_8601(day: date, monday: date, words: str) -> None:
    assert (week_of(day), week_in_words(week_of(day))) == (monday, words)


def test_nothing_reported_is_nothing_to_show(client: Client) -> None:
    action = make_open_action()

    assert numbers_of(action) is None
    assert "Letters reported" not in client.get(f"/actions/{action.slug}/").content.decode()


def test_groups_and_single_writers_are_summed_by_week_and_way() -> None:
    action = make_open_action()
    make_tally_line(23, action=action)
    make_tally_line(4, action=action, on=DAY + timedelta(days=7))
    press(action, 2)
    press(action, 3, channel="fax")

    numbers = numbers_of(action)

    assert numbers is not None
    assert numbers.channels == (Channel.POST, Channel.FAX)
    assert [(row.monday, row.counts) for row in numbers.rows] == [
        (MONDAY + timedelta(days=7), (4, 0)),
        (MONDAY, (25, 3)),
    ]
    assert (numbers.totals, numbers.total) == ((29, 3), 32)


def test_each_office_has_its_row() -> None:
    offices = [make_authority(verified_on=DAY), make_authority(verified_on=DAY)]
    action = make_open_action(recipients=offices)
    numbers = {Box(action.pk, office.pk, Channel.POST): 3 + place for place, office in enumerate(offices)}
    report(make_tally(action), numbers, posted_on=DAY, seen=0, on=DAY, at=AT)

    shown = numbers_of(action)

    assert shown is not None
    assert [(row.office, row.counts) for row in shown.rows] == [(offices[0].office, (3,)), (offices[1].office, (4,))]


def test_odd_number_counts_once_staff_let_it() -> None:
    action = make_open_action()
    line = make_tally_line(500, action=action)
    assert numbers_of(action) is None

    judge(line, is_counted=True, reason="", by=make_user("Editor"), at=AT)

    assert numbers_of(action).total == 500  # type: ignore[union-attr]


def test_page_shows_drawing_and_table_and_says_reported(client: Client) -> None:
    action = make_open_action()
    make_tally_line(23, action=action)

    page = client.get(f"/actions/{action.slug}/").content.decode()

    assert "23 reported as sent" in page
    assert "Week 28, from 11 July 2011: 23." in page
    assert "delivered" not in page
    assert "style=" not in page


@pytest.mark.parametrize("weeks", [1, 3])
def test_numbers_take_two_queries(django_assert_num_queries: Any, weeks: int) -> None:
    action = make_open_action()
    for week in range(weeks):
        press(action, 1, week=MONDAY + timedelta(weeks=week))
        make_tally_line(1, action=action, on=DAY + timedelta(weeks=week))

    with django_assert_num_queries(2):
        numbers_of(action)


def test_home_of_staff_sums_all_actions_of_four_weeks(client: Client) -> None:
    for number in (3, 4):
        make_tally_line(number)
    press(make_open_action(), 5)
    press(make_open_action(), 100, week=MONDAY - timedelta(weeks=4))
    client.force_login(make_user("Viewer"))

    assert numbers_since(DAY).total == 12  # type: ignore[union-attr]
    assert "Letters reported in the last 4 weeks: 12" in client.get("/staff/").content.decode()


def test_least_written_stand_first_then_those_that_end_first() -> None:
    much, some, none_late, none_soon = (make_open_action(appeals_limit=date(2011, 8, day)) for day in (20, 21, 23, 22))
    make_tally_line(9, action=much)
    press(some, 3)
    make_tally_line(900, action=none_late)  # waits for staff

    rows = list(least_written_first(UrgentAction.objects.open_on(DAY)))

    assert [(row, row.letters) for row in rows] == [(none_soon, 0), (none_late, 0), (some, 3), (much, 9)]


def test_list_is_sorted_on_demand_and_keeps_it_with_a_filter(client: Client) -> None:
    written, unwritten = make_open_action(appeals_limit=date(2011, 8, 20)), make_open_action()
    make_tally_line(9, action=written)

    usual, least = client.get("/"), client.get("/", {"sort": "least", "country": "IS"})

    assert [card.slug for card in usual.context["cards"]] == [written.slug, unwritten.slug]
    assert [card.slug for card in least.context["cards"]] == [unwritten.slug, written.slug]
    assert '<input type="hidden" name="sort" value="least">' in least.content.decode()
    assert [sort.query for sort in least.context["form"].sorts] == ["?country=IS", "?country=IS&sort=least"]


@pytest.mark.parametrize("sort", ["", "most", "\x00", "x" * 5_000])
def test_sort_that_is_not_known_is_the_usual_one(client: Client, sort: str) -> None:
    answer = client.get("/", {"sort": sort})

    assert (answer.status_code, answer.context["form"].sort) == (200, "")


@pytest.mark.parametrize("rows", [1, 3])
def test_sorted_list_takes_seven_queries(client: Client, django_assert_num_queries: Any, rows: int) -> None:
    for _ in range(rows):
        make_tally_line(2)

    with django_assert_num_queries(7):
        client.get("/?sort=least")


def test_drawing_is_as_long_as_its_numbers() -> None:
    drawing = draw([("Week 28", (30, 10)), ("Week 27", (0, 20))], ["Post", "Fax"])

    assert [[(part.tone, part.x, part.length) for part in bar.parts] for bar in drawing.bars] == [
        [(0, 0, 177), (1, 177, 59)],
        [(1, 0, 118)],
    ]
    assert drawing.description == "Week 28: 40; Week 27: 20."


def test_page_of_staff_of_an_action_tells_what_was_reported_for_it(client: Client) -> None:
    line = make_tally_line(20)
    press(line.action, 3)
    client.force_login(make_user("Viewer"))

    pages = [
        client.get(f"/staff/campaigns/urgentaction/{action.pk}/change/").content.decode()
        for action in (line.action, make_open_action())
    ]

    assert '<h2 id="reported">Letters reported: 23</h2>' in pages[0]
    assert f"<td>{line.authority.office}</td><td>23</td><td>23</td>" in pages[0]
    assert '<h2 id="reported">Letters reported: 0</h2>' in pages[1]
    assert "Nobody has reported any yet." in pages[1]
