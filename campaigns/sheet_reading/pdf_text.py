"""The text layer of a PDF, page by page. Leaf module: no models. Only the child process calls it."""

import io
import logging
from itertools import pairwise

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from campaigns.sheet_reading.refusals import Refused

MOST_PAGES = 100
_LEAST_TEXT = 40  # characters; a scan has the number of its page at most
_GAP = 1.35  # times the usual distance between two lines
_MOST_TEXT = 2_000_000  # characters


def pdf_text(data: bytes) -> str:
    """The text, a form feed between pages.

    Raises:
        Refused: encrypted, damaged, longer than 100 pages, or without text as a scan is.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise Refused("The PDF is encrypted. Save it without a password and bring it again.")
        # What the file says of itself, before every page is looked up.
        count = max(_claimed(reader), 0)
        count = count if count > MOST_PAGES else len(reader.pages)
        if count > MOST_PAGES:
            raise Refused(
                f"The PDF has {count:,} pages. At most {MOST_PAGES} are read: bring the pages of the sheet alone."
            )
        text = _pages(reader)
    except Refused:
        raise
    except MemoryError:
        raise
    except RecursionError:
        raise Refused("The PDF is built more deeply than any sheet. Print it to a new PDF and bring that.") from None
    except (PyPdfError, Exception) as error:
        if "limit" in str(error).lower():
            raise Refused(
                "The PDF unpacks to more than a sheet can have. Print it to a new PDF and bring that."
            ) from None
        raise Refused("The PDF is damaged: its pages cannot be read. Print it to a new PDF and bring that.") from None
    if len("".join(text.split())) < _LEAST_TEXT:
        raise Refused(
            "The PDF holds no text, as a scan does. Bring a PDF whose text can be selected, or type the sheet into "
            "a text file."
        )
    return text


def _claimed(reader: PdfReader) -> int:
    """How many pages the file says that it has; 0 where it does not say."""
    try:
        return int(reader.root_object["/Pages"].get_object()["/Count"])  # type: ignore[index]
    except (KeyError, TypeError, ValueError, AttributeError, PyPdfError):
        return 0


def _pages(reader: PdfReader) -> str:
    found: list[str] = []
    length = 0
    for page in reader.pages:
        found.append(_with_gaps(page))
        length += len(found[-1])
        if length > _MOST_TEXT:
            raise Refused("The PDF holds more text than a sheet can have. Bring the pages of the sheet alone.")
    return "\f".join(found)


def _with_gaps(page: PageObject) -> str:
    """The text of a page, with an empty line where more than a line's height lies between two lines.

    A PDF has no empty lines, only places. Where the next line stands higher, a column begins: an empty line too.
    """
    pieces: list[tuple[str, float]] = []

    def note(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text:
            pieces.append((text, tm[5] * cm[3] + cm[5]))

    plain = page.extract_text(visitor_text=note) or ""
    shown = [(text, height) for text, height in pieces if text.strip()]
    steps = [abs(one[1] - other[1]) for one, other in pairwise(shown) if abs(one[1] - other[1]) > 1]
    if not steps or "".join(text for text, _ in pieces).split() != plain.split():
        return plain
    usual = sorted(steps)[len(steps) // 4]
    found: list[str] = []
    before: float | None = None
    for text, height in pieces:
        if text.strip():
            if before is not None and abs(before - height) > _GAP * usual and found[-1].endswith("\n"):
                found.append("\n")
            before = height
        found.append(text)
    return "".join(found)
