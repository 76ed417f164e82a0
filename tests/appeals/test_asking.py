"""The door of what is made for one writer: which sheet asks for letters, and a stop that waits for what leaves."""

from datetime import date

import pytest
from django.test import RequestFactory
from django.urls import reverse

from appeals.asking import kept_asking
from appeals.views.letters import letters
from campaigns.lifecycle import pause_action, stop_action
from campaigns.models import UrgentAction
from tests.appeals.test_handing_out_at_once import Running
from tests.builders import AT, issue, make_action, make_draft, make_open_action, make_stop, second_person

pytestmark = pytest.mark.django_db(transaction=True)

ON = date(2011, 7, 20)


@pytest.fixture(autouse=True)
def july_2011(settings) -> None:
    settings.DEMO_TODAY = ON


def asking(action: UrgentAction, *, on: date = ON) -> int | None:
    with kept_asking(action.slug, on=on) as sheet:
        return sheet


def stop(action: UrgentAction) -> None:
    stop_action(UrgentAction.objects.get(pk=action.pk), by=action.created_by, at=AT, reason="released")


def test_the_sheet_that_holds_asks_until_the_last_good_day():
    action = make_open_action()

    assert asking(action) == action.current_sheet_id
    assert asking(action, on=date(2011, 8, 22)) == action.current_sheet_id
    assert asking(action, on=date(2011, 8, 23)) is None


def test_a_newer_sheet_asks_in_its_stead():
    action = make_open_action()
    newer = issue(make_draft(action))

    assert asking(action) == newer.pk


def test_nothing_asks_before_an_issue_nor_after_a_pause_a_stop_or_the_sheet_that_says_so():
    draft = make_draft(make_action())
    paused, stopped, ended = make_open_action(), make_open_action(), make_open_action()
    pause_action(paused, by=paused.created_by, at=AT)
    stop(stopped)
    issue(make_stop(ended))

    assert [asking(action) for action in (draft.action, paused, stopped, ended)] == [None] * 4
    with kept_asking("not-there", on=ON) as sheet:
        assert sheet is None


@pytest.mark.parametrize("output", ["show", "pdf", "docx", "txt"])
def test_a_stop_waits_until_the_letters_have_left(output, monkeypatch):
    monkeypatch.setattr("campaigns.answers.WAIT_AT_MOST", 30)
    action = make_open_action()
    second_person()
    form = {"name": "Anna Beispiel", "place": "Bern", "language": "en", "paper": "A4", "output": output}
    response = letters(RequestFactory().post(reverse("appeals:letters", args=[action.slug]), form), slug=action.slug)
    assert response.status_code == 200

    stopping = Running(lambda: stop(action))
    assert not stopping.ends(within=0.3)
    response.close()

    assert stopping.ends()
    assert asking(action) is None
