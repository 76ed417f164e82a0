import io
import logging
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import StringIO

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from appeals import archive, keeping, tasks
from appeals import pdf as engine
from appeals.keeping import Kept, keep_pdfs, unkept
from appeals.models import SheetPDF
from appeals.pdf import html_to_pdf
from appeals.sheets import Paper, build_context, render_html
from appeals.tasks import keep_sheet_pdfs
from campaigns.content import content_of
from campaigns.models import Sheet
from campaigns.review import withdraw_draft
from tests.builders import AT, issue, make_draft, make_open_action, make_stop, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def july_2011(settings):
    settings.DEMO_TODAY = date(2011, 7, 20)


@pytest.fixture
def quick(monkeypatch):
    """Where it does not matter what is on the paper."""
    monkeypatch.setattr(archive, "html_to_pdf", lambda html: f"%PDF {html}".encode())


def kept() -> list[tuple[int, str]]:
    return sorted(SheetPDF.objects.values_list("sheet", "paper"))


def on_both(*sheets: Sheet) -> list[tuple[int, str]]:
    return sorted((sheet.pk, paper) for sheet in sheets for paper in Paper.values)


def test_issued_sheet_is_kept_on_both_papers_before_anybody_asks(client):
    action = make_open_action()
    assert list(unkept()) == [action.current_sheet]

    assert keep_pdfs(at=AT, most=4) == Kept(1, (), is_more=False)

    assert kept() == on_both(action.current_sheet)
    assert list(unkept()) == []
    for paper in Paper.values:
        handed_out = client.get(reverse("appeals:sheet-pdf", args=[action.slug]), {"paper": paper})
        assert handed_out.content == bytes(SheetPDF.objects.get(paper=paper).pdf)


def test_drafts_are_not_kept_and_replaced_sheets_and_stop_sheets_are(quick):
    action = make_open_action()
    first, stop = action.current_sheet, issue(make_stop(action))
    withdrawn = make_draft()
    withdraw_draft(withdrawn, by=withdrawn.created_by, at=AT)
    make_draft()

    keep_pdfs(at=AT, most=4)

    assert kept() == on_both(first, stop)


def test_sheet_that_somebody_had_on_one_paper_gets_the_other(quick):
    sheet = make_open_action().current_sheet
    before = archive.pdf_of_issued(sheet, paper="Letter", at=AT)

    keep_pdfs(at=AT + timedelta(days=1), most=4)

    assert kept() == on_both(sheet)
    assert SheetPDF.objects.get(paper="Letter").rendered_at == before.rendered_at


def test_those_issued_last_come_first_and_the_rest_is_told_of(quick):
    old, new, newest = (make_open_action().current_sheet for _ in range(3))
    for days, sheet in enumerate((old, new, newest)):
        Sheet.objects.filter(pk=sheet.pk).update(issued_at=AT + timedelta(days=days))

    assert keep_pdfs(at=AT, most=2) == Kept(2, (), is_more=True)
    assert kept() == on_both(new, newest)
    assert keep_pdfs(at=AT, most=2) == Kept(1, (), is_more=False)
    assert kept() == on_both(old, new, newest)


def test_sheet_that_is_too_long_hides_no_other():
    good, long = make_open_action().current_sheet, make_open_action(story="a" + "\na" * 5_900).current_sheet

    result = keep_pdfs(at=AT, most=1)

    assert (result.sheets, result.is_more) == (1, False)
    [trouble] = result.troubles
    assert trouble.startswith(f"{long}: This sheet is too long to print")
    assert kept() == on_both(good)


def test_without_an_engine_nothing_is_tried_twice(monkeypatch):
    make_open_action()
    make_open_action()
    monkeypatch.setattr(engine, "PANGO", ("libno-such-library.so.0",))
    engine._engine.cache_clear()

    result = keep_pdfs(at=AT, most=4)

    engine._engine.cache_clear()
    assert (result.sheets, result.is_more, len(result.troubles)) == (0, False, 1)
    assert "Pango is not installed" in result.troubles[0]


def test_the_bell_is_rung_on_until_all_are_kept(quick, monkeypatch):
    monkeypatch.setattr(tasks, "SHEETS_A_RING", 2)
    sheets = [make_open_action().current_sheet for _ in range(5)]

    keep_sheet_pdfs()

    assert kept() == on_both(*sheets)


def test_trouble_is_logged_once_and_without_the_text(caplog):
    caplog.set_level(logging.WARNING)
    tasks._tell_once.cache_clear()
    long = make_open_action(headline="ANNA BEISPIEL FACES TRIAL", story="a" + "\na" * 5_900).current_sheet

    keep_sheet_pdfs()
    keep_sheet_pdfs()

    [line] = [record.getMessage() for record in caplog.records]
    assert line.startswith(f"not kept as PDF: {long}: This sheet is too long")
    assert "ANNA" not in line


def test_command_keeps_all_and_says_how_many(quick, monkeypatch):
    monkeypatch.setattr(keeping, "LOOKED_AT_BESIDES", 0)
    sheets = [make_open_action().current_sheet for _ in range(3)]
    said = StringIO()

    call_command("keep_pdfs", stdout=said)
    call_command("keep_pdfs", stdout=said)

    assert kept() == on_both(*sheets)
    assert said.getvalue().splitlines() == ["Kept the PDFs of 3 of 3 sheets.", "Kept the PDFs of 0 of 0 sheets."]


def test_command_names_what_cannot_be_printed():
    long = make_open_action(story="a" + "\na" * 5_900).current_sheet

    with pytest.raises(CommandError, match=f"{long}: This sheet is too long to print"):
        call_command("keep_pdfs", stdout=StringIO())


@pytest.fixture
def print_in_another_way(settings, monkeypatch) -> Iterator[Callable[[], None]]:
    """As a later version of the project may: another template, in another font."""

    def change() -> None:
        [templates] = settings.TEMPLATES
        other = {"sheets/urgent_action.html": "<html lang=en><title>x</title><p>ANOTHER TEMPLATE {{ sheet.title }}"}
        options = {**templates["OPTIONS"], "loaders": [("django.template.loaders.locmem.Loader", other)]}
        settings.TEMPLATES = [{**templates, "APP_DIRS": False, "DIRS": [], "OPTIONS": options}]
        style = settings.VAR_DIR / "another.css"
        style.write_text("p { font: bold 20pt 'Noto Sans' }")
        monkeypatch.setattr(engine, "STYLE_SHEETS", (style,))
        engine._engine.cache_clear()

    yield change
    engine._engine.cache_clear()


@pytest.mark.parametrize("paper", Paper.values)
def test_reprint_is_byte_for_byte_what_was_issued_whatever_has_changed_since(client, print_in_another_way, paper):
    action = make_open_action(headline="TEACHER FACES UNFAIR TRIAL")
    sheet = action.current_sheet
    keep_pdfs(at=AT, most=4)
    issued = client.get(reverse("appeals:sheet-pdf", args=[action.slug]), {"paper": paper}).content

    action.case.people.update(published_as="Canary Person")
    action.case.country = "FR"
    action.case.save()
    sheet.recipients.get().authority.salutations.update(text="Dear Canary")
    [authority] = [recipient.authority for recipient in sheet.recipients.all()]
    authority.office, authority.postal_lines, authority.fax = "Canary Office", "Canary Street", "+1 234"
    authority.save()
    newer = make_draft(action, headline="TEACHER MOVED TO PRISON")
    issue(newer)
    print_in_another_way()
    client.force_login(make_user("Viewer"))

    reprint = client.get(reverse("appeals:sheet-as-issued", args=[sheet.pk]), {"paper": paper})

    assert reprint.content == issued
    assert reprint["Content-Disposition"].startswith('inline; filename="superseded-UA-')
    # All of it would show in a sheet that is rendered now.
    now = html_to_pdf(render_html(build_context(content_of(newer), paper=paper)))
    page = pypdf.PdfReader(io.BytesIO(now)).pages[0]
    assert "ANOTHER TEMPLATE" in page.extract_text()
    assert {str(font.get_object()["/BaseFont"])[8:] for font in page["/Resources"]["/Font"].values()} == {
        "Noto-Sans-Bold"
    }
