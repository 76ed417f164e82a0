"""A volunteer finds an action and takes its sheet home. No account, no JavaScript."""

from collections.abc import Callable
from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import Visitor

FAX = "+7 498 692 6082"  # of the Moscow Regional Court


def test_volunteer_finds_the_action_in_another_script_and_gets_its_sheet(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(java_script_enabled=False)
    page = volunteer.page

    volunteer.open("/")
    listed_before = page.locator("main article, main .card").count()
    page.get_by_role("searchbox").fill("Азимов")
    page.get_by_role("searchbox").press("Enter")
    found = page.locator('main a[href$="/actions/ua-2011-ru/"]')
    assert listed_before > 1
    expect(page.locator("main article, main .card")).to_have_count(1)

    found.first.click()
    expect(page).to_have_url(f"{volunteer.site}/actions/ua-2011-ru/")
    assert "22 August 2011" in page.locator("main").inner_text()

    link = page.locator('a[href*="sheet.pdf"]').first
    answer = page.context.request.get(volunteer.site + str(link.get_attribute("href")))
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body()[:5] == b"%PDF-"
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(answer.body())).pages)
    assert FAX in " ".join(text.split())


def test_volunteer_is_given_no_cookie(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(java_script_enabled=False)

    for path in (
        "/",
        "/?q=Азимов",
        "/past/",
        "/actions/ua-2011-ru/",
        "/actions/ua-2011-ru/sheet.pdf",
        "/actions/ua-2011-ru/letters/",
        "/not-there/",
    ):
        if path.endswith(".pdf"):
            volunteer.page.context.request.get(volunteer.site + path)
        else:
            volunteer.open(path)

    assert volunteer.page.context.cookies() == []


def test_list_that_finds_nothing_says_what_to_do(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(java_script_enabled=False)

    status = volunteer.open("/?q=xyzzyx")

    assert status == 200
    assert volunteer.page.locator("main .card").count() == 0
    assert volunteer.page.locator("main a[href='/']").count() >= 1
