"""What a draft would be: each value where it belongs, and what does not fit told in a sentence."""

from datetime import date

import pytest

from campaigns.sheet_drafts.proposal import ProposedDemand, ProposedHearing, ProposedPerson
from campaigns.sheet_drafts.proposing import propose
from campaigns.sheet_reading.reading import read_sheet
from tests.builders import make_authority
from tests.campaigns.sheet_drafts.sheet import SHEET, proposed

pytestmark = pytest.mark.django_db


def test_head_of_a_sheet() -> None:
    found = proposed()

    assert (found.country, found.series, found.number, found.year) == ("IS", "UA", 214, 2011)
    assert (found.kind, found.dated, found.index_number) == ("first", date(2011, 7, 6), "EUR 28/001/2011")
    assert (found.appeals_limit, found.appeals_wording) == (date(2011, 8, 17), "before")
    assert (found.languages, found.own_language) == (["is", "en"], True)


def test_summary_is_not_told_again_in_the_story() -> None:
    found = proposed()

    assert found.summary.startswith("Anna Beispiel (f), a teacher")
    assert found.story == (
        "Her trial is set to begin before the Reykjavik District Court on 25 July 2011. She was fined in May 2010."
    )


def test_people_demands_and_hearings() -> None:
    found = proposed()

    assert found.people == [ProposedPerson("Anna Beispiel", gender="f", age=34)]
    assert found.demands[0] == ProposedDemand(
        "Urging the authorities to let Anna Beispiel have a lawyer;", "I urge you to let Anna Beispiel have a lawyer."
    )
    assert found.hearings == [
        ProposedHearing(
            date(2011, 7, 25),
            "Reykjavik District Court",
            "Her trial is set to begin before the Reykjavik District Court on 25 July 2011.",
        )
    ]


def test_each_value_knows_its_lines() -> None:
    traces = proposed().traces

    assert {name: (traces[name].place.first, traces[name].surety) for name in ("number", "headline", "demands-1")} == {
        "number": (1, "sure"),
        "headline": (4, "sure"),
        "demands-1": (12, "sure"),
    }


def test_hearing_that_is_over_on_the_day_of_the_import_is_a_development() -> None:
    found = propose(read_sheet(SHEET), on=date(2026, 1, 1))

    assert found.hearings == []
    assert [row.happened_on.isoformat() for row in found.developments if not row.is_background] == [
        "2011-07-03",
        "2011-07-25",
        "2010-05",
    ]


def test_office_of_the_same_name_in_the_same_country_is_the_one_in_the_book() -> None:
    here = make_authority(office="minister of the INTERIOR")
    make_authority(office="Minister of the Interior", country="RU")

    first, second = proposed().recipients

    assert (first.known, first.role, first.office) == (here.pk, "appeals", "Minister of the Interior")
    assert (second.known, second.role, second.kind) == (None, "copies", "court")


def test_office_of_nearly_the_same_name_is_only_offered() -> None:
    near = make_authority(office="Ministry of the Interior and Roads")

    first = proposed().recipients[0]

    assert (first.known, first.near) == (None, [near.pk])


def test_new_office_is_what_the_sheet_prints() -> None:
    found = proposed().recipients[0]

    assert (found.office, found.kind, found.holder, found.country) == (
        "Minister of the Interior",
        "ministry",
        "Jón Dæmi",
        "IS",
    )
    assert found.postal_lines == "Ministry of the Interior\n1 Example Street\n101 Reykjavik\nIceland"
    assert (found.fax, found.emails, found.salutations) == (
        "+354 555 0100",
        "minister@interior.example",
        {"en": "Dear Minister"},
    )


def test_value_that_does_not_fit_is_left_out_with_a_sentence() -> None:
    headline = "TEACHER " * 20

    found = proposed(SHEET.replace("TEACHER AT RISK OF UNFAIR TRIAL", headline.strip()))

    assert (found.headline, found.unfit) == ("", {"headline": headline.strip()})
    assert found.remarks[0].startswith("The headline does not fit as it stands. ")


def test_appeals_date_before_the_sheet_is_left_out_with_both_readings() -> None:
    found = proposed(SHEET.replace("17 AUGUST", "5 JULY"))

    assert found.appeals_limit is None
    assert (
        "Appeals end on 5 July 2011, but the sheet is dated 6 July 2011. Please look which is right." in found.remarks
    )


@pytest.mark.parametrize(
    ("words", "wording"),
    [
        ("PLEASE SEND APPEALS BEFORE 17 AUGUST 2011 TO:", "before"),
        ("PLEASE SEND APPEALS UNTIL 17 AUGUST 2011 TO:", "until"),
    ],
)
def test_until_makes_the_day_itself_a_good_one(words: str, wording: str) -> None:
    found = proposed(SHEET.replace("PLEASE SEND APPEALS BEFORE 17 AUGUST 2011 TO:", words))

    assert found.appeals_wording == wording


def test_text_that_is_no_sheet_proposes_nothing() -> None:
    found = proposed("Milk, eggs, bread")

    assert (found.country, found.number, found.dated, found.people, found.recipients) == ("", None, None, [], [])
