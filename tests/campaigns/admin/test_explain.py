from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import CheckReason, Sheet
from campaigns.review import submit_sheet
from tests.builders import AT, explain_all, make_authority, make_draft, make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editor(client: Client, settings):
    settings.DEMO_TODAY = date(2011, 7, 13)
    user = make_user("Editor")
    client.force_login(user)
    return user


def address(sheet: Sheet, page: str = "explain") -> str:
    return reverse(f"admin:campaigns_sheet_{page}", args=[sheet.pk])


def amber_sheet(**overrides) -> Sheet:
    """A draft with two ambers: an old address, and a demand without a wording for letters."""
    sheet = make_draft(recipients=[make_authority(office="Ministry of Dust", verified_on=None)], **overrides)
    sheet.demands.update(letter_wording="")
    return sheet


def boxes(sheet: Sheet) -> tuple[str, str]:
    return (
        f"reason-address_is_stale:{sheet.recipients.get().authority_id}",
        f"reason-letter_wording_is_missing:{sheet.demands.get().pk}",
    )


def test_each_amber_has_a_box_and_leads_to_where_it_is_mended(client):
    sheet = amber_sheet()

    page = client.get(address(sheet))

    assert [(box.html_name, field.url) for box, field in page.context_data["form"].boxes()] == [
        (
            boxes(sheet)[0],
            f"/staff/cases/authority/{sheet.recipients.get().authority_id}/change/#id_verified_on",
        ),
        (boxes(sheet)[1], f"{address(sheet, 'change')}#id_demands-0-letter_wording"),
    ]


def test_reasons_are_kept_and_shown_on_the_page_of_the_sheet(client, editor):
    sheet = amber_sheet()

    answer = client.post(address(sheet), filled(client.get(address(sheet)), **{boxes(sheet)[0]: "Answered in May."}))
    page = client.get(address(sheet, "change"))

    kept = CheckReason.objects.get()
    assert answer.url == address(sheet, "change")
    assert (kept.reason, kept.by) == ("Answered in May.", editor)
    panel = page.context_data["checks"]
    assert [row.word for row in panel.rows] == ["Amber, explained", "Amber"]
    assert (panel.reds, panel.ambers, panel.explained) == (0, 1, 1)
    assert "Kept. 1 amber finding still wants a reason." in page.content.decode()


def test_a_reason_that_somebody_else_gave_meanwhile_is_shown_before_it_is_replaced(client):
    sheet = amber_sheet()
    page = client.get(address(sheet))
    explain_all(sheet, reason="The ministry answered.")

    again = client.post(address(sheet), filled(page, **{boxes(sheet)[0]: "Answered in May."}))

    assert errors_of(again) == ["This has changed since you were shown it. Is that still why it may stand?"]
    assert "<q>The ministry answered.</q>" in again.content.decode()
    assert filled(again)[boxes(sheet)[0]] == "Answered in May."
    assert CheckReason.objects.filter(reason="Answered in May.").count() == 0


def test_nothing_typed_is_told_and_nothing_kept(client):
    sheet = amber_sheet()

    page = client.post(address(sheet), filled(client.get(address(sheet))))

    assert errors_of(page) == ["Nothing was kept: say of at least one of these why it may stand."]


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("x" * 301, "Say it in at most 300 characters."),
        ("A\u202eB", "This text holds an invisible character"),
    ],
)
def test_a_reason_that_cannot_be_kept_is_refused_and_stays_in_its_box(client, typed, refusal):
    sheet = amber_sheet()
    stale, wording = boxes(sheet)

    page = client.post(address(sheet), filled(client.get(address(sheet)), **{stale: typed, wording: "It follows."}))

    assert errors_of(page)[0].startswith(refusal)
    assert (filled(page)[stale], filled(page)[wording]) == (typed, "It follows.")
    assert not CheckReason.objects.exists()


def test_what_changed_while_it_was_explained_is_asked_again(client):
    sheet = amber_sheet()
    stale, _ = boxes(sheet)
    shown = filled(client.get(address(sheet)), **{stale: "Answered in May."})
    authority = sheet.recipients.get().authority
    authority.verified_on = date(2010, 7, 1)
    authority.save()

    page = client.post(address(sheet), shown)
    client.post(address(sheet), filled(page))

    assert errors_of(page) == ["This has changed since you were shown it. Is that still why it may stand?"]
    assert CheckReason.objects.get().reason == "Answered in May."


def test_a_sheet_without_an_amber_leads_back(client):
    sheet = make_draft(story="")

    answer = client.get(address(sheet), follow=True)

    assert answer.redirect_chain == [(address(sheet, "change"), 302)]
    assert "Nothing on" in answer.content.decode()


def test_an_approver_reads_the_reasons_and_gives_none(client):
    sheet = amber_sheet()
    explain_all(sheet, reason="Answered in May.")
    submit_sheet(sheet, by=sheet.created_by, at=AT)
    client.force_login(make_user("Approver"))

    page = client.get(address(sheet, "approve")).content.decode()

    assert client.get(address(sheet)).status_code == 403
    assert "Answered in May." in page
    assert "Nobody has ever made sure of the address of Ministry of Dust." in page
    assert [row.explain_url for row in client.get(address(sheet, "change")).context_data["checks"].rows] == ["", ""]


def test_a_reason_that_changed_while_the_approver_read_is_not_approved(client):
    sheet = amber_sheet()
    explain_all(sheet, reason="Answered in May.")
    submit_sheet(sheet, by=sheet.created_by, at=AT)
    client.force_login(make_user("Approver"))
    shown = filled(client.get(address(sheet, "approve")), has_read="on")
    CheckReason.objects.all().delete()
    explain_all(sheet, reason="Nobody knows.")

    refused = client.post(address(sheet, "approve"), shown)

    sheet.refresh_from_db()
    assert errors_of(refused)[0].startswith("Nothing was approved")
    assert "Nobody knows." in refused.content.decode()
    assert sheet.status == "review"


def test_an_emergency_says_which_ambers_it_carries_and_the_second_look_shows_them(client):
    sheet = amber_sheet()

    page = client.get(address(sheet, "issue-now"))
    client.post(address(sheet, "issue-now"), {"reason": "She is put on a plane tonight.", "public_note": ""})
    client.force_login(make_user("Approver"))
    look = client.get(address(sheet, "review")).content.decode()

    assert [sentence for sentence in page.context_data["consequences"] if "second look" in sentence] == [
        "Your reason is kept for this as well, and the second look shows it: Nobody has ever made sure of the address "
        "of Ministry of Dust.",
        "Your reason is kept for this as well, and the second look shows it: Demand 1 has no wording for letters: "
        "write one, or let one be proposed.",
    ]
    assert look.count("She is put on a plane tonight.") == 3  # of the issue, and of each amber
    assert "Nobody has ever made sure of the address of Ministry of Dust." in look


def test_a_sheet_in_review_leads_to_the_book_but_to_no_field_of_its_own(client):
    sheet = amber_sheet()
    explain_all(sheet)
    submit_sheet(sheet, by=sheet.created_by, at=AT)

    rows = client.get(address(sheet, "change")).context_data["checks"].rows

    assert [bool(row.url) for row in rows] == [True, False]


def test_wordings_are_proposed_where_there_are_none_and_what_was_typed_is_saved(client):
    sheet = amber_sheet()
    form = filled(client.get(address(sheet, "change")), headline="TEACHER TO BE TRIED")

    answer = client.post(address(sheet, "change"), {**form, "_propose_wordings": "1"}, follow=True)

    sheet.refresh_from_db()
    assert sheet.headline == "TEACHER TO BE TRIED"
    assert sheet.demands.get().letter_wording == "I urge you to let her have a lawyer."
    assert "1 letter wording is proposed: read and correct before you submit." in answer.content.decode()
    assert answer.redirect_chain[0][0] == f"{address(sheet, 'change')}#demands-group"


def test_a_page_that_is_refused_proposes_nothing(client):
    sheet = amber_sheet()
    form = filled(client.get(address(sheet, "change")), headline="")

    page = client.post(address(sheet, "change"), {**form, "_propose_wordings": "1"})

    assert page.status_code == 200
    assert sheet.demands.get().letter_wording == ""


def test_the_page_asks_as_many_questions_for_many_findings_as_for_few(client):
    few, many = make_draft(story=""), amber_sheet(story="", summary="")
    client.get(address(few, "change"))

    with CaptureQueriesContext(connection) as for_few:
        client.get(address(few, "change"))
    with CaptureQueriesContext(connection) as for_many:
        client.get(address(many, "change"))

    assert len(for_many) == len(for_few)
