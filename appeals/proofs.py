"""Proof prints: how a sheet that is under way would print, for the checks of `campaigns`, which cannot print.

Laying a sheet out takes most of a second for both papers, so it is done when somebody looks at the preview or moves the
sheet on, never while they type; and once for each content, which is known by its hash.
"""

from datetime import datetime

from appeals.pdf import pages_of, unprintable
from appeals.pdf_errors import PDFError, SheetTooLong
from appeals.sheets import Paper, build_context, render_html
from campaigns.content import SheetContent, content_of, hash_of
from campaigns.models import ProofPrint, Sheet


def take_proof(sheet: Sheet, *, at: datetime) -> ProofPrint | None:
    """Find out how a sheet prints as it stands now, unless that is known already.

    No transaction is open meanwhile: nobody waits for a layout.

    Returns:
        None where nothing can be printed on this machine; then nothing is known of how the sheet prints.
    """
    content = content_of(sheet)
    content_hash = hash_of(content.as_json())
    known = ProofPrint.objects.filter(sheet=sheet, content_hash=content_hash).first()
    if known is not None:
        return known
    try:
        found = {
            "pages_on_a4": _pages(content, Paper.A4),
            "pages_on_letter": _pages(content, Paper.LETTER),
            "unprintable": "".join(unprintable(build_context(content).printed_text()))[:200],
        }
    except PDFError:
        return None
    proof, _ = ProofPrint.objects.update_or_create(
        sheet=sheet, defaults={**found, "content_hash": content_hash, "printed_at": at}
    )
    return proof


def _pages(content: SheetContent, paper: str) -> int | None:
    """None where there is more text than can be laid out."""
    try:
        # As it goes out: the band across a draft would take room that the sheet itself has.
        return pages_of(render_html(build_context(content, paper=paper)))
    except SheetTooLong:
        return None
