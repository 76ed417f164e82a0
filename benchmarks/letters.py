"""Letters: how many a second, against the bare engine and against a browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import cycle, islice

from benchmarks.measuring import Row, compare, ratio_row

SLUG = "ua-2011-ru"  # of the demo: the public case of July 2011
DAY = date(2011, 7, 13)
OF_ONE_WRITER = 2  # letters; most sheets have two recipients


def measure(*, count: int, rounds: int) -> list[Row]:
    """What one writer waits for, and many letters as one PDF: against WeasyPrint alone and against Chromium, both on
    the same HTML.
    """
    from appeals.letter_print import pdf_of_letters

    rows = []
    for letters in (OF_ONE_WRITER, count):
        content, made = _letters(letters)
        html = _html_of(content, made)

        def ours(made=made, content=content) -> bytes:
            return pdf_of_letters(made, content, paper="A4")

        seconds = compare(ours, _bare_rendering(html), rounds=rounds)
        what = f"{letters} letters, made of their sheet"
        rows.append(ratio_row(what, "bare WeasyPrint, same HTML", seconds, goal=1.3))
        rows.append(Row(f"the same {letters} letters", "the clock", f"{letters / seconds[0]:.0f} letters a second"))
        with _chromium(html) as print_it:
            if print_it is None:
                rows.append(Row(what, "Chromium, warm, same HTML", "not measured: there is no Chromium here"))
            else:
                against = compare(ours, print_it, rounds=rounds)
                rows.append(ratio_row(what, "Chromium, warm, same HTML", against, goal=None))
    return rows


def _letters(count: int):
    """The content of the sheet with its recipients again and again, and a letter to each."""
    from appeals.letters import Writer, letters_of

    content = _content()
    content = replace(content, recipients=tuple(islice(cycle(content.recipients), count)))
    return content, letters_of(content, Writer("Writer Beispiel", "Sampletown"), language="en", on=DAY)


def _content():
    from campaigns.content import content_of
    from campaigns.models import UrgentAction

    sheet = UrgentAction.objects.select_related("current_sheet").get(slug=SLUG).current_sheet
    if sheet is None:
        raise RuntimeError("The demo's action has no sheet.")
    return content_of(sheet)


def _html_of(content, letters) -> str:
    from appeals.letter_print import Part, _html

    return _html(content, [Part(letter) for letter in letters], "A4")


def _bare_rendering(html: str) -> Callable[[], bytes]:
    """Nothing but the engine, warm, with the same style sheets (parsed once), fonts and kind of PDF."""
    from appeals.pdf import STYLE_SHEETS, html_to_pdf

    html_to_pdf("<html lang=en><title>Warm</title>")  # sets the fonts before the engine is imported here
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheets = [CSS(string=path.read_text(encoding="utf-8"), font_config=fonts) for path in STYLE_SHEETS]
    return lambda: HTML(string=html).write_pdf(font_config=fonts, stylesheets=sheets, pdf_variant="pdf/ua-1")


@contextmanager
def _chromium(html: str) -> Iterator[Callable[[], bytes] | None]:
    """Prints the same HTML, with its style sheets in it, as tagged PDF; the browser is open already."""
    from appeals.pdf import STYLE_SHEETS

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    style = "\n".join(sheet.read_text(encoding="utf-8") for sheet in STYLE_SHEETS)
    whole = html.replace("</head>", f"<style>{style}</style></head>")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()

        def print_it() -> bytes:
            page.set_content(whole)
            return page.pdf(prefer_css_page_size=True, tagged=True)

        yield print_it
        browser.close()
