from datetime import date, time, timedelta

import pytest

from appeals.chain import SheetLine
from appeals.key_dates import KeyDate, Kind, key_dates_of
from appeals.standing import standing_of
from campaigns.lifecycle import stop_action
from campaigns.models import UrgentAction
from campaigns.told_outcomes import ToldOutcome
from cases.levels import Level
from cases.models import Case, Development, Hearing
from tests.builders import AT, DAY, make_authority, make_case, make_deadline, make_hearing, make_open_action

pytestmark = pytest.mark.django_db

LAST = date(2011, 8, 22)


def dates_of(case: Case, action: UrgentAction | None = None, *, on: date = DAY) -> list[KeyDate]:
    action = action or make_open_action(case)
    return key_dates_of(case, action, [], at=AT, standing=standing_of(action, on=on))


def test_key_dates_stand_in_order_with_their_precision() -> None:
    case = make_case()
    for happened_on, note in (("2010-11-03", ""), ("2002", ""), ("2011-06", "at the end of June")):
        Development.objects.create(case=case, happened_on=happened_on, date_note=note, what="x", level=Level.PUBLIC)

    assert [(row.when, row.iso, row.kind) for row in dates_of(case)] == [
        ("2002", "2002", Kind.EVENT),
        ("3 November 2010", "2010-11-03", Kind.EVENT),
        ("June 2011 (at the end of June)", "2011-06", Kind.EVENT),
        ("22 August 2011", "2011-08-22", Kind.LIMIT),
    ]


def test_key_dates_hold_nothing_private() -> None:
    case = make_case()
    Development.objects.create(case=case, happened_on="2010", what="a secret", source="a canary")
    Development.objects.create(case=case, happened_on="2010", what="said", source="a canary", level=Level.PUBLIC)
    make_hearing(case, matter="a secret", level=Level.NETWORK)
    make_deadline(case, what="a secret", level=Level.NETWORK)

    rows = dates_of(case)

    assert [row.what for row in rows] == ["said", "Last day to send appeals"]
    assert "canary" not in repr(rows)


def test_key_date_of_a_hearing_stands_in_the_zone_of_the_court() -> None:
    case = make_case()
    make_hearing(
        case,
        on=date(2011, 7, 19),
        at=time(10, 30),
        time_zone="Europe/Moscow",
        court=make_authority(office="Court of Examples"),
        matter="review",
    )

    row = dates_of(case)[0]

    assert (row.iso, row.hour, row.what, row.status) == (
        "2011-07-19T10:30+04:00",
        "10:30, time of Europe/Moscow",
        "Court of Examples: review",
        "expected",
    )


def test_key_date_of_an_adjourned_hearing_says_to_when() -> None:
    case = make_case()
    court = make_authority()
    later = make_hearing(case, on=date(2011, 8, 3), court=court)
    make_hearing(
        case, on=date(2011, 7, 12), court=court, status=Hearing.Status.ADJOURNED, result="No judge.", adjourned_to=later
    )

    assert dates_of(case)[0].result == "No judge. Adjourned to 3 August 2011."


def test_key_date_of_an_adjourned_hearing_keeps_a_private_day_to_itself() -> None:
    case = make_case()
    court = make_authority()
    later = make_hearing(case, on=date(2011, 8, 3), court=court, level=Level.NETWORK)
    make_hearing(case, on=date(2011, 7, 12), court=court, status=Hearing.Status.ADJOURNED, adjourned_to=later)

    assert dates_of(case)[0].result == ""


def test_key_dates_after_the_last_good_day_say_that_it_is_over() -> None:
    assert [row.what for row in dates_of(make_case(), on=LAST + timedelta(1))] == [
        "Last day to send appeals; it is over"
    ]


def test_key_dates_of_a_stopped_action_name_no_day_to_write_by() -> None:
    case = make_case()
    action = stop_action(make_open_action(case), by=case.owner, at=AT, reason="over")

    assert dates_of(case, action) == []


def test_key_dates_list_every_sheet() -> None:
    action = make_open_action()
    sheets = [SheetLine("Correction to UA 1/11", date(2011, 7, 20), True), SheetLine("Urgent action", DAY, False)]

    rows = key_dates_of(action.case, action, sheets, at=AT, standing=standing_of(action, on=DAY))

    assert [(row.first, row.kind, row.what) for row in rows] == [
        (DAY, Kind.SHEET, "Urgent action"),
        (date(2011, 7, 20), Kind.SHEET, "Correction to UA 1/11"),
        (LAST, Kind.LIMIT, "Last day to send appeals"),
    ]


def test_outcomes_of_one_day_stand_together_and_those_without_a_day_nowhere() -> None:
    told = [
        ToldOutcome(1, "Anna", "stayed", "2011-07", "She heard it on the radio."),
        ToldOutcome(2, "Ben", "stayed", "2011-07", ""),
        ToldOutcome(3, "Cleo", "executed", "2011-07-10", ""),
        ToldOutcome(4, "Dora", "at_risk", "2011-07-10", ""),
        ToldOutcome(5, "Emil", "unknown", "", ""),
    ]
    action = make_open_action()

    rows = key_dates_of(action.case, action, [], at=AT, standing=standing_of(action, on=DAY), outcomes=told)

    assert [(row.iso, row.kind, row.what, row.result) for row in rows[:-1]] == [
        ("2011-07", Kind.OUTCOME, "Anna, Ben: execution stayed", "She heard it on the radio."),
        ("2011-07-10", Kind.OUTCOME, "Cleo: executed", ""),
    ]
