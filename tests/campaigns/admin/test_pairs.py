"""Pairs of people at the same thing: nothing is lost without a word. A thousand of them: ``python -m tests.pairs``."""

import threading

import pytest
from django.db import connection, transaction
from django.test import override_settings

from cases.hearing_moves import cancel_hearing
from tests.builders import AT, make_case, make_hearing
from tests.forms import filled
from tests.pairs.running import Outcome, at_once, client_of, one_after_the_other, play
from tests.pairs.scenes import SCENES

BY_NAME = {scene.name: scene for scene in SCENES}
# Small pages, one of each sort; the pages of cases and sheets are gone through one by one beside their tests.
QUICK = (
    "authority: the same field",
    "authority: a salutation and a field",
    "deadline deleted from the list, written in",
    "person and their case: the same field",
)


AT_ONCE = (
    "case: two fields",
    "case: one deletes a row, one writes in it",
    "hearing and its case: the same field",
    "person and their case: the same field",
    "sheet: a demand and a field",
    "authority: the same field",
    "hearing deleted, written in on its case",
    "double click that adds a row",
)


def counts(outcome: Outcome) -> dict[str, int]:
    return {"lost": outcome.lost, "typing lost": outcome.typing_lost, "errors": outcome.errors}


NOTHING = {"lost": 0, "typing lost": 0, "errors": 0}


@pytest.mark.django_db
# Who finds the thing deleted has a page to copy from, and nothing to decide any more.
@pytest.mark.parametrize(("is_turned", "decided"), [(False, 3), (True, 4)])
def test_no_work_is_lost_where_two_save_one_after_the_other(is_turned: bool, decided: int) -> None:
    clients, outcome = (client_of(), client_of()), Outcome("quick")

    for name in QUICK:
        play(BY_NAME[name], outcome, clients, one_after_the_other, is_turned=is_turned)

    assert counts(outcome) == NOTHING, outcome.remarks
    assert (outcome.pairs, outcome.accepted, outcome.refused, outcome.decided, outcome.merged) == (4, 4, 4, decided, 1)


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:The default scheme")  # of Django's own boxes for an address of the web
@override_settings(ROOT_URLCONF="tests.pairs.stock")
def test_pairs_see_the_loss_that_djangos_own_admin_makes() -> None:
    """What finds nothing above can find something."""
    clients, outcome = (client_of(), client_of()), Outcome("stock")

    for name in QUICK[:2]:
        play(BY_NAME[name], outcome, clients, one_after_the_other)

    assert (outcome.accepted, outcome.lost, outcome.errors) == (4, 2, 0)


@pytest.fixture
def row_locks(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; there is nothing to run at once")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_verb_that_is_under_way_on_a_row_is_waited_for_and_then_seen(row_locks: None) -> None:
    """It locks the hearing alone, and the page of the case would write over it."""
    hearing, staff = make_hearing(make_case()), client_of()
    page = f"/staff/cases/case/{hearing.case_id}/change/"
    form, answers = filled(staff.get(page), summary="His summary."), []

    def post() -> None:
        answers.append(staff.post(page, form))
        connection.close()

    saving = threading.Thread(target=post)
    with transaction.atomic():
        cancel_hearing(hearing, by=hearing.case.owner, at=AT)
        saving.start()
        saving.join(2)
        was_waiting = saving.is_alive()
    saving.join(60)

    hearing.refresh_from_db()
    assert (was_waiting, hearing.status) == (True, "cancelled")
    assert list(answers[0].context_data["meanwhile"].beside) == ["hearings-0-status"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_no_work_is_lost_where_two_save_at_the_same_moment(row_locks: None) -> None:
    clients, outcome = (client_of(), client_of()), Outcome("at once")

    for name in AT_ONCE:
        play(BY_NAME[name], outcome, clients, at_once)

    assert counts(outcome) == NOTHING, outcome.remarks
    # The double click is no conflict; in each other pair one of the two is shown what the other did.
    assert (outcome.pairs, outcome.accepted, outcome.refused, outcome.merged) == (8, 9, 7, 3)
