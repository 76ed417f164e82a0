"""The PDFs of issued sheets: rendered once, kept byte for byte, handed out only while people should do as they say.

A draft is never kept: it is rendered anew each time by whoever previews it. Who renders an issued one is the worker
(`appeals.keeping`), or whoever asks before it has come to it.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from appeals.models import SheetPDF
from appeals.pdf import html_to_pdf
from appeals.sheets import build_context, render_html
from campaigns.answers import kept_standing
from campaigns.content import content_of
from campaigns.models import Sheet, UrgentAction
from campaigns.states import FROZEN, OVER, ActionStatus


class StoredPDF(NamedTuple):
    """What is handed out."""

    pdf: bytes
    version: int


# Asked each time for every reader of every sheet, so written by hand: building it from models takes longer than
# all the rest of the request, and one table with a subquery is planned in half the time of three joined ones.
_HANDED_OUT_HASH = f"""
    SELECT (SELECT stored.pdf_hash FROM {SheetPDF._meta.db_table} stored
             WHERE stored.sheet_id = action.current_sheet_id AND stored.paper = %s)
      FROM {UrgentAction._meta.db_table} action
     WHERE action.slug = %s AND action.hidden_at IS NULL
       AND (action.embargo_until IS NULL OR action.embargo_until <= %s)
       AND (action.status = %s AND action.last_good_day >= %s
            OR action.status IN (%s, %s)
               AND (SELECT sheet.kind FROM {Sheet._meta.db_table} sheet
                     WHERE sheet.id = action.current_sheet_id) IN (%s, %s))
"""  # noqa: S608  # holds names of tables only


def is_handed_out(action: UrgentAction, *, on: date) -> bool:
    """Whether everybody gets the action's current sheet as PDF: while people are asked to write; and once it is over,
    if the sheet is the one that says so and asks for nothing.
    """
    sheet = action.current_sheet
    if action.hidden_at is not None:
        return False
    return action.is_open(on=on) or (action.status in OVER and sheet is not None and not sheet.asks)


@contextmanager
def handing_out(slug: str, *, paper: str, on: date, at: datetime) -> Iterator[str | None]:
    """The hash of the kept PDF of an action's current sheet, if everybody gets it (`is_handed_out`).

    None if not, or if its PDF is not kept yet. It asks for the status each time: nothing is ever handed out on an
    older answer. A stop that comes meanwhile waits until the block is left: do so when the bytes have left.
    """
    day = connection.ops.adapt_datefield_value(on)
    moment = connection.ops.adapt_datetimefield_value(at)
    asked = [paper, slug, moment, ActionStatus.OPEN.value, day, *sorted(OVER), *sorted(Sheet.ENDING)]
    with kept_standing(slug, _HANDED_OUT_HASH, asked) as row:
        yield row[0] if row else None


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
