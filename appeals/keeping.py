"""Every issued sheet gets its PDFs soon after, whether or not anybody asks: what is on paper then stays as it was.

Rendered later, by another version of the templates, the fonts or the libraries, a sheet would not be what was issued.
The worker does it, so that issuing waits for nothing; `appeals.archive` keeps the bytes.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from appeals.archive import pdf_of_issued
from appeals.models import SheetPDF
from appeals.pdf_errors import PDFError, SheetTooLong
from campaigns.models import Sheet
from campaigns.states import FROZEN

# Sheets that are looked at besides. Far more than can ever be too long to print, so that those never hide the others.
LOOKED_AT_BESIDES = 200


@dataclass(frozen=True)
class Kept:
    """What became of the sheets whose PDFs were missing."""

    sheets: int  # of which both are kept now
    troubles: tuple[str, ...]  # a sentence for each that cannot be printed
    is_more: bool  # there was more to do than was allowed


def unkept() -> QuerySet[Sheet]:
    """The issued and superseded sheets that lack the PDF of some paper, those issued last first."""
    kept = SheetPDF.objects.filter(sheet=OuterRef("pk"))
    lacking = reduce(or_, (Q(~Exists(kept.filter(paper=paper))) for paper in SheetPDF.Paper.values))
    return Sheet.objects.filter(lacking, status__in=FROZEN).order_by("-issued_at", "-pk")


def keep_pdfs(*, at: datetime, most: int) -> Kept:
    """Render and keep what is missing of `most` sheets at most. Two at once do some work twice, and keep the same.

    A sheet that cannot be printed is passed over. Without an engine none can, so that ends it.
    """
    kept = 0
    troubles: list[str] = []
    for pk in list(unkept().values_list("pk", flat=True)[: most + LOOKED_AT_BESIDES]):
        if kept == most:
            return Kept(kept, tuple(troubles), is_more=True)
        sheet = Sheet.objects.select_related("action").get(pk=pk)
        try:
            for paper in SheetPDF.Paper.values:
                pdf_of_issued(sheet, paper=paper, at=at)
            kept += 1
        except SheetTooLong as error:
            troubles.append(f"{sheet}: {error}")
        except PDFError as error:
            return Kept(kept, (*troubles, str(error)), is_more=False)
    return Kept(kept, tuple(troubles), is_more=False)
