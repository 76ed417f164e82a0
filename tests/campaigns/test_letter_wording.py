import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.letter_wording import LONGEST, OPENINGS, fill_empty_wordings, letter_form_of
from campaigns.models import Demand, Sheet
from tests.builders import AT, make_draft, make_open_action, make_user


@pytest.mark.parametrize(
    ("on_sheet", "in_letter"),
    [
        ("Urging the authorities not to extradite Anna Beispiel;", "I urge you not to extradite Anna Beispiel."),
        ("Urging the President to grant clemency;", "I urge you to grant clemency."),
        ("Urging the release of Anna Beispiel", "I urge the release of Anna Beispiel."),
        ("Urging immediate access to a lawyer", "I urge immediate access to a lawyer."),
        ("Urging them immediately to release her.", "I urge you immediately to release her."),
        ("Calling on them to give her a lawyer;", "I call on you to give her a lawyer."),
        ("CALLING ON ICELAND to give her a lawyer;", "I call on you to give her a lawyer."),
        ("Calling on Governor Jane Q. Sample to stop it", "I call on you to stop it."),
        ("Calling upon the Prosecutor General to act", "I call upon you to act."),
        ("Calling for her immediate release; and", "I call for her immediate release."),
        ("Appealing to the members of the board to meet", "I appeal to you to meet."),
        (
            "Reminding them that they must not send any person to a country where they would be at risk;",
            "I remind you that you must not send any person to a country where they would be at risk.",
        ),
        ("Asking them to consider her appeal", "I ask you to consider her appeal."),
        ("Asking that, until then, she may see a lawyer;", "I ask that, until then, she may see a lawyer."),
        ("Asking for a fair trial", "I ask for a fair trial."),
        ("Requesting that her claim is examined", "I request that her claim is examined."),
        ("Demanding that she is released", "I demand that she is released."),
        ("Insisting on a fair trial", "I insist on a fair trial."),
        ("Welcoming the release of her brother", "I welcome the release of her brother."),
        ("Expressing concern that she has no lawyer;", "I express my concern that she has no lawyer."),
        ("Expressing your grave concern for her safety", "I express my grave concern for her safety."),
        ("Reminding them that they are bound by law", "I remind you that you are bound by law."),
        ("Reminding the minister of his obligations", "I remind you of your obligations."),
        ("Pointing out that the law forbids it", "I point out that the law forbids it."),
        ("Recognising that a crime was done", "I recognise that a crime was done."),
        ("Thanking the court for hearing her", "I thank you for hearing her."),
        ("Urging the authorities to fulfil their obligations", "I urge you to fulfil your obligations."),
        ("Urging them to do everything in their power", "I urge you to do everything in your power."),
        (
            "Urging the court to free her, in line with its international obligations",
            "I urge you to free her, in line with your international obligations.",
        ),
    ],
)
def test_the_wording_of_a_letter_follows_from_that_of_the_sheet(on_sheet, in_letter):
    assert letter_form_of(on_sheet) == in_letter


@pytest.mark.parametrize(
    ("on_sheet", "in_letter"),
    [
        # Not the reader's: the lawyers' duty, her office.
        ("Urging them to let the lawyers do their duty", "I urge you to let the lawyers do their duty."),
        ("Urging them to let her take up her office", "I urge you to let her take up her office."),
        ("Asking that those who took them lose their power", "I ask that those who took them lose their power."),
    ],
)
def test_what_may_be_somebody_elses_stays_theirs(on_sheet, in_letter):
    assert letter_form_of(on_sheet) == in_letter


@pytest.mark.parametrize(
    "on_sheet",
    [
        "",
        "Urging",
        "Kindly asking them to act",
        "Release Anna Beispiel",
        "Making clear that you do not excuse the crime",  # "you" is the writer
        "Asking where she is, and calling for her release",  # two participles
        "Urging the board to recommend, and the governor to grant, that it is commuted",  # two readers
        "Demanding the authorities to release her",
        "Asking that the authorities release her",
        "Calling for the authorities to act",
        "Asking them why she is held",
        "Thanking the court for its decision",
        f"Urging the authorities to read {'this ' * 139}",
    ],
)
def test_what_is_not_sure_gets_no_proposal(on_sheet):
    assert letter_form_of(on_sheet) is None


@given(st.sampled_from(sorted(OPENINGS)), st.text(max_size=80))
def test_a_proposal_is_one_sentence_of_the_writer_that_fits(opening, rest):
    proposal = letter_form_of(f"{opening.capitalize()} {rest}")

    assert proposal is None or (
        proposal.startswith("I ") and proposal[-1] in ".?!…" and len(proposal) <= LONGEST and "\n" not in proposal
    )


@given(st.text(max_size=80))
def test_any_text_without_a_known_opening_gets_no_proposal(text):
    opening = re.match(rf"\s*(?:{'|'.join(OPENINGS)})\s", text, re.IGNORECASE)

    assert opening or letter_form_of(text) is None


@pytest.mark.django_db
def test_only_wordings_that_are_empty_are_filled_in():
    sheet, editor = make_draft(), make_user("Editor")
    typed = sheet.demands.get().letter_wording
    Demand.objects.create(sheet=sheet, order=2, sheet_wording="Asking for a public trial;")
    Demand.objects.create(sheet=sheet, order=3, sheet_wording="A public trial;")

    filled = fill_empty_wordings(sheet, by=editor, at=AT)

    assert filled == 1
    assert list(sheet.demands.values_list("letter_wording", flat=True)) == [typed, "I ask for a public trial.", ""]
    assert Sheet.objects.get().edited_by == editor


@pytest.mark.django_db
def test_an_issued_sheet_is_filled_in_no_more():
    sheet = make_open_action().current_sheet
    sheet.demands.update(letter_wording="")

    assert fill_empty_wordings(sheet, by=sheet.created_by, at=AT) == 0
    assert sheet.demands.get().letter_wording == ""
