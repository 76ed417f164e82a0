from datetime import date, timedelta

import pytest

from appeals.check_answers import LONGEST_CHANGE, MOST_CHANGES, UNKNOWN, answer_to
from campaigns.check_codes import spoken
from campaigns.lifecycle import ask_to_reopen, close_action, pause_action, reopen_action, resume_action, stop_action
from campaigns.models import Sheet
from campaigns.review import submit_sheet, withdraw_draft
from tests.builders import (
    AT,
    approve,
    issue,
    make_authority,
    make_draft,
    make_open_action,
    make_stop,
    make_user,
    second_person,
)

pytestmark = pytest.mark.django_db

ON = date(2011, 7, 20)
LATER = AT + timedelta(days=5)  # 18 July


def line(sheet, *, on=ON) -> str:
    answer = answer_to(sheet.check_code, on=on, at=AT)
    return f"{answer.word}: {answer.sentence}"


def by_two(action, *, at=LATER):
    """Have an action reopened."""
    ask_to_reopen(action, by=action.created_by, at=at, reason="talks failed")
    return reopen_action(action, by=second_person(), at=at)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2011, 7, 20), "STILL OPEN: send until 22 August 2011 (33 days left)."),
        (date(2011, 8, 21), "STILL OPEN: send until 22 August 2011 (1 day left)."),
        (date(2011, 8, 22), "STILL OPEN: send it today, 22 August 2011. Tomorrow is too late."),
        (date(2011, 8, 23), "OVER: the last good day was 22 August 2011. Do not send."),
    ],
)
def test_issued_sheet_may_be_sent_until_its_last_good_day(on, said):
    assert line(make_open_action().current_sheet, on=on) == said


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (pause_action, "PAUSED: do not send now. Keep it until it is open again."),
        (stop_action, "STOP: do not send. Stopped since 18 July 2011."),
        (close_action, "OVER since 18 July 2011: please send no more."),
    ],
)
def test_sheet_of_an_action_that_asks_nobody_says_so_and_since_when(verb, said):
    action = make_open_action()
    verb(action, by=action.created_by, at=LATER, reason="canary-reason", public_note="Canary note.")

    assert line(action.current_sheet) == said
    # On its last day and after it, too.
    assert line(action.current_sheet, on=date(2011, 8, 23)) == said


def submit(draft):
    return submit_sheet(draft, by=draft.created_by, at=AT)


@pytest.mark.parametrize("prepare", [lambda draft: draft, submit, approve])
def test_draft_says_that_it_is_one_and_nothing_of_the_action(prepare):
    draft = make_draft()
    prepare(draft)

    answer = answer_to(draft.check_code, on=ON, at=AT)

    assert line(draft) == "NOT ISSUED: this is a draft. Do not send it."
    assert (answer.about, answer.slug, answer.changes) == ("", "", ())


def test_draft_that_was_put_aside_says_so():
    draft = make_draft(make_open_action())
    withdraw_draft(draft, by=draft.created_by, at=AT)

    assert line(draft) == "WITHDRAWN: this sheet was never issued. Do not send it."


def test_replaced_sheet_names_the_version_to_use_and_what_is_different_without_a_name():
    old_office, office = make_authority(office="Ministry of Old Examples"), make_authority(office="Court of Examples")
    action = make_open_action(recipients=[old_office], headline="ANNA BEISPIEL FACES TRIAL")
    first = action.current_sheet
    second = make_draft(
        action,
        recipients=[office],
        headline="ANNA BEISPIEL MOVED",
        appeals_limit=date(2011, 8, 2),
        dated=date(2011, 7, 18),
    )
    second.recipients.all().delete()
    second.recipients.create(authority=office)
    second.demands.update(sheet_wording="Urging that Anna Beispiel be freed;")
    issue(second, at=LATER)

    answer = answer_to(first.check_code, on=ON, at=AT)

    assert line(first) == "CHANGED: use version 2 of 18 July 2011, not this one."
    assert answer.about == f"{action.reference}, Iceland, version 1 of 13 July 2011"
    assert answer.changes == (
        "Please do not write to Ministry of Old Examples any more.",
        "New: please write to Court of Examples too.",
        "There is less time: the last day to write is now Monday 1 August 2011; it was Monday 22 August 2011.",
        "What it asks is different.",
        "The text about the case is new.",
    )
    assert (answer.slug, answer.is_handed_out) == (action.slug, True)
    assert line(second) == "STILL OPEN: send until 1 August 2011 (12 days left)."


def test_replaced_sheet_that_says_the_same_is_replaced_all_the_same():
    first = make_open_action().current_sheet
    issue(make_draft(first.action), at=LATER)

    assert answer_to(first.check_code, on=ON, at=AT).changes == ()
    assert line(first).startswith("CHANGED: use version 2")


@pytest.mark.parametrize(
    ("verb", "word"), [(stop_action, "STOP"), (pause_action, "PAUSED"), (close_action, "OVER since 18 July 2011")]
)
def test_replaced_sheet_of_an_action_that_asks_nobody_says_what_matters_more(verb, word):
    action = make_open_action()
    first = action.current_sheet
    issue(make_draft(action))
    verb(action, by=action.created_by, at=LATER, reason="released")

    assert answer_to(first.check_code, on=ON, at=AT).word == word


def test_replaced_sheet_of_an_action_that_lapsed_says_that():
    first = make_open_action().current_sheet
    issue(make_draft(first.action, appeals_limit=date(2011, 7, 20)), at=LATER)

    assert line(first) == "OVER: the last good day was 19 July 2011. Do not send."


def test_old_paper_holds_again_when_its_action_asks_again():
    action = make_open_action()
    sheet = action.current_sheet
    stop_action(action, by=action.created_by, at=LATER, reason="talks")
    assert line(sheet).startswith("STOP")

    by_two(action)
    assert line(sheet) == "STILL OPEN: send until 22 August 2011 (33 days left)."

    pause_action(action, by=action.created_by, at=LATER)
    resume_action(action, by=action.created_by, at=LATER)
    assert line(sheet).startswith("STILL OPEN")


def test_paper_from_before_and_the_stop_sheet_itself_change_places_when_an_action_is_reopened():
    action = make_open_action()
    asking, stop = action.current_sheet, issue(make_stop(action), at=LATER)
    assert [line(sheet) for sheet in (asking, stop)] == ["STOP: do not send. Stopped since 18 July 2011."] * 2

    action.refresh_from_db()
    by_two(action)

    assert line(asking).startswith("STILL OPEN")
    assert line(stop) == "CHANGED: use version 1 of 13 July 2011, not this one."
    assert answer_to(stop.check_code, on=ON, at=AT).changes == ("Letters are asked for again.",)


def test_code_is_found_however_it_is_written():
    sheet = make_open_action().current_sheet
    answer = answer_to(sheet.check_code, on=ON, at=AT)
    Sheet.objects.filter(pk=sheet.pk).update(check_code="01ABCDEF")

    written = ["01ABCDEF", "01ab-cdef", "oIab cdef", "OlAB-CDEF"]
    assert [answer_to(code, on=ON, at=AT) for code in written] == [answer] * 4
    assert spoken("01ABCDEF") == "01AB-CDEF"


def test_code_of_no_sheet_is_unknown(django_assert_num_queries):
    make_open_action()

    with django_assert_num_queries(1):
        assert answer_to("00000000", on=ON, at=AT) == UNKNOWN
    with django_assert_num_queries(0):
        assert answer_to("no code at all", on=ON, at=AT) == UNKNOWN


def test_an_answer_takes_one_query_whatever_it_is(django_assert_num_queries):
    action = make_open_action()
    first = action.current_sheet
    issue(make_draft(action, headline="TEACHER MOVED"))
    paused = make_open_action()
    pause_action(paused, by=make_user(), at=LATER)

    for sheet in (first, paused.current_sheet, make_draft()):
        with django_assert_num_queries(1):
            answer_to(sheet.check_code, on=ON, at=AT)


def test_what_is_different_stays_short():
    offices = [make_authority(office=f"{number} {'Office of long names ' * 9}".strip()) for number in range(12)]
    action = make_open_action(recipients=offices)
    first = action.current_sheet
    second = make_draft(action)
    second.recipients.all().delete()
    second.recipients.create(authority=make_authority())
    issue(second, at=LATER)

    changes = answer_to(first.check_code, on=ON, at=AT).changes

    assert len(changes) == MOST_CHANGES
    assert changes[-1] == "And more: look at the new sheet."
    assert max(map(len, changes)) <= LONGEST_CHANGE
