"""A volunteer on a phone gets letters with their name and prints them. No account, no JavaScript, no trace."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from campaigns.lifecycle import stop_action
from campaigns.models import UrgentAction
from tests.builders import AT, second_person
from tests.journeys.conftest import Visitor
from tests.journeys.test_accessibility import findings_in_every_look, overflow
from tests.journeys.test_keyboard import _hidden_while_focused

LETTERS = "/actions/ua-2011-ru/letters/"
PHONE = {"width": 320, "height": 700}


def fill_in(visitor: Visitor, *, name: str = "Anna Beispiel") -> None:
    page = visitor.page
    page.get_by_label("Your name").fill(name)
    page.get_by_role("textbox", name="Place").fill("Bern")
    page.get_by_label("A sentence of your own").fill("As a teacher I know what a lawyer is worth.")


def test_volunteer_types_a_name_once_and_prints_a_letter_to_each_office(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(java_script_enabled=False, viewport=PHONE)
    page = volunteer.page
    volunteer.open("/actions/ua-2011-ru/")
    page.get_by_role("link", name="Write your letters").click()
    fill_in(volunteer)
    page.get_by_label("Language of the letter").select_option("ru")

    page.get_by_role("button", name="Show my letters").click()
    expect(page.get_by_role("heading", name="2 letters, ready to go")).to_be_visible()
    expect(page.get_by_text("As a teacher I know what a lawyer is worth.", exact=True)).to_have_count(3)
    expect(page.get_by_text("13 июля 2011")).to_have_count(2)
    expect(page.get_by_text("One page on paper.")).to_have_count(2)
    assert overflow(page) == []

    with page.expect_download() as download:
        page.get_by_role("button", name="Print (PDF)").click()
    assert download.value.suggested_filename == "UA-of-2011-v1-letters.pdf"
    pages = PdfReader(BytesIO(Path(download.value.path()).read_bytes())).pages
    assert ["Anna Beispiel" in sheet.extract_text() for sheet in pages] == [True, True]
    assert page.context.cookies() == []


def test_error_leads_to_its_box_and_keeps_the_rest(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(java_script_enabled=False)
    page = volunteer.page
    volunteer.open(LETTERS)
    fill_in(volunteer, name="")

    page.get_by_role("button", name="Show my letters").click()
    expect(page).to_have_title("Error: Letters about UA of 2011, Russia · Urgent Action Desk")
    page.get_by_role("link", name="Your name").click()

    expect(page.get_by_label("Your name")).to_be_focused()
    expect(page.get_by_label("A sentence of your own")).to_have_value("As a teacher I know what a lawyer is worth.")
    volunteer.errors = [error for error in volunteer.errors if "422" not in error]


def test_form_that_was_open_during_a_stop_says_stop(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(java_script_enabled=False)
    page = volunteer.page
    volunteer.open(LETTERS)
    fill_in(volunteer)
    action = UrgentAction.objects.get(slug="ua-2011-ru")
    stop_action(action, by=second_person(), at=AT, reason="released")

    page.get_by_role("button", name="Show my letters").click()

    expect(page.get_by_text("Stopped since 13 July 2011: do not write")).to_be_visible()
    expect(page.get_by_text("Anna Beispiel")).to_have_count(0)
    volunteer.errors = [error for error in volunteer.errors if "410" not in error]


def test_letters_follow_what_is_typed_and_a_stop_takes_their_place(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor()
    page = volunteer.page
    volunteer.open(LETTERS)
    fill_in(volunteer)
    page.get_by_role("button", name="Show my letters").click()
    expect(page.locator("#letter-1-title")).to_be_visible()
    page.get_by_text("Text to copy").first.click()

    page.get_by_role("textbox", name="Place").fill("Musterwil")

    expect(page.get_by_text("Musterwil, 13 July 2011")).to_have_count(2)
    expect(page.locator("#letter-1-text")).to_be_visible()
    stop_action(UrgentAction.objects.get(slug="ua-2011-ru"), by=second_person(), at=AT, reason="released")
    page.get_by_role("textbox", name="Place").fill("Beispielwil")

    expect(page.get_by_text("Stopped since 13 July 2011: do not write")).to_be_visible()
    expect(page.locator("#shown")).to_have_count(0)
    volunteer.errors = [error for error in volunteer.errors if "410" not in error]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_letters_on_the_page_keep_nobody_out(language: str, visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor()
    page = volunteer.page
    volunteer.open(LETTERS)
    fill_in(volunteer, name="ليلى مثال" if language == "ru" else "Anna Beispiel")
    page.get_by_label("Language of the letter").select_option(language)
    page.get_by_role("button", name="Show my letters").click()
    expect(page.get_by_role("heading", name="2 letters, ready to go")).to_be_visible()
    page.get_by_text("Text to copy").first.click()

    assert findings_in_every_look(volunteer) == []
    assert overflow(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_focus_is_never_hidden(width: int, visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(viewport={"width": width, "height": 700})
    volunteer.open(LETTERS)
    fill_in(volunteer)
    volunteer.page.get_by_role("button", name="Show my letters").click()
    expect(volunteer.page.get_by_role("heading", name="2 letters, ready to go")).to_be_visible()

    assert _hidden_while_focused(volunteer.page, steps=60) == []


def test_writer_chooses_a_country_and_its_embassy_gets_a_letter_too(visitor: Callable[..., Visitor]) -> None:
    """No post goes to Jordan, so all letters go to its embassy; from Austria there is none in the book."""
    volunteer = visitor(java_script_enabled=False, viewport=PHONE)
    page = volunteer.page
    volunteer.open("/actions/ua-192-11/letters/")
    fill_in(volunteer)
    expect(page.get_by_label("A letter to the embassy in that country too")).to_be_checked()

    page.get_by_role("button", name="Show my letters").click()
    expect(page.get_by_role("heading", name="3 letters, ready to go")).to_be_visible()
    expect(page.get_by_text("Postage from Switzerland: CHF 3.00 for 3 letters")).to_be_visible()
    expect(page.get_by_text("By way of: Sample Embassy of Jordan – please forward").first).to_be_visible()
    assert overflow(page) == []

    page.get_by_label("The country in which you post them").select_option("Austria")
    page.get_by_role("button", name="Show my letters").click()
    expect(page.get_by_role("heading", name="2 letters, ready to go")).to_be_visible()
    expect(page.get_by_text("We have no address of an embassy of Jordan for Austria yet.")).to_be_visible()
    assert page.context.cookies() == []
