"""A group opens a tally, reports, and is met by another of the group; a single writer ticks; something comes back."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import Visitor


def test_group_reports_its_evening_on_a_phone_without_javascript(visitor: Callable[..., Visitor]) -> None:
    organiser = visitor(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = organiser.page
    organiser.open("/actions/ua-2011-ru/")
    page.get_by_role("link", name="Open a tally").click()
    expect(page.get_by_role("checkbox", name="UA of 2011")).to_be_checked()
    page.get_by_role("button", name="Open a tally").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tally")
    address = page.url

    friend = visitor()
    friend.page.goto(address)
    page.get_by_role("group", name="Prosecutor General").get_by_label("Post").fill("23")
    page.get_by_role("button", name="Report these numbers").click()
    expect(page.get_by_role("status")).to_contain_text("Reported. Thank you.")

    friend.page.get_by_role("group", name="Moscow Regional Court").get_by_label("Fax").fill("4")
    friend.page.get_by_role("button", name="Report these numbers").click()
    expect(friend.page.get_by_role("alert")).to_contain_text("somebody else of your group has reported meanwhile")
    expect(friend.page.get_by_role("group", name="Prosecutor General").get_by_label("Post")).to_have_value("23")
    friend.page.get_by_role("button", name="Report these numbers").click()
    expect(friend.page.get_by_role("status")).to_contain_text("Reported. Thank you.")
    expect(friend.page.locator("main")).to_contain_text("27 letters reported so far")
    # Chromium notes the answer 409 in its console.
    friend.errors = [error for error in friend.errors if "status of 409" not in error]
    assert page.context.cookies() == friend.page.context.cookies() == []


def test_single_writer_ticks_once_and_sees_the_number(visitor: Callable[..., Visitor]) -> None:
    writer = visitor(java_script_enabled=False)
    page = writer.page
    writer.open("/actions/ua-2011-ru/")
    expect(page.get_by_role("region", name="Letters reported")).to_contain_text("47 reported as sent")

    page.get_by_role("group", name="Moscow Regional Court").get_by_label("Fax").check()
    page.get_by_role("button", name="I have sent it").click()
    expect(page.get_by_role("status")).to_contain_text("1 letter reported")
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("counted already")

    page.get_by_role("link", name="Back to UA of 2011").click()
    expect(page.get_by_role("region", name="Letters reported")).to_contain_text("48 reported as sent")
    assert page.context.cookies() == []


def test_answer_reaches_the_desk(visitor: Callable[..., Visitor]) -> None:
    writer = visitor(java_script_enabled=False)
    page = writer.page
    writer.open("/actions/ua-2011-ru/")
    page.get_by_role("region", name="Did something come back?").get_by_role("link", name="tell us").click()
    page.get_by_label("An answer in words").check()
    page.get_by_label("Moscow Regional Court").check()
    page.get_by_label("What it says").fill("We have received your letter. <b>Noted.</b>")
    page.get_by_role("button", name="Tell the desk").click()
    expect(page.get_by_role("status")).to_contain_text("The desk has it now.")

    staff = visitor()
    staff.log_in("admin@desk.example")
    queue = staff.page.get_by_role("region", name="Replies and returned mail")
    expect(queue).to_contain_text("We have received your letter. <b>Noted.</b>")
    queue.get_by_role("link", name="answer in words, UA of 2011", exact=True).click()
    staff.page.get_by_role("link", name="Noted").click()
    staff.page.get_by_role("button", name="Noted").click()
    expect(staff.page.get_by_role("link", name="Address is wrong")).to_have_count(0)
