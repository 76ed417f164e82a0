"""The PDFs of issued sheets: rendered once, kept byte for byte, handed out only while people should write.

A draft is never kept: it is rendered anew each time by whoever previews it.
"""

import hashlib
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import InterfaceError, OperationalError, connection

from appeals.models import SheetPDF
from appeals.pdf import html_to_pdf
from appeals.sheets import build_context, render_html
from campaigns.content import content_of
from campaigns.models import Sheet, UrgentAction
from campaigns.states import FROZEN, ActionStatus


class StoredPDF(NamedTuple):
    """What is handed out."""

    pdf: bytes
    version: int


# Asked each time for every reader of every sheet, so written by hand: building it from models takes longer than
# all the rest of the request, and one table with a subquery is planned in half the time of three joined ones.
_OPEN_HASH = f"""
    SELECT (SELECT stored.pdf_hash FROM {SheetPDF._meta.db_table} stored
             WHERE stored.sheet_id = action.current_sheet_id AND stored.paper = %s)
      FROM {UrgentAction._meta.db_table} action
     WHERE action.slug = %s AND action.status = %s AND action.last_good_day >= %s
"""  # noqa: S608  # holds names of tables only


def hash_of_open(slug: str, *, paper: str, on: date) -> str | None:
    """The hash of the kept PDF of an action's current sheet.

    None if the action is not open on that day or its PDF is not kept yet. One query, and it asks for the status:
    nothing is ever handed out on an older answer.
    """
    asked = [paper, slug, ActionStatus.OPEN.value, connection.ops.adapt_datefield_value(on)]
    # Django asks a connection that it kept from the last request whether it still lives, which costs as much as
    # this query. The query itself finds that out.
    connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs do not know it
    try:
        return _first_of(_OPEN_HASH, asked)
    except (InterfaceError, OperationalError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _first_of(_OPEN_HASH, asked)


def _first_of(query: str, values: list[str | None]) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return row[0] if row else None


@lru_cache(maxsize=64)
def pdf_with_hash(pdf_hash: str) -> StoredPDF:
    """The bytes with that SHA-256, remembered by this process: a hash can never come to mean other bytes.

    Raises:
        SheetPDF.DoesNotExist: if none are kept.
    """
    stored = SheetPDF.objects.select_related("sheet").only("pdf", "sheet__version").filter(pdf_hash=pdf_hash)[:1].get()
    return StoredPDF(bytes(stored.pdf), stored.sheet.version)


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
