"""Rows that are there without a record get a first one, once."""

import pytest
from django.core.management import call_command

from accounts.acts import unrecorded
from accounts.history import FOUND
from cases.models import Case, Concern
from tests.builders import make_case


@pytest.mark.django_db
def test_rows_without_a_record_get_a_first_one_and_keep_it(capsys):
    call_command("begin_history")
    with unrecorded():
        case = make_case()
        case.concerns.add(Concern.objects.get(slug="unfair-trial"))
    recorded = make_case()
    capsys.readouterr()

    call_command("begin_history")
    call_command("begin_history")

    first = case.history.get()
    assert capsys.readouterr().out.splitlines() == ["Began the history of 4 rows.", "Began the history of 0 rows."]
    assert (first.title, first.history_type, first.history_change_reason) == (case.title, "+", FOUND)
    assert [link.concern.slug for link in first.concerns.all()] == ["unfair-trial"]
    assert [record.history_change_reason for record in recorded.history.all()] == [""]


@pytest.mark.django_db
def test_the_first_change_after_that_can_say_what_it_was_before():
    with unrecorded():
        case = make_case(title="before")
    call_command("begin_history")

    Case.objects.update(title="after")

    assert [record.title for record in case.history.all()] == ["after", "before"]
