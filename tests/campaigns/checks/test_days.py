from datetime import date

import pytest

from campaigns.checks import Level, findings_of
from cases import levels
from cases.models import Deadline
from tests.builders import DAY, issue, make_action, make_case, make_deadline, make_draft, make_hearing

pytestmark = pytest.mark.django_db


def found(sheet, on=DAY) -> list[tuple[str, str, str]]:
    return [
        (finding.level, finding.key.partition(":")[0], finding.place.anchor) for finding in findings_of(sheet, on=on)
    ]


@pytest.mark.parametrize(("on", "is_over"), [(date(2011, 7, 20), False), (date(2011, 7, 21), True)])
def test_the_last_good_day_is_over_the_day_after_it(on, is_over):
    sheet = make_draft(appeals_limit=date(2011, 7, 21))

    assert (("red", "last_good_day_is_over", "id_appeals_limit") in found(sheet, on)) is is_over


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"dated": date(2011, 7, 20)}, []),
        ({"dated": date(2011, 7, 21)}, [("amber", "date_is_another_day", "id_dated")]),
        ({"dated": date(2011, 8, 13)}, [("amber", "date_is_another_day", "id_dated")]),
        ({"dated": date(2011, 8, 14)}, [("red", "date_makes_no_sense", "id_dated")]),
        ({"dated": date(2011, 6, 29)}, []),
        ({"dated": date(2011, 6, 28)}, [("amber", "date_is_another_day", "id_dated")]),
        # Before that day: the last good one is the day before.
        ({"appeals_limit": date(2012, 7, 14)}, []),
        ({"appeals_limit": date(2012, 7, 15)}, [("red", "date_makes_no_sense", "id_appeals_limit")]),
    ],
)
def test_a_date_with_a_wrong_month_or_year_is_found(fields, expected):
    assert found(make_draft(**fields)) == expected


def test_a_further_sheet_is_not_dated_before_the_one_that_it_follows():
    first = issue(make_draft())
    sheet = make_draft(first.action, dated=date(2011, 7, 12))

    (finding,) = findings_of(sheet, on=DAY)

    assert finding.sentence == "The sheet is dated 12 July 2011, before the sheet that it follows (13 July 2011)."


# The last good day of these is 22 August.
@pytest.mark.parametrize(
    ("fields", "is_found"),
    [
        ({"on": date(2011, 8, 22)}, False),
        # Appeals that end so shortly before it end because of it.
        ({"on": date(2011, 8, 25)}, False),
        ({"on": date(2011, 8, 26)}, True),
        ({"on": date(2011, 8, 26), "level": levels.Level.NETWORK}, False),
        ({"on": date(2011, 8, 26), "status": "cancelled"}, False),
    ],
)
def test_a_public_hearing_after_the_appeals_have_ended_is_found(fields, is_found):
    case = make_case()
    make_hearing(case, **fields)
    expected = [("amber", "appeals_end_before", "id_appeals_limit")] if is_found else []

    assert found(make_draft(make_action(case))) == expected


@pytest.mark.parametrize(
    ("fields", "is_found"),
    [
        ({"kind": Deadline.Kind.EXECUTION, "on": date(2011, 8, 21)}, True),
        ({"kind": Deadline.Kind.EXTRADITION, "on": date(2011, 8, 21), "level": levels.Level.NETWORK}, True),
        ({"kind": Deadline.Kind.EXECUTION, "on": date(2011, 8, 22)}, False),
        ({"kind": Deadline.Kind.EXECUTION, "on": date(2011, 8, 21), "status": "lifted"}, False),
        # After the end of custody there is still something to ask for.
        ({"kind": Deadline.Kind.CUSTODY, "on": date(2011, 8, 21)}, False),
    ],
)
def test_appeals_that_outlast_a_day_without_a_way_back_are_found(fields, is_found):
    case = make_case()
    make_deadline(case, **fields)
    expected = [("amber", "appeals_outlast", "id_appeals_limit")] if is_found else []

    assert found(make_draft(make_action(case))) == expected


def test_the_finding_names_the_day_and_what_happens_on_it():
    case = make_case()
    make_deadline(case, kind=Deadline.Kind.EXTRADITION, on=date(2011, 8, 1), what="flight to Tajikistan")

    (finding,) = findings_of(make_draft(make_action(case)), on=DAY)

    assert finding.level == Level.AMBER
    assert finding.sentence == (
        "Appeals run until 22 August 2011, after the extradition on 1 August 2011 (flight to Tajikistan): these "
        "letters come too late."
    )
