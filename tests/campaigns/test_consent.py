"""A consent that is withdrawn takes everything of its case off the site at once, and nobody brings it back alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns.checks import findings_of
from campaigns.consent import show_again, withdraw_consent, withdrawn_on
from campaigns.content import content_of
from campaigns.decisions import InvalidTransition
from campaigns.issuing import issue_now, issue_sheet
from campaigns.lifecycle import ask_to_reopen, close_action, pause_action, reopen_action, stop_action
from campaigns.models import ActionEvent, Reminder, UrgentAction
from campaigns.review import submit_sheet
from campaigns.states import SheetStatus
from cases.consents import agree_again, uses_allowed, withdrawn_uses
from cases.models import Giver, PersonAtRisk, Use
from config import clock
from tests.builders import (
    AT,
    DAY,
    approve,
    explain_all,
    make_action,
    make_case,
    make_consent,
    make_draft,
    make_open_action,
    make_person,
    make_user,
    second_person,
)
from tests.campaigns.admin.test_sheet import current_draft
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


# By use

# Of each use: the finding on a sheet that asks for letters where the consent lacks it, the one where it was taken
# back, and whether what is public is stopped and hidden then.
CELLS: dict[str, tuple[str, str, bool]] = {
    Use.NAME: ("amber", "red", True),
    Use.PICTURE: ("", "", False),
    Use.STORY: ("red", "red", True),
    Use.WEB: ("red", "red", True),
    Use.LETTER: ("red", "red", True),
    Use.PRESS: ("", "", False),
}


@pytest.mark.parametrize("use", Use)
@pytest.mark.parametrize("giver", Giver)
def test_what_follows_of_a_use_that_is_given_lacking_and_withdrawn(giver, use):
    case = make_case(person="")
    person = make_person(case, published_as="Anna Beispiel", consent=None)
    consent = make_consent(person, *Use, giver=giver)
    action, draft = make_open_action(case), make_draft(make_action(case))

    def level() -> str:
        return ", ".join(finding.level for finding in findings_of(draft, on=DAY))

    given = level()
    setattr(consent, f"for_{use}", False)
    consent.save()
    lacking = level()
    setattr(consent, f"for_{use}", True)
    consent.save()
    withdraw_consent(person, [use], by=case.owner, at=AT, reason="her sister called")

    assert given == ""
    assert (lacking, level(), standing(action)[1]) == CELLS[use]
    assert uses_allowed(person, at=AT) == set(Use) - {use}


@pytest.mark.parametrize(
    ("use", "of_open", "of_closed"),
    [
        # Who was never shown by name has no name to hide.
        (Use.NAME, ("open", False), ("closed", False)),
        (Use.STORY, ("stopped", True), ("closed", True)),
        (Use.WEB, ("stopped", True), ("closed", True)),
        # What is closed asks for no letters any more.
        (Use.LETTER, ("stopped", True), ("closed", False)),
        (Use.PRESS, ("open", False), ("closed", False)),
    ],
)
def test_what_is_hidden_of_somebody_in_a_chosen_form(use, of_open, of_closed):
    case = make_case(person="")
    person = make_person(case, published_as="a teacher, 34", form="chosen")
    is_open, is_closed = make_open_action(case), make_open_action(case)
    close_action(is_closed, by=second_person(), at=AT, reason="over")

    withdraw_consent(person, [use], by=case.owner, at=AT, reason="her sister called")

    assert [standing(is_open), standing(is_closed)] == [of_open, of_closed]


def test_who_was_once_shown_by_name_has_one_to_hide(action, person):
    person.published_as, person.form = "a teacher, 34", "chosen"
    person.save()

    assert withdraw_consent(person, [Use.NAME], by=person.case.owner, at=AT, reason="she wrote") == [action]


def test_a_stated_ground_lets_a_name_stand_that_nobody_has_agreed_to(person):
    person.consents.all().delete()
    draft = make_draft(make_action(person.case))
    with pytest.raises(ValidationError, match="say on which other ground"):
        submit_sheet(draft, by=draft.created_by, at=AT)

    explain_all(draft, reason="She is in prison, and her name is in every paper.")

    assert submit_sheet(draft, by=draft.created_by, at=AT).status == SheetStatus.IN_REVIEW


@pytest.mark.parametrize("use", [Use.WEB, Use.LETTER])
def test_no_ground_lets_a_sheet_out_that_somebody_did_not_agree_to(person, use):
    person.consents.update(**{f"for_{use}": False})
    draft = make_draft(make_action(person.case))

    with pytest.raises(ValidationError, match="does not cover"):
        issue_now(draft, by=second_person(), at=AT, reason="It burns.")
    assert UrgentAction.objects.get(pk=draft.action_id).status == "draft"


def test_what_is_withdrawn_after_the_approval_does_not_go_out(person):
    approved = approve(make_draft(make_action(person.case)))
    withdraw_consent(person, [Use.LETTER], by=person.case.owner, at=AT, reason="she wrote")

    with pytest.raises(ValidationError, match="was withdrawn for letters"):
        issue_sheet(approved, by=second_person(), at=AT)


def test_a_page_may_be_shown_again_without_letters_and_asks_for_none(action, person):
    withdraw_consent(person, [Use.LETTER], by=person.case.owner, at=AT, reason="no letters")
    show_again(action, by=second_person(), at=LATER, reason="she agrees to the page")
    ask_to_reopen(action, by=person.case.owner, at=LATER, reason="letters help")

    with pytest.raises(InvalidTransition, match=r"so UA .* asks for no letters"):
        reopen_action(action, by=second_person(), at=LATER)
    assert standing(action) == ("stopped", False)


def test_a_sheet_without_the_name_goes_out_on_a_new_action(action, person):
    withdraw_consent(person, [Use.NAME], by=person.case.owner, at=AT, reason="she wrote")
    person.published_as, person.form = "a teacher, 34", "chosen"
    person.save()

    anew = make_open_action(action.case)

    assert [person.name for person in content_of(anew.current_sheet).people] == ["a teacher, 34"]
    assert [standing(action), standing(anew)] == [("stopped", True), ("open", False)]


# The page


def test_the_page_takes_back_one_use_and_says_what_is_to_do(client, action, person):
    client.force_login(make_user("Researcher"))
    address = reverse("admin:consent", args=[person.pk])
    page = client.get(address)

    answer = client.post(address, {**filled(page), "uses": ["name"], "reason": "she wrote"}, follow=True)

    assert f"Stopped and hidden at once: {action.reference}." in page.content.decode()
    assert "Show Anna Beispiel in a chosen form" in answer.content.decode()
    assert withdrawn_uses(person) == {Use.NAME}


def test_the_page_writes_down_that_they_agree_again(client, action, person):
    client.force_login(make_user("Researcher"))
    withdraw(person)
    address = reverse("admin:consent", args=[person.pk])
    page = client.get(address)
    typed = {**filled(page), "verb": "renew", "uses": ["web", "story"], "giver": "relative", "who": "her sister"}

    client.post(address, {**typed, "given_on": clock.today().isoformat(), "reason": "her sister called again"})

    assert withdrawn_uses(person) == set(Use) - {Use.WEB, Use.STORY}
    assert person.consents.order_by("-given_on")[0].who == "her sister"


def test_the_page_keeps_what_was_typed_where_it_is_refused(client, action, person):
    client.force_login(make_user("Researcher"))
    address = reverse("admin:consent", args=[person.pk])

    answer = client.post(address, {**filled(client.get(address)), "uses": [], "reason": "she wrote"})

    assert "Tick at least one use." in answer.content.decode()
    assert 'value="she wrote"' in answer.content.decode()
    assert standing(action) == ("open", False)


@pytest.mark.parametrize("role", ["Editor", "Approver"])
def test_only_who_keeps_the_facts_writes_down_that_somebody_agrees_again(client, person, role):
    client.force_login(make_user(role))
    withdraw(person)
    address = reverse("admin:consent", args=[person.pk])
    page = client.get(address)

    answer = client.post(address, {"verb": "renew", "uses": ["web"], "reason": "she wrote"})

    assert "They agree again" not in page.content.decode()
    assert answer.status_code == 403


def test_a_form_of_the_person_that_was_open_undoes_no_withdrawal(client, person):
    client.force_login(make_user("Researcher"))
    address = f"/staff/cases/personatrisk/{person.pk}/change/"
    form = filled(client.get(address))
    form |= {"consents-TOTAL_FORMS": "2", "consents-1-giver": "lawyer", "consents-1-given_on": "2011-07-13"}
    withdraw(person)

    answer = client.post(address, {**form, "consents-1-for_web": "on"})

    assert "This was taken back." in answer.content.decode()
    assert (withdrawn_uses(person), person.consents.count()) == (set(Use), 1)


def test_the_approver_is_shown_who_agreed_to_what(client, person):
    approver = make_user("Approver")
    draft = current_draft(action=make_action(person.case))
    sheet = submit_sheet(draft, by=draft.created_by, at=clock.now())
    client.force_login(approver)

    page = client.get(reverse("admin:campaigns_sheet_approve", args=[sheet.pk])).content.decode()

    assert "the name, the story, the web and letters; a lawyer agreed, last on 13 July 2011." in page
