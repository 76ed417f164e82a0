"""What was deleted comes back as it was, with its parts; or it is said why it cannot."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.acts import acting
from accounts.models import User
from campaigns.lifecycle import draft_sheet, start_action
from campaigns.models import ActionEvent, Assignment, Demand, Sheet, UrgentAction
from campaigns.review import submit_sheet, withdraw_draft
from cases.consents import take_back, uses_allowed
from cases.deletions import BROUGHT_BACK, deletions_for, may_restore, restore
from cases.models import Authority, Case, Concern, Deadline, Hearing, PersonAtRisk, PersonStatus, Use
from tests.builders import (
    AT,
    make_action,
    make_authority,
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody():
    return make_user(is_superuser=True, name="Ada Admin")


def rows_of(case):
    """A case and everything below it, column by column."""
    scopes = {
        Case: {"pk": case.pk},
        PersonAtRisk: {"case": case.pk},
        PersonStatus: {"person__case": case.pk},
        Hearing: {"case": case.pk},
        Deadline: {"case": case.pk},
        Case.concerns.through: {"case": case.pk},
    }
    found = {
        model: list(model._base_manager.filter(**scope).order_by("pk").values()) for model, scope in scopes.items()
    }
    for link in found[Case.concerns.through]:
        del link["id"]
    return found


def test_a_case_comes_back_with_everything_that_went_with_it(somebody):
    case = make_case()
    PersonStatus.objects.create(person=case.people.get(), status="detained", since="2011")
    make_hearing(case)
    make_deadline(case)
    case.concerns.set(Concern.objects.all()[:2])
    before = rows_of(case)
    pk = case.pk
    case.delete()
    assert not Case.objects.exists()

    back = restore(Case, pk, by=somebody, at=AT)

    assert rows_of(back) == before
    last = back.history.latest()
    assert (last.history_user, last.history_date, last.history_change_reason) == (somebody, AT, BROUGHT_BACK)
    assert deletions_for(somebody) == ([], None)


def test_it_may_be_deleted_and_brought_back_again_and_again(somebody):
    case = make_case()
    case.concerns.set(Concern.objects.all()[:2])
    before = rows_of(case)

    for _ in range(2):
        Case.objects.get(pk=before[Case][0]["id"]).delete()
        case = restore(Case, before[Case][0]["id"], by=somebody, at=AT)

    assert rows_of(case) == before


def test_only_what_went_in_the_same_act_comes_back(somebody):
    case = make_case()
    make_deadline(case).delete()
    hearing = make_hearing(case)
    pk = case.pk
    case.delete()

    back = restore(Case, pk, by=somebody, at=AT)

    assert (list(back.hearings.all()), list(back.deadlines.all())) == ([hearing], [])


def test_the_list_says_what_when_by_whom_and_with_which_parts(somebody):
    editor = make_user(name="Rosa Researcher")
    case = make_case(title="Deleted by mistake")
    make_hearing(case)
    make_deadline(case)
    make_deadline(make_case(), what="the other limit").delete()
    with acting(by=editor, at=AT):
        case.delete()

    deletions, older = deletions_for(somebody)

    newest = deletions[0]
    assert [(one.what, one.name) for one in deletions] == [
        ("case", "Deleted by mistake"),
        ("deadline", "1 August 2011, the other limit"),
    ]
    assert (newest.at, newest.by, older) == (AT, editor, None)
    assert list(newest.parts) == [
        ("deadlines", ["1 August 2011, end of the time of custody"]),
        ("hearings", ["19 July 2011, review of detention"]),
        ("people at risk", ["Anna Beispiel"]),
        ("consents", ["a lawyer, 13 July 2011"]),
    ]


def test_a_person_comes_back_with_what_they_agreed_to_and_took_back(somebody):
    person = make_case().people.get()
    take_back(person, [Use.WEB], by=somebody, at=AT, reason="She said so.")
    pk = person.pk
    person.delete()

    back = restore(PersonAtRisk, pk, by=somebody, at=AT)

    assert uses_allowed(back, at=AT) == {Use.NAME, Use.STORY, Use.LETTER}


def test_several_deleted_together_come_back_one_by_one(somebody):
    one, two = make_case(title="one"), make_case(title="two")
    Case.objects.all().delete()

    restore(Case, two.pk, by=somebody, at=AT)

    assert [case.title for case in Case.objects.all()] == ["two"]
    assert [(deletion.name, deletion.pk) for deletion in deletions_for(somebody)[0]] == [("one", one.pk)]


def test_the_list_takes_as_many_queries_with_one_as_with_three(somebody):
    def delete_one():
        case = make_case()
        make_hearing(case)
        case.delete()

    delete_one()
    with CaptureQueriesContext(connection) as with_one:
        assert len(deletions_for(somebody)[0]) == 1
    for _ in range(2):
        delete_one()
    with CaptureQueriesContext(connection) as with_three:
        assert len(deletions_for(somebody)[0]) == 3
    assert len(with_one) == len(with_three)


def test_who_may_delete_and_add_may_bring_back():
    researcher, editor, viewer = make_user("Researcher"), make_user("Editor"), make_user("Viewer")
    make_hearing(make_case()).delete()
    Demand.objects.filter(sheet=make_draft()).delete()

    seen = [[one.what for one in deletions_for(user)[0]] for user in (researcher, editor, viewer)]

    assert seen == [["hearing"], ["demand"], []]
    assert [may_restore(user, Hearing) for user in (researcher, editor)] == [True, False]


def refusal(model, pk, somebody):
    with pytest.raises(ValidationError) as refused:
        restore(model, pk, by=somebody, at=AT)
    return refused.value.messages


def test_what_needs_something_that_is_gone_is_refused_by_its_name(somebody):
    hearing = make_hearing(make_case(), court=make_authority(office="Old Court"))
    pk = hearing.pk
    court = hearing.court
    hearing.delete()
    court.delete()

    assert refusal(Hearing, pk, somebody) == [
        "It needs what is gone: Old Court (deleted), as its court. Bring that back first."
    ]
    restore(Authority, hearing.court_id, by=somebody, at=AT)
    assert restore(Hearing, pk, by=somebody, at=AT).court.office == "Old Court"


def test_what_somebody_has_entered_anew_is_refused_with_the_sentence_of_the_rule(somebody):
    hearing = make_hearing(make_case())
    pk = hearing.pk
    case, court = hearing.case, hearing.court
    hearing.delete()
    make_hearing(case, court=court)

    assert refusal(Hearing, pk, somebody) == ["This hearing is there already: same court, same day, same matter."]
    assert Hearing.objects.count() == 1


def test_what_is_there_again_or_never_was_is_refused(somebody):
    hearing = make_hearing(make_case())

    assert refusal(Hearing, hearing.pk, somebody) == ["Nothing was done: it is there again already."]
    assert refusal(Hearing, hearing.pk + 1, somebody) == [
        "Nothing was done: there is no such deletion, or it went together with something."
    ]


def test_a_case_whose_concern_is_gone_waits_for_it(somebody):
    case = make_case()
    concern = Concern.objects.create(name="Zeal", slug="zeal")
    case.concerns.add(concern)
    pk = case.pk
    case.delete()
    concern.delete()

    assert refusal(Case, pk, somebody) == [
        "It needs what is gone: Zeal (deleted), as its concerns. Bring that back first."
    ]


def test_a_draft_action_comes_back_with_its_sheet_its_authors_and_what_was_decided(somebody):
    sheet = make_draft()
    withdraw_draft(sheet, by=sheet.created_by, at=AT)
    make_draft(sheet.action)
    action = UrgentAction.objects.get()
    pk = action.pk
    events = list(ActionEvent.objects.values())
    authors = {author.user_id for one in Sheet.objects.all() for author in one.authors.all()}
    action.delete()
    assert not ActionEvent.objects.exists()

    back = restore(UrgentAction, pk, by=somebody, at=AT)

    assert list(ActionEvent.objects.values()) == events
    assert [one.status for one in back.sheets.all()] == ["withdrawn", "draft"]
    assert [one.demands.count() for one in back.sheets.all()] == [1, 1]
    assert {author.user_id for one in back.sheets.all() for author in one.authors.all()} == {*authors, somebody.pk}


def test_whoever_began_an_action_may_bring_it_back():
    editor = make_user("Editor")
    action = start_action(make_case(), by=editor, at=AT)
    draft_sheet(action, by=editor, at=AT)
    pk = action.pk
    action.delete()

    back = restore(UrgentAction, pk, by=editor, at=AT)

    assert [author.user for author in back.sheets.get().authors.all()] == [editor]


def test_a_number_taken_meanwhile_is_refused(somebody):
    action = make_action()
    pk, number = action.pk, action.number
    action.delete()
    make_action(number=number)

    assert refusal(UrgentAction, pk, somebody)[0] == (
        "This number is taken in this series and year. Each action has its own."
    )


def test_a_demand_comes_back_only_into_a_draft(somebody):
    sheet = make_draft()
    Demand.objects.create(sheet=sheet, order=2, sheet_wording="Urging more;", letter_wording="I urge more.")
    demand = sheet.demands.get(order=2)
    pk = demand.pk
    demand.delete()
    submit_sheet(sheet, by=sheet.created_by, at=AT)

    assert refusal(Demand, pk, somebody) == [f"{sheet} is in review, and its text stays as it is."]
    assert sheet.demands.count() == 1


def test_somebody_who_comes_back_gets_a_new_password(somebody):
    user = make_user("Editor")
    pk = user.pk
    user.delete()

    back = restore(User, pk, by=somebody, at=AT)

    assert (back.has_usable_password(), [group.name for group in back.groups.all()]) == (False, ["Editor"])


def test_a_matter_agreed_upon_comes_back(somebody):
    matter = Assignment.objects.create(matter="hearing", subject_id=1, at=AT, by=somebody, note="She calls the court.")
    pk = matter.pk
    matter.delete()

    assert restore(Assignment, pk, by=somebody, at=AT).note == "She calls the court."
