"""The PDFs of issued sheets: rendered once, kept byte for byte, handed out only while people should write.

A draft is never kept: it is rendered anew each time by whoever previews it.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from appeals.models import SheetPDF
from appeals.pdf import html_to_pdf
from appeals.sheets import build_context, render_html
from campaigns.content import content_of
from campaigns.models import Sheet
from campaigns.states import FROZEN, ActionStatus, SheetStatus


@dataclass(frozen=True)
class StoredPDF:
    """What is handed out."""

    pdf: bytes
    pdf_hash: str
    slug: str
    version: int
    paper: str


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
