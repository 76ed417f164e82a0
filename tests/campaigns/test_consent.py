"""A consent that is withdrawn takes everything of its case off the site at once, and nobody brings it back alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns.checks import findings_of
from campaigns.consent import show_again, withdraw_consent, withdrawn_on
from campaigns.decisions import InvalidTransition
from campaigns.lifecycle import ask_to_reopen, close_action, pause_action, reopen_action, stop_action
from campaigns.models import ActionEvent, Reminder, UrgentAction
from cases.consents import agree_again
from cases.models import PersonAtRisk
from tests.builders import (
    AT,
    DAY,
    explain_all,
    make_action,
    make_case,
    make_draft,
    make_open_action,
    make_user,
    second_person,
)
from tests.forms import filled

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)


@pytest.fixture
def action() -> UrgentAction:
    return make_open_action(make_case(person="Anna Beispiel"))


@pytest.fixture
def person(action) -> PersonAtRisk:
    return action.case.people.get()


def withdraw(person: PersonAtRisk, by=None) -> list[UrgentAction]:
    return withdraw_consent(person, by=by or person.case.owner, at=AT, reason="her sister called")


def standing(action: UrgentAction) -> tuple[str, bool]:
    action.refresh_from_db()
    return action.status, action.hidden_at is not None


def test_what_asks_for_letters_is_stopped_and_hidden(action, person):
    assert withdraw(person) == [action]

    assert standing(action) == ("stopped", True)
    assert [(event.verb, event.reason) for event in action.events.order_by("pk")][-2:] == [
        ("stop", "her sister called"),
        ("hide", "her sister called"),
    ]
    row = person.withdrawals.get(use="web")
    assert (row.at, row.by, row.reason) == (AT, person.case.owner, "her sister called")
    assert row.history.get().history_change_reason == "her sister called"


@pytest.mark.parametrize(("verb", "status"), [(pause_action, "stopped"), (close_action, "closed")])
def test_what_asks_for_none_is_hidden_too(action, person, verb, status):
    verb(action, by=second_person(), at=AT, reason="over")

    withdraw(person)

    assert standing(action) == (status, True)


def test_every_action_of_the_case_is_hidden_and_no_other(action, person):
    second, other = make_open_action(action.case), make_open_action()

    withdraw(person)

    assert [standing(each)[1] for each in (action, second, other)] == [True, True, False]


def test_an_action_in_preparation_stays_so_and_its_sheet_does_not_go_out(person):
    draft = make_draft(make_action(person.case))

    withdraw(person)

    assert standing(draft.action) == ("draft", False)
    draft.action.case.refresh_from_db()
    reds = [finding.key for finding in findings_of(draft, on=DAY) if finding.is_red]
    assert reds == [f"consent_is_withdrawn:{person.pk}"]


def test_notices_that_were_planned_do_not_go(action, person):
    Reminder.objects.create(
        kind="appeals",
        subject_id=action.pk,
        about_on=DAY,
        lead_days=1,
        address="a@example.org",
        action=action,
        due_at=AT,
    )

    withdraw(person)

    assert [(row.status, row.reason) for row in Reminder.objects.all()] == [
        ("cancelled", "the action is not shown any more")
    ]


@pytest.mark.parametrize("reason", ["", "  "])
def test_it_is_not_done_without_a_reason(action, person, reason):
    with pytest.raises(ValidationError, match="Say why"):
        withdraw_consent(person, by=person.case.owner, at=AT, reason=reason)
    assert standing(action) == ("open", False)


def test_it_is_not_done_twice(action, person):
    withdraw(person)

    with pytest.raises(ValidationError, match="withdrawn already"):
        withdraw(person)


def test_a_hidden_action_is_not_reopened(action, person):
    withdraw(person)
    ask_to_reopen(action, by=person.case.owner, at=AT, reason="letters help")

    with pytest.raises(InvalidTransition, match="is not shown, because a consent was withdrawn"):
        reopen_action(action, by=second_person(), at=LATER)


def test_the_database_lets_no_hidden_action_ask_for_letters(action):
    with pytest.raises(IntegrityError, match="action_hidden_asks_nobody"), transaction.atomic():
        UrgentAction.objects.filter(pk=action.pk).update(hidden_at=AT)


def test_what_is_hidden_is_not_shown_while_the_consent_is_withdrawn(action, person):
    withdraw(person)

    with pytest.raises(InvalidTransition, match="“Anna Beispiel” is withdrawn"):
        show_again(action, by=second_person(), at=LATER, reason="it was a mistake")


def test_a_person_who_was_called_otherwise_since_is_the_same(action, person):
    withdraw(person)
    person.refresh_from_db()
    person.published_as, person.form = "a teacher, 34", "chosen"
    person.save()

    assert withdrawn_on(UrgentAction.objects.get(pk=action.pk)) == ["a teacher, 34"]


def test_another_person_shows_it_again_once_they_agree_again(action, person):
    withdraw(person)
    agree_again(person, by=person.case.owner, at=LATER, reason="she wrote herself")

    with pytest.raises(ValidationError, match="It takes two"):
        show_again(action, by=person.case.owner, at=LATER, reason="she agrees")
    show_again(action, by=second_person(), at=LATER, reason="she agrees")

    assert standing(action) == ("stopped", False)
    assert action.events.order_by("-pk")[0].verb == "show"
    assert ActionEvent.objects.filter(action=action, verb="show").get().reason == "she agrees"


def test_what_was_never_withdrawn_is_not_renewed(person):
    with pytest.raises(ValidationError, match="was not withdrawn"):
        agree_again(person, by=person.case.owner, at=AT, reason="she agrees")


def test_what_is_not_hidden_is_not_shown_again(action):
    stop_action(action, by=second_person(), at=AT, reason="over")

    with pytest.raises(InvalidTransition, match="is not hidden"):
        show_again(action, by=make_user(), at=LATER, reason="why not")


@pytest.mark.parametrize(
    ("role", "status"),
    [("Viewer", 403), ("Address keeper", 403), ("Researcher", 302), ("Editor", 302), ("Approver", 302)],
)
def test_whoever_may_stop_withdraws_on_the_page(client, action, person, role, status):
    client.force_login(make_user(role))
    address = reverse("admin:consent", args=[person.pk])

    page = client.get(address)
    answer = client.post(address, {**(filled(page) if status == 302 else {}), "reason": "her sister called"})

    assert answer.status_code == status
    assert standing(action) == (("stopped", True) if status == 302 else ("open", False))


def test_a_stale_page_withdraws_nothing_twice(client, action, person):
    client.force_login(make_user("Researcher"))
    address = reverse("admin:consent", args=[person.pk])
    form = filled(client.get(address), reason="her sister called")
    withdraw(person)

    answer = client.post(address, form)

    assert "somebody else was here after you were shown this page" in answer.content.decode()
    assert set(person.withdrawals.values_list("at", flat=True)) == {AT}


def test_the_page_of_the_case_says_so_and_leads_there(client, action, person):
    client.force_login(make_user("Researcher"))
    case = f"/staff/cases/case/{person.case_id}/change/"
    before = client.get(case).content.decode()
    withdraw(person)

    after = client.get(case).content.decode()

    words = ("Withdraw, or agree again", "not shown: a consent was withdrawn", '<strong class="tag">withdrawn</strong>')
    assert [one in before for one in words] == [True, False, False]
    assert [one in after for one in words] == [True, True, True]


def test_a_reason_for_an_amber_does_not_let_a_withdrawn_consent_pass(person):
    draft = make_draft(make_action(person.case))
    withdraw(person)
    explain_all(draft)

    assert any(finding.is_red for finding in findings_of(draft, on=DAY))
