"""An old sheet is brought as a file, reviewed beside its source, saved, approved by somebody else and issued.

It is the real sheet of 2011 where that is at hand, else one about nobody who lives.
"""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from campaigns.models import ImportedSource, UrgentAction
from tests.appeals.test_demo import SAMPLES
from tests.campaigns.sheet_drafts.sheet import SHEET
from tests.journeys.conftest import Visitor
from tests.journeys.test_accessibility import WIDE, findings_in_every_look
from tests.journeys.test_life_of_an_action import Film, review_and_issue


def a_sheet(folder: Path) -> Path:
    real = SAMPLES / "000_azimov.txt"
    if real.is_file():
        return real
    path = folder / "sheet.txt"
    path.write_text(SHEET, encoding="utf-8")
    return path


def test_old_sheet_is_issued_anew(visitor: Callable[..., Visitor], tmp_path: Path) -> None:
    film, researcher, editor, approver, volunteer = Film(), visitor(), visitor(), visitor(), visitor()
    for who, name in ((researcher, "researcher"), (editor, "editor"), (approver, "approver")):
        who.log_in(f"{name}@desk.example")
    page = researcher.page

    researcher.open("/staff/")
    page.get_by_role("link", name="Paste or upload an old sheet").click()
    page.get_by_label("File").set_input_files(a_sheet(tmp_path))
    page.get_by_role("button", name="Read it").click()
    film.take(researcher, "review")
    assert findings_in_every_look(researcher) == []
    page.set_viewport_size(WIDE)

    # What one works in is marked in the source.
    page.locator("#id_headline").focus()
    expect(page.locator(".line.marked")).to_have_count(1)
    assert page.locator("#id_headline").input_value() == page.locator(".line.marked bdi").inner_text()

    # An error keeps what was typed.
    headline = page.locator("#id_headline").input_value()
    page.locator("#id_headline").fill("X" * 121)
    page.locator("#id_summary").fill("He may be sent back, and be tortured there.")
    if page.get_by_label("A new action on a new case").count():
        page.get_by_label("A new action on a new case").check()
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_text("everything you typed is still here")).to_be_visible()
    assert page.locator("#id_summary").input_value() == "He may be sent back, and be tortured there."
    page.locator("#id_headline").fill(headline)
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_text("Nothing is public.")).to_be_visible()

    source = ImportedSource.objects.select_related("sheet__action").get()
    page.get_by_role("link", name="See it beside its source").first.click()
    film.take(researcher, "source-beside-the-draft")
    assert findings_in_every_look(researcher) == []

    review_and_issue(editor, approver, source.sheet, film)
    action = UrgentAction.objects.get(pk=source.sheet.action_id)
    assert (action.status, volunteer.open(f"/actions/{action.slug}/")) == ("open", 200)
    expect(volunteer.page.get_by_role("heading", name=headline)).to_be_visible()
