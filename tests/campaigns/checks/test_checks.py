"""All checks together: nothing on a sheet that is as it should be, red first, and a constant number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.checks import CHECKS, Level, findings_of
from campaigns.models import Demand, Recipient, Sheet
from tests.builders import (
    DAY,
    issue,
    make_authority,
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_person,
    make_stop,
)

pytestmark = pytest.mark.django_db


def test_nothing_is_found_on_a_sheet_that_is_as_it_should_be():
    assert findings_of(make_draft(), on=DAY) == []


def test_nothing_is_found_on_a_further_sheet_that_says_what_is_new():
    assert findings_of(make_draft(make_open_action()), on=DAY) == []


def test_a_stop_lacks_neither_demands_nor_recipients_nor_a_date():
    assert findings_of(make_stop(), on=DAY) == []


def test_what_nobody_was_asked_for_cannot_be_stopped():
    (finding,) = findings_of(make_draft(kind=Sheet.Kind.STOP), on=DAY)

    assert (finding.level, finding.sentence) == (
        Level.RED,
        "Nobody was asked to write on this action yet, so nothing can be stopped or told of its end.",
    )


def test_red_stands_before_amber_and_each_in_the_order_of_the_checks():
    sheet = make_draft(summary="word " * 121, story="", recipients=[make_authority(verified_on=None, salutation="")])

    assert [finding.key.partition(":")[0] for finding in findings_of(sheet, on=DAY)] == [
        "text_is_empty",
        "salutation_is_missing",
        "address_is_stale",
        "summary_is_long",
    ]


def test_a_finding_bears_the_name_of_its_check():
    """By that name the demonstration gives reasons, and whoever reads the table of reasons finds the rule."""
    names = [check.__name__ for check in CHECKS]
    sheet = make_draft(headline="", languages=[], own_language=False, summary="word " * 121)

    keys = [finding.key.partition(":")[0] for finding in findings_of(sheet, on=DAY)]

    assert keys == ["text_is_empty", "language_is_missing", "summary_is_long"]
    assert [names.index(key) for key in keys] == sorted(names.index(key) for key in keys)


def full_sheet(rows: int) -> Sheet:
    """A further sheet on a case with so many of everything."""
    case = make_case()
    issue(make_draft(case.actions.first() or make_open_action(case)))
    action = case.actions.get()
    sheet = make_draft(action, recipients=[make_authority(verified_on=None) for _ in range(rows)])
    for number in range(rows):
        make_person(case, published_as=f"Somebody {number}")
        make_hearing(case, on=date(2011, 9, 1 + number), court=make_authority())
        make_deadline(case, on=date(2011, 9, 1 + number))
        Demand.objects.create(sheet=sheet, sheet_wording=f"No {number}", order=number + 2)
        Recipient.objects.create(sheet=sheet, authority=make_authority(country="TJ"), role="copies", order=number)
    return Sheet.objects.get(pk=sheet.pk)


def test_as_many_queries_for_three_of_everything_as_for_one():
    one, three = full_sheet(1), full_sheet(3)

    with CaptureQueriesContext(connection) as for_one:
        few = findings_of(one, on=DAY)
    with CaptureQueriesContext(connection) as for_three:
        many = findings_of(three, on=DAY)

    assert len(for_three) == len(for_one)
    assert (len(few), len(many)) == (5, 15)
