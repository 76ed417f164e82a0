"""What became of each person: proposed, looked over, made public by issuing, and written down in the case."""

from datetime import date
from typing import Any

import pytest

from campaigns.check_reasons import hindrances
from campaigns.content import content_of
from campaigns.lifecycle import ask_to_reopen, draft_sheet, reopen_action
from campaigns.models import CurrentOutcome, Outcome, Sheet, UrgentAction
from campaigns.outcomes import outcome_findings, outcomes_of
from cases.models import Case, PersonAtRisk, PersonStatus
from tests.builders import AT, DAY, issue, make_case, make_draft, make_open_action, make_outcome, make_stop, make_user
from tests.cases.test_models import refused

pytestmark = pytest.mark.django_db

Word = Outcome.Word


@pytest.fixture
def case() -> Case:
    """Anna, Ben and Cleo."""
    case = make_case(person="Anna Beispiel")
    for name in ("Ben Beispiel", "Cleo Beispiel"):
        PersonAtRisk.objects.create(case=case, published_as=name)
    return case


@pytest.fixture
def action(case: Case) -> UrgentAction:
    return make_open_action(case)


def told(action: UrgentAction) -> list[tuple[str, str]]:
    return [(row.name, row.word) for row in outcomes_of([action.pk]).get(action.pk, [])]


def said(sheet: Sheet) -> list[tuple[str, str, str]]:
    return [(outcome.name, outcome.word, outcome.happened_on) for outcome in content_of(sheet).outcomes]


def test_every_word_of_an_outcome_is_one_of_the_case() -> None:
    assert set(Word.values) - set(PersonStatus.Status.values) == set()


def test_outcome_sheet_starts_with_what_the_case_knows_of_each(action: UrgentAction, case: Case) -> None:
    anna, ben, _cleo = case.people.all()
    PersonStatus.objects.create(person=anna, status="detained", since="2011-06")
    PersonStatus.objects.create(person=anna, status="released", since="2011-07-14")
    PersonStatus.objects.create(person=ben, status="convicted", since="2009")  # before anybody was asked to write

    sheet = draft_sheet(action, by=case.owner, at=AT, kind=Sheet.Kind.OUTCOME)

    assert said(sheet) == [
        ("Anna Beispiel", "released", "2011-07-14"),
        ("Ben Beispiel", "unknown", ""),
        ("Cleo Beispiel", "unknown", ""),
    ]


def test_sheet_that_asks_starts_with_what_was_told_before_and_no_more(action: UrgentAction, case: Case) -> None:
    first_news = make_draft(action)
    ben = case.people.get(published_as="Ben Beispiel")
    assert said(first_news) == []
    Outcome.objects.create(sheet=first_news, person=ben, word=Word.RELEASED, happened_on="2011-07-10", sentence="Home.")
    issue(first_news)

    sheet = draft_sheet(action, by=case.owner, at=AT)

    assert said(sheet) == [("Ben Beispiel", "released", "2011-07-10")]
    assert content_of(sheet).outcomes[0].sentence == "Home."


def test_issuing_makes_it_hold_and_writes_it_down_in_the_case(action: UrgentAction) -> None:
    issue(make_outcome(action, Word.STAYED, Word.EXECUTED, Word.UNKNOWN))

    action.refresh_from_db()
    assert told(action) == [("Anna Beispiel", "stayed"), ("Ben Beispiel", "executed"), ("Cleo Beispiel", "unknown")]
    assert action.outcome_on == DAY
    statuses = PersonStatus.objects.order_by("person").values_list("person__published_as", "status", "note")
    assert [(name, status) for name, status, _ in statuses] == [
        ("Anna Beispiel", "stayed"),
        ("Ben Beispiel", "executed"),
    ]
    assert statuses[0][2] == f"As told by {action.reference}, sheet 2: Outcome of {action.reference}."


def test_what_the_case_has_already_is_not_written_down_twice(action: UrgentAction, case: Case) -> None:
    PersonStatus.objects.create(person=case.people.all()[0], status="released", since="2011-07-10", note="Her sister.")

    issue(make_outcome(action, Word.RELEASED, Word.UNKNOWN, Word.AT_RISK))

    assert PersonStatus.objects.get().note == "Her sister."


def test_nothing_of_a_draft_holds(action: UrgentAction) -> None:
    make_outcome(action, Word.RELEASED, Word.RELEASED, Word.RELEASED)

    action.refresh_from_db()
    assert (told(action), action.outcome_on) == ([], None)


def test_newer_sheet_corrects_what_was_told(action: UrgentAction) -> None:
    issue(make_outcome(action, Word.EXECUTED, Word.RELEASED, Word.RELEASED))

    second = make_outcome(action, Word.STAYED, Word.RELEASED, Word.RELEASED, dated=date(2011, 7, 20))
    second.outcomes.filter(person__published_as="Cleo Beispiel").delete()
    issue(second)

    rows = {row.name: row for row in CurrentOutcome.objects.all()}
    assert {name: row.word for name, row in rows.items()} == {"Anna Beispiel": "stayed", "Ben Beispiel": "released"}
    # What is said in the same words is no news.
    assert (rows["Anna Beispiel"].told_on, rows["Ben Beispiel"].told_on) == (date(2011, 7, 20), DAY)
    action.refresh_from_db()
    assert action.outcome_on == date(2011, 7, 20)


def test_name_stays_as_it_was_published(action: UrgentAction, case: Case) -> None:
    issue(make_outcome(action, Word.RELEASED, Word.RELEASED, Word.RELEASED))
    PersonAtRisk.objects.filter(case=case, published_as="Anna Beispiel").update(published_as="a teacher, 34")

    assert told(action)[0] == ("Anna Beispiel", "released")


def test_sheet_after_reopening_starts_with_what_holds(action: UrgentAction, case: Case) -> None:
    issue(make_outcome(action, Word.RELEASED, Word.RELEASED, Word.AT_RISK))
    action.refresh_from_db()
    ask_to_reopen(action, by=make_user(), at=AT, reason="arrested again")
    reopen_action(action, by=make_user(), at=AT)

    sheet = draft_sheet(action, by=case.owner, at=AT)

    assert [word for _, word, _ in said(sheet)] == ["released", "released", "at_risk"]


def test_first_sheet_tells_of_nobodys_end(case: Case) -> None:
    sheet = make_draft(make_open_action(case).case.actions.get())
    Sheet.objects.filter(pk=sheet.pk).update(kind=Sheet.Kind.FIRST)
    sheet.refresh_from_db()
    Outcome.objects.create(sheet=sheet, person=case.people.all()[0])

    assert said(sheet) == []
    assert hindrances(sheet, on=DAY) == [
        "A first sheet asks for help and cannot say what became of somebody: delete those lines, or choose another "
        "kind of sheet."
    ]


def test_somebody_of_another_case_and_a_day_to_come_stand_in_the_way(action: UrgentAction) -> None:
    sheet = make_outcome(action, Word.RELEASED, Word.UNKNOWN, Word.UNKNOWN)
    sheet.outcomes.filter(word=Word.RELEASED).update(happened_on="2011-07-14")
    Outcome.objects.create(sheet=sheet, person=make_case(person="Dora Beispiel").people.get())

    assert hindrances(sheet, on=DAY) == [
        "Dora Beispiel belongs to another case: delete the line that says what became of them.",
        "Anna Beispiel: 14 July 2011 is still to come. Say only what has happened.",
    ]


def test_what_happened_needs_a_date(action: UrgentAction, case: Case) -> None:
    row = Outcome(sheet=make_draft(action), person=case.people.all()[0], word=Word.RELEASED)

    refused(row, "outcome_has_a_date", "Say when it happened, at least the year.")


def test_one_thing_is_said_of_each_person_on_a_sheet(action: UrgentAction, case: Case) -> None:
    row = Outcome(sheet=make_stop(action), person=case.people.all()[0])

    refused(row, "outcome_once_per_person_and_sheet", "This sheet says already what became of that person.")


def test_one_thing_holds_of_each_person_of_an_action(action: UrgentAction) -> None:
    issue(make_outcome(action, Word.RELEASED, Word.RELEASED, Word.RELEASED))
    twin = CurrentOutcome.objects.all()[0]
    twin.pk = None

    refused(twin, "outcome_current_once_per_person_and_action", "One thing holds of each person of an action.")


def test_findings_ask_for_what_is_not_said(action: UrgentAction, case: Case) -> None:
    sheet = make_outcome(action, Word.RELEASED, Word.UNKNOWN, Word.RELEASED)
    sheet.outcomes.filter(person__published_as="Cleo Beispiel").delete()
    anna = case.people.get(published_as="Anna Beispiel")
    PersonStatus.objects.create(person=anna, status="extradited", since="2011-07-13")

    assert outcome_findings(sheet) == [
        "The case says of Anna Beispiel: extradited or returned since 13 July 2011. This sheet says: released, "
        "10 July 2011.",
        "What became of Ben Beispiel is given as not known. Is there somebody to ask?",
        "Nothing is said of what became of Cleo Beispiel.",
    ]
    assert hindrances(sheet, on=DAY) == []


def test_findings_are_silent_where_all_is_said(action: UrgentAction) -> None:
    assert outcome_findings(make_outcome(action, Word.RELEASED, Word.STAYED, Word.AT_RISK)) == []
    assert outcome_findings(action.sheets.get(kind="first")) == []


@pytest.mark.parametrize("people", [1, 3])
def test_findings_take_three_queries(people: int, django_assert_num_queries: Any) -> None:
    case = make_case()
    for number in range(people - 1):
        PersonAtRisk.objects.create(case=case, published_as=f"Person {number}")
    sheet = Sheet.objects.select_related("action__case").get(pk=make_stop(make_open_action(case)).pk)

    with django_assert_num_queries(3):
        outcome_findings(sheet)
