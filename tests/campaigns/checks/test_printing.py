"""How a sheet prints is known from a proof print; these write one down as `appeals.proofs` would."""

import pytest

from campaigns.checks import Level, Place, findings_of
from campaigns.models import ProofPrint, Sheet
from campaigns.review import hash_now
from tests.builders import AT, DAY, make_authority, make_draft

pytestmark = pytest.mark.django_db


def proofed(sheet: Sheet, **found) -> Sheet:
    fields = {"pages_on_a4": 2, "pages_on_letter": 2, "unprintable": "", **found}
    ProofPrint.objects.create(sheet=sheet, content_hash=hash_now(sheet), printed_at=AT, **fields)
    return sheet


def found(sheet) -> list[tuple[str, str]]:
    return [(finding.level, finding.sentence) for finding in findings_of(sheet, on=DAY)]


def test_two_pages_of_signs_that_the_fonts_have_are_as_they_should_be():
    assert found(proofed(make_draft())) == []


def test_more_than_two_pages_on_either_paper_are_told():
    assert found(proofed(make_draft(), pages_on_letter=3)) == [
        (
            Level.AMBER,
            "The sheet takes 3 pages on US Letter: two are the most that fit on one piece of paper.",
        )
    ]


def test_what_cannot_be_laid_out_at_all_stops_the_sheet():
    assert found(proofed(make_draft(), pages_on_a4=None)) == [
        (
            Level.RED,
            "The sheet is too long to be printed at all: shorten its story or its additional information.",
        )
    ]


def test_a_sign_that_no_font_has_stops_the_sheet_and_leads_to_its_text():
    (finding,) = findings_of(proofed(make_draft(story="Her name is 例."), unprintable="例"), on=DAY)

    assert finding.sentence == (
        "These signs cannot be printed, the fonts do not have them: 例 (U+4F8B). Write them in another way."
    )
    assert (finding.level, finding.place) == (Level.RED, Place("id_story"))


def test_a_sign_in_an_address_leads_to_the_book():
    authority = make_authority(office="例 Office")

    (finding,) = findings_of(proofed(make_draft(recipients=[authority]), unprintable="例"), on=DAY)

    assert finding.place == Place("id_office", "cases.authority", authority.pk)


def test_a_proof_print_of_other_bytes_says_nothing():
    sheet = proofed(make_draft(), pages_on_a4=3)
    sheet.demands.update(letter_wording="I ask you to let her have a lawyer.")

    assert found(sheet) == []
