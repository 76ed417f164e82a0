from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from appeals.filters import Chip
from appeals.forms import LAST_PAGE, ActionFilterForm, PastActionFilterForm, read_page
from campaigns.models import Campaign, UrgentAction
from cases.models import Concern
from tests.builders import DAY, issue, make_action, make_case, make_draft, make_open_action

TORTURE = Concern(pk=1, name="Torture", slug="torture")
RETURN = Campaign(pk=1, title="No return", slug="no-return")


def make_form(query: str) -> ActionFilterForm:
    return ActionFilterForm(QueryDict(query), countries=["RU", "IS"], concerns=[TORTURE], campaigns=[RETURN])


def test_filters_without_a_query_are_none() -> None:
    form = make_form("")

    assert (form.used, form.chips, form.notices) == ({}, [], [])


def test_filters_that_are_known_are_used() -> None:
    form = make_form("q=Anna&country=ru&concern=torture&campaign=no-return&closing=14")

    assert form.used == {
        "q": "Anna",
        "country": "RU",
        "concern": "torture",
        "campaign": "no-return",
        "closing": "14",
    }
    assert form.notices == []


def test_chips_take_away_one_filter_each() -> None:
    assert make_form("q=Anna&country=RU&closing=7&page=3").chips == [
        Chip("Name, country or number", "Anna", "?country=RU&closing=7"),
        Chip("Country", "Russia", "?q=Anna&closing=7"),
        Chip("Closing", "Within 7 days", "?q=Anna&country=RU"),
    ]


def test_country_choices_stand_by_name() -> None:
    assert list(make_form("").fields["country"].choices) == [  # type: ignore[attr-defined]
        ("", "All"),
        ("IS", "Iceland"),
        ("RU", "Russia"),
    ]


def test_country_without_an_action_stays_chosen() -> None:
    form = make_form("country=KE")

    assert (form.used, form.notices) == ({"country": "KE"}, [])
    assert list(form.fields["country"].choices)[-1] == ("KE", "Kenya")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("country=Atlantis", "“ATLANTIS” is no country that we know, so this filter was left out."),
        ("country=AN%00", "“AN” is no country that we know, so this filter was left out."),
        ("concern=x", "“x” is no concern that we know, so this filter was left out."),
        ("campaign=x", "“x” is no campaign that we know, so this filter was left out."),
        ("closing=15", "“15” is no number of days to choose from that we know, so this filter was left out."),
        ("concern=" + "y" * 10_000, f"“{'y' * 40}…” is no concern that we know, so this filter was left out."),
        ("q=%21%21", "“!!” holds no letter and no figure to look for, so it was left out."),
        ("country=IS&country=RU", "Country was given 2 times; the last one counts."),
        ("q=" + "a" * 201, "Only the first 200 letters of the search were looked for."),
        ("q=" + "a+" * 11, "Only the first 10 words of the search were looked for."),
    ],
)
def test_filters_that_cannot_be_used_are_named_and_the_others_stay(query: str, notice: str) -> None:
    form = make_form(f"{query}&campaign=no-return" if "campaign" not in query else f"{query}&country=RU")

    assert form.notices == [notice]
    assert form.used.items() >= ({"country": "RU"} if "campaign" in query else {"campaign": "no-return"}).items()


def test_search_loses_what_cannot_be_seen() -> None:
    form = make_form("q=An%00na%E2%80%AE+%C2%A0Muster")

    assert form.used["q"] == "An na  \xa0Muster"


@pytest.mark.parametrize("q", ["%ED%A0%80", "%FF%FE", "%00"])
def test_search_of_broken_bytes_is_left_out(q: str) -> None:
    assert make_form(f"q={q}").used == {}


@given(st.dictionaries(st.sampled_from(["q", "country", "concern", "campaign", "closing", "page", "x[]"]), st.text()))
def test_filters_survive_anything(values: dict[str, str]) -> None:
    query = QueryDict(mutable=True)
    query.update(values)

    form = ActionFilterForm(query, countries=["RU"], concerns=[TORTURE], campaigns=[RETURN])

    assert len(form.chips) == len(form.used) <= 5
    assert all(len(notice) < 200 and notice.endswith(".") for notice in form.notices)


def test_past_filters_know_no_closing() -> None:
    form = PastActionFilterForm(QueryDict("closing=7&country=RU"), countries=["RU"], concerns=[], campaigns=[])

    assert (form.used, form.notices) == ({"country": "RU"}, [])


@pytest.mark.parametrize(("text", "page"), [(None, 1), ("", 1), ("1", 1), ("7", 7), (str(LAST_PAGE), LAST_PAGE)])
def test_read_page_takes_a_page_that_can_be(text: str | None, page: int) -> None:
    assert read_page(text) == (page, "")


@pytest.mark.parametrize(
    "text", ["0", "-1", str(LAST_PAGE + 1), "1" + "0" * 30, "9" * 10_000, "1.5", "x", "²", "١", "\x00"]
)
def test_read_page_says_what_cannot_be_and_gives_the_first(text: str) -> None:
    page, notice = read_page(text)

    assert page == 1
    assert notice.startswith("There is no page “")
    assert len(notice) < 200


@pytest.mark.django_db
def test_narrow_applies_every_filter() -> None:
    torture = Concern.objects.create(name="Torture", slug="torture")
    campaign = Campaign.objects.create(title="No return", slug="no-return")
    cases = [make_case(person="Anna Muster", country=country) for country in ("RU", "RU", "RU", "RU", "IS")]
    for case in cases[1:]:
        case.concerns.add(torture)
    sheets = [
        make_draft(
            make_action(case, campaign=None if number == 1 else campaign),
            appeals_limit=date(2011, 8, 30) if number == 2 else date(2011, 7, 20),
        )
        for number, case in enumerate(cases)
    ]
    for sheet in sheets:
        issue(sheet)
    form = ActionFilterForm(
        QueryDict("q=anna&country=RU&concern=torture&campaign=no-return&closing=7"),
        countries=["RU"],
        concerns=[torture],
        campaigns=[campaign],
    )

    found = form.narrow(UrgentAction.objects.open_on(DAY), on=DAY)

    # Each of the other four fails one filter: concern, campaign, closing, country.
    assert list(found) == [sheets[3].action]


@pytest.mark.django_db
@pytest.mark.parametrize(("closing", "count"), [("7", 1), ("14", 2), ("30", 3)])
def test_narrow_by_closing_includes_the_last_day(closing: str, count: int) -> None:
    for limit in (date(2011, 7, 21), date(2011, 7, 28), date(2011, 8, 13), date(2011, 8, 14)):
        make_open_action(appeals_limit=limit)

    form = make_form(f"closing={closing}")

    assert form.narrow(UrgentAction.objects.open_on(DAY), on=DAY).count() == count
