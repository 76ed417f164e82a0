"""Each constraint by its name: what the database refuses, and that the person is told in a sentence."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns.lifecycle import start_action
from campaigns.models import Campaign, Recipient, Reminder, Sheet, Subscription, UrgentAction
from tests.builders import AT, DAY, make_action, make_case, make_draft, make_open_action
from tests.cases.test_models import refused

pytestmark = pytest.mark.django_db


def test_a_number_once_per_series_and_year():
    action = make_action(number=214)
    twin = UrgentAction(
        case=action.case, series="UA", number=214, year=2011, slug="twin", created_at=AT, created_by=action.created_by
    )

    refused(twin, "action_number_once_per_series_and_year", "This number is taken")


def test_the_same_number_in_another_series_or_year_is_another_action():
    make_action(number=38)

    assert make_action(number=38, series="EX").reference == "EX 38/11"
    assert make_action(number=38, year=2012).reference == "UA 38/12"


def test_an_old_document_may_have_no_number_and_gets_an_address_without_a_name():
    case = make_case(country="RU")

    first = make_action(case, is_unnumbered=True)
    second = make_action(case, is_unnumbered=True)

    assert [(action.reference, action.slug) for action in (first, second)] == [
        ("UA of 2011", "ua-2011-ru"),
        ("UA of 2011", "ua-2011-ru-2"),
    ]


def test_a_new_action_takes_the_next_number_of_its_year():
    make_action(number=214)

    assert make_action().reference == "UA 215/11"


def test_a_number_taken_is_refused_with_a_sentence():
    action = make_action(number=214)

    with pytest.raises(ValidationError, match="This number is taken"):
        start_action(action.case, by=action.created_by, at=AT, number=214)


@pytest.mark.parametrize(("number", "year"), [(0, 2011), (10_000, 2011), (1, 1972), (1, 2101)])
def test_numbers_and_years_out_of_range(number, year):
    with pytest.raises(ValidationError):
        make_action(number=number, year=year)


def test_an_action_is_not_opened_past_the_life_cycle():
    action = make_action()
    action.status = "open"

    refused(action, "action_published_has_an_issued_sheet", "open only once a sheet has been issued")


@pytest.mark.parametrize(
    ("wording", "limit"), [("before", DAY), ("before", date(2011, 7, 12)), ("until", date(2011, 7, 12))]
)
def test_an_appeals_date_before_the_date_of_the_sheet(wording, limit):
    sheet = make_draft()
    sheet.appeals_wording, sheet.appeals_limit = wording, limit

    refused(sheet, "sheet_appeals_after_its_date", "nobody could write in time")


def test_until_the_day_of_the_sheet_itself_leaves_one_good_day():
    sheet = make_draft(appeals_wording="until", appeals_limit=DAY)

    sheet.validate_constraints()
    assert sheet.last_good_day == DAY


def test_a_second_draft_of_an_action():
    sheet = make_draft()
    author = sheet.created_by
    second = Sheet(action=sheet.action, version=2, dated=DAY, created_at=AT, created_by=author, edited_by=author)

    refused(second, "sheet_one_under_way_per_action", "has a draft already")


def test_an_issued_sheet_without_its_issuer():
    sheet = make_open_action().current_sheet
    sheet.issued_by = None

    refused(sheet, "sheet_issued_at_and_by_together", "by whom")


def test_an_issued_sheet_without_its_frozen_text():
    sheet = make_open_action().current_sheet
    sheet.frozen = None

    refused(sheet, "sheet_issued_is_frozen", "keeps its text frozen")


def test_the_text_of_an_issued_sheet_cannot_be_cleaned_and_saved_anew():
    sheet = make_open_action().current_sheet
    sheet.headline = "SOMETHING ELSE"

    with pytest.raises(ValidationError, match="its text is frozen"):
        sheet.full_clean()


def test_a_recipient_twice_on_a_sheet():
    recipient = make_draft().recipients.get()
    again = Recipient(sheet=recipient.sheet, authority=recipient.authority, role="copies")

    refused(again, "recipient_once_per_sheet", "is on the sheet already")


def test_a_campaign_that_ends_before_it_starts():
    campaign = Campaign(title="No return", slug="no-return", starts_on=date(2011, 2, 1), ends_on=date(2011, 1, 1))

    refused(campaign, "campaign_ends_after_it_starts", "cannot end before it starts")


@pytest.mark.parametrize("with_action", [True, False])
def test_an_address_subscribes_once_whatever_its_capitals(with_action):
    action = make_open_action() if with_action else None
    Subscription.objects.create(email="anna@example.org", action=action, created_at=AT)
    again = Subscription(email="Anna@Example.org", action=action, created_at=AT)

    name = "subscription_once_per_action" if with_action else "subscription_once_for_everything"
    refused(again, name, "already")


def make_reminder(**overrides):
    action = overrides.pop("action", None) or make_open_action()
    return Reminder(
        **{
            "kind": "appeals",
            "subject_id": action.pk,
            "about_on": date(2011, 8, 22),
            "lead_days": 7,
            "address": "anna@example.org",
            "action": action,
            "due_at": AT,
            **overrides,
        }
    )


def test_one_notice_one_row():
    first = make_reminder()
    first.save()

    refused(make_reminder(action=first.action), "reminder_once", "planned already")


def test_a_sent_notice_says_when():
    refused(make_reminder(status="sent"), "reminder_settled_says_when", "says when")


def test_a_cancelled_notice_says_why():
    refused(make_reminder(status="cancelled", settled_at=AT), "reminder_unsent_says_why", "says why")
