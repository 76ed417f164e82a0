"""No page of staff writes over what its reader has not seen. A new page fails here until it says how it keeps that."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import User
from campaigns.admin.moves import MovingAdmin
from campaigns.models import Campaign, Demand, Reminder, SenderEvent, Sheet, Subscription, UrgentAction
from campaigns.review import submit_sheet
from cases.admin.shared import SharedAdmin
from cases.models import Concern, CountryNote, PostalRoute
from tests.builders import (
    AT,
    approve,
    make_action,
    make_authority,
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_rate,
    make_subscription,
    make_user,
)
from tests.campaigns.admin.test_sheet import current_draft
from tests.campaigns.test_desk import failed_reminder
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db

OF_A_MODEL = ("changelist", "add", "history", "delete", "change")
# Forms with a seal of their own, each tested below or beside its page.
SEALED = {
    *("cases_case_start_action", "campaigns_sheet_explain", "sender_hold", "sender_release"),
    *("assign", "consent", "move-date", "date-move"),
    *("import_review", "campaigns_sheet_source"),
}
# Pages that have no form, or one that shows nothing stored and so writes over nothing unseen.
HARMLESS = {
    "account_change_password": "a new password; the old one is shown to nobody",
    "account_end_session": "logs out a browser of one's own",
    "account_login": "shows nothing stored",
    "account_logout": "shows nothing stored",
    "account_reauthenticate": "shows nothing stored",
    "accounts_user_end_logins": "logs somebody out, however often they were since",
    "accounts_user_new_start": "takes whatever factors somebody has; nothing typed by others is there",
    "campaigns_sheet_export": "a file",
    "app_list": "a list",
    "auth_user_password_change": "a new password; the old one is shown to nobody",
    "appeals_reply_picture": "a file to save",
    "autocomplete": "answers a question",
    "campaigns_sentmail_html": "shows a mail",
    "cases_case_open": "shows nothing stored",
    "cases_case_team": "seals, or lets one person in or out; what is done already is refused",
    "cases_personatrisk_true-name": "shows nothing stored before it is asked for; one name is never kept over another",
    "deleted": "a list",
    "import_sheet": "shows nothing stored",
    "index": "the desk",
    "jsi18n": "words for scripts",
    "login": "shows nothing stored",
    "logout": "shows nothing stored",
    **dict.fromkeys(
        (
            *("mfa_authenticate", "mfa_login_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
            *("mfa_index", "mfa_list_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
            *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_remove_webauthn"),
        ),
        "a second factor of one's own, which nobody else changes",
    ),
    "open_form": "notes who has a form open",
    "password_change": "a new password; the old one is shown to nobody",
    "password_change_done": "says so",
    "restore": "brings back what is gone, and writes over nothing",
    "sender": "shows the sender",
    "sheet-as-issued": "shows a sheet",
    "sheet-preview": "shows a sheet",
    "sheet-preview-pdf": "shows a sheet",
    "stop": "a list",
    "staff-calendar-page": "makes or ends an address of one's own; nobody else's work stands there",
    "view_on_site": "leads to a page",
}
# How each model that staff change in a form is made, and what somebody else changes of it meanwhile.
CHANGED: dict[str, tuple[Any, str, object]] = {
    "accounts.User": (make_user, "name", "Another Name"),
    "campaigns.Campaign": (
        lambda: Campaign.objects.create(title="Fair trials", slug="fair"),
        "summary",
        "Other words.",
    ),
    "campaigns.Sheet": (make_draft, "story", "Another story."),
    "campaigns.UrgentAction": (make_action, "number", 77),
    "cases.Authority": (make_authority, "postal_lines", "2 Other Street"),
    "cases.Case": (make_case, "summary", "Other words."),
    "cases.Concern": (lambda: Concern.objects.create(name="New", slug="new"), "definition", "Other words."),
    "cases.Deadline": (lambda: make_deadline(make_case()), "result", "Other words."),
    "cases.Hearing": (lambda: make_hearing(make_case()), "result", "Other words."),
    "cases.CountryNote": (lambda: CountryNote.objects.create(country="TJ", text="Some words."), "text", "Other words."),
    "cases.PostageRate": (make_rate, "source", "Other words."),
    "cases.PostalRoute": (lambda: PostalRoute.objects.create(country="TJ", working_days=15), "note", "Other words."),
    "cases.PersonAtRisk": (lambda: make_case().people.get(), "identifiers", "prisoner 8"),
}
DELETED: dict[str, tuple[Any, str, object]] = {
    **CHANGED,
    "accounts.User": (make_user, "name", "Another Name"),
    "campaigns.Subscription": (make_subscription, "language", "fr"),
}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def superuser(client: Client) -> User:
    user = make_user(is_superuser=True, name="Sue Ruler")
    client.force_login(user)
    return user


def names_of_pages(resolver: Any, path: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from names_of_pages(pattern, here)
        elif here.startswith("staff/") and pattern.name:
            yield pattern.name


def test_every_page_of_staff_says_how_it_writes_over_nothing() -> None:
    of_models = {f"{m._meta.app_label}_{m._meta.model_name}_{page}" for m in MODELS for page in OF_A_MODEL}
    moves = {
        f"{page.opts.app_label}_{page.opts.model_name}_{move.name}"
        for page in admin.site._registry.values()
        if isinstance(page, MovingAdmin)
        for move in page.moves
    }

    unaccounted = set(names_of_pages(get_resolver())) - of_models - moves - SEALED - HARMLESS.keys()

    assert len(moves) > 15
    # A page that stands here writes: give it a seal (CONTRIBUTING.md, "A new form of staff") and list it in SEALED.
    # Else list it in HARMLESS, and say why.
    assert unaccounted == set()


def may(model: type[Model], verb: str, rf: Any, user: User) -> bool:
    request = rf.get("/")
    request.user = user
    thing = None if verb == "add" else model(**({"status": "draft"} if model in (UrgentAction,) else {}))
    page = admin.site.get_model_admin(model)
    return bool(getattr(page, f"has_{verb}_permission")(request, *([] if thing is None else [thing])))


def test_every_model_that_staff_write_has_pages_for_several_people(rf, superuser) -> None:
    writing = {
        model._meta.label: page
        for model, page in admin.site._registry.items()
        if any(may(model, verb, rf, superuser) for verb in ("add", "change", "delete"))
    }

    assert {label for label, page in writing.items() if not isinstance(page, SharedAdmin)} == set()
    assert {label for label in writing if label not in DELETED} == set()


def test_no_list_is_a_form() -> None:
    """A list in which one types carries no seal of what it shows."""
    assert {label.__name__ for label, page in admin.site._registry.items() if page.list_editable} == set()


def test_every_action_on_a_list_is_known(rf, superuser) -> None:
    """Deleting and verifying look at what the list, or the page between, has shown; see tests/cases/admin."""
    request = rf.get("/")
    request.user = superuser

    known = {name for page in admin.site._registry.values() for name in page.get_actions(request)}

    assert known == {"delete_selected", "mark_as_verified"}


def address(thing: Model, page: str = "change") -> str:
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{page}", args=[thing.pk])


@pytest.mark.parametrize("label", CHANGED)
def test_stale_form_changes_nothing(client, superuser, label) -> None:
    make, field, value = CHANGED[label]
    thing = make()
    form = filled(client.get(address(thing)))
    type(thing)._default_manager.filter(pk=thing.pk).update(**{field: value})

    page = client.post(address(thing), form)

    thing.refresh_from_db()
    assert getattr(thing, field) == value
    assert list(page.context_data["meanwhile"].beside) == [field]
    assert filled(page)[field] == str(value)


@pytest.mark.parametrize("label", DELETED)
def test_nothing_is_deleted_that_was_changed_meanwhile(client, superuser, label) -> None:
    make, field, value = DELETED[label]
    thing = make()
    form = filled(client.get(address(thing, "delete")))
    type(thing)._default_manager.filter(pk=thing.pk).update(**{field: value})

    page = client.post(address(thing, "delete"), form)

    assert type(thing)._default_manager.filter(pk=thing.pk).exists()
    assert [each.name for each in page.context_data["changed"]] == [str(type(thing)._default_manager.get(pk=thing.pk))]
    assert client.post(address(thing, "delete"), filled(page)).status_code == 302
    assert not type(thing)._default_manager.filter(pk=thing.pk).exists()


# A sheet and its rows


def client_of(name: str, *roles: str) -> Client:
    client = Client()
    client.force_login(make_user(*roles, name=name))
    return client


def test_demands_and_recipients_of_a_draft_are_merged_row_by_row() -> None:
    sheet = make_draft()
    anna, ben = client_of("Anna Beispiel", "Editor"), client_of("Ben Dæmi", "Editor")
    hers, his = filled(anna.get(address(sheet))), filled(ben.get(address(sheet)))
    added = {"demands-TOTAL_FORMS": "2", "demands-1-id": "", "demands-1-order": ""}
    anna.post(address(sheet), {**hers, **added, "demands-1-sheet_wording": "Urging a doctor;"})

    page = ben.post(address(sheet), {**his, **added, "demands-1-sheet_wording": "Urging a lawyer;", "headline": "HIS"})
    notes = {place: (note.verb, note.save.by) for place, note in page.context_data["meanwhile"].rows.items()}
    ben.post(address(sheet), filled(page))

    sheet.refresh_from_db()
    assert notes == {"demands-1": ("added", "Anna Beispiel")}
    assert sheet.headline == "HIS"
    assert list(sheet.demands.values_list("order", "sheet_wording")) == [
        (1, "Urging the authorities to let her have a lawyer;"),
        (2, "Urging a doctor;"),
        (3, "Urging a lawyer;"),
    ]


def test_double_click_on_a_draft_adds_a_demand_once() -> None:
    """Its place was left empty, and is a number by now."""
    sheet, editor = make_draft(), client_of("Anna Beispiel", "Editor")
    form = {**filled(editor.get(address(sheet))), "demands-TOTAL_FORMS": "2", "demands-1-id": "", "demands-1-order": ""}
    form["demands-1-sheet_wording"] = "Urging a doctor;"
    editor.post(address(sheet), form)

    answer = editor.post(address(sheet), form)

    assert answer.status_code == 302
    assert Demand.objects.filter(sheet=sheet).count() == 2


# Moves


def test_draft_that_was_edited_after_the_page_asked_is_not_submitted_unseen() -> None:
    sheet = current_draft()
    anna, ben = client_of("Anna Beispiel", "Editor"), client_of("Ben Dæmi", "Editor")
    asked = filled(ben.get(address(sheet, "submit")))
    anna.post(address(sheet), {**filled(anna.get(address(sheet))), "headline": "HERS"})

    page = ben.post(address(sheet, "submit"), asked)

    sheet.refresh_from_db()
    assert sheet.status == "draft"
    assert [error.split(" changed it on ")[0] for error in errors_of(page)] == ["Nothing was done: Anna Beispiel"]
    ben.post(address(sheet, "submit"), filled(page))
    sheet.refresh_from_db()
    assert sheet.status == "review"


def test_emergency_issue_of_other_words_than_were_shown_is_refused_and_keeps_the_reason() -> None:
    sheet, editor = current_draft(), client_of("Anna Beispiel", "Editor")
    asked = filled(editor.get(address(sheet, "issue-now")))
    sheet.demands.update(sheet_wording="Urging something else;")

    page = editor.post(address(sheet, "issue-now"), {**asked, "reason": "She is flown out tonight."})

    sheet.refresh_from_db()
    assert sheet.status == "draft"
    assert errors_of(page)[0].startswith("Nothing was done: something it says was changed after you were shown this ")
    assert filled(page)["reason"] == "She is flown out tonight."


def test_sheet_that_was_approved_anew_meanwhile_is_not_issued_unseen() -> None:
    sheet, approver = approve(current_draft()), client_of("April Approver", "Approver")
    asked = filled(approver.get(address(sheet, "issue")))
    Sheet.objects.filter(pk=sheet.pk).update(headline="OTHER WORDS")

    page = approver.post(address(sheet, "issue"), asked)

    sheet.refresh_from_db()
    assert sheet.status == "approved"
    assert errors_of(page)[0].startswith("Nothing was done: the desk itself changed it on ")


def test_stop_is_not_asked_twice_for_one_double_click() -> None:
    action, approver = make_open_action(), client_of("April Approver", "Approver")
    form = {**filled(approver.get(address(action, "stop"))), "reason": "She is free."}
    approver.post(address(action, "stop"), form)

    page = approver.post(address(action, "stop"), form, follow=True)

    assert [str(message) for message in page.context["messages"]][-1].startswith("This is done: you sent it on ")
    assert action.events.filter(verb="stop").count() == 1


def test_action_that_was_paused_meanwhile_is_not_stopped_unseen_and_the_note_is_kept() -> None:
    action, approver = make_open_action(), client_of("April Approver", "Approver")
    asked = filled(approver.get(address(action, "stop")))
    approver.post(address(action, "pause"), filled(approver.get(address(action, "pause"))))

    page = approver.post(address(action, "stop"), {**asked, "reason": "over", "public_note": "They are free."})

    action.refresh_from_db()
    assert action.status == "paused"
    assert filled(page)["public_note"] == "They are free."


def test_notice_that_was_left_meanwhile_is_not_sent_again() -> None:
    reminder, approver = failed_reminder(make_open_action()), client_of("April Approver", "Approver")
    asked = filled(approver.get(address(reminder, "send-again")))
    Reminder.objects.filter(pk=reminder.pk).update(reason="another reason")

    approver.post(address(reminder, "send-again"), asked)

    reminder.refresh_from_db()
    assert (reminder.status, reminder.reason) == ("failed", "another reason")


def test_reason_for_a_sheet_that_is_gone_is_kept() -> None:
    sheet, editor = make_draft(), client_of("Anna Beispiel", "Editor")
    form = {**filled(editor.get(address(sheet, "withdraw"))), "reason": "Another one is written."}
    sheet.action.delete()

    page = editor.post(address(sheet, "withdraw"), form)

    assert page.context_data["typed"] == [("Why", "Another one is written.")]


def test_form_that_is_open_while_a_sheet_goes_to_review_keeps_what_was_typed() -> None:
    sheet, editor = make_draft(), client_of("Anna Beispiel", "Editor")
    form = filled(editor.get(address(sheet)))
    submit_sheet(sheet, by=sheet.created_by, at=AT)

    page = editor.post(address(sheet), {**form, "headline": "TOO LATE"})

    assert filled(page)["headline"] == "TOO LATE"
    assert errors_of(page)[0].startswith("Nothing was saved: this sheet is in review meanwhile.")


# Starting an action


def start_page(case: Model) -> str:
    return reverse("admin:cases_case_start_action", args=[case.pk])


def test_two_people_do_not_start_the_same_action_without_knowing() -> None:
    case = make_case()
    anna, ben = client_of("Anna Beispiel", "Researcher"), client_of("Ben Dæmi", "Researcher")
    hers, his = filled(anna.get(start_page(case))), filled(ben.get(start_page(case)))
    anna.post(start_page(case), hers)

    page = ben.post(start_page(case), his)

    assert UrgentAction.objects.count() == 1
    assert "Anna Beispiel started UA 1/" in errors_of(page)[0]
    ben.post(start_page(case), filled(page))
    assert UrgentAction.objects.count() == 2


def test_double_click_starts_one_action_and_leads_to_its_draft() -> None:
    case, anna = make_case(), client_of("Anna Beispiel", "Researcher")
    form = filled(anna.get(start_page(case)))
    first = anna.post(start_page(case), form)

    second = anna.post(start_page(case), form)

    assert (first.url, UrgentAction.objects.count()) == (second.url, 1)


def test_start_on_a_case_that_is_gone_keeps_what_was_typed() -> None:
    case, anna = make_case(), client_of("Anna Beispiel", "Researcher")
    form = filled(anna.get(start_page(case)), number="7", year="2011")
    case.delete()

    page = anna.post(start_page(case), form)

    assert page.context_data["typed"] == [("Series", "UA (urgent action)"), ("Number", "7"), ("Year", "2011")]


# The sender, and matters of the desk


def test_sender_that_somebody_released_and_held_meanwhile_is_not_released_unseen() -> None:
    anna, ben = client_of("Anna Beispiel", "Approver"), client_of("Ben Dæmi", "Approver")
    hold, release = reverse("admin:sender_hold"), reverse("admin:sender_release")
    anna.post(hold, {**filled(anna.get(hold)), "reason": "A wrong text."})
    asked = filled(ben.get(release))
    anna.post(release, {**filled(anna.get(release)), "reason": "Mended."})
    anna.post(hold, {**filled(anna.get(hold)), "reason": "Not mended."})

    page = ben.post(release, {**asked, "reason": "I mended it."})

    assert SenderEvent.objects.order_by("-pk")[0].verb == SenderEvent.Verb.HOLD
    assert "by Anna Beispiel on " in errors_of(page)[0]
    assert filled(page)["reason"] == "I mended it."


def test_matter_that_is_saved_twice_by_a_double_click_is_no_conflict_with_oneself() -> None:
    hearing, anna = make_hearing(make_case()), client_of("Anna Beispiel", "Viewer")
    page = reverse("admin:assign", args=["hearing", hearing.pk])
    form = filled(anna.get(page), assignee=User.objects.get(name="Anna Beispiel").pk)
    first = anna.post(page, form)

    second = anna.post(page, form)

    assert (first.status_code, second.status_code) == (302, 302)


def test_note_on_a_matter_that_is_gone_is_kept() -> None:
    hearing, anna = make_hearing(make_case()), client_of("Anna Beispiel", "Viewer")
    address_of_matter = reverse("admin:assign", args=["hearing", hearing.pk])
    form = filled(anna.get(address_of_matter), note="The lawyer knows.")
    hearing.delete()

    page = anna.post(address_of_matter, form)

    assert page.context_data["typed"] == [("Note", "The lawyer knows.")]


def test_subscription_that_its_owner_changed_is_not_deleted_unseen() -> None:
    subscription, editor = make_subscription(), client_of("Anna Beispiel", "Editor")
    asked = filled(editor.get(address(subscription, "delete")))
    Subscription.objects.filter(pk=subscription.pk).update(email="other@example.org")

    editor.post(address(subscription, "delete"), asked)

    assert Subscription.objects.count() == 1
