"""The sheet as PDF: what we add to the engine, and what it costs to hand out one that is kept."""

from collections.abc import Callable

from appeals import archive
from appeals.models import SheetPDF
from appeals.pdf import STYLE_SHEETS, html_to_pdf
from appeals.sheets import build_context, render_html
from benchmarks.measuring import Row, compare, ratio_row
from benchmarks.requests import Fetch, in_process, web_server
from campaigns.content import content_of
from campaigns.models import Sheet, UrgentAction
from config import clock

SLUG = "ua-2011-ru"


def measure(*, renders: int, rounds: int) -> list[Row]:
    """The first rendering against bare WeasyPrint; the kept PDF against an empty view."""
    sheet = UrgentAction.objects.select_related("current_sheet").get(slug=SLUG).current_sheet
    if sheet is None:
        raise RuntimeError("The demo's action has no sheet.")
    first = compare(lambda: _first_rendering(sheet), _bare_rendering(sheet), rounds=renders, before=_forget_all)
    with web_server() as fetch:
        served = _again(fetch, rounds)
    return [
        ratio_row("first PDF of a sheet, rendered and kept", "bare WeasyPrint, same HTML", first, goal=1.3),
        ratio_row("kept PDF served again", "an empty view, same middleware", served, goal=2),
        ratio_row("the same without the web server", "the same", _again(in_process(), rounds), goal=None),
    ]


def _again(fetch: Fetch, rounds: int) -> tuple[float, float]:
    return compare(lambda: fetch(f"/actions/{SLUG}/sheet.pdf"), lambda: fetch("/benchmarks/empty/"), rounds=10 * rounds)


def _first_rendering(sheet: Sheet) -> None:
    """All that happens when somebody is the first to ask: rows to content to HTML to PDF, and kept."""
    archive.pdf_of_issued(sheet, paper="A4", at=clock.now())


def _forget_all() -> None:
    SheetPDF.objects.all().delete()


def _bare_rendering(sheet: Sheet) -> Callable[[], bytes]:
    """Nothing but the engine, warm, with the same style sheets (parsed once), fonts and kind of PDF."""
    html = render_html(build_context(content_of(sheet)))
    html_to_pdf(html)  # sets the fonts before the engine is imported here
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    styles = [CSS(string=path.read_text(encoding="utf-8"), font_config=fonts) for path in STYLE_SHEETS]
    return lambda: HTML(string=html).write_pdf(font_config=fonts, stylesheets=styles, pdf_variant="pdf/ua-1")
