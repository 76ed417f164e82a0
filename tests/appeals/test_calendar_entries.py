"""What stands in the public calendars, and what becomes of an entry as its action or its hearing goes on."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.acts import acting
from appeals import calendar_entries
from appeals.calendar_entries import KEPT_DAYS, public_entries
from appeals.calendars import Entry, Status
from campaigns.lifecycle import (
    ask_to_reopen,
    close_action,
    pause_action,
    reopen_action,
    stop_action,
)
from campaigns.models import Campaign, UrgentAction
from campaigns.scopes import EVERYTHING, Scope
from cases.levels import Level
from cases.models import Deadline, Hearing
from tests.builders import (
    AT,
    DAY,
    issue,
    make_action,
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_stop,
    make_user,
    second_person,
)

pytestmark = pytest.mark.django_db

LAST_DAY = date(2011, 8, 22)
HOUR = timedelta(hours=1)


def entries_by_title(scope: Scope = EVERYTHING, *, on: date = DAY) -> dict[str, tuple[date, str]]:
    return {entry.title: (entry.day, entry.status.value) for entry in public_entries(scope, on=on, at=AT)}


def entry_of(action: UrgentAction, *, on: date = DAY) -> Entry:
    (entry,) = (
        entry for entry in public_entries(Scope(action=action), on=on, at=AT) if entry.uid.startswith("action-")
    )
    return entry


def saved(row: Hearing | Deadline, *, at: datetime, **changes: object) -> None:
    """A change by staff at a moment."""
    for name, value in changes.items():
        setattr(row, name, value)
    with acting(by=row.case.owner, at=at):
        row.save()


def test_entries_of_an_open_action_and_its_case() -> None:
    case = make_case()
    action = make_open_action(case)
    hearing = make_hearing(case)
    deadline = make_deadline(case, kind=Deadline.Kind.EXTRADITION)

    entries = public_entries(EVERYTHING, on=DAY, at=AT)

    assert [(entry.day, entry.title, entry.status, entry.uid) for entry in entries] == [
        (date(2011, 7, 19), f"Hearing: {action.reference}, Iceland", "CONFIRMED", f"hearing-{hearing.pk}@testserver"),
        (
            date(2011, 8, 1),
            f"Extradition: {action.reference}, Iceland",
            "CONFIRMED",
            f"deadline-{deadline.pk}@testserver",
        ),
        (LAST_DAY, f"Last day to write: {action.reference}, Iceland", "CONFIRMED", f"action-{action.pk}@testserver"),
    ]
    assert {entry.url for entry in entries} == {f"http://testserver/actions/{action.slug}/"}


def test_entry_holds_no_free_text() -> None:
    """Neither names nor what is heard: a telephone shows the title to everybody in the room."""
    case = make_case(person="Anna Beispiel", title="The case of Anna Beispiel")
    make_open_action(case, headline="ANNA BEISPIEL FACES TRIAL", summary="Anna Beispiel is to be tried.")
    make_hearing(case, matter="appeal of Anna Beispiel", result="Anna Beispiel was there")
    make_deadline(case, what="Anna Beispiel leaves custody", result="Anna Beispiel stays")

    entries = public_entries(EVERYTHING, on=DAY, at=AT)

    assert len(entries) == 3
    assert "Beispiel" not in "".join(f"{entry.title}{entry.words}{entry.uid}{entry.url}" for entry in entries)


def test_hour_of_a_hearing_stands_in_its_words() -> None:
    case = make_case()
    action = make_open_action(case)
    make_hearing(case, at=time(10, 0), time_zone="Europe/Moscow")

    hearing = public_entries(EVERYTHING, on=DAY, at=AT)[0]

    assert hearing.words == (
        "At 10:00, time of Europe/Moscow. What is known of it, and whether letters are asked for: "
        f"http://testserver/actions/{action.slug}/"
    )


def test_private_dates_stand_in_no_calendar() -> None:
    case = make_case()
    action = make_open_action(case)
    hearing, deadline = make_hearing(case), make_deadline(case)
    assert len(public_entries(EVERYTHING, on=DAY, at=AT)) == 3

    saved(hearing, at=AT, level=Level.NETWORK)
    saved(deadline, at=AT, level=Level.NETWORK)

    assert list(entries_by_title()) == [f"Last day to write: {action.reference}, Iceland"]


def test_case_without_a_published_action_stands_in_no_calendar() -> None:
    case = make_case()
    make_action(case)
    make_hearing(case)
    make_deadline(case)

    assert public_entries(EVERYTHING, on=DAY, at=AT) == []


@pytest.mark.parametrize(
    ("verb", "title", "status", "words"),
    [
        (pause_action, "PAUSED, do not write", Status.TENTATIVE, "Please do not write for now"),
        (stop_action, "STOP, do not write", Status.CANCELLED, "Please send nothing more"),
        (close_action, "ENDED, do not write", Status.CANCELLED, "No more appeals are needed"),
    ],
)
def test_entry_of_an_action_that_asks_nobody_says_so(verb, title, status, words) -> None:
    action = make_open_action()
    before = entry_of(action)

    verb(action, by=make_user(), at=AT + HOUR, reason="She is free.")

    after = entry_of(action)
    assert (after.title, after.status) == (f"{title}: {action.reference}, Iceland", status)
    assert after.words.startswith(words)
    assert "This page" not in after.words  # it is read elsewhere
    assert (after.uid, after.day) == (before.uid, before.day)
    assert after.sequence > before.sequence
    assert after.changed_at == AT + HOUR


def test_after_a_stop_nothing_of_its_case_asks_or_reminds() -> None:
    case = make_case()
    action = make_open_action(case)
    make_hearing(case)
    make_deadline(case)
    assert len(public_entries(EVERYTHING, on=DAY, at=AT)) == 3

    stop_action(action, by=make_user(), at=AT + HOUR, reason="She is free.")

    assert entries_by_title() == {f"STOP, do not write: {action.reference}, Iceland": (LAST_DAY, "CANCELLED")}


def test_dates_of_a_case_go_on_under_the_reference_of_its_other_action() -> None:
    case = make_case()
    first, second = make_open_action(case), make_open_action(case)
    with acting(by=case.owner, at=AT):
        make_hearing(case)
    assert f"Hearing: {second.reference}, Iceland" in entries_by_title()
    before = public_entries(EVERYTHING, on=DAY, at=AT)[0]

    stop_action(second, by=make_user(), at=AT + HOUR, reason="One is enough.")

    after = public_entries(EVERYTHING, on=DAY, at=AT)[0]
    assert after.title == f"Hearing: {first.reference}, Iceland"
    assert after.sequence > before.sequence


def test_stop_sheet_cancels_the_day_of_the_sheet_before_it() -> None:
    action = make_open_action()

    issue(make_stop(action), at=AT + HOUR)

    assert entries_by_title() == {f"STOP, do not write: {action.reference}, Iceland": (LAST_DAY, "CANCELLED")}


def test_reopened_action_stands_there_again() -> None:
    action = make_open_action()
    issue(make_stop(action), at=AT + HOUR)
    stopped = entry_of(action)

    ask_to_reopen(action, by=make_user(), at=AT + 2 * HOUR, reason="It was an error.")
    assert entry_of(action) == stopped
    reopen_action(action, by=second_person(), at=AT + 3 * HOUR)

    again = entry_of(action)
    assert (again.title, again.day, again.status) == (
        f"Last day to write: {action.reference}, Iceland",
        LAST_DAY,
        Status.CONFIRMED,
    )
    assert again.sequence > stopped.sequence


def test_further_sheet_moves_the_day() -> None:
    action = make_open_action()
    before = entry_of(action)

    issue(make_draft(action, appeals_limit=date(2011, 9, 1)), at=AT + HOUR)

    after = entry_of(action)
    assert (before.day, after.day) == (LAST_DAY, date(2011, 8, 31))
    assert after.sequence > before.sequence


def test_hearing_that_is_moved_keeps_its_name_and_raises_its_number() -> None:
    case = make_case()
    make_open_action(case)
    hearing = make_hearing(case)
    before = public_entries(EVERYTHING, on=DAY, at=AT)[0]

    saved(hearing, at=before.changed_at, on=date(2011, 7, 25))

    after = public_entries(EVERYTHING, on=DAY, at=AT)[0]
    assert (before.day, after.day) == (date(2011, 7, 19), date(2011, 7, 25))
    assert after.uid == before.uid
    assert after.sequence > before.sequence  # though it was moved in the same second


def test_adjourned_hearing_is_cancelled_and_the_new_one_is_an_entry_of_its_own() -> None:
    case = make_case()
    action = make_open_action(case)
    hearing = make_hearing(case)
    new = make_hearing(case, court=hearing.court, on=date(2011, 8, 2))

    saved(hearing, at=AT + HOUR, status=Hearing.Status.ADJOURNED, adjourned_to=new)

    entries = {entry.uid: (entry.day, entry.title, entry.status) for entry in public_entries(EVERYTHING, on=DAY, at=AT)}
    reference = f"{action.reference}, Iceland"
    assert entries[f"hearing-{hearing.pk}@testserver"] == (
        date(2011, 7, 19), f"Hearing, adjourned: {reference}", Status.CANCELLED
    )  # fmt: skip
    assert entries[f"hearing-{new.pk}@testserver"] == (date(2011, 8, 2), f"Hearing: {reference}", Status.CONFIRMED)


def test_dates_that_are_off_are_cancelled_and_those_that_were_stay() -> None:
    case = make_case()
    action = make_open_action(case)
    make_hearing(case, matter="held", status=Hearing.Status.HELD)
    make_hearing(case, matter="cancelled", status=Hearing.Status.CANCELLED)
    make_deadline(case, what="lifted", status=Deadline.Status.LIFTED)
    make_deadline(case, what="passed", status=Deadline.Status.PASSED, kind=Deadline.Kind.APPEAL)

    assert entries_by_title() == {
        f"Hearing: {action.reference}, Iceland": (date(2011, 7, 19), "CONFIRMED"),
        f"Hearing, cancelled: {action.reference}, Iceland": (date(2011, 7, 19), "CANCELLED"),
        f"End of custody, lifted: {action.reference}, Iceland": (date(2011, 8, 1), "CANCELLED"),
        f"Limit to lodge an appeal in law: {action.reference}, Iceland": (date(2011, 8, 1), "CONFIRMED"),
        f"Last day to write: {action.reference}, Iceland": (LAST_DAY, "CONFIRMED"),
    }


@pytest.mark.parametrize(("days", "is_there"), [(0, True), (KEPT_DAYS, True), (KEPT_DAYS + 1, False)])
def test_what_is_over_stays_for_some_weeks(days: int, is_there: bool) -> None:
    case = make_case()
    make_open_action(case)
    make_hearing(case, on=LAST_DAY)

    entries = public_entries(EVERYTHING, on=LAST_DAY + timedelta(days=days), at=AT)

    assert len(entries) == (2 if is_there else 0)


@pytest.mark.parametrize(("days", "is_there"), [(0, True), (KEPT_DAYS, True), (KEPT_DAYS + 1, False)])
def test_stop_stays_for_some_weeks(days: int, is_there: bool) -> None:
    action = make_open_action()

    stop_action(action, by=make_user(), at=AT, reason="She is free.")

    assert len(public_entries(EVERYTHING, on=DAY + timedelta(days=days), at=AT)) == is_there


def test_scopes_hold_their_own_actions_only() -> None:
    campaign = Campaign.objects.create(title="No return to torture", slug="no-return")
    here, elsewhere = make_open_action(make_case()), make_open_action(make_case(country="KE"))
    UrgentAction.objects.filter(pk=here.pk).update(campaign=campaign)

    def uids(scope: Scope) -> list[str]:
        return [entry.uid for entry in public_entries(scope, on=DAY, at=AT)]

    assert uids(EVERYTHING) == [f"action-{here.pk}@testserver", f"action-{elsewhere.pk}@testserver"]
    assert uids(Scope(country="KE")) == [f"action-{elsewhere.pk}@testserver"]
    assert uids(Scope(campaign=campaign)) == uids(Scope(action=here)) == [f"action-{here.pk}@testserver"]
    assert uids(Scope(country="JP")) == []


def test_calendar_holds_the_nearest_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_entries, "MOST_ENTRIES", 3)
    case = make_case()
    make_open_action(case)
    for days in (-20, -1, 0, 3, 50):
        make_hearing(case, on=DAY + timedelta(days=days), matter=f"{days}")

    days = [(entry.day - DAY).days for entry in public_entries(EVERYTHING, on=DAY, at=AT)]

    assert days == [0, 3, 40]  # what is to come, before what is over


def make_world(actions: int) -> None:
    for _ in range(actions):
        case = make_case()
        make_open_action(case)
        make_hearing(case)
        make_deadline(case)
        stop_action(make_open_action(make_case()), by=case.owner, at=AT, reason="She is free.")


@pytest.mark.parametrize("actions", [1, 3])
def test_number_of_queries_does_not_grow(actions: int) -> None:
    make_world(actions)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        entries = public_entries(EVERYTHING, on=DAY, at=AT)

    assert (len(queries), len(entries)) == (6, 4 * actions)
