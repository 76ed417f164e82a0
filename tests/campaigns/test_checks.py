import pytest

from campaigns.checks import missing_for_issue
from campaigns.models import Sheet
from tests.builders import DAY, make_authority, make_draft, make_stop

pytestmark = pytest.mark.django_db


def test_a_recipient_without_a_salutation_holds_the_issue_back():
    authority = make_authority(salutation="", office="Ministry of Silence")
    sheet = make_draft(recipients=[authority])

    assert missing_for_issue(sheet, on=DAY) == [
        "Ministry of Silence has no salutation, so no letter to it can begin: add one in the book of authorities."
    ]


def test_a_stop_lacks_neither_demands_nor_recipients_nor_a_date():
    sheet = make_stop()

    assert missing_for_issue(sheet, on=DAY) == []


def test_a_stop_without_a_summary_says_nothing():
    sheet = make_stop(summary="")

    assert missing_for_issue(sheet, on=DAY) == ["The summary is empty."]


def test_what_nobody_was_asked_for_cannot_be_stopped():
    sheet = make_draft(kind=Sheet.Kind.STOP)

    assert missing_for_issue(sheet, on=DAY) == [
        "Nobody was asked to write on this action yet, so nothing can be stopped or told of its end."
    ]
