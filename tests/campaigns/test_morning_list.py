from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from campaigns.assignments import assign
from campaigns.issuing import issue_now
from campaigns.lifecycle import close_action
from campaigns.models import Reminder, UrgentAction
from campaigns.morning_list import LONGEST, MorningList, mail_variables, waiting_for
from campaigns.review import submit_sheet
from cases.levels import Level
from cases.models import Authority, Case
from cases.published import note_change
from tests.builders import (
    AT,
    make_action,
    make_authority,
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_user,
)

pytestmark = pytest.mark.django_db

TUESDAY = date(2011, 7, 19)
MONDAY = date(2011, 7, 18)
HOUR = timedelta(hours=1)


def day(distance: int) -> date:
    return TUESDAY + timedelta(days=distance)


def morning(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 5, tzinfo=UTC)


@pytest.fixture
def owner() -> User:
    return make_user("Researcher")


@pytest.fixture
def case(owner: User) -> Case:
    """A case on which nothing runs, so that nothing waits of itself."""
    return make_case(owner=owner, title="The secret title")


def told(user: User, *, on: date) -> None:
    """The list of a morning went."""
    Reminder.objects.create(
        kind=Reminder.Kind.DESK,
        subject_id=user.pk,
        about_on=on,
        lead_days=0,
        address=user.email,
        due_at=morning(on),
        status=Reminder.Status.SENT,
        settled_at=morning(on),
    )


def failed_mail(case: Case, *, settled_at: datetime = AT) -> Reminder:
    action = make_action(case)
    return Reminder.objects.create(
        kind=Reminder.Kind.HEARING,
        subject_id=action.pk,
        about_on=day(9),
        lead_days=7,
        address="nobody@desk.example",
        action=action,
        due_at=AT,
        status=Reminder.Status.FAILED,
        settled_at=settled_at,
        reason="the mail server refused the address",
    )


def outdated_action(case: Case, *, at: datetime = AT, **overrides: Any) -> UrgentAction:
    """An open action whose minister has left since its sheet was issued."""
    ministry = make_authority(holder="Minister Muster", verified_on=TUESDAY, **overrides)
    action = make_open_action(case, recipients=[ministry])
    Authority.objects.filter(pk=ministry.pk).update(holder="Minister Nova")
    note_change(ministry, at=at)
    return action


def lines(user: User, *, on: date = TUESDAY) -> dict[str, list[str]]:
    waiting = waiting_for(user, on=on)
    return {group.heading: [line.text for line in group.lines] for group in waiting.groups} if waiting else {}


def text_of(waiting: MorningList) -> str:
    return render_to_string("emails/desk/body.txt", mail_variables(waiting))


def test_nothing_waits_for_somebody_whose_desk_is_empty(owner):
    assert waiting_for(owner, on=TUESDAY) is None


def test_what_is_over_comes_first_then_what_lapsed_then_what_comes(case, owner):
    make_hearing(case, on=day(-1))
    make_deadline(case, on=day(-2))
    make_open_action(case, appeals_limit=day(-1))
    make_hearing(case, on=day(2))
    make_deadline(case, on=day(1))

    assert lines(owner) == {
        "What happened?": [
            "yesterday, 18 July 2011: hearing, UA 1/11",
            "2 days ago, 17 July 2011: deadline, UA 1/11",
        ],
        "Renew, close, or let lapse": ["2 days ago, 17 July 2011: last good day of UA 1/11"],
        "What comes": [
            "tomorrow, 20 July 2011: deadline, UA 1/11",
            "in 2 days, 21 July 2011: hearing, UA 1/11",
        ],
    }


def test_sheet_that_prints_what_is_not_so_any_more_comes_before_what_is_over(case, owner):
    outdated_action(case)
    make_hearing(case, on=day(-1))

    assert lines(owner) == {
        "Sheets that print what is not so any more": ["UA 1/11, open until 22 August 2011"],
        "What happened?": ["yesterday, 18 July 2011: hearing, UA 1/11"],
    }


@pytest.mark.parametrize(("changed_at", "is_new"), [(morning(MONDAY) - HOUR, False), (morning(MONDAY) + HOUR, True)])
def test_sheet_to_correct_is_new_if_the_fact_was_changed_since_the_last_list(case, owner, changed_at, is_new):
    outdated_action(case, at=changed_at)
    told(owner, on=MONDAY)

    assert (waiting_for(owner, on=TUESDAY) is not None) is is_new


@pytest.mark.parametrize(("until", "is_new"), [(day(-2), False), (day(-1), True)])
def test_sheet_to_correct_is_new_on_the_day_after_the_holder_has_left(case, owner, until, is_new):
    ministry = make_authority(holder="Minister Muster", holder_until=until, verified_on=TUESDAY)
    make_open_action(case, recipients=[ministry])
    told(owner, on=MONDAY)

    assert (waiting_for(owner, on=TUESDAY) is not None) is is_new


def test_action_near_its_end_and_draft_are_called_by_reference(case, owner):
    make_open_action(case, appeals_limit=day(2))
    make_draft(make_action(case))

    assert lines(owner) == {
        "What comes": ["tomorrow, 20 July 2011: last good day of UA 1/11"],
        "Drafts that wait": ["UA 2/11, sheet 1, begun on 13 July 2011"],
    }


def test_approver_is_told_each_morning_of_what_nobody_else_has_read(case):
    approver = make_user("Approver")
    sheet = make_draft(make_action(case))
    issue_now(sheet, by=sheet.created_by, at=AT, reason="tonight")
    told(approver, on=day(-1))

    assert lines(approver) == {
        "Issued without a second pair of eyes": ["UA 1/11, sheet 1, issued on 13 July 2011 at 10:00"]
    }


def test_approver_is_told_of_a_sheet_that_was_submitted(case):
    approver = make_user("Approver")
    sheet = make_draft(make_action(case))
    submit_sheet(sheet, by=sheet.created_by, at=morning(TUESDAY) - timedelta(hours=1))
    told(approver, on=day(-1))

    assert lines(approver) == {"Sheets to approve and to issue": ["UA 1/11, sheet 1, begun on 13 July 2011"]}


def test_hearing_of_a_case_without_an_action_is_told_as_such(case, owner):
    make_hearing(case, on=day(0))

    assert lines(owner) == {"What comes": ["today, 19 July 2011: hearing, a case without an action"]}


def test_quiet_action_says_how_long_it_runs(case, owner):
    make_open_action(case, appeals_limit=date(2011, 12, 1))

    assert lines(owner, on=date(2011, 9, 5)) == {"No news for a while": ["UA 1/11, open until 30 November 2011"]}


def test_failed_mails_fall_to_editors_and_approvers(case):
    failed_mail(case)

    assert lines(make_user("Editor")) == {"Mails that failed": ["UA 1/11, hearing of 28 July 2011"]}
    assert lines(make_user("Approver")) == {"Mails that failed": ["UA 1/11, hearing of 28 July 2011"]}
    assert lines(make_user("Address keeper")) == {}


def test_addresses_fall_to_their_keepers_and_only_printed_offices_are_named(case, owner):
    printed = make_authority(office="Ministry of Examples", verified_on=date(2010, 7, 1))
    make_open_action(case, recipients=[printed])
    hidden = make_authority(office="Prison of Nowhere", verified_on=None)

    assert lines(make_user("Address keeper"), on=MONDAY) == {
        "Addresses to verify": [
            "Ministry of Examples (Iceland), verified on 1 July 2010",
            f"Address no. {hidden.pk}, on no open action, never verified",
        ]
    }


def test_matter_that_was_given_away_is_on_the_list_of_whoever_has_it_now(case, owner):
    hearing = make_hearing(case, on=day(1))
    colleague, approver = make_user("Viewer"), make_user("Approver")

    assign("hearing", hearing.pk, assignee=colleague, not_before=None, note="", seen_at=None, by=approver, at=AT)

    assert lines(owner) == {}
    assert lines(colleague) == {"What comes": ["tomorrow, 20 July 2011: hearing, a case without an action"]}


def test_matters_of_an_owner_who_left_fall_to_the_approvers(case, owner):
    make_hearing(case, on=day(1))
    owner.is_active = False
    owner.save()

    assert waiting_for(owner, on=TUESDAY) is None
    assert list(lines(make_user("Approver"))) == ["What comes"]
    assert lines(make_user("Editor")) == {}


def test_what_was_put_off_is_not_told_before_its_day_and_makes_a_list_on_it(case, owner):
    told(owner, on=MONDAY)
    hearing = make_hearing(case, on=day(-5))
    assign(
        "hearing", hearing.pk, assignee=owner, not_before=day(2), note="", seen_at=None, by=owner, at=morning(MONDAY)
    )

    assert lines(owner, on=day(1)) == {}
    assert list(lines(owner, on=day(2))) == ["What happened?"]


def test_long_group_says_how_many_more_there_are(case, owner):
    for number in range(LONGEST + 7):
        make_deadline(case, on=day(1), what=f"limit {number}")

    (group,) = waiting_for(owner, on=TUESDAY).groups

    assert (len(group.lines), group.total, group.more) == (LONGEST, LONGEST + 7, 7)
    assert "- and 7 more\n" in text_of(waiting_for(owner, on=TUESDAY))


# When it goes.


@pytest.mark.parametrize(("distance", "goes"), [(0, True), (3, True), (4, False), (13, False)])
def test_day_that_is_known_makes_a_list_again_once_it_is_pressing(case, owner, distance, goes):
    told(owner, on=day(-1))
    make_hearing(case, on=day(distance))

    assert (waiting_for(owner, on=TUESDAY) is not None) is goes


def test_day_that_comes_into_sight_makes_a_list_once(case, owner):
    told(owner, on=day(-1))
    make_hearing(case, on=day(14))

    assert waiting_for(owner, on=TUESDAY) is not None
    told(owner, on=TUESDAY)
    assert waiting_for(owner, on=day(1)) is None


def test_day_that_is_over_makes_a_list_the_day_after_and_then_on_mondays(case, owner):
    told(owner, on=TUESDAY)
    make_hearing(case, on=TUESDAY)

    assert waiting_for(owner, on=day(1)) is not None
    told(owner, on=day(1))
    assert [waiting_for(owner, on=day(distance)) is not None for distance in (2, 3, 4, 5, 6, 7)] == [
        False,
        False,
        False,
        False,
        True,  # Monday
        False,
    ]


def test_action_that_lapsed_makes_a_list_the_day_after(case, owner):
    told(owner, on=TUESDAY)
    make_open_action(case, appeals_limit=day(1))

    assert list(lines(owner, on=day(1))) == ["Renew, close, or let lapse"]


def test_list_that_did_not_go_is_made_up_for(case, owner):
    told(owner, on=day(-6))
    make_hearing(case, on=day(-4))

    assert waiting_for(owner, on=TUESDAY) is not None


def test_draft_begun_after_the_last_list_makes_one(case, owner):
    told(owner, on=date(2011, 7, 12))
    make_draft(make_action(case))  # on 13 July

    assert list(lines(owner, on=date(2011, 7, 14))) == ["Drafts that wait"]
    told(owner, on=date(2011, 7, 14))
    assert lines(owner, on=date(2011, 7, 15)) == {}


def test_mail_that_failed_after_the_last_list_makes_one(case):
    editor = make_user("Editor")
    told(editor, on=day(-1))
    failed_mail(case, settled_at=morning(day(-1)) + timedelta(hours=1))

    assert list(lines(editor)) == ["Mails that failed"]
    told(editor, on=TUESDAY)
    assert lines(editor, on=day(1)) == {}


def test_matter_given_by_somebody_else_makes_a_list_and_one_taken_does_not(case, owner):
    told(owner, on=day(-1))
    old = make_authority(verified_on=None)
    since = morning(day(-1)) + timedelta(hours=1)

    taken = assign("authority", old.pk, assignee=owner, not_before=None, note="", seen_at=None, by=owner, at=since)
    assert lines(owner) == {}

    given_at = since + timedelta(hours=1)
    approver = make_user("Approver")
    assign("authority", old.pk, assignee=owner, not_before=None, note="", seen_at=taken.at, by=approver, at=given_at)
    assert list(lines(owner)) == ["Addresses to verify"]


def test_old_addresses_and_quiet_actions_alone_make_a_list_on_mondays_only(case, owner):
    make_authority(verified_on=None)
    make_open_action(case, appeals_limit=date(2011, 12, 1))
    keeper = make_user("Address keeper")
    monday = date(2011, 9, 5)

    for user in (owner, keeper):
        assert waiting_for(user, on=monday) is not None
        assert waiting_for(user, on=monday + timedelta(days=1)) is None


def test_list_of_today_says_the_same_after_it_went(case, owner):
    make_hearing(case, on=day(-1))
    before = waiting_for(owner, on=TUESDAY)

    told(owner, on=TUESDAY)

    assert waiting_for(owner, on=TUESDAY) == before


@pytest.mark.parametrize("closed", ["is_active", "is_staff"])
def test_account_that_is_closed_gets_none(case, owner, closed):
    make_hearing(case, on=day(1))
    setattr(owner, closed, False)

    assert waiting_for(owner, on=TUESDAY) is None


# The mail.


def test_mail_holds_no_title_no_name_and_no_court(case, owner):
    court = make_authority(office="Court of Somewhere")
    hearing = make_hearing(case, on=day(1), court=court, matter="what nobody may know", level=Level.NETWORK)
    make_deadline(case, on=day(1), what="what is to happen", level=Level.NETWORK)
    action = make_open_action(case, appeals_limit=day(2), headline="A HEADLINE")
    assign("hearing", hearing.pk, assignee=owner, not_before=None, note="a note", seen_at=None, by=owner, at=AT)
    waiting = waiting_for(owner, on=TUESDAY)

    for part in ("subject.txt", "body.txt", "body.html"):
        mail = render_to_string(f"emails/desk/{part}", mail_variables(waiting))
        for private in ("secret title", "Court of", "nobody may", "to happen", "Anna", "A HEADLINE", "a note"):
            assert private not in mail
    assert action.reference in text_of(waiting)


def test_mail_reads_as_a_list_with_links(case, owner):
    hearing = make_hearing(case, on=day(-1))

    assert text_of(waiting_for(owner, on=TUESDAY)).split("\n--\n")[0] == (
        "What waits for you on Tuesday 19 July 2011\n"
        "\n\n"
        "What happened? (1)\n"
        "The day is over. Ask how it went, and enter the result or the new date.\n"
        "\n"
        "- yesterday, 18 July 2011: hearing, a case without an action\n"
        f"  http://testserver/staff/cases/hearing/{hearing.pk}/change/\n"
        "\n\n"
        "Your desk, where a matter can be put off or given to somebody else:\n"
        "http://testserver/staff/?whose=mine\n"
    )


def test_subject_names_the_day_only(case, owner):
    make_hearing(case, on=day(1))

    subject = render_to_string("emails/desk/subject.txt", mail_variables(waiting_for(owner, on=TUESDAY)))

    assert subject == "Your list for Tuesday 19 July\n"


def test_list_is_frozen(case, owner):
    make_hearing(case, on=day(1))
    waiting = waiting_for(owner, on=TUESDAY)

    with pytest.raises(FrozenInstanceError):
        waiting.on = MONDAY


def test_list_takes_as_many_questions_for_many_matters_as_for_one():
    keeper_of_all = make_user("Editor", "Approver", "Address keeper")

    def fill() -> None:
        case = make_case(owner=keeper_of_all)
        for distance in (-2, 2):
            make_hearing(case, on=day(distance))
            make_deadline(case, on=day(distance))
        make_draft(make_action(case))
        make_open_action(case, appeals_limit=day(3), recipients=[make_authority(verified_on=None)])
        make_open_action(case, appeals_limit=day(-2))
        failed_mail(case)
        outdated_action(case)
        close_action(make_open_action(case), by=keeper_of_all, at=AT - timedelta(days=30), reason="over")

    def questions() -> int:
        user = User.objects.get(pk=keeper_of_all.pk)
        with CaptureQueriesContext(connection) as asked:
            waiting_for(user, on=TUESDAY)
        return len(asked)

    fill()
    one = questions()
    fill()
    fill()

    assert questions() == one == 28


def test_end_of_which_nothing_is_told_stands_on_the_list_of_a_monday(case, owner):
    close_action(make_open_action(case), by=owner, at=AT, reason="over")
    told(owner, on=date(2011, 7, 22))

    assert lines(owner, on=date(2011, 7, 25)) == {"What became of them?": ["UA 1/11, closed on 13 July 2011"]}
    assert waiting_for(owner, on=date(2011, 7, 26)) is None
