"""From a call to an issued sheet, to a second one, to a stop that reaches the paper, and back: by two people.

With JOURNEY_PICTURES=folder each step is kept there as a picture.
"""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from campaigns.check_codes import spoken
from campaigns.models import Sheet, UrgentAction
from cases.models import Case, Hearing
from tests.journeys.conftest import Visitor

TITLE = "Pia Muster, extradition"


class Film:
    """One picture for each step, in order, where somebody wants them."""

    def __init__(self) -> None:
        folder = os.environ.get("JOURNEY_PICTURES")
        self.folder = Path(folder) if folder else None
        self.count = 0

    def take(self, visitor: Visitor, name: str) -> None:
        self.count += 1
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            visitor.page.screenshot(path=self.folder / f"{self.count:02d}-{name}.png", full_page=True)


def press(staff: Visitor, name: str) -> None:
    """The button of a move on the page of a thing."""
    staff.page.locator("ul.moves").get_by_role("link", name=name, exact=True).click()


def confirm(staff: Visitor) -> None:
    staff.page.locator("#content form input[type=submit], #content form button[type=submit]").first.click()


def choose(staff: Visitor, field: str, text: str) -> None:
    """An entry of the book, through the box that searches as one types."""
    page = staff.page
    page.locator(f".field-{field} .select2-selection").last.click()
    page.locator(".select2-search__field").last.fill(text)
    page.locator(".select2-results__option", has_text=text).first.click()


def take_the_call(staff: Visitor) -> Case:
    page = staff.page
    staff.open("/staff/cases/case/add/")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_country").select_option("RU")
    page.locator("#id_summary").fill("Pia Muster may be extradited next week.")
    page.locator("#people-group .add-row a").click()
    page.locator("#id_people-0-published_as").fill("Pia Muster")
    page.locator("#hearings-group .add-row a").click()
    choose(staff, "court", "Moscow Regional Court")
    page.locator("#id_hearings-0-matter").fill("appeal against the decision to extradite")
    page.locator("#id_hearings-0-on").fill("2011-07-20")
    page.get_by_role("button", name="Save and continue editing").click()
    return Case.objects.get(title=TITLE)


def write_the_sheet(staff: Visitor) -> None:
    page = staff.page
    page.locator("#id_headline").fill("Pia Muster at risk of extradition")
    page.locator("#id_summary").fill("Pia Muster may be extradited on 20 July. She could be tortured there.")
    page.locator("#id_story").fill("She was detained in May. A court hears her appeal on 20 July.")
    page.locator("#demands-group .add-row a").click()
    page.locator("#id_demands-0-sheet_wording").fill("Urging the authorities not to extradite Pia Muster.")
    page.locator("#recipients-group .add-row a").click()
    choose(staff, "authority", "Prosecutor General of the Russian Federation")
    page.get_by_role("button", name="Propose letter wordings").click()
    expect(page.locator("#id_demands-0-letter_wording")).to_have_value("I urge you not to extradite Pia Muster.")


def say_why(staff: Visitor, sheet: Sheet, film: Film) -> None:
    """What the checks found and nobody has explained yet gets its reason."""
    staff.open(f"/staff/campaigns/sheet/{sheet.pk}/change/")
    film.take(staff, f"checks-of-version-{sheet.version}")
    why = staff.page.locator("a.why")  # a finding may say the same words itself, and leads to what it is about
    if not why.count():
        return
    why.first.click()
    for box in staff.page.locator("#content form input.vTextField").all():
        if not box.input_value():
            box.fill("Her lawyer agreed by telephone today.")
    film.take(staff, f"reasons-of-version-{sheet.version}")
    staff.page.get_by_role("button", name="Keep these reasons").click()
    expect(staff.page.get_by_text("Kept. Every amber finding has its reason.")).to_be_visible()


def review_and_issue(author: Visitor, approver: Visitor, sheet: Sheet, film: Film) -> None:
    """The author submits, somebody else reads, approves and issues."""
    address = f"/staff/campaigns/sheet/{sheet.pk}/change/"
    say_why(author, sheet, film)
    author.open(address)
    press(author, "Submit for review")
    confirm(author)
    approver.open(address)
    press(approver, "Approve")
    film.take(approver, f"review-of-version-{sheet.version}")
    approver.page.get_by_label("I have read all of it").check()
    confirm(approver)
    press(approver, "Issue")
    confirm(approver)


def checked(volunteer: Visitor, sheet: Sheet) -> str:
    """What the address behind the QR code of a printed sheet says."""
    volunteer.open(f"/check/{spoken(sheet.check_code)}/")
    return volunteer.page.locator(".answer strong").inner_text()


def test_stop_reaches_the_paper_of_the_first_sheet_and_two_people_reopen(visitor: Callable[..., Visitor]) -> None:
    film, author, approver, volunteer = Film(), visitor(), visitor(), visitor()
    author.log_in("admin@desk.example")
    approver.log_in("approver@desk.example")

    case = take_the_call(author)
    film.take(author, "case-from-a-call")
    author.page.get_by_role("link", name="Start an urgent action on this case").click()
    confirm(author)
    film.take(author, "draft-and-what-is-missing")
    write_the_sheet(author)
    film.take(author, "draft-complete")
    action = UrgentAction.objects.get(case=case)
    first = action.sheets.get()
    review_and_issue(author, approver, first, film)
    volunteer.open(f"/actions/{action.slug}/")
    film.take(volunteer, "public-page")
    assert checked(volunteer, first) == "STILL OPEN:"
    film.take(volunteer, "first-print-is-good")

    hearing = Hearing.objects.get(case=case)
    author.open(f"/staff/dates/hearing/{hearing.pk}/move/")
    author.page.get_by_role("textbox", name="New day").fill("2011-08-03")
    author.page.get_by_role("textbox", name="Why").fill("the judge is ill")
    author.page.get_by_role("button", name="Show what follows").click()
    film.take(author, "everything-that-follows")
    author.page.get_by_role("button", name="Do it").click()
    film.take(author, "hearing-adjourned")

    author.open(f"/staff/campaigns/urgentaction/{action.pk}/change/")
    press(author, "New sheet")
    confirm(author)
    author.page.locator("#id_story").fill("The court has put off her appeal to 3 August.")
    author.page.get_by_role("button", name="Save and continue editing").click()
    second = action.sheets.get(version=2)
    review_and_issue(author, approver, second, film)
    assert (checked(volunteer, first), checked(volunteer, second)) == ("CHANGED:", "STILL OPEN:")

    author.open(f"/staff/campaigns/urgentaction/{action.pk}/change/")
    press(author, "Stop")
    author.page.get_by_label("Why").fill("she is free")
    confirm(author)
    film.take(author, "stopped")
    assert (checked(volunteer, first), checked(volunteer, second)) == ("STOP:", "STOP:")
    film.take(volunteer, "first-print-says-stop")
    assert volunteer.open(f"/actions/{action.slug}/") == 200
    assert "Prosecutor General" not in volunteer.page.locator("main").inner_text()

    press(author, "Ask to reopen")
    author.page.get_by_label("Why").fill("she was taken again")
    confirm(author)
    assert author.page.locator("ul.moves").get_by_role("link", name="Reopen", exact=True).count() == 0
    approver.open(f"/staff/campaigns/urgentaction/{action.pk}/change/")
    press(approver, "Reopen")
    confirm(approver)
    film.take(approver, "reopened-by-two")
    assert (checked(volunteer, first), checked(volunteer, second)) == ("CHANGED:", "STILL OPEN:")
