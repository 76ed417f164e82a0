import pytest

from campaigns.checks import missing_for_issue
from campaigns.models import Sheet
from tests.builders import DAY, make_authority, make_draft

pytestmark = pytest.mark.django_db


def test_a_recipient_without_a_salutation_holds_the_issue_back():
    authority = make_authority(salutation="", office="Ministry of Silence")
    sheet = make_draft(recipients=[authority])

    assert missing_for_issue(sheet, on=DAY) == [
        "Ministry of Silence has no salutation, so no letter to it can begin: add one in the book of authorities."
    ]


def test_a_stop_is_not_issued_as_a_sheet_that_asks_for_letters():
    sheet = make_draft(kind=Sheet.Kind.STOP)

    assert missing_for_issue(sheet, on=DAY) == [
        "A sheet that asks for letters cannot be a stop or an outcome: stop or close the action instead."
    ]
