"""Which sheets print what is not so any more, and what of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.corrections import propose_correction
from campaigns.lifecycle import close_action, pause_action, stop_action
from campaigns.models import UrgentAction
from campaigns.outdated import Difference, differences_of, notice_changes, outdated
from cases.models import Authority, Case, Concern, PersonAtRisk, Salutation
from cases.published import note_change
from tests.builders import AT, DAY, issue, make_action, make_authority, make_case, make_draft, make_open_action

pytestmark = pytest.mark.django_db

LATER = datetime(2011, 7, 14, 9, tzinfo=UTC)
TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def ministry() -> Authority:
    return make_authority(
        office="Ministry of Examples",
        form_of_address="The Minister",
        holder="Minister Muster",
        fax="+354 1",
        phone="+354 2",
        emails="one@example.org",
        web_form="https://one.example/",
    )


@pytest.fixture
def action(ministry: Authority) -> UrgentAction:
    case = make_case()
    case.people.update(age=34, nationality="Icelandic")
    case.concerns.add(Concern.objects.create(name="Sample concern", slug="sample-concern"))
    return make_open_action(case, recipients=[ministry])


def changed(fact: Authority | Case, *, at: datetime = LATER, **fields: Any) -> None:
    """As a page of staff changes it."""
    for name, value in fields.items():
        setattr(fact, name, value)
    fact.save()
    note_change(fact, at=at)


def told(action: UrgentAction, on: date = TOMORROW) -> list[tuple[str, str, str, str]]:
    return [(each.about, each.what, each.old, each.new) for each in differences_of([action], on=on)[action.pk]]


@pytest.mark.parametrize(
    ("field", "value", "difference"),
    [
        ("form_of_address", "", ("line above the holder", "The Minister", "")),
        ("holder", "Minister Nova", ("holder", "Minister Muster", "Minister Nova")),
        ("office", "Ministry of Samples", ("office", "Ministry of Examples", "Ministry of Samples")),
        (
            "postal_lines",
            "2 Other Road\nIceland",
            ("postal address", "1 Example Street, 101 Sampletown, Iceland", "2 Other Road, Iceland"),
        ),
        ("country", "NO", ("country", "Iceland", "Norway")),
        ("fax", "+354 9", ("fax", "+354 1", "+354 9")),
        ("phone", "", ("phone", "+354 2", "")),
        (
            "emails",
            "one@example.org\ntwo@example.org",
            ("e-mail", "one@example.org", "one@example.org, two@example.org"),
        ),
        ("web_form", "https://two.example/", ("web form", "https://one.example/", "https://two.example/")),
    ],
)
def test_whatever_is_printed_of_an_authority(action, ministry, field, value, difference):
    changed(ministry, **{field: value})

    assert told(action) == [("Ministry of Examples", *difference)]
    assert list(outdated(TOMORROW)) == [action]


def other_words(ministry: Authority) -> None:
    ministry.salutations.update(text="Dear Madam Minister")


def another_language(ministry: Authority) -> None:
    Salutation.objects.create(authority=ministry, language="is", text="Kæri ráðherra")


def no_salutation(ministry: Authority) -> None:
    ministry.salutations.all().delete()


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (other_words, ("salutation in English", "Dear Minister", "Dear Madam Minister")),
        (another_language, ("salutation in Icelandic", "", "Kæri ráðherra")),
        (no_salutation, ("salutation in English", "Dear Minister", "")),
    ],
)
def test_salutations(action, ministry, change, difference):
    change(ministry)
    note_change(ministry, at=LATER)

    assert told(action) == [("Ministry of Examples", *difference)]
    assert list(outdated(TOMORROW)) == [action]


def respelled(case: Case) -> None:
    case.people.update(published_as="Anna Beispel")


def older(case: Case) -> None:
    case.people.update(age=35)


def with_a_number(case: Case) -> None:
    case.people.update(identifiers="No. 7", nationality="")


def joined(case: Case) -> None:
    PersonAtRisk.objects.create(case=case, published_as="Bruno Beispiel")


def gone(case: Case) -> None:
    case.people.all().delete()


def elsewhere(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(country="NO")


def of_another_concern(case: Case) -> None:
    case.concerns.set([Concern.objects.create(name="Other concern", slug="other-concern")])


@pytest.mark.parametrize(
    ("change", "differences"),
    [
        (respelled, [("Anna Beispiel", "name", "Anna Beispiel", "Anna Beispel")]),
        (older, [("Anna Beispiel", "age", "34", "35")]),
        (
            with_a_number,
            [("Anna Beispiel", "nationality", "Icelandic", ""), ("Anna Beispiel", "identifiers", "", "No. 7")],
        ),
        (joined, [("The case", "person at risk", "", "Bruno Beispiel")]),
        (gone, [("The case", "person at risk", "Anna Beispiel", "")]),
        (elsewhere, [("The case", "country", "Iceland", "Norway")]),
        (of_another_concern, [("The case", "concerns", "Sample concern", "Other concern")]),
    ],
)
def test_whatever_is_published_of_a_case(action, change, differences):
    change(action.case)
    note_change(action.case, at=LATER)

    assert told(action) == differences
    assert list(outdated(TOMORROW)) == [action]


def test_an_address_that_was_verified_once_more_is_no_difference(action, ministry):
    changed(ministry, verified_on=TOMORROW, notes="Rang them.")

    assert (told(action), list(outdated(TOMORROW))) == ([], [])


@pytest.mark.parametrize(("distance", "is_outdated"), [(0, False), (1, True)])
def test_a_holder_whose_term_ends_is_printed_wrongly_from_the_day_after(distance, is_outdated):
    last_day = DAY + timedelta(days=5)
    ministry = make_authority(office="Ministry of Examples", holder="Minister Muster", holder_until=last_day)
    action = make_open_action(recipients=[ministry])
    on = last_day + timedelta(days=distance)

    differences = differences_of([action], on=on)[action.pk]

    gone = Difference("Ministry of Examples", "holder", "Minister Muster", "", last_day + timedelta(days=1), ministry)
    assert differences == ((gone,) if is_outdated else ())
    assert list(outdated(on)) == ([action] if is_outdated else [])


def test_a_fact_that_was_put_back_is_no_difference_any_more(action, ministry):
    changed(ministry, holder="Minister Nova")
    assert list(outdated(TOMORROW)) == [action]

    changed(ministry, holder="Minister Muster", at=LATER + timedelta(hours=1))

    assert list(outdated(TOMORROW)) == []


def test_a_corrected_sheet_prints_what_is_so(action, ministry):
    changed(ministry, holder="Minister Nova")

    issue(propose_correction(action, by=action.created_by, at=LATER), at=LATER)

    action.refresh_from_db()
    assert action.current_sheet.kind == "correction"
    assert (told(action), list(outdated(TOMORROW))) == ([], [])


def test_it_says_since_when(action, ministry):
    changed(ministry, holder="Minister Nova")

    [difference] = differences_of([action], on=TOMORROW)[action.pk]

    assert difference.since == LATER.date()


def pause(action: UrgentAction) -> None:
    pause_action(action, by=action.created_by, at=AT)


def stop(action: UrgentAction) -> None:
    stop_action(action, by=action.created_by, at=AT, reason="released")


def close(action: UrgentAction) -> None:
    close_action(action, by=action.created_by, at=AT, reason="over")


@pytest.mark.parametrize(("bring", "is_watched"), [(pause, True), (stop, False), (close, False)])
def test_a_paused_action_counts_and_one_that_is_over_does_not(action, ministry, bring, is_watched):
    bring(action)
    changed(ministry, holder="Minister Nova")

    assert list(outdated(TOMORROW)) == ([action] if is_watched else [])


def test_an_action_whose_days_are_over_asks_nobody_to_write_by_its_sheet(action, ministry):
    changed(ministry, holder="Minister Nova")

    assert list(outdated(action.last_good_day)) == [action]
    assert list(outdated(action.last_good_day + timedelta(days=1))) == []


def test_a_draft_and_an_authority_that_stands_on_a_sheet_of_before_do_not_count(action, ministry):
    make_draft(make_action(), recipients=[ministry])
    later = make_draft(action)
    later.recipients.all().delete()
    later.recipients.create(authority=make_authority())
    issue(later)

    changed(ministry, holder="Minister Nova")

    assert list(outdated(TOMORROW)) == []


def test_what_was_changed_by_no_page_of_staff_is_noticed_within_the_hour(action, ministry):
    Authority.objects.filter(pk=ministry.pk).update(holder="Minister Nova")
    respelled(action.case)
    assert list(outdated(TOMORROW)) == []

    noticed = notice_changes(at=LATER)

    assert (noticed, notice_changes(at=LATER)) == (2, 0)
    assert list(outdated(TOMORROW)) == [action]


def test_nothing_is_noticed_where_nothing_is_different(action):
    assert notice_changes(at=LATER) == 0


def one_more(number: int) -> UrgentAction:
    ministry = make_authority()
    action = make_open_action(make_case(person=f"Person {number}"), recipients=[ministry, make_authority()])
    changed(ministry, holder="Minister Nova")
    return action


def queries_of(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        work()
    return len(captured)


def test_three_take_as_many_queries_as_one():
    one_more(1)
    one = queries_of(lambda: list(outdated(TOMORROW)))
    for number in (2, 3):
        one_more(number)

    assert (one, queries_of(lambda: list(outdated(TOMORROW)))) == (7, 7)


def test_frozen_text_is_read_only_where_a_fact_was_changed(action):
    one = queries_of(lambda: outdated(TOMORROW))

    assert one == 1
