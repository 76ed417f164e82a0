"""The PDFs of issued sheets: rendered once, kept byte for byte, handed out only while people should write.

A draft is never kept: it is rendered anew each time by whoever previews it.
"""

import hashlib
from datetime import date, datetime
from typing import NamedTuple

from appeals.models import SheetPDF
from appeals.pdf import html_to_pdf
from appeals.sheets import build_context, render_html
from campaigns.content import content_of
from campaigns.models import Sheet, UrgentAction
from campaigns.states import FROZEN, ActionStatus, SheetStatus


class StoredPDF(NamedTuple):
    """What is handed out."""

    pdf: bytes
    pdf_hash: str
    reference: str
    version: int


def stored_pdf(slug: str, *, paper: str, on: date) -> StoredPDF | None:
    """The kept PDF of an action's current sheet, or None if it is not kept or the action is not open on that day.

    One query that asks for the status too, so that nothing is handed out on an older answer.
    """
    action = "sheet__current_for__"
    rows = SheetPDF.objects.filter(
        **{
            "paper": paper,
            "sheet__status": SheetStatus.ISSUED,
            f"{action}slug": slug,
            f"{action}status": ActionStatus.OPEN,
            f"{action}last_good_day__gte": on,
        }
    ).order_by()
    wanted = ("pdf", "pdf_hash", "sheet__version", f"{action}series", f"{action}number", f"{action}year")
    for pdf, pdf_hash, version, series, number, year in rows.values_list(*wanted)[:1]:
        reference = UrgentAction(series=series, number=number, year=year).reference
        return StoredPDF(bytes(pdf), pdf_hash, reference, version)
    return None


def pdf_of_issued(sheet: Sheet, *, paper: str, at: datetime) -> SheetPDF:
    """The PDF of an issued sheet, rendered now (`at`) if nobody has asked for it before.

    Two who ask first at the same time both render, one row is kept, and both get the bytes of that row.

    Raises:
        ValueError: if the sheet is not issued, or the paper is unknown.
        PDFError: if no PDF can be made.
    """
    if sheet.status not in FROZEN:
        raise ValueError(f"{sheet} is {sheet.get_status_display()}; only an issued sheet is kept as PDF.")
    paper = SheetPDF.Paper(paper).value
    stored = SheetPDF.objects.filter(sheet=sheet, paper=paper).first()
    if stored is not None:
        return stored
    # No transaction is open meanwhile: a stop must never wait for a PDF.
    pdf = html_to_pdf(render_html(build_context(content_of(sheet), paper=paper)))
    stored, _ = SheetPDF.objects.get_or_create(
        sheet=sheet,
        paper=paper,
        defaults={
            "content_hash": sheet.content_hash,
            "pdf": pdf,
            "pdf_hash": hashlib.sha256(pdf).hexdigest(),
            "rendered_at": at,
        },
    )
    return stored
