"""Proof prints: how a sheet prints is found out once for each content, and never where nothing can be printed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from appeals import pdf
from appeals.proofs import take_proof
from campaigns.checks import findings_of
from campaigns.models import ProofPrint, Sheet
from tests.builders import AT, DAY, make_draft, make_user

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)
LONG = "\n\n".join(f"{number} {'word ' * 120}" for number in range(16))


def test_a_proof_counts_the_pages_of_each_paper_and_names_what_no_font_has():
    proof = take_proof(make_draft(story="Her name is 例.", additional_information=LONG), at=AT)

    assert (proof.pages_on_a4, proof.pages_on_letter, proof.unprintable) == (3, 3, "例")


def test_a_proof_is_taken_once_for_each_content():
    sheet = make_draft()

    first = take_proof(sheet, at=AT)
    again = take_proof(sheet, at=LATER)
    Sheet.objects.update(story="She was arrested at home.")
    of_another = take_proof(Sheet.objects.get(), at=LATER)

    assert (first.printed_at, again.printed_at, of_another.printed_at) == (AT, AT, LATER)
    assert ProofPrint.objects.get() == of_another


def test_what_cannot_be_laid_out_at_all_is_known_too():
    sheet = make_draft(story="line\n" * 2_300)

    proof = take_proof(sheet, at=AT)

    assert (proof.pages_on_a4, proof.pages_on_letter) == (None, None)
    assert [finding.key for finding in findings_of(sheet, on=DAY)] == ["sheet_is_too_long"]


def test_where_nothing_can_be_printed_nothing_is_known_and_nothing_hindered(monkeypatch):
    monkeypatch.setattr(pdf, "PANGO", ())
    pdf._engine.cache_clear()
    sheet = make_draft()

    try:
        assert take_proof(sheet, at=AT) is None
    finally:
        pdf._engine.cache_clear()
    assert findings_of(sheet, on=DAY) == []


def test_who_submits_a_sheet_is_told_how_it_prints(client, settings):
    settings.DEMO_TODAY = date(2011, 7, 13)
    client.force_login(make_user("Editor"))
    sheet = make_draft(story="Her name is 例.", additional_information=LONG)
    submit = reverse("admin:campaigns_sheet_submit", args=[sheet.pk])

    before = client.get(reverse("admin:campaigns_sheet_change", args=[sheet.pk])).context_data["checks"]
    page = client.get(submit)

    assert (before.rows, before.is_proofed) == ((), False)
    assert [sentence[:30] for sentence in page.context_data["hindrances"]] == [
        "These signs cannot be printed,",
        "The sheet takes 3 pages on A4 ",
    ]


def test_the_preview_shows_the_checks_and_leads_to_the_form(client, settings):
    settings.DEMO_TODAY = date(2011, 7, 13)
    client.force_login(make_user("Editor"))
    sheet = make_draft(story="")
    change = reverse("admin:campaigns_sheet_change", args=[sheet.pk])

    page = client.get(reverse("appeals:sheet-preview", args=[sheet.pk])).content.decode()

    assert f'<a href="{change}#id_story">The story is empty.</a>' in page
    assert ProofPrint.objects.get().pages_on_a4 == 2
