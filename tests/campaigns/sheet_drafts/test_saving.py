"""Drafts out of a document: everything at once or nothing, once for each document, and never anything public."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.check_reasons import check_sheet_on
from campaigns.content import content_of
from campaigns.models import ImportedSource, Sheet, UrgentAction
from campaigns.sheet_drafts.saving import AlreadyImported, PerhapsTheSame, save_draft
from cases.levels import Level
from cases.missions import mission_of
from cases.models import Authority, Case, Concern, Development, Hearing, PersonAtRisk
from tests.builders import AT, DAY, make_action, make_authority, make_case, make_draft, make_open_action, make_user
from tests.campaigns.sheet_drafts.sheet import SHEET, brought, proposed

pytestmark = pytest.mark.django_db


def save(text: str = SHEET, **options):
    options.setdefault("by", make_user("Researcher"))
    return save_draft(proposed(text), brought(text), at=AT, **options)


def test_draft_has_everything_that_was_read():
    saved = save()

    content = content_of(saved.sheet)
    assert (content.reference, content.index_number) == ("UA 214/11", "EUR 28/001/2011")
    assert (content.dated, content.last_good_day) == (date(2011, 7, 6), date(2011, 8, 16))
    assert (content.languages, content.own_language) == (("is", "en"), True)
    assert [person.name for person in content.people] == ["Anna Beispiel"]
    assert [ask.in_letter for ask in content.demands] == [
        "I urge you to let Anna Beispiel have a lawyer.",
        "I call on you to release her.",
    ]
    assert [(row.role, row.office) for row in content.recipients] == [
        ("appeals", "Minister of the Interior"),
        ("copies", "Reykjavik District Court"),
    ]


def test_everything_is_a_draft_for_staff_only():
    saved = save()

    assert (saved.sheet.status, saved.action.status) == ("draft", "draft")
    assert [hearing.level for hearing in saved.case.hearings.all()] == [Level.NETWORK]
    assert {row.level for row in saved.case.developments.all()} == {Level.NETWORK}
    assert (saved.sheet.created_by, saved.case.owner, saved.action.search_text) == (
        saved.source.imported_by,
        saved.source.imported_by,
        "",
    )


def test_new_office_is_not_verified_and_says_so():
    saved = save()

    assert [(one.office, one.verified_on) for one in saved.new_authorities] == [
        ("Minister of the Interior", None),
        ("Reykjavik District Court", None),
    ]
    assert (
        "Minister of the Interior is new in the book, as the sheet prints it. Nobody has verified its address."
        in saved.remarks
    )


def test_checks_of_the_draft_say_that_a_new_office_was_never_verified():
    saved = save()

    keys = {row.finding.key for row in check_sheet_on(saved.sheet, on=DAY)}
    assert {f"address_is_stale:{one.pk}" for one in saved.new_authorities} <= keys


def test_new_embassy_is_shown_to_no_writer():
    text = SHEET.replace("Reykjavik District Court\n2 Example", "Embassy of Iceland\n2 Example").replace(
        "101 Reykjavik\nIceland\n\nAlso", "10117 Berlin\nGermany\n\nAlso"
    )

    saved = save(text)

    embassy = saved.sheet.recipients.get(role="copies").authority
    assert (embassy.kind, str(embassy.country)) == ("mission", "DE")
    assert mission_of("IS", accredited_to="DE") is None


def test_office_in_the_book_keeps_its_address():
    here = make_authority(office="Minister of the Interior", postal_lines="New Street 5\nIceland")

    saved = save()

    here.refresh_from_db()
    assert (here.postal_lines, saved.sheet.recipients.filter(authority=here).count()) == ("New Street 5\nIceland", 1)
    assert (
        "The book has another holder and another postal lines and another fax of Minister of the Interior than the "
        "sheet. The book's is printed." in saved.remarks
    )


def test_court_among_the_recipients_is_the_court_of_the_hearing():
    saved = save()

    hearing = saved.case.hearings.get()
    assert (hearing.court.office, hearing.on) == ("Reykjavik District Court", date(2011, 7, 25))


def test_hearing_before_a_court_that_is_not_in_the_book_is_entered_as_a_development():
    text = SHEET.replace("before the Reykjavik District Court", "before the Supreme Court")

    saved = save(text)

    assert not saved.case.hearings.exists()
    assert saved.case.developments.filter(happened_on="2011-07-25").exists()
    assert (
        "The hearing on 25 July 2011 was entered as a development, for Supreme Court is not in the book. Enter the "
        "court and then the hearing." in saved.remarks
    )


def test_source_is_kept_with_its_lines():
    saved = save()

    source = saved.sheet.imported_source
    assert (source.text, source.kind, source.name, source.imported_at) == (SHEET, "text", "pasted text", AT)
    assert source.places["headline"] == [1, 4, 4, "sure"]


def test_same_document_makes_one_draft():
    saved = save()

    with pytest.raises(AlreadyImported, match="made UA 214/11, sheet 1, which is draft") as refused:
        save()

    assert refused.value.source == saved.source
    assert (Case.objects.count(), Sheet.objects.count(), ImportedSource.objects.count()) == (1, 1, 1)


def test_document_may_be_imported_anew_once_its_source_is_deleted():
    saved = save()
    saved.source.delete()

    again = save(is_unnumbered=True)

    assert again.action.reference == "UA of 2011"


def test_action_with_the_same_number_is_not_taken_for_the_same():
    there = make_action(number=214, year=2011)

    with pytest.raises(PerhapsTheSame, match="UA 214/11 is there already, perhaps the same") as refused:
        save()

    assert refused.value.action == there
    assert (Case.objects.count(), Authority.objects.count(), ImportedSource.objects.count()) == (1, 0, 0)


def test_sheet_goes_into_the_action_that_somebody_says():
    case = make_case(person="Anna Beispiel")
    there = make_action(case, number=214, year=2011)

    saved = save(into=there)

    assert (saved.action, saved.case, Case.objects.count()) == (there, case, 1)
    assert [person.published_as for person in case.people.all()] == ["Anna Beispiel"]


def test_somebody_whom_the_case_has_not_is_added_and_told():
    case = make_case(person="Bea Muster")

    saved = save(into=make_action(case))

    case.refresh_from_db()
    assert [person.published_as for person in case.people.all()] == ["Bea Muster", "Anna Beispiel"]
    assert "New among the people of the case: Anna Beispiel." in saved.remarks
    assert case.changed_at == AT


def test_office_that_left_the_book_meanwhile_is_not_passed_over():
    proposal = proposed()
    proposal.recipients[0].known = 99

    with pytest.raises(ValidationError, match="Minister of the Interior is not in the book any more"):
        save_draft(proposal, brought(), by=make_user("Researcher"), at=AT)

    assert not Case.objects.exists()


def test_first_sheet_of_an_action_that_has_one_is_further_information_and_changes_nothing_public():
    there = make_open_action(make_case(person="Anna Beispiel"))
    shown = there.current_sheet

    saved = save(into=there)

    there.refresh_from_db()
    assert (saved.sheet.kind, saved.sheet.version, there.current_sheet) == ("further", 2, shown)
    assert [row.sheet_wording for row in saved.sheet.demands.all()] == [row.sheet_wording for row in proposed().demands]
    assert (
        f"This sheet is of 6 July 2011, and {there.reference} shows one of 13 July 2011. Issued, the older one would "
        "take its place." in saved.remarks
    )


def test_action_with_a_draft_under_way_takes_none():
    there = make_draft().action

    with pytest.raises(ValidationError, match="This action has a draft already"):
        save(into=there)

    assert (Authority.objects.filter(office="Minister of the Interior").count(), ImportedSource.objects.count()) == (
        0,
        0,
    )


def test_sheet_without_a_country_is_refused_whole():
    with pytest.raises(ValidationError, match="say on which country the sheet is"):
        save("Milk, eggs, bread")

    assert [model.objects.count() for model in (Case, UrgentAction, Sheet, PersonAtRisk, ImportedSource)] == [0] * 5


def test_what_cannot_be_saved_saves_nothing_of_the_rest():
    proposal = proposed()
    proposal.people[0].published_as = "Anna\u202eBeispiel"

    with pytest.raises(ValidationError, match="invisible character"), transaction.atomic():
        save_draft(proposal, brought(), by=make_user("Researcher"), at=AT)

    assert [model.objects.count() for model in (Case, UrgentAction, Sheet, Hearing, Development)] == [0] * 5


def test_sheet_without_a_number_makes_an_action_without_one():
    saved = save(SHEET.replace("UA: 214/11 Index: EUR 28/001/2011 Iceland", "Iceland"))

    assert (saved.action.reference, saved.action.slug) == ("UA of 2011", "ua-2011-is")


def test_sheet_without_a_date_bears_that_of_the_import_and_no_appeals_date_before_it():
    saved = save(SHEET.replace(" Date: 6 July 2011", "").replace("17 AUGUST 2011", "17 AUGUST 2010"))

    assert (saved.sheet.dated, saved.sheet.appeals_limit) == (date(2011, 7, 13), None)
    assert "The sheet does not say its date, so the draft bears that of today. Correct it." in saved.remarks
    assert "The appeals date, 17 August 2010, was left out: it is over by then." in saved.remarks


def test_index_number_of_a_translation_is_taken_with_its_letters():
    saved = save(SHEET.replace("EUR 28/001/2011", "EUR 28/01/93/s").replace("6 July 2011", "6 July 1993"))

    assert saved.sheet.index_number == "EUR 28/01/93/s"


def test_concerns_are_those_of_the_list():
    proposal = proposed()
    proposal.concerns = ["Unfair trial", "no such concern"]

    saved = save_draft(proposal, brought(), by=make_user("Researcher"), at=AT)

    assert list(saved.case.concerns.all()) == [Concern.objects.get(name="Unfair trial")]


def test_text_of_a_source_is_in_no_history():
    saved = save()
    saved.sheet.delete()

    assert not ImportedSource.objects.exists()
    assert [hasattr(record, "text") for record in ImportedSource.history.all()] == [False, False]
