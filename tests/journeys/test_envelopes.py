"""A volunteer prints labels on a sheet of which three are gone. No account, no JavaScript."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import Visitor


def test_volunteer_prints_labels_from_the_fourth_on(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = volunteer.page
    volunteer.open("/actions/ua-2011-ru/")
    page.get_by_role("link", name="Envelopes and labels").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Envelopes and labels for UA of 2011")

    page.get_by_label("Labels Avery L7160").check()
    page.get_by_label("Start at label").fill("99")
    page.get_by_label("Posted in").select_option("CH-fr")
    page.get_by_role("button", name="Make the PDF").click()
    expect(page.get_by_text("type a number from 1 to 21")).to_be_visible()
    expect(page.get_by_label("Posted in")).to_have_value("CH-fr")
    # Chromium notes in its console that the answer was a refusal.
    volunteer.errors = [error for error in volunteer.errors if "status of 422" not in error]

    page.get_by_label("Start at label").fill("4")
    with page.expect_response(lambda response: response.request.method == "POST") as answered:
        page.get_by_role("button", name="Make the PDF").click()
    assert answered.value.status == 200
    assert answered.value.headers["content-type"] == "application/pdf"
    assert page.context.cookies() == []

    # Chromium shows a PDF with an extension of its own, which loads files of the browser.
    volunteer.open("/")
    volunteer.elsewhere = [url for url in volunteer.elsewhere if not url.startswith("chrome")]


def test_keyboard_alone_chooses_an_envelope(visitor: Callable[..., Visitor]) -> None:
    page = (volunteer := visitor()).page
    volunteer.open("/actions/ua-2011-ru/envelopes/")

    page.get_by_label("Labels Avery L7160").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Window left, UK DL")).to_be_checked()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Window left, US #10")).to_be_focused()
