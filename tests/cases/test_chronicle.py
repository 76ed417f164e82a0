"""Who changed what, when, with all that belongs to the thing: what its history page is made of."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.acts import acting, unrecorded
from campaigns.models import Demand
from cases.chronicle import ACTS, Difference, chronicle_of
from cases.models import Concern, Consent, Development, Hearing, PersonAtRisk, PersonStatus
from cases.word_diff import Piece, Side
from tests.builders import AT, make_authority, make_case, make_draft, make_hearing, make_user

pytestmark = pytest.mark.django_db


def acts_of(thing, **options):
    return chronicle_of(thing, **{"reader": make_user(), "may_see": lambda model: True, **options}).acts


def lines(act):
    """What an act did, row by row: kind, name, verb."""
    return [(told.what, told.name, told.verb) for told in act.told]


def test_one_act_tells_everything_it_did_to_a_case_and_its_parts():
    case = make_case()
    hearing = make_hearing(case)
    editor = make_user(name="Edi Editor")

    with acting(by=editor, at=AT, reason="The court told us."):
        case.title = "Anna Beispiel: trial"
        case.save()
        person = case.people.get()
        person.age = 34
        person.save()
        PersonStatus.objects.create(person=person, status="detained", since="2011-07")
        hearing.delete()

    act = acts_of(case)[0]
    assert (act.by, act.at, act.reasons) == (editor, AT, ["The court told us."])
    assert lines(act) == [
        ("case", "Anna Beispiel: trial", "changed"),
        ("hearing", "19 July 2011, review of detention", "deleted"),
        ("person at risk", "Anna Beispiel", "changed"),
        ("status of a person", "detained, July 2011", "added"),
    ]
    assert act.told[2].differences == (Difference("age", "", "34"),)


def test_the_newest_act_stands_first():
    case = make_case()
    for title in ("first", "second"):
        case.title = title
        case.save()

    assert [act.told[0].differences[0].new for act in acts_of(case)[:2]] == ["second", "first"]


def test_a_long_text_is_told_word_by_word():
    case = make_case(summary="She teaches at the only school of the valley, which is closed now.")
    case.summary += " Her pupils wait for her."
    case.save()

    pieces = acts_of(case)[0].told[0].differences[0].pieces

    assert pieces[-1] == Piece(Side.SECOND, "Her pupils wait for her. ")


def test_saving_without_a_change_is_no_news():
    case = make_case()
    before = len(acts_of(case))

    case.save()

    assert len(acts_of(case)) == before


def test_what_came_and_went_within_one_act_is_no_news():
    case = make_case()
    before = len(acts_of(case))

    with acting(by=None, at=AT):
        make_hearing(case).delete()

    assert [act for act in acts_of(case) if any(told.what == "hearing" for told in act.told)] == []
    assert len(acts_of(case)) == before


def test_concerns_and_people_are_told_by_their_names():
    case = make_case()
    owner = make_user(name="Rosa Researcher")
    concern = Concern.objects.get(slug="unfair-trial")

    with acting(by=None, at=AT):
        case.owner = owner
        case.save()
        case.concerns.add(concern)

    assert [(one.label, one.new) for one in acts_of(case)[0].told[0].differences] == [
        ("owner", f"Rosa Researcher, {owner.email}"),
        ("concerns", "Unfair trial"),
    ]


def test_what_is_gone_keeps_its_name():
    hearing = make_hearing(make_case(), court=make_authority(office="Old Court"))
    old = hearing.court
    hearing.court = make_authority(office="New Court")
    hearing.save()
    old.delete()

    (difference,) = acts_of(hearing)[0].told[0].differences

    assert (difference.old, difference.new) == ("Old Court (deleted)", "New Court")


def test_what_the_reader_may_not_see_is_left_out():
    case = make_case()

    seen = acts_of(case, may_see=lambda model: model not in (PersonAtRisk, Consent))

    assert [lines(act) for act in seen] == [[("case", case.title, "added")]]


def test_a_row_from_before_its_history_says_so():
    with unrecorded():
        case = make_case(person="")
    case.title = "renamed"
    case.save()

    assert [lines(act) for act in acts_of(case)] == [[("case", "renamed", "found")]]


def test_older_acts_are_on_the_next_page():
    case = make_case(person="")
    for number in range(ACTS + 4):
        case.title = f"title {number}"
        case.save()

    first = chronicle_of(case, reader=case.owner, may_see=lambda model: True)
    second = chronicle_of(case, reader=case.owner, may_see=lambda model: True, before=first.older)

    assert [len(first.acts), len(second.acts), second.older] == [ACTS, 5, None]
    assert first.acts[-1].number > second.acts[0].number


def test_a_history_takes_as_many_queries_whatever_was_done():
    def grow(case, number):
        make_hearing(case, matter=f"matter {number}")
        Development.objects.create(case=case, happened_on="2011", what=f"Event {number}.")
        PersonAtRisk.objects.create(case=case, published_as=f"Person {number}").statuses.create(
            status="detained", since="2011"
        )
        case.concerns.add(Concern.objects.all()[number])
        Hearing.objects.filter(case=case).update(result=f"result {number}")

    small, large = make_case(), make_case()
    grow(small, 0)
    for number in range(3):
        grow(large, number)

    with CaptureQueriesContext(connection) as for_little:
        acts_of(small)
    with CaptureQueriesContext(connection) as for_much:
        acts_of(large)
    assert len(for_little) == len(for_much)


def test_a_sheet_tells_of_its_demands_and_recipients():
    sheet = make_draft()
    with acting(by=None, at=AT + timedelta(hours=1)):
        sheet.demands.update(letter_wording="I beg you to let her have a lawyer.")
        Demand.objects.create(sheet=sheet, order=2, sheet_wording="Urging more;")
        sheet.recipients.get().delete()

    assert [(what, verb) for what, _, verb in lines(acts_of(sheet)[0])] == [
        ("demand", "changed"),
        ("demand", "added"),
        ("recipient", "deleted"),
    ]
