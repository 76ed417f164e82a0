"""Somebody finds out until when to post, which embassy is theirs, and what an evening still reaches. No JavaScript."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import Visitor


def test_writer_chooses_their_country_and_reads_until_when_to_post(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(java_script_enabled=False)
    page = volunteer.page

    volunteer.open("/actions/ua-192-11/")
    section = page.get_by_role("region", name="Until when to post")
    expect(section).to_contain_text("No letters are taken to Jordan since 11 July 2011")
    expect(section).to_contain_text("Sample Embassy of Jordan")

    section.get_by_label("You post in").select_option("Austria")
    section.get_by_role("button", name="Show").click()

    expect(page).to_have_url(f"{volunteer.site}/actions/ua-192-11/?from=AT#post")
    expect(section.get_by_label("You post in")).to_have_value("AT")
    expect(section).to_contain_text("Counted in working days of Austria")
    expect(section).to_contain_text("We have no address of an embassy of Jordan for Austria yet")
    assert page.context.cookies() == []


def test_group_sees_what_its_evening_still_reaches(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(java_script_enabled=False)
    page = volunteer.page

    volunteer.open("/")
    page.get_by_role("link", name="See what still arrives").click()
    page.get_by_label("Posted on").fill("2011-07-20")
    page.get_by_role("button", name="Show").click()

    left_out = page.get_by_text("are left out: nothing that is sent on 20 July 2011 arrives in time")
    expect(left_out).to_be_visible()
    left_out.click()
    expect(page.get_by_text("Its last good day is 16 July 2011, before you post.")).to_be_visible()
    expect(page.locator("main .card").filter(has_text="UA 173/11")).to_have_count(0)
