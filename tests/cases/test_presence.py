from datetime import timedelta

import pytest

from accounts.models import User
from cases.models import OpenForm
from cases.presence import STAYS, leave, note_sent, open_form, others_at, sent_before, still_open, sweep
from tests.builders import AT, make_user

pytestmark = pytest.mark.django_db

CASE, HEARING = "cases.case:1", "cases.hearing:7"
LATER = AT + timedelta(minutes=1)


@pytest.fixture
def anna() -> User:
    return make_user(name="Anna Beispiel")


@pytest.fixture
def ben() -> User:
    return make_user(name="Ben Dæmi")


def seen_by(user: User, *, at=LATER) -> list[tuple[str, str]]:
    return [(other.user.name, other.form) for other in others_at(CASE, besides=user, at=at)]


def test_everybody_sees_the_others_at_the_same_thing_and_not_themselves(anna, ben):
    open_form(by=anna, form=CASE, root=CASE, at=AT)
    open_form(by=ben, form=HEARING, root=CASE, at=AT)
    open_form(by=ben, form="cases.case:2", root="cases.case:2", at=AT)

    assert seen_by(anna) == [("Ben Dæmi", HEARING)]
    assert seen_by(ben) == [("Anna Beispiel", CASE)]


@pytest.mark.parametrize(
    ("after", "is_there"), [(STAYS - timedelta(seconds=1), True), (STAYS, False), (STAYS + timedelta(days=1), False)]
)
def test_who_was_not_heard_of_for_long_is_not_there(anna, ben, after, is_there):
    open_form(by=anna, form=CASE, root=CASE, at=AT)

    assert bool(seen_by(ben, at=AT + after)) is is_there


def test_a_sign_of_life_keeps_the_moment_of_opening(anna, ben):
    open_form(by=anna, form=CASE, root=CASE, at=AT)
    still_open(by=anna, form=CASE, root=CASE, at=AT + timedelta(minutes=14))

    [row] = others_at(CASE, besides=ben, at=AT + timedelta(minutes=20))

    assert (row.opened_at, row.seen_at) == (AT, AT + timedelta(minutes=14))


def test_a_sign_of_life_after_a_long_sleep_opens_anew(anna, ben):
    open_form(by=anna, form=CASE, root=CASE, at=AT)
    sweep(AT + timedelta(days=1))

    still_open(by=anna, form=CASE, root=CASE, at=AT + timedelta(days=1))

    assert seen_by(ben, at=AT + timedelta(days=1)) == [("Anna Beispiel", CASE)]


def test_who_left_or_saved_is_not_there(anna, ben):
    for user in (anna, ben):
        open_form(by=user, form=CASE, root=CASE, at=AT)
    leave(by=anna, form=CASE)
    note_sent(by=ben, form=CASE, root=CASE, sent="a hash", led_to="/staff/", at=AT)

    assert seen_by(make_user()) == []


def test_what_was_sent_a_moment_ago_is_known_to_its_sender_alone(anna, ben):
    note_sent(by=anna, form=CASE, root=CASE, sent="a hash", led_to="/staff/", at=AT)
    # Opened again, the note of what was sent stays.
    open_form(by=anna, form=CASE, root=CASE, at=AT)

    def led_to(user: User, sent: str, at=LATER) -> str | None:
        row = sent_before(by=user, form=CASE, sent=sent, at=at)
        return row.led_to if row else None

    assert led_to(anna, "a hash") == "/staff/"
    assert (led_to(ben, "a hash"), led_to(anna, "another"), led_to(anna, "a hash", AT + STAYS)) == (None, None, None)


def test_the_sweep_forgets_all_that_is_old_and_nothing_else(anna, ben):
    open_form(by=anna, form="old", root=CASE, at=AT)
    note_sent(by=anna, form="sent long ago", root=CASE, sent="a hash", led_to="", at=AT)
    note_sent(by=ben, form="sent", root=CASE, sent="a hash", led_to="", at=AT + STAYS)
    open_form(by=ben, form="open", root=CASE, at=AT + timedelta(minutes=20))

    assert sorted(OpenForm.objects.values_list("form", flat=True)) == ["open", "sent"]


def test_opening_a_form_twice_makes_one_row(anna):
    open_form(by=anna, form=CASE, root=CASE, at=AT)
    open_form(by=anna, form=CASE, root=CASE, at=LATER)

    assert [(row.opened_at, row.seen_at) for row in OpenForm.objects.all()] == [(LATER, LATER)]
