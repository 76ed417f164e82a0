"""A writer sends a picture of what an office answered, and staff look at it and take it away. No JavaScript."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.test_accessibility import overflow

CAME_BACK = "/actions/ua-2011-ru/came-back/"


def test_picture_of_an_answer_reaches_staff_and_is_removed(visitor: Callable[..., Visitor], tmp_path: Path) -> None:
    answer = tmp_path / "answer.png"
    Image.new("RGB", (600, 800), "ivory").save(answer)
    (tmp_path / "answer.txt").write_text("no picture")
    writer = visitor(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = writer.page
    writer.open(CAME_BACK)
    page.get_by_label("An answer in words, from the office itself").check()
    page.locator("input[name=office]").first.check()
    page.get_by_label("A photograph or a scan").set_input_files(tmp_path / "answer.txt")
    page.get_by_role("button", name="Tell the desk").click()
    expect(page.get_by_text("This is no picture that we know, and no PDF.")).to_be_visible()
    assert overflow(page) == []

    page.get_by_label("A photograph or a scan").set_input_files(answer)
    page.get_by_role("button", name="Tell the desk").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you. The desk has it now.")
    assert page.context.cookies() == []
    writer.errors = [error for error in writer.errors if "422" not in error]

    staff = visitor()
    page = staff.page
    staff.log_in("approver@desk.example")
    staff.open("/staff/appeals/reply/")
    page.locator("#result_list tbody a").first.click()
    page.get_by_text("Picture 1,").click()
    shown = page.get_by_role("img", name="Picture 1 that came with it")
    expect(shown).to_have_js_property("naturalWidth", 600)

    page.get_by_role("link", name="Remove the pictures").click()
    page.get_by_label("Why").fill("Read and typed out")
    page.get_by_role("button", name="Remove the pictures").click()
    expect(page.get_by_text("removed on 13 July 2011")).to_be_visible()
