from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from campaigns.appeals_date import move_appeals_date
from campaigns.assignments import assign
from campaigns.consent import withdraw_consent
from campaigns.corrections import propose_correction
from campaigns.desk import LONGEST, Whose, desk_for
from campaigns.issuing import issue_now
from campaigns.lifecycle import ask_to_reopen, close_action, reopen_action, stop_action
from campaigns.models import Reminder, UrgentAction
from campaigns.queues import QUEUES
from campaigns.review import review_issued, submit_sheet
from cases.models import Development, Hearing, PersonAtRisk, Use
from cases.partial_dates import PartialDate
from cases.published import note_change
from config import clock
from tests.builders import (
    AT,
    DAY,
    approve,
    issue,
    make_action,
    make_authority,
    make_case,
    make_consent,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_outcome,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db


def superuser():
    return make_user(is_superuser=True)


def day(distance: int) -> date:
    return DAY + timedelta(days=distance)


def failed_reminder(action: UrgentAction) -> Reminder:
    return Reminder.objects.create(
        kind=Reminder.Kind.APPEALS,
        subject_id=action.pk,
        about_on=day(3),
        lead_days=3,
        address="nobody@desk.example",
        action=action,
        due_at=AT,
        status=Reminder.Status.FAILED,
        settled_at=AT,
        reason="the mail server refused the address",
    )


def outdated_action(**case: User) -> UrgentAction:
    """An open action whose minister has left since its sheet was issued."""
    ministry = make_authority(holder="Minister Muster")
    action = make_open_action(make_case(**case), recipients=[ministry])
    ministry.holder = "Minister Nova"
    ministry.save()
    note_change(ministry, at=AT)
    return action


def put_off(hearing: Hearing, *, not_before: date | None = None, assignee: User | None = None) -> None:
    assign(
        "hearing",
        hearing.pk,
        assignee=assignee,
        not_before=not_before,
        note="",
        seen_at=None,
        by=make_user("Approver"),
        at=AT,
    )


def test_hearings_and_deadlines_of_the_next_14_days_come_the_nearest_first():
    case = make_case()
    for distance in (15, 14, 0, 6):
        make_hearing(case, on=day(distance))
        make_deadline(case, on=day(distance))

    desk = desk_for(superuser(), on=DAY)

    assert [row.days_left for row in desk.hearings.rows] == [0, 6, 14]
    assert [row.days_left for row in desk.deadlines.rows] == [0, 6, 14]


def test_what_was_held_cancelled_or_lifted_is_no_longer_waited_for():
    case = make_case()
    make_hearing(case, on=day(1), status="held")
    make_hearing(case, on=day(2), status="cancelled")
    make_deadline(case, on=day(3), status="lifted")

    desk = desk_for(superuser(), on=DAY)

    assert (desk.hearings.total, desk.deadlines.total) == (0, 0)


def test_what_is_over_and_still_expected_asks_what_happened_the_latest_first():
    case = make_case()
    for distance in (-30, -1, 0):
        make_hearing(case, on=day(distance))
        make_deadline(case, on=day(distance))
    make_hearing(case, on=day(-2), status="held")

    desk = desk_for(superuser(), on=DAY)

    assert [row.days_left for row in desk.past_hearings.rows] == [-1, -30]
    assert [row.days_left for row in desk.past_deadlines.rows] == [-1, -30]


def test_open_actions_that_close_within_7_days_are_listed_with_their_days():
    for limit in (day(1), day(8), day(9)):  # "before": the last good day is the day before
        make_open_action(appeals_limit=limit)

    desk = desk_for(superuser(), on=DAY)

    assert [row.days_left for row in desk.closing.rows] == [0, 7]


def test_an_action_whose_last_good_day_is_over_waits_for_a_decision():
    lapsed = make_open_action(appeals_limit=day(3))
    closed = make_open_action(appeals_limit=day(3))
    close_action(closed, by=closed.created_by, at=AT, reason="the case is over")

    desk = desk_for(superuser(), on=day(5))

    assert [(row.action, row.days_left) for row in desk.lapsed.rows] == [(lapsed, -3)]
    assert desk.closing.total == 0


def test_drafts_say_who_began_them_and_issued_sheets_are_none():
    make_open_action()
    draft = make_draft()

    (row,) = desk_for(superuser(), on=DAY).drafts.rows

    assert (row, row.created_by) == (draft, draft.created_by)


def test_what_waits_for_an_approver_is_no_draft_any_more():
    draft = make_draft()
    submit_sheet(draft, by=draft.created_by, at=AT)
    approved = approve(make_draft())

    desk = desk_for(superuser(), on=DAY)

    assert (desk.drafts.rows, desk.to_review.rows) == ((), (draft, approved))


def test_sheet_to_review_falls_to_the_approvers_and_not_to_the_owner_of_its_case():
    owner, approver = make_user("Researcher"), make_user("Approver")
    draft = make_draft(make_action(make_case(owner=owner)))
    submit_sheet(draft, by=draft.created_by, at=AT)

    shown = {user: desk_for(user, on=DAY, whose=Whose.MINE).to_review.rows for user in (owner, approver)}

    assert shown == {owner: (), approver: (draft,)}


def test_sheet_issued_without_approval_is_to_be_looked_over_within_a_day():
    sheet = make_draft()
    issue_now(sheet, by=sheet.created_by, at=AT, reason="tonight")

    (row,) = desk_for(superuser(), on=DAY).unreviewed.rows

    assert (row.sheet, row.due_at) == (sheet, AT + timedelta(hours=24))


def looked_over(sheet):
    review_issued(sheet, by=make_user("Approver"), at=AT)


def replaced(sheet):
    issue(make_draft(sheet.action))


def stopped(sheet):
    stop_action(sheet.action, by=sheet.created_by, at=AT, reason="released")


@pytest.mark.parametrize("settle", [looked_over, replaced, stopped])
def test_second_look_is_settled_by_a_person_a_newer_sheet_or_a_stop(settle):
    sheet = make_draft()
    issue_now(sheet, by=sheet.created_by, at=AT, reason="tonight")

    settle(sheet)

    assert desk_for(superuser(), on=DAY).unreviewed.rows == ()


def test_sheet_that_prints_what_is_not_so_any_more_is_shown_with_what_is_so():
    action = outdated_action()

    (row,) = desk_for(superuser(), on=DAY).outdated.rows

    assert (row.action, row.under_way) == (action, None)
    assert [(each.what, each.old, each.new) for each in row.differences] == [
        ("holder", "Minister Muster", "Minister Nova")
    ]


def test_sheet_to_correct_leads_to_the_draft_that_is_under_way_and_is_gone_with_its_issue():
    action = outdated_action()
    draft = propose_correction(action, by=action.created_by, at=AT)

    (row,) = desk_for(superuser(), on=DAY).outdated.rows
    issue(draft)

    assert row.under_way == draft
    assert desk_for(superuser(), on=DAY).outdated.rows == ()


def test_sheet_to_correct_is_the_matter_of_the_owner_of_its_case():
    owner = make_user("Researcher")
    action = outdated_action(owner=owner)
    outdated_action()

    rows = desk_for(owner, on=DAY, whose=Whose.MINE).outdated.rows

    assert [row.action for row in rows] == [action]


@pytest.mark.parametrize(
    ("limit", "verb"), [(date(2011, 9, 13), "extend"), (date(2011, 8, 2), "shorten"), (None, None)]
)
def test_sheet_to_review_tells_that_it_moves_the_date_alone(limit, verb):
    action = make_open_action()
    if limit:
        move_appeals_date(action, by=action.created_by, at=AT, limit=limit, wording="before", reason="The trial moved.")
    else:
        submit_sheet(make_draft(action, headline="TEACHER MOVED"), by=action.created_by, at=AT)

    (sheet,) = desk_for(superuser(), on=DAY).to_review.rows

    assert (sheet.date_verb, sheet.date_reason) == (verb, verb and "The trial moved.")


def test_second_look_cannot_be_put_off():
    sheet = make_draft()
    issue_now(sheet, by=sheet.created_by, at=AT, reason="tonight")

    with pytest.raises(ValidationError, match="This cannot wait: it went out without a second pair of eyes"):
        assign(
            "second", sheet.pk, assignee=None, not_before=day(1), note="", seen_at=None, by=make_user("Approver"), at=AT
        )


def test_old_addresses_on_open_actions_come_first_then_the_oldest():
    used = make_authority(office="In use", verified_on=day(-181))
    make_open_action(recipients=[used])
    never = make_authority(office="Never", verified_on=None)
    oldest = make_authority(office="Oldest", verified_on=day(-900))
    make_authority(office="Fresh", verified_on=day(-180))

    desk = desk_for(superuser(), on=DAY)

    assert [(row.authority, row.age, row.is_in_use) for row in desk.addresses.rows] == [
        (used, 181, True),
        (never, None, False),
        (oldest, 900, False),
    ]


def test_an_address_of_an_action_that_is_over_is_not_in_use():
    make_open_action(recipients=[make_authority(verified_on=day(-400))], appeals_limit=day(3))

    (row,) = desk_for(superuser(), on=day(3)).addresses.rows

    assert not row.is_in_use


def test_failed_reminders_are_listed():
    failed = failed_reminder(make_open_action())

    assert desk_for(superuser(), on=DAY).failed_reminders.rows == (failed,)


def test_a_long_queue_shows_its_first_rows_and_says_how_many_more_there_are():
    for number in range(LONGEST + 2):
        make_authority(office=f"Office {number}", verified_on=None, salutation="")

    addresses = desk_for(superuser(), on=DAY).addresses

    assert (len(addresses.rows), addresses.total, addresses.more) == (LONGEST, LONGEST + 2, 2)


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        ("Viewer", {"failed_reminders", "came_back", "odd_numbers"}),
        ("Researcher", {"failed_reminders", "odd_numbers"}),
        ("Editor", set()),
        ("Approver", set()),
    ],
)
def test_somebody_sees_the_queues_they_may_read(role, hidden):
    desk = desk_for(make_user(role), on=DAY)

    assert {name for name in QUEUES if getattr(desk, name) is None} == hidden
    assert not desk.is_closed


def test_each_row_says_in_whose_hands_it_is():
    owner, colleague = make_user("Researcher"), make_user("Viewer")
    case = make_case(owner=owner)
    taken, left = make_hearing(case, on=day(1)), make_hearing(case, on=day(2))
    put_off(taken, assignee=colleague)

    hearings = desk_for(superuser(), on=DAY).hearings

    assert [(row.event, hand.whose) for row, hand in hearings.with_hands] == [(taken, colleague), (left, owner)]


def test_what_was_put_off_leaves_its_queue_until_its_day_and_is_counted():
    case = make_case()
    now, waiting = make_hearing(case, on=day(1)), make_hearing(case, on=day(5))
    put_off(waiting, not_before=day(3))

    def hearings(on: date, *, is_later: bool = False) -> list[Hearing]:
        return [row.event for row in desk_for(superuser(), on=on, is_later=is_later).hearings.rows]

    assert (hearings(DAY), hearings(DAY, is_later=True)) == ([now], [waiting])
    assert (desk_for(superuser(), on=DAY).hearings.later, desk_for(superuser(), on=DAY).later) == (1, 1)
    assert (hearings(day(3)), hearings(day(3), is_later=True)) == ([waiting], [])


def test_desk_shows_everybodys_matters_or_mine_or_those_of_no_single_person():
    owner = make_user("Researcher")
    mine = make_hearing(make_case(owner=owner), on=day(1))
    others = make_hearing(make_case(owner=make_user("Researcher")), on=day(2))
    nobodys = make_hearing(make_case(owner=make_user("Researcher", is_active=False)), on=day(3))

    shown = {choice: [row.event for row in desk_for(owner, on=DAY, whose=choice).hearings.rows] for choice in Whose}

    assert shown == {Whose.EVERYBODY: [mine, others, nobodys], Whose.MINE: [mine], Whose.NOBODY: [nobodys]}


def test_without_a_role_the_desk_is_closed():
    assert desk_for(make_user(), on=DAY).is_closed


def test_the_desk_asks_as_many_questions_for_three_rows_as_for_one():
    user = superuser()
    owner = make_user("Researcher")

    def fill() -> None:
        case = make_case(owner=owner)
        make_hearing(case, on=day(2))
        make_hearing(case, on=day(-2))
        make_deadline(case, on=day(2))
        make_deadline(case, on=day(-2))
        make_draft(make_action(case))
        make_open_action(appeals_limit=day(3))
        failed_reminder(make_open_action(recipients=[make_authority(verified_on=None)]))
        outdated_action(owner=owner)
        make_open_action().case.people.get().consents.all().delete()
        close_action(make_open_action(), by=owner, at=AT - timedelta(days=30), reason="over")

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk = desk_for(user, on=DAY)
            # What the page reads of each row.
            for row in (*desk.hearings.rows, *desk.past_hearings.rows):
                str((row.event.court.office, row.event.case.title, row.event.case.owner))
            for row in (*desk.deadlines.rows, *desk.past_deadlines.rows):
                str((row.event.case.country, row.event.case.owner))
            for row in desk.closing.rows:
                str((row.action.reference, row.action.current_sheet.headline, row.action.case.owner))
            for row in desk.untold.rows:
                str((row.action.reference, row.action.current_sheet.headline, row.ended_at))
            for sheet in desk.drafts.rows:
                str((sheet.action.reference, sheet.action.case.country, sheet.created_by))
            for reminder in desk.failed_reminders.rows:
                str(reminder.action.reference)
            for row in desk.outdated.rows:
                str((row.action.reference, row.action.current_sheet.headline, row.differences, row.under_way))
            for row in desk.consents.rows:
                str((row.action.reference, row.action.current_sheet.headline, row.people))
            for hand in (*desk.hearings.hands, *desk.drafts.hands, *desk.addresses.hands):
                str((hand.whose, hand.not_before, hand.note))
        return len(asked)

    fill()
    one = questions()
    fill()
    fill()

    assert questions() == one == 54


def quiet_on(on: date) -> list[str]:
    return [row.action.reference for row in desk_for(superuser(), on=on).quiet.rows]


def test_open_action_without_news_for_six_weeks_is_quiet():
    action = make_open_action(appeals_limit=date(2011, 12, 1))

    # Issued on 13 July; six weeks later to the day it is not yet too long.
    assert quiet_on(day(42)) == []
    assert quiet_on(day(43)) == [action.reference]
    assert quiet_on(date(2011, 12, 1)) == []


@pytest.mark.parametrize(
    ("happened_on", "is_quiet"),
    [("2011-07-14", False), ("2011-07-13", True), ("2011-08", False), ("2011-07", True), ("2011", True)],
)
def test_development_is_news_from_the_beginning_of_what_is_known_of_its_date(happened_on, is_quiet):
    action = make_open_action(appeals_limit=date(2011, 12, 1))
    Development.objects.create(
        case=action.case, happened_on=PartialDate.parse(happened_on), what="Her lawyer was let in."
    )

    assert quiet_on(day(43)) == ([action.reference] if is_quiet else [])


@pytest.mark.parametrize(
    ("status", "is_quiet"), [("held", False), ("adjourned", False), ("expected", True), ("cancelled", True)]
)
def test_hearing_is_news_once_it_took_place(status, is_quiet):
    action = make_open_action(appeals_limit=date(2011, 12, 1))
    make_hearing(action.case, on=day(20), status=status)

    assert quiet_on(day(43)) == ([action.reference] if is_quiet else [])


def test_weeks_of_quiet_are_a_setting(settings):
    settings.QUIET_WEEKS = 2
    action = make_open_action()

    assert (quiet_on(day(14)), quiet_on(day(15))) == ([], [action.reference])


def test_action_that_is_over_or_paused_is_not_quiet():
    action = make_open_action(appeals_limit=date(2011, 12, 1))
    close_action(action, by=superuser(), at=AT, reason="She is free.")

    assert quiet_on(day(43)) == []


def untold_on(on: date) -> list[str]:
    return [row.action.reference for row in desk_for(superuser(), on=on).untold.rows]


def test_end_of_which_nothing_is_told_waits_from_a_week_after_it_for_a_year():
    action = close_action(make_open_action(), by=superuser(), at=AT, reason="over")

    assert (untold_on(day(6)), untold_on(day(7))) == ([], [action.reference])
    assert (untold_on(day(365)), untold_on(day(366))) == ([action.reference], [])
    (row,) = desk_for(superuser(), on=day(7)).untold.rows
    assert row.ended_at == AT


def test_week_counts_from_the_last_end():
    action = close_action(make_open_action(), by=superuser(), at=AT, reason="over")
    ask_to_reopen(action, by=superuser(), at=AT, reason="arrested again")
    reopen_action(action, by=superuser(), at=AT)
    assert untold_on(day(7)) == []

    stop_action(action, by=superuser(), at=AT + timedelta(days=5), reason="over again")

    assert (untold_on(day(7)), untold_on(day(12))) == ([], [action.reference])


def test_outcome_of_each_person_settles_it_also_that_it_is_not_known():
    case = make_case()
    PersonAtRisk.objects.create(case=case, published_as="Ben Beispiel")
    action = stop_action(make_open_action(case), by=superuser(), at=AT, reason="over")
    partly = make_outcome(action, "unknown", "unknown")
    partly.outcomes.first().delete()
    issue(partly)
    assert untold_on(day(7)) == [action.reference]

    issue(make_outcome(action, "released", "unknown"))

    assert untold_on(day(7)) == []


def test_end_of_which_nothing_is_told_can_be_put_off():
    action = close_action(make_open_action(), by=superuser(), at=AT, reason="over")
    assign(
        "outcome",
        action.pk,
        assignee=None,
        not_before=day(20),
        note="Her lawyer is away.",
        seen_at=None,
        by=make_user("Approver"),
        at=AT,
    )

    assert (untold_on(day(19)), untold_on(day(20))) == ([], [action.reference])


# Consents to ask for


def consents_for(user, on=DAY) -> list[tuple[UrgentAction, list[str]]]:
    queue = desk_for(user, on=on).consents
    return [(row.action, [str(person) for person, _ in row.people]) for row in queue.rows]


def test_an_open_action_stands_there_while_somebody_on_it_was_never_asked():
    case = make_case(person="Anna Beispiel")
    make_person(case, consent=None, published_as="Bea Beispiel")
    action = make_open_action(case)
    make_open_action()
    before = consents_for(superuser())
    make_consent(case.people.get(published_as="Bea Beispiel"))

    assert (before, consents_for(superuser())) == ([(action, ["Bea Beispiel"])], [])


@pytest.mark.parametrize(("days", "is_old"), [(365, True), (364, False)])
def test_a_consent_of_a_year_ago_is_to_be_asked_again(settings, days, is_old):
    settings.CONSENT_DAYS = 365
    action = make_open_action()
    action.case.people.get().consents.update(given_on=day(-days))

    assert consents_for(superuser()) == ([(action, ["Anna Beispiel"])] if is_old else [])


def test_it_is_the_owners_of_the_case():
    case = make_case(person="", owner=make_user("Researcher"))
    make_person(case, consent=None, published_as="Anna Beispiel")
    make_open_action(case)

    (hand,) = desk_for(case.owner, on=DAY, whose=Whose.MINE).consents.hands
    assert hand.whose == case.owner


@pytest.mark.parametrize(
    ("uses", "is_there"),
    [((Use.NAME,), True), ((Use.NAME, Use.PRESS), True), ((Use.NAME, Use.WEB), False), ((Use.WEB,), False)],
)
def test_an_action_that_is_hidden_for_a_name_waits_for_a_sheet_without_it(uses, is_there):
    action = make_open_action()
    withdraw_consent(action.case.people.get(), uses, by=action.created_by, at=AT, reason="She wrote.")
    before = consents_for(superuser())
    make_action(action.case)

    assert (before, consents_for(superuser())) == ([(action, [])] if is_there else [], [])


def test_the_page_leads_to_the_person_to_ask(client):
    user = superuser()
    client.force_login(user)
    action = current_action()
    person = action.case.people.get()
    person.consents.all().delete()

    page = client.get("/staff/").content.decode()

    assert f"/staff/cases/personatrisk/{person.pk}/change/#consents-group" in page
    assert "no consent is written down" in page


def current_action() -> UrgentAction:
    """One that is open by the clock that the pages read."""
    sheet = make_draft(dated=clock.today(), appeals_limit=clock.today() + timedelta(days=42))
    issue(sheet)
    return UrgentAction.objects.get(pk=sheet.action_id)
